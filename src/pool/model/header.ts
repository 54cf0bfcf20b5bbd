// What a pool is without its members: one row, however many they are.

import type { Policies } from '../../policies/policies.ts'
import type { Instant } from '../time/calendar.ts'
import type { Lot } from './lot.ts'
import type { MemberState } from './member.ts'

/** The moment of a change of lots, and the allowance before it: a lot that renews another lets nothing fall (A1, A3). */
export interface LotsChanged {
  readonly at: Instant
  readonly allowanceBefore: number
}

/** A time of over-allocation. One that ends and begins again at one moment has never ended. */
export interface Overtime {
  readonly since: Instant
  readonly until: Instant | null
}

/** How many seats stand under each group of each of the integrator's policies that tally them. */
export type Tallies = Readonly<Record<string, Readonly<Record<string, number>>>>

export interface Header {
  /** Whose pool it is: the organization's unique id (A1). */
  readonly organization: string
  /** An IANA name; days are counted in it (T2). */
  readonly timeZone: string
  readonly policies: Policies
  readonly lots: readonly Lot[]
  /** The sum of the lots in force. */
  readonly allowance: number
  /** How many members stand in each state (A4). */
  readonly counts: Readonly<Record<MemberState, number>>
  /** How many leases run, and how many licenses they consume: fewer where a member's leases are shared (C8). */
  readonly leases: { readonly running: number; readonly consumed: number }
  /** How many events the pool has had; the number of the latest. */
  readonly version: number
  /** The moment of the latest event; a command never takes effect before it (T5). */
  readonly latestAt: Instant
  /** The next number to hand out: for a member's first entry, a place in line, a lot. */
  readonly nextOrdinal: number
  /** The latest time in which more was consumed than the allowance; `until` is `null` while it lasts (A2). */
  readonly over: Overtime | null
  /** By an integrator's own policy and its group, how many seats are tallied there. */
  readonly tallies: Tallies
  /** The latest change of lots: kept while what follows from it at its moment may still have to happen (A3). */
  readonly lotsChanged: LotsChanged | null
}

export const consumedIn = ({ counts, leases }: Header): number => counts.enabled + counts.provisional + leases.consumed

/** Since when more is consumed than the allowance, as of a moment at which either may have changed (A2). */
export const overAt = (header: Header, at: Instant): Overtime | null => {
  const { over } = header
  const isOver = over !== null && over.until === null
  if (consumedIn(header) > header.allowance) return isOver ? over : { since: over?.until === at ? over.since : at, until: null }
  return isOver ? { since: over.since, until: at } : over
}

export const noCounts: Readonly<Record<MemberState, number>> = {
  known: 0,
  pending: 0,
  provisional: 0,
  enabled: 0,
  disabled: 0,
  unlicensed: 0,
  deactivated: 0,
  deleted: 0,
}
