// Pools to begin with, and changes of their policies: every policy in every form, with days so few that they collide.

import fc from 'fast-check'
import type { Permissions, PoliciesPatch, Role } from '../../src/index.ts'
import type { OpeningLot, OpenPool } from '../../src/pool/model/command.ts'
import { beginning, HOUR, later, type Moment, type Scene } from './scenes.ts'

export const organization = 'acme'

const days = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most })
const mostly = fc.constantFrom(true, true, true, false)

/** Some of the fields of a policy; those that are left out stay or get their defaults. */
const some = <T extends object>(fields: { [Name in keyof T]: fc.Arbitrary<T[Name]> }): fc.Arbitrary<Partial<T>> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.record(fields) as fc.Arbitrary<Partial<T>> },
    {
      weight: 1,
      arbitrary: fc.record(fields, { requiredKeys: [] }) as unknown as fc.Arbitrary<Partial<T>>,
    },
  )

const narrowings: readonly Permissions[] = [
  { AssignSeat: ['system'] },
  { SignIn: ['member'], DeleteMember: ['setupWizard'] },
  { Sweep: ['system'], LowerAllowance: [] },
  {},
]

/** Statuses beside the seven that always exist: each way to count and to sign in, but for one like `inactive`. */
export const declaredStatuses = {
  guest: { counts: false, signsIn: true },
  contractor: { counts: true, signsIn: true },
  vault: { counts: true, signsIn: false },
} as const

/** Every policy's fields, the exempt drawn from these members. */
const policyFields = (names: readonly string[]) => ({
  membership: some({
    unknownSignIn: fc.constantFrom('add', 'add', 'add', 'add', 'refuse'),
    withoutLicense: fc.constantFrom('standard', 'standard', 'refuse'),
  }),
  autoAssign: some({
    enabled: mostly,
    clients: fc.constantFrom('any' as const, ['mobile'], ['mobile'], ['mobile', 'web'], []),
  }),
  waiting: some({ admit: fc.constantFrom('whenFree', 'whenFree', 'atSignIn') }),
  manualApproval: some({
    graceDays: fc.oneof({ weight: 6, arbitrary: days(4) }, { weight: 1, arbitrary: fc.constant(null) }),
  }),
  trial: some({ days: days(3) }),
  idleReclaim: some({
    enabled: mostly,
    days: days(3),
    exempt: fc.subarray([...names], { maxLength: 2 }),
  }),
  notifications: some({ enabled: mostly }),
  overage: some({
    allow: fc.oneof(
      { weight: 4, arbitrary: fc.constant('none' as const) },
      { weight: 1, arbitrary: fc.constant('unlimited' as const) },
      {
        weight: 2,
        arbitrary: fc.record({ seats: fc.integer({ min: 0, max: 2 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ factor: fc.constantFrom(1, 1.15, 1.5, 2) }),
      },
    ),
  }),
  shrink: some({
    rule: fc.constantFrom('releaseLongestIdle', 'releaseLongestIdle', 'keep'),
  }),
  subscription: some({
    unitPrice: fc.constantFrom(0, 7, 1_999, 9_000_000),
    currency: fc.constantFrom('EUR', 'USD'),
    cycle: fc.constant('monthly' as const),
    terms: fc.constantFrom('terms-1', 'terms-2'),
    proration: fc.constantFrom('daily' as const, 'daily' as const, 'none' as const),
  }),
  counting: some({
    rule: fc.constantFrom('granted', 'granted', 'granted', 'granted', 'status', 'status', 'imported', 'referenced', 'referenced'),
    statuses: fc.constantFrom(declaredStatuses, declaredStatuses, {}),
  }),
  importFilter: some({
    exclude: fc.constantFrom([], [{ field: 'profile', in: ['robot', null] }], [{ field: 'profile', in: ['robot'] }]),
  }),
  dependencies: some({ blocking: fc.constantFrom(['territory', 'target'], ['territory', 'target'], ['routing'], []) }),
})

/** One or two policies changed or removed. */
export const policiesPatch = (names: readonly string[]): fc.Arbitrary<PoliciesPatch> => {
  const changes = [
    ...Object.entries(policyFields(names)).map(([name, fields]) =>
      fc
        .oneof({ weight: 7, arbitrary: fields }, { weight: 1, arbitrary: fc.constant(null) })
        .map((change) => ({ [name]: change })),
    ),
    fc.constantFrom(null, ...narrowings).map((change) => ({ permissions: change })),
  ]
  return fc
    .array(fc.oneof(...changes), { minLength: 1, maxLength: 2 })
    .map((parts) => Object.assign({}, ...parts) as PoliciesPatch)
}

/** Only what a customer's own administrator may change (R). */
export const administratorsPatch = (names: readonly string[]): fc.Arbitrary<PoliciesPatch> => {
  const { autoAssign, waiting, manualApproval, notifications, idleReclaim, importFilter } = policyFields(names)
  return fc.record(
    { autoAssign, waiting, manualApproval, notifications, idleReclaim, importFilter },
    { requiredKeys: [] },
  ) as unknown as fc.Arbitrary<PoliciesPatch>
}

/** All the policies of a pool; each is absent now and then. Every third asks an administrator about newcomers (M10). */
const policies = (names: readonly string[]): fc.Arbitrary<PoliciesPatch> =>
  fc
    .record({
      all: fc.record(policyFields(names)),
      absent: fc.oneof(fc.constant<string[]>([]), fc.subarray(Object.keys(policyFields(names)), { maxLength: 3 })),
      permissions: fc.oneof(
        { weight: 9, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.constantFrom(...narrowings).map((permissions) => ({ permissions })) },
      ),
      approval: fc.constantFrom({}, {}, { autoAssign: { enabled: false }, notifications: { enabled: true } }),
    })
    .map(({ all, absent, permissions, approval }) => ({
      ...Object.fromEntries(Object.entries(all).filter(([name]) => !absent.includes(name))),
      ...approval,
      ...permissions,
    })) as fc.Arbitrary<PoliciesPatch>

/** A lot's terms from drawn moments: it may begin later, and it may end. */
export const term = (scene: Scene, from: Moment | undefined, until: Moment | undefined): { from?: number; until?: number } => {
  const begins = from?.(scene)
  const ends = until?.(scene)
  return {
    ...(begins === undefined ? {} : { from: begins }),
    ...(ends === undefined ? {} : { until: begins === undefined ? ends : Math.max(ends, begins + HOUR) }),
  }
}

export const maybe = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 })

interface DrawnLot {
  readonly quantity: number
  readonly from: Moment | undefined
  readonly until: Moment | undefined
}

export type OpeningSketch = (scene: Omit<Scene, 'pool' | 'standing' | 'open'>) => OpenPool

export const openingOf = (
  policies: fc.Arbitrary<PoliciesPatch>,
  preset: fc.Arbitrary<OpenPool['preset']>,
  lots: fc.Arbitrary<readonly DrawnLot[]>,
): fc.Arbitrary<OpeningSketch> =>
  fc.record({ policies, preset, lots }).map(
    (drawn): OpeningSketch =>
      (scene) => ({
        type: 'OpenPool',
        organization,
        timeZone: scene.zone,
        ...(drawn.preset === undefined ? {} : { preset: drawn.preset }),
        policies: drawn.policies,
        lots: drawn.lots.map(
          ({ quantity, from, until }, index): OpeningLot => ({
            lot: `lot-${index + 1}`,
            quantity,
            ...term(scene as Scene, from, until),
          }),
        ),
      }),
  )

const fewLicenses = fc.integer({ min: 1, max: 3 })

/** A pool for these members: fewer licences than would do for all of them. */
export const opening = (names: readonly string[]): fc.Arbitrary<OpeningSketch> => {
  const lasting = fewLicenses.map((quantity): readonly DrawnLot[] => [{ quantity, from: undefined, until: undefined }])
  const passing = fc.array(
    fc.record({
      quantity: fewLicenses,
      from: maybe(beginning),
      until: maybe(later),
    }),
    { maxLength: 3 },
  )
  return openingOf(
    policies(names),
    fc.constantFrom(undefined, 'mobileAssignment', 'mobileAssignment', 'statusAllowance', 'planningPeople'),
    fc.oneof({ weight: 2, arbitrary: lasting }, { weight: 1, arbitrary: passing }),
  )
}

/** A pool in which much happens by itself: lots come and go, seats fall idle, and whoever waits is admitted. */
export const livelyOpening = (names: readonly string[]): fc.Arbitrary<OpeningSketch> => {
  const policies = fc.record({
    membership: fc.constant({
      unknownSignIn: 'add' as const,
      withoutLicense: 'standard' as const,
    }),
    autoAssign: fc.record({
      enabled: mostly,
      clients: fc.constant('any' as const),
    }),
    waiting: fc.record({
      admit: fc.constantFrom('whenFree', 'whenFree', 'whenFree', 'atSignIn'),
    }),
    manualApproval: fc.record({ graceDays: days(2) }),
    trial: fc.record({ days: days(3) }),
    idleReclaim: fc.record({
      enabled: fc.constant(true),
      days: days(2),
      exempt: fc.subarray([...names], { maxLength: 2 }),
    }),
    notifications: fc.constant({ enabled: true }),
    counting: fc.constantFrom({}, {}, {}, {}, { rule: 'imported' }, { rule: 'referenced' }),
    overage: fc.record({
      allow: fc.constantFrom('none' as const, 'none' as const, { seats: 1 }),
    }),
    shrink: fc.record({ rule: fc.constantFrom('releaseLongestIdle', 'keep') }),
  })
  const lots = fc.array(
    fc.record({
      quantity: fewLicenses,
      from: maybe(beginning),
      until: maybe(later),
    }),
    { minLength: 1, maxLength: 3 },
  )
  return openingOf(policies as fc.Arbitrary<PoliciesPatch>, fc.constant(undefined), lots)
}

export const someRole: fc.Arbitrary<Role> = fc.constantFrom('member', 'systemAdmin', 'accountManager', 'setupWizard', 'system')
