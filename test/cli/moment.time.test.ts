// Moments as rows have them: an instant with its offset, wherever the process stands.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMoment } from '../../src/pool/time/moment.ts'

describe('a moment', () => {
  test.each([
    ['2026-03-20T15:00:00Z', '2026-03-20T15:00:00.000Z'],
    ['2026-03-20T15:00Z', '2026-03-20T15:00:00.000Z'],
    ['2026-03-20T15:00:00.5Z', '2026-03-20T15:00:00.500Z'],
    ['2026-03-20T15:00:00.123456Z', '2026-03-20T15:00:00.123Z'],
    ['2026-03-20T15:00:00+01:00', '2026-03-20T14:00:00.000Z'],
    ['2026-03-20T00:30:00+05:45', '2026-03-19T18:45:00.000Z'],
    ['2026-03-20T15:00:00-00:00', '2026-03-20T15:00:00.000Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ])('%s is %s', (written, iso) => {
    expect(parseMoment(written)).toBe(Date.parse(iso))
  })

  test.each<readonly [string, string]>([
    ['2023-02-30T00:00:00Z', 'is a day that no calendar has'],
    ['2023-02-29T00:00:00Z', 'is a day that no calendar has'],
    ['1900-02-29T00:00:00Z', 'is a day that no calendar has'],
    ['2026-04-31T00:00:00Z', 'is a day that no calendar has'],
    ['2026-13-01T00:00:00Z', 'is a day that no calendar has'],
    ['2026-00-10T00:00:00Z', 'is a day that no calendar has'],
    ['2026-01-00T00:00:00Z', 'is a day that no calendar has'],
    ['2026-01-01T24:00:00Z', 'is a time that no clock shows'],
    ['2026-01-01T23:60:00Z', 'is a time that no clock shows'],
    ['2026-12-31T23:59:60Z', 'is a time that no clock shows'],
    ['2026-01-01T00:00:00+24:00', 'has an offset that no clock has'],
    ['2026-01-01T00:00:00+01:60', 'has an offset that no clock has'],
    ['2026-01-01T00:00:00', 'has no offset from UTC: end it with Z, or with one such as +01:00'],
    ['2026-01-01T00:00', 'has no offset from UTC: end it with Z, or with one such as +01:00'],
    ...[
      '2026-01-01',
      '2026-01-01 00:00:00Z',
      '2026-1-1T00:00:00Z',
      '1767225600',
      '',
      'yesterday',
      '2026-01-01T00:00:00z',
      '2026-01-01T00:00:00+0100',
      ' 2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.Z',
      '２０26-01-01T00:00:00Z',
    ].map((written) => [written, 'is not a moment such as 2026-03-20T15:00:00Z or 2026-03-20T16:00:00+01:00'] as const),
  ])('%j %s', (written, wrong) => {
    expect(parseMoment(written)).toBe(wrong)
  })

  test('is read as toISOString wrote it', () => {
    const moments = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(moments, (date) => {
        expect(parseMoment(date.toISOString())).toBe(date.getTime())
      }),
      { numRuns: 2_000 },
    )
  })
})
