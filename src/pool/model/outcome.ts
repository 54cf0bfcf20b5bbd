// What a command comes to when it is accepted.

import type { LicensePool } from '../licensePool.ts'
import type { Day, Instant } from '../time/calendar.ts'
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

/** An idle seat that a sweep left to its holder, and why (FB-14). */
export interface PassedOver {
  readonly member: string
  /** The day of its last use, in days since 1970-01-01 in the pool's zone. */
  readonly lastUsedDay: Day
  readonly because: 'exempt'
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
  /** Of a `Sweep`, whose idle seats were left to them; absent if nobody's (M12). */
  readonly passedOver?: readonly PassedOver[]
}

/** An accepted command, and the pool that it made. */
export interface Outcome extends Answer {
  readonly pool: LicensePool
}
