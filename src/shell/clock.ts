// Where the shell takes its moments from. The core never reads a clock (T1).

import type { Instant } from '../pool/time/calendar.ts'

export interface Clock {
  /** The moment in whole milliseconds since the epoch. */
  readonly now: () => Instant
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() }

/**
 * A clock that stands still: for a report about one moment.
 *
 * @example
 * fixedClock(Date.UTC(2026, 2, 3)).now()
 */
export const fixedClock = (at: Instant): Clock => ({ now: () => at })

export interface ManualClock extends Clock {
  /** Moves time forward by so many milliseconds, from 0. */
  readonly advance: (milliseconds: number) => void
  /** Moves time forward to a moment. */
  readonly advanceTo: (at: Instant) => void
}

/**
 * A clock in the hands of a test. It refuses to go back: that is a mistake in the test, and throws a `RangeError`.
 *
 * @example
 * const clock = manualClock(Date.UTC(2026, 2, 20, 15))
 * clock.advance(14 * 86_400_000)
 */
export const manualClock = (start: Instant): ManualClock => {
  let now = start
  const advanceTo = (at: Instant): void => {
    if (!Number.isSafeInteger(at) || at < now)
      throw new RangeError(`a manual clock only goes forward in whole milliseconds: from ${now} to ${at}`)
    now = at
  }
  return { now: () => now, advanceTo, advance: (milliseconds) => advanceTo(now + milliseconds) }
}
