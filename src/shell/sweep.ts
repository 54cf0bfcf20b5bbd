// Lets happen what is due, in every pool of a store. It only gives commands: what is due happens without it, too, as soon as
// somebody looks (T4).

import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import type { Answer } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Swept } from './licensing.ts'
import type { PoolStore } from './store.ts'

/** So many pools are swept side by side, so that a store can write for them together. */
const poolsAtATime = 100

/** Sweeps the pools in which something may be due by a moment, each by itself. */
export const sweepAll = async (
  store: PoolStore,
  by: Instant,
  sweep: (pool: string) => Promise<Either<Rejection, Answer>>,
): Promise<readonly Swept[]> => {
  const swept: Swept[] = []
  const failures: unknown[] = []
  const sweepOne = async (pool: string): Promise<void> => {
    try {
      const result = await sweep(pool)
      if (isLeft(result) || result.right.events.length === 0) return
      const { events, passedOver = [] } = result.right
      swept.push({ pool, events, passedOver })
    } catch (error) {
      failures.push(error)
    }
  }
  let ids = await store.poolsDue(by, poolsAtATime)
  while (ids.length > 0) {
    await Promise.all(ids.map(sweepOne))
    ids = await store.poolsDue(by, poolsAtATime, ids.at(-1))
  }
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} pools could not be swept`)
  if (failures.length > 0) throw failures[0]
  return swept
}
