// What is read of the tables for many pools at once: one statement, so one moment. It has a section for each kind of row that somebody
// asks for, and what is asked for is one JSON text: of each pool its number, its key, and lists.

import type { OrderName } from '../pool/orders.ts'
import { boundOf, keyColumn } from '../tables/bound.ts'
import type { Found, Placed, PoolFound, PoolRead } from '../tables/rows.ts'
import type { Ask, TextRow } from './executor.ts'

/** `LIMIT` keeps each look-up one of its own, by an index, however many the planner expects. */
const lookUp = (what: string, list: string, table: string, column: string): string =>
  `SELECT '${what}', a.n, NULL, r.ordinal, r.record FROM asked a, LATERAL json_array_elements_text(a.${list}) AS i(id),
    LATERAL (SELECT t.ordinal, t.record FROM ${table} t WHERE t.pool = a.pool AND t.${column} = i.id LIMIT 1) r`

const everyRow = (what: string, table: string): string =>
  `SELECT '${what}', a.n, NULL, t.ordinal, t.record FROM asked a JOIN ${table} t ON t.pool = a.pool WHERE a.whole`

const orderOf = (name: OrderName, table: string, column: string): string =>
  `SELECT '${name}', a.n, r.key, r.ordinal, r.record
    FROM asked a, LATERAL json_to_recordset(a.orders) AS o(name text, key bigint, ordinal bigint, count bigint),
    LATERAL (SELECT t.${column} AS key, t.ordinal, t.record FROM ${table} t
      WHERE t.pool = a.pool AND t.${column} IS NOT NULL AND (t.${column}, t.ordinal) > (o.key, o.ordinal)
      ORDER BY t.${column}, t.ordinal LIMIT o.count) r
    WHERE o.name = '${name}'`

/** Each kind of row that may be asked for, by what it is asked with. */
const sections = {
  members: lookUp('member', 'members', 'license_member', 'id'),
  sessions: lookUp('lease', 'sessions', 'license_lease', 'id'),
  holders: `SELECT 'lease', a.n, NULL, t.ordinal, t.record FROM asked a, LATERAL json_array_elements_text(a.holders) AS i(id),
    LATERAL (SELECT t.ordinal, t.record FROM license_lease t WHERE t.pool = a.pool AND t.holder = i.id OFFSET 0) t`,
  keys: `SELECT 'answer', a.n, NULL, NULL, r.record FROM asked a, LATERAL json_array_elements_text(a.keys) AS i(id),
    LATERAL (SELECT t.record FROM license_command t WHERE t.pool = a.pool AND t.key = i.id LIMIT 1) r`,
  whole: `${everyRow('member', 'license_member')} UNION ALL ${everyRow('lease', 'license_lease')}`,
  timed: orderOf('timed', 'license_member', 'timed_at'),
  idle: orderOf('idle', 'license_member', 'used_day'),
  waiting: orderOf('waiting', 'license_member', 'place'),
  leases: orderOf('leases', 'license_lease', 'ends_at'),
  // Each state is an index of its own, of which no more than a page is read.
  page: `SELECT 'member', a.n, NULL, r.ordinal, r.record FROM asked a, LATERAL (SELECT s.ordinal, s.record
    FROM json_array_elements_text(a.page->'states') AS i(state),
    LATERAL (SELECT t.ordinal, t.record FROM license_member t
      WHERE t.pool = a.pool AND t.state = i.state AND t.ordinal > (a.page->>'after')::bigint
      ORDER BY t.ordinal LIMIT (a.page->>'count')::bigint) s
    ORDER BY s.ordinal LIMIT (a.page->>'count')::bigint) r WHERE a.page IS NOT NULL`,
  running: `SELECT 'lease', a.n, NULL, r.ordinal, r.record FROM asked a,
    LATERAL (SELECT t.ordinal, t.record FROM license_lease t
      WHERE t.pool = a.pool AND t.holder IS NOT NULL AND t.ordinal > (a.running->>'after')::bigint
      ORDER BY t.ordinal LIMIT (a.running->>'count')::bigint) r WHERE a.running IS NOT NULL`,
}
type Section = keyof typeof sections
const sectionNames = Object.keys(sections) as readonly Section[]

const statement = (wanted: ReadonlySet<Section>): string =>
  `WITH asked AS MATERIALIZED (SELECT * FROM json_to_recordset($1::text::json) AS a(n bigint, pool text, header boolean, whole boolean,
    members json, sessions json, holders json, keys json, orders json, page json, running json)),
  found(what, n, key, ordinal, record) AS (
    SELECT 'time', NULL::bigint, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, NULL::bigint, NULL::json
    UNION ALL SELECT 'pool', a.n, p.due_at, p.version, CASE WHEN a.header THEN p.header END
      FROM asked a, LATERAL (SELECT * FROM license_pool p WHERE p.id = a.pool LIMIT 1) p
    ${sectionNames
      .filter((name) => wanted.has(name))
      .map((name) => `UNION ALL ${sections[name]}`)
      .join('\n    ')})
  SELECT what, n::text AS n, key::text AS key, ordinal::text AS ordinal, record::text AS record FROM found`

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

/** Reads several pools, all as of one moment. */
export const readRows = async (ask: Ask, reads: readonly PoolRead[]): Promise<Found> => {
  const wanted = new Set<Section>()
  const asked = reads.map((read, n) => askedOf(read, n, wanted))
  const rows = await ask(statement(wanted), JSON.stringify(asked))
  const pools = reads.map((): Gathered => ({ ...absent, members: [], leases: [], orders: {}, answers: [] }))
  let storeTime = 0
  for (const row of rows) {
    if (row.what === 'time') storeTime = Number(row.key)
    else gather(pools[Number(row.n)] as Gathered, row)
  }
  return { pools: pools.map(inOrder), storeTime }
}

const absent = { version: 0, dueNotBefore: Number.POSITIVE_INFINITY }

interface Gathered extends Pick<PoolFound, 'header'> {
  version: number
  dueNotBefore: number
  header?: string
  readonly members: Placed[]
  readonly leases: Placed[]
  readonly orders: { [Name in OrderName]?: Placed[] }
  readonly answers: string[]
}

const gather = (pool: Gathered, { what, key, ordinal, record }: TextRow): void => {
  if (what === 'pool') {
    pool.version = Number(ordinal)
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
const inOrder = ({ members, leases, orders, ...pool }: Gathered): PoolFound => ({
  ...pool,
  members: members.sort(byPlace).map(recordOf),
  leases: leases.sort(byPlace).map(recordOf),
  orders: Object.fromEntries(Object.entries(orders).map(([name, placed]) => [name, placed.sort(byPlace)])),
})

const byPlace = (a: Placed, b: Placed): number => a.key - b.key || a.ordinal - b.ordinal
const recordOf = ({ record }: Placed): string => record
