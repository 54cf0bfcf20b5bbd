// What nobody may ask for any more is deleted, a bounded number of rows in a statement, so that no writer waits long.

import type { Instant } from '../pool/time/calendar.ts'
import { answersKeptForMs, endedLeasesKeptForMs } from '../tables/keptFor.ts'
import type { Ask } from './executor.ts'

/** How much was deleted. */
export interface Pruned {
  readonly answers: number
  readonly sessions: number
}

const rowsAtATime = 5_000

const deletion = (table: string, rows: string): string =>
  `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY (ARRAY(${rows} LIMIT ${rowsAtATime} FOR UPDATE OF t SKIP LOCKED)) RETURNING 1)
  SELECT count(*)::text AS count FROM gone`

const oldAnswers = deletion('license_command', 'SELECT t.ctid FROM license_command t WHERE t.at < $1::text::bigint')

/** A session is known until its pool's latest event is a day later (C11), be the clock where it may. */
const oldSessions = deletion(
  'license_lease',
  `SELECT t.ctid FROM license_lease t JOIN license_pool p ON p.id = t.pool JOIN license_event e ON e.pool = p.id AND e.seq = p.version
    WHERE t.ended_at < $1::text::bigint AND t.ended_at < e.at - ${endedLeasesKeptForMs}`,
)

export const pruneRows = async (ask: Ask, at: Instant): Promise<Pruned> => {
  const all = async (sql: string, before: Instant): Promise<number> => {
    for (let deleted = 0; ; ) {
      const [row] = await ask(sql, String(before))
      deleted += Number(row?.count)
      if (Number(row?.count) < rowsAtATime) return deleted
    }
  }
  return {
    answers: await all(oldAnswers, at - answersKeptForMs),
    sessions: await all(oldSessions, at - endedLeasesKeptForMs),
  }
}
