// Pools out of rows. A partial pool holds the header and the few rows that a command needs; `run` says what is missing, the shell
// loads it and widens the pool. Its answers, events and records are those of the whole pool.

import { newEdit } from './collections/edit.ts'
import { emptyRecords, getRecord, setRecord } from './collections/records.ts'
import { type Extent, everywhere, nowhere, type Reach, within } from './extent.ts'
import { type Contents, contentsOf, LicensePool } from './licensePool.ts'
import { frozenCopy } from './model/frozen.ts'
import type { Header } from './model/header.ts'
import { type MemberRow, memberOf, rowOf } from './model/row.ts'
import { emptyOrders, type OrderName, type OrdersDraft, reorder } from './orders.ts'

/** Rows that were loaded, and what they say of the pool. */
export interface LoadedRows {
  readonly members: readonly MemberRow[]
  /** The ids that were asked for: one that is not among the rows does not exist. */
  readonly asked?: readonly string[]
  /** How far each order is now complete: the place of the last row that was loaded from it, or `'all'`. */
  readonly reach?: { readonly [Name in OrderName]?: Reach | 'all' }
}

/** A pool of which only the header is there. */
export const partialPool = (header: Header): LicensePool =>
  new LicensePool({
    header: frozenCopy(header),
    members: emptyRecords(),
    orders: emptyOrders,
    quietUntil: Number.NEGATIVE_INFINITY,
    extent: { asked: new Set(), reach: { timed: nowhere, idle: nowhere, waiting: nowhere } },
  })

/** A partial pool with more of its rows. What it knows already stays as it is, be it gone: it may be ahead of the store's. */
export const widen = (pool: LicensePool, rows: LoadedRows): LicensePool => {
  const contents = contentsOf(pool)
  const { extent } = contents
  const news = extent === undefined ? [] : rows.members.filter(({ id }) => !extent.asked.has(id))
  return new LicensePool({ ...withRows(contents, news), extent: extent && widerExtent(extent, rows) })
}

const widerExtent = (extent: Extent, { asked = [], reach = {} }: LoadedRows): Extent => ({
  asked: new Set([...extent.asked, ...asked]),
  reach: {
    timed: further(extent.reach.timed, reach.timed),
    idle: further(extent.reach.idle, reach.idle),
    waiting: further(extent.reach.waiting, reach.waiting),
  },
})

const further = (known: Reach, loaded: Reach | 'all' | undefined): Reach => {
  if (loaded === 'all') return everywhere
  return loaded === undefined || within(known, loaded.key, loaded.ordinal) ? known : loaded
}

/** A whole pool from its header and all its rows. */
export const wholePool = (header: Header, rows: readonly MemberRow[]): LicensePool =>
  new LicensePool(
    withRows(
      {
        header: frozenCopy(header),
        members: emptyRecords(),
        orders: emptyOrders,
        quietUntil: Number.NEGATIVE_INFINITY,
        extent: undefined,
      },
      rows,
    ),
  )

const withRows = (contents: Contents, rows: readonly MemberRow[]): Contents => {
  const edit = newEdit()
  const orders: OrdersDraft = { ...contents.orders }
  let { members } = contents
  for (const row of rows) {
    if (getRecord(members, row.id) !== undefined) continue
    const member = memberOf(row)
    members = setRecord(members, member, edit)
    reorder(orders, undefined, member, edit)
  }
  return { ...contents, members, orders, quietUntil: Number.NEGATIVE_INFINITY }
}

/** The header and, of these members, the rows that there are: what a store writes after a command. */
export const rowsOf = (
  pool: LicensePool,
  ids: Iterable<string>,
): { readonly header: Header; readonly members: readonly MemberRow[] } => {
  const { header, members } = contentsOf(pool)
  const rows: MemberRow[] = []
  for (const id of new Set(ids)) {
    const member = getRecord(members, id)
    if (member !== undefined) rows.push(rowOf(member))
  }
  return { header: frozenCopy(header), members: rows }
}
