// The cursors of the outbox: which consumer has come how far in which pool, and who delivers to it at the moment.

import type { Claim, Cursor, LicenseStore } from '../shell/store.ts'
import { idKey } from '../tables/idKey.ts'
import type { SqliteStatement } from './database.ts'

/** Runs something in a transaction that writes, as soon as nobody else does. */
export type Writing = <A>(run: () => A) => Promise<A>

const behind = `SELECT p.id, p.name, coalesce(c.seq, 0) AS seq FROM license_pool p
  LEFT JOIN license_cursor c ON c.pool = p.id AND c.consumer = ?1
  WHERE p.version > coalesce(c.seq, 0) AND (c.claimed_until IS NULL OR c.claimed_until <= ?2 OR c.claimed_until > ?2 + ?3)
  ORDER BY p.id LIMIT ?4`

const putClaim = `INSERT INTO license_cursor (pool, consumer, name, seq, claimed_until) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (pool, consumer) DO UPDATE SET claimed_until = excluded.claimed_until`

const putCursor = `INSERT INTO license_cursor (pool, consumer, name, seq, claimed_until) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (pool, consumer) DO UPDATE SET seq = max(seq, excluded.seq), claimed_until = excluded.claimed_until`

export const outboxOf = (
  prepare: (sql: string) => SqliteStatement,
  writing: Writing,
): Pick<LicenseStore, 'claim' | 'advance' | 'cursors'> => ({
  claim: (consumer, at, forMs, limit) =>
    writing(() => {
      const found = prepare(behind).all(idKey(consumer), at, forMs, limit) as { id: string; name: string; seq: number }[]
      for (const { id, seq } of found) prepare(putClaim).run(id, idKey(consumer), consumer, seq, at + forMs)
      return found.map(({ name, seq }): Claim => ({ pool: name, after: seq }))
    }),
  advance: async (consumer, pool, seq, until) => {
    await writing(() => prepare(putCursor).run(idKey(pool), idKey(consumer), consumer, seq, until ?? null))
  },
  cursors: async (pool) =>
    (
      prepare('SELECT name, seq FROM license_cursor WHERE pool = ? ORDER BY name').all(idKey(pool)) as {
        name: string
        seq: number
      }[]
    ).map(({ name, seq }): Cursor => ({ consumer: name, seq })),
})
