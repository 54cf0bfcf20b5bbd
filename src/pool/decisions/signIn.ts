// A sign-in is decided by a short list of routes, of which the first with an opinion wins: barred, seat held, an own policy of the
// integrator's, concurrent, counted, auto-assign, approval, waiting, no license (M2 to M12, D4). A check (`CheckIn`) asks the same and changes nothing.

import { autoAssigns, listsClient } from '../../policies/autoAssign.ts'
import { statusSignsInFree } from '../../policies/counting.ts'
import { provisionalEnd } from '../../policies/manualApproval.ts'
import { admitsUnlicensed } from '../../policies/membership.ts'
import { notice } from '../../policies/notifications.ts'
import { trialEnd } from '../../policies/trial.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { admit, admitInto, grantSeat, isCounted } from '../gate/admission.ts'
import { type Candidate, newcomer, ownRoute, refusedBy } from '../gate/ownPolicy.ts'
import type { CheckIn, RecordUse, SignIn } from '../model/command.ts'
import type { FirstSignIn } from '../model/event.ts'
import { consumes, hasSignedIn, type Member, type SeatHolder } from '../model/member.ts'
import { isRefusal, type Rejection, refuse } from '../model/rejection.ts'
import { startTrial } from '../settlement/due.ts'
import { endLeases } from '../settlement/endLeases.ts'
import { comeIn } from './entry.ts'
import {
  anothersSession,
  check,
  isRevivable,
  mayHold,
  ownSession,
  renew,
  revive,
  signInConcurrently,
  unknownSession,
} from './leases.ts'
import { barred, goneOrDisabled, ofMember } from './refusals.ts'

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
    return undefined
  }
  if (!mayHold(member)) return undefined
  const seeker = member ?? newcomer(id)
  const own = ownRoute(draft, seeker, client)
  if (own?.said.type === 'Refuse') return refusedBy(own.policy, own.said.reason, id)
  if (own?.said.type === 'Admit') return seat(draft, seeker, member)
  if (own?.said.type === 'Wait') return wait(draft, id, member, 'approvalNeeded')
  if (policies.concurrent !== undefined) return signInConcurrently(draft, command, member)
  const assigns = listed && policies.autoAssign !== undefined
  if (listed && isCounted(draft, seeker)) {
    const refused = seat(draft, seeker, member)
    if (refused === undefined) return undefined
    if (!assigns) return admitsUnlicensed(policies) || member?.state === 'pending' ? undefined : refused
  }
  // Its state follows its status: such a member never asks for a seat (S1, S2).
  if (statusSignsInFree(policies, member?.people?.status)) return undefined
  if (assigns) return ask(draft, seeker, member)
  if (member?.state === 'pending') return undefined
  if (!admitsUnlicensed(policies)) return refuse('NoLicense', id)
  return listed && member === undefined ? comeIn(draft, { member: id }, { firstSignIn: firstSignIn(draft) }) : undefined
}

/** A pass/fail check: refused as a sign-in would be, and nothing changes (C5). */
export const checkIn = (draft: Draft, { member: id, client }: CheckIn): Rejection | undefined => {
  const { policies } = draft.header
  const member = draft.member(id)
  const refusal = barred(draft, id, member)
  if (refusal !== undefined || (member !== undefined && consumes(member))) return refusal
  if (!mayHold(member)) return undefined
  const own = ownRoute(draft, member ?? newcomer(id), client)
  if (own?.said.type === 'Refuse') return refusedBy(own.policy, own.said.reason, id)
  if (policies.concurrent !== undefined) return check(draft, client)
  const passes = admitsUnlicensed(policies) || member?.state === 'pending' || statusSignsInFree(policies, member?.people?.status)
  return passes ? undefined : refuse('NoLicense', id)
}

/** What a sign-in fixes that is the first ever to leave a trace (M4). */
const firstSignIn = (draft: Draft): FirstSignIn => ({
  trialEndsAt: trialEnd(draft.header.policies, draft.at, draft.header.timeZone),
})

/** A use of the seat: an event only the first time in a day, or ever (M12, D6). */
const useSeat = (draft: Draft, member: SeatHolder): void => {
  const day = draft.today
  if (day <= member.usedDay && hasSignedIn(member)) return
  // Two literals rather than a spread: this is the most frequent event of all.
  if (hasSignedIn(member)) return emit(draft, { type: 'SeatUsed', member: member.id, day, reason: 'signIn' })
  emit(draft, { type: 'SeatUsed', member: member.id, day, reason: 'signIn', firstSignIn: firstSignIn(draft) })
}

/** A seat by signing in, through the gate; somebody unknown comes in with it. */
const seat = (draft: Draft, seeker: Candidate, member: Member | undefined): Rejection | undefined => {
  const admitted = admit(draft, seeker)
  if (isRefusal(admitted)) return admitted
  const first = firstTrace(draft, seeker.id, member)
  grantSeat(draft, seeker.id, 'signIn', admitted, { ...first, ...notice(draft.header.policies) })
  return undefined
}

/** Somebody unknown comes in first, and that is then what tells of the first sign-in. */
const firstTrace = (draft: Draft, id: string, member: Member | undefined): { readonly firstSignIn?: FirstSignIn } => {
  if (member !== undefined) return hasSignedIn(member) ? {} : { firstSignIn: firstSignIn(draft) }
  comeIn(draft, { member: id }, { firstSignIn: firstSignIn(draft), seeksSeat: true })
  return {}
}

/** Somebody without a seat asks for one: a seat, a provisional seat, or a place in line; who has a place keeps it (M2, M3, M6, M10). */
const ask = (draft: Draft, seeker: Candidate, member: Member | undefined): undefined => {
  const { policies, timeZone } = draft.header
  const isAutomatic = autoAssigns(policies)
  if (isAutomatic && seat(draft, seeker, member) === undefined) return
  if (member?.state === 'pending') return
  const mayTry = draft.available > 0 && member?.barred !== true && (member === undefined || !hasSignedIn(member))
  const endsAt = mayTry ? provisionalEnd(policies, draft.at, timeZone) : undefined
  const admitted = endsAt === undefined ? undefined : admitInto(draft, seeker)
  if (endsAt === undefined || admitted === undefined || isRefusal(admitted)) {
    return wait(draft, seeker.id, member, isAutomatic ? 'noLicenseAvailable' : 'approvalNeeded')
  }
  const first = firstTrace(draft, seeker.id, member)
  if (member !== undefined) endLeases(draft, member, 'seated')
  // An own policy may end the seat earlier than nobody's deciding does.
  const seatTerms = { day: draft.today, ...admitted, endsAt: Math.min(endsAt, admitted.terms?.endsAt ?? endsAt) }
  emit(draft, {
    type: 'SeatGrantedProvisionally',
    member: seeker.id,
    ...seatTerms,
    ...first,
    reason: 'signIn',
    ...notice(draft.header.policies),
  })
}

/** A place in line, and what is left of the trial (M3, M4). */
const wait = (
  draft: Draft,
  id: string,
  member: Member | undefined,
  reason: 'noLicenseAvailable' | 'approvalNeeded',
): undefined => {
  if (member?.state === 'pending') return
  const first = firstTrace(draft, id, member)
  emit(draft, { type: 'SeatRequested', member: id, ...first, reason })
  startTrial(draft, id, reason)
}

/** A use that the integrator reports: of a seat, by its member (M12, FB-13), or of a session (C9). */
export const recordUse = (draft: Draft, use: RecordUse): Rejection | undefined =>
  use.member === undefined ? useSession(draft, use.session) : useOwnSeat(draft, use)

/**
 * Activity in a session: recorded, if the last one is long enough ago. What timed out less than 24 hours ago is revived as its
 * member's sign-in with the same client would be decided now; nothing else is (C11, FB-9, FB-10).
 */
const useSession = (draft: Draft, session: string): Rejection | undefined => {
  const lease = ownSession(draft, 'RecordUse', session)
  if (isRefusal(lease)) return lease
  if (lease.state === 'running') return renew(draft, lease, 'use')
  if (!isRevivable(draft, lease)) return unknownSession(session)
  const member = draft.member(lease.member)
  // Who signs in without a license, disabled or deleted, has no session for it.
  const refusal = barred(draft, lease.member, member) ?? (member && goneOrDisabled(member))
  if (refusal !== undefined) return refusal
  if (member === undefined || !consumes(member)) return revive(draft, lease, member)
  if (listsClient(draft.header.policies, lease.client)) useSeat(draft, member)
  return undefined
}

/** Of anybody who holds no seat it is already so. */
const useOwnSeat = ofMember((draft, member) => {
  const { id } = member
  if (member.state === 'known' && member.kind !== 'person') return refuse('MemberCannotSignIn', id)
  if (!consumes(member)) return undefined
  const day = draft.today
  if (day > member.usedDay) emit(draft, { type: 'SeatUsed', member: id, day, reason: 'use' })
  return undefined
})
