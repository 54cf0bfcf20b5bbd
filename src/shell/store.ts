// The port that an integrator implements: where pools are kept. It decides nothing; it hands out what is stored, lets the shell's
// pure work say what to write, and writes all of it or nothing.

import type { Either } from 'fp-ts/lib/Either.js'
import type { LicensePool } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { Answer } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import type { Needs } from '../pool/rows/extent.ts'
import type { Instant } from '../pool/time/calendar.ts'

/**
 * What was answered under an idempotency key, refusals too: plain data, to be kept for 30 days or more (X6).
 *
 * @example
 * const giving = { actor, idempotencyKey: 'order-4711' }
 * await licensing.execute('crm', { type: 'AssignSeat', member: 'lucy' }, giving)
 * let kept: StoredAnswer | undefined
 * await store.transact('crm', { members: [], key: 'order-4711', readOnly: true }, ({ answer }) => {
 *   kept = answer
 *   return { type: 'Nothing' }
 * })
 * console.log(kept?.key) // order-4711
 */
export interface StoredAnswer {
  readonly key: string
  /** A digest of the command and its actor: another one under the same key is refused. */
  readonly fingerprint: string
  readonly result: Either<Rejection, Answer>
  /** When it was answered, in milliseconds since the epoch: for one pool never earlier than the pool's latest event. */
  readonly at: Instant
}

/**
 * What a store hands out to the shell's work: a pool, whole or partial, and what was answered under the key that was asked for.
 *
 * @example
 * const nobodyThere: Working = { pool: undefined }
 */
export interface Working {
  /** `undefined`: there is no such pool. */
  readonly pool: LicensePool | undefined
  readonly answer?: StoredAnswer | undefined
  /** The store's own clock, where it has one, in milliseconds since the epoch (T5). */
  readonly storeTime?: Instant | undefined
}

/**
 * What is to be written, together or not at all (X8): the events and what they made of the pool, and the answer under a key (X6).
 *
 * @example
 * const written = ({ pool, events }: Change) =>
 *   rowsOf(
 *     pool,
 *     events.flatMap((event) => ('member' in event && !('session' in event) ? [event.member] : [])),
 *     events.flatMap((event) => ('session' in event ? [event.session] : [])),
 *   )
 */
export interface Change {
  /** The version that the pool had when it was handed out; 0 for one that was not there. */
  readonly from: number
  readonly pool: LicensePool
  /**
   * In order, numbered from `from + 1` on; none when only an answer is to be kept. The rows that they name are the rows to write: of an
   * event with a `session` that session's (and `takesOver`'s), else the member's (and the `placeholder`'s). They are the outbox, too.
   */
  readonly events: readonly LicenseEvent[]
  readonly answer?: StoredAnswer
  /** Further rows to write, which no event names: what `rebuild` mends. One that the pool does not have is to be deleted. */
  readonly mends?: { readonly members: readonly string[]; readonly sessions: readonly string[] }
}

/**
 * What the work comes to: rows are missing, nothing is to be written, or this is.
 *
 * @example
 * const nothing: Verdict = { type: 'Nothing' }
 */
export type Verdict =
  /**
   * Load these rows, widen the pool by them, and ask the work again, in the same transaction. Of an order one row at a time will do;
   * `count` says how many are worth loading at most.
   */
  | { readonly type: 'Need'; readonly needs: Needs }
  /** Where a pool is there, it is the same one, perhaps with its orders mended: a store that keeps pools in memory keeps it. */
  | { readonly type: 'Nothing'; readonly pool?: LicensePool }
  | { readonly type: 'Write'; readonly change: Change }

/**
 * The shell's part of a transaction. Pure: a store may ask it again, with more rows or after a lost race; its last verdict counts.
 *
 * @example
 * const look: Work = ({ pool }) => (pool === undefined ? { type: 'Nothing' } : { type: 'Nothing', pool })
 */
export type Work = (working: Working) => Verdict

/**
 * What a store is told before it asks the work, so that it can load what will be needed at once.
 *
 * @example
 * const aboutLucy: WorkRequest = { members: ['lucy'], readOnly: true }
 */
export interface WorkRequest {
  /** The rows that will be needed, as far as one can tell; `all`: the whole pool, and no partial one will do. */
  readonly members: readonly string[] | 'all'
  /** The same of sessions. */
  readonly sessions?: readonly string[]
  /** The idempotency key whose answer is wanted. */
  readonly key?: string
  /** Nothing will be written. */
  readonly readOnly: boolean
  /** What is stored is not to be believed: hand out a pool of the stored version, and nothing in it need be right (`rebuild`). */
  readonly mending?: true
}

/**
 * Whether the verdict is carried out, or another was faster: then nothing is written, and the shell asks again (A5).
 *
 * @example
 * const lost: Transacted = { type: 'Conflict' }
 */
export type Transacted = { readonly type: 'Committed' } | { readonly type: 'Conflict' }

/**
 * The part of the port that the shell asks: all that `createLicensing` takes. What goes wrong (no connection, a full disk) is thrown:
 * nothing may be half written then, and the caller's promise is rejected with it.
 *
 * @example
 * const { transact, poolsDue }: PoolStore = memoryStore()
 */
export interface PoolStore {
  /**
   * Hands out a pool, asks the work, and writes what it says: if the pool still has the version that was handed out, and if nothing
   * was answered meanwhile under the key of the answer that is to be kept. Otherwise it is a `Conflict`, and nothing is written.
   */
  readonly transact: (pool: string, request: WorkRequest, work: Work) => Promise<Transacted>
  /** Pools in which something may have fallen due by this moment (T4), at most `limit`, those after `after` in the store's own order. */
  readonly poolsDue: (by: Instant, limit: number, after?: string) => Promise<readonly string[]>
}

/**
 * How far a consumer of the outbox has come in one pool: it is done with the events up to this number (X8).
 *
 * @example
 * const fresh: Cursor = { consumer: 'mail', seq: 0 }
 */
export interface Cursor {
  readonly consumer: string
  readonly seq: number
}

/**
 * A pool whose next events are one process's to deliver to a consumer, for a while.
 *
 * @example
 * const next: Claim = { pool: 'crm', after: 0 }
 */
export interface Claim {
  readonly pool: string
  /** The consumer is done with the events up to this number. */
  readonly after: number
}

/** Answered at once, or later. */
export type Awaitable<A> = A | Promise<A>

/**
 * The port: where the pools are kept. `memoryStore` is the one to read before writing another, and `storeContract` of
 * `license-pool/testing` proves yours. The events are the outbox, too: a consumer is a cursor on them, pool by pool.
 *
 * @example
 * let transactions = 0
 * const counting: LicenseStore = {
 *   ...store,
 *   transact: (pool, request, work) => {
 *     transactions++
 *     return store.transact(pool, request, work)
 *   },
 * }
 * await createLicensing({ store: counting, clock }).access('crm', 'lucy', { actor })
 * console.log(transactions) // 1
 */
export interface LicenseStore extends PoolStore {
  /** The events of a pool with a number above `after`, in order, at most `limit`. None for a pool that is not there. */
  readonly events: (pool: string, after: number, limit: number) => Awaitable<readonly LicenseEvent[]>
  /** What is kept under idempotency keys (X6), in the store's own order of keys: behind `after`, at most `limit`. */
  readonly answers: (pool: string, after: string | undefined, limit: number) => Awaitable<readonly StoredAnswer[]>
  /**
   * Claims up to `limit` pools that have events for which this consumer's cursor still has to move, until `at` plus `forMs`: they are
   * not claimed again before that, or before `advance` lets go. One that ends later than `at` plus twice `forMs` is void: some clock
   * has stepped back. One that ends earlier is respected, whoever made it: clocks differ a little, and so may `forMs`.
   */
  readonly claim: (consumer: string, at: Instant, forMs: number, limit: number) => Awaitable<readonly Claim[]>
  /**
   * Moves a consumer's cursor in a pool on to `seq`, never back, and lets go of the pool, or keeps the claim until `until`. In a pool that is
   * not there it leaves nothing behind: its first events are still to come.
   */
  readonly advance: (consumer: string, pool: string, seq: number, until?: Instant) => Awaitable<void>
  /** How far each consumer has come in a pool, in any order. */
  readonly cursors: (pool: string) => Awaitable<readonly Cursor[]>
}
