// The members of a pool as lists show them, in the order in which they first came in.

import type { Draft } from '../draft.ts'
import type { Beyond } from '../gate/ownPolicy.ts'
import { contentsOf, type LicensePool } from '../licensePool.ts'
import type { Member, MemberKind, MemberState, PeopleFacts } from '../model/member.ts'
import { consumes, isIn } from '../model/member.ts'
import { copiedPeople } from '../model/row.ts'
import type { Instant } from '../time/calendar.ts'
import { type Access, accessIn } from './access.ts'
import { answerOf } from './ask.ts'

/** One member as a list shows it. */
export interface MemberView extends Omit<PeopleFacts, 'peopleState'> {
  readonly member: string
  readonly kind: MemberKind
  readonly state: MemberState
  /** Since when it stands in that state. */
  readonly since: Instant
  readonly access: Access
  /** Whether it consumes a license: by a seat, or by its leases. */
  readonly consumes: boolean
  /** Whether it stands in user lists, hierarchy and capacity (P6). */
  readonly listed: boolean
  /** Empty for whoever may consume; `Deleted`, `Unlicensed`, `TBH` and `TBR` never do (P8). */
  readonly peopleState: PeopleState
}

export interface MemberFilter {
  /** Only these states; default: everybody but the unlicensed, deactivated and deleted (P6). */
  readonly state?: MemberState | readonly MemberState[]
  /** As of this moment; default: the pool's latest event. */
  readonly at?: Instant
}

export type PeopleState = '' | 'Deleted' | 'Unlicensed' | 'TBH' | 'TBR'

const peopleStateOf = ({ state, people }: Member): PeopleState => {
  if (state === 'deactivated' || state === 'deleted') return 'Deleted'
  return state === 'unlicensed' ? 'Unlicensed' : (people?.peopleState ?? '')
}

export const viewOf = (draft: Draft, member: Member): MemberView => ({
  member: member.id,
  kind: member.kind,
  state: member.state,
  since: member.since,
  access: accessIn(draft, member.id, member),
  consumes: consumes(member) || draft.leasesOf(member).length > 0,
  listed: isIn(member),
  ...copiedPeople(member),
  peopleState: peopleStateOf(member),
})

/** The members that a filter lets through, in the order of their first entry. */
export const viewsOf = (draft: Draft, { state }: Pick<MemberFilter, 'state'>): readonly MemberView[] => {
  const states = state === undefined ? undefined : [state].flat()
  const found: Member[] = []
  draft.eachMember((member) => {
    if (states === undefined ? isIn(member) : states.includes(member.state)) found.push(member)
  })
  return found.sort((a, b) => a.ordinal - b.ordinal).map((member) => viewOf(draft, member))
}

/**
 * The members in the order of their first entry. Without a state it is the user list: the unlicensed, deactivated and deleted are
 * left out unless asked for (P6). It walks the whole pool; a store lists pages.
 *
 * @example
 * members(pool, { state: 'pending' }).map((each) => each.member)
 */
export const members = (pool: LicensePool, filter: MemberFilter = {}, beyond?: Beyond): readonly MemberView[] =>
  answerOf(pool, filter.at ?? contentsOf(pool).header.latestAt, (draft) => viewsOf(draft, filter), beyond)
