// What a command or a question comes to inside a store's transaction: pure, so that a store may ask it again with more rows or
// after a lost race.

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Draft } from '../pool/draft.ts'
import { refusalAtTheDoor, run } from '../pool/execute.ts'
import { contentsOf, LicensePool, unopened } from '../pool/licensePool.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import { frozenCopy } from '../pool/model/frozen.ts'
import type { Answer } from '../pool/model/outcome.ts'
import { invalid, type Rejection, reject } from '../pool/model/rejection.ts'
import { ask } from '../pool/queries/ask.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Verdict, Working } from './store.ts'

/** A command as the shell gives it. */
export interface Given {
  readonly poolId: string
  readonly command: Command
  readonly actor: Actor
  readonly commandId: string
  readonly at: Instant
  readonly idempotencyKey: string | undefined
  /** Refuse a moment that is further ahead of the store's clock, in milliseconds (T5). */
  readonly refuseAheadBy: number | undefined
}

/** The verdict, and what it means for the caller. */
export interface Worked {
  readonly verdict: Verdict
  /** The answer; none while there is more to load, or to settle first. */
  readonly result?: Either<Rejection, Answer>
  /** What happens once the verdict is written. */
  readonly events: readonly LicenseEvent[]
}

/** How much of what is due is settled in one transaction. */
const stepsAtATime = 1_000

export const work = (given: Given, working: Working): Worked => {
  const { command, actor, commandId, at, idempotencyKey: key } = given
  const pool = working.pool ?? new LicensePool(unopened)
  const by = { ...actor, commandId }
  const atTheDoor = refusalAtTheDoor(contentsOf(pool).header, command, at, by)
  if (atTheDoor?.type === 'Invalid') return refused(atTheDoor)
  const { answer } = working
  const fingerprint = key === undefined ? '' : fingerprintOf(command, actor)
  if (answer !== undefined && answer.fingerprint === fingerprint) return { ...nothing, result: answer.result }

  const conclude = (next: LicensePool, result: Either<Rejection, Answer>, events: readonly LicenseEvent[]): Worked => {
    const isKept = key !== undefined && pool.version > 0 && !(isLeft(result) && isNeverKept(result.left))
    if (events.length === 0 && !isKept) return { verdict: { type: 'Nothing', pool: next }, result, events }
    const change = { from: pool.version, pool: next, events, ...(isKept ? { answer: { key, fingerprint, result, at } } : {}) }
    return { verdict: { type: 'Write', change }, result, events }
  }

  if (atTheDoor !== undefined && (answer !== undefined || working.pool === undefined)) return refused(atTheDoor)
  if (atTheDoor !== undefined) return conclude(pool, left(atTheDoor), [])
  if (answer !== undefined) return refused(reject({ type: 'IdempotencyKeyReused', key: answer.key }))
  const ahead = tooFarAhead(given, working.storeTime)
  if (ahead !== undefined) return refused(ahead)
  if (working.pool === undefined && command.type !== 'OpenPool') return refused(unknownPool(given.poolId))

  const ran = run(pool, command, at, by, stepsAtATime)
  if (ran.type === 'Need') return { verdict: ran, events: [] }
  if (ran.type === 'Unsettled') {
    const events = ran.events.map(frozenCopy)
    return { verdict: { type: 'Write', change: { from: pool.version, pool: ran.pool, events } }, events }
  }
  if (isLeft(ran.result)) return conclude(pool, left(frozenCopy(ran.result.left)), [])
  const { pool: next, ...told } = ran.result.right
  const accepted = frozenCopy(told)
  return conclude(next, right(accepted), accepted.events)
}

const nothing: Worked = { verdict: { type: 'Nothing' }, events: [] }

const refused = (rejection: Rejection): Worked => ({ ...nothing, result: left(rejection) })

const isNeverKept = ({ type }: Rejection): boolean => type === 'Invalid' || type === 'NotPermitted'

export const unknownPool = (pool: string): Rejection => reject({ type: 'UnknownPool', pool })

const tooFarAhead = ({ at, refuseAheadBy }: Given, storeTime: Instant | undefined): Rejection | undefined => {
  if (refuseAheadBy === undefined || storeTime === undefined || at - storeTime <= refuseAheadBy) return undefined
  return invalid('at', `is ${at - storeTime} milliseconds ahead of the store's clock, and at most ${refuseAheadBy} are accepted`)
}

/** A question, asked inside a store's transaction that writes nothing. */
export const inquire = <A>(
  poolId: string,
  at: Instant,
  question: (draft: Draft) => A,
  working: Working,
): { readonly verdict: Verdict; readonly result?: Either<Rejection, A> } => {
  if (working.pool === undefined) return { verdict: { type: 'Nothing' }, result: left(unknownPool(poolId)) }
  const asked = ask(working.pool, at, question)
  if (asked.type === 'Need') return { verdict: asked }
  return { verdict: { type: 'Nothing' }, result: right(asked.answer) }
}
