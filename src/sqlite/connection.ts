// One connection, on which transactions come one after the other: each is over within one turn of the event loop. What is asked from inside
// of one waits for its end, and sees nothing of it before; what another process keeps waiting lets the event loop go on.

import { setImmediate, setTimeout } from 'node:timers/promises'
import { inTransaction, isBusy, preparedOn, type SqliteDatabase, type SqliteStatement } from './database.ts'

export interface Connection {
  readonly prepare: (sql: string) => SqliteStatement
  /** Runs something that reads, all of it as of one moment. */
  readonly reading: <A>(run: () => A) => Promise<A>
  /** Runs something that writes: all of it or nothing. It may be run again when another process was writing. */
  readonly writing: <A>(run: () => A) => Promise<A>
}

const longestPauseMs = 50

/** The connection of a database; it waits up to `waitMs` for another process. */
export const connectionOn = (database: SqliteDatabase, waitMs: number): Connection => {
  let isInside = false

  const inside = <A>(kind: 'DEFERRED' | 'IMMEDIATE', run: () => A): A => {
    isInside = true
    try {
      return inTransaction(database, kind, run)
    } finally {
      isInside = false
    }
  }

  /** Not by the driver's own waiting, which would hold up the whole process. */
  const whenFree = async <A>(kind: 'DEFERRED' | 'IMMEDIATE', run: () => A): Promise<A> => {
    for (let waited = 0, pause = 1; ; waited += pause, pause = Math.min(pause * 2, longestPauseMs)) {
      while (isInside) await setImmediate()
      try {
        return inside(kind, run)
      } catch (error) {
        if (!isBusy(error) || waited >= waitMs) throw told(error)
        await setTimeout(pause)
      }
    }
  }

  return {
    prepare: preparedOn(database),
    reading: (run) => whenFree('DEFERRED', run),
    writing: (run) => whenFree('IMMEDIATE', run),
  }
}

/** The error to hand on: where tables are missing, one that says how they are made. */
const told = (error: unknown): unknown =>
  /no such table: license_/.test(String((error as { readonly message?: unknown }).message))
    ? new Error('the tables of license-pool are not there: run `migrate(database)` of license-pool/sqlite, or its migrations', {
        cause: error,
      })
    : error
