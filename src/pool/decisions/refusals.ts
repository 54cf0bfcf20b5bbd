// The refusals that a member's state alone decides (D2 to D4), in the order in which they are answered (D5).

import { countingRule, statusBars } from '../../policies/counting.ts'
import { addsUnknown, admitsUnlicensed } from '../../policies/membership.ts'
import type { Draft } from '../draft.ts'
import type { Member } from '../model/member.ts'
import { type Rejection, reject } from '../model/rejection.ts'

export const unknownMember = (member: string): Rejection => reject({ type: 'UnknownMember', member })

/** The member that a command is about, or that the pool does not know it. */
export const lookUp = (draft: Draft, id: string): Member | Rejection => draft.member(id) ?? unknownMember(id)

/** Whether a look-up found no member. */
export const isRefusal = (found: Member | Rejection): found is Rejection => 'type' in found

/** Why a seat is out of the question for somebody: gone, or not a person; `undefined` where the state's own rule decides. */
export const goneOrNoPerson = ({ id, state, kind }: Member): Rejection | undefined => {
  if (state === 'deleted') return reject({ type: 'MemberDeleted', member: id })
  if (state === 'deactivated') return reject({ type: 'MemberDeactivated', member: id })
  if (state === 'unlicensed') return reject({ type: 'MemberUnlicensed', member: id })
  if (kind !== 'person') return reject({ type: 'MemberCannotSignIn', member: id })
  return undefined
}

/** The same, and nobody who is disabled. */
export const goneOrDisabled = (member: Member): Rejection | undefined =>
  goneOrNoPerson(member) ?? (member.state === 'disabled' ? reject({ type: 'MemberDisabled', member: member.id }) : undefined)

/** Who cannot sign in, whatever is free: always, or unless the preset admits it without a license (D4, X5). */
export const barred = (draft: Draft, id: string, member: Member | undefined): Rejection | undefined => {
  const { policies } = draft.header
  if (member === undefined) return addsUnknown(policies) && countingRule(policies) !== 'status' ? undefined : unknownMember(id)
  const { state, kind, people } = member
  if (state === 'deleted' && kind === 'person' && admitsUnlicensed(policies)) return undefined
  const refusal = goneOrNoPerson(member)
  if (refusal !== undefined) return refusal
  if (statusBars(policies, people?.status)) return reject({ type: 'MemberCannotSignIn', member: id })
  return state !== 'disabled' || admitsUnlicensed(policies) ? undefined : reject({ type: 'MemberDisabled', member: id })
}
