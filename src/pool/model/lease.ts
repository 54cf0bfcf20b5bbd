// A license that a running session holds, and for 24 hours what became of it. A record holds facts, never a policy: a lease keeps the
// timeout that it began with (C9).

import type { Instant } from '../time/calendar.ts'

/** Why a `LeaseEnded` happens. */
export const leaseEnds = ['timedOut', 'signedOut', 'endedByAdministrator', 'seated', 'memberLeft'] as const

/** How a session ended: by itself, by its member, by an administrator, by a takeover, by its member's seat, or with its member. */
export type LeaseEnd = (typeof leaseEnds)[number] | 'takenOver'

interface Term {
  /** The session's id. */
  readonly id: string
  /** The order in which leases were added (T6). */
  readonly ordinal: number
  readonly member: string
  /** The member's own ordinal, by which its leases are found. */
  readonly memberOrdinal: number
  readonly client: string
  readonly device: string | undefined
  /** `null`: it does not end by itself. */
  readonly idleMinutes: number | null
  readonly renewEverySeconds: number
  readonly since: Instant
}

export interface RunningLease extends Term {
  readonly state: 'running'
  /** The last recorded activity (C9). */
  readonly usedAt: Instant
  /** When it ends by itself; `null`: never. */
  readonly endsAt: Instant | null
  /**
   * The moment under which the order in memory holds it: `endsAt` or earlier. A renewal leaves it behind, as a use does with a seat's
   * `armedDay`: no part of a row, and no rule reads it.
   */
  readonly armedAt: Instant | null
}
export interface EndedLease extends Term {
  readonly state: 'ended'
  readonly endedAt: Instant
  readonly reason: LeaseEnd
}

/** One session's record. */
export type Lease = RunningLease | EndedLease

/** Who holds leases, as they are found: by id and ordinal. */
export interface LeaseHolder {
  readonly id: string
  readonly ordinal: number
}

export const holderOf = ({ member, memberOrdinal }: Lease): LeaseHolder => ({ id: member, ordinal: memberOrdinal })

const DAY = 86_400_000

/** Whether a session is still known: one that ended 24 hours ago no longer is (C11). */
export const isRemembered = (lease: Lease, at: Instant): boolean => lease.state === 'running' || at < lease.endedAt + DAY

/** When a lease ends by itself that was used at this moment (C9). */
export const leaseEnd = (
  { idleMinutes, renewEverySeconds }: Pick<Term, 'idleMinutes' | 'renewEverySeconds'>,
  usedAt: Instant,
): Instant | null => (idleMinutes === null ? null : usedAt + idleMinutes * 60_000 + renewEverySeconds * 1_000)
