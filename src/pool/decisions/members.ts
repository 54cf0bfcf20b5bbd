// Who is in the pool: coming in, leaving, and coming back with one's past (D1, D2, P2, P8).

import type { Draft } from '../draft.ts'
import { endLeases } from '../endLeases.ts'
import { emit } from '../evolve.ts'
import type {
  FillPlaceholder,
  ImportMembers,
  LinkDependency,
  NewMember,
  RelicenseMembers,
  UnlicenseMembers,
  UnlinkDependency,
} from '../model/command.ts'
import type { FirstSignIn } from '../model/event.ts'
import { type Dependency, isIn, type Member, returnsDisabled } from '../model/member.ts'
import type { MemberAnswer } from '../model/outcome.ts'
import { invalid, type Rejection, reject } from '../model/rejection.ts'
import { importRowIssues } from '../validation/commandShape.ts'
import { goneOrDisabled, isRefusal, lookUp, unknownMember } from './refusals.ts'

/** The one way in (D1): unknown, deleted or deactivated before; everybody comes with the past that it has. */
export const comeIn = (draft: Draft, who: NewMember, reason: 'command' | 'signIn', firstSignIn?: FirstSignIn): void => {
  const { member } = who
  const before = draft.member(member)
  const placement = who.placement ?? before?.people?.placement
  const kind = who.kind ?? before?.kind ?? 'person'
  const peopleState = kind === 'placeholder' ? (who.peopleState ?? 'TBH') : undefined
  emit(draft, {
    type: 'MemberAdded',
    member,
    kind,
    state: before !== undefined && returnsDisabled(before) ? 'disabled' : 'known',
    ...(placement === undefined ? {} : { placement }),
    ...(peopleState === undefined ? {} : { peopleState }),
    ...(firstSignIn === undefined ? {} : { firstSignIn }),
    reason,
  })
  if (who.credentials === true) link(draft, member, { kind: 'login', id: member })
}

const isLinked = (member: Member, { kind, id }: Pick<Dependency, 'kind' | 'id'>): Dependency | undefined =>
  member.people?.dependencies?.find((each) => each.kind === kind && each.id === id)

const link = (draft: Draft, id: string, dependency: Dependency): void => {
  const linked = isLinked(draft.member(id) as Member, dependency)
  if (linked !== undefined && linked.when === dependency.when) return
  emit(draft, { type: 'DependencyLinked', member: id, dependency: { ...dependency }, reason: 'command' })
}

/** What contradicts the record of somebody who comes back: a person stays a person. */
const kindIssue = (before: Member, { kind }: NewMember): Rejection | undefined =>
  kind === undefined || kind === before.kind ? undefined : invalid('kind', `${before.id} is a ${before.kind}`)

const differs = (member: Member, who: NewMember): boolean =>
  (who.kind !== undefined && who.kind !== member.kind) ||
  (who.placement !== undefined && who.placement !== member.people?.placement) ||
  (who.peopleState !== undefined && who.peopleState !== member.people?.peopleState) ||
  (who.credentials === true && isLinked(member, { kind: 'login', id: member.id }) === undefined)

export const addMember = (draft: Draft, who: NewMember): Rejection | undefined => {
  const before = draft.member(who.member)
  if (before !== undefined && before.state !== 'deleted' && before.state !== 'deactivated') {
    return differs(before, who) ? reject({ type: 'MemberExists', member: who.member }) : undefined
  }
  const refusal = before && kindIssue(before, who)
  if (refusal === undefined) comeIn(draft, who, 'command')
  return refusal
}

/** Each row judged by itself, in order (P2). */
export const importMembers = (draft: Draft, { members }: ImportMembers): readonly MemberAnswer[] =>
  members.map((row, index) => {
    const issues = importRowIssues(row, index)
    const named = (row as { readonly member?: unknown } | null | undefined)?.member
    if (issues !== undefined)
      return { member: typeof named === 'string' ? named : '', answer: reject({ type: 'Invalid', issues }) }
    const who = row as NewMember
    return { member: who.member, answer: importMember(draft, who) ?? 'accepted' }
  })

const importMember = (draft: Draft, who: NewMember): Rejection | undefined => {
  const before = draft.member(who.member)
  if (before?.state === 'deleted') return reject({ type: 'MemberDeleted', member: who.member })
  if (before !== undefined && before.state !== 'deactivated') return undefined
  return addMember(draft, who)
}

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
  if (member.state === 'deleted') return undefined
  emit(draft, { type: 'MemberDeleted', member: id, reason: 'command' })
  endLeases(draft, member, 'memberLeft')
  return undefined
}

export const linkDependency = (draft: Draft, { member: id, dependency }: LinkDependency): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (!isIn(member)) return goneOrDisabled(member)
  link(draft, id, dependency)
  return undefined
}

export const unlinkDependency = (draft: Draft, { member: id, dependency }: UnlinkDependency): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state === 'deleted') return reject({ type: 'MemberDeleted', member: id })
  const { kind, id: linkedId } = dependency
  if (isLinked(member, dependency) === undefined) return undefined
  emit(draft, { type: 'DependencyUnlinked', member: id, dependency: { kind, id: linkedId }, reason: 'command' })
  return undefined
}

/** A person takes a placeholder's place and its dependencies; the placeholder is then gone (P8). */
export const fillPlaceholder = (draft: Draft, { placeholder, member: id }: FillPlaceholder): Rejection | undefined => {
  const place = draft.member(placeholder)
  const filler = draft.member(id)
  if (place !== undefined && place.kind !== 'placeholder')
    return invalid('placeholder', `${placeholder} is a ${place.kind}, not a placeholder`)
  if (filler?.kind === 'placeholder') return invalid('member', `${id} is a placeholder itself`)
  if (place === undefined) return unknownMember(placeholder)
  if (place.state === 'deleted') return reject({ type: 'MemberDeleted', member: placeholder })
  const refusal = filler && goneOrDisabled(filler)
  if (refusal !== undefined) return refusal
  if (filler === undefined) comeIn(draft, { member: id }, 'command')
  for (const dependency of place.people?.dependencies ?? []) link(draft, id, dependency)
  emit(draft, { type: 'PlaceholderFilled', placeholder, member: id, reason: 'command' })
  return undefined
}

/** Moves people to unlicensed: each gets its own answer, or the first refused one refuses all (P4). */
export const unlicenseMembers = (draft: Draft, { members, mode }: UnlicenseMembers): readonly MemberAnswer[] | Rejection =>
  answerEach(members, (id) => unlicense(draft, id), mode)

export const relicenseMembers = (draft: Draft, command: RelicenseMembers): readonly MemberAnswer[] | Rejection => {
  const { members, placement = unassigned } = command
  if (placement !== unassigned) return reject({ type: 'MustReturnToUnassigned', placement })
  return answerEach(members, (id) => relicense(draft, id), 'each')
}

/** The one place to which unlicensed people come back (P7). */
export const unassigned = 'All teams - Unassigned'

const answerEach = (
  members: readonly string[],
  judge: (id: string) => Rejection | undefined,
  mode: 'each' | 'all' = 'each',
): readonly MemberAnswer[] | Rejection => {
  const answers: MemberAnswer[] = []
  for (const member of members) {
    const refusal = judge(member)
    if (refusal !== undefined && mode === 'all') return refusal
    answers.push({ member, answer: refusal ?? 'accepted' })
  }
  return answers
}

const unlicense = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state === 'unlicensed') return undefined
  const refusal = member.state === 'disabled' ? undefined : goneOrDisabled(member)
  if (refusal !== undefined) return refusal
  emit(draft, { type: 'MemberUnlicensed', member: id, returnsDisabled: returnsDisabled(member), reason: 'command' })
  endLeases(draft, member, 'memberLeft')
  return undefined
}

const relicense = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state !== 'unlicensed') return isIn(member) && member.kind === 'person' ? undefined : goneOrDisabled(member)
  const state = member.returnsDisabled ? 'disabled' : 'known'
  emit(draft, { type: 'MemberRelicensed', member: id, state, placement: unassigned, reason: 'command' })
  return undefined
}
