// What is read of the tables for many pools at once: one statement, so one moment.

import type { OrderName } from '../pool/orders.ts'
import { boundOf, keyColumn } from '../tables/bound.ts'
import type { Found, Placed, PoolFound, PoolRead } from '../tables/rows.ts'
import type { Ask, TextRow } from './executor.ts'
import { type Named, readMany, readOne, type Section } from './readSql.ts'

/** By pool, which transaction had written it when it was read first: a number that is another as soon as anything of the pool is. */
export type Marks = Map<string, string>

/** Reads several pools, all as of one moment, and notes their marks. */
export const readRows = async (ask: Ask, reads: readonly PoolRead[], marks: Marks): Promise<Found> => {
  const wanted = new Set<Section>()
  const asked = reads.map((read, n) => askedOf(read, n, wanted))
  const [only] = reads
  const rows =
    only !== undefined && reads.length === 1 && [...wanted].every(isNamed)
      ? await askOne(ask, only)
      : await ask(readMany(wanted), JSON.stringify(asked))
  const pools = reads.map((): Gathered => ({ ...absent, members: [], leases: [], orders: {}, answers: [] }))
  let storeTime = 0
  for (const row of rows) {
    if (row.what === 'time') storeTime = Number(row.key)
    else gather(pools[Number(row.n)] as Gathered, row)
  }
  for (const [n, { mark }] of pools.entries()) {
    const { pool } = reads[n] as PoolRead
    if (mark !== undefined && !marks.has(pool)) marks.set(pool, mark)
  }
  return { pools: pools.map(inOrder), storeTime }
}

const isNamed = (section: Section): section is Named => section === 'members' || section === 'sessions' || section === 'keys'

const askOne = (ask: Ask, read: PoolRead): Promise<readonly TextRow[]> => {
  const lists = (['members', 'sessions', 'keys'] as const).filter((list) => read[list].length > 0)
  return ask(readOne(read.header, lists), read.pool, ...lists.map((list) => JSON.stringify(read[list])))
}

/** What is asked of one pool; an empty list is not asked at all. */
const askedOf = (read: PoolRead, n: number, wanted: Set<Section>): object => {
  const orders = Object.entries(read.orders).map(([name, { after, count }]) => {
    wanted.add(name as OrderName)
    return { name, key: keyColumn(after.key), ordinal: after.ordinal, count }
  })
  const { listing } = read
  const lists: { readonly [Name in Section]?: unknown } = {
    members: read.members,
    sessions: read.sessions,
    holders: read.leasesOf,
    keys: read.keys,
    ...(read.whole ? { whole: true } : {}),
    ...(listing === undefined
      ? {}
      : { [listing.of === 'members' ? 'page' : 'running']: { ...listing, after: keyColumn(listing.after) } }),
  }
  const asked = Object.entries(lists).filter(([, list]) => !Array.isArray(list) || list.length > 0)
  for (const [name] of asked) wanted.add(name as Section)
  return { n, pool: read.pool, header: read.header, ...Object.fromEntries(asked), ...(orders.length === 0 ? {} : { orders }) }
}

const absent = { version: 0, dueNotBefore: Number.POSITIVE_INFINITY }

interface Gathered {
  version: number
  dueNotBefore: number
  mark?: string | undefined
  header?: string
  readonly members: Placed[]
  readonly leases: Placed[]
  readonly orders: { [Name in OrderName]?: Placed[] }
  readonly answers: string[]
}

const gather = (pool: Gathered, { what, key, ordinal, record }: TextRow): void => {
  if (what === 'pool') {
    const [version, mark] = (ordinal ?? '').split(' ')
    pool.version = Number(version)
    pool.mark = mark
    pool.dueNotBefore = boundOf(key == null ? null : Number(key))
    if (record != null) pool.header = record
    return
  }
  if (what === 'answer') return void pool.answers.push(record as string)
  const placed = { key: Number(key), ordinal: Number(ordinal), record: record as string }
  if (what === 'member') pool.members.push(placed)
  else if (what === 'lease') pool.leases.push(placed)
  else {
    const order = pool.orders[what as OrderName] ?? []
    order.push(placed)
    pool.orders[what as OrderName] = order
  }
}

/** Rows of several sections come in no order. */
const inOrder = ({ members, leases, orders, mark: _, ...pool }: Gathered): PoolFound => ({
  ...pool,
  members: members.sort(byPlace).map(recordOf),
  leases: leases.sort(byPlace).map(recordOf),
  orders: Object.fromEntries(Object.entries(orders).map(([name, placed]) => [name, placed.sort(byPlace)])),
})

const byPlace = (a: Placed, b: Placed): number => a.key - b.key || a.ordinal - b.ordinal
const recordOf = ({ record }: Placed): string => record
