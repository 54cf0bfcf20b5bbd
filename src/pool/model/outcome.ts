// What a command comes to when it is accepted.

import type { LicensePool } from '../licensePool.ts'
import type { Instant } from '../time/calendar.ts'
import type { LicenseEvent } from './event.ts'
import type { Quote } from './quote.ts'
import type { Rejection } from './rejection.ts'

/** May this member use the product now? */
export type AccessLevel = 'full' | 'trial' | 'standard' | 'none'

/** The answer for one member of a bulk command. */
export interface MemberAnswer {
  readonly member: string
  readonly answer: 'accepted' | Rejection
}

/** What an accepted command answers. `events: []` is a right answer: it is already so. */
export interface Answer {
  readonly events: readonly LicenseEvent[]
  /** The level that a sign-in or a check came to. */
  readonly access?: AccessLevel
  /** When that access ends by itself, if it does. */
  readonly until?: Instant
  /** The session of a sign-in that took a lease. */
  readonly session?: string
  /** The answers of a bulk command, in the order asked. */
  readonly results?: readonly MemberAnswer[]
  /** What the raise that was asked about would cost (S4). */
  readonly quote?: Quote
}

/** An accepted command, and the pool that it made. */
export interface Outcome extends Answer {
  readonly pool: LicensePool
}
