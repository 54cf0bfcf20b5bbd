// The store of a worker: as an application opens it, with what is to go wrong put between the store and its database.

import { DatabaseSync } from 'node:sqlite'
import Libsql from 'libsql'
import pg from 'pg'
import { postgresStore } from '../../src/postgres/index.ts'
import { type SqliteDatabase, sqliteStore } from '../../src/sqlite/index.ts'
import type { LicenseStore } from '../../src/store/index.ts'
import { breakages } from './breakages.ts'
import { dying, losing } from './failingDatabase.ts'
import { troubled, wired } from './failingPool.ts'
import type { Place, Trouble } from './task.ts'

export interface Opened {
  readonly store: LicenseStore
  readonly close: () => Promise<void>
}

export const openDatabase = ({ driver, file }: Place & { readonly type: 'sqlite' }): SqliteDatabase =>
  driver === 'libsql' ? new Libsql(file) : new DatabaseSync(file)

export const openPlace = async (place: Place, trouble: Trouble): Promise<Opened> =>
  place.type === 'postgres' ? openPostgres(place, trouble) : openSqlite(place, trouble)

const openSqlite = (place: Place & { readonly type: 'sqlite' }, { death, losesOneIn, breakage }: Trouble): Opened => {
  const broken = breakage === undefined ? {} : breakages[breakage]
  const plain = openDatabase(place)
  const mortal = losing(dying(broken.driver?.(plain) ?? plain, death), losesOneIn)
  const database = broken.database?.(mortal) ?? mortal
  const store = sqliteStore(database)
  return { store: broken.store?.(store) ?? store, close: async () => void plain.close() }
}

const openPostgres = (place: Place & { readonly type: 'postgres' }, trouble: Trouble): Opened => {
  const broken = trouble.breakage === undefined ? {} : breakages[trouble.breakage]
  const plain = poolOf(place, 6)
  const mortal = wired(plain, troubled(trouble))
  const store = postgresStore(broken.pool?.(mortal) ?? mortal, { prepared: true, retryForMs: trouble.patienceMs ?? 5_000 })
  return { store: broken.store?.(store) ?? store, close: () => plain.end() }
}

/** Connections that look in the schema of the run. */
export const poolOf = ({ url, schema }: Place & { readonly type: 'postgres' }, max: number): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, options: `-c search_path=${schema}`, max })
  // Whoever asks next is told; unheard, it would end the process.
  return pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
}
