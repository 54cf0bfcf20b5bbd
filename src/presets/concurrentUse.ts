// Licenses shared by whoever is signed in, so many at once as there are (rules C). The misleading denials are the product's own.

import { concurrent } from '../policies/concurrent.ts'
import { membership } from '../policies/membership.ts'
import { type Policies, policies } from '../policies/policies.ts'

/**
 * Concurrent use: `lan` holds a license until sign-out, `web` also until 20 minutes after its last activity; `mobile`, `xbar`,
 * `portal` and `outlook` only check (C2 to C5). Members are added; without a license nobody signs in.
 *
 * @example
 * policies(concurrentUse, concurrent({ ...concurrentUse.concurrent, shared: true }))
 */
export const concurrentUse: Policies = policies(
  membership({ unknownSignIn: 'refuse', withoutLicense: 'refuse' }),
  concurrent({
    clients: {
      lan: { takes: 'lease', denial: 'there are no concurrent licenses available for use' },
      web: { takes: 'lease', idleMinutes: 20, denial: 'no Valid Concurrent User license available' },
      mobile: { takes: 'check', denial: 'the user name or password is invalid' },
      xbar: { takes: 'check', denial: 'one or more errors occurred' },
      portal: { takes: 'check' },
      outlook: {
        takes: 'check',
        denial: "could not process 'Send To CRM' message: The username or password is incorrect",
      },
    },
  }),
)
