// Everybody imported counts until moved to unlicensed, and who is depended on cannot be moved (rules P).

import { counting } from '../policies/counting.ts'
import { dependencies } from '../policies/dependencies.ts'
import { importFilter } from '../policies/importFilter.ts'
import { membership } from '../policies/membership.ts'
import { overage } from '../policies/overage.ts'
import { type Policies, policies } from '../policies/policies.ts'

/**
 * Planning people: whoever is imported and active counts (P1); territories and targets block a move to unlicensed (P4); consumption
 * above the purchase is shown, not prevented (P9).
 *
 * @example
 * policies(planningPeople, counting({ rule: 'referenced' }))
 */
export const planningPeople: Policies = policies(
  membership(),
  importFilter(),
  counting({ rule: 'imported' }),
  dependencies({ blocking: ['territory', 'target'] }),
  overage({ allow: 'unlimited' }),
)
