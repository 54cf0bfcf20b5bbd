// Random histories of one pool: a command that opens it and up to 45 that follow, of every type, by every role, at moments that
// make them collide. A history is plain data, so that a counterexample can be read and given again.

import fc from 'fast-check'
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import {
  type By,
  type Command,
  execute,
  type LicenseEvent,
  type LicensePool,
  type Outcome,
  openPool,
  type Rejection,
  type Request,
  toSnapshot,
} from '../../src/index.ts'
import type { OpenPool } from '../../src/pool/model/command.ts'
import type { Instant } from '../../src/pool/time/calendar.ts'
import { commandsAbout, type Giver, giver, type Sketch, vacancy } from './commands.ts'
import { everybody, livelyOpening, type OpeningSketch, opening } from './pools.ts'
import { distantMoment, type Moment, moment, type Scene, settings } from './scenes.ts'

/** Every law is tried on so many histories, the same each time. */
export const law = { seed: 20_260_329, numRuns: 1_000 }

/** How long a law may take on a slow machine, in milliseconds. */
export const patience = 120_000

export interface History {
  readonly open: OpenPool
  readonly at: Instant
  readonly requests: readonly Request[]
}

/** Whoever a history may be about. */
export const anybody: readonly string[] = [...everybody, vacancy]

export const system: By = { role: 'system' }
export const vendor: By = { role: 'accountManager' }

/** The pool that a history begins with. */
export const opened = ({ open, at }: Pick<History, 'open' | 'at'>): Outcome => {
  const outcome = openPool(open, at, vendor)
  if (isRight(outcome)) return outcome.right
  throw new Error(`the pool was not opened: ${outcome.left.message}`)
}

/** One request of a history, and what it came to. */
export interface Turn extends Request {
  readonly before: LicensePool
  readonly result: Either<Rejection, Outcome>
  readonly after: LicensePool
}

export interface Played {
  readonly opening: Outcome
  readonly turns: readonly Turn[]
  /** All events, from the first on. */
  readonly events: readonly LicenseEvent[]
  readonly pool: LicensePool
}

/** Plays a history on a whole pool, one `execute` for each request. */
export const play = (history: History): Played => {
  const opening = opened(history)
  const events = [...opening.events]
  let { pool } = opening
  const turns = history.requests.map(({ command, at, by }): Turn => {
    const before = pool
    const result = execute(before, command, at, by)
    if (isRight(result)) {
      pool = result.right.pool
      events.push(...result.right.events)
    }
    return { command, at, by, before, result, after: pool }
  })
  return { opening, turns, events, pool }
}

/** What a command came to, the pool aside: data that can be compared. */
export const told = (result: Either<Rejection, Omit<Outcome, 'pool'>>): object => {
  if (!isRight(result)) return { refused: result.left }
  const { pool: _, ...answer } = result.right as Outcome
  return answer
}

interface Step {
  readonly sketch: Sketch
  readonly moment: Moment
  readonly giver: Giver
  readonly named: boolean
}

/** The history of drawn steps: each finds its moment, and its terms, where the ones before it have got to. */
const concrete = (open: OpenPool, at: Instant, steps: readonly Step[]): History => {
  let { pool } = opened({ open, at })
  const zone = open.timeZone ?? 'UTC'
  const lotEnds: Instant[] = (open.lots ?? []).flatMap(({ until }) => until ?? [])
  let now = at
  const requests = steps.map(({ sketch, moment, giver, named }, index): Request => {
    const scene: Scene = {
      now,
      pool,
      standing: toSnapshot(pool).members,
      open,
      zone,
      lotEnds,
    }
    now = moment(scene)
    const command = sketch({ ...scene, now })
    const by = {
      ...giver(command),
      ...(named ? { commandId: `c${index + 1}` } : {}),
    }
    if (command.type === 'AddLot' && command.until !== undefined) lotEnds.push(command.until)
    const outcome = execute(pool, command, now, by)
    if (isRight(outcome)) pool = outcome.right.pool
    return { command, at: now, by }
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

const mostCommands = 45

/** What kind of histories: how pools begin, when commands come, and which of them come more often. */
interface Kind {
  readonly opening: (names: readonly string[]) => fc.Arbitrary<OpeningSketch>
  readonly moment: fc.Arbitrary<Moment>
  readonly favours?: Readonly<Record<string, number>>
}

const historiesOf = (names: readonly string[], { opening, moment, favours = {} }: Kind): fc.Arbitrary<History> => {
  const sketches = Object.entries(commandsAbout(names)).map(([type, [weight, arbitrary]]) => ({
    weight: weight * (favours[type] ?? 1),
    arbitrary,
  }))
  const step = fc.record({
    sketch: fc.oneof(...sketches),
    moment,
    giver: giver(names),
    named: fc.boolean(),
  })
  const steps = fc.array(step, {
    minLength: 1,
    maxLength: mostCommands,
    size: 'max',
  })
  return fc
    .tuple(fc.constantFrom(...settings), opening(names), fc.subarray([...names, vacancy]), steps)
    .map(([{ timeZone, start }, open, known, drawn]) =>
      concrete(open({ now: start, zone: timeZone, lotEnds: [] }), start, [...known.map(added), ...drawn]),
    )
}

const ofAnyCrowd = (kind: Kind): fc.Arbitrary<History> =>
  fc.oneof(...[3, 4, 5].map((count) => historiesOf(everybody.slice(0, count), kind)))

/** Histories of 3 to 5 members: 20 commands and more, most of them; few where a counterexample is made smaller. */
export const histories: fc.Arbitrary<History> = ofAnyCrowd({ opening, moment })

/** Long silences in pools where much happens by itself: mostly sign-ins and lots. */
export const livelyHistories: fc.Arbitrary<History> = ofAnyCrowd({
  opening: livelyOpening,
  moment: distantMoment,
  favours: {
    SignIn: 5,
    AddLot: 6,
    AssignSeat: 3,
    TransferSeat: 3,
    RecordUse: 2,
    LowerAllowance: 3,
  },
})

/** Of either kind. */
export const allHistories: fc.Arbitrary<History> = fc.oneof(histories, livelyHistories)

/** The same commands at moments that never go back: what T4 is about. */
export const forward = (history: History): History => {
  let latest = history.at
  const requests = history.requests.map((request) => {
    latest = Math.max(latest, request.at)
    return { ...request, at: latest }
  })
  return { ...history, requests }
}

export const isCommand =
  <Type extends Command['type']>(type: Type) =>
  (
    request: Request,
  ): request is Request & {
    readonly command: Extract<Command, { type: Type }>
  } =>
    request.command.type === type
