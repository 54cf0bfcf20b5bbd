// The next invoice (S4): the month to come at the allowance of its start, and what was raised this month by days left. It is read
// off the lots, so what is charged is what is enforced (FB-18).

import type { Subscription } from '../../policies/subscription.ts'
import type { Draft } from '../draft.ts'
import type { LicensePool } from '../licensePool.ts'
import type { Lot } from '../model/lot.ts'
import type { Price } from '../model/quote.ts'
import { dayOf, firstOfMonth, type Instant, startOfDay } from '../time/calendar.ts'
import { answerOf } from './ask.ts'

/** An amount of a currency (ISO 4217), in whole minor units. */
export interface Money {
  readonly currency: string
  readonly amount: number
}

interface LineItem extends Price, Money {
  readonly currency: string
  /** What is charged for: from this moment until that one. */
  readonly from: Instant
  readonly until: Instant
  /** Licenses. */
  readonly quantity: number
}

/** One line: the month to come, or a raise for the rest of the month in which it was made. */
export type InvoiceLine =
  | (LineItem & { readonly type: 'period' })
  | (LineItem & {
      readonly type: 'proration'
      /** The raise's lot, which its event names. */
      readonly lot: string
      /** Calendar days from the raise's own to the month's last, both in, and the days of that month. */
      readonly daysLeft: number
      readonly daysOfMonth: number
    })

export interface Invoice {
  /** The calendar month in the pool's zone, half open. */
  readonly period: { readonly from: Instant; readonly until: Instant }
  readonly lines: readonly InvoiceLine[]
  /** What the lines add up to, for each currency, in the order in which they name it. */
  readonly totals: readonly Money[]
}

/**
 * The next invoice as of a moment: the calendar month after `at`, in the pool's zone, at the allowance of its start times the unit
 * price; with proration `daily` one more line for each raise in the month of `at`, at its own price, by days left (that day counts)
 * and rounded half up (S4). Money is in whole minor units. `undefined` without a subscription.
 *
 * @example
 * const due = invoice(pool, at)?.totals.map(({ currency, amount }) => `${amount} ${currency}`)
 */
export const invoice = (pool: LicensePool, at: Instant): Invoice | undefined => answerOf(pool, at, invoiceOf)

export const invoiceOf = ({ header, today }: Draft): Invoice | undefined => {
  const { policies, timeZone, lots } = header
  const { subscription } = policies
  if (subscription === undefined) return undefined
  const thisMonth = firstOfMonth(today)
  const nextMonth = firstOfMonth(today, 1)
  const period = { from: startOfDay(nextMonth, timeZone), until: startOfDay(firstOfMonth(today, 2), timeZone) }
  const lines: InvoiceLine[] = [periodLine(subscription, lots, period)]
  if (subscription.proration === 'daily') {
    for (const { ordered, raise, startsAt } of lots) {
      const [daysLeft, daysOfMonth] = [nextMonth - dayOf(startsAt, timeZone), nextMonth - thisMonth]
      if (raise === undefined || daysLeft > daysOfMonth) continue
      const amount = share(ordered.quantity, raise.unitPrice, daysLeft, daysOfMonth)
      lines.push({ type: 'proration', ...ordered, from: startsAt, until: period.from, ...raise, daysLeft, daysOfMonth, amount })
    }
  }
  return { period, lines, totals: totalsOf(lines) }
}

const periodLine = ({ unitPrice, currency }: Subscription, lots: readonly Lot[], period: Invoice['period']): InvoiceLine => {
  const quantity = lots.reduce((sum, lot) => (isInForceAt(lot, period.from) ? sum + lot.quantity : sum), 0)
  return { type: 'period', ...period, quantity, unitPrice, currency, amount: share(quantity, unitPrice, 1, 1) }
}

/** Whether the lot will be in force then, if nobody does anything. One that has ended has its end before, or nothing left. */
const isInForceAt = ({ startsAt, endsAt }: Lot, then: Instant): boolean => startsAt <= then && (endsAt === null || endsAt > then)

/** So many licenses at that price, for so many parts of all: rounded half up, and exact before that. */
const share = (quantity: number, unitPrice: number, part: number, whole: number): number => {
  const all = BigInt(whole)
  return Number((2n * BigInt(quantity) * BigInt(unitPrice) * BigInt(part) + all) / (2n * all))
}

const totalsOf = (lines: readonly InvoiceLine[]): readonly Money[] => {
  const totals = new Map<string, bigint>()
  for (const { currency, amount } of lines) totals.set(currency, (totals.get(currency) ?? 0n) + BigInt(amount))
  return [...totals].map(([currency, amount]) => ({ currency, amount: Number(amount) }))
}
