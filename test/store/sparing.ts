// A store that answers with less than it was asked for, as the port allows: at most two of anything.

import type { LicenseStore } from '../../src/index.ts'

const most = (limit: number): number => Math.min(2, limit)

export const sparing = (store: LicenseStore): LicenseStore => ({
  ...store,
  poolsDue: (by, limit, after) => store.poolsDue(by, most(limit), after),
  events: (pool, after, limit) => store.events(pool, after, most(limit)),
  answers: (pool, after, limit) => store.answers(pool, after, most(limit)),
  claim: (consumer, at, forMs, limit) => store.claim(consumer, at, forMs, most(limit)),
})
