// What a replay comes to, in figures: a contract with whoever reads `--json` (design.md), so fields are added and never renamed.

import type { Policies } from '../policies/policies.ts'
import type { AccessLevel } from '../pool/model/outcome.ts'
import type { RejectionType } from '../pool/model/rejection.ts'
import type { Day } from '../pool/time/calendar.ts'
import type { PresetName } from '../presets/presets.ts'

/** How many sign-ins got which access; refused ones count as `none`. */
export type Answers = Readonly<Record<AccessLevel, number>>

/** One calendar month in the plan's time zone. */
export interface MonthFigures {
  /** `2026-03` */
  readonly month: string
  readonly answers: Answers
  readonly granted: number
  readonly reclaimed: number
  /** The most seats at once in this month. */
  readonly peakConsumed: number
  /** How many members held a seat at some time in it, and how many of them signed in with full access. */
  readonly seatHolders: number
  readonly seatsUsed: number
}

/** How long members waited, from the event that made them wait to the seat; in days, with decimals. */
export interface WaitingFigures {
  /** How often somebody who waited got a seat. */
  readonly waited: number
  /** `null` where nobody who waited ever got one. */
  readonly medianDays: number | null
  readonly p95Days: number | null
  readonly maxDays: number | null
  /** Who waits at the end. */
  readonly stillWaiting: number
}

/** What a plan would have done. */
export interface PlanFigures {
  readonly name: string
  readonly preset: PresetName
  readonly allowance: number
  readonly timeZone: string
  /** As they were in force: the preset's, with the plan's own merged over them. */
  readonly policies: Policies
  /** The moments of the first and the last row, as `toISOString()` writes them. */
  readonly from: string
  readonly until: string
  /** Members that the pool knows at the end, in whatever state. */
  readonly members: number
  readonly signIns: number
  readonly answers: Answers
  /** How many sign-ins were refused, by the rejection. */
  readonly refused: { readonly [Type in RejectionType]?: number }
  /** Members that ever held a seat. */
  readonly everSeated: number
  /** `SeatGranted` and `SeatGrantedProvisionally`. */
  readonly granted: number
  /** `SeatReclaimed` */
  readonly reclaimed: number
  /** `ProvisionalGrantLapsed` */
  readonly lapsed: number
  readonly trialsStarted: number
  readonly trialsEnded: number
  readonly peakConsumed: number
  /** The first moment of the peak, as `toISOString()` writes it; `null` if there never was a seat. */
  readonly peakAt: string | null
  readonly finalConsumed: number
  readonly finalPending: number
  readonly waiting: WaitingFigures
  /** Seats held on average over the time, as a share of the allowance; `null` where the allowance is 0. */
  readonly utilization: number | null
  /** Of those who held a seat in a month, the share that used it in that month, over all months; `null` if there never was a seat. */
  readonly usedShare: number | null
  readonly months: readonly MonthFigures[]
}

/** A day on which something changed: what is not listed is as on the listed day before it. */
export interface DayFigures {
  readonly day: Day
  /** The most seats at once on this day, and the most who waited at once. */
  readonly consumed: number
  readonly waiting: number
}

/** What a replay gives: the figures, and the days to draw. */
export interface Replayed {
  readonly figures: PlanFigures
  readonly days: readonly DayFigures[]
}

const millisecondsADay = 86_400_000

/** Median, 95th percentile (nearest rank) and longest of some waits in milliseconds, as days. */
export const waitingFigures = (waits: readonly number[], stillWaiting: number): WaitingFigures => {
  const sorted = Float64Array.from(waits).sort()
  const rank = (share: number): number | null => {
    const at = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
    return at === undefined ? null : at / millisecondsADay
  }
  return { waited: sorted.length, medianDays: rank(0.5), p95Days: rank(0.95), maxDays: rank(1), stillWaiting }
}
