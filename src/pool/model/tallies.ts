// How many seats stand under each group of each of the integrator's own policies: derived from the records, like every counter.

import type { Tallies } from './header.ts'
import { consumes, type Member } from './member.ts'
import type { MemberRow } from './row.ts'

type Groups = Readonly<Record<string, string>> | undefined

/** The groups that a member's seat is tallied under. */
export const groupsOf = (member: Member | MemberRow | undefined): Groups =>
  member !== undefined && consumes(member) ? member.terms?.groups : undefined

/** The tallies after one record changed its groups. A group or policy without seats is left out. */
export const retallied = (tallies: Tallies, before: Member | undefined, after: Member | undefined): Tallies => {
  const counts = writable(tallies)
  add(counts, groupsOf(before), -1)
  add(counts, groupsOf(after), 1)
  return finished(counts)
}

/** What counting these gives (X4). */
export const talliesOf = (members: readonly MemberRow[]): Tallies => {
  const counts = writable({})
  for (const member of members) add(counts, groupsOf(member), 1)
  return finished(counts)
}

type Counts = Map<string, Map<string, number>>

const writable = (tallies: Tallies): Counts =>
  new Map(Object.entries(tallies).map(([policy, groups]) => [policy, new Map(Object.entries(groups))]))

const add = (counts: Counts, groups: Groups, by: number): void => {
  for (const [policy, group] of Object.entries(groups ?? {})) {
    const ofPolicy = counts.get(policy) ?? new Map<string, number>()
    ofPolicy.set(group, (ofPolicy.get(group) ?? 0) + by)
    counts.set(policy, ofPolicy)
  }
}

const finished = (counts: Counts): Tallies =>
  Object.fromEntries(
    [...counts]
      .map(([policy, groups]) => [policy, Object.fromEntries([...groups].filter(([, count]) => count > 0))] as const)
      .filter(([, groups]) => Object.keys(groups).length > 0),
  )
