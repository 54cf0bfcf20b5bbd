// SQLite in WAL with synchronous FULL: 64 callers of ours, whose commands share transactions, against what one writes by hand, one
// transaction a seat. Each in a file of its own in one folder, so that both wait for the same disk.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate, type SqliteDatabase, sqliteStore } from '../../src/sqlite/index.ts'
import { assigning, licensingOf, openPools, poolIds } from './ours.ts'
import { rows, slower } from './targets.ts'
import { type Contest, type Lane, repeating } from './turns.ts'

type Driver = new (file: string) => SqliteDatabase

const callers = 64

export const sqliteContests = async (wants: (row: string) => boolean) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sqlite-'))
  const contests: Contest[] = []
  if (wants(rows.sqlite)) contests.push(await contest(rows.sqlite, open(DatabaseSync), join(folder, 'node')))
  const slow = slower(rows.sqlite)
  if (wants(slow)) contests.push(await contest(slow, (file) => onSlowDisk(new DatabaseSync(file)), join(folder, 'slow')))
  const libsql = wants(rows.libsql) ? (((await import('libsql')) as { default: unknown }).default as Driver) : undefined
  if (libsql !== undefined) contests.push(await contest(rows.libsql, open(libsql), join(folder, 'libsql')))
  return { contests, close: () => rmSync(folder, { recursive: true }) }
}

const open =
  (driver: Driver) =>
  (file: string): SqliteDatabase =>
    new driver(file)

/** A commit takes a millisecond more, in which the process can do nothing else: the driver answers at once. */
const onSlowDisk = (database: SqliteDatabase): SqliteDatabase => ({
  prepare: (sql) => database.prepare(sql),
  close: () => database.close(),
  exec: (sql) => {
    if (sql === 'COMMIT') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    return database.exec(sql)
  },
})

const contest = async (row: string, connect: (file: string) => SqliteDatabase, file: string): Promise<Contest> => ({
  row,
  isLocal: true,
  ours: await ours(`${row}: ours`, connect(`${file}-ours.db`)),
  baseline: { name: `${row}: f2`, run: f2(connect(`${file}-f2.db`)) },
})

const ours = async (name: string, database: SqliteDatabase): Promise<Lane> => {
  migrate(database)
  const licensing = licensingOf(sqliteStore(database))
  const pools = poolIds(1)
  await openPools(licensing, pools)
  return assigning(name, licensing, pools, callers)
}

/** A counter and a row for each seat, and the transaction around them. */
const f2 = (database: SqliteDatabase): Lane['run'] => {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE pool (id TEXT PRIMARY KEY, used INTEGER NOT NULL, allowance INTEGER NOT NULL) WITHOUT ROWID')
  database.exec('CREATE TABLE seat (pool TEXT, member TEXT, at INTEGER NOT NULL, PRIMARY KEY (pool, member)) WITHOUT ROWID')
  database.prepare('INSERT INTO pool VALUES (?, 0, 1000000000)').run('hot')
  const update = database.prepare('UPDATE pool SET used = used + 1 WHERE id = ? AND used < allowance')
  const insert = database.prepare('INSERT INTO seat VALUES (?, ?, ?)')
  let seat = 0
  return repeating(() => {
    database.exec('BEGIN IMMEDIATE')
    update.run('hot')
    insert.run('hot', `u${seat++}`, Date.now())
    database.exec('COMMIT')
  })
}
