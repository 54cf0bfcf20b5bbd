// A sign-in is decided by a short list of routes, of which the first with an opinion wins: barred, seat held, waiting, auto-assign,
// approval, no license (M2 to M12, D4). A check (`CheckIn`) asks the same and changes nothing.

import { autoAssigns, listsClient } from '../../policies/autoAssign.ts'
import { provisionalEnd } from '../../policies/manualApproval.ts'
import { addsUnknown, admitsUnlicensed } from '../../policies/membership.ts'
import { notifies } from '../../policies/notifications.ts'
import { trialEnd } from '../../policies/trial.ts'
import type { Draft } from '../draft.ts'
import { startTrial } from '../due.ts'
import { emit } from '../evolve.ts'
import type { CheckIn, SignIn } from '../model/command.ts'
import type { FirstSignIn } from '../model/event.ts'
import { consumes, hasSignedIn, type Member, type SeatHolder } from '../model/member.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import { type Day, dayOf } from '../time/calendar.ts'
import { comeIn } from './members.ts'
import { goneOrNoPerson, isRefusal, lookUp, unknownMember } from './refusals.ts'

/** Decides a sign-in; what it came to is then the member's access. */
export const signIn = (draft: Draft, { member: id, client }: SignIn): Rejection | undefined => {
  const { policies } = draft.header
  const member = draft.member(id)
  const refusal = barred(draft, id, member)
  if (refusal !== undefined) return refusal
  const listed = listsClient(policies, client)
  if (member !== undefined && consumes(member)) {
    if (listed) useSeat(draft, member)
  } else if (member?.state === 'pending') {
    if (listed) admitWaiting(draft, member)
  } else if (member === undefined || member.state === 'known') {
    if (listed && policies.autoAssign !== undefined) ask(draft, id, member)
    else if (!admitsUnlicensed(policies)) return reject({ type: 'NoLicense', member: id })
    else if (listed && member === undefined) comeIn(draft, { member: id }, 'signIn', firstSignIn(draft))
  }
  return undefined
}

/** A pass/fail check: refused as a sign-in would be, and nothing changes (C5). */
export const checkIn = (draft: Draft, { member: id }: CheckIn): Rejection | undefined => {
  const member = draft.member(id)
  const refusal = barred(draft, id, member)
  if (refusal !== undefined || admitsUnlicensed(draft.header.policies)) return refusal
  const accepted = member !== undefined && (consumes(member) || member.state === 'pending')
  return accepted ? undefined : reject({ type: 'NoLicense', member: id })
}

/** Who cannot sign in, whatever is free: always, or unless the preset admits it without a license (D4, X5). */
const barred = (draft: Draft, id: string, member: Member | undefined): Rejection | undefined => {
  const { policies } = draft.header
  if (member === undefined) return addsUnknown(policies) ? undefined : unknownMember(id)
  if (member.state === 'deleted' && member.kind === 'person' && admitsUnlicensed(policies)) return undefined
  if (member.state === 'disabled') return admitsUnlicensed(policies) ? undefined : reject({ type: 'MemberDisabled', member: id })
  return goneOrNoPerson(member)
}

/** What a sign-in fixes that is the first ever to leave a trace (M4). */
const firstSignIn = (draft: Draft): FirstSignIn => ({
  trialEndsAt: trialEnd(draft.header.policies, draft.at, draft.header.timeZone),
})

const firstOf = (draft: Draft, member: Member): { readonly firstSignIn?: FirstSignIn } =>
  hasSignedIn(member) ? {} : { firstSignIn: firstSignIn(draft) }

const today = (draft: Draft): Day => dayOf(draft.at, draft.header.timeZone)

const notice = (draft: Draft): { readonly notifies?: true } => (notifies(draft.header.policies) ? { notifies: true } : {})

/** A use of the seat: an event only the first time in a day, or ever (M12, D6). */
const useSeat = (draft: Draft, member: SeatHolder): void => {
  const day = today(draft)
  if (day <= member.usedDay && hasSignedIn(member)) return
  // Two literals rather than a spread: this is the most frequent event of all.
  if (hasSignedIn(member)) return emit(draft, { type: 'SeatUsed', member: member.id, day, reason: 'signIn' })
  emit(draft, { type: 'SeatUsed', member: member.id, day, reason: 'signIn', firstSignIn: firstSignIn(draft) })
}

/** Who waits gets in at its own sign-in if a license is available, and keeps its place if not (M6). */
const admitWaiting = (draft: Draft, member: Member): void => {
  if (!autoAssigns(draft.header.policies) || draft.available === 0) return
  emit(draft, { type: 'SeatGranted', member: member.id, day: today(draft), reason: 'signIn', ...notice(draft) })
}

/** Somebody new, or known and without a seat, asks for one: seat, provisional seat, or a place in line (M2, M3, M10). */
const ask = (draft: Draft, id: string, member: Member | undefined): void => {
  const { policies, timeZone } = draft.header
  const first = member === undefined ? {} : firstOf(draft, member)
  const neverSignedIn = member === undefined || !hasSignedIn(member)
  if (member === undefined) comeIn(draft, { member: id }, 'signIn', firstSignIn(draft))
  const available = draft.available > 0
  if (autoAssigns(policies) && available) {
    return emit(draft, { type: 'SeatGranted', member: id, day: today(draft), ...first, reason: 'signIn', ...notice(draft) })
  }
  const endsAt = available && neverSignedIn && member?.barred !== true ? provisionalEnd(policies, draft.at, timeZone) : undefined
  if (endsAt !== undefined) {
    const day = today(draft)
    return emit(draft, {
      type: 'SeatGrantedProvisionally',
      member: id,
      day,
      endsAt,
      ...first,
      reason: 'signIn',
      ...notice(draft),
    })
  }
  const reason = autoAssigns(policies) ? 'noLicenseAvailable' : 'approvalNeeded'
  emit(draft, { type: 'SeatRequested', member: id, ...first, reason })
  startTrial(draft, id, reason)
}

/** A use that the integrator reports: of a seat, by its member (M12, FB-13). Of anybody else it is already so. */
export const recordUse = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state === 'known' && member.kind !== 'person') return reject({ type: 'MemberCannotSignIn', member: id })
  if (!consumes(member)) return undefined
  const day = today(draft)
  if (day > member.usedDay) emit(draft, { type: 'SeatUsed', member: id, day, reason: 'use' })
  return undefined
}
