// Leaving the pool: deactivated in the CRM, or deleted (P3, M7).

import { returnsDisabled } from '../model/member.ts'
import { refuse } from '../model/rejection.ts'
import { leave } from '../settlement/endLeases.ts'
import { ofMember } from './refusals.ts'

export const deactivateMember = ofMember((draft, member) => {
  const { id, state, kind } = member
  if (state === 'deleted') return refuse('MemberDeleted', id)
  if (state === 'deactivated') return undefined
  if (kind !== 'person') return refuse('MemberCannotSignIn', id)
  return leave(draft, member, { type: 'MemberDeactivated', member: id, returnsDisabled: returnsDisabled(member) })
})

export const deleteMember = ofMember((draft, member) =>
  member.state === 'deleted' ? undefined : leave(draft, member, { type: 'MemberDeleted', member: member.id }),
)
