// A SQLite file with nothing to install where Node has SQLite itself, and with one package where it does not.

import process from 'node:process'
import type { SqliteDatabase } from './database.ts'
import { migrate } from './migrations.ts'
import { type SqliteOptions, type SqliteStore, sqliteStore } from './sqliteStore.ts'

type Driver = new (file: string) => SqliteDatabase

/**
 * A SQLite store that was opened, and can be closed.
 *
 * @example
 * const closing = async (store: OpenSqliteStore) => store.close()
 */
export interface OpenSqliteStore extends SqliteStore {
  /** Lets go of the file. Whatever was answered is in it already. */
  readonly close: () => void
}

/**
 * Opens a SQLite file (`:memory:` for none), makes it and its tables where they are not there yet, and answers the store. It takes the SQLite
 * of Node itself (from 22.13), else the package `libsql`, else `better-sqlite3`; without any it is rejected with what to install.
 *
 * @example
 * const store = await openSqliteStore(':memory:')
 * const licensing = createLicensing({ store, clock: systemClock })
 * console.log(toResult(await licensing.access('crm', 'lucy', { actor })).ok) // false
 * store.close()
 */
export const openSqliteStore = async (file: string, options: SqliteOptions = {}): Promise<OpenSqliteStore> => {
  if (typeof file !== 'string' || file === '') throw new TypeError('file: must be the path of a file, or ":memory:"')
  const Database = await driver()
  let database: SqliteDatabase | undefined
  try {
    const opened = new Database(file)
    database = opened
    opened.exec('PRAGMA busy_timeout = 10000')
    opened.exec('PRAGMA journal_mode = WAL')
    migrate(opened)
    return { ...sqliteStore(opened, options), close: () => void opened.close() }
  } catch (error) {
    database?.close()
    if (error instanceof TypeError) throw error
    throw new Error(`${file} could not be opened: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

const packages = ['libsql', 'better-sqlite3']

const driver = async (): Promise<Driver> => {
  const own = process.getBuiltinModule?.('node:sqlite') as { readonly DatabaseSync: Driver } | undefined
  if (own !== undefined) return own.DatabaseSync
  for (const name of packages) {
    try {
      const found = (await import(name)) as { readonly default: Driver }
      return found.default
    } catch (error) {
      if ((error as { readonly code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error
    }
  }
  throw new Error(
    `there is no SQLite here: Node has it itself from 22.13 (this is ${process.version}); on an older one: npm install libsql`,
  )
}
