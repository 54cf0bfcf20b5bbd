// The pools in a SQLite file. The driver answers at once, so a transaction never spans a turn of the event loop: nobody in this process
// sees half of one, and other processes wait for the lock that every write takes first (`BEGIN IMMEDIATE`).

import type { Instant } from '../pool/time/calendar.ts'
import { type Clock, systemClock } from '../shell/clock.ts'
import type { LicenseStore, Transacted } from '../shell/store.ts'
import { type Decided, decide } from '../tables/decide.ts'
import { InDoubt } from '../tables/inDoubt.ts'
import type { Job } from '../tables/job.ts'
import { lane, type Settled } from '../tables/lane.ts'
import { connectionOn } from './connection.ts'
import { isBusy, type SqliteDatabase } from './database.ts'
import { logOf } from './log.ts'
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
   * Deletes what nobody may ask for any more by this moment: answers after 35 days (X6), sessions two days after they ended, by their pool's latest event
   * (C11). For a timer,
   * once a day.
   */
  readonly prune: (at: Instant) => Promise<Pruned>
}

/**
 * The store of an open database: `DatabaseSync` of node:sqlite, `Database` of libsql or better-sqlite3. Its tables must be there
 * (`migrate`). The connection is its own: nobody else may begin a transaction on it. It is switched to WAL.
 *
 * @example
 * const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
 * const database: SqliteDatabase = new DatabaseSync(':memory:')
 * migrate(database)
 * const licensing = createLicensing({ store: sqliteStore(database), clock: systemClock })
 */
export const sqliteStore = (database: SqliteDatabase, options: SqliteOptions = {}): SqliteStore => {
  const { synchronous = 'FULL', waitMs = 10_000, clock = systemClock } = options
  if (synchronous !== 'FULL' && synchronous !== 'NORMAL') throw new TypeError('synchronous: must be "FULL" or "NORMAL"')
  if (!(waitMs >= 0)) throw new TypeError('waitMs: must be a number of milliseconds from 0')
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA busy_timeout = 0`)
  const connection = connectionOn(database, waitMs)
  const { prepare, reading, writing } = connection

  const decided = (jobs: readonly Job[]): Decided => {
    const deciding = decide(jobs)
    let step = deciding.next()
    while (step.done !== true) step = deciding.next(readRows(prepare, step.value, clock.now()))
    return step.value
  }

  const carryTogether = (jobs: readonly Job[]): Promise<readonly Settled[]> =>
    writing(() => {
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
      return await carryTogether(jobs)
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

  const look = async (job: Job): Promise<Transacted> => {
    const [outcome] = (await reading(() => decided([job]))).outcomes
    if (outcome?.type === 'Failed') throw outcome.error
    return committed
  }

  const writers = lane((jobs) => carry(jobs))
  return {
    transact: (pool, request, work) => (request.readOnly ? look : writers.transact)({ pool, request, work }),
    ...logOf(connection),
    ...outboxOf(connection),
    prune: (at) => pruneRows(connection, at),
  }
}

const committed: Transacted = { type: 'Committed' }
