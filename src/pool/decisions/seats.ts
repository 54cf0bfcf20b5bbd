// What administrators decide about seats: assign, approve, reject, disable, enable, transfer (rules M, table D).

import { countingRule } from '../../policies/counting.ts'
import { admit, admitInto, grantSeat, isCounted } from '../admission.ts'
import type { Draft } from '../draft.ts'
import { endLeases } from '../endLeases.ts'
import { emit } from '../evolve.ts'
import type { ApproveWaiting, TransferSeat } from '../model/command.ts'
import type { Reason } from '../model/event.ts'
import { consumes, type Member } from '../model/member.ts'
import type { MemberAnswer } from '../model/outcome.ts'
import { invalid, type Rejection, reject } from '../model/rejection.ts'
import { dayOf } from '../time/calendar.ts'
import { goneOrDisabled, goneOrNoPerson, isRefusal, lookUp } from './refusals.ts'

/** Where leases are shared, whoever is given a seat is a network member from then on (C1). */
const asNetworkMember = ({ header }: Draft): { readonly licenseType?: 'named' } =>
  header.policies.concurrent === undefined ? {} : { licenseType: 'named' }

type SeatReason = Extract<Reason, 'assigned' | 'approved' | 'enabled' | 'transferred'>

const today = (draft: Draft): number => dayOf(draft.at, draft.header.timeZone)

/** Through the gate into a seat; a provisional seat is one already. Its own leases end with it, and do not stand in its way (C1). */
const seat = (draft: Draft, member: Member, reason: SeatReason): Rejection | undefined => {
  if (member.state === 'enabled') return undefined
  if (member.state === 'provisional') {
    emit(draft, { type: 'SeatApproved', member: member.id, day: today(draft), reason })
    return undefined
  }
  const admitted = admit(draft, member)
  if ('type' in admitted) return admitted
  if (member.state === 'disabled') emit(draft, { type: 'MemberEnabled', member: member.id, reason: 'command' })
  grantSeat(draft, member.id, reason, admitted, asNetworkMember(draft))
  return undefined
}

export const assignSeat = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  return goneOrDisabled(member) ?? seat(draft, member, 'assigned')
}

const notWaiting = (member: string): Rejection => reject({ type: 'NotWaiting', member })

export const approveMember = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  const refusal = goneOrDisabled(member)
  if (refusal !== undefined) return refusal
  return member.state === 'known' ? notWaiting(id) : seat(draft, member, 'approved')
}

export const rejectMember = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  const refusal = goneOrNoPerson(member)
  if (refusal !== undefined) return refusal
  if (member.state === 'known' || member.state === 'enabled') return notWaiting(id)
  if (member.state === 'disabled') return undefined
  emit(draft, { type: 'MemberRejected', member: id, reason: 'command' })
  endLeases(draft, member, 'memberLeft')
  return undefined
}

export const disableMember = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  const refusal = goneOrNoPerson(member)
  if (refusal !== undefined) return refusal
  if (member.state === 'disabled') return undefined
  emit(draft, { type: 'MemberDisabled', member: id, reason: 'command' })
  endLeases(draft, member, 'memberLeft')
  return undefined
}

/**
 * Letting somebody in again is an admission like any other (FB-2); but a concurrent member comes back to sharing the leases, and
 * needs no license for it (C1).
 */
export const enableMember = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  const refusal = goneOrNoPerson(member)
  if (refusal !== undefined) return refusal
  // Where leases are shared, only a network member has a seat to come back to (C1).
  const isConcurrent = draft.header.policies.concurrent !== undefined && member.people?.licenseType !== 'named'
  if (!isConcurrent || consumes(member) || member.state === 'pending') return seat(draft, member, 'enabled')
  if (member.state === 'disabled') emit(draft, { type: 'MemberEnabled', member: id, reason: 'command' })
  return undefined
}

/** Admits the first in line, so many of them, and answers for each (M6, FB-5). */
export const approveWaiting = (draft: Draft, { count }: ApproveWaiting): readonly MemberAnswer[] => {
  const answers: MemberAnswer[] = []
  let passed = draft.firstOf('waiting')
  for (let after: typeof passed; passed !== undefined && answers.length < count; passed = draft.firstOf('waiting', after)) {
    const refusal = approveMember(draft, passed.id)
    answers.push({ member: passed.id, answer: refusal ?? 'accepted' })
    after = passed
  }
  return answers
}

/** Both or neither, also when no license is available: none is taken (M14). */
export const transferSeat = (draft: Draft, { from, to }: TransferSeat): Rejection | undefined => {
  const giver = lookUp(draft, from)
  const taker = lookUp(draft, to)
  if (isRefusal(giver)) return giver
  if (isRefusal(taker)) return taker
  if (giver.state !== 'enabled') return reject({ type: 'NoLicense', member: from })
  const refusal = goneOrDisabled(taker)
  if (refusal !== undefined) return refusal
  if (taker.state === 'enabled' || taker.state === 'provisional') return reject({ type: 'MemberExists', member: to })
  if (countingRule(draft.header.policies) === 'status' && !isCounted(draft, taker))
    return invalid('to', `the status of ${to} holds no license: use ChangeStatus`)
  emit(draft, { type: 'SeatReleased', member: from, reason: 'transferred' })
  const admitted = admitInto(draft, taker)
  if ('type' in admitted) return admitted
  grantSeat(draft, to, 'transferred', admitted, asNetworkMember(draft))
  return undefined
}
