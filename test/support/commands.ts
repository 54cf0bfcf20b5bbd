// Commands of every type, weighted so that all of them matter, and the actors who give them: mostly such as may.

import fc from 'fast-check'
import { type By, type Command, type CommandType, type MemberState, type PoliciesPatch, summary } from '../../src/index.ts'
import { permitted } from '../../src/policies/permissions.ts'
import {
  countsByStatus,
  type Find,
  leaning,
  linked,
  newcomer,
  placeholder,
  somebody,
  someConsent,
  status,
  vacancy,
} from './people.ts'
import { administratorsPatch, maybe, organization, policiesPatch, someRole, term } from './pools.ts'
import { beginning, later, type Scene } from './scenes.ts'

/** A command whose moments are still to be found. */
export type Sketch = (scene: Scene) => Command

type Weighted = readonly [weight: number, arbitrary: fc.Arbitrary<Sketch>]

const said = (arbitrary: fc.Arbitrary<Command>): fc.Arbitrary<Sketch> => arbitrary.map((command) => () => command)

/** Every command about these members, with its weight among all. */
export const commandsAbout = (names: readonly string[]): Readonly<Record<CommandType | 'malformed', Weighted>> => {
  const crowd: readonly string[] = [...names, vacancy]
  /** Mostly somebody who stands in one of these states. */
  const who = (...states: readonly MemberState[]) => somebody(crowd, states)
  const about = (type: CommandType, ...states: readonly MemberState[]): fc.Arbitrary<Sketch> =>
    who(...states).map((find) => (scene) => ({ type, member: find(scene) }) as Command)
  /** Hardly ever a command of the other kind of pools: where status counts, a change of status stands for it, and the reverse. */
  const fitting = (byHand: fc.Arbitrary<Sketch>, byStatus: fc.Arbitrary<Sketch>): fc.Arbitrary<Sketch> =>
    fc.tuple(byHand, byStatus, fc.nat({ max: 9 })).map(
      ([hand, status, odd]): Sketch =>
        (scene) =>
          (countsByStatus(scene) === odd > 0 ? status : hand)(scene),
    )
  const toStatus = (find: fc.Arbitrary<Find>, statuses: fc.Arbitrary<string>): fc.Arbitrary<Sketch> =>
    fc.tuple(find, statuses, someConsent).map(([find, status, agreed]) => (scene) => ({
      type: 'ChangeStatus',
      member: find(scene),
      status,
      ...agreed(scene),
    }))
  const active = fc.constantFrom('active', 'active', 'locked', 'contractor')
  const several = (...states: readonly MemberState[]) => fc.array(who(...states), { minLength: 1, maxLength: 3 })
  const dependency = fc.constantFrom(
    { kind: 'territory', id: 't1' },
    { kind: 'territory', id: 't1' },
    { kind: 'routing', id: 't1' },
    { kind: 'target', id: 'q1' },
    { kind: 'report', id: 't1' },
  )
  const since = fc.constantFrom({}, { when: 'active' }, { when: 'future' })
  const row = newcomer(who())
  const attributes = fc.constantFrom({}, {}, { attributes: { profile: 'robot' } }, { attributes: { profile: 'human' } })
  const imported = fc.tuple(row, attributes).map(([draw, more]) => (scene: Scene) => ({ ...draw(scene), ...more }))
  /** By how much the allowance is to be raised: mostly by one. */
  const step = fc.constantFrom(1, 1, 1, 1, 2, 0, -1)
  const session = fc.constantFrom('s1', 's2')
  const client = fc.constantFrom('mobile', 'mobile', 'mobile', 'web')
  const lot = fc.record({
    lot: fc.integer({ min: 1, max: 12 }).map((number) => `lot-${number}`),
    organization: fc.constantFrom(organization, organization, organization, organization, organization, 'globex'),
    quantity: fc.integer({ min: 1, max: 2 }),
    from: maybe(beginning),
    until: maybe(later),
  })
  const shrinking: fc.Arbitrary<PoliciesPatch> = fc.constant({
    shrink: { rule: 'releaseLongestIdle' },
    overage: { allow: 'none' },
  })
  const patch = fc.oneof(
    { weight: 3, arbitrary: policiesPatch(names) },
    { weight: 3, arbitrary: administratorsPatch(names) },
    { weight: 1, arbitrary: shrinking },
  )
  return {
    OpenPool: [1, fc.constantFrom<Sketch>(({ open }) => open, otherZone, moreLots)],
    AddLot: [
      7,
      lot.map(({ from, until, ...order }) => (scene) => ({
        type: 'AddLot',
        ...order,
        ...term(scene, from, until),
      })),
    ],
    QuoteAllowance: [3, step.map((by) => (scene) => ({ type: 'QuoteAllowance', to: Math.max(0, allowanceIn(scene) + by) }))],
    RaiseAllowance: [
      4,
      fc
        .tuple(step, fc.constantFrom(0, 0, 0, 0, 0, 1), fc.constantFrom(true, true, true, true, false))
        .map(([by, ago, acceptTerms]) => (scene) => {
          const allowance = allowanceIn(scene)
          return { type: 'RaiseAllowance', from: allowance + ago, to: Math.max(0, allowance + by), acceptTerms }
        }),
    ],
    LowerAllowance: [4, said(fc.nat(2).map((to) => ({ type: 'LowerAllowance', to })))],
    ChangePolicies: [6, said(patch.map((policies) => ({ type: 'ChangePolicies', policies })))],
    AddMember: [6, row.map((draw) => (scene) => ({ type: 'AddMember', ...draw(scene) }) as Command)],
    ImportMembers: [
      5,
      fc
        .array(fc.oneof({ weight: 9, arbitrary: imported }, { weight: 1, arbitrary: fc.constant(() => ({ member: '' })) }), {
          maxLength: 3,
        })
        .map((rows) => (scene) => ({
          type: 'ImportMembers',
          members: rows.map((draw) => draw(scene)),
        })),
    ],
    ChangeStatus: [4, fitting(about('AssignSeat', 'known', 'pending'), toStatus(who('disabled', 'known', 'enabled'), status))],
    DeactivateMember: [2, about('DeactivateMember')],
    DeleteMember: [3, about('DeleteMember')],
    LinkDependency: [
      6,
      fc.tuple(fc.oneof(who(), placeholder), dependency, since).map(([find, each, extra]) => (scene) => ({
        type: 'LinkDependency',
        member: find(scene),
        dependency: { ...each, ...extra },
      })),
    ],
    UnlinkDependency: [
      4,
      fc.tuple(fc.oneof(who(), linked), dependency).map(([find, each]) => (scene) => {
        const member = find(scene)
        const [linkedTo = each] = scene.standing.find(({ id }) => id === member)?.people?.dependencies ?? []
        return { type: 'UnlinkDependency', member, dependency: { kind: linkedTo.kind, id: linkedTo.id } }
      }),
    ],
    FillPlaceholder: [
      4,
      fc
        .tuple(fc.oneof({ weight: 4, arbitrary: placeholder }, { weight: 1, arbitrary: who() }), who())
        .map(([place, find]) => (scene) => ({
          type: 'FillPlaceholder',
          placeholder: place(scene),
          member: find(scene),
        })),
    ],
    AssignSeat: [9, fitting(about('AssignSeat', 'known', 'pending', 'provisional'), toStatus(who('known', 'disabled'), active))],
    ApproveMember: [6, fitting(about('ApproveMember', 'pending', 'provisional'), toStatus(who('known', 'disabled'), active))],
    ApproveWaiting: [4, said(fc.integer({ min: 1, max: 3 }).map((count) => ({ type: 'ApproveWaiting', count })))],
    RejectMember: [4, about('RejectMember', 'pending', 'provisional')],
    DisableMember: [3, fitting(about('DisableMember'), toStatus(who('enabled'), fc.constant('inactive')))],
    EnableMember: [6, fitting(about('EnableMember', 'disabled'), toStatus(who('disabled'), active))],
    TransferSeat: [
      6,
      fc.tuple(who('enabled'), who('known', 'pending')).map(([from, to]) => (scene) => ({
        type: 'TransferSeat',
        from: from(scene),
        to: to(scene),
      })),
    ],
    UnlicenseMembers: [
      4,
      fc
        .tuple(
          fc.oneof(
            several(),
            leaning.map((find) => [find]),
          ),
          fc.constantFrom({}, { mode: 'each' as const }, { mode: 'all' as const }),
        )
        .map(([found, mode]) => (scene) => ({
          type: 'UnlicenseMembers',
          members: found.map((find) => find(scene)),
          ...mode,
        })),
    ],
    RelicenseMembers: [
      9,
      fc
        .tuple(several('unlicensed'), fc.constantFrom({}, {}, { placement: 'All teams - Unassigned' }, { placement: 'North' }))
        .map(([found, place]) => (scene) => ({
          type: 'RelicenseMembers',
          members: found.map((find) => find(scene)),
          ...place,
        })),
    ],
    SignIn: [
      40,
      fc
        .tuple(
          fc.oneof(
            fc.constantFrom(...names).map((name) => () => name),
            who(),
          ),
          client,
        )
        .map(([find, by]) => (scene) => ({
          type: 'SignIn',
          member: find(scene),
          client: by,
        })),
    ],
    RecordUse: [
      6,
      fc.oneof(
        { weight: 6, arbitrary: about('RecordUse', 'enabled', 'provisional') },
        {
          weight: 1,
          arbitrary: said(session.map((id) => ({ type: 'RecordUse', session: id }))),
        },
      ),
    ],
    SignOut: [1, said(session.map((id) => ({ type: 'SignOut', session: id })))],
    EndSession: [1, said(session.map((id) => ({ type: 'EndSession', session: id })))],
    CheckIn: [
      3,
      fc.tuple(who(), client).map(([find, by]) => (scene) => ({
        type: 'CheckIn',
        member: find(scene),
        client: by,
      })),
    ],
    Sweep: [4, said(fc.constant({ type: 'Sweep' }))],
    malformed: [2, said(fc.constantFrom(...malformed))],
  }
}

/** The allowance that a quote would be made from. */
const allowanceIn = ({ pool, now }: Scene): number => summary(pool, now).allowance

const otherZone: Sketch = ({ open }) => ({ ...open, timeZone: 'Asia/Tokyo' })
const moreLots: Sketch = ({ open }) => ({
  ...open,
  lots: [...(open.lots ?? []), { lot: 'lot-9', quantity: 1 }],
})

const malformed = [
  { type: 'LowerAllowance', to: -1 },
  { type: 'AssignSeat' },
  { type: 'SignIn', member: 'mia', client: '' },
  { type: 'ChangePolicies', policies: { trial: { days: 0 } } },
  {
    type: 'ChangePolicies',
    policies: { permissions: { AssignSeat: ['member'] } },
  },
  { type: 'Vanish' },
] as unknown as readonly Command[]

/** Who gives a command: mostly one who may. */
export type Giver = (command: Command) => Omit<By, 'commandId'>

export const giver = (names: readonly string[]): fc.Arbitrary<Giver> =>
  fc
    .record({
      stranger: fc.oneof({ weight: 14, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: someRole }),
      pick: fc.nat(),
      id: fc.constantFrom(undefined, ...names),
    })
    .map(
      ({ stranger, pick, id }): Giver =>
        (command) => {
          const roles = permitted[command.type] ?? ['system']
          const role = stranger ?? (roles[pick % roles.length] as By['role'])
          const named = role === 'member' && 'member' in command && stranger === undefined ? command.member : id
          return named === undefined ? { role } : { role, id: named }
        },
    )
