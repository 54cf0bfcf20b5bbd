// The policies of a pool as one record of plain data: composed, merged by policy and by field, and checked (D7).

import { defined, frozenCopy } from '../pool/model/frozen.ts'
import { type Issue, nullable, object, type Shape } from '../pool/validation/shape.ts'
import { type AutoAssign, autoAssignPolicy } from './autoAssign.ts'
import { type Concurrent, concurrentPolicy } from './concurrent.ts'
import { type Counting, countingPolicy } from './counting.ts'
import type { PolicyDefinition } from './definition.ts'
import { type Dependencies, dependenciesPolicy } from './dependencies.ts'
import { type IdleReclaim, idleReclaimPolicy } from './idleReclaim.ts'
import { type ImportFilter, importFilterPolicy } from './importFilter.ts'
import { type ManualApproval, manualApprovalPolicy } from './manualApproval.ts'
import { type Membership, membershipPolicy } from './membership.ts'
import { type Notifications, notificationsPolicy } from './notifications.ts'
import { type Overage, overagePolicy } from './overage.ts'
import { addedRoles, type Permissions, permissionsPolicy } from './permissions.ts'
import { type Shrink, shrinkPolicy } from './shrink.ts'
import { type Subscription, subscriptionPolicy } from './subscription.ts'
import { type Trial, trialPolicy } from './trial.ts'
import { type Waiting, waitingPolicy } from './waiting.ts'

/** Every policy and its data. */
export interface PolicyData {
  readonly membership: Membership
  readonly importFilter: ImportFilter
  readonly autoAssign: AutoAssign
  readonly waiting: Waiting
  readonly manualApproval: ManualApproval
  readonly trial: Trial
  readonly idleReclaim: IdleReclaim
  readonly notifications: Notifications
  readonly counting: Counting
  readonly dependencies: Dependencies
  readonly overage: Overage
  readonly shrink: Shrink
  readonly subscription: Subscription
  readonly concurrent: Concurrent
  readonly permissions: Permissions
}
export type PolicyName = keyof PolicyData

/** A pool's policies: a policy that is absent gives nothing (D7). */
export type Policies = Partial<PolicyData>

/** A change of policies: each by field, `null` to remove one (D7). */
export type PoliciesPatch = { readonly [Name in PolicyName]?: Partial<PolicyData[Name]> | null }

/** Every policy, by its name. */
export const definitions: { readonly [Name in PolicyName]: PolicyDefinition<PolicyData[Name]> } = {
  membership: membershipPolicy,
  importFilter: importFilterPolicy,
  autoAssign: autoAssignPolicy,
  waiting: waitingPolicy,
  manualApproval: manualApprovalPolicy,
  trial: trialPolicy,
  idleReclaim: idleReclaimPolicy,
  notifications: notificationsPolicy,
  counting: countingPolicy,
  dependencies: dependenciesPolicy,
  overage: overagePolicy,
  shrink: shrinkPolicy,
  subscription: subscriptionPolicy,
  concurrent: concurrentPolicy,
  permissions: permissionsPolicy,
}

export const policyNames = Object.keys(definitions) as readonly PolicyName[]

/** Each field, as `POLICY.FIELD`, with what it must be in words. */
export const policyFields = (): readonly PolicyField[] =>
  policyNames.flatMap((name): PolicyField[] => {
    if (name === 'permissions') return [['permissions.COMMAND', 'a list of roles']]
    const shapes = Object.entries<Shape<unknown>>(definitions[name].fields)
    return shapes.map(([field, { expected }]) => [`${name}.${field}`, expected])
  })

type PolicyField = readonly [field: string, expected: string]

/** What a `policies` document may hold; unknown policies and fields are `Invalid` (D7). */
export const policiesPatchShape = object(
  {},
  Object.fromEntries(policyNames.map((name) => [name, nullable(object({}, definitions[name].fields))])),
) as unknown as Shape<PoliciesPatch>

/** The policies after a change: merged by policy and by field, one level; a field's value is replaced whole (D7). */
export const mergePolicies = (base: Policies, patch: PoliciesPatch): Policies => {
  const merged: Record<string, unknown> = { ...base }
  for (const name of policyNames) {
    const change = patch[name]
    if (change === undefined) continue
    if (change === null) delete merged[name]
    else merged[name] = { ...definitions[name].defaults, ...base[name], ...defined(change) }
  }
  return frozenCopy(merged) as Policies
}

/** What is wrong with a set of policies that the shapes cannot say. */
export const policyIssues = (policies: PoliciesPatch): readonly Issue[] => addedRoles(policies.permissions ?? {})

/**
 * Composes policies and presets into one record; of two that name the same policy the later one's fields win.
 *
 * @example
 * policies(mobileAssignment, idleReclaim({ enabled: true, days: 60 }), waiting({ admit: 'whenFree' }))
 */
export const policies = (...parts: readonly PoliciesPatch[]): Policies =>
  parts.reduce<Policies>((merged, part) => mergePolicies(merged, part), {})
