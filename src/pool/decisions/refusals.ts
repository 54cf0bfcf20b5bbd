// The refusals that a member's state alone decides (D2 to D4), in the order in which they are answered (D5).

import { countingRule, statusBars } from '../../policies/counting.ts'
import { addsUnknown, admitsUnlicensed } from '../../policies/membership.ts'
import type { Draft } from '../draft.ts'
import type { Member } from '../model/member.ts'
import { type Rejection, refuse } from '../model/rejection.ts'

/** A decision about the member that a command names: refused where the pool does not know it, or where its state alone refuses. */
export const ofMember =
  <About extends { readonly member: string }>(
    decide: (draft: Draft, member: Member, command: About) => Rejection | undefined,
    refusalByState: (member: Member) => Rejection | undefined = () => undefined,
  ) =>
  (draft: Draft, command: About): Rejection | undefined => {
    const member = draft.member(command.member)
    if (member === undefined) return refuse('UnknownMember', command.member)
    return refusalByState(member) ?? decide(draft, member, command)
  }

/** The member of this id, or that the pool does not know it. */
export const lookUp = (draft: Draft, id: string): Member | Rejection => draft.member(id) ?? refuse('UnknownMember', id)

/** Why a seat is out of the question for somebody: gone, or not a person; `undefined` where the state's own rule decides. */
export const goneOrNoPerson = ({ id, state, kind }: Member): Rejection | undefined => {
  if (state === 'deleted') return refuse('MemberDeleted', id)
  if (state === 'deactivated') return refuse('MemberDeactivated', id)
  if (state === 'unlicensed') return refuse('MemberUnlicensed', id)
  if (kind !== 'person') return refuse('MemberCannotSignIn', id)
  return undefined
}

/** The same, and nobody who is disabled. */
export const goneOrDisabled = (member: Member): Rejection | undefined =>
  goneOrNoPerson(member) ?? (member.state === 'disabled' ? refuse('MemberDisabled', member.id) : undefined)

/** Who cannot sign in, whatever is free: always, or unless the preset admits it without a license (D4, X5). */
export const barred = (draft: Draft, id: string, member: Member | undefined): Rejection | undefined => {
  const { policies } = draft.header
  if (member === undefined)
    return addsUnknown(policies) && countingRule(policies) !== 'status' ? undefined : refuse('UnknownMember', id)
  const { state, kind, people } = member
  if (state === 'deleted' && kind === 'person' && admitsUnlicensed(policies)) return undefined
  const refusal = goneOrNoPerson(member)
  if (refusal !== undefined) return refusal
  if (statusBars(policies, people?.status)) return refuse('MemberCannotSignIn', id)
  return state !== 'disabled' || admitsUnlicensed(policies) ? undefined : refuse('MemberDisabled', id)
}
