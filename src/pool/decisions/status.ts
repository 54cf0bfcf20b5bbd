// Where the counting rule goes by status, a member's state follows it (S1, S7).

import { isResourceStatus, statusBars } from '../../policies/counting.ts'
import { emit } from '../evolution/evolve.ts'
import { admitCounted } from '../gate/admission.ts'
import type { ChangeStatus } from '../model/command.ts'
import { consumes, isIn } from '../model/member.ts'
import { invalid, refuse } from '../model/rejection.ts'
import { endLeases } from '../settlement/endLeases.ts'
import { standingOf } from './entry.ts'
import { goneOrNoPerson, ofMember } from './refusals.ts'

export const changeStatus = ofMember((draft, member, { member: id, status, consent }: ChangeStatus) => {
  const { kind } = member
  if (kind !== 'placeholder' && (kind === 'resource') !== isResourceStatus(status))
    return invalid('status', `${status} is no status of a ${kind}`)
  if (kind === 'placeholder' || !isIn(member)) return goneOrNoPerson(member) ?? refuse('MemberCannotSignIn', id)

  const after = { ...member, people: { ...member.people, status } }
  const standing = standingOf(draft, after, undefined)
  const holds = consumes(member)
  const isSame = member.people?.status === status
  const become = (state: 'known' | 'disabled'): void =>
    emit(draft, { type: 'StatusChanged', member: id, status, state, reason: 'command' })
  if (standing === 'seat') return admitCounted(draft, !holds, after, () => isSame || become('known'), consent)
  if (isSame && member.state === standing) return undefined
  become(standing)
  const to = standing === 'disabled' ? { state: standing } : {}
  if (holds) emit(draft, { type: 'SeatReleased', member: id, ...to, reason: 'counted' })
  if (statusBars(draft.header.policies, status)) endLeases(draft, member, 'memberLeft')
  return undefined
})
