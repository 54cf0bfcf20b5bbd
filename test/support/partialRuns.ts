// Commands on pools out of rows, as a shell runs them: load what is needed, run again, commit what was settled, go on.

import { type Either, isRight } from 'fp-ts/lib/Either.js'
import { type Beyond, type LicenseEvent, type LicensePool, type Outcome, type Rejection, run } from '../../src/index.ts'
import { membersNamedBy, partialPool, type Request, sessionsNamedBy, widen } from '../../src/store/index.ts'
import { namedBy, type RowStore } from './rowStore.ts'

const mostRounds = 500

/** Whether the members that a command names are loaded before it is run, or only once it says that it needs them. */
export interface Manner {
  readonly guesses: boolean
  readonly steps?: number
  readonly beyond?: Beyond
}

export interface Ran {
  readonly result: Either<Rejection, Outcome>
  readonly pool: LicensePool
  /** What was settled before, in so many rounds. */
  readonly settled: readonly LicenseEvent[]
  readonly rounds: number
  /** How often rows were missing. */
  readonly loads: number
}

/** Runs one request on a partial pool until it is decided. */
export const runOn = (
  start: LicensePool,
  store: RowStore,
  { command, at, by }: Request,
  steps?: number,
  beyond?: Beyond,
): Ran => {
  let pool = start
  const settled: LicenseEvent[] = []
  let rounds = 0
  for (let loads = 0; loads + rounds < mostRounds; ) {
    const ran = run(pool, command, at, by, steps, beyond)
    if (ran.type === 'Need') {
      loads++
      pool = widen(pool, store.load(ran.needs))
    } else if (ran.type === 'Unsettled') {
      rounds++
      pool = ran.pool
      settled.push(...ran.events)
    } else {
      return {
        result: ran.result,
        pool: isRight(ran.result) ? ran.result.right.pool : pool,
        settled,
        rounds,
        loads,
      }
    }
  }
  throw new Error(`${command.type} was not decided in ${mostRounds} rounds`)
}

/** The members that a request names, as a first guess. */
const guess = (pool: LicensePool, store: RowStore, requests: readonly Request[]): LicensePool => {
  const members = [...new Set(requests.flatMap(({ command }) => membersNamedBy(command)))]
  const leases = [...new Set(requests.flatMap(({ command }) => sessionsNamedBy(command)))]
  return widen(pool, store.load({ members, leases, leasesOf: [], orders: {} }))
}

/** Runs one request on a pool rebuilt from the rows, writes, and, where steps are bounded, commits after each round. */
export const runFromRows = (store: RowStore, request: Request, { guesses, steps, beyond }: Manner): Ran => {
  const header = partialPool(store.header())
  const ran = runOn(guesses ? guess(header, store, [request]) : header, store, request, steps, beyond)
  const events = isRight(ran.result) ? [...ran.settled, ...ran.result.right.events] : ran.settled
  if (events.length > 0) store.write(ran.pool, events)
  return ran
}

/** Runs several requests over one growing partial pool, with one write at the end. */
export const runLane = (store: RowStore, requests: readonly Request[], { guesses }: Manner): readonly Ran[] => {
  let pool = partialPool(store.header())
  if (guesses) pool = guess(pool, store, requests)
  const ran = requests.map((request) => {
    const each = runOn(pool, store, request)
    pool = each.pool
    return each
  })
  const events = ran.flatMap(({ result }) => (isRight(result) ? result.right.events : []))
  if (events.length > 0) store.write(pool, events)
  return ran
}

/** Whom a lane of requests has named. */
export { namedBy }
