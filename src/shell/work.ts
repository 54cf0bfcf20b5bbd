// What a command or a question comes to inside a store's transaction: pure, so that a store may ask it again with more rows or
// after a lost race.

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { takesLease } from '../policies/concurrent.ts'
import type { Draft } from '../pool/draft.ts'
import { enterPool, run } from '../pool/execute.ts'
import type { Beyond } from '../pool/gate/ownPolicy.ts'
import { contentsOf, LicensePool, unopened } from '../pool/licensePool.ts'
import type { Actor, By } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { Answer } from '../pool/model/outcome.ts'
import { invalid, type Rejection, type RejectionType, reject } from '../pool/model/rejection.ts'
import { ask } from '../pool/queries/ask.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { frozen } from './frozen.ts'
import type { StoredAnswer, Working, WorkRequest } from './store.ts'
import type { Turn } from './transactor.ts'

/** A command as the shell gives it. */
export interface Given {
  readonly pool: string
  readonly command: Command
  readonly actor: Actor
  readonly commandId: string
  /** An id for a session of its own, the same however often it is asked (C7). */
  readonly newSession: () => string
  readonly at: Instant
  /** The idempotency key, and what makes a command the same under it (X6). */
  readonly key: Pick<StoredAnswer, 'key' | 'fingerprint'> | undefined
  /** Refuse a moment that is further ahead of the store's clock, in milliseconds (T5). */
  readonly refuseAheadBy: number | undefined
}

const byOf = ({ actor, commandId }: Given): By => ({ ...actor, commandId })

type Told = Either<Rejection, Answer>

/** How much of what is due is settled in one transaction. */
const stepsAtATime = 1_000

/**
 * A command. What is due before it is written by the thousand; `settled` is what this call has written of it so far. It belongs to
 * the answer, which is therefore the one that a single transaction would have given.
 */
export const work = (
  given: Given,
  working: Working,
  settled: readonly LicenseEvent[],
  beyond: Beyond,
  steps: number = stepsAtATime,
): Turn<Told> => {
  const { key } = given
  const earlier = key && working.answer
  if (earlier !== undefined && earlier.fingerprint === key?.fingerprint) return told(earlier.result)
  const refusal = refusalWithoutMembers(given, working)
  if (refusal !== undefined) return told(left(refusal))
  const pool = working.pool ?? new LicensePool(unopened)
  if (earlier !== undefined) return keyReused(given, pool, beyond)

  const ran = run(pool, inSession(given, pool), given.at, byOf(given), steps, beyond)
  if (ran.type === 'Need') return { verdict: ran }
  if (ran.type === 'Unsettled') {
    return { verdict: { type: 'Write', change: { from: pool.version, pool: ran.pool, events: frozen(ran.events) } } }
  }
  if (isLeft(ran.result)) return concluded(given, pool, pool, [], ran.result)
  const { pool: next, ...answer } = ran.result.right
  const events = frozen(answer.events)
  return concluded(given, pool, next, events, right({ ...answer, events: [...settled, ...events] }))
}

/** A sign-in that takes a lease needs a session; one that names none gets it here, where the pool's policies are known (C7). */
const inSession = ({ command, newSession }: Given, pool: LicensePool): Command => {
  if (command.type !== 'SignIn' || command.session !== undefined) return command
  return takesLease(contentsOf(pool).header.policies, command.client) ? { ...command, session: newSession() } : command
}

/** What a command would come to: the answer that `work` gives, all in one, and nothing is written. */
export const rehearsal = (given: Given, working: Working, beyond: Beyond): Turn<Told> => {
  const turn = work(given, working, [], beyond, Number.POSITIVE_INFINITY)
  return turn.verdict.type === 'Need' ? turn : { ...turn, verdict: { type: 'Nothing' } }
}

const concluded = (
  { key, at }: Given,
  { version }: LicensePool,
  next: LicensePool,
  events: readonly LicenseEvent[],
  result: Told,
): Turn<Told> => {
  // A pool that is not there keeps nothing: a key belongs to one pool.
  const isKept = key !== undefined && next.version > 0 && !(isLeft(result) && neverKept.has(result.left.type))
  if (events.length === 0 && !isKept) return { verdict: { type: 'Nothing', pool: next }, result }
  const answered = Math.max(at, contentsOf(next).header.latestAt)
  const answer = isKept ? { answer: { ...key, result, at: answered } } : {}
  return { verdict: { type: 'Write', change: { from: version, pool: next, events, ...answer } }, result }
}

/** The refusals that are no answer to a command, but say that it was none, or not this actor's (X6). */
const neverKept: ReadonlySet<RejectionType> = new Set(['Invalid', 'NotPermitted'])

/** The refusals that come before a key that was used for another command (D5). */
const beforeTheKey: ReadonlySet<RejectionType> = new Set(['Invalid', 'NotPermitted', 'NotInSetupWizard', 'ContactAccountManager'])

const keyReused = (given: Given, pool: LicensePool, beyond: Beyond): Turn<Told> => {
  const ran = run(pool, inSession(given, pool), given.at, byOf(given), undefined, beyond)
  if (ran.type === 'Need') return { verdict: ran }
  if (ran.type === 'Done' && isLeft(ran.result) && beforeTheKey.has(ran.result.left.type)) return told(ran.result)
  return told(left(reject({ type: 'IdempotencyKeyReused', key: given.key?.key ?? '' })))
}

const told = <A>(result: Either<Rejection, A>): Turn<Either<Rejection, A>> => ({ verdict: { type: 'Nothing' }, result })

/** What stands in the way before any member is looked at, in the order of D5. */
const refusalWithoutMembers = (given: Given, working: Working): Rejection | undefined => {
  const { command, at } = given
  const ahead = tooFarAhead(given, working.storeTime)
  if (ahead !== undefined || working.pool !== undefined || command.type === 'OpenPool') return ahead
  const entry = enterPool(unopened.header, command, at, byOf(given))
  return 'type' in entry ? entry : unknownPool(given.pool)
}

const unknownPool = (pool: string): Rejection => reject({ type: 'UnknownPool', pool })

const tooFarAhead = ({ at, refuseAheadBy }: Given, storeTime: Instant | undefined): Rejection | undefined => {
  if (refuseAheadBy === undefined) return undefined
  if (storeTime === undefined) throw new Error('refuseAheadBy: the store tells no time')
  if (at - storeTime <= refuseAheadBy) return undefined
  return invalid('at', `is ${at - storeTime} milliseconds ahead of the store's clock, and at most ${refuseAheadBy} are accepted`)
}

/** A question, asked inside a store's transaction that writes nothing. */
export const inquiry = <A>(
  poolId: string,
  at: Instant,
  question: (draft: Draft) => A,
  { members }: Pick<WorkRequest, 'members'>,
  { pool }: Working,
  beyond: Beyond,
): Turn<Either<Rejection, A>> => {
  if (pool === undefined) return told(left(unknownPool(poolId)))
  // Of a part, a question about everybody would be answered as if it were all there is.
  if (members === 'all' && contentsOf(pool).extent !== undefined) throw new Error('the store handed out a part of the pool')
  const asked = ask(pool, at, question, beyond)
  return asked.type === 'Need' ? { verdict: asked } : told(right(asked.answer))
}
