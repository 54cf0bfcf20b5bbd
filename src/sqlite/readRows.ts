// What is read of the tables: by key, in the orders of the core, or a page of a list. Synchronous: nobody else writes in between.

import type { OrderName } from '../pool/orders.ts'
import type { Listing } from '../pool/rows/extent.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { boundOf, keyColumn } from '../tables/bound.ts'
import type { Found, Placed, PoolFound, PoolRead } from '../tables/rows.ts'
import type { SqliteStatement, SqliteValue } from './database.ts'

type Prepare = (sql: string) => SqliteStatement

interface Recorded {
  readonly record: string
}
interface PoolRow {
  readonly version: number
  readonly due_at: number | null
  readonly header: string
}

const orders: Readonly<Record<OrderName, string>> = {
  timed: orderBy('license_member', 'timed_at'),
  idle: orderBy('license_member', 'used_day'),
  waiting: orderBy('license_member', 'place'),
  leases: orderBy('license_lease', 'ends_at'),
}

function orderBy(table: string, column: string): string {
  return `SELECT ${column} AS key, ordinal, record FROM ${table}
    WHERE pool = ? AND ${column} IS NOT NULL AND (${column}, ordinal) > (?, ?) ORDER BY ${column}, ordinal LIMIT ?`
}

/** Reads of several pools, inside one transaction. */
export const readRows = (prepare: Prepare, reads: readonly PoolRead[], storeTime: Instant): Found => ({
  pools: reads.map((read) => readPool(prepare, read)),
  storeTime,
})

const readPool = (prepare: Prepare, read: PoolRead): PoolFound => {
  const { pool, header, whole, members, sessions, leasesOf, listing, keys } = read
  const stored = prepare('SELECT version, due_at, header FROM license_pool WHERE id = ?').get(pool) as PoolRow | undefined
  if (stored === undefined) return { version: 0, dueNotBefore: Number.POSITIVE_INFINITY, ...nothing }
  const all = (sql: string, ...values: SqliteValue[]): readonly string[] =>
    (prepare(sql).all(...values) as Recorded[]).map(({ record }) => record)
  const each = (ids: readonly string[], sql: string): readonly string[] =>
    ids.flatMap((id) => (prepare(sql).get(pool, id) as Recorded | undefined)?.record ?? [])
  return {
    version: stored.version,
    ...(header ? { header: stored.header } : {}),
    dueNotBefore: boundOf(stored.due_at),
    members: [
      ...(whole ? all('SELECT record FROM license_member WHERE pool = ? ORDER BY ordinal', pool) : []),
      ...each(members, 'SELECT record FROM license_member WHERE pool = ? AND id = ?'),
      ...(listing?.of === 'members' ? pageOf(prepare, pool, listing) : []),
    ],
    leases: [
      ...(whole ? all('SELECT record FROM license_lease WHERE pool = ? ORDER BY ordinal', pool) : []),
      ...each(sessions, 'SELECT record FROM license_lease WHERE pool = ? AND id = ?'),
      ...leasesOf.flatMap((holder) =>
        all('SELECT record FROM license_lease WHERE pool = ? AND holder = ? ORDER BY ordinal', pool, holder),
      ),
      ...(listing?.of === 'sessions' ? all(runningPage, pool, listing.after, listing.count) : []),
    ],
    orders: Object.fromEntries(
      Object.entries(read.orders).map(([name, { after, count }]) => [
        name,
        prepare(orders[name as OrderName]).all(pool, keyColumn(after.key), after.ordinal, count) as Placed[],
      ]),
    ),
    answers: each(keys, 'SELECT record FROM license_command WHERE pool = ? AND key = ?'),
  }
}

const nothing = { members: [], leases: [], orders: {}, answers: [] }

const runningPage = `SELECT record FROM license_lease WHERE pool = ? AND holder IS NOT NULL AND ordinal > ? ORDER BY ordinal LIMIT ?`

const statePage =
  'SELECT ordinal, record FROM license_member WHERE pool = ? AND state = ? AND ordinal > ? ORDER BY ordinal LIMIT ?'

/** Each state is an index of its own, of which no more than a page is read. */
const pageOf = (
  prepare: Prepare,
  pool: string,
  { states, after, count }: Listing & { readonly of: 'members' },
): readonly string[] =>
  states
    .flatMap((state) => prepare(statePage).all(pool, state, after, count) as (Recorded & { readonly ordinal: number })[])
    .sort((a, b) => a.ordinal - b.ordinal)
    .slice(0, count)
    .map(({ record }) => record)
