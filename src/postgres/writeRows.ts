// What is written of many pools at once, in one statement: each pool all of it or nothing, by whether it still is as it was
// read. The headers are locked first, in the order of their keys, so that two who write the same pools never wait for each other in a ring.

import { boundColumn } from '../tables/bound.ts'
import type { PoolWrite } from '../tables/rows.ts'
import type { Ask } from './executor.ts'
import type { Marks } from './readRows.ts'

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

/**
 * An answer that is to be kept is new under its key, or its pool is not written. Looked up once for each key, whatever the planner thinks of
 * how many there are: asked pool by pool it would look up every key for every pool.
 */
const answered = `SELECT DISTINCT a.pool FROM answers_given a,
    LATERAL (SELECT FROM license_command c WHERE c.pool = a.pool AND c.key = a.key LIMIT 1) c`

const isFresh = (pool: string): string => `NOT EXISTS (SELECT FROM answered a WHERE a.pool = ${pool})`

/** Several pools, each with the version and the mark that it had when it was read. */
const given = (marks: Marks): Section => ({
  sql: `SELECT * FROM json_to_recordset($) AS g(id text, name text, was bigint, mark text, now bigint, due_at bigint, header json)`,
  rows: ({ pool: id, name, from: was, to: now, dueNotBefore, header }) => [
    row({ id, name, was, mark: marks.get(id), now, due_at: boundColumn(dueNotBefore) }, header, 'header'),
  ],
})

const locked = `SELECT p.id, p.version, p.xmin::text AS mark FROM license_pool p
    WHERE p.id = ANY (ARRAY(SELECT id FROM given)) ORDER BY p.id FOR UPDATE`

const updated = (isAnswered: boolean): string =>
  `UPDATE license_pool p SET version = g.now, due_at = g.due_at, header = g.header
    FROM given g JOIN locked l ON l.id = g.id AND l.version = g.was AND l.mark = g.mark
    WHERE p.id = g.id${isAnswered ? ` AND ${isFresh('g.id')}` : ''} RETURNING p.id`

/** Only when whoever was there is locked: a pool that is new is waited for last. */
const inserted = (isAnswered: boolean): string =>
  `INSERT INTO license_pool (id, name, version, due_at, header) SELECT g.id, g.name, g.now, g.due_at, g.header FROM given g
    WHERE g.was = 0 AND (SELECT count(*) FROM locked) >= 0${isAnswered ? ` AND ${isFresh('g.id')}` : ''} ORDER BY g.id
    ON CONFLICT (id) DO NOTHING RETURNING id`

/** A single pool, the direct path: its row is locked by being written. */
const updatedOne = (isAnswered: boolean): string =>
  `UPDATE license_pool p SET version = $2::text::bigint, due_at = $3::text::bigint, header = $4::text::json
    WHERE p.id = $1::text AND p.version = $5::text::bigint AND p.xmin::text = $6::text${isAnswered ? ` AND ${isFresh('p.id')}` : ''} RETURNING p.id`

const insertedOne = (isAnswered: boolean): string =>
  `INSERT INTO license_pool (id, version, due_at, header, name)
    SELECT $1::text, $2::text::bigint, $3::text::bigint, $4::text::json, $5::text${isAnswered ? ` WHERE ${isFresh('$1::text')}` : ''}
    ON CONFLICT (id) DO NOTHING RETURNING id`

/** What is to be written, as it is put together. */
class Statement {
  readonly values: (string | null)[] = []
  readonly #parts: string[] = []
  readonly #writes: readonly PoolWrite[]

  constructor(writes: readonly PoolWrite[]) {
    this.#writes = writes
  }

  part(name: string, sql: string): void {
    this.#parts.push(`${name} AS (${sql})`)
  }

  /** A part that is given rows, if there are any. */
  given(name: string, { sql, rows }: Section): boolean {
    const json = this.#writes.flatMap(rows)
    if (json.length === 0) return false
    this.values.push(`[${json.join()}]`)
    this.part(
      name,
      sql.replace('$', () => `$${this.values.length}::text::json`),
    )
    return true
  }

  /** The answers to keep, if there are any, and the pools in which one of their keys has an answer already. */
  answers(): boolean {
    const isAnswered = this.given('answers_given', answersGiven)
    if (isAnswered) this.part('answered', answered)
    return isAnswered
  }

  get text(): string {
    return `WITH ${this.#parts.join(',\n  ')}\n  SELECT id FROM won`
  }
}

/** Which pools are won: those that are still as they were read. */
const winOne = (statement: Statement, { pool, name, from, to, dueNotBefore, header }: PoolWrite, marks: Marks): boolean => {
  const bound = boundColumn(dueNotBefore)
  statement.values.push(pool, String(to), bound === null ? null : String(bound), header)
  if (from === 0) statement.values.push(name)
  else statement.values.push(String(from), marks.get(pool) ?? null)
  const isAnswered = statement.answers()
  statement.part('won', from === 0 ? insertedOne(isAnswered) : updatedOne(isAnswered))
  return isAnswered
}

const winMany = (statement: Statement, writes: readonly PoolWrite[], marks: Marks): boolean => {
  statement.given('given', given(marks))
  const isAnswered = statement.answers()
  const isNew = writes.some(({ from }) => from === 0)
  statement.part('locked', locked)
  statement.part('updated', updated(isAnswered))
  if (isNew) statement.part('inserted', inserted(isAnswered))
  statement.part('won', `SELECT id FROM updated${isNew ? ' UNION ALL SELECT id FROM inserted' : ''}`)
  return isAnswered
}

/** Writes pools, and answers the keys of those that were won. */
export const writeRows = async (ask: Ask, writes: readonly PoolWrite[], marks: Marks): Promise<ReadonlySet<string>> => {
  const statement = new Statement(writes)
  const [only] = writes
  const isAnswered =
    only !== undefined && writes.length === 1 ? winOne(statement, only, marks) : winMany(statement, writes, marks)
  for (const [name, section] of Object.entries(further)) statement.given(name, section)
  if (isAnswered) statement.part('answers', keepAnswers)
  const rows = await ask(statement.text, ...statement.values)
  return new Set(rows.map(({ id }) => id as string))
}

const keepAnswers =
  'INSERT INTO license_command (pool, key, at, record) SELECT a.* FROM answers_given a JOIN won w ON w.id = a.pool'
