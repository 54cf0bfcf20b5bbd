// Header and rows out of the events again, where they have drifted (FB-19). The log is what happened: it is believed, and never written.

import type { LicenseStore } from '../../shell/store.ts'
import type { Drift } from './drift.ts'
import { type Examined, examine } from './examine.ts'
import { storedVersion } from './readRows.ts'
import type { Verification } from './verification.ts'

/**
 * What a rebuild has mended, and what a verify finds now.
 *
 * @example
 * const isSound = ({ verification }: Rebuilt) => verification.drifts.length === 0
 */
export interface Rebuilt {
  readonly mended: readonly Drift[]
  /** Taken after the last thing was mended. What it still finds cannot be mended: a row that does not even say whose it is, say. */
  readonly verification: Verification
}

/**
 * The log of a pool is broken, so nothing can be mended by it: `drifts` says where. Nothing was written.
 *
 * @example
 * const firstOf = (error: BrokenLog) => error.drifts[0]?.where
 */
export class BrokenLog extends Error {
  readonly pool: string
  readonly drifts: readonly Drift[]

  constructor(pool: string, drifts: readonly Drift[]) {
    super(`the log of pool ${pool} is broken: ${drifts.map(({ where, message }) => `${where} ${message}`).join('; ')}`)
    this.name = 'BrokenLog'
    this.pool = pool
    this.drifts = drifts
  }
}

/** So often it is tried again: what is mended may bring more to light, and a command may have been faster. */
const mostAttempts = 20

/**
 * Makes what is stored of a pool again what its events say, where it is not (X3, X4, FB-19): the header, and the rows that have drifted, in
 * one write, while no command is between. The events, the answers and the cursors stay. Throws `BrokenLog` where the log itself is broken.
 *
 * @example
 * const { mended, verification } = await rebuild(store, 'crm')
 * console.log([...mended, ...verification.drifts]) // []
 */
export const rebuild = async (store: LicenseStore, pool: string): Promise<Rebuilt> => {
  const mended: Drift[] = []
  for (let attempt = 0; ; attempt++) {
    const version = await storedVersion(store, pool)
    const examined = await examine(store, pool)
    const { verification, isLogBroken } = examined
    if (isLogBroken) throw new BrokenLog(pool, verification.drifts)
    const news = verification.drifts.filter(({ where }) => mended.every((each) => each.where !== where))
    if (news.length === 0 || attempt === mostAttempts) return { mended: stillMended(mended, verification), verification }
    if (await mend(store, pool, version, examined)) mended.push(...news)
  }
}

/** What was written and is there all the same was not mended. */
const stillMended = (written: readonly Drift[], { drifts }: Verification): readonly Drift[] =>
  written.filter(({ where }) => drifts.every((each) => each.where !== where))

/** Writes what has drifted, if the pool has stayed as it was. */
const mend = async (store: LicenseStore, id: string, version: number, { replayed, mends }: Examined): Promise<boolean> => {
  let isWritten = false
  const { type } = await store.transact(id, { members: [], readOnly: false, mending: true }, ({ pool }) => {
    isWritten = (pool?.version ?? 0) === version
    if (!isWritten) return { type: 'Nothing' }
    return { type: 'Write', change: { from: version, pool: replayed, events: [], mends } }
  })
  return isWritten && type === 'Committed'
}
