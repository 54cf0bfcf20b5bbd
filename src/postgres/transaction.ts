// A transaction's two forms. Open: two statements, each by itself, and whoever was faster is seen by the version. Locked: the headers are
// kept from everybody else between reading and writing, which takes a session.

import { type Decided, decide } from '../tables/decide.ts'
import { idKey } from '../tables/idKey.ts'
import type { Job, JobOutcome } from '../tables/job.ts'
import type { Found, PoolRead } from '../tables/rows.ts'
import { type Ask, heard, type PostgresPool, type PostgresSession } from './executor.ts'
import { failureOf } from './failures.ts'
import { type Marks, readRows } from './readRows.ts'
import { writeRows } from './writeRows.ts'

/** What became of the jobs, or how far they came. */
export type Attempt =
  | { readonly type: 'Done'; readonly outcomes: readonly JobOutcome[] }
  | {
      readonly type: 'Broken'
      readonly error: unknown
      /** What has perhaps become of them: the database had been told to write for good. */
      readonly written?: readonly JobOutcome[]
    }

/** Where connections come from, and how one is asked. */
export interface Sessions {
  readonly pool: PostgresPool
  readonly asking: (session: PostgresSession) => Ask
}

/** What the jobs come to, by what is read. */
export interface Decision extends Decided {
  readonly marks: Marks
}

export const decided = async (ask: Ask, jobs: readonly Job[]): Promise<Decision> => {
  const deciding = decide(jobs)
  const marks: Marks = new Map()
  let found: Found | undefined
  for (;;) {
    const step: IteratorResult<readonly PoolRead[], Decided> = found === undefined ? deciding.next() : deciding.next(found)
    if (step.done === true) return { ...step.value, marks }
    found = await readRows(ask, step.value, marks)
  }
}

/** Writes what was decided; who decided on a pool that was not won has lost. */
export const settled = async (ask: Ask, { writes, outcomes, marks }: Decision): Promise<readonly JobOutcome[]> => {
  if (writes.length === 0) return outcomes
  const won = await writeRows(ask, writes, marks)
  return outcomes.map((outcome) =>
    outcome.type === 'Decided' && outcome.after !== undefined && !won.has(outcome.after.pool) ? { type: 'Lost' } : outcome,
  )
}

/** Each statement by itself: two round trips, where one reading was enough. */
export const attemptOpen = (ask: Ask, jobs: readonly Job[]): Promise<Attempt> =>
  attempt(async (writing) => {
    const decision = await decided(ask, jobs)
    if (decision.writes.length > 0) writing(decision.outcomes)
    return settled(ask, decision)
  })

/** In a transaction that keeps the pools from everybody else: until it commits, nothing is in doubt. */
export const attemptLocked = ({ pool, asking }: Sessions, jobs: readonly Job[]): Promise<Attempt> =>
  attempt((writing) =>
    inSession(pool, 'READ COMMITTED', async (session) => {
      const ask = asking(session)
      await lock(ask, jobs)
      const outcomes = await settled(ask, await decided(ask, jobs))
      writing(outcomes)
      return outcomes
    }),
  )

/** Nothing but reading. */
export const attemptReading = (ask: Ask, job: Job): Promise<Attempt> => attempt(async () => (await decided(ask, [job])).outcomes)

/** The same, all of it as of one moment. */
export const attemptSnapshot = ({ pool, asking }: Sessions, job: Job): Promise<Attempt> =>
  attempt(() => inSession(pool, 'REPEATABLE READ READ ONLY', async (session) => (await decided(asking(session), [job])).outcomes))

const attempt = async (
  run: (writing: (outcomes: readonly JobOutcome[]) => void) => Promise<readonly JobOutcome[]>,
): Promise<Attempt> => {
  let written: readonly JobOutcome[] | undefined
  try {
    const outcomes = await run((outcomes) => {
      written = outcomes
    })
    return { type: 'Done', outcomes }
  } catch (error) {
    return { type: 'Broken', error, ...(written === undefined ? {} : { written }) }
  }
}

const locks = `SELECT FROM license_pool p WHERE p.id = ANY (ARRAY(SELECT json_array_elements_text($1::text::json))) ORDER BY p.id FOR UPDATE`

/** In the order of their keys, as every statement that writes does. */
export const lock = (ask: Ask, jobs: readonly Job[]): Promise<unknown> =>
  ask(locks, JSON.stringify([...new Set(jobs.map(({ pool }) => idKey(pool)))]))

/** Runs something in a transaction on a connection of its own. */
export const inSession = async <A>(
  pool: PostgresPool,
  isolation: 'READ COMMITTED' | 'REPEATABLE READ READ ONLY',
  run: (session: PostgresSession) => Promise<A>,
): Promise<A> => {
  const session = await pool.connect()
  if (typeof session?.query !== 'function' || typeof session.release !== 'function')
    throw new TypeError('connect() of what postgresStore was given answers no connection with query and release')
  const unheard = heard(session)
  const letGo = (): void => {
    unheard()
    session.release()
  }
  try {
    await session.query(`BEGIN ISOLATION LEVEL ${isolation}`, [])
    const result = await run(session)
    await session.query('COMMIT', [])
    letGo()
    return result
  } catch (error) {
    if (await isUndone(session, error)) letGo()
    else session.release(true)
    throw error
  }
}

/** Only a connection on which the server itself has refused something is asked once more: any other may never answer. */
const isUndone = async (session: PostgresSession, error: unknown): Promise<boolean> => {
  if (!['Raced', 'Refused', 'NoTables'].includes(failureOf(error))) return false
  try {
    await session.query('ROLLBACK', [])
    return true
  } catch {
    return false
  }
}
