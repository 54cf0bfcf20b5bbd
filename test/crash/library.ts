// The library's own verdict, beside the one by hand: a store that is opened afresh, every pool of it verified.

import { verify } from '../../src/store/index.ts'
import { openPlace } from './openPlace.ts'
import type { Place } from './task.ts'
import type { Violation } from './violations.ts'

export const libraryViolations = async (place: Place, pools: readonly string[]): Promise<readonly Violation[]> => {
  const violations: Violation[] = []
  const complain = (pool: string, what: string): void => {
    violations.push({ check: 'the library agrees', what: `${pool}: ${what}` })
  }
  const { store, close } = await openPlace(place, {})
  for (const pool of pools) {
    try {
      for (const drift of (await verify(store, pool)).drifts) complain(pool, JSON.stringify(drift))
    } catch (error) {
      complain(pool, String(error))
    }
  }
  await close()
  return violations
}
