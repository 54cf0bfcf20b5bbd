// Many calls in one transaction of a database: what has to be read for them, round by round, and in the end what is to be written. It
// does no I/O itself: a database that answers at once and one that is waited for run the same code.

import type { Job, JobOutcome } from './job.ts'
import { PoolInHand } from './poolInHand.ts'
import type { Found, PoolFound, PoolRead, PoolWrite } from './rows.ts'

export interface Decided {
  /** At most one for each pool. */
  readonly writes: readonly PoolWrite[]
  /** In the order of the jobs. */
  readonly outcomes: readonly JobOutcome[]
}

/**
 * Asks the work of every job, those of one pool in their order, each on what the one before has made of it. Yields what has to be read,
 * and takes what was found.
 */
export function* decide(jobs: readonly Job[]): Generator<readonly PoolRead[], Decided, Found> {
  const pools = new Map<string, PoolInHand>()
  jobs.forEach((job, index) => {
    const pool = pools.get(job.pool) ?? new PoolInHand(job.pool)
    pools.set(job.pool, pool)
    pool.add(job, index)
  })
  let busy = [...pools.values()]
  while (busy.length > 0) {
    const { pools: found, storeTime } = yield busy.map((pool) => pool.wants())
    for (const [index, pool] of busy.entries()) pool.take(found[index] as PoolFound, storeTime)
    busy = busy.filter((pool) => pool.isBusy)
  }
  const outcomes: JobOutcome[] = []
  const writes: PoolWrite[] = []
  for (const pool of pools.values()) {
    const write = pool.write()
    if (write !== undefined) writes.push(write)
    for (const { index, outcome, isAfterWrite } of pool.done) {
      outcomes[index] = outcome.type === 'Decided' && isAfterWrite && write !== undefined ? { ...outcome, after: write } : outcome
    }
  }
  return { writes, outcomes }
}
