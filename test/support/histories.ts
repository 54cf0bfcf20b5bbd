// Random histories of one pool: a command that opens it and 10 to 40 that follow, of every type, by every role, at moments that
// make them collide.

import fc from 'fast-check'
import { getRecord } from '../../src/pool/collections/records.ts'
import { contentsOf, type LicensePool } from '../../src/pool/licensePool.ts'
import type { OpenPool } from '../../src/pool/model/command.ts'
import type { Member } from '../../src/pool/model/member.ts'
import type { Instant } from '../../src/pool/time/calendar.ts'
import type { Request } from '../../src/store/index.ts'
import { commandsAbout, type Giver, giver, type Sketch } from './commands.ts'
import { everybody, vacancy } from './people.ts'
import { type History, opened, system, turn } from './playing.ts'
import { livelyOpening, type OpeningSketch, opening } from './pools.ts'
import { distantMoment, type Moment, moment, settings } from './scenes.ts'

/** Whoever a history may be about. */
export const anybody: readonly string[] = [...everybody, vacancy]

interface Step {
  readonly sketch: Sketch
  readonly moment: Moment
  readonly giver: Giver
  readonly named: boolean
}

const standingIn = (pool: LicensePool): readonly Member[] => {
  const { members } = contentsOf(pool)
  return anybody.flatMap((id) => getRecord(members, id) ?? [])
}

/** The history of drawn steps: each finds its moment, and its terms, where the ones before it have got to. */
const concrete = (open: OpenPool, at: Instant, steps: readonly Step[]): History => {
  let { pool } = opened({ open, at })
  const zone = open.timeZone ?? 'UTC'
  const lotEnds: Instant[] = (open.lots ?? []).flatMap(({ until }) => until ?? [])
  let now = at
  const requests = steps.map(({ sketch, moment, giver, named }, index): Request => {
    const scene = { now, pool, standing: standingIn(pool), open, zone, lotEnds }
    now = moment(scene)
    const command = sketch({ ...scene, now })
    const by = { ...giver(command), ...(named ? { commandId: `c${index + 1}` } : {}) }
    if (command.type === 'AddLot' && command.until !== undefined) lotEnds.push(command.until)
    const request = { command, at: now, by }
    pool = turn(pool, request).after
    return request
  })
  return { open, at, requests }
}

/** Somebody whom an administrator adds at once. */
const added = (member: string): Step => ({
  sketch: () => ({ type: 'AddMember', member, ...(member === vacancy ? { kind: 'placeholder' } : {}) }),
  moment: ({ now }) => now,
  giver: () => system,
  named: false,
})

/** What kind of histories: how pools begin, when commands come, and which of them come more often. */
export interface Kind {
  readonly opening: (names: readonly string[]) => fc.Arbitrary<OpeningSketch>
  readonly moment: fc.Arbitrary<Moment>
  readonly favours?: Readonly<Record<string, number>>
  /** Drawn in the place of the usual commands of these types. */
  readonly commands?: (names: readonly string[]) => Readonly<Record<string, readonly [number, fc.Arbitrary<Sketch>]>>
}

const historiesOf = (
  names: readonly string[],
  { opening, moment, favours = {}, commands = () => ({}) }: Kind,
): fc.Arbitrary<History> => {
  const sketches = Object.entries({ ...commandsAbout(names), ...commands(names) }).map(([type, [weight, arbitrary]]) => ({
    weight: weight * (favours[type] ?? 1),
    arbitrary,
  }))
  const step = fc.record({
    sketch: fc.oneof(...sketches),
    moment,
    giver: giver(names),
    named: fc.boolean(),
  })
  // Hardly ever left out when drawn, but left out one by one where a counterexample is made smaller.
  const steps = fc.array(fc.option(step, { nil: undefined, freq: 1_000 }), { minLength: 10, maxLength: 40, size: 'max' })
  return fc
    .tuple(fc.constantFrom(...settings), opening(names), fc.subarray([...names, vacancy]), steps)
    .map(([{ timeZone, start }, open, known, drawn]) =>
      concrete(open({ now: start, zone: timeZone, lotEnds: [] }), start, [
        ...known.map(added),
        ...drawn.filter((each) => each !== undefined),
      ]),
    )
}

/** Of 3 to 5 members. */
export const historiesInCrowds = (kind: Kind): fc.Arbitrary<History> =>
  fc.oneof(...[3, 4, 5].map((count) => historiesOf(everybody.slice(0, count), kind)))

/** Histories of 3 to 5 members; much happens to few. */
export const histories: fc.Arbitrary<History> = historiesInCrowds({ opening, moment })

/** Long silences in pools where much happens by itself: mostly sign-ins and lots. */
export const livelyHistories: fc.Arbitrary<History> = historiesInCrowds({
  opening: livelyOpening,
  moment: distantMoment,
  favours: {
    SignIn: 5,
    AddLot: 6,
    AssignSeat: 3,
    TransferSeat: 2,
    RecordUse: 2,
    LowerAllowance: 3,
  },
})

/** Of either kind. */
export const allHistories: fc.Arbitrary<History> = fc.oneof(histories, livelyHistories)
