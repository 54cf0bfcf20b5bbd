// Pools that mix everything: any preset, changed by any policies of the others, and commands of every type about few members and
// sessions, so that they collide. Plain data, so that a counterexample can be read.

import fc from 'fast-check'
import type { Command, CommandType, OwnPolicy, PoliciesPatch } from '../../src/index.ts'
import type { Instant } from '../../src/pool/time/calendar.ts'
import { type PresetName, presetNames } from '../../src/presets/presets.ts'

const day = 86_400_000
export const start: Instant = Date.UTC(2026, 2, 27, 15)

const names = ['ann', 'bob', 'cid', 'dee'] as const
const member = fc.constantFrom(...names)
const session = fc.constantFrom('s1', 's2', 's3')
const small = fc.integer({ min: 0, max: 4 })
const dependency = fc.constantFrom(
  { kind: 'territory', id: 'north' },
  { kind: 'login', id: 'ann' },
  { kind: 'routing', id: 'r1' },
)
const statuses = { guest: { counts: false, signsIn: true }, contractor: { counts: true, signsIn: true } }
const status = fc.constantFrom('active', 'locked', 'inactive', 'guest', 'contractor', 'room')
const clients = {
  web: { takes: 'lease', idleMinutes: 20 },
  lan: { takes: 'lease' },
  mobile: { takes: 'check' },
} as const
const consent = fc.record({ from: small, to: small, acceptTerms: fc.constantFrom(true, true, false) })
const flag = fc.boolean()

/** The policies of every product, to be mixed; each form is valid by itself. */
const parts: { readonly [Name in keyof PoliciesPatch]-?: fc.Arbitrary<PoliciesPatch[Name]> } = {
  membership: fc.record({
    unknownSignIn: fc.constantFrom('add', 'refuse'),
    withoutLicense: fc.constantFrom('standard', 'refuse'),
  }),
  importFilter: fc.constant({ exclude: [{ field: 'profile', in: ['robot'] }] }),
  autoAssign: fc.record({ enabled: flag, clients: fc.constantFrom('any' as const, ['mobile'], ['web']) }),
  waiting: fc.record({ admit: fc.constantFrom('whenFree', 'whenFree', 'atSignIn') }),
  manualApproval: fc.constantFrom({ graceDays: 2 }, { graceDays: null }),
  trial: fc.constant({ days: 3 }),
  idleReclaim: fc.record({ enabled: flag, days: fc.constantFrom(1, 2), exempt: fc.constantFrom([], ['ann']) }),
  notifications: fc.record({ enabled: flag }),
  counting: fc.record({ rule: fc.constantFrom('granted', 'status', 'imported', 'referenced'), statuses: fc.constant(statuses) }),
  dependencies: fc.constantFrom({ blocking: ['territory'] }, { blocking: ['login', 'routing'] }),
  overage: fc.constantFrom({ allow: 'none' }, { allow: 'unlimited' }, { allow: { seats: 1 } }, { allow: { factor: 1.5 } }),
  shrink: fc.constantFrom({ rule: 'releaseLongestIdle' }, { rule: 'keep' }),
  subscription: fc.constant({ unitPrice: 1_250, currency: 'EUR', proration: 'daily' }),
  concurrent: fc.record({
    clients: fc.constant(clients),
    shared: flag,
    resume: flag,
    renewEverySeconds: fc.constantFrom(0, 300),
  }),
  permissions: fc.constantFrom({ AssignSeat: ['system'] }, {}),
}

const patch = (least: number, most: number): fc.Arbitrary<PoliciesPatch> =>
  fc
    .subarray(Object.keys(parts) as (keyof PoliciesPatch)[], { minLength: least, maxLength: most })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          chosen.map((name) => [
            name,
            fc.oneof({ weight: 8, arbitrary: parts[name] }, { weight: 1, arbitrary: fc.constant(null) }),
          ]),
        ),
      ),
    ) as fc.Arbitrary<PoliciesPatch>

const anybody = fc.record(
  {
    member,
    kind: fc.constantFrom('person', 'person', 'person', 'placeholder', 'resource'),
    licenseType: fc.constantFrom('named', 'concurrent'),
    placement: fc.constantFrom('sales', 'service'),
    credentials: fc.constant(true),
    consent,
  },
  { requiredKeys: ['member'] },
)
const newcomer = fc.oneof(
  { weight: 3, arbitrary: anybody },
  { weight: 1, arbitrary: fc.tuple(anybody, status).map(([who, its]) => ({ ...who, status: its })) },
)

const about = (type: CommandType): fc.Arbitrary<Command> => member.map((each) => ({ type, member: each }) as Command)

/** Commands of every type. */
const commands: { readonly [Type in CommandType]: readonly [weight: number, arbitrary: fc.Arbitrary<Command>] } = {
  OpenPool: [0, fc.constant({ type: 'OpenPool', organization: 'acme' })],
  AddLot: [
    2,
    fc.record({
      type: fc.constant('AddLot' as const),
      lot: fc.constantFrom('a', 'b', 'c'),
      organization: fc.constant('acme'),
      quantity: fc.constantFrom(1, 2),
      from: fc.constantFrom(start, start + day),
      until: fc.constantFrom(start + 2 * day, start + 4 * day),
    }),
  ],
  QuoteAllowance: [1, small.map((to) => ({ type: 'QuoteAllowance', to }))],
  RaiseAllowance: [6, consent.map((terms) => ({ type: 'RaiseAllowance', ...terms }))],
  LowerAllowance: [2, small.map((to) => ({ type: 'LowerAllowance', to }))],
  ChangePolicies: [4, patch(1, 2).map((policies) => ({ type: 'ChangePolicies', policies }))],
  AddMember: [12, newcomer.map((who) => ({ type: 'AddMember', ...who }) as Command)],
  ImportMembers: [
    4,
    fc
      .array(
        fc.tuple(newcomer, fc.constantFrom({}, { attributes: { profile: 'robot' } })).map(([who, more]) => ({ ...who, ...more })),
        { minLength: 1, maxLength: 3 },
      )
      .map((members) => ({ type: 'ImportMembers', members })),
  ],
  ChangeStatus: [
    6,
    fc
      .record({ type: fc.constant('ChangeStatus' as const), member, status, consent: fc.option(consent) })
      .map(({ consent: terms, ...rest }) => (terms === null ? rest : { ...rest, consent: terms })),
  ],
  DeactivateMember: [2, about('DeactivateMember')],
  DeleteMember: [2, about('DeleteMember')],
  LinkDependency: [4, fc.record({ type: fc.constant('LinkDependency' as const), member, dependency })],
  UnlinkDependency: [3, fc.record({ type: fc.constant('UnlinkDependency' as const), member, dependency })],
  FillPlaceholder: [
    4,
    fc.record({ type: fc.constant('FillPlaceholder' as const), placeholder: fc.constantFrom('dee', 'vacancy'), member }),
  ],
  AssignSeat: [4, about('AssignSeat')],
  ApproveMember: [5, about('ApproveMember')],
  ApproveWaiting: [2, fc.constantFrom<Command>({ type: 'ApproveWaiting', count: 2 })],
  RejectMember: [5, about('RejectMember')],
  DisableMember: [3, about('DisableMember')],
  EnableMember: [3, about('EnableMember')],
  TransferSeat: [6, fc.record({ type: fc.constant('TransferSeat' as const), from: member, to: member })],
  UnlicenseMembers: [
    3,
    fc.record({
      type: fc.constant('UnlicenseMembers' as const),
      members: fc.array(member, { minLength: 1, maxLength: 3 }),
      mode: fc.constantFrom('each', 'all'),
    }),
  ],
  RelicenseMembers: [
    3,
    fc.array(member, { minLength: 1, maxLength: 2 }).map((members) => ({ type: 'RelicenseMembers', members })),
  ],
  SignIn: [
    24,
    fc
      .record(
        {
          type: fc.constant('SignIn' as const),
          member,
          client: fc.constantFrom('web', 'web', 'lan', 'mobile'),
          session,
          device: fc.constantFrom('laptop', 'phone'),
        },
        { requiredKeys: ['type', 'member', 'client', 'session'] },
      )
      .map((each) => each as Command),
  ],
  RecordUse: [
    6,
    fc.oneof(
      about('RecordUse'),
      session.map((each): Command => ({ type: 'RecordUse', session: each })),
    ),
  ],
  SignOut: [5, session.map((each) => ({ type: 'SignOut', session: each }))],
  EndSession: [4, session.map((each) => ({ type: 'EndSession', session: each }))],
  CheckIn: [2, member.map((each) => ({ type: 'CheckIn', member: each, client: 'mobile' }))],
  Sweep: [2, fc.constant({ type: 'Sweep' })],
}

const command = fc.oneof(...Object.values(commands).map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** Mostly soon, sometimes exactly where sessions time out or days end, seldom back. */
const pause = fc.constantFrom(0, 0, 0, 60_000, 20 * 60_000, 25 * 60_000, 9 * 3_600_000, day, 3 * day, -3_600_000)

/** Seats for one department, one of them each: the integrator's own. */
export const departments: OwnPolicy = {
  name: 'departments',
  admit: ({ header, member: { placement = 'none' } }) =>
    (header.tallies.departments?.[placement] ?? 0) >= 1
      ? { type: 'Refuse', reason: `${placement} has its seat` }
      : { type: 'Admit', group: placement },
  guard: ({ member: { placement } }) => (placement === 'sales' ? 'sales is never unlicensed' : undefined),
}

export interface Mixture {
  readonly preset: PresetName | undefined
  readonly policies: PoliciesPatch
  readonly quantity: number
  readonly own: boolean
  readonly steps: readonly { readonly command: Command; readonly pause: number }[]
}

/** Who is there from the start, as far as the policies let them in. */
const beginning: readonly Command[] = [
  { type: 'AddMember', member: 'ann' },
  { type: 'AddMember', member: 'bob' },
  { type: 'AddMember', member: 'vacancy', kind: 'placeholder' },
]

export const mixtures: fc.Arbitrary<Mixture> = fc.record({
  preset: fc.constantFrom(...presetNames, undefined),
  policies: fc.oneof(
    { weight: 5, arbitrary: patch(0, 12) },
    // Where whoever waits is admitted at once, which all too many of the other policies forestall.
    { weight: 1, arbitrary: patch(0, 3).map((some) => ({ ...some, waiting: { admit: 'whenFree' as const }, concurrent: null })) },
  ),
  quantity: fc.integer({ min: 0, max: 3 }),
  own: fc.constantFrom(false, false, true),
  steps: fc
    .array(fc.record({ command, pause }), { minLength: 10, maxLength: 40 })
    .map((steps) => [...beginning.map((each) => ({ command: each, pause: 0 })), ...steps]),
})
