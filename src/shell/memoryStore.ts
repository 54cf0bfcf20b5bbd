// The reference store, to be read by whoever writes another. It holds whole pools, so its work never lacks rows; and it does not
// let go between handing out and writing, so nobody can be faster and no version has to be compared.

import type { LicensePool } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import { nextDue } from '../pool/queries/nextDue.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Clock } from './clock.ts'
import type { Change, LicenseStore, StoredAnswer } from './store.ts'

interface StoredPool {
  readonly pool: LicensePool
  readonly events: LicenseEvent[]
  /** In the order in which they were answered. */
  readonly answers: Map<string, StoredAnswer>
}

/**
 * A store in memory, whose events can be read.
 *
 * @example
 * const kept: MemoryStore = memoryStore()
 * console.log(kept.events('crm').length) // 0
 */
export interface MemoryStore extends LicenseStore {
  /**
   * The events of a pool, from its first on: who held a license when (X7), and what a pool is made of again (X3), by
   * `holdersAt` and `replay` of `license-pool/store`. None for a pool that is not there.
   *
   * @example
   * console.log(store.events('crm').map((event) => event.type)) // [ 'PoolOpened', 'LotAdded' ]
   */
  readonly events: (pool: string) => readonly LicenseEvent[]
}

/** How long an answer is kept for its key, at least (X6): 35 days. */
const keptFor = 35 * 86_400_000

/**
 * A store in memory: for tests, for simulations, and as the reference. What it holds is gone with the process. It tells its time
 * (T5) only if it is given a clock of its own.
 *
 * @example
 * const licensing = createLicensing({ store: memoryStore(), clock: systemClock })
 * const cautious = createLicensing({ store: memoryStore({ clock: systemClock }), clock: systemClock, refuseAheadBy: 60_000 })
 */
export const memoryStore = ({ clock }: { readonly clock?: Clock } = {}): MemoryStore => {
  const pools = new Map<string, StoredPool>()

  const write = (id: string, { pool, events, answer }: Change): void => {
    const stored = pools.get(id) ?? { pool, events: [], answers: new Map<string, StoredAnswer>() }
    for (const event of events) stored.events.push(event)
    if (answer !== undefined) {
      forgetBefore(stored.answers, answer.at - keptFor)
      stored.answers.set(answer.key, answer)
    }
    pools.set(id, { ...stored, pool })
  }

  return {
    transact: async (id, { key }, work) => {
      const stored = pools.get(id)
      const verdict = work({
        pool: stored?.pool,
        answer: key === undefined ? undefined : stored?.answers.get(key),
        ...(clock === undefined ? {} : { storeTime: clock.now() }),
      })
      if (verdict.type === 'Need') throw new Error('a whole pool never lacks anything')
      if (verdict.type === 'Write') write(id, verdict.change)
      else if (stored !== undefined && verdict.pool !== undefined) pools.set(id, { ...stored, pool: verdict.pool })
      return { type: 'Committed' }
    },
    poolsDue: async (by, limit, after = '') => {
      const due: string[] = []
      for (const [id, { pool }] of pools) if (id > after && isDue(pool, by)) due.push(id)
      return due.sort().slice(0, limit)
    },
    events: (id) => [...(pools.get(id)?.events ?? [])],
  }
}

const isDue = (pool: LicensePool, by: Instant): boolean => {
  const at = nextDue(pool)
  return at !== undefined && at <= by
}

const forgetBefore = (answers: Map<string, StoredAnswer>, at: Instant): void => {
  for (const [key, answer] of answers) {
    if (answer.at >= at) return
    answers.delete(key)
  }
}
