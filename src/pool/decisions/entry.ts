// Coming in: one rule for every way (D1). Whoever the pool counts by itself is admitted; any other is known, or as its status says.

import { countingRule, isResourceStatus, meaningOf } from '../../policies/counting.ts'
import { excludes } from '../../policies/importFilter.ts'
import type { Policies } from '../../policies/policies.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { admitCounted, isCounted } from '../gate/admission.ts'
import type { Candidate } from '../gate/ownPolicy.ts'
import type { FillPlaceholder, ImportMembers, ImportRow, NewMember } from '../model/command.ts'
import type { FirstSignIn } from '../model/event.ts'
import { type Dependency, facts, type Member, returnsDisabled } from '../model/member.ts'
import type { MemberAnswer } from '../model/outcome.ts'
import { invalid, type Rejection, refuse, reject } from '../model/rejection.ts'
import { importRowIssues, newMemberIssues } from '../validation/commandShape.ts'
import { newMemberIssuesInPool } from '../validation/inPool.ts'
import { gainDependencies, link, linked } from './dependencies.ts'
import { goneOrDisabled } from './refusals.ts'

/** How somebody comes in: with what depends on a placeholder, or by its first sign-in. */
interface Arrival {
  readonly dependencies?: readonly Dependency[]
  readonly firstSignIn?: FirstSignIn
  /** The sign-in's route decides on the seat, so the counting rule does not. */
  readonly seeksSeat?: true
}

/** Brings somebody in, unknown or gone before, with the past that it has; or refuses and changes nothing. */
export const comeIn = (draft: Draft, who: NewMember, arrival: Arrival = {}): Rejection | undefined => {
  const { member, consent } = who
  const { firstSignIn, seeksSeat } = arrival
  const before = draft.member(member)
  const reason = firstSignIn === undefined && !seeksSeat ? 'command' : 'signIn'
  const links = [...(who.credentials === true ? [login(member)] : []), ...(arrival.dependencies ?? [])]
  const candidate = candidateOf(draft.header.policies, who, before, links)
  const standing = seeksSeat ? 'known' : standingOf(draft, candidate, before)
  const { dependencies: _, ...said } = candidate.people ?? {}
  const enter = (): void => {
    emit(draft, {
      type: 'MemberAdded',
      member,
      kind: candidate.kind,
      state: standing === 'disabled' ? 'disabled' : 'known',
      ...said,
      ...(firstSignIn === undefined ? {} : { firstSignIn }),
      reason,
    })
    for (const dependency of links) link(draft, member, dependency)
  }
  return admitCounted(draft, standing === 'seat', candidate, enter, consent)
}

const login = (member: string): Dependency => ({ kind: 'login', id: member })

/** The member as it will be: what is said of it, and where nothing is said, what was. */
const candidateOf = (policies: Policies, who: NewMember, before: Member | undefined, links: readonly Dependency[]): Candidate => {
  const past = before?.people ?? {}
  const kind = kindOf(who, before)
  const licenseType = who.licenseType ?? past.licenseType
  const people = facts({
    status: statusOf(policies, kind, who.status ?? past.status),
    licenseType: licenseType === 'named' && kind === 'person' ? licenseType : undefined,
    placement: who.placement ?? past.placement,
    peopleState: kind === 'placeholder' ? (who.peopleState ?? 'TBH') : undefined,
    dependencies: [...(past.dependencies ?? []), ...links],
  })
  return { id: who.member, kind, state: before?.state ?? 'unknown', people }
}

const kindOf = ({ kind, status }: NewMember, before: Member | undefined): Member['kind'] =>
  kind ?? (isResourceStatus(status ?? '') ? 'resource' : (before?.kind ?? 'person'))

/** Without a status one is added `active`, a resource `resource` (S1, S2). */
const statusOf = (policies: Policies, kind: Member['kind'], status: string | undefined): string | undefined => {
  if (countingRule(policies) !== 'status' || kind === 'placeholder') return undefined
  return status ?? (kind === 'resource' ? 'resource' : 'active')
}

/** Where somebody stands by the counting rule, its status and its past. */
export const standingOf = (draft: Draft, candidate: Candidate, before: Member | undefined): 'seat' | 'known' | 'disabled' => {
  const { policies } = draft.header
  const status = candidate.people?.status
  const byStatus = status !== undefined && candidate.kind === 'person'
  if (!byStatus && before !== undefined && returnsDisabled(before)) return 'disabled'
  if (isCounted(draft, candidate)) return 'seat'
  return !byStatus || meaningOf(policies, status)?.signsIn === true ? 'known' : 'disabled'
}

/** What contradicts the kind that somebody is, by its status or its past: a person stays a person. */
const kindIssue = (who: NewMember, before: Member | undefined, path: string): Rejection | undefined => {
  const { kind, status } = who
  if (before !== undefined && kind !== undefined && kind !== before.kind)
    return invalid(`${path}kind`, `${before.id} is a ${before.kind}`)
  if (before !== undefined && status !== undefined) {
    const fits = before.kind !== 'placeholder' && (before.kind === 'resource') === isResourceStatus(status)
    if (!fits) return invalid(`${path}status`, `${before.id} is a ${before.kind}`)
  }
  const issues = newMemberIssues({ ...who, kind: kindOf(who, before) }, path)
  return issues && reject({ type: 'Invalid', issues })
}

/** What may be said of somebody who is in already: the same again. */
const sayable = ['kind', 'status', 'licenseType', 'placement', 'peopleState'] as const

const differs = (member: Member, who: NewMember): boolean => {
  const known: Omit<NewMember, 'member'> = { licenseType: 'concurrent', ...member.people, kind: member.kind }
  const isOther = sayable.some((field) => who[field] !== undefined && who[field] !== known[field])
  return isOther || (who.credentials === true && linked(member, login(member.id)) === undefined)
}

export const addMember = (draft: Draft, who: NewMember): Rejection | undefined => {
  const before = draft.member(who.member)
  if (before !== undefined && before.state !== 'deleted' && before.state !== 'deactivated') {
    return differs(before, who) ? refuse('MemberExists', who.member) : undefined
  }
  return kindIssue(who, before, '') ?? comeIn(draft, who)
}

/** Each row judged by itself, in order (P2). */
export const importMembers = (draft: Draft, { members }: ImportMembers): readonly MemberAnswer[] =>
  members.map((row, index) => {
    const { policies } = draft.header
    const path = `members[${index}].`
    const issues = importRowIssues(row, index) ?? newMemberIssuesInPool(policies, row as ImportRow, path)
    const named = (row as { readonly member?: unknown } | null | undefined)?.member
    if (issues !== undefined)
      return { member: typeof named === 'string' ? named : '', answer: reject({ type: 'Invalid', issues }) }
    const who = row as ImportRow
    return { member: who.member, answer: importMember(draft, who, path) ?? 'accepted' }
  })

const importMember = (draft: Draft, who: ImportRow, path: string): Rejection | undefined => {
  const { member } = who
  const before = draft.member(member)
  if (before?.state === 'deleted') return refuse('MemberDeleted', member)
  if (before !== undefined && before.state !== 'deactivated') return undefined
  const issue = kindIssue(who, before, path)
  if (issue === undefined && excludes(draft.header.policies, who.attributes)) return refuse('Excluded', member)
  return issue ?? comeIn(draft, who)
}

/** A person takes a placeholder's place and its dependencies; the placeholder is then gone (P8). */
export const fillPlaceholder = (draft: Draft, { placeholder, member: id }: FillPlaceholder): Rejection | undefined => {
  const place = draft.member(placeholder)
  const filler = draft.member(id)
  if (place !== undefined && place.kind !== 'placeholder')
    return invalid('placeholder', `${placeholder} is a ${place.kind}, not a placeholder`)
  if (filler?.kind === 'placeholder') return invalid('member', `${id} is a placeholder itself`)
  if (place === undefined) return refuse('UnknownMember', placeholder)
  if (place.state === 'deleted') return refuse('MemberDeleted', placeholder)
  const { dependencies = [] } = place.people ?? {}
  const refusal =
    filler === undefined
      ? comeIn(draft, { member: id }, { dependencies })
      : (goneOrDisabled(filler) ?? gainDependencies(draft, filler, dependencies))
  if (refusal === undefined) emit(draft, { type: 'PlaceholderFilled', placeholder, member: id, reason: 'command' })
  return refusal
}
