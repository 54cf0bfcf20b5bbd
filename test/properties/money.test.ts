// What is charged is what is enforced (S4, FB-18): raises move the allowance by what was quoted, and an invoice adds up, whatever
// happened before.

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { type Command, execute, type Invoice, invoice, type LicenseEvent, type LicensePool, summary } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { histories } from '../support/histories.ts'
import { eventsOf, isCommand, law, patience, play, system, vendor } from '../support/playing.ts'
import { same } from '../support/same.ts'
import { DAY } from '../support/scenes.ts'

/** The month that the zone's clocks show, by the host's own calendar: `2026-03`. */
const monthOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit' }).format(at)

const repriced: Command = { type: 'ChangePolicies', policies: { subscription: { unitPrice: 3, currency: 'GBP' } } }

/** Whether a line's amount is the whole number nearest to its share, and of two the greater. */
const isRounded = (line: Invoice['lines'][number]): boolean => {
  const [part, whole] = line.type === 'period' ? [1, 1] : [line.daysLeft, line.daysOfMonth]
  const exact = BigInt(line.quantity) * BigInt(line.unitPrice) * BigInt(part)
  const twiceOff = 2n * (BigInt(line.amount) * BigInt(whole) - exact)
  return twiceOff > -BigInt(whole) && twiceOff <= BigInt(whole)
}

test('an invoice adds up, is of the allowance that its month will begin with, and has a line for each raise of this month (S4)', {
  timeout: patience,
}, () => {
  const seen = { invoices: 0, lines: 0, cut: 0, currencies: 0 }
  const check = (pool: LicensePool, at: number, events: readonly LicenseEvent[]): void => {
    const { policies, timeZone, lots } = contentsOf(pool).header
    const found = invoice(pool, at)
    if (policies.subscription === undefined || found === undefined) return same(found, undefined, 'no invoice')
    const [period, ...prorations] = found.lines
    if (period === undefined) return expect.fail('there is no line')
    const { unitPrice, currency, proration } = policies.subscription
    const { allowance } = summary(pool, found.period.from)
    same<object>(
      period,
      { type: 'period', ...found.period, quantity: allowance, unitPrice, currency, amount: allowance * unitPrice },
      'the line of the month',
    )
    const month = monthOf(Math.max(at, contentsOf(pool).header.latestAt), timeZone)
    const raises = events.flatMap((event) => (event.type === 'AllowanceRaised' ? [event] : []))
    const expected = raises.filter((event) => proration === 'daily' && monthOf(event.at, timeZone) === month)
    same(
      prorations.map((line) => line.type === 'proration' && [line.lot, line.from, line.quantity, line.unitPrice, line.currency]),
      expected.map((each) => [each.lot, each.at, each.to - each.from, each.unitPrice, each.currency]),
      'the lines of the raises',
    )
    for (const line of found.lines) if (!isRounded(line)) expect.fail(`${JSON.stringify(line)} is not rounded half up`)
    const totals = new Map<string, number>()
    for (const line of found.lines) totals.set(line.currency, (totals.get(line.currency) ?? 0) + line.amount)
    same(
      found.totals.map((each) => [each.currency, each.amount]),
      [...totals],
      'the totals',
    )
    seen.invoices++
    seen.lines += prorations.length
    if (lots.some((lot) => lot.raise !== undefined && lot.quantity < lot.ordered.quantity)) seen.cut++
    if (totals.size > 1) seen.currencies++
  }
  const property = fc.property(histories, fc.nat({ max: 12 * DAY }), (history, later) => {
    const { opening, turns } = play(history)
    const events = [...opening.events]
    for (const turn of turns) {
      events.push(...eventsOf(turn))
      if (turn.command.type !== 'RaiseAllowance') continue
      check(turn.after, turn.at + later, events)
      // And at another price from now on, of another currency: what was raised keeps its own.
      const changed = execute(turn.after, repriced, turn.at, system)
      if (isRight(changed)) check(changed.right.pool, turn.at + later, [...events, ...changed.right.events])
    }
  })
  fc.assert(property, law)
  expect(seen.invoices).toBeGreaterThan(500)
  expect(seen.lines).toBeGreaterThan(150)
  expect(seen.cut).toBeGreaterThan(5)
  expect(seen.currencies).toBeGreaterThan(5)
})

test('a raise is what was quoted, once: one event, one lot, the allowance asked for, and no second time (S4, FB-16, FB-18)', {
  timeout: patience,
}, () => {
  let raises = 0
  const property = fc.property(histories, (history) => {
    for (const turn of play(history).turns) {
      if (!isCommand('RaiseAllowance')(turn) || !isRight(turn.result)) continue
      raises++
      const { command, at, before, after } = turn
      const { from, to } = command
      const quoted = execute(before, { type: 'QuoteAllowance', to }, at, vendor)
      const raised = turn.result.right.events.flatMap((event) => (event.type === 'AllowanceRaised' ? [event] : []))
      const { lots, policies } = contentsOf(after).header
      const subscription = policies.subscription
      if (subscription === undefined) return expect.fail('raised without a subscription')
      const { unitPrice, currency, terms } = subscription
      const narrowed = policies.permissions?.QuoteAllowance
      if (narrowed === undefined) {
        const quote = { from, to, monthlyIncrease: (to - from) * unitPrice, unitPrice, currency, terms }
        same(isRight(quoted) ? quoted.right.quote : quoted.left, quote, 'the quote')
      }
      same<object>(
        raised.map((event) => [event.from, event.to, event.unitPrice, event.currency]),
        [[from, to, unitPrice, currency]],
        'the raises',
      )
      const [lot] = lots.slice(-1)
      same(
        [lot?.ordered, lot?.quantity, lot?.endsAt, lot?.raise],
        [{ lot: raised[0]?.lot, quantity: to - from }, to - from, null, { unitPrice, currency }],
        'the lot',
      )
      expect(new Set(lots.map(({ ordered }) => ordered.lot)).size).toBe(lots.length)
      same(summary(after, at).allowance, to, 'the allowance')
      const again = execute(after, command, at, turn.by)
      if (isRight(again) || again.left.type !== 'QuoteStale') expect.fail('the same raise was done twice')
    }
  })
  fc.assert(property, law)
  expect(raises).toBeGreaterThan(200)
})
