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

const deletion = (table: string, column: string): string =>
  `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM ${table} WHERE ${column} < $1::text::bigint LIMIT ${rowsAtATime} FOR UPDATE SKIP LOCKED)) RETURNING 1)
  SELECT count(*)::text AS count FROM gone`

const oldAnswers = deletion('license_command', 'at')
const oldSessions = deletion('license_lease', 'ended_at')

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
