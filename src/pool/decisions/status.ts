// Where the counting rule goes by status, a member's state follows it (S1, S7).

import { isResourceStatus, statusBars } from '../../policies/counting.ts'
import { admit, grantSeat } from '../admission.ts'
import type { Draft } from '../draft.ts'
import { endLeases } from '../endLeases.ts'
import { emit } from '../evolve.ts'
import type { ChangeStatus } from '../model/command.ts'
import { consumes, isIn } from '../model/member.ts'
import { invalid, type Rejection, reject } from '../model/rejection.ts'
import { standingOf } from './entry.ts'
import { goneOrNoPerson, isRefusal, lookUp } from './refusals.ts'

export const changeStatus = (draft: Draft, { member: id, status, consent }: ChangeStatus): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  const { kind } = member
  if (kind !== 'placeholder' && (kind === 'resource') !== isResourceStatus(status))
    return invalid('status', `${status} is no status of a ${kind}`)
  if (kind === 'placeholder' || !isIn(member)) return goneOrNoPerson(member) ?? reject({ type: 'MemberCannotSignIn', member: id })

  const after = { ...member, people: { ...member.people, status } }
  const standing = standingOf(draft, after, undefined)
  const holds = consumes(member)
  const isSame = member.people?.status === status
  if (standing === 'seat') {
    const admitted = holds ? undefined : admit(draft, after, consent)
    if (admitted !== undefined && 'type' in admitted) return admitted
    if (!isSame) emit(draft, { type: 'StatusChanged', member: id, status, state: 'known', reason: 'command' })
    if (admitted !== undefined) grantSeat(draft, id, 'counted', admitted)
    return undefined
  }
  if (isSame && member.state === standing) return undefined
  emit(draft, { type: 'StatusChanged', member: id, status, state: standing, reason: 'command' })
  const to = standing === 'disabled' ? { state: standing } : {}
  if (holds) emit(draft, { type: 'SeatReleased', member: id, ...to, reason: 'counted' })
  if (statusBars(draft.header.policies, status)) endLeases(draft, member, 'memberLeft')
  return undefined
}
