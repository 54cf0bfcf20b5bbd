// Moving people to unlicensed and back, many at once, each with its own answer (P4 to P7).

import { blocking } from '../../policies/dependencies.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { admitCounted } from '../gate/admission.ts'
import { ownGuards } from '../gate/ownPolicy.ts'
import type { RelicenseMembers, UnlicenseMembers } from '../model/command.ts'
import { type Dependency, isIn, isSame, type Member, returnsDisabled } from '../model/member.ts'
import type { MemberAnswer } from '../model/outcome.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import { leave } from '../settlement/endLeases.ts'
import { standingOf } from './entry.ts'
import { goneOrDisabled, ofMember } from './refusals.ts'

/** Moves people to unlicensed: each gets its own answer, or the first refused one refuses all (P4). */
export const unlicenseMembers = (draft: Draft, { members, mode }: UnlicenseMembers): readonly MemberAnswer[] | Rejection =>
  answerEach(members, (member) => unlicense(draft, { member }), mode)

export const relicenseMembers = (draft: Draft, command: RelicenseMembers): readonly MemberAnswer[] | Rejection => {
  const { members, placement = unassigned } = command
  if (placement !== unassigned) return reject({ type: 'MustReturnToUnassigned', placement })
  return answerEach(members, (member) => relicense(draft, { member }), 'each')
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
export const refusedUnlicensing = ofMember((draft, member) => refusalOf(draft, member))

const refusalOf = (draft: Draft, member: Member): Rejection | undefined => {
  if (member.state === 'unlicensed') return undefined
  const refusal = member.state === 'disabled' ? undefined : goneOrDisabled(member)
  if (refusal !== undefined) return refusal
  const dependencies = blockers(draft, member)
  return dependencies.length === 0 ? undefined : reject({ type: 'DependenciesRemain', member: member.id, dependencies })
}

/** Everything that stands in the way: recorded, told by the provider, or an objection of an own policy. */
const blockers = (draft: Draft, member: Member): readonly Dependency[] => {
  const { policies } = draft.header
  const recorded = blocking(policies, member.people?.dependencies).map((each) => ({ ...each }))
  const told = draft.beyond.dependencies?.get(member.id) ?? []
  const news = told.filter((one, index) => ![...recorded, ...told.slice(0, index)].some((each) => isSame(each, one)))
  const isFailure = ({ kind }: Dependency): boolean => kind === silentProvider
  const blocks = blocking(policies, news).filter((each) => !isFailure(each))
  return [...recorded, ...blocks, ...news.filter(isFailure), ...ownGuards(draft, member)]
}

/** The kind under which a provider that failed, or did not answer in time, blocks the move (P10). */
export const silentProvider = 'provider'

const unlicense = ofMember((draft, member) => {
  const refusal = refusalOf(draft, member)
  if (refusal !== undefined || member.state === 'unlicensed') return refusal
  return leave(draft, member, { type: 'MemberUnlicensed', member: member.id, returnsDisabled: returnsDisabled(member) })
})

const relicense = ofMember((draft, member) => {
  if (member.state !== 'unlicensed') return isIn(member) && member.kind === 'person' ? undefined : goneOrDisabled(member)
  const candidate = { ...member, people: { ...member.people, placement: unassigned } }
  const standing = standingOf(draft, candidate, member)
  const state = standing === 'disabled' ? 'disabled' : 'known'
  return admitCounted(draft, standing === 'seat', candidate, () =>
    emit(draft, { type: 'MemberRelicensed', member: member.id, state, placement: unassigned, reason: 'command' }),
  )
})
