// The tables, as SQL that the integrator can read and run with any tool; the build writes each step to a file of its own. One that was
// released is never changed: a change is a new one.

import type { Migration } from '../tables/migration.ts'

/** Every step there is. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: '001-tables',
    sql: `-- license-pool, PostgreSQL: pools, members, sessions, the log, answers under idempotency keys, cursors of the outbox.
-- An id is its key, or '#' and its SHA-256 where it is longer than 240 bytes; the record holds it whole. Keys are compared byte by byte.
-- Moments are milliseconds since the epoch. A record is JSON as it was written (so not jsonb), and says the version of its format.

CREATE TABLE license_pool (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,           -- the pool's whole id
  version bigint NOT NULL,      -- the number of its latest event; compared at each write
  due_at bigint,                -- nothing falls due before; NULL: nothing ever will
  header json NOT NULL          -- allowance, lots, policies, counters
) WITH (fillfactor = 40);       -- it is rewritten by every command: in its own page, without a new index entry
CREATE INDEX license_pool_due ON license_pool (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE license_member (
  pool text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  ordinal bigint NOT NULL,      -- the order of first entry, which settles ties
  state text COLLATE "C" NOT NULL,
  timed_at bigint,              -- when a trial, a provisional grant or a seat's term ends
  used_day bigint,              -- an enabled seat's day of last use, in days since 1970-01-01
  place bigint,                 -- the place in line of who waits
  record json NOT NULL,
  PRIMARY KEY (pool, id)
);
CREATE INDEX license_member_state ON license_member (pool, state, ordinal);
CREATE INDEX license_member_timed ON license_member (pool, timed_at, ordinal) WHERE timed_at IS NOT NULL;
CREATE INDEX license_member_idle ON license_member (pool, used_day, ordinal) WHERE used_day IS NOT NULL;
CREATE INDEX license_member_waiting ON license_member (pool, place, ordinal) WHERE place IS NOT NULL;

CREATE TABLE license_lease (
  pool text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL, -- the session
  ordinal bigint NOT NULL,
  holder text COLLATE "C",      -- whose it is, while it runs
  ends_at bigint,               -- when it ends by itself, while it runs
  ended_at bigint,              -- when it ended; two days later it may be deleted
  record json NOT NULL,
  PRIMARY KEY (pool, id)
);
CREATE INDEX license_lease_holder ON license_lease (pool, holder, ordinal) WHERE holder IS NOT NULL;
CREATE INDEX license_lease_running ON license_lease (pool, ordinal) WHERE holder IS NOT NULL;
CREATE INDEX license_lease_ends ON license_lease (pool, ends_at, ordinal) WHERE ends_at IS NOT NULL;
CREATE INDEX license_lease_ended ON license_lease (ended_at) WHERE ended_at IS NOT NULL;

-- The log, which is the outbox too: gapless in each pool. Its key is the second line of defence: no two commands get one number.
CREATE TABLE license_event (
  pool text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  at bigint NOT NULL,
  record json NOT NULL,
  PRIMARY KEY (pool, seq)
);

CREATE TABLE license_command (
  pool text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL, -- the idempotency key
  at bigint NOT NULL,           -- when it was answered; 35 days later it may be deleted
  record json NOT NULL,
  PRIMARY KEY (pool, key)
);
CREATE INDEX license_command_at ON license_command USING brin (at) WITH (autosummarize = on);

CREATE TABLE license_cursor (
  pool text COLLATE "C" NOT NULL,
  consumer text COLLATE "C" NOT NULL,
  name text NOT NULL,           -- the consumer's whole name
  seq bigint NOT NULL,          -- it is done with the events up to this number
  claimed_until bigint,         -- somebody delivers to it until then
  PRIMARY KEY (pool, consumer)
);
`,
  },
]
