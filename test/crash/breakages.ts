// Stores that are broken on purpose, each in one way: whoever tests that nothing is lost has to show that a loss would be seen.

import { contentsOf, LicensePool } from '../../src/pool/licensePool.ts'
import type { PostgresPool } from '../../src/postgres/index.ts'
import type { SqliteDatabase } from '../../src/sqlite/index.ts'
import type { Change, LicenseStore, Verdict } from '../../src/store/index.ts'
import { deferringCommits, keyless, unlocked, withEventsLater, withoutTransactions } from './brokenDatabase.ts'
import * as brokenPool from './brokenPool.ts'

export interface Breakage {
  readonly store?: (store: LicenseStore) => LicenseStore
  /** Between the store and the point at which a worker dies. */
  readonly database?: (database: SqliteDatabase) => SqliteDatabase
  /** Behind that point. */
  readonly driver?: (database: SqliteDatabase) => SqliteDatabase
  readonly pool?: (pool: PostgresPool) => PostgresPool
}

export type BreakageName =
  | 'one license too many'
  | 'answers before the commit'
  | 'no idempotency'
  | 'no lock'
  | 'no lock and no key'
  | 'events after the commit'
  | 'no transaction'

/** Every pool that is handed out allows so many more than it says; what is written says the truth. */
const generous = (more: number) => {
  const by = (pool: LicensePool, change: number): LicensePool => {
    const contents = contentsOf(pool)
    return new LicensePool({ ...contents, header: { ...contents.header, allowance: contents.header.allowance + change } })
  }
  const honest = (verdict: Verdict): Verdict => {
    if (verdict.type === 'Need') return verdict
    if (verdict.type === 'Nothing') return verdict.pool === undefined ? verdict : { ...verdict, pool: by(verdict.pool, -more) }
    const { change } = verdict
    return { ...verdict, change: { ...change, pool: by(change.pool, -more) } }
  }
  return (store: LicenseStore): LicenseStore => ({
    ...store,
    transact: (id, request, work) =>
      store.transact(id, request, (working) =>
        honest(work({ ...working, pool: working.pool === undefined ? undefined : by(working.pool, more) })),
      ),
  })
}

/** Tells who asks as soon as it is decided, and writes afterwards. */
const hasty = (store: LicenseStore): LicenseStore => ({
  ...store,
  transact: (id, request, work) =>
    new Promise((resolve, reject) => {
      const carried = store.transact(id, request, (working) => {
        const verdict = work(working)
        if (verdict.type !== 'Need') resolve({ type: 'Committed' })
        return verdict
      })
      carried.then(resolve, reject)
    }),
})

/** Keeps no answers, and knows of none. */
const forgetful = (store: LicenseStore): LicenseStore => ({
  ...store,
  transact: (id, request, work) =>
    store.transact(id, request, (working) => {
      const verdict = work({ ...working, answer: undefined })
      if (verdict.type !== 'Write') return verdict
      const { answer: _, ...change }: Change = verdict.change
      return change.events.length === 0 ? { type: 'Nothing' } : { type: 'Write', change }
    }),
})

export const breakages: Readonly<Record<BreakageName, Breakage>> = {
  'one license too many': { store: generous(1) },
  'answers before the commit': { store: hasty, database: deferringCommits },
  'no idempotency': { store: forgetful },
  'no lock': { database: unlocked, pool: brokenPool.unlocked },
  'no lock and no key': {
    database: (database) => unlocked(keyless(database)),
    pool: (pool) => brokenPool.unlocked(brokenPool.keyless(pool)),
  },
  'events after the commit': { database: withEventsLater, pool: brokenPool.withEventsLater },
  'no transaction': { driver: withoutTransactions },
}
