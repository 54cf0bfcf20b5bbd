// What stands in the tables in the end, read past the library: raw rows, as anybody with a SQL client sees them.

import { DatabaseSync } from 'node:sqlite'
import type pg from 'pg'

export interface Rows {
  readonly pools: readonly { readonly name: string; readonly version: number; readonly header: Json }[]
  readonly members: readonly { readonly pool: string; readonly state: string; readonly record: Json }[]
  readonly events: readonly EventRow[]
  readonly answers: readonly { readonly pool: string; readonly key: string; readonly record: Json }[]
}

export interface EventRow {
  readonly pool: string
  readonly seq: number
  readonly record: Json
}

export type Json = Readonly<Record<string, unknown>>

/** In these, ids are short, so a pool's key is its name. */
export const selects = {
  pools: 'SELECT name, version, header AS record FROM license_pool ORDER BY id',
  members: 'SELECT pool, state, record FROM license_member ORDER BY pool, ordinal',
  events: 'SELECT pool, seq, record FROM license_event ORDER BY pool, seq',
  answers: 'SELECT pool, key, record FROM license_command ORDER BY pool, key',
} as const

interface Raw {
  readonly name: string
  readonly pool: string
  readonly key: string
  readonly state: string
  readonly version: number | string
  readonly seq: number | string
  readonly record: unknown
}

/** The same of any database: numbers and JSON may come as text. */
export const rowsFrom = (raw: Readonly<Record<keyof typeof selects, readonly unknown[]>>): Rows => {
  const each = (name: keyof typeof selects): readonly Raw[] => raw[name] as readonly Raw[]
  const json = (record: unknown): Json => (typeof record === 'string' ? JSON.parse(record) : record) as Json
  return {
    pools: each('pools').map(({ name, version, record }) => ({ name, version: Number(version), header: json(record) })),
    members: each('members').map(({ pool, state, record }) => ({ pool, state, record: json(record) })),
    events: each('events').map(({ pool, seq, record }) => ({ pool, seq: Number(seq), record: json(record) })),
    answers: each('answers').map(({ pool, key, record }) => ({ pool, key, record: json(record) })),
  }
}

/** The rows of a SQLite file, and what SQLite says of the file itself. */
export const sqliteRows = (file: string): { readonly rows: Rows; readonly integrity: string } => {
  const database = new DatabaseSync(file)
  try {
    const all = (sql: string): readonly unknown[] => database.prepare(sql).all()
    const [integrity] = all('PRAGMA integrity_check') as { integrity_check: string }[]
    const { pools, members, events, answers } = selects
    const rows = rowsFrom({ pools: all(pools), members: all(members), events: all(events), answers: all(answers) })
    return { rows, integrity: integrity?.integrity_check ?? 'says nothing' }
  } finally {
    database.close()
  }
}

/** The rows of a PostgreSQL schema. */
export const postgresRows = async (pool: pg.Pool): Promise<Rows> => {
  const all = async (sql: string): Promise<readonly unknown[]> => (await pool.query(sql)).rows
  const { pools, members, events, answers } = selects
  return rowsFrom({
    pools: await all(pools),
    members: await all(members),
    events: await all(events),
    answers: await all(answers),
  })
}
