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
  readonly storeTime?: Instant
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
}

/**
 * Whether the verdict is carried out, or another was faster: then nothing is written, and the shell asks again (A5).
 *
 * @example
 * const lost: Transacted = { type: 'Conflict' }
 */
export type Transacted = { readonly type: 'Committed' } | { readonly type: 'Conflict' }

/**
 * The port: where the pools are kept. `memoryStore` is the one to read before writing another. What goes wrong (no connection, a
 * full disk) is thrown: nothing may be half written then, and the caller's promise is rejected with it.
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
export interface LicenseStore {
  /**
   * Hands out a pool, asks the work, and writes what it says: if the pool still has the version that was handed out, and if nothing
   * was answered meanwhile under the key of the answer that is to be kept. Otherwise it is a `Conflict`, and nothing is written.
   */
  readonly transact: (pool: string, request: WorkRequest, work: Work) => Promise<Transacted>
  /** Pools in which something may have fallen due by this moment (T4), at most `limit`, those after `after` in the store's own order. */
  readonly poolsDue: (by: Instant, limit: number, after?: string) => Promise<readonly string[]>
}
