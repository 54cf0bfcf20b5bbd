// Moving people to unlicensed and back, many at once, each with its own answer (P4 to P7).

import { blocking } from '../../policies/dependencies.ts'
import { admit, grantSeat } from '../admission.ts'
import type { Draft } from '../draft.ts'
import { endLeases } from '../endLeases.ts'
import { emit } from '../evolve.ts'
import type { RelicenseMembers, UnlicenseMembers } from '../model/command.ts'
import { type Dependency, isIn, type Member, returnsDisabled } from '../model/member.ts'
import type { MemberAnswer } from '../model/outcome.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import { ownGuards } from '../ownPolicy.ts'
import { isSame } from './dependencies.ts'
import { standingOf } from './entry.ts'
import { goneOrDisabled, isRefusal, lookUp } from './refusals.ts'

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

/** Why somebody cannot be moved to unlicensed now; `undefined` if it can, or is there already (P5). */
export const refusedUnlicensing = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state === 'unlicensed') return undefined
  const refusal = member.state === 'disabled' ? undefined : goneOrDisabled(member)
  if (refusal !== undefined) return refusal
  const dependencies = blockers(draft, member)
  return dependencies.length === 0 ? undefined : reject({ type: 'DependenciesRemain', member: id, dependencies })
}

/** Everything that stands in the way: recorded, told by the provider, or an objection of an own policy. */
const blockers = (draft: Draft, member: Member): readonly Dependency[] => {
  const { policies } = draft.header
  const recorded = blocking(policies, member.people?.dependencies).map((each) => ({ ...each }))
  const told = draft.beyond.dependencies?.get(member.id) ?? []
  if (told.length === 0) return draft.beyond.policies === undefined ? recorded : [...recorded, ...ownGuards(draft, member)]
  const news = told.filter((one, index) => ![...recorded, ...told.slice(0, index)].some((each) => isSame(each, one)))
  const failed = news.filter(({ kind }) => kind === silentProvider)
  return [
    ...recorded,
    ...blocking(
      policies,
      news.filter((each) => !failed.includes(each)),
    ),
    ...failed,
    ...ownGuards(draft, member),
  ]
}

/** The kind under which a provider that failed, or did not answer in time, blocks the move (P10). */
export const silentProvider = 'provider'

const unlicense = (draft: Draft, id: string): Rejection | undefined => {
  const refusal = refusedUnlicensing(draft, id)
  if (refusal !== undefined) return refusal
  const member = draft.member(id) as Member
  if (member.state === 'unlicensed') return undefined
  emit(draft, { type: 'MemberUnlicensed', member: id, returnsDisabled: returnsDisabled(member), reason: 'command' })
  endLeases(draft, member, 'memberLeft')
  return undefined
}

const relicense = (draft: Draft, id: string): Rejection | undefined => {
  const member = lookUp(draft, id)
  if (isRefusal(member)) return member
  if (member.state !== 'unlicensed') return isIn(member) && member.kind === 'person' ? undefined : goneOrDisabled(member)
  const candidate = { ...member, people: { ...member.people, placement: unassigned } }
  const standing = standingOf(draft, candidate, member)
  const admitted = standing === 'seat' ? admit(draft, candidate) : undefined
  if (admitted !== undefined && 'type' in admitted) return admitted
  const state = standing === 'disabled' ? 'disabled' : 'known'
  emit(draft, { type: 'MemberRelicensed', member: id, state, placement: unassigned, reason: 'command' })
  if (admitted !== undefined) grantSeat(draft, id, 'counted', admitted)
  return undefined
}
