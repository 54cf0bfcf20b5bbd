// Whether what M9 lists notifies somebody.

import { flag } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Notifications {
  readonly enabled: boolean
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly notifications?: Notifications }

export const notificationsPolicy: PolicyDefinition<Notifications> = {
  defaults: { enabled: false },
  fields: { enabled: flag },
}

/**
 * Whether somebody is notified of seats granted by a sign-in, by the system to the first in line, and provisionally (M9).
 *
 * @example
 * notifications({ enabled: true })
 */
export const notifications = (fields: Notifications): { readonly notifications: Notifications } => ({
  notifications: { ...fields },
})

export const notifies = (policies: Policies): boolean => policies.notifications?.enabled === true

/** What an event of those that M9 lists says of it. */
export const notice = (policies: Policies): { readonly notifies?: true } => (notifies(policies) ? { notifies: true } : {})
