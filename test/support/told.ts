// What happened, told as text. Moments are told in UTC by JavaScript's own Date, so that no calendar of ours judges itself.

import type { LicenseEvent } from '../../src/index.ts'
import { type Instant, instantOfLocal } from '../../src/pool/time/calendar.ts'

/** The moment of `2026-03-20T15:00Z`, or of a local time of the zone, `2026-03-20T15:00`. */
export const momentOf = (written: string, timeZone: string): Instant => {
  const at = written.endsWith('Z') ? Date.parse(written) : instantOfLocal(written, timeZone)
  if (at === undefined || Number.isNaN(at)) throw new Error(`${written} is no moment`)
  return at
}

/** `2026-03-20T15:00Z`, with seconds where there are any. */
export const utc = (at: Instant): string => new Date(at).toISOString().replace(/(:00)?\.000Z$/, 'Z')

/** `SeatGranted lucy`. */
export const brief = (event: LicenseEvent): string => {
  const about = 'member' in event ? event.member : 'lot' in event ? event.lot : undefined
  if (about === undefined) return event.type
  return 'session' in event ? `${event.type} ${about} ${event.session}` : `${event.type} ${about}`
}

/** `2026-03-20T15:00Z SeatGranted lucy, signIn, by member lucy, notifies`. */
export const told = (event: LicenseEvent): string => {
  const { role, id } = event.actor
  const by = id === undefined ? role : `${role} ${id}`
  const until = 'endsAt' in event && event.endsAt !== null ? `, until ${utc(event.endsAt)}` : ''
  const notice = 'notifies' in event ? ', notifies' : ''
  return `${utc(event.at)} ${brief(event)}, ${event.reason}, by ${by}${until}${notice}`
}
