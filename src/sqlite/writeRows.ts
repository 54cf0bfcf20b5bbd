// What is written of one pool, inside the transaction in which it was read: nobody can have changed it meanwhile.

import { boundColumn } from '../tables/bound.ts'
import type { PoolWrite } from '../tables/rows.ts'
import type { SqliteStatement } from './database.ts'

const putPool = `INSERT INTO license_pool (id, name, version, due_at, header) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, due_at = excluded.due_at, header = excluded.header`

const putMember = `INSERT INTO license_member (pool, id, ordinal, state, timed_at, used_day, place, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (pool, id) DO UPDATE SET ordinal = excluded.ordinal, state = excluded.state, timed_at = excluded.timed_at,
    used_day = excluded.used_day, place = excluded.place, record = excluded.record`

const putLease = `INSERT INTO license_lease (pool, id, ordinal, holder, ends_at, ended_at, record) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (pool, id) DO UPDATE SET ordinal = excluded.ordinal, holder = excluded.holder, ends_at = excluded.ends_at,
    ended_at = excluded.ended_at, record = excluded.record`

export const writeRows = (prepare: (sql: string) => SqliteStatement, write: PoolWrite): void => {
  const { pool, name, to, dueNotBefore, header } = write
  prepare(putPool).run(pool, name, to, boundColumn(dueNotBefore), header)
  for (const { id, ordinal, state, timedAt, usedDay, place, record } of write.members)
    prepare(putMember).run(pool, id, ordinal, state, timedAt, usedDay, place, record)
  for (const id of write.membersGone) prepare('DELETE FROM license_member WHERE pool = ? AND id = ?').run(pool, id)
  for (const { id, ordinal, holder, endsAt, endedAt, record } of write.leases)
    prepare(putLease).run(pool, id, ordinal, holder, endsAt, endedAt, record)
  for (const id of write.leasesGone) prepare('DELETE FROM license_lease WHERE pool = ? AND id = ?').run(pool, id)
  for (const { seq, at, record } of write.events)
    prepare('INSERT INTO license_event (pool, seq, at, record) VALUES (?, ?, ?, ?)').run(pool, seq, at, record)
  for (const { key, at, record } of write.answers)
    prepare('INSERT INTO license_command (pool, key, at, record) VALUES (?, ?, ?, ?)').run(pool, key, at, record)
}
