// Random histories of a pool that leases its licenses: sign-ins by clients that take a lease or only check, activity, sign-outs, mixed
// with everything else that happens to members.

import fc from 'fast-check'
import { type Command, concurrent, type PoliciesPatch, sessions } from '../../src/index.ts'
import type { Sketch } from './commands.ts'
import { historiesInCrowds, type Kind } from './histories.ts'
import { somebody } from './people.ts'
import { maybe, type OpeningSketch, openingOf } from './pools.ts'
import { beginning, DAY, HOUR, later, MINUTE, type Moment, moment } from './scenes.ts'

const clients = {
  web: { takes: 'lease', idleMinutes: 90 },
  tab: { takes: 'lease', idleMinutes: 1_440, denial: { default: 'no', de: 'nein' } },
  lan: { takes: 'lease' },
  mobile: { takes: 'check', denial: 'not now' },
} as const
const clientNames = fc.constantFrom('web', 'web', 'web', 'tab', 'lan', 'mobile', 'fax')
const ids = ['s1', 's2', 's3', 's4', 's5', 's6'] as const

/** Mostly a session that runs. */
const running = fc
  .record({ fit: fc.nat({ max: 9 }), pick: fc.nat({ max: 59 }) })
  .map(({ fit, pick }) => ({ pool, now }: Parameters<Sketch>[0]): string => {
    const found = sessions(pool, {}, now)
    return (fit < 8 && found[pick % found.length]?.session) || (ids[pick % ids.length] as string)
  })

/** Most often a new one, which the others find again. */
const named = fc.constantFrom(undefined, ...ids, ...ids)

const leaseCommands = (names: readonly string[]): Record<string, readonly [number, fc.Arbitrary<Sketch>]> => {
  const who = fc.oneof(
    { weight: 3, arbitrary: somebody(names, ['known']) },
    { weight: 1, arbitrary: somebody(names, ['enabled']) },
  )
  const bySession = (type: 'RecordUse' | 'SignOut' | 'EndSession'): fc.Arbitrary<Sketch> =>
    running.map((find) => (scene) => ({ type, session: find(scene) }) as Command)
  const signIn = fc.tuple(who, clientNames, named, fc.constantFrom(undefined, 'desk', 'desk', 'phone')).map(
    ([find, client, session, device]): Sketch =>
      (scene) => ({
        type: 'SignIn',
        member: find(scene),
        client,
        ...(session === undefined ? {} : { session }),
        ...(device === undefined ? {} : { device }),
      }),
  )
  const patches: fc.Arbitrary<PoliciesPatch> = fc.oneof(
    fc.constantFrom<PoliciesPatch>(
      { concurrent: null },
      { concurrent: { clients } },
      { concurrent: { clients, shared: true } },
      { concurrent: { clients, shared: false } },
      { concurrent: { clients: { ...clients, web: { takes: 'lease', idleMinutes: 30 } } } },
      { concurrent: { clients: { lan: { takes: 'lease' }, web: { takes: 'check' } } } },
      { concurrent: { resume: true } },
      { concurrent: { renewEverySeconds: 3_600 } },
      { autoAssign: { enabled: true, clients: 'any' }, waiting: { admit: 'whenFree' } },
    ),
  )
  return {
    SignIn: [60, signIn],
    RecordUse: [30, bySession('RecordUse')],
    SignOut: [8, bySession('SignOut')],
    EndSession: [4, bySession('EndSession')],
    CheckIn: [
      4,
      fc.tuple(who, clientNames).map(([find, client]) => (scene) => ({ type: 'CheckIn', member: find(scene), client })),
    ],
    ChangePolicies: [5, patches.map((policies) => () => ({ type: 'ChangePolicies', policies }))],
    AssignSeat: [
      6,
      somebody(names, ['known', 'pending']).map((find) => (scene) => ({ type: 'AssignSeat', member: find(scene) })),
    ],
  }
}

const often = fc.constantFrom(true, true, false)

const opening = (_names: readonly string[]): fc.Arbitrary<OpeningSketch> => {
  const policies = fc.record({
    membership: fc.record({
      unknownSignIn: fc.constantFrom('add' as const, 'add' as const, 'refuse' as const),
      withoutLicense: fc.constantFrom('standard' as const, 'refuse' as const),
    }),
    concurrent: fc
      .record({ shared: fc.boolean(), resume: often, renewEverySeconds: fc.constantFrom(0, 0, 1_800) })
      .map((settings) => concurrent({ clients, ...settings }).concurrent),
    autoAssign: fc.record({ enabled: often, clients: fc.constant('any' as const) }),
    waiting: fc.record({ admit: fc.constantFrom('whenFree' as const, 'atSignIn' as const) }),
    trial: fc.constant({ days: 1 }),
    manualApproval: fc.constant({ graceDays: 1 }),
    idleReclaim: fc.record({ enabled: often, days: fc.constantFrom(1, 2) }),
    shrink: fc.record({ rule: fc.constantFrom('releaseLongestIdle' as const, 'keep' as const) }),
    overage: fc.record({ allow: fc.constantFrom('none' as const, 'none' as const, { seats: 1 }) }),
  })
  const quantity = fc.integer({ min: 1, max: 3 })
  const lots = fc.array(fc.record({ quantity, from: maybe(beginning), until: maybe(later) }), { minLength: 1, maxLength: 3 })
  return openingOf(policies as fc.Arbitrary<PoliciesPatch>, fc.constant(undefined), lots)
}

/** Often while leases run, often when one ends, and now and then after a day in which ended ones are forgotten. */
const soon: fc.Arbitrary<Moment> = fc.oneof(
  { weight: 6, arbitrary: moment },
  {
    weight: 6,
    arbitrary: fc.integer({ min: 0, max: 100 }).map(
      (minutes): Moment =>
        ({ now }) =>
          now + minutes * MINUTE,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(DAY, DAY - HOUR).map(
      (span): Moment =>
        ({ now }) =>
          now + span,
    ),
  },
)

const kind: Kind = { opening, moment: soon, commands: leaseCommands }

/** Histories in which leases come and go. */
export const leaseHistories = historiesInCrowds(kind)
