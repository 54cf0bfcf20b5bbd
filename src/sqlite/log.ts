// What is read of the log, of the answers and of the pools that are due, a page at a time.

import type { LicenseStore } from '../shell/store.ts'
import { restored } from '../store/format.ts'
import { idKey } from '../tables/idKey.ts'
import type { Connection } from './connection.ts'
import type { SqliteValue } from './database.ts'

const due = 'SELECT name AS record FROM license_pool WHERE due_at <= ? AND id > ? ORDER BY id LIMIT ?'
const events = 'SELECT record FROM license_event WHERE pool = ? AND seq > ? ORDER BY seq LIMIT ?'
const answers = 'SELECT record FROM license_command WHERE pool = ? AND key > ? ORDER BY key LIMIT ?'

/** The key behind which a page begins. */
const behind = (after: string | undefined): string => (after === undefined ? '' : idKey(after))

/** SQLite counts in 64 bits. */
const most = (limit: number): number => Math.min(limit, Number.MAX_SAFE_INTEGER)

export const logOf = ({ prepare, reading }: Connection): Pick<LicenseStore, 'poolsDue' | 'events' | 'answers'> => {
  const all = (sql: string, ...values: SqliteValue[]): Promise<readonly string[]> =>
    reading(() => (prepare(sql).all(...values) as { record: string }[]).map(({ record }) => record))
  return {
    poolsDue: (by, limit, after) => all(due, by, behind(after), most(limit)),
    events: async (pool, after, limit) =>
      (await all(events, idKey(pool), after, most(limit))).map((json) => restored('event', json, pool)),
    answers: async (pool, after, limit) =>
      (await all(answers, idKey(pool), behind(after), most(limit))).map((json) => restored('answer', json, pool)),
  }
}
