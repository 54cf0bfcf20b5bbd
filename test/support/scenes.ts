// When something is done: moments that mostly advance, often exactly to where something falls due, sometimes repeat or step back.

import fc from 'fast-check'
import { type LicensePool, nextDue } from '../../src/index.ts'
import type { OpenPool } from '../../src/pool/model/command.ts'
import type { Member } from '../../src/pool/model/member.ts'
import { dayOf, type Instant, startOfDay } from '../../src/pool/time/calendar.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Zones, each with a moment shortly before its clocks change, a month ends, or a day is skipped. */
export const settings: readonly {
  readonly timeZone: string
  readonly start: Instant
}[] = [
  { timeZone: 'UTC', start: Date.UTC(2028, 1, 27, 15) },
  { timeZone: 'UTC', start: Date.UTC(2025, 11, 30, 0) },
  { timeZone: 'Europe/London', start: Date.UTC(2026, 2, 27, 1, 30) },
  { timeZone: 'Europe/London', start: Date.UTC(2026, 9, 23, 0, 30) },
  { timeZone: 'America/Havana', start: Date.UTC(2026, 2, 6, 5, 30) },
  { timeZone: 'America/Havana', start: Date.UTC(2026, 9, 30, 4, 0) },
  { timeZone: 'Australia/Lord_Howe', start: Date.UTC(2026, 3, 3, 14, 45) },
  { timeZone: 'Australia/Lord_Howe', start: Date.UTC(2026, 9, 2, 15, 45) },
  { timeZone: 'Pacific/Apia', start: Date.UTC(2011, 11, 28, 1) },
]

/** Where a history has got to. */
export interface Scene {
  readonly now: Instant
  readonly pool: LicensePool
  /** Who is there, and how they stand. */
  readonly standing: readonly Member[]
  readonly open: OpenPool
  readonly zone: string
  /** When lots end that were ordered so far. */
  readonly lotEnds: readonly Instant[]
}

/** How a moment is found from where the history has got to. */
export type Moment = (scene: Scene) => Instant

const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max })
const weighted = <A>(weight: number, arbitrary: fc.Arbitrary<A>): fc.WeightedArbitrary<A> => ({ weight, arbitrary })

const constantMoment = (moment: Moment): fc.Arbitrary<Moment> => fc.constant(moment)

const after = (unit: number, min: number, max: number): fc.Arbitrary<Moment> =>
  whole(min, max).map(
    (count) =>
      ({ now }) =>
        now + count * unit,
  )

/** Mostly the very moment, sometimes a millisecond to either side. */
const nudge: fc.Arbitrary<number> = fc.constantFrom(0, 0, 0, 0, -1, 1)

const midnight: fc.Arbitrary<Moment> = fc.tuple(whole(1, 4), nudge).map(
  ([days, by]) =>
    ({ now, zone }) =>
      startOfDay(dayOf(now, zone) + days, zone) + by,
)

const whenDue: fc.Arbitrary<Moment> = nudge.map(
  (by) =>
    ({ now, pool }) =>
      Math.max(now, (nextDue(pool) ?? now + HOUR) + by),
)

const lotEnd: fc.Arbitrary<Moment> = nudge.map(
  (by) =>
    ({ now, lotEnds }) =>
      Math.min(...lotEnds.filter((end) => end > now), now + 2 * DAY) + by,
)

/** The moment of the next thing that is done. */
export const moment: fc.Arbitrary<Moment> = fc.oneof(
  weighted(
    5,
    constantMoment(({ now }) => now),
  ),
  weighted(4, after(MINUTE, 1, 59)),
  weighted(5, after(HOUR, 1, 23)),
  weighted(3, after(DAY, 1, 3)),
  weighted(3, midnight),
  weighted(6, whenDue),
  weighted(2, lotEnd),
  weighted(1, after(DAY, 5, 20)),
  weighted(1, after(-MINUTE, 1, 3_000)),
)

/** Now mostly, and then a leap: much has fallen due when somebody looks again. */
export const distantMoment: fc.Arbitrary<Moment> = fc.oneof(
  weighted(
    9,
    constantMoment(({ now }) => now),
  ),
  weighted(3, after(HOUR, 1, 30)),
  weighted(5, after(DAY, 2, 9)),
  weighted(2, moment),
)

/** Some moment later than now: an end that is ordered. */
export const later: fc.Arbitrary<Moment> = fc.oneof(
  weighted(3, after(HOUR, 1, 72)),
  weighted(
    3,
    whole(1, 6).map(
      (days): Moment =>
        ({ now, zone }) =>
          startOfDay(dayOf(now, zone) + days, zone),
    ),
  ),
  weighted(
    2,
    whole(1, 4).map(
      (days): Moment =>
        ({ now, lotEnds }) =>
          Math.max(now, ...lotEnds) + days * DAY,
    ),
  ),
)

/** Some moment at which a lot is to begin: past, now, soon, later, or when another one ends. */
export const beginning: fc.Arbitrary<Moment> = fc.oneof(
  weighted(2, after(-DAY, 0, 3)),
  weighted(4, after(HOUR, 1, 15)),
  weighted(3, later),
  weighted(
    3,
    constantMoment(({ now, lotEnds }) => lotEnds.find((end) => end > now) ?? now + HOUR),
  ),
)
