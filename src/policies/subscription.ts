// What a license costs: what a raise is quoted from, and an invoice made of (S4). Money is whole minor units, never a fraction.

import { literal, type Shape, suchThat, text, whole } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Subscription {
  /** What one license costs a cycle, in whole minor units (cents, pence) of the currency: 0 to 9,000,000. */
  readonly unitPrice: number
  /** Three capital letters (ISO 4217); `XXX` is no currency. */
  readonly currency: string
  readonly cycle: 'monthly'
  /** The version or the address of the terms that a raise accepts. */
  readonly terms: string
  /** Whether a raise is also charged for the rest of its own month, by days left. */
  readonly proration: 'none' | 'daily'
}

/** So low that the price of 1,000,000,000 licenses is a whole number that a double holds exactly. */
export const unitPriceShape = whole({ min: 0, max: 9_000_000 })
export const currencyShape: Shape<string> = suchThat(
  text(),
  (value) => /^[A-Z]{3}$/.test(value),
  'three capital letters (ISO 4217)',
)

export const subscriptionPolicy: PolicyDefinition<Subscription> = {
  defaults: { unitPrice: 0, currency: 'XXX', cycle: 'monthly', terms: 'unspecified', proration: 'none' },
  fields: {
    unitPrice: unitPriceShape,
    currency: currencyShape,
    cycle: literal('monthly'),
    terms: text(),
    proration: literal('none', 'daily'),
  },
}

/**
 * The customer's own administrator can raise the allowance, at this price a license and month (S4). Default: nothing, in no
 * currency, without proration.
 *
 * @example
 * subscription({ unitPrice: 1_250, currency: 'EUR', terms: 'terms-2026-03', proration: 'daily' })
 */
export const subscription = (fields: Partial<Subscription> = {}): { readonly subscription: Subscription } => ({
  subscription: { ...subscriptionPolicy.defaults, ...fields },
})
