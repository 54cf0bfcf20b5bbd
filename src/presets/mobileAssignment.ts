// Seats that are assigned: automatically at the sign-in of a mobile client, or by an administrator (rules M).

import { autoAssign } from '../policies/autoAssign.ts'
import { idleReclaim } from '../policies/idleReclaim.ts'
import { manualApproval } from '../policies/manualApproval.ts'
import { membership } from '../policies/membership.ts'
import { notifications } from '../policies/notifications.ts'
import { type Policies, policies } from '../policies/policies.ts'
import { trial } from '../policies/trial.ts'
import { waiting } from '../policies/waiting.ts'

/**
 * Mobile assignment: whoever signs in with the client `mobile` gets a seat if one is available, else waits with a trial of 30
 * days (M2, M4). Approval, notifications and auto-free are there to be switched on.
 *
 * @example
 * policies(mobileAssignment, idleReclaim({ enabled: true }))
 */
export const mobileAssignment: Policies = policies(
  membership({ unknownSignIn: 'add', withoutLicense: 'standard' }),
  autoAssign({ enabled: true, clients: ['mobile'] }),
  waiting({ admit: 'atSignIn' }),
  manualApproval({ graceDays: 14 }),
  trial({ days: 30 }),
  idleReclaim({ enabled: false }),
  notifications({ enabled: false }),
)
