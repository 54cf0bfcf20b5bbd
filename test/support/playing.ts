// A history of one pool as plain data, and how it is played: what each of its requests came to.

import { type Either, isRight } from 'fp-ts/lib/Either.js'
import {
  type Beyond,
  type By,
  type Command,
  execute,
  type LicenseEvent,
  type LicensePool,
  type Outcome,
  openPool,
  type Rejection,
} from '../../src/index.ts'
import type { OpenPool } from '../../src/pool/model/command.ts'
import type { Instant } from '../../src/pool/time/calendar.ts'
import type { Request } from '../../src/store/index.ts'

/** Every law is tried on so many histories, the same each time. */
export const law = { seed: 20_260_329, numRuns: 1_000 }

/** How long a law may take on a slow machine, in milliseconds. */
export const patience = 240_000

export const system: By = { role: 'system' }
export const vendor: By = { role: 'accountManager' }

/** A pool that is opened and what is asked of it: so plain that a counterexample can be read, and given again. */
export interface History {
  readonly open: OpenPool
  readonly at: Instant
  readonly requests: readonly Request[]
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

/** The pool that a history begins with. */
export const opened = ({ open, at }: Pick<History, 'open' | 'at'>): Outcome => {
  const outcome = openPool(open, at, vendor)
  if (isRight(outcome)) return outcome.right
  throw new Error(`the pool was not opened: ${outcome.left.message}`)
}

/** One request on a pool. */
export const turn = (before: LicensePool, { command, at, by }: Request, beyond?: Beyond): Turn => {
  const result = execute(before, command, at, by, beyond)
  return { command, at, by, before, result, after: isRight(result) ? result.right.pool : before }
}

/** Plays a history on a whole pool, one `execute` for each request. */
export const play = (history: History, beyond?: Beyond): Played => {
  const opening = opened(history)
  const turns: Turn[] = []
  let { pool } = opening
  for (const request of history.requests) {
    const next = turn(pool, request, beyond)
    turns.push(next)
    pool = next.after
  }
  return { opening, turns, events: [...opening.events, ...turns.flatMap(eventsOf)], pool }
}

/** The events of a turn: none where it was refused. */
export const eventsOf = ({ result }: Turn): readonly LicenseEvent[] => (isRight(result) ? result.right.events : [])

/** What a command came to, the pool aside: data that can be compared. */
export const told = (result: Either<Rejection, Omit<Outcome, 'pool'>>): object => {
  if (!isRight(result)) return { refused: result.left }
  const { pool: _, ...answer } = result.right as Outcome
  return answer
}

/** The same commands at moments that never go back: what T4 is about. */
export const forward = (history: History): History => {
  let latest = history.at
  const requests = history.requests.map((request) => {
    latest = Math.max(latest, request.at)
    return { ...request, at: latest }
  })
  return { ...history, requests }
}

/** Whether a turn is a command of this type. */
export const isCommand =
  <Type extends Command['type']>(type: Type) =>
  (request: Turn): request is Turn & { readonly command: Extract<Command, { type: Type }> } =>
    request.command.type === type
