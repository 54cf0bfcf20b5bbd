// How the pool stands, in constant time (A4): the one count that every screen shows (FB-6).

import type { Draft } from '../draft.ts'
import type { Beyond } from '../gate/ownPolicy.ts'
import type { LicensePool } from '../licensePool.ts'
import type { MemberState } from '../model/member.ts'
import type { Instant } from '../time/calendar.ts'
import { answerOf } from './ask.ts'

/** The pool's figures, and how many members stand in each state (M8). */
export interface Summary extends Readonly<Record<MemberState, number>> {
  /** Licenses in force: the sum of the lots. */
  readonly allowance: number
  /** Licenses that count against it: `enabled` and `provisional` members, and leases. */
  readonly consumed: number
  /** How many leases run; where a member's are shared they consume fewer (C8). */
  readonly leases: number
  /** How many more admissions would be granted now, never below zero; `null`: no limit (A2). */
  readonly available: number | null
  /** Consumed above the allowance. */
  readonly overage: number
  /** Since when; `null` while it fits. */
  readonly overageSince: Instant | null
}

export const summaryOf = ({ header, consumed, available }: Draft): Summary => ({
  allowance: header.allowance,
  consumed,
  leases: header.leases.running,
  available: available === Number.POSITIVE_INFINITY ? null : available,
  overage: Math.max(0, consumed - header.allowance),
  overageSince: header.over?.until === null ? header.over.since : null,
  ...header.counts,
})

/**
 * How the pool stands at a moment: allowance, consumed, available, overage, and a count for each member state (A2, A4).
 *
 * @example
 * summary(pool, at).available // 3
 */
export const summary = (pool: LicensePool, at: Instant, beyond?: Beyond): Summary => answerOf(pool, at, summaryOf, beyond)
