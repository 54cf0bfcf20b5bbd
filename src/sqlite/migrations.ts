// The tables, as SQL that the integrator can read and run with any tool; the build writes each to a file of its own. One that was
// released is never changed: a change is a new one.

import type { Migration } from '../tables/migration.ts'
import { inTransaction, type SqliteDatabase } from './database.ts'

/** Every step there is. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: '001-tables',
    sql: `-- license-pool, SQLite: pools, members, sessions, the log, answers under idempotency keys, cursors of the outbox.
-- An id is its key, or '#' and its SHA-256 where it is longer than 240 bytes; the record holds it whole. Moments are milliseconds since
-- the epoch. A record is JSON and says the version of its format.

CREATE TABLE license_pool (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,           -- the pool's whole id
  version INTEGER NOT NULL,     -- the number of its latest event; compared at each write
  due_at INTEGER,               -- nothing falls due before; NULL: nothing ever will
  header TEXT NOT NULL          -- allowance, lots, policies, counters
) WITHOUT ROWID;
CREATE INDEX license_pool_due ON license_pool (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE license_member (
  pool TEXT NOT NULL,
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,     -- the order of first entry, which settles ties
  state TEXT NOT NULL,
  timed_at INTEGER,             -- when a trial, a provisional grant or a seat's term ends
  used_day INTEGER,             -- an enabled seat's day of last use, in days since 1970-01-01
  place INTEGER,                -- the place in line of who waits
  record TEXT NOT NULL,
  PRIMARY KEY (pool, id)
) WITHOUT ROWID;
CREATE INDEX license_member_state ON license_member (pool, state, ordinal);
CREATE INDEX license_member_timed ON license_member (pool, timed_at, ordinal) WHERE timed_at IS NOT NULL;
CREATE INDEX license_member_idle ON license_member (pool, used_day, ordinal) WHERE used_day IS NOT NULL;
CREATE INDEX license_member_waiting ON license_member (pool, place, ordinal) WHERE place IS NOT NULL;

CREATE TABLE license_lease (
  pool TEXT NOT NULL,
  id TEXT NOT NULL,             -- the session
  ordinal INTEGER NOT NULL,
  holder TEXT,                  -- whose it is, while it runs
  ends_at INTEGER,              -- when it ends by itself, while it runs
  ended_at INTEGER,             -- when it ended; two days later it may be deleted
  record TEXT NOT NULL,
  PRIMARY KEY (pool, id)
) WITHOUT ROWID;
CREATE INDEX license_lease_holder ON license_lease (pool, holder, ordinal) WHERE holder IS NOT NULL;
CREATE INDEX license_lease_running ON license_lease (pool, ordinal) WHERE holder IS NOT NULL;
CREATE INDEX license_lease_ends ON license_lease (pool, ends_at, ordinal) WHERE ends_at IS NOT NULL;
CREATE INDEX license_lease_ended ON license_lease (ended_at) WHERE ended_at IS NOT NULL;

-- The log, which is the outbox too: gapless in each pool.
CREATE TABLE license_event (
  pool TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (pool, seq)
) WITHOUT ROWID;

CREATE TABLE license_command (
  pool TEXT NOT NULL,
  key TEXT NOT NULL,            -- the idempotency key
  at INTEGER NOT NULL,          -- when it was answered; 35 days later it may be deleted
  record TEXT NOT NULL,
  PRIMARY KEY (pool, key)
) WITHOUT ROWID;
CREATE INDEX license_command_at ON license_command (at);

CREATE TABLE license_cursor (
  consumer TEXT NOT NULL,
  pool TEXT NOT NULL,
  name TEXT NOT NULL,           -- the consumer's whole name
  seq INTEGER NOT NULL,         -- it is done with the events up to this number
  claimed_until INTEGER,        -- somebody delivers to it until then
  PRIMARY KEY (pool, consumer)
) WITHOUT ROWID;
`,
  },
]

/** Runs the steps that are missing, all or none, and answers their names. Safe when several processes start at once. */
export const migrate = (database: SqliteDatabase): readonly string[] =>
  inTransaction(database, 'IMMEDIATE', () => {
    database.exec('CREATE TABLE IF NOT EXISTS license_schema (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)')
    const done = database.prepare('SELECT coalesce(max(version), 0) AS version FROM license_schema').get() as { version: number }
    const missing = migrations.filter(({ version }) => version > done.version)
    for (const { version, name, sql } of missing) {
      database.exec(sql)
      database.prepare('INSERT INTO license_schema (version, name) VALUES (?, ?)').run(version, name)
    }
    return missing.map(({ name }) => name)
  })
