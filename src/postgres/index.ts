// `license-pool/postgres`: pools in a PostgreSQL database, over pg or any driver that runs a statement.

export { InDoubt } from '../tables/inDoubt.ts'
export type { Migration } from '../tables/migration.ts'
export type { PostgresExecutor, PostgresPool, PostgresSession, PostgresValue } from './executor.ts'
export { migrate } from './migrate.ts'
export { migrations } from './migrations.ts'
export { type PostgresOptions, type PostgresStore, postgresStore } from './postgresStore.ts'
export type { Pruned } from './prune.ts'
