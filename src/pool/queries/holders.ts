// Who held a license at a moment, and since when (X7): read off the events, so that the past has an answer.

import type { LicenseEvent } from '../model/event.ts'
import type { Instant } from '../time/calendar.ts'

export interface Holder {
  readonly member: string
  /** When this hold began: the grant, provisional or not. */
  readonly since: Instant
  readonly provisional: boolean
}

/**
 * The members that held a seat at a moment, in the order in which they got it. Takes the events of one pool from its first on.
 *
 * @example
 * holdersAt(events, Date.UTC(2026, 2, 3)).find((each) => each.member === 'lucy')?.since
 */
export const holdersAt = (events: Iterable<LicenseEvent>, at: Instant): readonly Holder[] => {
  const holders = new Map<string, Holder>()
  for (const event of events) {
    if (event.at > at) break
    switch (event.type) {
      case 'SeatGranted':
      case 'SeatGrantedProvisionally':
        holders.set(event.member, { member: event.member, since: event.at, provisional: event.type !== 'SeatGranted' })
        break
      case 'SeatApproved': {
        const held = holders.get(event.member)
        holders.set(event.member, { member: event.member, since: held?.since ?? event.at, provisional: false })
        break
      }
      case 'ProvisionalGrantLapsed':
      case 'MemberRejected':
      case 'MemberDisabled':
      case 'MemberDeleted':
      case 'MemberDeactivated':
      case 'MemberUnlicensed':
      case 'SeatReleased':
      case 'SeatReclaimed':
        holders.delete(event.member)
        break
      default:
    }
  }
  return [...holders.values()]
}
