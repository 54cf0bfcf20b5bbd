// What the stores are to reach: the durable rows of performance.md, then what is only looked at. A row without a hold holds at 1.5 times
// worse than its reach, and the gate asks only those that count exactly: times depend on the disk.

import type { Target } from '../rows.ts'

export interface StoreTarget extends Target {
  /** It counts what the database counts, and no clock: the same on every machine. */
  readonly isCounted?: true
}

const rate = { unit: 'x', better: 'higher', isRate: true } as const

export const rows = {
  eight: 'PostgreSQL, one pool, 8 callers, against f1 with 8 callers',
  sixtyFour: 'PostgreSQL, one pool, 64 callers, against f1 with 8 callers',
  many: 'PostgreSQL, one pool, 256 callers, against f1 with 8 callers',
  pools: 'PostgreSQL, 100 pools, 256 callers, against f1 on the same pools',
  wide: 'PostgreSQL, 100 pools, 256 callers, against f1 on the same pools, 32 connections each',
  alone: 'PostgreSQL, one caller, against f2 with one caller',
  fsyncs: 'WAL fsyncs a command, 64 callers',
  buffers: 'buffers a command, 1,000,000 members against 1,000',
  written: 'rows written by an assignment',
  sqlite: 'SQLite (node:sqlite), batches of 64, against f2',
  libsql: 'SQLite (libsql), batches of 64, against f2',
  renewals: 'lease renewals that cost a write',
  disk: 'disk: a write of 4 kB and its fdatasync',
  pgbench: 'limit: f1 by pgbench with 8 clients, against f1 by pg with 8 callers',
  emmett: 'peer: emmett, one stream, 8 callers, against f1 with 8 callers',
  redis: 'peer: redis-semaphore, acquire and release, 8 callers, against f1 with 8 callers',
  twoHot: 'scale: 2 processes of 64 callers on one pool, against 1',
  fourHot: 'scale: 4 processes of 64 callers on one pool, against 1',
  twoSpread: 'scale: 2 processes of 64 callers on 100 pools, against 1',
  fourSpread: 'scale: 4 processes of 64 callers on 100 pools, against 1',
  million: 'scale: 64 callers at 1,000,000 members, against 1,000',
  reads: 'scale: access by 64 readers beside 64 writers, against readers alone',
} as const

/**
 * The same where a commit takes a millisecond more, as it did where the targets were set (f1 came to 930 a second there): by hand each waits for
 * its own, together they wait once. It is waited before the WAL is flushed (`commit_delay`; before SQLite's `COMMIT`), so nothing else is different.
 */
export const slower = (row: string): string => `${row}, commits 1 ms slower`
const slowRows = [rows.eight, rows.sixtyFour, rows.many, rows.pools, rows.alone, rows.sqlite]

export const storeTargets: readonly StoreTarget[] = [
  { name: rows.eight, ...rate, reach: 2 },
  { name: rows.sixtyFour, ...rate, reach: 8 },
  { name: rows.many, ...rate, reach: 12 },
  { name: rows.pools, ...rate, reach: 6 },
  { name: rows.alone, ...rate, reach: 0.9 },
  { name: rows.fsyncs, unit: 'fsyncs', reach: 0.02, isCounted: true },
  { name: rows.buffers, unit: 'x', reach: 1.2, isCounted: true },
  { name: rows.written, unit: 'rows', reach: 3, hold: 3, isCounted: true },
  { name: rows.sqlite, ...rate, reach: 20 },
  { name: rows.libsql, ...rate, reach: 20 },
  { name: rows.renewals, unit: 'writes', reach: 1 / 300, hold: 1 / 300, isCounted: true },
  { name: rows.disk, unit: 'ms' },
  ...slowRows.map((name) => ({ name: slower(name), ...rate })),
  { name: rows.wide, ...rate },
  { name: rows.pgbench, ...rate },
  { name: rows.emmett, ...rate },
  { name: rows.redis, ...rate },
  { name: rows.twoHot, ...rate },
  { name: rows.fourHot, ...rate },
  { name: rows.twoSpread, ...rate },
  { name: rows.fourSpread, ...rate },
  { name: rows.million, ...rate },
  { name: rows.reads, ...rate },
]
