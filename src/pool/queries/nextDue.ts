// When the pool next changes by itself, so that a caller sets one timer instead of polling.

import { Draft } from '../draft.ts'
import type { LicensePool } from '../licensePool.ts'
import { nextDue as nextDueIn } from '../settlement/due.ts'
import type { Instant } from '../time/calendar.ts'

/**
 * A moment before which nothing falls due; `undefined` if nothing ever will. It is a lower bound: a sweep at that moment may find
 * nothing yet, and the next answer is then later.
 *
 * @example
 * const wakeAt = nextDue(pool)
 */
export const nextDue = (pool: LicensePool): Instant | undefined =>
  nextDueIn(new Draft(pool, Number.NEGATIVE_INFINITY), Number.NEGATIVE_INFINITY)?.at
