// A member's status says whether it holds a license, and the administrator buys more by consent (rules S).

import { counting } from '../policies/counting.ts'
import { membership } from '../policies/membership.ts'
import { type Policies, policies } from '../policies/policies.ts'
import { subscription } from '../policies/subscription.ts'

/**
 * Status-counted allowance: active and locked members hold a license, inactive ones and resources none (S1, S2).
 *
 * @example
 * policies(statusAllowance, counting({ rule: 'status', statuses: { guest: { counts: false, signsIn: true } } }))
 */
export const statusAllowance: Policies = policies(
  membership(),
  counting({ rule: 'status' }),
  // At unit price 0 until one is set: whoever sells sets it.
  subscription(),
)
