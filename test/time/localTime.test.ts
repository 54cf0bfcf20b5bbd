// Local times as they are written (T2), and names of time zones. What is expected was worked out by Python's zoneinfo and GNU date.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, formatLocal, instantOfLocal, isTimeZone } from '../../src/pool/time/calendar.ts'
import { aMoment, aMomentNearAChange, at, aZone, moment, momentsOf, runs, shown } from './clocks.ts'

describe('a local time', () => {
  test.each([
    ['2026-03-20T15:00', 'Europe/London', '2026-03-20T15:00:00Z'],
    ['2026-04-03T15:00', 'Europe/London', '2026-04-03T14:00:00Z'],
    ['2026-04-03T15:00:30', 'Europe/Berlin', '2026-04-03T13:00:30Z'],
    ['2026-04-03T15:00:30.250', 'UTC', '2026-04-03T15:00:30.250Z'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00Z'],
    ['2028-02-29T00:00', 'UTC', '2028-02-29T00:00:00Z'],
    ['0099-01-01T00:00', 'UTC', '0099-01-01T00:00:00Z'],
  ])('%s in %s is %s', (local, zone, expected) => {
    const instant = instantOfLocal(local, zone)
    expect(instant === undefined ? undefined : moment(instant)).toBe(expected)
  })

  test.each([
    '',
    '2026-03-20',
    '2026-03-20T15',
    '2026-03-20 15:00',
    '2026-03-20T15:00Z',
    '2026-03-20T15:00+01:00',
    '2026-03-20T15:00:00.5',
    '2026-02-29T15:00',
    '2026-02-30T15:00',
    '2026-13-01T15:00',
    '2026-00-01T15:00',
    '2026-04-31T15:00',
    '2026-03-20T24:00',
    '2026-03-20T23:60',
    '2026-03-20T23:59:60',
    '+012026-03-20T15:00',
    ' 2026-03-20T15:00',
    '2026-03-20T15:00\n',
  ])('%j is none', (local) => {
    expect(instantOfLocal(local, 'Europe/London')).toBeUndefined()
  })

  test('is written to the second, and to the millisecond where there are any', () => {
    expect(formatLocal(at('2026-04-03T14:00:00Z'), 'Europe/London')).toBe('2026-04-03T15:00:00')
    expect(formatLocal(at('2026-04-03T14:00:00.007Z'), 'Europe/London')).toBe('2026-04-03T15:00:00.007')
    expect(formatLocal(at('2026-03-31T23:59:59Z'), 'UTC')).toBe('2026-03-31T23:59:59')
  })

  test('is read back as the moment it was written of, or as the first of two', () => {
    fc.assert(
      fc.property(fc.oneof(fc.record({ zone: aZone, at: aMoment }), aMomentNearAChange), ({ zone, at }) => {
        const local = formatLocal(at, zone)
        expect(instantOfLocal(local, zone)).toBe(momentsOf(shown(at, zone), zone)[0])
      }),
      runs,
    )
  })
})

describe('a time zone', () => {
  test.each(['UTC', 'Europe/London', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Asia/Kolkata', 'Asia/Calcutta'])(
    '%s is one',
    (zone) => {
      expect(isTimeZone(zone)).toBe(true)
    },
  )

  test.each(['', 'Mars/Olympus', 'London', '+01:00', '-0500', 'Z', 'Europe/London ', 'constructor', '__proto__', 'toString'])(
    '%j is none',
    (zone) => {
      expect(isTimeZone(zone)).toBe(false)
    },
  )

  test('is not what is no text', () => {
    for (const zone of [undefined, null, 0, {}, ['UTC'], Symbol('UTC')]) expect(isTimeZone(zone as unknown as string)).toBe(false)
  })

  test('that was never checked is a broken promise', () => {
    expect(() => dayOf(0, 'Mars/Olympus')).toThrow('no offset is known at 0 in the time zone "Mars/Olympus"')
  })
})
