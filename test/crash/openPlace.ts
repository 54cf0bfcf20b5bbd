// The store of a worker: as an application opens it, with what is to go wrong put between the store and its database.

import { DatabaseSync } from 'node:sqlite'
import Libsql from 'libsql'
import { type SqliteDatabase, sqliteStore } from '../../src/sqlite/index.ts'
import type { LicenseStore } from '../../src/store/index.ts'
import { breakages } from './breakages.ts'
import { dying, losing } from './failingDatabase.ts'
import type { Place, Trouble } from './task.ts'

export interface Opened {
  readonly store: LicenseStore
  readonly close: () => Promise<void>
}

export const openDatabase = ({ driver, file }: Place & { readonly type: 'sqlite' }): SqliteDatabase =>
  driver === 'libsql' ? new Libsql(file) : new DatabaseSync(file)

export const openPlace = async (place: Place, { death, losesOneIn, breakage }: Trouble): Promise<Opened> => {
  const broken = breakage === undefined ? {} : breakages[breakage]
  if (place.type === 'postgres') throw new Error('to come')
  const plain = openDatabase(place)
  const mortal = losing(dying(broken.driver?.(plain) ?? plain, death), losesOneIn)
  const database = broken.database?.(mortal) ?? mortal
  const store = sqliteStore(database)
  return { store: broken.store?.(store) ?? store, close: async () => void plain.close() }
}
