// The port that an integrator implements: where pools are kept. It decides nothing; it hands out what is stored, lets the shell's
// pure work say what to write, and writes all of it or nothing.

import type { Either } from 'fp-ts/lib/Either.js'
import type { Needs } from '../pool/extent.ts'
import type { LicensePool } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { Answer } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import type { Instant } from '../pool/time/calendar.ts'

/** What was answered under an idempotency key, refusals too (X6). */
export interface StoredAnswer {
  readonly key: string
  /** Of the command and its actor: another one under the same key is refused. */
  readonly fingerprint: string
  readonly result: Either<Rejection, Answer>
  /** When it was answered; it is kept for 30 days at least. */
  readonly at: Instant
}

/** What a store hands out: a pool, whole or partial, and what was answered under the key that was asked for. */
export interface Working {
  /** `undefined`: there is no such pool. */
  readonly pool: LicensePool | undefined
  readonly answer?: StoredAnswer | undefined
  /** The store's own clock, where it has one (T5). */
  readonly storeTime?: Instant
}

/** What is to be written, together or not at all. */
export interface Change {
  /** The version that the pool had when it was handed out; 0 for one that was not there. */
  readonly from: number
  readonly pool: LicensePool
  /** In order; the rows that they name are the rows to write. They are the outbox, too. */
  readonly events: readonly LicenseEvent[]
  readonly answer?: StoredAnswer
}

/** What the work comes to: rows are missing, nothing is to be written, or this is. */
export type Verdict =
  | { readonly type: 'Need'; readonly needs: Needs }
  /** Where a pool is there, it is the same one, perhaps with its orders mended: a store that keeps pools in memory keeps it. */
  | { readonly type: 'Nothing'; readonly pool?: LicensePool }
  | { readonly type: 'Write'; readonly change: Change }

/** Pure: a store may ask it again, with more rows or after a lost race; its last verdict counts. */
export type Work = (working: Working) => Verdict

export interface WorkRequest {
  /** The rows that will be needed, as far as one can tell; `all`: the whole pool. */
  readonly members: readonly string[] | 'all'
  /** The idempotency key whose answer is wanted. */
  readonly key?: string
  /** Nothing will be written. */
  readonly readOnly: boolean
}

/** Whether it is written, or another was faster: then nothing is, and the shell asks again. */
export type Transacted = { readonly type: 'Committed' } | { readonly type: 'Conflict' }

/** The port. `memoryStore` is the one to read before writing another. */
export interface LicenseStore {
  /** Hands out a pool, asks the work, and writes what it says if the pool still has the version that was handed out. */
  readonly transact: (pool: string, request: WorkRequest, work: Work) => Promise<Transacted>
  /** Pools in which something may have fallen due by this moment, at most `limit`, those after `after` in the store's own order. */
  readonly poolsDue: (by: Instant, limit: number, after?: string) => Promise<readonly string[]>
}
