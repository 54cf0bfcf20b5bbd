// Seats that nobody uses are freed (M12): the policy is applied to the head of the idle order, never to every member.

import { type Day, type Instant, startOfDay } from '../pool/time/calendar.ts'
import { flag, listOf, text, whole } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface IdleReclaim {
  readonly enabled: boolean
  /** Whole days in the pool's zone without use. */
  readonly days: number
  /** The members who keep theirs, at most 1,000; a shrinking allowance spares them too (A3). */
  readonly exempt: readonly string[]
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly idleReclaim?: IdleReclaim }

export const idleReclaimPolicy: PolicyDefinition<IdleReclaim> = {
  defaults: { enabled: false, days: 90, exempt: [] },
  fields: { enabled: flag, days: whole({ min: 1, max: 100_000 }), exempt: listOf(text(), { max: 1_000 }) },
}

/**
 * Frees a seat that was not used for `days` whole days in a row (M12). Default: 90 days, nobody exempt.
 *
 * @example
 * idleReclaim({ enabled: true, days: 90, exempt: ['break-glass'] })
 */
export const idleReclaim = (
  fields: Partial<IdleReclaim> & Pick<IdleReclaim, 'enabled'>,
): { readonly idleReclaim: IdleReclaim } => ({
  idleReclaim: { ...idleReclaimPolicy.defaults, ...fields },
})

/** When a seat last used on this day is freed: at the start of the day after `days` whole days; `undefined` where it never is. */
export const idleDueAt = (policies: Policies, lastUsed: Day, timeZone: string): Instant | undefined =>
  policies.idleReclaim?.enabled === true ? startOfDay(lastUsed + policies.idleReclaim.days + 1, timeZone) : undefined

const millisecondsADay = 86_400_000

/** A moment before which such a seat is surely not freed, in any time zone: for a quick look. */
export const idleDueNotBefore = (policies: Policies, lastUsed: Day): Instant =>
  policies.idleReclaim?.enabled === true ? (lastUsed + policies.idleReclaim.days) * millisecondsADay : Number.POSITIVE_INFINITY

/** Whether this member keeps its seat however long it is idle (M12), and when the allowance shrinks (A3). */
export const isExempt = (policies: Policies, member: string): boolean => {
  const exempt = policies.idleReclaim?.exempt
  if (exempt === undefined || exempt.length === 0) return false
  return exemptions(exempt).has(member)
}

/** The list as a set: policies are frozen, so this memo changes no answer. */
const exemptions = (exempt: readonly string[]): ReadonlySet<string> => {
  const known = sets.get(exempt)
  if (known !== undefined) return known
  const members = new Set(exempt)
  sets.set(exempt, members)
  return members
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>()
