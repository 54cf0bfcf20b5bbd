// `license-pool/sqlite`: pools in a SQLite file, over any driver of the synchronous kind.

export { InDoubt } from '../tables/inDoubt.ts'
export type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.ts'
export { type Migration, migrate, migrations } from './migrations.ts'
export { type OpenSqliteStore, openSqliteStore } from './openSqliteStore.ts'
export type { Pruned } from './prune.ts'
export { type SqliteOptions, type SqliteStore, sqliteStore } from './sqliteStore.ts'
