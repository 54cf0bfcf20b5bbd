// Keeps count while a replay runs: one pass over the events as they come, so that memory does not grow with the rows.
// It reads events only and asks no policy; moments come in order.

import type { LicenseEvent } from '../pool/model/event.ts'
import type { AccessLevel } from '../pool/model/outcome.ts'
import type { RejectionType } from '../pool/model/rejection.ts'
import { type Day, dayOf, type Instant } from '../pool/time/calendar.ts'
import { type DayFigures, type MonthFigures, type PlanFigures, type Replayed, waitingFigures } from './figures.ts'
import type { Plan } from './plan.ts'

type Counts = Record<AccessLevel, number>
type Writable<A> = { -readonly [Field in keyof A]: A[Field] }
type Month = Writable<MonthFigures> & { answers: Counts }

const noAnswers = (): Counts => ({ full: 0, trial: 0, standard: 0, none: 0 })

export class Tally {
  readonly #plan: Plan
  readonly #from: Instant
  #now: Instant
  #consumed = 0
  #peakConsumed = 0
  #peakAt: Instant | undefined
  /** Seats held, times the milliseconds for which they were. */
  #held = 0
  readonly #answers = noAnswers()
  readonly #refused: { [Type in RejectionType]?: number } = {}
  readonly #count = { granted: 0, reclaimed: 0, lapsed: 0, trialsStarted: 0, trialsEnded: 0 }
  readonly #seated = new Set<string>()
  readonly #waitingSince = new Map<string, Instant>()
  readonly #waits: number[] = []
  /** The latest month in which each member used its seat, and in which it lost one. */
  readonly #usedIn = new Map<string, string>()
  readonly #lostIn = new Map<string, string>()
  readonly #months: Month[] = []
  #month: Month
  readonly #days: Writable<DayFigures>[] = []
  #day: Writable<DayFigures>

  constructor(plan: Plan, from: Instant) {
    this.#plan = plan
    this.#from = from
    this.#now = from
    this.#day = { day: dayOf(from, plan.timeZone), consumed: 0, waiting: 0 }
    this.#month = this.#startMonth(monthOf(this.#day.day))
  }

  /** Takes note of what happened, in order. */
  saw(events: readonly LicenseEvent[]): void {
    for (const event of events) {
      this.#advance(event.at)
      this.#see(event)
    }
  }

  /** Takes note of a sign-in and the access that it was given, or why it was refused. */
  answered(at: Instant, member: string, level: AccessLevel, refusal?: RejectionType): void {
    this.#advance(at)
    this.#answers[level]++
    this.#month.answers[level]++
    if (refusal !== undefined) this.#refused[refusal] = (this.#refused[refusal] ?? 0) + 1
    if (level !== 'full' || this.#usedIn.get(member) === this.#month.month) return
    this.#usedIn.set(member, this.#month.month)
    this.#month.seatsUsed++
  }

  /** What it all came to at the end. */
  replayed(at: Instant, members: number): Replayed {
    this.#advance(at)
    const { name, preset, allowance, timeZone, policies } = this.#plan
    const { full, trial, standard, none } = this.#answers
    const stillWaiting = this.#waitingSince.size
    const figures: PlanFigures = {
      name,
      preset,
      allowance,
      timeZone,
      policies,
      from: new Date(this.#from).toISOString(),
      until: new Date(at).toISOString(),
      members,
      signIns: full + trial + standard + none,
      answers: this.#answers,
      refused: this.#refused,
      everSeated: this.#seated.size,
      ...this.#count,
      peakConsumed: this.#peakConsumed,
      peakAt: this.#peakAt === undefined ? null : new Date(this.#peakAt).toISOString(),
      finalConsumed: this.#consumed,
      finalPending: stillWaiting,
      waiting: waitingFigures(this.#waits, stillWaiting),
      utilization: allowance === 0 ? null : this.#meanHeld() / allowance,
      usedShare: this.#usedShare(),
      months: this.#months,
    }
    return { figures, days: [...this.#days, this.#day] }
  }

  #see(event: LicenseEvent): void {
    switch (event.type) {
      case 'SeatGranted':
      case 'SeatGrantedProvisionally':
        this.#count.granted++
        this.#month.granted++
        this.#seated.add(event.member)
        if (this.#lostIn.get(event.member) !== this.#month.month) this.#month.seatHolders++
        this.#stopWaiting(event.member, event.at)
        return this.#consume(1)
      case 'SeatReclaimed':
        this.#count.reclaimed++
        this.#month.reclaimed++
        return this.#lose(event.member)
      case 'SeatReleased':
        return this.#lose(event.member)
      case 'ProvisionalGrantLapsed':
        this.#count.lapsed++
        this.#startWaiting(event.member, event.at)
        return this.#lose(event.member)
      case 'SeatRequested':
        return this.#startWaiting(event.member, event.at)
      case 'LeaseStarted':
        return event.consumes ? this.#consume(1) : undefined
      case 'LeaseEnded':
        return event.frees ? this.#consume(-1) : undefined
      case 'TrialStarted':
        this.#count.trialsStarted++
        return
      case 'TrialEnded':
        this.#count.trialsEnded++
        return
    }
  }

  #consume(seats: 1 | -1): void {
    this.#consumed += seats
    const consumed = this.#consumed
    if (consumed > this.#day.consumed) this.#day.consumed = consumed
    if (consumed > this.#month.peakConsumed) this.#month.peakConsumed = consumed
    if (consumed <= this.#peakConsumed) return
    this.#peakConsumed = consumed
    this.#peakAt = this.#now
  }

  #lose(member: string): void {
    this.#lostIn.set(member, this.#month.month)
    this.#consume(-1)
  }

  #startWaiting(member: string, at: Instant): void {
    this.#waitingSince.set(member, at)
    if (this.#waitingSince.size > this.#day.waiting) this.#day.waiting = this.#waitingSince.size
  }

  #stopWaiting(member: string, at: Instant): void {
    const since = this.#waitingSince.get(member)
    if (since === undefined) return
    this.#waitingSince.delete(member)
    this.#waits.push(at - since)
  }

  #advance(at: Instant): void {
    if (at === this.#now) return
    this.#held += this.#consumed * (at - this.#now)
    this.#now = at
    const day = dayOf(at, this.#plan.timeZone)
    if (day <= this.#day.day) return // where a zone crossed the date line, a day came twice
    this.#startDay(day)
    const month = monthOf(day)
    while (this.#month.month !== month) this.#month = this.#startMonth(monthAfter(this.#month.month))
  }

  /** A day on which nothing changed is not kept; the day after a peak is where it fell again. */
  #startDay(day: Day): void {
    const [consumed, waiting] = [this.#consumed, this.#waitingSince.size]
    const before = this.#day
    const last = this.#days[this.#days.length - 1]
    if (last === undefined || last.consumed !== before.consumed || last.waiting !== before.waiting) this.#days.push(before)
    const quiet = before.day + 1
    if (quiet < day && (before.consumed !== consumed || before.waiting !== waiting))
      this.#days.push({ day: quiet, consumed, waiting })
    this.#day = { day, consumed, waiting }
  }

  #startMonth(month: string): Month {
    const seats = { peakConsumed: this.#consumed, seatHolders: this.#consumed, seatsUsed: 0 }
    const started = { month, answers: noAnswers(), granted: 0, reclaimed: 0, ...seats }
    this.#months.push(started)
    return started
  }

  #meanHeld(): number {
    return this.#now === this.#from ? this.#consumed : this.#held / (this.#now - this.#from)
  }

  #usedShare(): number | null {
    let [held, used] = [0, 0]
    for (const { seatHolders, seatsUsed } of this.#months) {
      held += seatHolders
      used += seatsUsed
    }
    return held === 0 ? null : used / held
  }
}

const millisecondsADay = 86_400_000

const monthOf = (day: Day): string => new Date(day * millisecondsADay).toISOString().slice(0, -17)

const monthAfter = (month: string): string => {
  const date = new Date(`${month}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + 1)
  return date.toISOString().slice(0, -17)
}
