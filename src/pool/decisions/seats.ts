// What administrators decide about seats: assign, approve, reject, disable, enable, transfer (rules M, table D).

import { countingRule } from '../../policies/counting.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { admit, admitInto, grantSeat, isCounted } from '../gate/admission.ts'
import type { ApproveWaiting, TransferSeat } from '../model/command.ts'
import type { Reason } from '../model/event.ts'
import { consumes, type Member } from '../model/member.ts'
import type { MemberAnswer } from '../model/outcome.ts'
import { invalid, isRefusal, type Rejection, refuse } from '../model/rejection.ts'
import { leave } from '../settlement/endLeases.ts'
import { goneOrDisabled, goneOrNoPerson, lookUp, ofMember } from './refusals.ts'

/** Where leases are shared, whoever is given a seat is a network member from then on (C1). */
const asNetworkMember = ({ header }: Draft): { readonly licenseType?: 'named' } =>
  header.policies.concurrent === undefined ? {} : { licenseType: 'named' }

type SeatReason = Extract<Reason, 'assigned' | 'approved' | 'enabled' | 'transferred'>

/** Through the gate into a seat; a provisional seat is one already. Its own leases end with it, and do not stand in its way (C1). */
const seat = (draft: Draft, member: Member, reason: SeatReason): Rejection | undefined => {
  if (member.state === 'enabled') return undefined
  if (member.state === 'provisional') {
    emit(draft, { type: 'SeatApproved', member: member.id, day: draft.today, reason })
    return undefined
  }
  const admitted = admit(draft, member)
  if (isRefusal(admitted)) return admitted
  letIn(draft, member)
  grantSeat(draft, member.id, reason, admitted, asNetworkMember(draft))
  return undefined
}

export const assignSeat = ofMember((draft, member) => seat(draft, member, 'assigned'), goneOrDisabled)

export const approveMember = ofMember(
  (draft, member) => (member.state === 'known' ? refuse('NotWaiting', member.id) : seat(draft, member, 'approved')),
  goneOrDisabled,
)

export const rejectMember = ofMember((draft, member) => {
  const { id, state } = member
  return state === 'known' || state === 'enabled' ? refuse('NotWaiting', id) : bar(draft, member, 'MemberRejected')
}, goneOrNoPerson)

export const disableMember = ofMember((draft, member) => bar(draft, member, 'MemberDisabled'), goneOrNoPerson)

/** Disables; who is disabled is so already. */
const bar = (draft: Draft, member: Member, type: 'MemberRejected' | 'MemberDisabled'): undefined =>
  member.state === 'disabled' ? undefined : leave(draft, member, { type, member: member.id })

/**
 * Letting somebody in again is an admission like any other (FB-2); but a concurrent member comes back to sharing the leases, and
 * needs no license for it (C1).
 */
export const enableMember = ofMember((draft, member) => {
  // Where leases are shared, only a network member has a seat to come back to (C1).
  const isConcurrent = draft.header.policies.concurrent !== undefined && member.people?.licenseType !== 'named'
  if (!isConcurrent || consumes(member) || member.state === 'pending') return seat(draft, member, 'enabled')
  letIn(draft, member)
  return undefined
}, goneOrNoPerson)

const letIn = (draft: Draft, { id, state }: Member): void => {
  if (state === 'disabled') emit(draft, { type: 'MemberEnabled', member: id, reason: 'command' })
}

/** Admits the first in line, so many of them, and answers for each (M6, FB-5). */
export const approveWaiting = (draft: Draft, { count }: ApproveWaiting): readonly MemberAnswer[] => {
  const answers: MemberAnswer[] = []
  let next = draft.firstOf('waiting')
  while (next !== undefined && answers.length < count) {
    answers.push({ member: next.id, answer: approveMember(draft, { member: next.id }) ?? 'accepted' })
    next = draft.firstOf('waiting', next)
  }
  return answers
}

/** Both or neither, also when no license is available: none is taken (M14). */
export const transferSeat = (draft: Draft, { from, to }: TransferSeat): Rejection | undefined => {
  const giver = lookUp(draft, from)
  const taker = lookUp(draft, to)
  if (isRefusal(giver)) return giver
  if (isRefusal(taker)) return taker
  if (giver.state !== 'enabled') return refuse('NoLicense', from)
  const refusal = goneOrDisabled(taker)
  if (refusal !== undefined) return refusal
  if (consumes(taker)) return refuse('MemberExists', to)
  if (countingRule(draft.header.policies) === 'status' && !isCounted(draft, taker))
    return invalid('to', `the status of ${to} holds no license: use ChangeStatus`)
  emit(draft, { type: 'SeatReleased', member: from, reason: 'transferred' })
  const admitted = admitInto(draft, taker)
  if (isRefusal(admitted)) return admitted
  grantSeat(draft, to, 'transferred', admitted, asNetworkMember(draft))
  return undefined
}
