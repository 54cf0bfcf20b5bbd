// How much of a pool a partial value holds, and what a command still needs. A read beyond it answers as if nothing were there
// and is noted; whatever was decided on it is thrown away once the rows are there (the core is pure, so that is harmless).

import type { OrderName } from './orders.ts'

/** How far an order is complete: every row that is not loaded stands behind this place. */
export interface Reach {
  readonly key: number
  readonly ordinal: number
}

export const nowhere: Reach = { key: Number.NEGATIVE_INFINITY, ordinal: 0 }
export const everywhere: Reach = { key: Number.POSITIVE_INFINITY, ordinal: 0 }

export interface Extent {
  /** The ids that were asked for: one that is not loaded does not exist. */
  readonly asked: ReadonlySet<string>
  readonly reach: Readonly<Record<OrderName, Reach>>
}

/** What a partial pool lacks for an answer: the rows of these ids, and the next rows of an order. */
export interface Needs {
  readonly members: readonly string[]
  readonly orders: { readonly [Name in OrderName]?: { readonly after: Reach; readonly count: number } }
}

/** Whether a place lies within a reach. */
export const within = (reach: Reach, key: number, ordinal: number): boolean =>
  key < reach.key || (key === reach.key && ordinal <= reach.ordinal)
