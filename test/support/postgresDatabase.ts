// A database for one test: a schema of its own on a shared server, pools of connections to it, and a hand on what goes over the wire.

import pg from 'pg'
import {
  migrate,
  type PostgresExecutor,
  type PostgresOptions,
  type PostgresPool,
  type PostgresSession,
  type PostgresStore,
  postgresStore,
} from '../../src/postgres/index.ts'
import type { PostgresServer } from './postgresServer.ts'

/** Runs one statement; what stands between it and the database may do something before, after, or instead. */
export type Wire = (text: string, run: () => Promise<{ readonly rows: readonly object[] }>) => ReturnType<typeof run>

export interface Database {
  readonly schema: string
  /** A pool of connections of its own, over which this wire goes. */
  readonly connect: (wire?: Wire) => PostgresPool & { readonly pool: pg.Pool }
  readonly store: (wire?: Wire, options?: PostgresOptions) => PostgresStore
  /** Something of our own, whatever the wires do. */
  readonly ask: (text: string, values?: unknown[]) => Promise<readonly Record<string, unknown>[]>
  /** Ends every connection of the stores. */
  readonly disconnect: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A pool of connections. One that is being ended has nobody any more who would hear that the server has ended, too. */
export const poolOn = (url: string, options: pg.PoolConfig = {}): pg.Pool =>
  new pg.Pool({ connectionString: url, ...options }).on('error', () => {}).on('connect', (client) => client.on('error', () => {}))

/** Databases of a server, to be closed together when a test is over. */
export const databasesOn = (server: PostgresServer) => {
  const opened: Database[] = []
  return {
    open: async (options: Opening = {}): Promise<Database> => {
      const database = await openDatabase(server, options)
      opened.push(database)
      return database
    },
    closeAll: async (): Promise<void> => {
      for (const each of opened.splice(0)) await each.close()
    },
  }
}

interface Opening {
  /** Whether our tables are there; default: they are. */
  readonly migrated?: boolean
}

let schemas = 0
/** Schemas with our tables that nobody uses any more. */
const spare: string[] = []

const tables = ['pool', 'member', 'lease', 'event', 'command', 'cursor'].map((name) => `license_${name}`)

/** An empty database. */
export const openDatabase = async (server: PostgresServer, { migrated = true }: Opening = {}): Promise<Database> => {
  const used = migrated ? spare.pop() : undefined
  const schema = used ?? `test_${process.pid}_${++schemas}`
  const poolOf = (max: number): pg.Pool => poolOn(server.url, { options: `-c search_path=${schema}`, max })
  const own = poolOf(1)
  if (used === undefined) await own.query(`CREATE SCHEMA ${schema}`)
  if (used === undefined && migrated) await migrate(own)
  const pools: pg.Pool[] = []
  const connect = (wire: Wire = (_, run) => run()) => {
    const pool = poolOf(10)
    pools.push(pool)
    return { pool, ...wired(pool, wire) }
  }
  const disconnect = async (): Promise<void> => {
    await Promise.all(pools.splice(0).map((pool) => pool.end()))
  }
  return {
    schema,
    connect,
    store: (wire, options) => postgresStore(connect(wire), options),
    ask: async (text, values) => (await own.query(text, values)).rows,
    disconnect,
    close: async () => {
      await disconnect()
      if (migrated) {
        await own.query(tables.map((table) => `DELETE FROM ${table}`).join(';'))
        spare.push(schema)
      }
      await own.end()
    },
  }
}

const wired = (pool: pg.Pool, wire: Wire): PostgresPool => {
  const over = (executor: PostgresExecutor): PostgresExecutor => ({
    query: (text, values) => wire(wordsOf(text), () => executor.query(text, values)),
  })
  return {
    ...over(pool),
    connect: async () => {
      const client = await pool.connect()
      return { ...over(client), release: (destroy) => client.release(destroy) } satisfies PostgresSession
    },
  }
}

/** A statement may come as an object with its name. */
const wordsOf = (statement: unknown): string =>
  typeof statement === 'string' ? statement : (statement as { readonly text: string }).text

/** Whether a statement writes a change for good. */
export const isWrite = (text: string): boolean =>
  (text.startsWith('WITH ') && text.endsWith('SELECT id FROM won')) || text === 'COMMIT'

/** What the driver says when the connection breaks. */
export const brokenConnection = (): Error => coded('ECONNRESET', 'read ECONNRESET')

/** An error as drivers throw it. */
export const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code })
