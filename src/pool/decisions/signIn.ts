// A sign-in is decided by a short list of routes, of which the first with an opinion wins: barred, seat held, concurrent, waiting,
// auto-assign, approval, no license (M2 to M12, C7, D4). A check (`CheckIn`) asks the same and changes nothing.

import { autoAssigns, listsClient } from '../../policies/autoAssign.ts'
import { provisionalEnd } from '../../policies/manualApproval.ts'
import { admitsUnlicensed } from '../../policies/membership.ts'
import { notifies } from '../../policies/notifications.ts'
import { trialEnd } from '../../policies/trial.ts'
import { hasRoom } from '../admission.ts'
import type { Draft } from '../draft.ts'
import { startTrial } from '../due.ts'
import { endLeases, licensesHeldBy } from '../endLeases.ts'
import { emit } from '../evolve.ts'
import type { CheckIn, RecordUse, SignIn } from '../model/command.ts'
import type { FirstSignIn } from '../model/event.ts'
import { consumes, hasSignedIn, type Member, type SeatHolder } from '../model/member.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import { type Day, dayOf } from '../time/calendar.ts'
import { anothersSession, check, isRevivable, ownSession, renew, revive, signInConcurrently, unknownSession } from './leases.ts'
import { comeIn } from './members.ts'
import { barred, isRefusal, lookUp } from './refusals.ts'

/** Decides a sign-in; what it came to is then the member's access. */
export const signIn = (draft: Draft, command: SignIn): Rejection | undefined => {
  const { member: id, client } = command
  const { policies } = draft.header
  const member = draft.member(id)
  const refusal = anothersSession(draft, command) ?? barred(draft, id, member)
  if (refusal !== undefined) return refusal
  const listed = listsClient(policies, client)
  if (member !== undefined && consumes(member)) {
    if (listed) useSeat(draft, member)
  } else if (policies.concurrent !== undefined) {
    return signInConcurrently(draft, command, member)
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
export const checkIn = (draft: Draft, { member: id, client }: CheckIn): Rejection | undefined => {
  const { policies } = draft.header
  const member = draft.member(id)
  const refusal = barred(draft, id, member)
  if (refusal === undefined && policies.concurrent !== undefined) return check(draft, client, member)
  if (refusal !== undefined || admitsUnlicensed(policies)) return refusal
  const accepted = member !== undefined && (consumes(member) || member.state === 'pending')
  return accepted ? undefined : reject({ type: 'NoLicense', member: id })
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
  if (!autoAssigns(draft.header.policies) || !hasRoom(draft, licensesHeldBy(draft, member))) return
  endLeases(draft, member, 'seated')
  emit(draft, { type: 'SeatGranted', member: member.id, day: today(draft), reason: 'signIn', ...notice(draft) })
}

/** Somebody new, or known and without a seat, asks for one: seat, provisional seat, or a place in line (M2, M3, M10). */
const ask = (draft: Draft, id: string, member: Member | undefined): void => {
  const { policies, timeZone } = draft.header
  const first = member === undefined ? {} : firstOf(draft, member)
  const neverSignedIn = member === undefined || !hasSignedIn(member)
  if (member === undefined) comeIn(draft, { member: id }, 'signIn', firstSignIn(draft))
  const available = hasRoom(draft, member && licensesHeldBy(draft, member))
  if (autoAssigns(policies) && available) {
    if (member !== undefined) endLeases(draft, member, 'seated')
    return emit(draft, { type: 'SeatGranted', member: id, day: today(draft), ...first, reason: 'signIn', ...notice(draft) })
  }
  const endsAt = available && neverSignedIn && member?.barred !== true ? provisionalEnd(policies, draft.at, timeZone) : undefined
  if (endsAt !== undefined) {
    const day = today(draft)
    if (member !== undefined) endLeases(draft, member, 'seated')
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

/** A use that the integrator reports: of a seat, by its member (M12, FB-13), or of a session (C9). */
export const recordUse = (draft: Draft, use: RecordUse): Rejection | undefined =>
  use.member === undefined ? useSession(draft, use.session) : useOwnSeat(draft, use.member)

/**
 * Activity in a session: recorded, if the last one is long enough ago. What timed out less than 24 hours ago is revived as its
 * member's sign-in with the same client would be decided now; nothing else is (C11, FB-9, FB-10).
 */
const useSession = (draft: Draft, session: string): Rejection | undefined => {
  const lease = ownSession(draft, 'RecordUse', session)
  if ('type' in lease) return lease
  if (lease.state === 'running') return renew(draft, lease, 'use')
  if (!isRevivable(draft, lease)) return unknownSession(session)
  const member = draft.member(lease.member)
  const refusal = barred(draft, lease.member, member)
  if (refusal !== undefined) return refusal
  if (member === undefined || !consumes(member)) return revive(draft, lease, member)
  if (listsClient(draft.header.policies, lease.client)) useSeat(draft, member)
  return undefined
}

/** Of anybody who holds no seat it is already so. */
const useOwnSeat = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state === 'known' && member.kind !== 'person') return reject({ type: 'MemberCannotSignIn', member: id })
  if (!consumes(member)) return undefined
  const day = today(draft)
  if (day > member.usedDay) emit(draft, { type: 'SeatUsed', member: id, day, reason: 'use' })
  return undefined
}
