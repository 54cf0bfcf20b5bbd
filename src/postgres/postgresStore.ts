// The pools in a PostgreSQL database, over whatever driver: commands that come while others commit go together, in one transaction.

import type { Instant } from '../pool/time/calendar.ts'
import type { LicenseStore, Transacted } from '../shell/store.ts'
import type { Job } from '../tables/job.ts'
import { lane } from '../tables/lane.ts'
import { carrier, looker, patiently } from './carry.ts'
import { type Ask, heard, type PostgresExecutor, type PostgresPool, poolIn, refuseClient, sayer } from './executor.ts'
import { logOf } from './log.ts'
import { outboxOf } from './outbox.ts'
import { type Pruned, pruneRows } from './prune.ts'
import { decided, lock, settled } from './transaction.ts'

/**
 * How a PostgreSQL store asks its database.
 *
 * @example
 * const behindNoProxy: PostgresOptions = { prepared: true, schema: 'licensing' }
 */
export interface PostgresOptions {
  /** The PostgreSQL schema that the tables are in; default: whichever the connection finds them in. */
  readonly schema?: string
  /**
   * Statements are named, so that the server plans each once: half the time of a single command. Only for `pg`, and not through a PgBouncer
   * that knows no named statements in transaction mode (before 1.21); default `false`.
   */
  readonly prepared?: boolean
  /** How long a call tries again, in milliseconds, while the database cannot be reached or gives way to others; default 5,000. */
  readonly retryForMs?: number
}

/**
 * A store in PostgreSQL.
 *
 * @example
 * const nightly = (store: PostgresStore) => store.prune(Date.now())
 */
export interface PostgresStore extends LicenseStore {
  /**
   * The same store inside a transaction of your own: what it writes is there when you commit, and gone when you roll back. Until then it
   * keeps the pools that it wrote to from everybody else. It begins, commits and repeats nothing: where a call is rejected, the transaction is
   * yours to roll back.
   *
   * @example
   * const hire = async (store: PostgresStore, client: PostgresExecutor) => {
   *   await client.query('INSERT INTO employee (id) VALUES ($1)', ['lucy'])
   *   return createLicensing({ store: store.within(client), clock }).execute('crm', { type: 'AddMember', member: 'lucy' }, { actor })
   * }
   */
  readonly within: (transaction: PostgresExecutor) => LicenseStore
  /**
   * Deletes what nobody may ask for any more by this moment: answers after 35 days (X6), sessions two days after they ended, by their pool's latest event
   * (C11). For a timer,
   * once a day.
   */
  readonly prune: (at: Instant) => Promise<Pruned>
}

/**
 * The store of a database: a `pg.Pool`, or anything with `query(text, values)`. Its tables must be there (`migrate`). The pool stays yours:
 * there is nothing to close here. A call is rejected with `InDoubt` if the connection was lost while it was written, unless it has an
 * idempotency key, by which the store finds out.
 *
 * @example
 * const opened = async (pool: PostgresPool) => {
 *   await migrate(pool)
 *   return createLicensing({ store: postgresStore(pool), clock: systemClock })
 * }
 */
export const postgresStore = (
  db: PostgresPool | PostgresExecutor,
  { schema, prepared = false, retryForMs = 5_000 }: PostgresOptions = {},
): PostgresStore => {
  refuseClient(db)
  heard(db)
  const asking = sayer({ schema, prepared })
  const ask = asking(db)
  const pool = poolIn(db)
  const carrying = { ask, sessions: pool && { pool, asking }, retryForMs }
  const look = looker(carrying)
  const writers = lane(carrier(carrying))
  const patient = patiently(ask, retryForMs)
  return {
    transact: (pool, request, work) => (request.readOnly ? look : writers.transact)({ pool, request, work }),
    ...logOf(patient),
    ...outboxOf(patient),
    prune: (at) => pruneRows(patient, at),
    within: (transaction) => {
      const ask = asking(transaction)
      const transact: LicenseStore['transact'] = (pool, request, work) => carriedIn(ask, { pool, request, work })
      return { transact, ...logOf(ask), ...outboxOf(ask) }
    },
  }
}

/** One call in a transaction that somebody else began. */
const carriedIn = async (ask: Ask, job: Job): Promise<Transacted> => {
  const { readOnly } = job.request
  if (!readOnly) await lock(ask, [job])
  const decision = await decided(ask, [job])
  const [outcome] = readOnly ? decision.outcomes : await settled(ask, decision)
  if (outcome?.type === 'Failed') throw outcome.error
  return { type: outcome?.type === 'Decided' ? 'Committed' : 'Conflict' }
}
