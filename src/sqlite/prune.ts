// What nobody may ask for any more is deleted, a bounded number of rows in a transaction, so that no writer waits long.

import type { Instant } from '../pool/time/calendar.ts'
import { answersKeptForMs, endedLeasesKeptForMs } from '../tables/keptFor.ts'
import type { Connection } from './connection.ts'

/** How much was deleted. */
export interface Pruned {
  readonly answers: number
  readonly sessions: number
}

const rowsAtATime = 1_000

const oldAnswers = `DELETE FROM license_command WHERE (pool, key) IN (SELECT pool, key FROM license_command WHERE at < ? LIMIT ${rowsAtATime})`

/** A session is known until its pool's latest event is a day later (C11), be the clock where it may. */
const oldLeases = `DELETE FROM license_lease WHERE (pool, id) IN (SELECT t.pool, t.id FROM license_lease t JOIN license_pool p ON p.id = t.pool
  JOIN license_event e ON e.pool = p.id AND e.seq = p.version
  WHERE t.ended_at < ? AND t.ended_at < e.at - ${endedLeasesKeptForMs} LIMIT ${rowsAtATime})`

export const pruneRows = async ({ prepare, writing }: Connection, at: Instant): Promise<Pruned> => {
  const all = async (sql: string, before: Instant): Promise<number> => {
    let deleted = 0
    for (;;) {
      const count = await writing(() => {
        prepare(sql).run(before)
        return (prepare('SELECT changes() AS count').get() as { count: number }).count
      })
      deleted += count
      if (count < rowsAtATime) return deleted
    }
  }
  return {
    answers: await all(oldAnswers, at - answersKeptForMs),
    sessions: await all(oldLeases, at - endedLeasesKeptForMs),
  }
}
