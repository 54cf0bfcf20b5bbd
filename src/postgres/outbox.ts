// The cursors of the outbox: which consumer has come how far in which pool, and who delivers to it at the moment. One statement each: two
// who claim at once wait for each other at the row, and the second finds it claimed.

import type { Claim, Cursor, LicenseStore } from '../shell/store.ts'
import { idKey } from '../tables/idKey.ts'
import type { Ask } from './executor.ts'
import { whole } from './log.ts'

/** A claim that ends later than one of twice the length made now would is void. */
const isFree = `(c.claimed_until IS NULL OR c.claimed_until <= $3::text::bigint OR c.claimed_until > 2 * $4::text::bigint - $3::text::bigint)`

const claims = `WITH behind AS MATERIALIZED (
    SELECT p.id, p.name FROM license_pool p LEFT JOIN license_cursor c ON c.pool = p.id AND c.consumer = $1::text
    WHERE p.version > coalesce(c.seq, 0) AND ${isFree} ORDER BY p.id LIMIT $5::text::bigint),
  claimed AS (
    INSERT INTO license_cursor AS c (pool, consumer, name, seq, claimed_until)
    SELECT id, $1::text, $2::text, 0, $4::text::bigint FROM behind ORDER BY id
    ON CONFLICT (pool, consumer) DO UPDATE SET claimed_until = excluded.claimed_until WHERE ${isFree}
    RETURNING c.pool, c.seq)
  SELECT b.name, c.seq::text AS seq FROM behind b LEFT JOIN claimed c ON c.pool = b.id ORDER BY b.id`

const moves = `INSERT INTO license_cursor AS c (pool, consumer, name, seq, claimed_until)
  SELECT id, $2::text, $3::text, $4::text::bigint, $5::text::bigint FROM license_pool WHERE id = $1::text
  ON CONFLICT (pool, consumer) DO UPDATE SET seq = greatest(c.seq, excluded.seq), claimed_until = excluded.claimed_until`

const cursorsIn = `SELECT name, seq::text AS seq FROM license_cursor WHERE pool = $1::text ORDER BY name COLLATE "C"`

export const outboxOf = (ask: Ask): Pick<LicenseStore, 'claim' | 'advance' | 'cursors'> => ({
  claim: async (consumer, at, forMs, limit) => {
    for (;;) {
      const rows = await ask(claims, idKey(consumer), consumer, whole(at), whole(at + forMs), whole(limit))
      const won = rows.filter(({ seq }) => seq !== null)
      // All that were free when we looked are somebody else's by now: there may be more behind them.
      if (won.length > 0 || rows.length === 0)
        return won.map(({ name, seq }): Claim => ({ pool: name as string, after: Number(seq) }))
    }
  },
  advance: async (consumer, pool, seq, until) => {
    await ask(moves, idKey(pool), idKey(consumer), consumer, whole(seq), until === undefined ? null : whole(until))
  },
  cursors: async (pool) =>
    (await ask(cursorsIn, idKey(pool))).map(({ name, seq }): Cursor => ({ consumer: name as string, seq: Number(seq) })),
})
