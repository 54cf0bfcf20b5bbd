// What is asked of a driver: text, values that are text or NULL, rows that are text. Nothing that a driver converts, or that somebody else has
// told it to convert, comes in between.

import { createHash } from 'node:crypto'
import { told } from './failures.ts'

/** A parameter. Numbers go as text, and the SQL says what they are. */
export type PostgresValue = string | null

/**
 * Whatever runs a statement: a pool of `pg`, a client in a transaction, or a line around what another library has.
 *
 * @example
 * const overPostgresJs = (sql: { unsafe: (text: string, values: PostgresValue[]) => Promise<object[]> }): PostgresExecutor => ({
 *   query: async (text, values) => ({ rows: await sql.unsafe(text, values) }),
 * })
 */
export interface PostgresExecutor {
  query(text: string, values: PostgresValue[]): Promise<{ readonly rows: readonly object[] }>
}

/**
 * A connection that is one caller's until it is let go of.
 *
 * @example
 * const letGo = (session: PostgresSession) => session.release()
 */
export interface PostgresSession extends PostgresExecutor {
  /** `true`: it is of no use to anybody any more. */
  release(destroy?: boolean): unknown
}

/**
 * An executor that also hands out connections, as `pg.Pool` does: then pools that many processes write to are locked, not raced for.
 *
 * @example
 * const pool: PostgresPool = new pg.Pool({ connectionString: 'postgres://localhost/licenses' })
 */
export interface PostgresPool extends PostgresExecutor {
  connect(): Promise<PostgresSession>
}

/** A row as it is read: every column was made text by the statement. */
export type TextRow = Readonly<Record<string, string | null>>

/** Runs one statement. */
export type Ask = (sql: string, ...values: PostgresValue[]) => Promise<readonly TextRow[]>

/** How statements are said. */
export interface Saying {
  /** The PostgreSQL schema that the tables are in; absent: wherever the connection looks. */
  readonly schema?: string | undefined
  /** As named statements, which only `pg` and what is made like it takes. */
  readonly prepared: boolean
}

const tables = /\blicense_(pool|member|lease|event|command|cursor|schema)\b/g

/** A name as SQL quotes it. */
export const quotedName = (name: string): string => {
  if (name.length === 0 || name.includes('\0')) throw new TypeError('schema: must be the name of a PostgreSQL schema')
  return `"${name.replaceAll('"', '""')}"`
}

/** Lets an executor be asked in our way. Statements are few and constant, so each is put into its final words once. */
export const sayer = ({ schema, prepared }: Saying): ((executor: PostgresExecutor) => Ask) => {
  const qualifier = schema === undefined ? '' : `${quotedName(schema)}.`
  const known = new Map<string, { readonly name: string; readonly text: string }>()
  const worded = (sql: string): { readonly name: string; readonly text: string } => {
    const found = known.get(sql)
    if (found !== undefined) return found
    const text = sql.replace(tables, (table) => `${qualifier}${table}`)
    const words = { name: `license_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`, text }
    known.set(sql, words)
    return words
  }
  return (executor) =>
    async (sql, ...values) => {
      const { name, text } = worded(sql)
      try {
        const running = prepared ? (executor as unknown as Named).query({ name, text, values }) : executor.query(text, values)
        return (await running).rows as readonly TextRow[]
      } catch (error) {
        throw told(error)
      }
    }
}

interface Named {
  query(config: {
    readonly name: string
    readonly text: string
    readonly values: PostgresValue[]
  }): ReturnType<PostgresExecutor['query']>
}

/** A connection's own trouble is told to whoever asks it next; unheard, it would end the process. */
export const heard = <A>(emitter: A): (() => void) => {
  const { on, removeListener, listeners } = emitter as Partial<Emitter>
  if (typeof on !== 'function' || listeners?.call(emitter, 'error').includes(ignore)) return () => {}
  on.call(emitter, 'error', ignore)
  return () => void removeListener?.call(emitter, 'error', ignore)
}

interface Emitter {
  listeners(event: 'error'): readonly unknown[]
  on(event: 'error', listener: () => void): unknown
  removeListener(event: 'error', listener: () => void): unknown
}

const ignore = (): void => {}

/** One connection of `pg` cannot be a pool's: between its transactions would be ours, and inside them, too. */
export const refuseClient = (db: PostgresExecutor): void => {
  if (typeof (db as Partial<PostgresExecutor>)?.query !== 'function')
    throw new TypeError('postgresStore takes a pool, or anything that has query(text, values)')
  if ('processID' in db && 'connect' in db)
    throw new TypeError('postgresStore takes a pg.Pool, not a pg.Client: a transaction of your own goes to `within`')
}

/** The connection pool in an executor, if it is one. */
export const poolIn = (db: PostgresExecutor): PostgresPool | undefined =>
  typeof (db as Partial<PostgresPool>).connect === 'function' ? (db as PostgresPool) : undefined
