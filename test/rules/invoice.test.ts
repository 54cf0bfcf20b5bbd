// The next invoice: the month to come at the allowance of its start, and raises by days left (S4). Amounts were worked out by hand.
// Where the zone matters is in invoice.time.test.ts.

import { describe, expect, test } from 'vitest'
import { type Command, type Invoice, invoice, orThrow, subscription, summary } from '../../src/index.ts'
import { fromSnapshot, toSnapshot } from '../../src/store/index.ts'
import { buy, change, lower, sweep } from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'
import { utc } from '../support/told.ts'

const raise = (from: number, to: number): Command => ({ type: 'RaiseAllowance', from, to, acceptTerms: true })
const daily = subscription({ unitPrice: 1_250, currency: 'EUR', proration: 'daily' })
const priced = (more: Parameters<typeof given>[0] = {}): Story => given({ allowance: 10, policies: daily, ...more })

const invoiceAt = (story: Story, at?: string): Invoice => {
  const found = invoice(story.pool, at === undefined ? story.now : story.moment(at))
  if (found === undefined) throw new Error('there is no subscription')
  return found
}
/** A line in short: `period 2026-04-01T00:00Z 2026-05-01T00:00Z 10 x 1250 EUR = 12500`. */
const linesOf = (story: Story, at?: string): readonly string[] =>
  invoiceAt(story, at).lines.map((line) => {
    const { type, from, until, quantity, unitPrice, currency, amount } = line
    const part = line.type === 'proration' ? ` x ${line.daysLeft}/${line.daysOfMonth} of ${line.lot}` : ''
    return `${type} ${utc(from)} ${utc(until)} ${quantity} x ${unitPrice} ${currency}${part} = ${amount}`
  })
const april = 'period 2026-04-01T00:00Z 2026-05-01T00:00Z'

test('there is none without a subscription (S4)', () => {
  const story = given()
  expect(invoice(story.pool, story.now)).toBeUndefined()
})

describe('the period line', () => {
  test('is the allowance at the start of the calendar month to come, times the unit price (S4)', () => {
    const story = priced()
    expect(invoiceAt(story)).toEqual({
      period: { from: Date.UTC(2026, 3, 1), until: Date.UTC(2026, 4, 1) },
      lines: [
        {
          type: 'period',
          from: Date.UTC(2026, 3, 1),
          until: Date.UTC(2026, 4, 1),
          quantity: 10,
          unitPrice: 1_250,
          currency: 'EUR',
          amount: 12_500,
        },
      ],
      totals: [{ currency: 'EUR', amount: 12_500 }],
    })
  })

  test.each([
    ['2026-03-31T23:59:59.999', '2026-04-01T00:00Z', '2026-05-01T00:00Z'],
    ['2026-04-01T00:00', '2026-05-01T00:00Z', '2026-06-01T00:00Z'],
    ['2026-11-30T12:00', '2026-12-01T00:00Z', '2027-01-01T00:00Z'],
    ['2026-12-31T12:00', '2027-01-01T00:00Z', '2027-02-01T00:00Z'],
    ['2028-01-31T12:00', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
  ])('as of %s is of %s to %s (S4, T3)', (at, from, until) => {
    const { period } = invoiceAt(priced(), at)
    expect([utc(period.from), utc(period.until)]).toEqual([from, until])
  })

  test('counts lots that begin by its start and leaves out those that end by then (S4, T3)', () => {
    const story = priced({
      allowance: 1,
      lots: [
        { lot: 'begins then', quantity: 2, from: '2026-04-01T00:00' },
        { lot: 'begins a moment later', quantity: 4, from: '2026-04-01T00:00:00.001' },
        { lot: 'ends then', quantity: 8, until: '2026-04-01T00:00' },
        { lot: 'ends a moment later', quantity: 16, until: '2026-04-01T00:00:00.001' },
        { lot: 'comes and goes before', quantity: 32, from: '2026-03-10T00:00', until: '2026-03-20T00:00' },
        { lot: 'comes and stays', quantity: 64, from: '2026-03-10T00:00' },
      ],
    })
    expect(linesOf(story)).toEqual([`${april} 83 x 1250 EUR = 103750`])
    const then = summary(story.pool, Date.UTC(2026, 3, 1)).allowance
    expect([then, linesOf(story.when(sweep, { at: '2026-03-25T00:00' }))]).toEqual([83, [`${april} 83 x 1250 EUR = 103750`]])
  })

  test('follows a lowering, and a change of price (S4, S5)', () => {
    const story = priced()
      .when(lower(7))
      .when(change({ subscription: { unitPrice: 3, currency: 'USD' } }))
    expect(linesOf(story)).toEqual([`${april} 7 x 3 USD = 21`])
  })

  test('of nothing, and of licenses that cost nothing, is there and is 0 (S4, FB-21)', () => {
    expect(linesOf(priced({ allowance: 0 }))).toEqual([`${april} 0 x 1250 EUR = 0`])
    expect(linesOf(given({ policies: subscription() }))).toEqual([`${april} 1 x 0 XXX = 0`])
  })

  test('of 1,000,000,000 licenses at the highest price is exact (S4)', () => {
    const story = given({ allowance: 999_999_999, policies: subscription({ unitPrice: 8_999_999, currency: 'JPY' }) })
    expect(linesOf(story)).toEqual([`${april} 999999999 x 8999999 JPY = 8999998991000001`])
  })
})

describe('a raise', () => {
  test('is one more line with daily proration: by days left, its own day counted (S4)', () => {
    const story = priced().when(raise(10, 14), { at: '2026-03-20T15:00' })
    expect(linesOf(story)).toEqual([
      `${april} 14 x 1250 EUR = 17500`,
      'proration 2026-03-20T15:00Z 2026-04-01T00:00Z 4 x 1250 EUR x 12/31 of raise-3 = 1935',
    ])
    expect(invoiceAt(story).totals).toEqual([{ currency: 'EUR', amount: 19_435 }])
  })

  test.each([
    ['2026-04-01T00:00', 30, 30, 100],
    ['2026-04-01T23:59', 30, 30, 100],
    ['2026-04-02T00:00', 29, 30, 97],
    ['2026-04-16T12:00', 15, 30, 50],
    ['2026-04-30T23:59', 1, 30, 3],
    ['2026-05-01T00:00', 31, 31, 100],
    ['2027-02-15T00:00', 14, 28, 50],
    ['2028-02-15T00:00', 15, 29, 52],
  ])('on %s has %i of %i days left: %i of 100 (S4)', (at, daysLeft, daysOfMonth, amount) => {
    const story = priced({ policies: { subscription: { ...daily.subscription, unitPrice: 100 } } }).when(raise(10, 11), { at })
    expect(invoiceAt(story).lines[1]).toMatchObject({ type: 'proration', daysLeft, daysOfMonth, amount })
  })

  test.each([
    ['2026-04-16T00:00', 1, 1, 1],
    ['2026-04-17T00:00', 1, 1, 0],
    ['2026-04-16T00:00', 3, 1, 2],
    ['2026-04-16T00:00', 1, 5, 3],
    ['2026-04-16T00:00', 1_000_000_000 - 11, 8_999_999, 4_499_999_450_500_006],
  ])('on %s of %i at %i is rounded half up, exactly: %i (S4)', (at, quantity, unitPrice, amount) => {
    const story = priced({ policies: { subscription: { ...daily.subscription, unitPrice } } })
    expect(invoiceAt(story.when(raise(10, 10 + quantity), { at })).lines[1]).toMatchObject({ quantity, amount })
  })

  test('is no line without proration (S4)', () => {
    const story = priced({ policies: { subscription: { ...daily.subscription, proration: 'none' } } }).when(raise(10, 14))
    expect(linesOf(story)).toEqual([`${april} 14 x 1250 EUR = 17500`])
  })

  test('of another month is no line, and is in the allowance from then on (S4)', () => {
    const story = priced().when(raise(10, 14), { at: '2026-03-31T23:59:59.999' })
    expect(linesOf(story)).toHaveLength(2)
    expect(linesOf(story, '2026-04-01T00:00')).toEqual(['period 2026-05-01T00:00Z 2026-06-01T00:00Z 14 x 1250 EUR = 17500'])
  })

  test('is a line each, in their order and each at its own price, and currencies are not added up (S4)', () => {
    const story = priced({ at: '2026-04-16T09:00' })
      .when(raise(10, 12))
      .when(change({ subscription: { unitPrice: 100, currency: 'USD' } }))
      .when(raise(12, 13), { at: '2026-04-30T09:00' })
      .when(change({ subscription: { unitPrice: 200, currency: 'EUR' } }))
      .when(raise(13, 14))
    expect(linesOf(story)).toEqual([
      'period 2026-05-01T00:00Z 2026-06-01T00:00Z 14 x 200 EUR = 2800',
      'proration 2026-04-16T09:00Z 2026-05-01T00:00Z 2 x 1250 EUR x 15/30 of raise-3 = 1250',
      'proration 2026-04-30T09:00Z 2026-05-01T00:00Z 1 x 100 USD x 1/30 of raise-5 = 3',
      'proration 2026-04-30T09:00Z 2026-05-01T00:00Z 1 x 200 EUR x 1/30 of raise-7 = 7',
    ])
    expect(invoiceAt(story).totals).toEqual([
      { currency: 'EUR', amount: 4_057 },
      { currency: 'USD', amount: 3 },
    ])
  })

  test('is charged for its month as it was ordered, though it was cut since; the month to come is not (S4, S5)', () => {
    const story = priced({ at: '2026-04-16T09:00' }).when(raise(10, 14))
    const ordered = 'proration 2026-04-16T09:00Z 2026-05-01T00:00Z 4 x 1250 EUR x 15/30 of raise-3 = 2500'
    const may = 'period 2026-05-01T00:00Z 2026-06-01T00:00Z'
    expect(linesOf(story.when(lower(12)))).toEqual([`${may} 12 x 1250 EUR = 15000`, ordered])
    expect(linesOf(story.when(lower(9)))).toEqual([`${may} 9 x 1250 EUR = 11250`, ordered])
  })

  test('is a line; a lot that the vendor adds is none (S4)', () => {
    expect(linesOf(priced().when(buy('more', 5)))).toEqual([`${april} 15 x 1250 EUR = 18750`])
  })

  test('is one event, one allowance and one line of it: what is charged is what is enforced (FB-18)', () => {
    const before = priced({ policies: { subscription: { ...daily.subscription, proration: 'none' } } })
    const quoted = before.when({ type: 'QuoteAllowance', to: 30 }).outcome.quote
    const story = before.when(raise(10, 30))
    expect(story.events).toEqual(['AllowanceRaised raise-3'])
    const [line, ...others] = invoiceAt(story).lines
    expect([summary(story.pool, story.now).allowance, line?.quantity, others]).toEqual([30, 30, []])
    expect((line?.amount ?? 0) - (invoiceAt(before).lines[0]?.amount ?? 0)).toBe(quoted?.monthlyIncrease)
  })

  test('is charged the same from a stored pool (X3)', () => {
    const story = priced().when(raise(10, 14))
    const stored = orThrow(fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(story.pool)))))
    expect(invoice(stored, story.now)).toEqual(invoice(story.pool, story.now))
  })
})

describe('the moment', () => {
  test('may be the last that there is (X10)', () => {
    const last = 8_640_000_000_000_000
    for (const timeZone of ['UTC', 'Pacific/Apia', 'America/Havana']) {
      const found = invoice(priced({ timeZone }).pool, last)
      expect(found).toMatchObject({ lines: [{ quantity: 10 }] })
      expect(found?.period.from).toBeLessThanOrEqual(found?.period.until as number)
    }
  })

  test('sees what was due by then, and changes nothing (T4)', () => {
    const story = priced({ lots: [{ lot: 'march', quantity: 5, until: '2026-04-01T00:00' }] })
    const before = toSnapshot(story.pool)
    expect(linesOf(story, '2026-04-09T00:00')).toEqual(['period 2026-05-01T00:00Z 2026-06-01T00:00Z 10 x 1250 EUR = 12500'])
    expect(toSnapshot(story.pool)).toEqual(before)
  })

  test('that is earlier than the latest event is taken as that event’s (T5)', () => {
    const story = priced().when(raise(10, 11), { at: '2026-05-05T00:00' })
    expect(invoiceAt(story, '2026-01-01T00:00')).toEqual(invoiceAt(story, '2026-05-05T00:00'))
  })
})
