// Several processes on one PostgreSQL server, which has its disk written for good (fsync) and goes down as often as they do.

import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { migrate } from '../../src/postgres/index.ts'
import type { PostgresServer } from '../support/postgresServer.ts'
import { choice } from './chance.ts'
import type { Fleet } from './fleet.ts'
import { poolOf } from './openPlace.ts'
import { postgresRows } from './rows.ts'
import type { RunOptions } from './run.ts'
import type { Place } from './task.ts'

type OnPostgres = Pick<RunOptions, 'prepare' | 'readBack' | 'isOurs'>
type Server = () => Promise<PostgresServer>

/** What is said of a connection or a server that is gone; nothing else may reach a caller. */
const gone = /^InDoubt|57P0[123]|ECONNRESET|ECONNREFUSED|EPIPE|ENOENT|Connection terminated/

let schemas = 0

/** Each run has a schema of its own. */
export const onPostgres = (server: Server): OnPostgres => ({
  isOurs: (error) => gone.test(error),
  prepare: async () => {
    const place = { type: 'postgres', url: (await server()).url, schema: `crash_${++schemas}` } as const
    const pool = poolOf(place, 1)
    await pool.query(`CREATE SCHEMA ${place.schema}`)
    await migrate(pool)
    await pool.end()
    return place
  },
  readBack: async (place) => {
    const pool = poolOf(place as Place & { readonly type: 'postgres' }, 1)
    const rows = await postgresRows(pool)
    await pool.end()
    return { rows, violations: [] }
  },
})

/** What happens to the server, in turns; each answers how often it was hit. */
const blows: readonly ((server: PostgresServer, n: number) => Promise<number>)[] = [
  // One connection is ended.
  async (server, n) => {
    const pids = await backends(server)
    const pid = pids[choice(pids.length, 'terminated', n)] ?? 0
    await ask(server, `SELECT pg_terminate_backend(${pid})`)
    return 1
  },
  // The process behind one connection is killed: the server ends all of them, and recovers.
  async (server, n) => {
    const pids = await backends(server)
    const pid = pids[choice(pids.length, 'killed', n)]
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    return Number(pid !== undefined)
  },
  // The server is stopped hard, stays away for a moment, and recovers.
  async (server) => {
    await server.kill()
    await setTimeout(100)
    await server.restart()
    return 1
  },
  // Every connection is ended.
  async (server) => {
    await ask(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${isClient}`)
    return 1
  },
]

const isClient = `backend_type = 'client backend' AND pid <> pg_backend_pid()`

const backends = async (server: PostgresServer): Promise<readonly number[]> => {
  const rows = await ask(server, `SELECT pid FROM pg_stat_activity WHERE ${isClient} ORDER BY pid`)
  return rows.map(({ pid }) => Number(pid))
}

/** Asks until the server is there again. */
const ask = async ({ url }: PostgresServer, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  for (let tries = 0; ; tries++) {
    const pool = poolOf({ type: 'postgres', url, schema: 'public' }, 1)
    try {
      return (await pool.query(sql)).rows
    } catch (error) {
      if (tries === 500) throw error
      await setTimeout(20)
    } finally {
      await pool.end()
    }
  }
}

/** The plan of the crash that was tried first (storage.md), and more of it: every 0.9 s a worker, and in between the server. */
export const postgresKills = (server: Server, rounds: number): RunOptions => ({
  name: 'PostgreSQL, kill -9, restarts, cuts',
  ...onPostgres(server),
  plan: { licenses: 500, members: 900, sidePools: 20 },
  workers: 4,
  callers: 16,
  trouble: () => ({ losesOneIn: 200 }),
  leastKills: rounds,
  havoc: async (fleet: Fleet) => {
    let hits = 0
    for (let n = 0; n < rounds; n++) {
      await setTimeout(450)
      await fleet.kill(choice(4, 'worker', n))
      await setTimeout(450)
      hits += (await blows[n % blows.length]?.(await server(), n)) ?? 0
    }
    await fleet.answered(4_000)
    return hits
  },
})
