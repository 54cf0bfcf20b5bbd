// Provisional seats while an administrator decides (M10).

import { addDays, type Instant } from '../pool/time/calendar.ts'
import { nullable, whole } from '../pool/validation/shape.ts'
import { type AutoAssign, autoAssigns } from './autoAssign.ts'
import type { PolicyDefinition } from './definition.ts'
import { type Notifications, notifies } from './notifications.ts'

export interface ManualApproval {
  /** For how many calendar days a provisional seat is granted; `null`: never. */
  readonly graceDays: number | null
}

/** Of a pool's policies, what is read here. */
type Policies = {
  readonly manualApproval?: ManualApproval
  readonly autoAssign?: AutoAssign
  readonly notifications?: Notifications
}

export const manualApprovalPolicy: PolicyDefinition<ManualApproval> = {
  defaults: { graceDays: 14 },
  fields: { graceDays: nullable(whole({ min: 1, max: 100_000 })) },
}

/**
 * With auto-assign off and notifications on, a first sign-in gets a provisional seat for `graceDays` calendar days (M10).
 * Default: 14; `null`: no provisional seats.
 *
 * @example
 * manualApproval({ graceDays: 14 })
 */
export const manualApproval = (fields: Partial<ManualApproval> = {}): { readonly manualApproval: ManualApproval } => ({
  manualApproval: { ...manualApprovalPolicy.defaults, ...fields },
})

/** When a provisional seat that is granted now would lapse; `undefined` where none is granted (M10). */
export const provisionalEnd = (policies: Policies, at: Instant, timeZone: string): Instant | undefined => {
  const days = policies.manualApproval?.graceDays ?? null
  if (days === null || autoAssigns(policies) || !notifies(policies)) return undefined
  return addDays(at, days, timeZone)
}
