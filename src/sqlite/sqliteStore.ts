// The pools in a SQLite file. The driver answers at once, so a transaction never spans a turn of the event loop: nobody in this process
// sees half of one, and other processes wait for the lock that every write takes first (`BEGIN IMMEDIATE`).

import { setTimeout } from 'node:timers/promises'
import type { Instant } from '../pool/time/calendar.ts'
import { type Clock, systemClock } from '../shell/clock.ts'
import type { LicenseStore, Transacted } from '../shell/store.ts'
import { restored } from '../store/format.ts'
import { type Decided, decide, type Job } from '../tables/decide.ts'
import { idKey } from '../tables/idKey.ts'
import { InDoubt } from '../tables/inDoubt.ts'
import { type Lane, lane, type Settled } from '../tables/lane.ts'
import type { Found, PoolRead } from '../tables/rows.ts'
import { inTransaction, isBusy, preparedOn, type SqliteDatabase } from './database.ts'
import { outboxOf } from './outbox.ts'
import { type Pruned, pruneRows } from './prune.ts'
import { readRows } from './readRows.ts'
import { writeRows } from './writeRows.ts'

/**
 * How a SQLite store keeps what it is given.
 *
 * @example
 * const quick: SqliteOptions = { synchronous: 'NORMAL' }
 */
export interface SqliteOptions {
  /**
   * `FULL` (the default): what was answered survives a power cut. `NORMAL`: it survives the death of the process, but the last answers may
   * be lost with the power.
   */
  readonly synchronous?: 'FULL' | 'NORMAL'
  /** How long to wait, in milliseconds, while another process writes; default 10,000. Then the call is rejected, and nothing was done. */
  readonly waitMs?: number
  /** The store's own clock (T5); default `systemClock`. */
  readonly clock?: Clock
}

/**
 * A store in a SQLite file.
 *
 * @example
 * const crowded = (store: SqliteStore) => store.prune(Date.now())
 */
export interface SqliteStore extends LicenseStore {
  /**
   * Deletes what nobody may ask for any more by this moment: answers after 35 days (X6), sessions two days after they ended (C11). For a timer,
   * once a day.
   */
  readonly prune: (at: Instant) => Promise<Pruned>
}

/**
 * The store of an open database: `DatabaseSync` of node:sqlite, `Database` of libsql or better-sqlite3. Its tables must be there
 * (`migrate`). The connection is its own: nobody else may begin a transaction on it. It is switched to WAL.
 *
 * @example
 * const { DatabaseSync } = await import('node:sqlite')
 * const database = new DatabaseSync(':memory:')
 * migrate(database)
 * const licensing = createLicensing({ store: sqliteStore(database), clock: systemClock })
 */
export const sqliteStore = (database: SqliteDatabase, options: SqliteOptions = {}): SqliteStore => {
  const { synchronous = 'FULL', waitMs = 10_000, clock = systemClock } = options
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous === 'NORMAL' ? 'NORMAL' : 'FULL'}; PRAGMA busy_timeout = 0`,
  )
  const prepare = preparedOn(database)

  const read = (reads: readonly PoolRead[]): Found => readRows(prepare, reads, clock.now())

  const decided = (jobs: readonly Job[]): Decided => {
    const deciding = decide(jobs)
    let step = deciding.next()
    while (step.done !== true) step = deciding.next(read(step.value))
    return step.value
  }

  /** Not by the driver's own waiting, which would hold up the whole process. */
  const whenFree = async <A>(run: () => A): Promise<A> => {
    for (let waited = 0, pause = 1; ; waited += pause, pause = Math.min(pause * 2, 50)) {
      try {
        return run()
      } catch (error) {
        if (!isBusy(error) || waited >= waitMs) throw error
        await setTimeout(pause)
      }
    }
  }

  const carryTogether = (jobs: readonly Job[]): readonly Settled[] =>
    inTransaction(database, 'IMMEDIATE', () => {
      const { writes, outcomes } = decided(jobs)
      for (const write of writes) writeRows(prepare, write)
      return outcomes.map((outcome) => (outcome.type === 'Failed' ? outcome : committed))
    })

  /**
   * What one job cannot write must not fail the others: then each has a transaction of its own. Where it is in doubt whether something was
   * written, a key finds out; a job without one is told.
   */
  const carry = async (jobs: readonly Job[], isAgain = false): Promise<readonly Settled[]> => {
    try {
      return await whenFree(() => carryTogether(jobs))
    } catch (error) {
      const failed: Settled = { type: 'Failed', error }
      const isInDoubt = error instanceof InDoubt
      const isOver = isAgain || isBusy(error) || (jobs.length === 1 && !isInDoubt)
      const settled: Settled[] = []
      for (const job of jobs) {
        const mayAskAgain = !isOver && (!isInDoubt || job.request.key !== undefined)
        settled.push(...(mayAskAgain ? await carry([job], true) : [failed]))
      }
      return settled
    }
  }

  const writers: Lane = lane((jobs) => carry(jobs))

  const look = (job: Job): Transacted => {
    const [outcome] = inTransaction(database, 'DEFERRED', () => decided([job])).outcomes
    if (outcome?.type === 'Failed') throw outcome.error
    return committed
  }

  const dueSql = 'SELECT id, name FROM license_pool WHERE due_at <= ? AND id > ? ORDER BY id LIMIT ?'
  return {
    transact: async (pool, request, work) => {
      const job = { pool, request, work }
      return request.readOnly ? whenFree(() => look(job)) : writers.transact(job)
    },
    poolsDue: async (by, limit, after) =>
      (prepare(dueSql).all(by, after === undefined ? '' : idKey(after), limit) as { name: string }[]).map(({ name }) => name),
    events: async (pool, after, limit) =>
      recordsOf(
        'SELECT record FROM license_event WHERE pool = ? AND seq > ? ORDER BY seq LIMIT ?',
        idKey(pool),
        after,
        most(limit),
      ).map((json) => restored('event', json, pool)),
    answers: async (pool, after, limit) =>
      recordsOf(
        'SELECT record FROM license_command WHERE pool = ? AND key > ? ORDER BY key LIMIT ?',
        idKey(pool),
        after === undefined ? '' : idKey(after),
        most(limit),
      ).map((json) => restored('answer', json, pool)),
    ...outboxOf(prepare, (run) => whenFree(() => inTransaction(database, 'IMMEDIATE', run))),
    prune: (at) => pruneRows(prepare, at, (run) => whenFree(() => inTransaction(database, 'IMMEDIATE', run))),
  }

  function recordsOf(sql: string, ...values: (string | number)[]): readonly string[] {
    return (prepare(sql).all(...values) as { record: string }[]).map(({ record }) => record)
  }
}

const committed: Transacted = { type: 'Committed' }

/** SQLite counts in 64 bits. */
const most = (limit: number): number => Math.min(limit, Number.MAX_SAFE_INTEGER)
