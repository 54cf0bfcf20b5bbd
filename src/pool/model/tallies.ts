// How many seats stand under each group of each of the integrator's own policies: derived from the records, like every counter.

import type { Tallies } from './header.ts'
import { consumes, type Member } from './member.ts'

type Groups = Readonly<Record<string, string>> | undefined

/** The groups that a member's seat is tallied under. */
export const groupsOf = (member: Member | undefined): Groups =>
  member !== undefined && consumes(member) ? member.terms?.groups : undefined

/** The tallies after one record changed its groups. A group or policy without seats is left out. */
export const retallied = (tallies: Tallies, before: Member | undefined, after: Member | undefined): Tallies => {
  const tallied = new Map(Object.entries(tallies).map(([policy, groups]) => [policy, new Map(Object.entries(groups))]))
  const add = (groups: Groups, by: number): void => {
    for (const [policy, group] of Object.entries(groups ?? {})) {
      const counts = tallied.get(policy) ?? new Map<string, number>()
      counts.set(group, (counts.get(group) ?? 0) + by)
      tallied.set(policy, counts)
    }
  }
  add(groupsOf(before), -1)
  add(groupsOf(after), 1)
  return Object.fromEntries(
    [...tallied]
      .map(([policy, counts]) => [policy, Object.fromEntries([...counts].filter(([, count]) => count > 0))] as const)
      .filter(([, groups]) => Object.keys(groups).length > 0),
  )
}
