// May this member use the product now, and why? One function answers, for sign-ins and for questions alike.

import { countingRule, statusBars, statusSignsInFree } from '../../policies/counting.ts'
import { addsUnknown, admitsUnlicensed } from '../../policies/membership.ts'
import type { Policies } from '../../policies/policies.ts'
import { getRecord } from '../collections/records.ts'
import type { Draft } from '../draft.ts'
import type { Beyond } from '../gate/ownPolicy.ts'
import { contentsOf, type LicensePool } from '../licensePool.ts'
import type { RunningLease } from '../model/lease.ts'
import { consumes, type Member, type SeatHolder } from '../model/member.ts'
import type { AccessLevel } from '../model/outcome.ts'
import type { Instant } from '../time/calendar.ts'
import { answerOf } from './ask.ts'

/** Why the access is what it is. */
export type AccessReason =
  | 'seat'
  | 'provisionalSeat'
  | 'lease'
  | 'trial'
  | 'trialEnded'
  | 'waiting'
  | 'noLicense'
  | 'unknown'
  | 'cannotSignIn'
  /** A status that signs in and holds no license (S2). */
  | 'status'
  | 'disabled'
  | 'unlicensed'
  | 'deactivated'
  | 'deleted'

export interface Access {
  readonly level: AccessLevel
  readonly reason: AccessReason
  /** When it ends by itself: a trial, a provisional seat, the last of its leases. */
  readonly until?: Instant
}

const seat: Access = Object.freeze({ level: 'full', reason: 'seat' })
const none = (reason: AccessReason): Access => ({ level: 'none', reason })

/** The answer from a record; what was due must have happened. An unknown member has no record. */
export const accessOf = (policies: Policies, member: Member | undefined, at: Instant): Access => {
  if (member === undefined) {
    return addsUnknown(policies) && countingRule(policies) !== 'status' ? withoutLicense(policies, 'unknown') : none('unknown')
  }
  switch (member.state) {
    case 'enabled':
    case 'provisional':
      return seatAccess(policies, member)
    case 'pending':
      return waitingAccess(policies, member.trialEndsAt, at)
    case 'known':
      return knownAccess(policies, member)
    case 'disabled':
      return statusBars(policies, member.people?.status) ? none('cannotSignIn') : withoutLicense(policies, 'disabled')
    case 'deleted':
      return member.kind === 'person' ? withoutLicense(policies, 'deleted') : none('deleted')
    case 'unlicensed':
    case 'deactivated':
      return none(member.state)
  }
}

const seatAccess = (policies: Policies, member: SeatHolder): Access => {
  if (statusBars(policies, member.people?.status)) return none('cannotSignIn')
  if (member.state === 'provisional') return { level: 'full', reason: 'provisionalSeat', until: member.endsAt }
  const endsAt = member.terms?.endsAt
  return endsAt === undefined ? seat : { ...seat, until: endsAt }
}

const knownAccess = (policies: Policies, { kind, people }: Member): Access => {
  if (kind !== 'person' || statusBars(policies, people?.status)) return none('cannotSignIn')
  return statusSignsInFree(policies, people?.status)
    ? { level: 'standard', reason: 'status' }
    : withoutLicense(policies, 'noLicense')
}

/** The same, seeing the member's leases too: of several the latest end counts, and one without an end has none. */
export const accessIn = (draft: Draft, id: string, member: Member | undefined = draft.member(id)): Access => {
  const { policies } = draft.header
  const leases = member === undefined || consumes(member) ? [] : draft.leasesOf(member)
  return leases.length === 0 ? accessOf(policies, member, draft.at) : { level: 'full', reason: 'lease', ...lastEnd(leases) }
}

/** When the last of some leases ends by itself; nothing if one does not. */
export const lastEnd = (leases: readonly RunningLease[]): { readonly until?: Instant } => {
  let until = Number.NEGATIVE_INFINITY
  for (const { endsAt } of leases) until = Math.max(until, endsAt ?? Number.POSITIVE_INFINITY)
  return until === Number.POSITIVE_INFINITY ? {} : { until }
}

const waitingAccess = (policies: Policies, trialEndsAt: Instant | null, at: Instant): Access => {
  if (trialEndsAt === null) return withoutLicense(policies, 'waiting')
  return at < trialEndsAt ? { level: 'trial', reason: 'trial', until: trialEndsAt } : withoutLicense(policies, 'trialEnded')
}

const withoutLicense = (policies: Policies, reason: AccessReason): Access => ({
  level: admitsUnlicensed(policies) ? 'standard' : 'none',
  reason,
})

/**
 * May this member use the product now? The level (`full`, `trial`, `standard` or `none`), why, and until when if it ends by itself.
 * What is due by `at` is seen (T4); a lapsed grant is judged when asked (FB-11).
 *
 * @example
 * access(pool, 'lucy', at).level // 'full'
 */
export const access = (pool: LicensePool, member: string, at: Instant, beyond?: Beyond): Access => {
  const { header, members, quietUntil, extent } = contentsOf(pool)
  if (at < quietUntil && extent === undefined && header.leases.running === 0)
    return accessOf(header.policies, getRecord(members, member), Math.max(at, header.latestAt))
  return answerOf(pool, at, (draft) => accessIn(draft, member), beyond)
}
