// What the tables of a database are asked for and given: plain rows, for many pools at once. What they mean is decided in `decide.ts`,
// for every database alike.

import type { OrderName } from '../pool/orders.ts'
import type { Listing, Reach } from '../pool/rows/extent.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { LeaseColumns, MemberColumns } from './columns.ts'

/** What to read of one pool, all of it as of one moment. Ids are keys already (`idKey`). */
export interface PoolRead {
  readonly pool: string
  /** The header is wanted too: so it is the first time that a pool is read. */
  readonly header: boolean
  /** Every row there is. */
  readonly whole: boolean
  readonly members: readonly string[]
  readonly sessions: readonly string[]
  /** The running leases of these members. */
  readonly leasesOf: readonly string[]
  /** The next rows of these orders, at most `count`. */
  readonly orders: { readonly [Name in OrderName]?: { readonly after: Reach; readonly count: number } }
  /** A page of an order is asked for in `orders`. */
  readonly listing: Exclude<Listing, { readonly of: 'order' }> | undefined
  /** The idempotency keys whose answers are wanted. */
  readonly keys: readonly string[]
}

/** A row of an order, with its place there. */
export interface Placed extends Reach {
  readonly record: string
}

/** What was found of one pool. */
export interface PoolFound {
  /** The version that is stored; 0: there is no such pool. */
  readonly version: number
  /** Where it was asked for and there is one. */
  readonly header?: string
  /** Nothing falls due before; infinite where that is not known, or where nothing ever will. */
  readonly dueNotBefore: Instant
  /** Members' records: those named, those of the page, or all. */
  readonly members: readonly string[]
  /** Sessions' records: those named, those of the holders, those of the page, or all. */
  readonly leases: readonly string[]
  readonly orders: { readonly [Name in OrderName]?: readonly Placed[] }
  readonly answers: readonly string[]
}

/** What was found of the pools that were asked for, in the order in which they were. */
export interface Found {
  readonly pools: readonly PoolFound[]
  /** The database's own clock (T5). */
  readonly storeTime: Instant
}

/** What to write of one pool: all of it, if it still has the version `from`, or nothing. */
export interface PoolWrite {
  readonly pool: string
  /** The pool's whole id. */
  readonly name: string
  /** 0: it is new. */
  readonly from: number
  /** The same where only answers, or only the bound, are to be kept. */
  readonly to: number
  readonly header: string
  readonly dueNotBefore: Instant
  readonly members: readonly MemberColumns[]
  readonly membersGone: readonly string[]
  readonly leases: readonly LeaseColumns[]
  readonly leasesGone: readonly string[]
  readonly events: readonly { readonly seq: number; readonly at: Instant; readonly record: string }[]
  /** Each must be new under its key, else nothing is written. */
  readonly answers: readonly { readonly key: string; readonly at: Instant; readonly record: string }[]
}
