// The calendar (T2), under any time zone of the host: `npm run check` runs this under four of them. What is expected was worked
// out outside of JavaScript, by Python's zoneinfo (fold=0), GNU date and zdump, and agrees in all three.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayOf, firstOfMonth, formatLocal, startOfDay } from '../../src/pool/time/calendar.ts'
import { anywhen, at, DAY, date, day, moment, momentsOf, runs, shown, zones } from './clocks.ts'

describe('a span of days (T2)', () => {
  test.each([
    ['over the start of summer time', 'Europe/London', '2026-03-20T15:00:00Z', 14, '2026-04-03T14:00:00Z'],
    ['over the end of summer time', 'Europe/London', '2026-10-20T14:00:00Z', 14, '2026-11-03T15:00:00Z'],
    ['over the start of summer time in Berlin', 'Europe/Berlin', '2026-03-20T14:00:00Z', 14, '2026-04-03T13:00:00Z'],
    ['over a month end', 'Europe/London', '2026-01-31T15:00:00Z', 14, '2026-02-14T15:00:00Z'],
    ['from 29 February', 'Europe/London', '2028-02-29T15:00:00Z', 14, '2028-03-14T15:00:00Z'],
    ['to 29 February', 'Europe/London', '2028-02-15T15:00:00Z', 14, '2028-02-29T15:00:00Z'],
    ['over the end of a February without one', 'Europe/London', '2027-02-15T15:00:00Z', 14, '2027-03-01T15:00:00Z'],
    ['in UTC', 'UTC', '2026-03-20T15:00:00Z', 14, '2026-04-03T15:00:00Z'],
  ])('ends at the same local time %s (FB-12)', (_, zone, from, days, to) => {
    expect(moment(addDays(at(from), days, zone))).toBe(to)
    expect(formatLocal(at(to), zone).slice(11)).toBe('15:00:00')
  })

  test.each([
    ['Berlin, 29 March, 02:30', 'Europe/Berlin', '2026-03-15T01:30:00Z', 14, '2026-03-29T01:30:00Z', '2026-03-29T03:30:00'],
    ['Havana, half past midnight', 'America/Havana', '2026-02-22T05:30:00Z', 14, '2026-03-08T05:30:00Z', '2026-03-08T01:30:00'],
    [
      'Lord Howe, by half an hour',
      'Australia/Lord_Howe',
      '2026-09-19T15:45:00Z',
      14,
      '2026-10-03T15:45:00Z',
      '2026-10-04T02:45:00',
    ],
    [
      'Apia, by the day that it skipped',
      'Pacific/Apia',
      '2011-12-17T01:00:00Z',
      14,
      '2011-12-31T01:00:00Z',
      '2011-12-31T15:00:00',
    ],
    [
      'Monrovia, by 44 minutes and a half',
      'Africa/Monrovia',
      '1971-12-24T00:44:45Z',
      14,
      '1972-01-07T00:44:45Z',
      '1972-01-07T00:44:45',
    ],
  ])('moves on by the gap when its end does not exist: %s', (_, zone, from, days, to, local) => {
    expect(moment(addDays(at(from), days, zone))).toBe(to)
    expect(formatLocal(at(to), zone)).toBe(local)
  })

  test.each([
    ['London, 01:30', 'Europe/London', '2026-10-11T00:30:00Z', 14, '2026-10-25T00:30:00Z'],
    ['the Azores, half past midnight', 'Atlantic/Azores', '2026-10-11T00:30:00Z', 14, '2026-10-25T00:30:00Z'],
    ['Lord Howe, 01:45', 'Australia/Lord_Howe', '2026-03-21T14:45:00Z', 14, '2026-04-04T14:45:00Z'],
  ])('ends at the first of two moments with that local time: %s', (_, zone, from, days, to) => {
    expect(moment(addDays(at(from), days, zone))).toBe(to)
  })

  test('starts from either of two moments with one local time', () => {
    expect(moment(addDays(at('2026-10-25T00:30:00Z'), 1, 'Europe/London'))).toBe('2026-10-26T01:30:00Z')
    expect(moment(addDays(at('2026-10-25T01:30:00Z'), 1, 'Europe/London'))).toBe('2026-10-26T01:30:00Z')
  })

  test('that skips over the missing day of Apia counts it', () => {
    expect(moment(addDays(at('2011-12-30T01:00:00Z'), 2, 'Pacific/Apia'))).toBe('2011-12-31T01:00:00Z')
    expect(moment(addDays(at('2011-12-30T01:00:00Z'), 3, 'Pacific/Apia'))).toBe('2012-01-01T01:00:00Z')
  })

  test('too long for a Date ends with the last moment that one can hold', () => {
    for (const zone of zones)
      expect(addDays(at('2026-01-01T00:00:00Z'), Number.MAX_SAFE_INTEGER, zone)).toBe(8_640_000_000_000_000)
    expect(formatLocal(8_640_000_000_000_000, 'Pacific/Apia')).toBe('+275760-09-13T00:00:00')
    expect(dayOf(8_640_000_000_000_000, 'UTC')).toBe(100_000_000)
    expect(dayOf(8_640_000_000_000_000, 'Europe/London')).toBe(100_000_000)
    expect(dayOf(-8_640_000_000_000_000, 'Europe/London')).toBe(-100_000_001)
  })

  test('keeps the local time wherever that exists, and is never shorter where it does not', () => {
    fc.assert(
      fc.property(anywhen, fc.integer({ min: 1, max: 400 }), ({ zone, at }, days) => {
        const end = addDays(at, days, zone)
        const wanted = shown(at, zone) + days * DAY
        const moments = momentsOf(wanted, zone)
        if (moments.length > 0) expect(end).toBe(moments[0])
        else expect(shown(end, zone)).toBeGreaterThan(wanted)
      }),
      runs,
    )
  })
})

describe('a day (T2)', () => {
  test.each([
    ['2026-03-31T23:59:59.999Z', 'UTC', '2026-03-31'],
    ['2026-03-31T23:59:59Z', 'Europe/London', '2026-04-01'],
    ['2026-01-31T23:59:59Z', 'Europe/London', '2026-01-31'],
    ['2026-03-31T15:00:00Z', 'Asia/Tokyo', '2026-04-01'],
    ['2026-03-31T14:59:59Z', 'Asia/Tokyo', '2026-03-31'],
    ['2026-03-31T03:59:59Z', 'America/New_York', '2026-03-30'],
    ['2026-04-30T18:14:59Z', 'Asia/Kathmandu', '2026-04-30'],
    ['2026-04-30T18:15:00Z', 'Asia/Kathmandu', '2026-05-01'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31'],
    ['1960-07-01T22:59:59.999Z', 'Europe/London', '1960-07-01'],
    ['1960-07-01T23:00:00Z', 'Europe/London', '1960-07-02'],
    ['9999-12-31T11:00:00Z', 'Pacific/Apia', '+010000-01'],
  ])('is the calendar day of the zone, not of the host nor of UTC: %s in %s (FB-12)', (moment, zone, expected) => {
    expect(date(dayOf(at(moment), zone))).toBe(expected)
  })

  test.each([
    ['an ordinary one', 'Europe/London', '2026-07-01', '2026-06-30T23:00:00Z'],
    ['east of UTC', 'Asia/Tokyo', '2026-03-31', '2026-03-30T15:00:00Z'],
    ['when midnight is skipped', 'America/Havana', '2026-03-08', '2026-03-08T05:00:00Z'],
    ['when midnight comes twice', 'America/Havana', '2026-11-01', '2026-11-01T04:00:00Z'],
    ['when midnight comes twice', 'Atlantic/Azores', '2026-10-25', '2026-10-25T00:00:00Z'],
    ['when midnight is skipped', 'Atlantic/Azores', '2026-03-29', '2026-03-29T01:00:00Z'],
    ['when midnight is skipped', 'America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
    ['when the hour before it comes twice', 'America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00:00Z'],
    ['when midnight is skipped', 'Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z'],
    ['when the hour before it comes twice', 'Asia/Beirut', '2026-10-25', '2026-10-24T22:00:00Z'],
    ['when midnight is skipped', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    ['when the hour before it comes twice', 'Africa/Cairo', '2026-10-30', '2026-10-29T22:00:00Z'],
    ['after the half hour of Lord Howe', 'Australia/Lord_Howe', '2026-10-05', '2026-10-04T13:00:00Z'],
    ['with seconds in the offset', 'Africa/Monrovia', '1971-06-01', '1971-06-01T00:44:30Z'],
    ['in a gap that began before midnight', 'America/Toronto', '1919-03-31', '1919-03-31T04:30:00Z'],
    ['the one before the day that Apia skipped', 'Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00Z'],
    ['the one that Apia skipped', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['the one after it', 'Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z'],
  ])('starts at its first moment: %s in %s, %s', (_, zone, of, start) => {
    expect(moment(startOfDay(day(of), zone))).toBe(start)
    expect(dayOf(at(start) - 1, zone)).toBeLessThan(day(of))
  })

  test('comes back for 59 minutes where clocks went back from 00:01, and starts the first time', () => {
    const zone = 'America/St_Johns'
    const days = ['02:29', '02:30', '02:31', '03:29', '03:30'].map((time) => date(dayOf(at(`2010-11-07T${time}:00Z`), zone)))
    expect(days).toEqual(['2010-11-06', '2010-11-07', '2010-11-06', '2010-11-06', '2010-11-07'])
    expect(moment(startOfDay(day('2010-11-07'), zone))).toBe('2010-11-07T02:30:00Z')
  })

  test('is the one that Intl shows', () => {
    fc.assert(
      fc.property(anywhen, ({ zone, at }) => {
        expect(dayOf(at, zone)).toBe(Math.floor(shown(at, zone) / DAY))
      }),
      runs,
    )
  })

  test('holds the moments from its start to the start of the next one that exists', () => {
    fc.assert(
      fc.property(anywhen, ({ zone, at }) => {
        const today = dayOf(at, zone)
        const start = startOfDay(today, zone)
        let next = startOfDay(today + 1, zone)
        if (dayOf(next, zone) !== today + 1) next = startOfDay(today + 2, zone)
        expect(start).toBeLessThanOrEqual(at)
        expect(at).toBeLessThan(next)
        expect([dayOf(start, zone), dayOf(start - 1, zone) < today, dayOf(next - 1, zone)]).toEqual([today, true, today])
      }),
      runs,
    )
  })

  test('never goes back, and neither does its start', () => {
    fc.assert(
      fc.property(anywhen, fc.integer({ min: 0, max: 3 * DAY }), ({ zone, at }, later) => {
        expect(dayOf(at + later, zone)).toBeGreaterThanOrEqual(dayOf(at, zone))
        const today = dayOf(at, zone)
        expect(startOfDay(today + 1, zone)).toBeGreaterThan(startOfDay(today, zone))
      }),
      runs,
    )
  })

  test('is the same in whatever order days are asked for, also when there are more of them than are remembered', () => {
    const moments = Array.from({ length: 10_000 }, (_, n) => at('2011-01-01T10:30:00Z') + n * DAY)
    const zone = 'Europe/Berlin'
    const before = moments.map((moment) => dayOf(moment, zone))
    expect(moments.toReversed().map((moment) => dayOf(moment, zone))).toEqual(before.toReversed())
    expect(before[0]).toBe(day('2011-01-01'))
    expect(before.every((day, n) => n === 0 || day === (before[n - 1] ?? 0) + 1)).toBe(true)
  })
})

describe('a month', () => {
  const day = (written: string): number => Date.parse(written) / DAY

  test.each([
    ['2026-03-31', 0, '2026-03-01'],
    ['2026-03-01', 0, '2026-03-01'],
    ['2026-01-31', 1, '2026-02-01'],
    ['2026-11-15', 2, '2027-01-01'],
    ['1969-12-31', 1, '1970-01-01'],
    ['0001-02-03', 0, '0001-02-01'],
    ['2028-02-29', 1, '2028-03-01'],
  ])('begins with its first day: of %s, %i months on, %s', (from, months, first) => {
    expect(firstOfMonth(day(from), months)).toBe(day(first))
  })

  test('beyond the days that a Date can hold begins with the last of them', () => {
    expect(firstOfMonth(100_000_000, 1)).toBe(100_000_000)
    expect(firstOfMonth(100_000_001, 1)).toBe(100_000_000)
    expect(firstOfMonth(-100_000_001)).toBe(-100_000_000)
  })
})
