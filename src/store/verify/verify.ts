// Whether what is stored of a pool is what its events say: the counters can be rebuilt, and a verify names the drift (FB-19, X3, X4). It
// holds the pool that it replays, and never more than a page of what is stored.

import type { LicenseStore } from '../../shell/store.ts'
import { examine } from './examine.ts'
import type { Verification } from './verification.ts'

/**
 * Replays the events of a pool and compares: the numbers of the events, the header with its counters, every row, every list that a store
 * finds rows by, and the moment before which nothing is said to fall due (X3, X4, FB-19). Commands may go on meanwhile: each page is
 * compared with the pool of its own version. Where an event is missing or broken, only that is told: nothing else can be compared. Sessions
 * that ended 24 hours before the latest event may be there or not (C11). It changes nothing; `rebuild` mends.
 *
 * @example
 * const { events, drifts } = await verify(store, 'crm')
 * console.log(`${events} events, ${drifts.length} drifts`) // 2 events, 0 drifts
 */
export const verify = async (store: LicenseStore, pool: string): Promise<Verification> =>
  (await examine(store, pool)).verification
