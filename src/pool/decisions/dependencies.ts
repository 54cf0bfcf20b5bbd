// What depends on whom, as recorded facts (P4, P10), and what follows where the counting rule goes by references (P1).

import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { admitCounted, isCounted } from '../gate/admission.ts'
import type { LinkDependency, UnlinkDependency } from '../model/command.ts'
import { consumes, type Dependency, type DependencyKey, isIn, isSame, type Member } from '../model/member.ts'
import { type Rejection, refuse } from '../model/rejection.ts'
import { goneOrDisabled, ofMember } from './refusals.ts'

/** The same dependency as it is recorded, perhaps with another `when`. */
export const linked = (member: Member, dependency: DependencyKey): Dependency | undefined =>
  member.people?.dependencies?.find((each) => isSame(each, dependency))

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
  return admitCounted(draft, takesSeat, after, () => {
    for (const dependency of gained) link(draft, member.id, dependency)
  })
}

export const linkDependency = ofMember((draft, member, { dependency }: LinkDependency) =>
  isIn(member) ? gainDependencies(draft, member, [dependency]) : goneOrDisabled(member),
)

/** Unlinking the last that made a member count releases its seat (P1). */
export const unlinkDependency = ofMember((draft, member, { member: id, dependency }: UnlinkDependency) => {
  if (member.state === 'deleted') return refuse('MemberDeleted', id)
  if (linked(member, dependency) === undefined) return undefined
  const counted = isCounted(draft, member)
  const { kind, id: linkedId } = dependency
  emit(draft, { type: 'DependencyUnlinked', member: id, dependency: { kind, id: linkedId }, reason: 'command' })
  const after = draft.member(id) as Member
  if (consumes(after) && counted && !isCounted(draft, after)) {
    emit(draft, { type: 'SeatReleased', member: id, reason: 'counted' })
  }
  return undefined
})
