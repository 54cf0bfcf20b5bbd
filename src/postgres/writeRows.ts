// What is written of many pools at once, in one statement: each pool all of it or nothing, by whether it still has the version that was
// read. The headers are locked first, in the order of their keys, so that two who write the same pools never wait for each other in a ring.

import { boundColumn } from '../tables/bound.ts'
import type { PoolWrite } from '../tables/rows.ts'
import type { Ask } from './executor.ts'

/** A part of the statement; `$` stands for the rows it is given, as one JSON text. */
interface Section {
  readonly sql: string
  readonly rows: (write: PoolWrite) => readonly string[]
}

/** Its record goes as it is, without being made a string of a string. */
const row = (columns: object, record?: string, name = 'record'): string => {
  const json = JSON.stringify(columns)
  return record === undefined ? json : `${json.slice(0, -1)},"${name}":${record}}`
}

const given: Section = {
  sql: `SELECT * FROM json_to_recordset($) AS g(id text, name text, was bigint, now bigint, due_at bigint, header json)`,
  rows: ({ pool: id, name, from: was, to: now, dueNotBefore, header }) => [
    row({ id, name, was, now, due_at: boundColumn(dueNotBefore) }, header, 'header'),
  ],
}

const answersGiven: Section = {
  sql: 'SELECT * FROM json_to_recordset($) AS c(pool text, key text, at bigint, record json)',
  rows: ({ pool, answers }) => answers.map(({ key, at, record }) => row({ pool, key, at }, record)),
}

/** What else belongs to a pool that was won. */
const further: Readonly<Record<string, Section>> = {
  members_gone: {
    sql: `DELETE FROM license_member t USING json_to_recordset($) AS m(pool text, id text), won w
      WHERE m.pool = w.id AND t.pool = m.pool AND t.id = m.id`,
    rows: ({ pool, membersGone }) => membersGone.map((id) => row({ pool, id })),
  },
  members: {
    sql: `INSERT INTO license_member AS t (pool, id, ordinal, state, timed_at, used_day, place, record)
      SELECT m.* FROM json_to_recordset($) AS m(pool text, id text, ordinal bigint, state text, timed_at bigint, used_day bigint, place bigint,
        record json) JOIN won w ON w.id = m.pool
      ON CONFLICT (pool, id) DO UPDATE SET ordinal = excluded.ordinal, state = excluded.state, timed_at = excluded.timed_at,
        used_day = excluded.used_day, place = excluded.place, record = excluded.record`,
    rows: ({ pool, members }) =>
      members.map(({ id, ordinal, state, timedAt: timed_at, usedDay: used_day, place, record }) =>
        row({ pool, id, ordinal, state, timed_at, used_day, place }, record),
      ),
  },
  leases_gone: {
    sql: `DELETE FROM license_lease t USING json_to_recordset($) AS l(pool text, id text), won w
      WHERE l.pool = w.id AND t.pool = l.pool AND t.id = l.id`,
    rows: ({ pool, leasesGone }) => leasesGone.map((id) => row({ pool, id })),
  },
  leases: {
    sql: `INSERT INTO license_lease AS t (pool, id, ordinal, holder, ends_at, ended_at, record)
      SELECT l.* FROM json_to_recordset($) AS l(pool text, id text, ordinal bigint, holder text, ends_at bigint, ended_at bigint, record json)
        JOIN won w ON w.id = l.pool
      ON CONFLICT (pool, id) DO UPDATE SET ordinal = excluded.ordinal, holder = excluded.holder, ends_at = excluded.ends_at,
        ended_at = excluded.ended_at, record = excluded.record`,
    rows: ({ pool, leases }) =>
      leases.map(({ id, ordinal, holder, endsAt: ends_at, endedAt: ended_at, record }) =>
        row({ pool, id, ordinal, holder, ends_at, ended_at }, record),
      ),
  },
  events: {
    sql: `INSERT INTO license_event (pool, seq, at, record)
      SELECT e.* FROM json_to_recordset($) AS e(pool text, seq bigint, at bigint, record json) JOIN won w ON w.id = e.pool`,
    rows: ({ pool, events }) => events.map(({ seq, at, record }) => row({ pool, seq, at }, record)),
  },
}

/** Those whose keys are all new: a pool that was answered under one of them meanwhile is not written. */
const fresh = `SELECT g.* FROM given g WHERE NOT EXISTS (
    SELECT FROM answers_given a, LATERAL (SELECT FROM license_command c WHERE c.pool = a.pool AND c.key = a.key LIMIT 1) c WHERE a.pool = g.id)`

const locked = `SELECT p.id, p.version FROM license_pool p WHERE p.id = ANY (ARRAY(SELECT id FROM given)) ORDER BY p.id FOR UPDATE`

const updated = `UPDATE license_pool p SET version = g.now, due_at = g.due_at, header = g.header
    FROM fresh g JOIN locked l ON l.id = g.id AND l.version = g.was
    WHERE p.id = g.id AND p.id = ANY (ARRAY(SELECT id FROM locked)) RETURNING p.id`

/** Only when whoever was there is locked: a pool that is new is waited for last. */
const inserted = `INSERT INTO license_pool (id, name, version, due_at, header)
    SELECT id, name, now, due_at, header FROM fresh WHERE was = 0 AND (SELECT count(*) FROM locked) >= 0 ORDER BY id
    ON CONFLICT (id) DO NOTHING RETURNING id`

/** Writes pools, and answers the keys of those that still had the version that they were read with. */
export const writeRows = async (ask: Ask, writes: readonly PoolWrite[]): Promise<ReadonlySet<string>> => {
  const values: string[] = []
  const parts: string[] = []
  const add = (name: string, { sql, rows }: Section): boolean => {
    const json = writes.flatMap(rows)
    if (json.length === 0) return false
    values.push(`[${json.join()}]`)
    parts.push(`${name} AS (${sql.replace('$', () => `$${values.length}::text::json`)})`)
    return true
  }
  add('given', given)
  const isAnswered = add('answers_given', answersGiven)
  const isNew = writes.some(({ from }) => from === 0)
  parts.push(
    `fresh AS (${isAnswered ? fresh : 'SELECT * FROM given'})`,
    `locked AS MATERIALIZED (${locked})`,
    `updated AS (${updated})`,
    ...(isNew ? [`inserted AS (${inserted})`] : []),
    `won AS (SELECT id FROM updated${isNew ? ' UNION ALL SELECT id FROM inserted' : ''})`,
  )
  for (const [name, section] of Object.entries(further)) add(name, section)
  if (isAnswered)
    parts.push(
      'answers AS (INSERT INTO license_command (pool, key, at, record) SELECT a.* FROM answers_given a JOIN won w ON w.id = a.pool)',
    )
  const rows = await ask(`WITH ${parts.join(',\n  ')}\n  SELECT id FROM won`, ...values)
  return new Set(rows.map(({ id }) => id as string))
}
