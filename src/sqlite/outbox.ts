// The cursors of the outbox: which consumer has come how far in which pool, and who delivers to it at the moment.

import type { Claim, Cursor, LicenseStore } from '../shell/store.ts'
import { idKey } from '../tables/idKey.ts'
import type { Connection } from './connection.ts'

const behind = `SELECT p.id, p.name, coalesce(c.seq, 0) AS seq FROM license_pool p
  LEFT JOIN license_cursor c ON c.pool = p.id AND c.consumer = ?
  WHERE p.version > coalesce(c.seq, 0) AND (c.claimed_until IS NULL OR c.claimed_until <= ? OR c.claimed_until > ?)
  ORDER BY p.id LIMIT ?`

const putClaim = `INSERT INTO license_cursor (pool, consumer, name, seq, claimed_until) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (pool, consumer) DO UPDATE SET claimed_until = excluded.claimed_until`

const putCursor = `INSERT INTO license_cursor (pool, consumer, name, seq, claimed_until)
  SELECT id, ?, ?, ?, ? FROM license_pool WHERE id = ?
  ON CONFLICT (pool, consumer) DO UPDATE SET seq = max(seq, excluded.seq), claimed_until = excluded.claimed_until`

const cursorsOf = 'SELECT name AS consumer, seq FROM license_cursor WHERE pool = ? ORDER BY name'

export const outboxOf = ({ prepare, reading, writing }: Connection): Pick<LicenseStore, 'claim' | 'advance' | 'cursors'> => ({
  claim: (consumer, at, forMs, limit) =>
    writing(() => {
      const found = prepare(behind).all(idKey(consumer), at, at + 2 * forMs, limit) as { id: string; name: string; seq: number }[]
      for (const { id, seq } of found) prepare(putClaim).run(id, idKey(consumer), consumer, seq, at + forMs)
      return found.map(({ name, seq }): Claim => ({ pool: name, after: seq }))
    }),
  advance: async (consumer, pool, seq, until) => {
    await writing(() => prepare(putCursor).run(idKey(consumer), consumer, seq, until ?? null, idKey(pool)))
  },
  cursors: (pool) => reading(() => (prepare(cursorsOf).all(idKey(pool)) as unknown as Cursor[]).map((row) => ({ ...row }))),
})
