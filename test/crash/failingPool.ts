// Connections to PostgreSQL on which something goes wrong at an exact point, or that say something else than they were told to.

import process from 'node:process'
import type pg from 'pg'
import type { PostgresExecutor, PostgresPool, PostgresSession, PostgresValue } from '../../src/postgres/index.ts'
import type { Trouble } from './task.ts'

type Answer = ReturnType<PostgresExecutor['query']>

/** Runs one statement; what stands between it and the database may do something before, after, or instead. */
export type Wire = (statement: Statement, run: (statement: Statement) => Answer, executor: PostgresExecutor) => Answer

export interface Statement {
  readonly text: string
  readonly values: PostgresValue[]
  /** There where it is a named one. */
  readonly name?: string
}

/** A pool of `pg` with something in between. */
export const wired = (pool: PostgresPool, wire: Wire): PostgresPool => {
  const over = (executor: PostgresExecutor): PostgresExecutor => ({
    query: (text: string | Statement, values: PostgresValue[] = []) => {
      const statement = typeof text === 'string' ? { text, values } : text
      const run = ({ text, values, name }: Statement): Answer =>
        name === undefined ? executor.query(text, values) : (executor as pg.Pool).query({ name, text, values })
      return wire(statement, run, executor)
    },
  })
  return {
    ...over(pool),
    connect: async () => {
      const session = await pool.connect()
      return { ...over(session), release: (destroy) => session.release(destroy) } satisfies PostgresSession
    },
  }
}

/** A statement that writes pools, by itself or in a transaction that began before. */
export const writesPools = (text: string): boolean => text.startsWith('WITH ') && text.endsWith('SELECT id FROM won')

/** What is written over a pool counts at once; over a session, with the `COMMIT`. */
export const isPool = (executor: PostgresExecutor): boolean => 'connect' in executor && !('release' in executor)

/** What the driver says when the connection breaks. */
export const broken = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

/** Ends this process around its nth commit; loses the answer of one in so many. */
export const troubled = ({ death, losesOneIn }: Trouble): Wire => {
  let commits = 0
  const isDue = (): boolean => death !== undefined && commits >= death.transaction
  return async (statement, run, executor) => {
    const isCommit = statement.text === 'COMMIT' || (writesPools(statement.text) && isPool(executor))
    if (!isCommit) return run(statement)
    commits++
    if (isDue() && death?.at === 'before COMMIT') die()
    const answer = await run(statement)
    if (isDue() && death?.at === 'after COMMIT') die()
    if (losesOneIn !== undefined && commits % losesOneIn === 0) throw broken()
    return answer
  }
}

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  // Whatever is left of this process does nothing more.
  for (;;);
}
