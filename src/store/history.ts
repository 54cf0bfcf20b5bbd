// What was, read off the log a page at a time: who held a license at a moment (X7), and how many there were and were held ever since.

import type { LicenseEvent } from '../pool/model/event.ts'
import { type Holder, Holdings } from '../pool/queries/holders.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { LicenseStore } from '../shell/store.ts'
import { eventPages } from './eventPages.ts'

/**
 * Who held a license in a pool at a moment (milliseconds since the epoch), in the order in which they got it (X7): what `holdersAt` says of
 * the whole log, of which never more than a page is loaded. What fell due after the latest event is no event before somebody looks, so
 * `Sweep` first to ask about now. Nobody in a pool that is not there.
 *
 * @example
 * await licensing.execute('crm', { type: 'AddMember', member: 'lucy' }, { actor })
 * await licensing.execute('crm', { type: 'AssignSeat', member: 'lucy' }, { actor })
 * console.log((await holdersIn(store, 'crm', at)).map((each) => each.member)) // [ 'lucy' ]
 */
export const holdersIn = async (store: Pick<LicenseStore, 'events'>, pool: string, at: Instant): Promise<readonly Holder[]> => {
  if (!Number.isSafeInteger(at)) throw new TypeError('at: must be a moment in whole milliseconds since the epoch')
  const holdings = new Holdings()
  for await (const page of eventPages(store, pool)) {
    for (const event of page) {
      if (event.at > at) return holdings.holders
      holdings.take(event)
    }
  }
  return holdings.holders
}

/**
 * How a pool stood from a moment on, until the next step: what `summary` said then, as far as it can be read off the events.
 *
 * @example
 * const full: SeatsStep = { at: Date.UTC(2026, 2, 3), allowance: 2, consumed: 2, seats: 2, leases: 0 }
 */
export interface SeatsStep {
  /** Milliseconds since the epoch. */
  readonly at: Instant
  /** Licenses in force. */
  readonly allowance: number
  /** Licenses that counted against it: seats and leases. */
  readonly consumed: number
  /** How many members held a seat, provisional or not. */
  readonly seats: number
  /** How many leases ran; where a member's are shared they consume fewer (C8). */
  readonly leases: number
}

/**
 * How many licenses a pool had and how many were held, a step for each moment at which one of these changed, the last word of that moment
 * (A4, X7). With `from` the first step says how it stood then; `until` is no longer part of it (T3). It loads a page of the log at a time.
 *
 * @example
 * for await (const { allowance, consumed } of seatsOverTime(store, 'crm')) {
 *   console.log(`${consumed} of ${allowance}`) // 0 of 2
 * }
 */
export async function* seatsOverTime(
  store: Pick<LicenseStore, 'events'>,
  pool: string,
  {
    from = Number.NEGATIVE_INFINITY,
    until = Number.POSITIVE_INFINITY,
  }: { readonly from?: Instant; readonly until?: Instant } = {},
): AsyncGenerator<SeatsStep, void> {
  const seats = new SeatCount()
  let told: SeatsStep | undefined
  /** The step of the moment that is over, if it changed anything. */
  const next = (): SeatsStep | undefined => {
    const step = seats.step
    if (step === undefined || (told !== undefined && isSame(step, told))) return undefined
    told = { ...step, at: Math.max(step.at, from) }
    return told
  }
  for await (const page of eventPages(store, pool)) {
    if ((page[0]?.at ?? until) >= until) break
    for (const event of page) {
      if (event.at >= until) break
      const isOver = seats.step !== undefined && event.at > seats.step.at && event.at > from
      const step = isOver ? next() : undefined
      if (step !== undefined) yield step
      seats.take(event)
    }
  }
  const last = next()
  if (last !== undefined && from < until) yield last
}

const isSame = (one: SeatsStep, other: SeatsStep): boolean =>
  one.allowance === other.allowance && one.consumed === other.consumed && one.seats === other.seats && one.leases === other.leases

/** Counts what the header of the pool counts, off the events alone. */
class SeatCount {
  readonly #holdings = new Holdings()
  #at: Instant | undefined
  #allowance = 0
  #leased = 0

  /** How it stands since the latest event. */
  get step(): SeatsStep | undefined {
    const { seats, leases } = this.#holdings
    if (this.#at === undefined) return undefined
    return { at: this.#at, allowance: this.#allowance, consumed: seats + this.#leased, seats, leases }
  }

  take(event: LicenseEvent): void {
    this.#at = event.at
    this.#holdings.take(event)
    switch (event.type) {
      case 'LotAdded':
        if (event.startsAt <= event.at) this.#allowance += event.quantity
        break
      case 'LotStarted':
        this.#allowance += event.quantity
        break
      case 'LotEnded':
        this.#allowance -= event.quantity
        break
      case 'AllowanceRaised':
      case 'AllowanceLowered':
        this.#allowance = event.to
        break
      case 'LeaseStarted':
        if (event.consumes) this.#leased++
        break
      case 'LeaseEnded':
        if (event.frees) this.#leased--
        break
      default:
    }
  }
}
