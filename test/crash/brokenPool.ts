// Connections to PostgreSQL that leave something out of what they are told, for `breakages.ts`. Each says so if there was nothing to leave out:
// a mutation that changes nothing proves nothing.

import type { PostgresExecutor, PostgresPool, PostgresValue } from '../../src/postgres/index.ts'
import { isPool, type Statement, type Wire, wired, writesPools } from './failingPool.ts'

/** The text with every match replaced; there must be one. */
const edited = (text: string, edits: readonly (readonly [RegExp, string])[]): string => {
  const result = edits.reduce((edited, [from, to]) => edited.replace(from, to), text)
  if (result === text) throw new TypeError(`there is nothing to break in: ${text}`)
  return result
}

/** The name is the text's: another text has another. */
const saying = (statement: Statement, text: string): Statement =>
  statement.name === undefined ? { ...statement, text } : { ...statement, text, name: `${statement.name.slice(0, 60)}x` }

/** What is compared with what was read. A parameter that is not used has no type, and is refused. */
const comparisons = [
  [/ AND (?:p\.)?(?:version|xmin::text) = (\$\d+)::text(?:::bigint)?/g, ' AND $1::text IS NOT NULL'],
  [/ AND l\.(?:version|mark) = g\.\w+/g, ''],
] as const

/** Writes whatever the version is by now, and locks nothing. */
export const unlocked = (pool: PostgresPool): PostgresPool =>
  wired(pool, (statement, run) => {
    const { text } = statement
    if (/^SELECT FROM license_pool .* FOR UPDATE$/.test(text)) return run(saying(statement, text.replace(' FOR UPDATE', '')))
    // A pool that is new has no version to compare.
    return writesPools(text) && !text.includes('won AS (INSERT')
      ? run(saying(statement, edited(text, comparisons)))
      : run(statement)
  })

const insertEvents = /JOIN won w ON w\.id = e\.pool/

/** Writes over what is there under the same number. */
export const keyless = (pool: PostgresPool): PostgresPool =>
  wired(pool, (statement, run) => {
    const over = '$& ON CONFLICT (pool, seq) DO UPDATE SET at = excluded.at, record = excluded.record'
    return run(saying(statement, statement.text.replace(insertEvents, over)))
  })

const insertLater = `INSERT INTO license_event (pool, seq, at, record)
  SELECT e.* FROM json_to_recordset($1::text::json) AS e(pool text, seq bigint, at bigint, record json)
  WHERE e.pool = ANY (ARRAY(SELECT json_array_elements_text($2::text::json)))`

/** Commits the change, and only then writes the events. */
export const withEventsLater = (pool: PostgresPool): PostgresPool => {
  const later = new WeakMap<PostgresExecutor, PostgresValue[][]>()
  const write: Wire = async (statement, run, executor) => {
    const { text, values } = statement
    const [, parameter] = /FROM json_to_recordset\(\$(\d+)::text::json\) AS e\(/.exec(text) ?? []
    const waiting = later.get(executor) ?? []
    const isWithEvents = writesPools(text) && parameter !== undefined
    const answer = await run(isWithEvents ? saying(statement, edited(text, [[insertEvents, '$& WHERE false']])) : statement)
    if (isWithEvents) {
      const won = answer.rows.map((row) => (row as { readonly id: string }).id)
      waiting.push([values[Number(parameter) - 1] ?? null, JSON.stringify(won)])
    }
    later.set(executor, waiting)
    if (text === 'ROLLBACK') waiting.length = 0
    if (text === 'COMMIT' || (writesPools(text) && isPool(executor)))
      for (const events of waiting.splice(0)) await executor.query(insertLater, events)
    return answer
  }
  return wired(pool, write)
}
