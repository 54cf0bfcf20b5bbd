// How the moment before which nothing falls due stands in a column: NULL where nothing ever will, and a number below every moment where
// it is not known.

import type { Instant } from '../pool/time/calendar.ts'

/** One millisecond before the first moment that there is. */
const unknown = -8_640_000_000_000_001

export const boundColumn = (bound: Instant): number | null => {
  if (bound === Number.POSITIVE_INFINITY) return null
  return bound === Number.NEGATIVE_INFINITY ? unknown : bound
}

export const boundOf = (column: number | null): Instant => {
  if (column === null) return Number.POSITIVE_INFINITY
  return column <= unknown ? Number.NEGATIVE_INFINITY : column
}

/** An infinite key of an order, as a number that stands before or behind every one there is. */
export const keyColumn = (key: number): number => Math.max(unknown, Math.min(key, -unknown))
