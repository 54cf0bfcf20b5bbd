// What depends on whom, as recorded facts (P4, P10), and what follows where the counting rule goes by references (P1).

import { admit, grantSeat, isCounted } from '../admission.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolve.ts'
import type { LinkDependency, UnlinkDependency } from '../model/command.ts'
import { consumes, type Dependency, isIn, type Member } from '../model/member.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import { goneOrDisabled, isRefusal, lookUp } from './refusals.ts'

type DependencyKey = Pick<Dependency, 'kind' | 'id'>

/** The same dependency as it is recorded, perhaps with another `when`. */
export const linked = (member: Member, dependency: DependencyKey): Dependency | undefined =>
  member.people?.dependencies?.find((each) => isSame(each, dependency))

export const isSame = (one: DependencyKey, other: DependencyKey): boolean => one.kind === other.kind && one.id === other.id

export const link = (draft: Draft, id: string, dependency: Dependency): void => {
  const known = linked(draft.member(id) as Member, dependency)
  if (known !== undefined && known.when === dependency.when) return
  emit(draft, { type: 'DependencyLinked', member: id, dependency: { ...dependency }, reason: 'command' })
}

/** Links these; the one that makes a member count is an admission (P1). */
export const gainDependencies = (draft: Draft, member: Member, gained: readonly Dependency[]): Rejection | undefined => {
  const after = { ...member, people: { ...member.people, dependencies: [...(member.people?.dependencies ?? []), ...gained] } }
  const takesSeat =
    (member.state === 'known' || member.state === 'pending') && !isCounted(draft, member) && isCounted(draft, after)
  const admitted = takesSeat ? admit(draft, after) : undefined
  if (admitted !== undefined && 'type' in admitted) return admitted
  for (const dependency of gained) link(draft, member.id, dependency)
  if (admitted !== undefined) grantSeat(draft, member.id, 'counted', admitted)
  return undefined
}

export const linkDependency = (draft: Draft, { member: id, dependency }: LinkDependency): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  return isIn(member) ? gainDependencies(draft, member, [dependency]) : goneOrDisabled(member)
}

/** Unlinking the last that made a member count releases its seat (P1). */
export const unlinkDependency = (draft: Draft, { member: id, dependency }: UnlinkDependency): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state === 'deleted') return reject({ type: 'MemberDeleted', member: id })
  if (linked(member, dependency) === undefined) return undefined
  const counted = isCounted(draft, member)
  const { kind, id: linkedId } = dependency
  emit(draft, { type: 'DependencyUnlinked', member: id, dependency: { kind, id: linkedId }, reason: 'command' })
  const after = draft.member(id) as Member
  if (consumes(after) && counted && !isCounted(draft, after)) {
    emit(draft, { type: 'SeatReleased', member: id, reason: 'counted' })
  }
  return undefined
}
