// Months of the invoice in the pool's zone (S4, T2). What is expected was worked out by hand and is written in UTC. `npm run check`
// runs this under other host zones.

import { expect, test } from 'vitest'
import { type Command, invoice, subscription } from '../../src/index.ts'
import { given } from '../support/given.ts'
import { utc } from '../support/told.ts'

const daily = subscription({ unitPrice: 100, currency: 'EUR', proration: 'daily' })
const raise = (from: number): Command => ({ type: 'RaiseAllowance', from, to: from + 1, acceptTerms: true })

test.each([
  ['UTC', '2026-03-31T22:30Z', '2026-04-01T00:00Z', '2026-05-01T00:00Z'],
  ['Europe/London', '2026-03-31T22:30Z', '2026-03-31T23:00Z', '2026-04-30T23:00Z'],
  ['Europe/London', '2026-03-31T23:00Z', '2026-04-30T23:00Z', '2026-05-31T23:00Z'],
  ['Europe/London', '2026-09-15T12:00Z', '2026-09-30T23:00Z', '2026-11-01T00:00Z'],
  ['Asia/Tokyo', '2026-03-31T14:59Z', '2026-03-31T15:00Z', '2026-04-30T15:00Z'],
  ['Asia/Tokyo', '2026-03-31T15:00Z', '2026-04-30T15:00Z', '2026-05-31T15:00Z'],
  ['America/Los_Angeles', '2027-01-01T07:59Z', '2027-01-01T08:00Z', '2027-02-01T08:00Z'],
  // A month that begins with an hour that occurs twice: the first of them.
  ['America/Havana', '2026-10-20T12:00Z', '2026-11-01T04:00Z', '2026-12-01T05:00Z'],
  // A month whose first hour does not exist.
  ['America/Asuncion', '2023-09-20T12:00Z', '2023-10-01T04:00Z', '2023-11-01T03:00Z'],
])('in %s, as of %s the next month is from %s to %s (S4, T2)', (timeZone, at, from, until) => {
  const story = given({ timeZone, at: '2023-01-01T00:00Z', policies: daily })
  const period = invoice(story.pool, story.moment(at))?.period
  expect(period && [utc(period.from), utc(period.until)]).toEqual([from, until])
})

test.each([
  ['UTC', '2026-03-31T23:30Z', 1, 31, 3],
  ['Asia/Tokyo', '2026-03-31T14:59Z', 1, 31, 3],
  ['Asia/Tokyo', '2026-03-31T15:00Z', 30, 30, 100],
  ['America/Los_Angeles', '2026-04-01T06:59Z', 1, 31, 3],
  ['America/Los_Angeles', '2026-04-01T07:00Z', 30, 30, 100],
  // The day on which the clocks change is a day like any other.
  ['Europe/London', '2026-03-29T00:30Z', 3, 31, 10],
  ['Europe/London', '2026-03-29T22:59Z', 3, 31, 10],
  ['Europe/London', '2026-03-29T23:00Z', 2, 31, 6],
  // Either of the two hours from midnight.
  ['America/Havana', '2026-11-01T03:59Z', 1, 31, 3],
  ['America/Havana', '2026-11-01T04:30Z', 30, 30, 100],
  ['America/Havana', '2026-11-01T05:30Z', 30, 30, 100],
  // Days are counted by the calendar: 30 December 2011, which Apia skipped, is one.
  ['Pacific/Apia', '2011-12-30T09:59Z', 3, 31, 10],
  ['Pacific/Apia', '2011-12-30T10:00Z', 1, 31, 3],
])('in %s, a raise at %s has %i of %i days left: %i of 100 (S4, T2)', (timeZone, at, daysLeft, daysOfMonth, amount) => {
  const story = given({ timeZone, at: '2011-01-01T00:00Z', policies: daily }).when(raise(1), { at })
  expect(invoice(story.pool, story.now)?.lines[1]).toMatchObject({ from: Date.parse(at), daysLeft, daysOfMonth, amount })
})

test('a raise just before midnight of the month’s end is not charged again a moment later (S4)', () => {
  const story = given({ timeZone: 'Asia/Tokyo', at: '2026-03-01T00:00', policies: daily }).when(raise(1), {
    at: '2026-03-31T14:59:59.999Z',
  })
  expect(invoice(story.pool, story.now)?.lines.map(({ type }) => type)).toEqual(['period', 'proration'])
  expect(invoice(story.pool, story.now + 1)?.lines.map(({ type }) => type)).toEqual(['period'])
})
