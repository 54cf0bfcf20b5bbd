// Leaving the pool: deactivated in the CRM, or deleted (P3, M7).

import type { Draft } from '../draft.ts'
import { endLeases } from '../endLeases.ts'
import { emit } from '../evolve.ts'
import { returnsDisabled } from '../model/member.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import { isRefusal, lookUp } from './refusals.ts'

export const deactivateMember = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state === 'deleted') return reject({ type: 'MemberDeleted', member: id })
  if (member.state === 'deactivated') return undefined
  if (member.kind !== 'person') return reject({ type: 'MemberCannotSignIn', member: id })
  emit(draft, { type: 'MemberDeactivated', member: id, returnsDisabled: returnsDisabled(member), reason: 'command' })
  endLeases(draft, member, 'memberLeft')
  return undefined
}

export const deleteMember = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state !== 'deleted') emit(draft, { type: 'MemberDeleted', member: id, reason: 'command' })
  endLeases(draft, member, 'memberLeft')
  return undefined
}
