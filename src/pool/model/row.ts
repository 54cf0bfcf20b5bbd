// A record as a store keeps it: every fact, and nothing that only an index in memory needs.

import type { EndedLease, Lease, RunningLease } from './lease.ts'
import type { EnabledMember, Member } from './member.ts'

/** One member's row: plain data. */
export type MemberRow = Exclude<Member, EnabledMember> | Omit<EnabledMember, 'armedDay'>

export const rowOf = (member: Member): MemberRow => {
  if (member.state !== 'enabled') return withoutAbsent(member)
  const { armedDay: _, ...row } = member
  return withoutAbsent(row)
}

/** A record from its row, which it does not share anything with. */
export const memberOf = (row: MemberRow): Member => {
  const member = { ...row, people: copiedPeople(row) }
  return member.state === 'enabled' ? { ...member, armedDay: member.usedDay } : member
}

const copiedPeople = ({ people }: MemberRow): Member['people'] =>
  people === undefined
    ? undefined
    : {
        ...people,
        ...(people.dependencies === undefined ? {} : { dependencies: people.dependencies.map((each) => ({ ...each })) }),
      }

const withoutAbsent = <Row extends MemberRow>(row: Row): Row => {
  const copy = { ...row, people: copiedPeople(row) }
  if (copy.people === undefined) delete (copy as { people?: unknown }).people
  return copy
}

type RowOf<L extends Lease> = Omit<L, 'armedAt' | 'device'> & { readonly device?: string }

/** One session's row: plain data. */
export type LeaseRow = RowOf<RunningLease> | RowOf<EndedLease>

export const leaseRowOf = (lease: Lease): LeaseRow => {
  const row: Record<string, unknown> = { ...lease }
  delete row.armedAt
  if (lease.device === undefined) delete row.device
  return row as unknown as LeaseRow
}

export const leaseOf = (row: LeaseRow): Lease => {
  const lease = { ...row, device: row.device }
  return lease.state === 'running' ? { ...lease, armedAt: lease.endsAt } : lease
}
