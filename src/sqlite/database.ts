// The synchronous shape that node:sqlite, libsql and better-sqlite3 have in common: all that is asked of a driver.

import { InDoubt } from '../tables/inDoubt.ts'

/** A prepared statement, with `?` for each value: better-sqlite3 takes `?1` for a name. */
export interface SqliteStatement {
  run(...values: unknown[]): unknown
  get(...values: unknown[]): unknown
  all(...values: unknown[]): unknown
}

/** What is given for a `?`. Whole numbers are within what a double holds exactly. */
export type SqliteValue = string | number | null

/**
 * An open database: `DatabaseSync` of node:sqlite, `Database` of libsql or of better-sqlite3.
 *
 * @example
 * const inMemory = async (): Promise<SqliteDatabase> => new (await import('node:sqlite')).DatabaseSync(':memory:')
 */
export interface SqliteDatabase {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
  close(): unknown
}

/** Statements by their text, each prepared once. */
export const preparedOn = (database: SqliteDatabase): ((sql: string) => SqliteStatement) => {
  const statements = new Map<string, SqliteStatement>()
  return (sql) => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
}

/** Runs something in a transaction, which is undone if it throws. Whether a `COMMIT` that failed was carried out may be unknown: `InDoubt`. */
export const inTransaction = <A>(database: SqliteDatabase, kind: 'DEFERRED' | 'IMMEDIATE', run: () => A): A => {
  database.exec(`BEGIN ${kind}`)
  let isCommitting = false
  try {
    const result = run()
    isCommitting = true
    database.exec('COMMIT')
    return result
  } catch (error) {
    const isUndone = undo(database)
    throw isCommitting && !isUndone && !isFull(error) ? new InDoubt(error) : error
  }
}

/** Whether there was a transaction to undo: a full disk or a broken file has perhaps undone it already, and a `COMMIT` ends it. */
const undo = (database: SqliteDatabase): boolean => {
  try {
    database.exec('ROLLBACK')
    return true
  } catch {
    return false
  }
}

/** There is no room: a `COMMIT`, too, has then written nothing, and SQLite has undone the transaction itself. */
const isFull = (error: unknown): boolean => {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  return errcode === 13 || code === 'SQLITE_FULL'
}

/** Somebody else is writing: nothing was done, and it can be tried again. */
export const isBusy = (error: unknown): boolean => {
  const { code, errcode, message } = error as { readonly code?: unknown; readonly errcode?: unknown; readonly message?: unknown }
  return errcode === 5 || String(code).startsWith('SQLITE_BUSY') || /database (table )?is locked/.test(String(message))
}
