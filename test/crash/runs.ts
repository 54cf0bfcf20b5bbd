// Which runs there are, in the order in which they are done. One server serves those on PostgreSQL; it is started for the first of them.

import process from 'node:process'
import { type PostgresServer, startPostgres } from '../support/postgresServer.ts'
import { type Mutation, mutated } from './mutations.ts'
import { postgresMutations } from './postgresMutations.ts'
import { postgresKills } from './postgresRun.ts'
import type { Report } from './report.ts'
import { type RunOptions, run } from './run.ts'
import { sqliteMutations } from './sqliteMutations.ts'
import { sqliteKills, sqlitePoints } from './sqliteRun.ts'

export interface Run {
  readonly name: string
  readonly run: () => Promise<Report>
}

export interface Runs {
  /** One after the other. */
  readonly alone: readonly Run[]
  /** Several side by side: most of their time they wait. */
  readonly together: readonly Run[]
  readonly close: () => Promise<void>
}

export const runs = (short: boolean): Runs => {
  let started: Promise<PostgresServer> | undefined
  const server = (): Promise<PostgresServer> => {
    // A server of somebody else's is not ours to kill.
    delete process.env.TEST_PG_URL
    started ??= startPostgres()
    return started
  }
  const onSqlite = [
    plain(sqliteKills('node:sqlite', short ? 6 : 24)),
    plain(sqlitePoints('node:sqlite', short ? 2 : 6)),
    plain(sqlitePoints('libsql', short ? 2 : 6)),
  ]
  const mutations = [...postgresMutations(server), ...sqliteMutations].map(broken)
  return {
    alone: [plain(postgresKills(server, short ? 6 : 28)), ...(short ? [] : onSqlite)],
    together: short ? [...onSqlite, ...mutations] : mutations,
    close: async () => (await started)?.stop(),
  }
}

const plain = (options: RunOptions): Run => ({ name: options.name, run: () => run(options) })

const broken = (mutation: Mutation): Run => ({ name: mutation.options.name, run: () => mutated(mutation) })
