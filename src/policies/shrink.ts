// What happens to seats when the allowance falls (A3): by default nothing, and nobody is admitted until it fits.

import { literal } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Shrink {
  readonly rule: 'keep' | 'releaseLongestIdle'
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly shrink?: Shrink }

export const shrinkPolicy: PolicyDefinition<Shrink> = {
  defaults: { rule: 'keep' },
  fields: { rule: literal('keep', 'releaseLongestIdle') },
}

/**
 * What a falling allowance does to seats (A3): `keep` (default) leaves the pool over-allocated, `releaseLongestIdle` frees the
 * longest unused ones at that moment until it fits.
 *
 * @example
 * shrink({ rule: 'releaseLongestIdle' })
 */
export const shrink = (fields: Partial<Shrink> = {}): { readonly shrink: Shrink } => ({
  shrink: { ...shrinkPolicy.defaults, ...fields },
})

export const releasesLongestIdle = (policies: Policies): boolean => policies.shrink?.rule === 'releaseLongestIdle'
