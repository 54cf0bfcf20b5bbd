// The server that the bench measures on, a database of its own in it for each thing measured, and how much CPU it has used.

import pg from 'pg'
import { migrate, type PostgresStore, postgresStore } from '../../src/postgres/index.ts'
import { startPostgres } from '../../test/support/postgresServer.ts'
import { cpuOf, postmasterOf } from './cpu.ts'

export interface BenchServer {
  /** What it is and how it is set, for people. */
  readonly about: string
  readonly version: number
  /** Makes a database with our tables in it, and answers its address. */
  readonly database: (name: string) => Promise<string>
  /** Asks it, on a connection that nothing is measured on. */
  readonly ask: <Row extends object>(url: string, sql: string) => Promise<readonly Row[]>
  /** Microseconds of CPU that all of its processes have used; 0 where it is on another machine. */
  readonly cpu: () => number
  readonly close: () => Promise<void>
}

/** Statements are named, as those by hand are: an application over `pg` itself would name them. */
export const storeOn = (connections: pg.Pool): PostgresStore => postgresStore(connections, { prepared: true })

/** fsync is on. The rest keeps checkpoints out of the turns: they would cost whoever has his turn just then. */
const settings = { fsync: 'on', max_wal_size: '8GB', checkpoint_timeout: '1h', shared_buffers: '512MB', max_connections: '200' }

export const startServer = async (): Promise<BenchServer> => {
  const server = await startPostgres({ settings })
  const made: string[] = []
  const ask = async <Row extends object>(url: string, sql: string): Promise<readonly Row[]> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }
  const first = new pg.Client({ connectionString: server.url })
  await first.connect()
  const [said] = (await first.query<Said>(aboutSql)).rows
  const postmaster = said === undefined ? undefined : postmasterOf(said.pid)
  await first.end()
  if (said === undefined) throw new Error('the server did not say what it is')
  if (said.fsync !== 'on') throw new Error('the server runs without fsync: nothing it does would be durable')
  return {
    about: `PostgreSQL ${said.version}, fsync on`,
    version: Number(said.number),
    database: async (name) => {
      const database = `license_bench_${name}`
      await ask(server.url, `DROP DATABASE IF EXISTS ${database}`)
      await ask(server.url, `CREATE DATABASE ${database}`)
      made.push(database)
      const url = new URL(server.url)
      url.pathname = `/${database}`
      const pool = new pg.Pool({ connectionString: url.href, max: 1 })
      await migrate(pool)
      await pool.end()
      return url.href
    },
    ask,
    cpu: () => (postmaster === undefined ? 0 : cpuOf(postmaster)),
    close: async () => {
      for (const database of made) await ask(server.url, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
      await server.stop()
    },
  }
}

interface Said {
  readonly pid: number
  readonly version: string
  readonly number: string
  readonly fsync: string
}

const aboutSql = `SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version, current_setting('server_version_num') AS number,
  current_setting('fsync') AS fsync`
