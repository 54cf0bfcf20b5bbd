// Where the shell takes its moments from. The core never reads a clock (T1).

import type { Instant } from '../pool/time/calendar.ts'

/**
 * Tells the moment at which a command or a question arrives (T1). One that steps back is harmless: a pool never goes back behind
 * its latest event (T5).
 *
 * @example
 * const tenMinutesLate: Clock = { now: () => systemClock.now() - 600_000 }
 */
export interface Clock {
  /** The moment in whole milliseconds since the epoch; anything else, and every command is `Invalid` at `at`. */
  readonly now: () => Instant
}

/**
 * The machine's own clock, in milliseconds since the epoch (T1).
 *
 * @example
 * createLicensing({ store: memoryStore(), clock: systemClock })
 */
export const systemClock: Clock = { now: () => Date.now() }

/**
 * A clock that stands still at a moment, in milliseconds since the epoch: for a report about one day (T1).
 *
 * @example
 * console.log(fixedClock(Date.UTC(2026, 2, 3)).now()) // 1772496000000
 */
export const fixedClock = (at: Instant): Clock => ({ now: () => at })

/**
 * A clock that a test moves: how else would fourteen days pass (T1)?
 *
 * @example
 * const clock: ManualClock = manualClock(Date.UTC(2026, 2, 20))
 * clock.advanceTo(Date.UTC(2026, 3, 3))
 */
export interface ManualClock extends Clock {
  /** Moves time forward by so many milliseconds, from 0. */
  readonly advance: (milliseconds: number) => void
  /** Moves time forward to a moment, in milliseconds since the epoch. */
  readonly advanceTo: (at: Instant) => void
}

/**
 * A clock in the hands of a test, from `start` on, in milliseconds since the epoch (T1). It refuses to go back, or anywhere but to
 * a whole millisecond: that is a mistake in the test, and throws a `RangeError`.
 *
 * @example
 * const clock = manualClock(Date.UTC(2026, 2, 20, 15))
 * clock.advance(14 * 86_400_000)
 * console.log(new Date(clock.now()).toISOString()) // 2026-04-03T15:00:00.000Z
 */
export const manualClock = (start: Instant): ManualClock => {
  let now = Number.MIN_SAFE_INTEGER
  const advanceTo = (at: Instant): void => {
    if (!Number.isSafeInteger(at) || at < now)
      throw new RangeError(`a manual clock only goes forward in whole milliseconds: not from ${now} to ${at}`)
    now = at
  }
  advanceTo(start)
  return { now: () => now, advanceTo, advance: (milliseconds) => advanceTo(now + milliseconds) }
}
