// Coming in: one rule for every way (D1). Whoever the pool counts by itself is admitted; any other is known, or as its status says.

import { countingRule, isResourceStatus, meaningOf } from '../../policies/counting.ts'
import { excludes } from '../../policies/importFilter.ts'
import type { Policies } from '../../policies/policies.ts'
import { admit, grantSeat, isCounted } from '../admission.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolve.ts'
import type { FillPlaceholder, ImportMembers, ImportRow, NewMember } from '../model/command.ts'
import type { FirstSignIn } from '../model/event.ts'
import { type Dependency, type Member, type PeopleFacts, returnsDisabled } from '../model/member.ts'
import type { MemberAnswer } from '../model/outcome.ts'
import { invalid, type Rejection, reject } from '../model/rejection.ts'
import type { Candidate } from '../ownPolicy.ts'
import { importRowIssues, newMemberIssues } from '../validation/commandShape.ts'
import { newMemberIssuesInPool } from '../validation/inPool.ts'
import { gainDependencies, link, linked } from './dependencies.ts'
import { goneOrDisabled, unknownMember } from './refusals.ts'

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
  const admitted = standing === 'seat' ? admit(draft, candidate, consent) : undefined
  if (admitted !== undefined && 'type' in admitted) return admitted
  const { dependencies: _, ...facts } = candidate.people
  emit(draft, {
    type: 'MemberAdded',
    member,
    kind: candidate.kind,
    state: standing === 'disabled' ? 'disabled' : 'known',
    ...facts,
    ...(firstSignIn === undefined ? {} : { firstSignIn }),
    reason,
  })
  for (const dependency of links) link(draft, member, dependency)
  if (admitted !== undefined) grantSeat(draft, member, 'counted', admitted)
  return undefined
}

const login = (member: string): Dependency => ({ kind: 'login', id: member })

/** The member as it will be: what is said of it, and where nothing is said, what was. */
const candidateOf = (
  policies: Policies,
  who: NewMember,
  before: Member | undefined,
  links: readonly Dependency[],
): Candidate & { readonly people: PeopleFacts } => {
  const past = before?.people ?? {}
  const kind = kindOf(who, before)
  const status = statusOf(policies, kind, who.status ?? past.status)
  const licenseType = who.licenseType ?? past.licenseType
  const placement = who.placement ?? past.placement
  const dependencies = [...(past.dependencies ?? []), ...links]
  const people: PeopleFacts = {
    ...(status === undefined ? {} : { status }),
    ...(licenseType === 'named' && kind === 'person' ? { licenseType } : {}),
    ...(placement === undefined ? {} : { placement }),
    ...(kind === 'placeholder' ? { peopleState: who.peopleState ?? 'TBH' } : {}),
    ...(dependencies.length === 0 ? {} : { dependencies }),
  }
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

const differs = (member: Member, who: NewMember): boolean =>
  (who.kind !== undefined && who.kind !== member.kind) ||
  (who.status !== undefined && who.status !== member.people?.status) ||
  (who.licenseType !== undefined && who.licenseType !== (member.people?.licenseType ?? 'concurrent')) ||
  (who.placement !== undefined && who.placement !== member.people?.placement) ||
  (who.peopleState !== undefined && who.peopleState !== member.people?.peopleState) ||
  (who.credentials === true && linked(member, login(member.id)) === undefined)

export const addMember = (draft: Draft, who: NewMember): Rejection | undefined => {
  const before = draft.member(who.member)
  if (before !== undefined && before.state !== 'deleted' && before.state !== 'deactivated') {
    return differs(before, who) ? reject({ type: 'MemberExists', member: who.member }) : undefined
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
  if (before?.state === 'deleted') return reject({ type: 'MemberDeleted', member })
  if (before !== undefined && before.state !== 'deactivated') return undefined
  const issue = kindIssue(who, before, path)
  if (issue === undefined && excludes(draft.header.policies, who.attributes)) return reject({ type: 'Excluded', member })
  return issue ?? comeIn(draft, who)
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
  const { dependencies = [] } = place.people ?? {}
  const refusal =
    filler === undefined
      ? comeIn(draft, { member: id }, { dependencies })
      : (goneOrDisabled(filler) ?? gainDependencies(draft, filler, dependencies))
  if (refusal === undefined) emit(draft, { type: 'PlaceholderFilled', placeholder, member: id, reason: 'command' })
  return refusal
}
