// The one trial that a member has while it waits (M4).

import { addDays, type Instant } from '../pool/time/calendar.ts'
import { whole } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Trial {
  /** Calendar days from the first sign-in ever that left a trace. */
  readonly days: number
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly trial?: Trial }

export const trialPolicy: PolicyDefinition<Trial> = {
  defaults: { days: 30 },
  fields: { days: whole({ min: 1, max: 100_000 }) },
}

/**
 * Who waits has trial access until so many calendar days after its first sign-in (M4). Default: 30.
 *
 * @example
 * trial({ days: 30 })
 */
export const trial = (fields: Partial<Trial> = {}): { readonly trial: Trial } => ({
  trial: { ...trialPolicy.defaults, ...fields },
})

/** When the trial of somebody who first signs in now ends; `null` where there is none. */
export const trialEnd = (policies: Policies, at: Instant, timeZone: string): Instant | null =>
  policies.trial === undefined ? null : addDays(at, policies.trial.days, timeZone)
