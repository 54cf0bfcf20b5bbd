// Why somebody has a license or has none: what gives or denies it, since when, what would change it, and when it next changes by itself.

import { autoAssigns } from '../../policies/autoAssign.ts'
import { countingRule, counts, isReference } from '../../policies/counting.ts'
import { idleDueAt, isExempt } from '../../policies/idleReclaim.ts'
import { addsUnknown } from '../../policies/membership.ts'
import type { Policies } from '../../policies/policies.ts'
import { admitsWhenFree } from '../../policies/waiting.ts'
import type { Draft } from '../draft.ts'
import { admitInto } from '../gate/admission.ts'
import type { Beyond } from '../gate/ownPolicy.ts'
import type { LicensePool } from '../licensePool.ts'
import type { CommandType } from '../model/commandName.ts'
import { defined } from '../model/frozen.ts'
import type { Dependency, Member, MemberState } from '../model/member.ts'
import type { AccessLevel } from '../model/outcome.ts'
import { isRefusal } from '../model/rejection.ts'
import type { Instant } from '../time/calendar.ts'
import { type Access, type AccessReason, accessIn, accessOf } from './access.ts'
import { answerOf } from './ask.ts'

/** One thing that gives or denies access. */
export interface Ground {
  /** The rule's id. */
  readonly rule: string
  /** The policy that decides it, where one does: of the pool, or of the integrator's own. */
  readonly policy?: string
  /** What depends on the member, where that makes it count (P1). */
  readonly dependencies?: readonly Dependency[]
  /** The lots in force, where the allowance decides it. */
  readonly lots?: readonly string[]
  /** Since when, where it is a lease. */
  readonly since?: Instant
  /** In words. */
  readonly text: string
}

/** What happens by itself, and what is left then (FB-23). */
export interface NextChange {
  readonly at: Instant
  readonly ends: 'trial' | 'provisionalSeat' | 'seatTerm' | 'idleSeat' | 'lease'
  readonly becomes: { readonly state: MemberState; readonly access: AccessLevel }
}

export interface Explanation {
  readonly member: string
  readonly at: Instant
  readonly state: MemberState | 'unknown'
  /** Since when it stands in that state; absent for somebody unknown. */
  readonly since?: Instant
  readonly access: Access
  readonly because: readonly Ground[]
  /** The commands that would change it. */
  readonly changedBy: readonly CommandType[]
  readonly next?: NextChange
  /** How many wait before it, if it waits. */
  readonly waitingBehind?: number
}

/**
 * Why this member has the access that it has: the grounds, what would change it, and when it next changes by itself.
 *
 * @example
 * explain(pool, 'lucy', at).because.map((each) => each.text)
 */
export const explain = (pool: LicensePool, member: string, at: Instant, beyond?: Beyond): Explanation =>
  answerOf(pool, at, (draft) => explanationOf(draft, member), beyond)

export const explanationOf = (draft: Draft, id: string): Explanation => {
  const member = draft.member(id)
  const access = accessIn(draft, id, member)
  const next = member && nextChange(draft, member, access)
  return defined({
    member: id,
    at: draft.at,
    state: member?.state ?? ('unknown' as const),
    since: member?.since,
    access,
    because: grounds(draft, access.reason, id, member),
    changedBy: changedBy(draft, access.reason, member),
    next,
    waitingBehind: member?.state === 'pending' ? waitingBefore(draft, member) : undefined,
  })
}

const nextChange = (draft: Draft, member: Member, { reason, until }: Access): NextChange | undefined => {
  const { policies, timeZone } = draft.header
  const change = (ends: NextChange['ends'], at: Instant | undefined, then: Member): NextChange | undefined =>
    at === undefined ? undefined : { at, ends, becomes: { state: then.state, access: accessOf(policies, then, at).level } }
  if (reason === 'lease') return change('lease', until, member)
  if (reason === 'trial') return change('trial', until, member)
  if (member.state === 'provisional') return change('provisionalSeat', member.endsAt, { ...member, state: 'pending', place: 0 })
  if (member.state !== 'enabled') return undefined
  const idleAt = isExempt(policies, member.id) ? undefined : idleDueAt(policies, member.usedDay, timeZone)
  const termAt = member.terms?.endsAt
  const isTerm = termAt !== undefined && (idleAt === undefined || termAt <= idleAt)
  return change(isTerm ? 'seatTerm' : 'idleSeat', isTerm ? termAt : idleAt, { ...member, state: 'known' })
}

const waitingBefore = (draft: Draft, member: Member): number => {
  let before = 0
  let each = draft.firstOf('waiting')
  while (each !== undefined && each.id !== member.id) {
    before++
    each = draft.firstOf('waiting', each)
  }
  return before
}

const grounds = (draft: Draft, reason: AccessReason, id: string, member: Member | undefined): readonly Ground[] => {
  const { policies, allowance, lots } = draft.header
  const withoutLicense: Ground = {
    rule: 'D4',
    policy: 'membership',
    text:
      policies.membership?.withoutLicense === 'standard'
        ? 'Without a license one can sign in, with standard access.'
        : 'Without a license one cannot sign in.',
  }
  const exhausted: Ground = {
    rule: 'A2',
    lots: lots.filter((lot) => lot.stage === 'inForce').map((lot) => lot.ordered.lot),
    text: `No license is available: ${draft.consumed} are consumed and the allowance is ${allowance}.`,
  }
  const inTheWay = [...ownObjection(draft, member), ...(draft.available > 0 ? [] : [exhausted])]
  switch (reason) {
    case 'lease':
      // One by one: each gives access by itself.
      return draft.leasesOf(member as Member).map(({ id: session, client, since, idleMinutes }) => ({
        rule: idleMinutes === null ? 'C2' : 'C3',
        policy: 'concurrent',
        since,
        text: `${id} is signed in with ${client} (session ${session}) and holds a lease.`,
      }))
    case 'seat':
      return [seatGround(policies, member, id)]
    case 'provisionalSeat':
      return [{ rule: 'M10', policy: 'manualApproval', text: `${id} holds a provisional seat until an administrator decides.` }]
    case 'trial':
      return [{ rule: 'M4', policy: 'trial', text: `${id} waits, and its one trial runs.` }, ...inTheWay]
    case 'trialEnded':
      return [{ rule: 'M4', policy: 'trial', text: `${id} waits, and its one trial has ended.` }, ...inTheWay, withoutLicense]
    case 'waiting':
      return [{ rule: 'M6', text: `${id} waits and has no trial.` }, ...inTheWay, withoutLicense]
    case 'noLicense':
      return [
        policies.concurrent === undefined
          ? { rule: 'M1', text: `${id} holds no seat and has not asked for one.` }
          : { rule: 'C1', policy: 'concurrent', text: `${id} is not signed in, and shares the licenses with others.` },
        ...inTheWay,
        withoutLicense,
      ]
    case 'unknown':
      return [{ rule: 'M2', policy: 'membership', text: `The pool does not know ${id}.` }, withoutLicense]
    case 'cannotSignIn':
      return cannotSignIn(member, id)
    case 'status':
      return [{ rule: 'S2', policy: 'counting', text: `${id} has a status that signs in without a license.` }]
    case 'disabled':
      return [{ rule: 'M7', text: `${id} is disabled and gets no seat.` }, withoutLicense]
    case 'deleted':
      return [{ rule: 'M7', text: `${id} was deleted and gets no seat.` }, withoutLicense]
    case 'unlicensed':
      return [{ rule: 'P6', text: `${id} is unlicensed and cannot sign in.` }]
    case 'deactivated':
      return [{ rule: 'P3', text: `${id} is deactivated in the CRM and cannot sign in.` }]
  }
}

/** What a policy of the integrator's own has against giving this member a license. */
const ownObjection = (draft: Draft, member: Member | undefined): readonly Ground[] => {
  const answer = member && admitInto(draft, member)
  if (answer === undefined || !isRefusal(answer) || answer.type !== 'NoLicense') return []
  return [defined({ rule: 'A2', policy: answer.policy, text: answer.message })]
}

/** A seat that the pool gives by itself says why. */
const seatGround = (policies: Policies, member: Member | undefined, id: string): Ground => {
  const { status, dependencies = [] } = member?.people ?? {}
  if (member === undefined || !counts(policies, member.kind, member.people)) return { rule: 'M1', text: `${id} holds a seat.` }
  const rule = countingRule(policies)
  if (rule === 'status')
    return { rule: 'S1', policy: 'counting', text: `${id} holds a seat, because its status ${status} counts.` }
  const references = rule === 'referenced' ? dependencies.filter(isReference).map((each) => ({ ...each })) : []
  if (rule !== 'imported' && references.length === 0)
    return { rule: 'C1', text: `${id} is a network member and holds a seat all the time.` }
  const text = `${id} holds a seat, because it counts by the rule ${rule}.`
  return { rule: 'P1', policy: 'counting', text, ...(references.length > 0 ? { dependencies: references } : {}) }
}

const cannotSignIn = (member: Member | undefined, id: string): readonly Ground[] =>
  member?.kind === 'person'
    ? [{ rule: 'S1', policy: 'counting', text: `${id} has the status ${member.people?.status}, which does not sign in.` }]
    : [{ rule: 'D3', text: `${id} is a placeholder or a resource and can never sign in.` }]

const changedBy = (draft: Draft, reason: AccessReason, member: Member | undefined): readonly CommandType[] => {
  if (reason === 'lease') return ['SignOut', 'EndSession', 'AssignSeat']
  const { policies } = draft.header
  const raise: readonly CommandType[] =
    draft.available > 0 ? [] : [policies.subscription === undefined ? 'AddLot' : 'RaiseAllowance']
  const signIn: readonly CommandType[] =
    policies.concurrent !== undefined || (autoAssigns(policies) && !admitsWhenFree(policies)) ? ['SignIn'] : []
  const byStatus = countingRule(policies) === 'status'
  switch (member?.state) {
    case undefined:
      return ['AddMember', ...(addsUnknown(policies) && !byStatus ? (['SignIn'] as const) : []), ...raise]
    case 'enabled':
      return ['TransferSeat', byStatus ? 'ChangeStatus' : 'DisableMember', 'DeleteMember', 'DeactivateMember', 'UnlicenseMembers']
    case 'provisional':
      return ['ApproveMember', 'RejectMember', 'DisableMember', 'DeleteMember']
    case 'pending':
      return [...(byStatus ? (['ChangeStatus'] as const) : (['ApproveMember', 'AssignSeat'] as const)), ...signIn, ...raise]
    case 'known':
      if (member.kind === 'placeholder') return ['FillPlaceholder', 'DeleteMember']
      if (member.kind === 'resource') return byStatus ? ['ChangeStatus', 'DeleteMember'] : ['DeleteMember']
      return [
        byStatus ? 'ChangeStatus' : 'AssignSeat',
        ...(counts(policies, member.kind, member.people) ? (['SignIn'] as const) : signIn),
        ...raise,
      ]
    case 'disabled':
      return [byStatus ? 'ChangeStatus' : 'EnableMember', ...raise]
    case 'unlicensed':
      return ['RelicenseMembers']
    case 'deactivated':
    case 'deleted':
      return ['AddMember']
  }
}
