// The reference store, to be read by whoever writes another. It holds whole pools, so its work never lacks rows; and it does not
// let go between handing out and writing, so nobody can be faster.

import type { LicensePool } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import { frozenCopy } from '../pool/model/frozen.ts'
import { nextDue } from '../pool/queries/nextDue.ts'
import type { Change, LicenseStore, StoredAnswer } from './store.ts'

interface StoredPool {
  readonly pool: LicensePool
  readonly events: LicenseEvent[]
  /** In the order in which they were answered. */
  readonly answers: Map<string, StoredAnswer>
}

export interface MemoryStore extends LicenseStore {
  /** The events of a pool, from its first on: who held a license when (`holdersAt`), and what `replay` takes. */
  readonly events: (pool: string) => readonly LicenseEvent[]
}

const keptFor = 35 * 86_400_000

/**
 * A store in memory: for tests, simulations and as the reference. What it holds is gone with the process.
 *
 * @example
 * const licensing = createLicensing({ store: memoryStore(), clock: systemClock })
 */
export const memoryStore = (): MemoryStore => {
  const pools = new Map<string, StoredPool>()

  const write = (id: string, { pool, events, answer }: Change): void => {
    const stored = pools.get(id) ?? { pool, events: [], answers: new Map<string, StoredAnswer>() }
    for (const event of events) stored.events.push(frozenCopy(event))
    if (answer !== undefined) {
      forgetBefore(stored.answers, answer.at - keptFor)
      stored.answers.set(answer.key, answer)
    }
    pools.set(id, { ...stored, pool })
  }

  return {
    transact: async (id, { key }, work) => {
      const stored = pools.get(id)
      const verdict = work({ pool: stored?.pool, answer: key === undefined ? undefined : stored?.answers.get(key) })
      if (verdict.type === 'Need') throw new Error('a whole pool never lacks anything')
      if (verdict.type === 'Write') write(id, verdict.change)
      else if (stored !== undefined && verdict.pool !== undefined) pools.set(id, { ...stored, pool: verdict.pool })
      return { type: 'Committed' }
    },
    poolsDue: async (by, limit, after) => {
      const due: string[] = []
      const ids = [...pools.keys()].sort()
      for (const id of after === undefined ? ids : ids.filter((each) => each > after)) {
        if (due.length === limit) break
        const stored = pools.get(id)
        const at = stored && nextDue(stored.pool)
        if (at !== undefined && at <= by) due.push(id)
      }
      return due
    },
    events: (id) => [...(pools.get(id)?.events ?? [])],
  }
}

const forgetBefore = (answers: Map<string, StoredAnswer>, at: number): void => {
  for (const [key, answer] of answers) {
    if (answer.at >= at) return
    answers.delete(key)
  }
}
