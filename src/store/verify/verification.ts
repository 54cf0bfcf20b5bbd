// What a verify found out of a pool.

import type { Drift } from './drift.ts'

/**
 * What a verify found.
 *
 * @example
 * const isSound = ({ drifts }: Verification) => drifts.length === 0
 */
export interface Verification {
  readonly pool: string
  /** The pool's version up to which it was verified; 0: there is no such pool. */
  readonly version: number
  /** How many events were read, and how many members and sessions they make. */
  readonly events: number
  readonly members: number
  readonly sessions: number
  /** Everything that is stored otherwise; nothing where all is well. */
  readonly drifts: readonly Drift[]
}
