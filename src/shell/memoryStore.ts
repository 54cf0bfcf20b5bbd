// The reference store, to be read by whoever writes another. It holds whole pools, so its work never lacks rows; and it does not
// let go between handing out and writing, so only what the work itself calls (an own policy that gives a command) can be faster.

import type { LicensePool } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import { nextDue } from '../pool/queries/nextDue.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Clock } from './clock.ts'
import type { Change, Claim, Cursor, LicenseStore, StoredAnswer } from './store.ts'

interface StoredPool {
  readonly pool: LicensePool
  readonly events: LicenseEvent[]
  /** In the order in which they were answered. */
  readonly answers: Map<string, StoredAnswer>
  /** By consumer, how far it has come, and until when somebody delivers to it. */
  readonly cursors: Map<string, Cursor & { readonly until: Instant }>
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
   * The events of a pool, from its first on or those after a number: who held a license when (X7), and what a pool is made of again
   * (X3), by `holdersAt` and `replay` of `license-pool/store`. None for a pool that is not there.
   *
   * @example
   * console.log(store.events('crm').map((event) => event.type)) // [ 'PoolOpened', 'LotAdded' ]
   */
  readonly events: (pool: string, after?: number, limit?: number) => readonly LicenseEvent[]
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
    const stored: StoredPool = pools.get(id) ?? { pool, events: [], answers: new Map(), cursors: new Map() }
    for (const event of events) stored.events.push(event)
    if (answer !== undefined) {
      for (const [key, { at }] of stored.answers) {
        if (at >= answer.at - keptFor) break
        stored.answers.delete(key)
      }
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
        storeTime: clock?.now(),
      })
      if (verdict.type === 'Need') throw new Error('this pool is partial')
      if (pools.get(id) !== stored) return { type: 'Conflict' }
      if (verdict.type === 'Write') write(id, verdict.change)
      else if (stored !== undefined && verdict.pool !== undefined) pools.set(id, { ...stored, pool: verdict.pool })
      return { type: 'Committed' }
    },
    poolsDue: async (by, limit, after = '') => {
      const due: string[] = []
      for (const [id, { pool }] of pools) if (id > after && (nextDue(pool) ?? Number.POSITIVE_INFINITY) <= by) due.push(id)
      return due.sort().slice(0, limit)
    },
    events: (id, after = 0, limit = Number.POSITIVE_INFINITY) => pools.get(id)?.events.slice(after, after + limit) ?? [],
    answers: (id, after = '', limit) =>
      [...(pools.get(id)?.answers.values() ?? [])]
        .filter(({ key }) => key > after)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, limit),
    claim: (consumer, at, forMs, limit) => {
      const claims: Claim[] = []
      for (const [pool, { events, cursors }] of pools) {
        const { seq, until } = cursors.get(consumer) ?? { seq: 0, until: at }
        if (seq === events.length || claims.length === limit || (until > at && until <= at + 2 * forMs)) continue
        cursors.set(consumer, { consumer, seq, until: at + forMs })
        claims.push({ pool, after: seq })
      }
      return claims
    },
    advance: (consumer, pool, seq, until = Number.NEGATIVE_INFINITY) => {
      const cursors = pools.get(pool)?.cursors
      cursors?.set(consumer, { consumer, seq: Math.max(seq, cursors.get(consumer)?.seq ?? 0), until })
    },
    cursors: (pool) => [...(pools.get(pool)?.cursors.values() ?? [])],
  }
}
