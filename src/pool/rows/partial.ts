// Pools out of rows. A partial pool holds the header and the few rows that a command needs; `run` says what is missing, the shell
// loads it and widens the pool. Its answers, events and records are those of the whole pool.

import { newEdit } from '../collections/edit.ts'
import { emptyRecords, getRecord, setRecord } from '../collections/records.ts'
import { type Contents, contentsOf, LicensePool } from '../licensePool.ts'
import { frozenCopy } from '../model/frozen.ts'
import type { Header } from '../model/header.ts'
import { type LeaseRow, leaseOf, leaseRowOf, type MemberRow, memberOf, rowOf } from '../model/row.ts'
import { emptyOrders, type OrderName, type OrdersDraft, reorder, reorderLease } from '../orders.ts'
import type { Instant } from '../time/calendar.ts'
import { type Extent, everywhere, type Listing, noExtent, type Reach, within } from './extent.ts'

/** Rows that were loaded, and what they say of the pool. */
export interface LoadedRows {
  readonly members: readonly MemberRow[]
  readonly leases?: readonly LeaseRow[]
  /** The members that were asked for: one that is not among the rows does not exist. */
  readonly asked?: readonly string[]
  /** The same of sessions; one that ended more than 24 hours ago may be missing. */
  readonly askedLeases?: readonly string[]
  /** The members of whom every running lease is now there. */
  readonly leasesOf?: readonly string[]
  /** How far each order is now complete: the place of the last row that was loaded from it, or `'all'`. */
  readonly reach?: { readonly [Name in OrderName]?: Reach | 'all' }
  /** The page that these rows are, all of them and in its order. */
  readonly listed?: Listing
}

const withoutRows = (header: Header, extent: Extent | undefined, quietUntil: Instant): Contents => ({
  header: frozenCopy(header),
  members: emptyRecords(),
  leases: emptyRecords(),
  orders: emptyOrders,
  quietUntil,
  extent,
})

/**
 * A pool of which only the header is there. Nothing in it falls due before `dueNotBefore`, as `dueNotBefore` told when it was written;
 * absent: whoever looks has to look for what is due.
 */
export const partialPool = (header: Header, dueNotBefore: Instant = Number.NEGATIVE_INFINITY): LicensePool =>
  new LicensePool(withoutRows(header, noExtent, dueNotBefore))

/**
 * A moment before which nothing falls due in a pool, whole or partial: an infinite one where that is not known, or where nothing ever
 * will. It is what a store keeps beside the header, so that a command looks for what is due only when something may be.
 */
export const dueNotBefore = (pool: LicensePool): Instant => contentsOf(pool).quietUntil

/** A partial pool with more of its rows. What it knows already stays as it is, be it gone: it may be ahead of the store's. */
export const widen = (pool: LicensePool, rows: LoadedRows): LicensePool => {
  const contents = contentsOf(pool)
  const { extent } = contents
  if (extent === undefined) return pool
  const members = rows.members.filter(({ id }) => !extent.asked.has(id))
  const leases = (rows.leases ?? []).filter(({ id }) => !extent.askedLeases.has(id))
  return new LicensePool({ ...withRows(contents, members, leases), extent: widerExtent(extent, rows) })
}

const widerExtent = (
  extent: Extent,
  { members, leases = [], asked = [], askedLeases = [], leasesOf = [], reach = {}, listed }: LoadedRows,
): Extent => ({
  asked: new Set([...extent.asked, ...asked]),
  askedLeases: new Set([...extent.askedLeases, ...askedLeases]),
  leasesOf: new Set([...extent.leasesOf, ...leasesOf]),
  reach: {
    timed: further(extent.reach.timed, reach.timed),
    idle: further(extent.reach.idle, reach.idle),
    waiting: further(extent.reach.waiting, reach.waiting),
    leases: further(extent.reach.leases, reach.leases),
  },
  listed: listed === undefined ? extent.listed : { listing: listed, ids: [...members, ...leases].map(({ id }) => id) },
})

const further = (known: Reach, loaded: Reach | 'all' | undefined): Reach => {
  if (loaded === 'all') return everywhere
  return loaded === undefined || within(known, loaded.key, loaded.ordinal) ? known : loaded
}

/** A whole pool from its header and all its rows. */
export const wholePool = (header: Header, members: readonly MemberRow[], leases: readonly LeaseRow[]): LicensePool =>
  new LicensePool(withRows(withoutRows(header, undefined, Number.NEGATIVE_INFINITY), members, leases))

const withRows = (contents: Contents, memberRows: readonly MemberRow[], leaseRows: readonly LeaseRow[]): Contents => {
  const edit = newEdit()
  const orders: OrdersDraft = { ...contents.orders }
  let { members, leases } = contents
  for (const row of memberRows) {
    if (getRecord(members, row.id) !== undefined) continue
    const member = memberOf(row)
    members = setRecord(members, member, edit)
    reorder(orders, undefined, member, edit)
  }
  for (const row of leaseRows) {
    if (getRecord(leases, row.id) !== undefined) continue
    const lease = leaseOf(row)
    leases = setRecord(leases, lease, edit)
    reorderLease(orders, undefined, lease, edit)
  }
  return { ...contents, members, leases, orders }
}

/** The rows of a pool, as `rowsOf` finds them. */
export interface Rows {
  readonly header: Header
  readonly members: readonly MemberRow[]
  readonly leases: readonly LeaseRow[]
}

/** The header and, of these members and sessions, the rows that there are: what a store writes after a command. */
export const rowsOf = (pool: LicensePool, members: Iterable<string>, sessions: Iterable<string> = []): Rows => {
  const { header, members: memberRecords, leases } = contentsOf(pool)
  const found = <A>(ids: Iterable<string>, find: (id: string) => A | undefined): A[] =>
    [...new Set(ids)].map(find).filter((row) => row !== undefined)
  return {
    header: frozenCopy(header),
    members: found(members, (id) => {
      const member = getRecord(memberRecords, id)
      return member && rowOf(member)
    }),
    leases: found(sessions, (id) => {
      const lease = getRecord(leases, id)
      return lease && leaseRowOf(lease)
    }),
  }
}
