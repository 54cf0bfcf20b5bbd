// The statements that read, put together of a section for each kind of row that somebody asks for. What is asked for goes as JSON text, and
// every column comes as text. There are few such statements, each always in the same words, so that they can be named.

import type { OrderName } from '../pool/orders.ts'

/**
 * `LIMIT` keeps each look-up one of its own, by an index, however many the planner expects; and of an array it expects ten, where of a function
 * it would expect a hundred: a hundred pools with a hundred ids each would be worth compiling the statement for.
 */
const lookUp = (what: string, list: string, table: string, column: string): string =>
  `SELECT '${what}', a.n, NULL, r.ordinal::text, r.record::text FROM asked a, LATERAL unnest(ARRAY(SELECT json_array_elements_text(a.${list}))) AS i(id),
    LATERAL (SELECT t.ordinal, t.record FROM ${table} t WHERE t.pool = a.pool AND t.${column} = i.id LIMIT 1) r`

const everyRow = (what: string, table: string): string =>
  `SELECT '${what}', a.n, NULL, t.ordinal::text, t.record::text FROM asked a JOIN ${table} t ON t.pool = a.pool WHERE a.whole`

const orderOf = (name: OrderName, table: string, column: string): string =>
  `SELECT '${name}', a.n, r.key::text, r.ordinal::text, r.record::text
    FROM asked a, LATERAL json_to_recordset(a.orders) AS o(name text, key bigint, ordinal bigint, count bigint),
    LATERAL (SELECT t.${column} AS key, t.ordinal, t.record FROM ${table} t
      WHERE t.pool = a.pool AND t.${column} IS NOT NULL AND (t.${column}, t.ordinal) > (o.key, o.ordinal)
      ORDER BY t.${column}, t.ordinal LIMIT o.count) r
    WHERE o.name = '${name}'`

/** Each kind of row, by what it is asked for with. */
const sections = {
  members: lookUp('member', 'members', 'license_member', 'id'),
  sessions: lookUp('lease', 'sessions', 'license_lease', 'id'),
  holders: `SELECT 'lease', a.n, NULL, r.ordinal::text, r.record::text FROM asked a, LATERAL unnest(ARRAY(SELECT json_array_elements_text(a.holders))) AS i(id),
    LATERAL (SELECT t.ordinal, t.record FROM license_lease t WHERE t.pool = a.pool AND t.holder = i.id OFFSET 0) r`,
  keys: `SELECT 'answer', a.n, NULL, NULL, r.record::text FROM asked a, LATERAL unnest(ARRAY(SELECT json_array_elements_text(a.keys))) AS i(id),
    LATERAL (SELECT t.record FROM license_command t WHERE t.pool = a.pool AND t.key = i.id LIMIT 1) r`,
  whole: `${everyRow('member', 'license_member')}
    UNION ALL ${everyRow('lease', 'license_lease')}`,
  timed: orderOf('timed', 'license_member', 'timed_at'),
  idle: orderOf('idle', 'license_member', 'used_day'),
  waiting: orderOf('waiting', 'license_member', 'place'),
  leases: orderOf('leases', 'license_lease', 'ends_at'),
  // Each state is an index of its own, of which no more than a page is read.
  page: `SELECT 'member', a.n, NULL, r.ordinal::text, r.record::text FROM asked a, LATERAL (SELECT s.ordinal, s.record
    FROM json_array_elements_text(a.page->'states') AS i(state),
    LATERAL (SELECT t.ordinal, t.record FROM license_member t
      WHERE t.pool = a.pool AND t.state = i.state AND t.ordinal > (a.page->>'after')::bigint
      ORDER BY t.ordinal LIMIT (a.page->>'count')::bigint) s
    ORDER BY s.ordinal LIMIT (a.page->>'count')::bigint) r WHERE a.page IS NOT NULL`,
  running: `SELECT 'lease', a.n, NULL, r.ordinal::text, r.record::text FROM asked a,
    LATERAL (SELECT t.ordinal, t.record FROM license_lease t
      WHERE t.pool = a.pool AND t.holder IS NOT NULL AND t.ordinal > (a.running->>'after')::bigint
      ORDER BY t.ordinal LIMIT (a.running->>'count')::bigint) r WHERE a.running IS NOT NULL`,
}
export type Section = keyof typeof sections
const sectionNames = Object.keys(sections) as readonly Section[]

const time = `SELECT 'time' AS what, NULL AS n, ((extract(epoch FROM clock_timestamp()) * 1000)::bigint)::text AS key, NULL AS ordinal, NULL AS record`

/** A pool's `ordinal` is its version, and its mark: which transaction wrote it, which tells whether anybody has since. */
const versionOf = `p.version::text || ' ' || p.xmin::text`

/** Of many pools: `$1` is a list of what is asked of each, by its number `n`. */
export const readMany = (wanted: ReadonlySet<Section>): string =>
  `WITH asked AS MATERIALIZED (SELECT * FROM json_to_recordset($1::text::json) AS a(n text, pool text, header boolean, whole boolean,
    members json, sessions json, holders json, keys json, orders json, page json, running json))
  ${time}
  UNION ALL SELECT 'pool', a.n, p.due_at::text, ${versionOf}, CASE WHEN a.header THEN p.header::text END
    FROM asked a, LATERAL (SELECT *, p.xmin FROM license_pool p WHERE p.id = a.pool LIMIT 1) p
  ${sectionNames
    .filter((name) => wanted.has(name))
    .map((name) => `UNION ALL ${sections[name]}`)
    .join('\n  ')}`

/** What is asked of a pool at first, nearly always. */
const named = {
  members: ["'member'", 'ordinal::text', 'license_member', 'id'],
  sessions: ["'lease'", 'ordinal::text', 'license_lease', 'id'],
  keys: ["'answer'", 'NULL', 'license_command', 'key'],
} as const
export type Named = keyof typeof named

/** The direct path of a single pool: `$1` is its key, and what follows are the lists of what is named. The planner has half the work with it. */
export const readOne = (header: boolean, lists: readonly Named[]): string =>
  `${time}
  UNION ALL SELECT 'pool', '0', p.due_at::text, ${versionOf}, ${header ? 'p.header::text' : 'NULL'} FROM license_pool p WHERE p.id = $1::text
  ${lists
    .map((list, index) => {
      const [what, ordinal, table, column] = named[list]
      const ids = `unnest(ARRAY(SELECT json_array_elements_text($${index + 2}::text::json)))`
      return `UNION ALL SELECT ${what}, '0', NULL, ${ordinal}, record::text FROM ${ids} AS i(id),
        LATERAL (SELECT * FROM ${table} t WHERE t.pool = $1::text AND t.${column} = i.id LIMIT 1) t`
    })
    .join('\n  ')}`
