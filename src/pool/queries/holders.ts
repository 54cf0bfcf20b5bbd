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

/** Who holds what, as event by event tells: takes the events of one pool from its first on, and believes them. */
export class Holdings {
  /** By the number of the event with which a hold began. */
  readonly #holds = new Map<number, Holder>()
  readonly #seats = new Map<string, number>()
  readonly #sessions = new Map<string, number>()

  /** In the order in which they were got. */
  get holders(): readonly Holder[] {
    return [...this.#holds.values()]
  }

  get seats(): number {
    return this.#seats.size
  }

  get leases(): number {
    return this.#sessions.size
  }

  take(event: LicenseEvent): void {
    const { member, at: since, seq } = { member: '', ...event }
    switch (event.type) {
      case 'SeatGranted':
      case 'SeatGrantedProvisionally':
        this.#end(this.#seats, member)
        this.#seats.set(member, seq)
        this.#holds.set(seq, { member, since, provisional: event.type !== 'SeatGranted' })
        break
      case 'SeatApproved': {
        const held = this.#seats.get(member) ?? seq
        this.#seats.set(member, held)
        this.#holds.set(held, { member, since: this.#holds.get(held)?.since ?? since, provisional: false })
        break
      }
      case 'LeaseStarted':
        this.#sessions.set(event.session, seq)
        this.#holds.set(seq, { member, since, provisional: false, session: event.session })
        break
      case 'LeaseRenewed':
        if (event.takesOver !== undefined) this.#takeOver(event.takesOver, event.session)
        break
      case 'LeaseEnded':
        this.#end(this.#sessions, event.session)
        break
      case 'ProvisionalGrantLapsed':
      case 'MemberRejected':
      case 'MemberDisabled':
      case 'MemberDeleted':
      case 'MemberDeactivated':
      case 'MemberUnlicensed':
      case 'SeatReleased':
      case 'SeatReclaimed':
        this.#end(this.#seats, member)
        break
      default:
    }
  }

  #end(holding: Map<string, number>, id: string): void {
    this.#holds.delete(holding.get(id) ?? 0)
    holding.delete(id)
  }

  #takeOver(before: string, session: string): void {
    const held = this.#sessions.get(before)
    const hold = held === undefined ? undefined : this.#holds.get(held)
    if (held === undefined || hold === undefined) return
    this.#sessions.delete(before)
    this.#sessions.set(session, held)
    this.#holds.set(held, { ...hold, session })
  }
}

/**
 * The seats and leases that were held at a moment, in the order in which they were got. Takes the events of one pool from its first on,
 * and believes them: what fell due after the last of them is no event before somebody looks, so `Sweep` first to ask about now.
 *
 * @example
 * holdersAt(events, Date.UTC(2026, 2, 3)).find((each) => each.member === 'lucy')?.since
 */
export const holdersAt = (events: Iterable<LicenseEvent>, at: Instant): readonly Holder[] => {
  const holdings = new Holdings()
  for (const event of events) {
    if (event.at > at) break
    holdings.take(event)
  }
  return holdings.holders
}
