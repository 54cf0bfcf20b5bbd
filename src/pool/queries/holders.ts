// Who held a license at a moment, and since when (X7): read off the events, so that the past has an answer.

import type { LicenseEvent } from '../model/event.ts'
import type { Instant } from '../time/calendar.ts'

export interface Holder {
  readonly member: string
  /** When this hold began: the grant, provisional or not, or the start of the lease, by whatever session it was then held. */
  readonly since: Instant
  readonly provisional: boolean
  /** There for a lease: the session that holds it. */
  readonly session?: string
}

/**
 * The seats and leases that were held at a moment, in the order in which they were got. Takes the events of one pool from its first on,
 * and believes them: what fell due after the last of them is no event before somebody looks, so `Sweep` first to ask about now.
 *
 * @example
 * holdersAt(events, Date.UTC(2026, 2, 3)).find((each) => each.member === 'lucy')?.since
 */
export const holdersAt = (events: Iterable<LicenseEvent>, at: Instant): readonly Holder[] => {
  /** By the number of the event with which a hold began. */
  const holds = new Map<number, Holder>()
  const seats = new Map<string, number>()
  const sessions = new Map<string, number>()
  const end = (holding: Map<string, number>, id: string): void => {
    holds.delete(holding.get(id) ?? 0)
    holding.delete(id)
  }
  for (const event of events) {
    if (event.at > at) break
    const { member, at: since, seq } = { member: '', ...event }
    switch (event.type) {
      case 'SeatGranted':
      case 'SeatGrantedProvisionally':
        end(seats, member)
        seats.set(member, seq)
        holds.set(seq, { member, since, provisional: event.type !== 'SeatGranted' })
        break
      case 'SeatApproved': {
        const held = seats.get(member) ?? seq
        seats.set(member, held)
        holds.set(held, { member, since: holds.get(held)?.since ?? since, provisional: false })
        break
      }
      case 'LeaseStarted':
        sessions.set(event.session, seq)
        holds.set(seq, { member, since, provisional: false, session: event.session })
        break
      case 'LeaseRenewed': {
        const held = event.takesOver === undefined ? undefined : sessions.get(event.takesOver)
        const hold = held === undefined ? undefined : holds.get(held)
        if (event.takesOver === undefined || held === undefined || hold === undefined) break
        sessions.delete(event.takesOver)
        sessions.set(event.session, held)
        holds.set(held, { ...hold, session: event.session })
        break
      }
      case 'LeaseEnded':
        end(sessions, event.session)
        break
      case 'ProvisionalGrantLapsed':
      case 'MemberRejected':
      case 'MemberDisabled':
      case 'MemberDeleted':
      case 'MemberDeactivated':
      case 'MemberUnlicensed':
      case 'SeatReleased':
      case 'SeatReclaimed':
        end(seats, member)
        break
      default:
    }
  }
  return [...holds.values()]
}
