// How far admissions may go beyond the allowance (A2).

import { decimal, either, literal, object, whole } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Overage {
  /** So many seats more, the allowance times a factor rounded down, or no limit at all. */
  readonly allow: 'none' | 'unlimited' | { readonly seats: number } | { readonly factor: number }
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly overage?: Overage }

export const overagePolicy: PolicyDefinition<Overage> = {
  defaults: { allow: 'none' },
  fields: {
    allow: either(
      literal('none', 'unlimited'),
      object({ seats: whole({ min: 0 }) }),
      object({ factor: decimal({ min: 1, max: 1_000, places: 6 }) }),
    ),
  },
}

/**
 * How many admissions pass beyond the allowance (A2). Default: none.
 *
 * @example
 * overage({ allow: { factor: 1.15 } })
 */
export const overage = (fields: Partial<Overage> = {}): { readonly overage: Overage } => ({
  overage: { ...overagePolicy.defaults, ...fields },
})

const scale = 1_000_000

/** How many may consume at most; `Infinity` where there is no limit. An allowance of 0 is zero (FB-21). */
export const limitOf = (policies: Policies, allowance: number): number => {
  const allow = policies.overage?.allow ?? 'none'
  if (allow === 'none') return allowance
  if (allow === 'unlimited') return Number.POSITIVE_INFINITY
  if ('seats' in allow) return allowance + allow.seats
  // In whole millionths: 100 * 1.15 is 114.99999999999999, and the rule means 115.
  return Math.floor((allowance * Math.round(allow.factor * scale)) / scale)
}

/** The least allowance whose limit is at least `consumed`. */
export const allowanceFor = (policies: Policies, consumed: number): number => {
  const allow = policies.overage?.allow ?? 'none'
  if (allow === 'unlimited') return 0
  if (allow === 'none') return consumed
  if ('seats' in allow) return Math.max(0, consumed - allow.seats)
  return Math.ceil((consumed * scale) / Math.round(allow.factor * scale))
}
