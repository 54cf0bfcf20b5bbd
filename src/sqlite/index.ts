// `license-pool/sqlite`: pools in a SQLite file, over any driver of the synchronous kind.

export { InDoubt } from '../tables/inDoubt.ts'
export type { Migration } from '../tables/migration.ts'
export type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.ts'
export { migrate, migrations } from './migrations.ts'
export { type OpenSqliteStore, openSqliteStore } from './openSqliteStore.ts'
export type { Pruned } from './prune.ts'
export { type SqliteOptions, type SqliteStore, sqliteStore } from './sqliteStore.ts'
