// The pool as a value: a header, the members and their leases, with the orders in which they wait, fall idle and fall due.
// What is inside cannot be reached from outside the core, so nothing that a caller does can change a pool (X2).

import { emptyRecords, type Records } from './collections/records.ts'
import { type Header, noCounts } from './model/header.ts'
import type { Lease } from './model/lease.ts'
import type { Member } from './model/member.ts'
import { emptyOrders, type Orders } from './orders.ts'
import type { Extent } from './rows/extent.ts'
import type { Instant } from './time/calendar.ts'

export interface Contents {
  readonly header: Header
  readonly members: Records<Member>
  /** Those that run, and for a while those that have ended. */
  readonly leases: Records<Lease>
  readonly orders: Orders
  /** Nothing falls due before this moment: a lower bound that spares most commands a look. */
  readonly quietUntil: Instant
  /** How much of the pool this value holds; `undefined`: all of it. */
  readonly extent: Extent | undefined
}

let reach: (pool: LicensePool) => Contents

/**
 * The licenses of one product that one organization has, and everybody who may hold one: an immutable value. `openPool` makes
 * one, `execute` makes the next, and the queries (`access`, `summary`, `members`, `explain`, `nextDue`) answer from it.
 */
export class LicensePool {
  readonly #contents: Contents

  /** @internal Made by the core only. */
  constructor(contents: Contents) {
    this.#contents = contents
  }

  static {
    reach = (pool) => pool.#contents
  }

  /** How many events the pool has had: it rises by one with each, and a store compares it (optimistic concurrency). */
  get version(): number {
    return this.#contents.header.version
  }

  /** Whose pool it is. */
  get organization(): string {
    return this.#contents.header.organization
  }
}

/** What a pool holds: for the core only. */
export const contentsOf = (pool: LicensePool): Contents => reach(pool)

/** What there is before the first event. */
export const unopened: Contents = {
  header: {
    organization: '',
    timeZone: 'UTC',
    policies: {},
    lots: [],
    allowance: 0,
    counts: noCounts,
    leases: { running: 0, consumed: 0 },
    version: 0,
    latestAt: Number.NEGATIVE_INFINITY,
    nextOrdinal: 1,
    over: null,
    tallies: {},
    lotsChanged: null,
  },
  members: emptyRecords(),
  leases: emptyRecords(),
  orders: emptyOrders,
  quietUntil: Number.POSITIVE_INFINITY,
  extent: undefined,
}
