// A SQLite connection on which something goes wrong at an exact point, whatever driver it is of.

import process from 'node:process'
import type { SqliteDatabase, SqliteStatement } from '../../src/sqlite/index.ts'
import type { Death } from './task.ts'

const isWrite = (sql: string): boolean => /^\s*(INSERT|UPDATE|DELETE)\b/i.test(sql)

/** A connection whose statements tell, before they run, what they are. */
export const watched = (database: SqliteDatabase, before: (sql: string) => void): SqliteDatabase => ({
  exec: (sql) => {
    before(sql)
    return database.exec(sql)
  },
  prepare: (sql) => {
    const statement = database.prepare(sql)
    const telling = <Values extends readonly unknown[], A>(run: (...values: Values) => A) => {
      return (...values: Values): A => {
        before(sql)
        return run(...values)
      }
    }
    return {
      run: telling((...values: Parameters<SqliteStatement['run']>) => statement.run(...values)),
      get: telling((...values: Parameters<SqliteStatement['get']>) => statement.get(...values)),
      all: telling((...values: Parameters<SqliteStatement['all']>) => statement.all(...values)),
    }
  },
  close: () => database.close(),
})

/** Ends this process in the nth transaction that writes, with no chance to tidy up. */
export const dying = (database: SqliteDatabase, death: Death | undefined): SqliteDatabase => {
  if (death === undefined) return database
  let transactions = 0
  let writes = 0
  // Or in the first one behind it that comes to that point.
  const isTheOne = (): boolean => transactions >= death.transaction
  const told = watched(database, (sql) => {
    if (!isTheOne()) return
    if (isWrite(sql)) writes++
    if (death.at === 'between writes' && writes === 3) die()
    if (death.at === 'before COMMIT' && sql === 'COMMIT') die()
  })
  return {
    ...told,
    exec: (sql) => {
      const result = told.exec(sql)
      if (death.at === 'after COMMIT' && sql === 'COMMIT' && isTheOne()) die()
      // Only now: one that another process holds up is none yet.
      if (sql === 'BEGIN IMMEDIATE') transactions++
      return result
    },
  }
}

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  // Whatever is left of this process does nothing more.
  for (;;);
}

/** Carries out every `COMMIT`, and of so many says once that it does not know. */
export const losing = (database: SqliteDatabase, oneIn: number | undefined): SqliteDatabase => {
  if (oneIn === undefined) return database
  let commits = 0
  return {
    prepare: (sql) => database.prepare(sql),
    close: () => database.close(),
    exec: (sql) => {
      const result = database.exec(sql)
      if (sql === 'COMMIT' && ++commits % oneIn === 0) throw new Error('the answer was lost')
      return result
    },
  }
}
