// A purchase of licenses, and the arithmetic of the allowance: always the sum of the lots in force (A1).

import type { Instant } from '../time/calendar.ts'
import type { Price } from './quote.ts'

/** A purchase as it was ordered: what a late retry is compared with (A1). */
export interface LotOrder {
  /** The lot's id, unique in the pool. */
  readonly lot: string
  /** Whole licenses, from 1. */
  readonly quantity: number
  /** In force from this moment; absent or past: from the moment it was added. */
  readonly from?: Instant
  /** In force until this moment, which is no longer part of it (T3); absent: open-ended. */
  readonly until?: Instant
}

export interface Lot {
  readonly ordered: LotOrder
  /** The order in which lots were added (T6). */
  readonly ordinal: number
  /** What is left of it after lowerings (S5). */
  readonly quantity: number
  readonly startsAt: Instant
  /** `null`: open-ended. */
  readonly endsAt: Instant | null
  /** Ended and cut lots stay, so that a late retry finds them. */
  readonly stage: 'scheduled' | 'inForce' | 'ended'
  /** There when the lot is a raise: what it cost when it was ordered (S4). */
  readonly raise?: Price
}

/** The sum of the lots in force. */
export const allowanceOf = (lots: readonly Lot[]): number =>
  lots.reduce((sum, lot) => (lot.stage === 'inForce' ? sum + lot.quantity : sum), 0)

/** When this lot next changes by itself, and how; `undefined` if never. */
export const lotDueAt = (lot: Lot): Instant | undefined => {
  if (lot.stage === 'scheduled') return lot.startsAt
  return lot.stage === 'inForce' && lot.endsAt !== null ? lot.endsAt : undefined
}

/** How much of one lot a lowering takes. */
export interface LotCut {
  readonly lot: string
  readonly quantity: number
}

/**
 * Which lots a lowering by `excess` cuts: open-ended ones first, newest first, then those that end last (S5).
 * Lots that have not begun are left untouched and none falls below zero.
 */
export const cutsFor = (lots: readonly Lot[], excess: number): readonly LotCut[] => {
  const latestEnd = (lot: Lot): number => lot.endsAt ?? Number.POSITIVE_INFINITY
  const order = lots
    .filter((lot) => lot.stage === 'inForce' && lot.quantity > 0)
    .sort((a, b) => (latestEnd(a) === latestEnd(b) ? b.ordinal - a.ordinal : latestEnd(b) - latestEnd(a)))
  const cuts: LotCut[] = []
  let left = excess
  for (const lot of order) {
    if (left === 0) break
    const quantity = Math.min(lot.quantity, left)
    cuts.push({ lot: lot.ordered.lot, quantity })
    left -= quantity
  }
  return cuts
}

/** The field in which two orders of one lot differ; `undefined` if they are the same (absent is the same as absent). */
export const differingField = (a: LotOrder, b: LotOrder): keyof LotOrder | undefined =>
  (['quantity', 'from', 'until'] as const).find((field) => a[field] !== b[field])
