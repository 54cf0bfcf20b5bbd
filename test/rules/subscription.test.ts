// The customer sees its allowance, gets a quote, raises it and cannot lower it (S3 to S5, S8).

import { describe, expect, test } from 'vitest'
import { type Command, explain, policies, type Role, subscription, summary } from '../../src/index.ts'
import { decodeEvent, fromSnapshot, replay, toSnapshot } from '../../src/store/index.ts'
import { add, assign, buy, change, disable, lower, remove, signIn, sweep } from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const quote = (to: number): Command => ({ type: 'QuoteAllowance', to })
const raise = (from: number, to: number, acceptTerms = true): Command => ({ type: 'RaiseAllowance', from, to, acceptTerms })

const price = { unitPrice: 1_250, currency: 'EUR', terms: 'terms-7' } as const
const office = (allowance = 10, more: Parameters<typeof given>[0] = {}): Story =>
  given({ ...more, allowance, policies: { ...subscription(price), ...more.policies } })

const figures = ({ pool, now }: Story) => {
  const { allowance, consumed, available } = summary(pool, now)
  return { allowance, consumed, available }
}
const lotsOf = ({ pool }: Story) =>
  toSnapshot(pool).header.lots.map(
    ({ ordered, quantity, stage }) => `${ordered.lot}: ${quantity} of ${ordered.quantity}, ${stage}`,
  )

describe('the policy', () => {
  test('costs nothing, in no currency, without proration, unless it says otherwise (D7)', () => {
    const unpriced = { unitPrice: 0, currency: 'XXX', cycle: 'monthly', terms: 'unspecified', proration: 'none' }
    expect(policies(subscription())).toEqual({ subscription: unpriced })
    expect(toSnapshot(given({ policies: { subscription: {} } }).pool).header.policies.subscription).toEqual(unpriced)
  })

  test.each([
    ['unitPrice', -1],
    ['unitPrice', 12.5],
    ['unitPrice', 9_000_001],
    ['unitPrice', '12'],
    ['currency', 'eur'],
    ['currency', 'EURO'],
    ['currency', 'EU'],
    ['currency', 'EUR\n'],
    ['currency', '€'],
    ['cycle', 'yearly'],
    ['terms', ''],
    ['proration', 'hourly'],
  ])('with %s: %j is Invalid at that field (D7, X10)', (field, value) => {
    const refusal = office().refusal(change({ subscription: { [field]: value } } as object))
    expect(refusal).toMatchObject({ type: 'Invalid', issues: [{ path: `policies.subscription.${field}` }] })
  })

  test('is the account manager’s to change, not the customer’s (R)', () => {
    const cheaper = change({ subscription: { unitPrice: 1 } })
    expect(office().refusal(cheaper, { by: 'systemAdmin' })).toMatchObject({ type: 'NotPermitted', command: 'ChangePolicies' })
    expect(office().when(cheaper, { by: 'accountManager' }).events).toEqual(['PoliciesChanged'])
  })
})

describe('a quote', () => {
  test('says from, to, and by how much the monthly subscription rises, and does nothing (S4)', () => {
    const story = office(10).when(quote(14))
    expect(story.outcome.quote).toEqual({ from: 10, to: 14, monthlyIncrease: 5_000, ...price })
    expect([story.outcome.events, figures(story).allowance, story.pool.version]).toEqual([[], 10, 2])
  })

  test.each([10, 9, 0])('to %i of 10 licenses is NotAnIncrease (S4)', (to) => {
    expect(office(10).refusal(quote(to))).toMatchObject({ type: 'NotAnIncrease', to, allowance: 10 })
  })

  test.each<Role>(['systemAdmin', 'accountManager', 'setupWizard', 'system'])('is given to the role %s (S8, R)', (by) => {
    expect(office().when(quote(11), { by }).outcome.quote).toMatchObject({ from: 10, to: 11 })
  })

  test('of 1,000,000,000 licenses at the highest price is exact (S4)', () => {
    const story = office(0, { policies: subscription({ unitPrice: 9_000_000 }) })
    expect(story.when(quote(1_000_000_000)).outcome.quote?.monthlyIncrease).toBe(9_000_000_000_000_000)
    expect(story.when(quote(999_999_999)).outcome.quote?.monthlyIncrease).toBe(8_999_999_991_000_000)
    expect(story.refusal(quote(1_000_000_001))).toMatchObject({ type: 'Invalid', issues: [{ path: 'to' }] })
  })

  test('sees what is due: it is made from the allowance of its moment (T4)', () => {
    const story = office(1, { lots: [{ lot: 'march', quantity: 4, until: '2026-04-01T00:00' }] })
    expect(story.when(quote(6)).outcome.quote).toMatchObject({ from: 5, monthlyIncrease: 1_250 })
    const april = story.when(quote(6), { at: '2026-04-01T00:00' })
    expect([april.events, april.outcome.quote]).toMatchObject([['LotEnded march'], { from: 1, monthlyIncrease: 6_250 }])
  })
})

describe('a raise', () => {
  test('adds an open-ended lot of the difference, in force at once, which its event names with its price (S4)', () => {
    const story = office(10).when(raise(10, 14))
    const event = { type: 'AllowanceRaised', from: 10, to: 14, lot: 'raise-3', unitPrice: 1_250, currency: 'EUR' }
    expect(story.outcome.events).toEqual([{ ...event, seq: 3, at: story.now, actor: { role: 'systemAdmin' }, reason: 'command' }])
    expect(toSnapshot(story.pool).header.lots[1]).toEqual({
      ordered: { lot: 'raise-3', quantity: 4 },
      ordinal: 2,
      quantity: 4,
      startsAt: story.now,
      endsAt: null,
      stage: 'inForce',
      raise: { unitPrice: 1_250, currency: 'EUR' },
    })
    expect(figures(story)).toEqual({ allowance: 14, consumed: 0, available: 14 })
    expect(figures(story.when(sweep, { at: '2096-01-01T00:00' })).allowance).toBe(14)
    expect(toSnapshot(replay(story.history))).toEqual(toSnapshot(story.pool))
  })

  test.each([
    ['unitPrice', -1],
    ['unitPrice', 0.5],
    ['currency', 'eur'],
    ['lot', ''],
    ['to', 0],
    ['from', '10'],
  ])('that was stored with %s: %j is Invalid at that field, in its event and in its lot (X10)', (field, value) => {
    const story = office(10).when(raise(10, 14))
    const [event] = story.outcome.events
    expect(decodeEvent(event)).toMatchObject({ _tag: 'Right' })
    const read = decodeEvent({ ...event, [field]: value })
    expect(read).toMatchObject({ left: { type: 'Invalid', issues: [{ path: `event.${field}` }] } })
    if (field !== 'unitPrice' && field !== 'currency') return
    const { header, ...rest } = toSnapshot(story.pool)
    const lots = header.lots.map((lot) => (lot.raise === undefined ? lot : { ...lot, raise: { ...lot.raise, [field]: value } }))
    const stored = fromSnapshot({ ...rest, header: { ...header, lots } })
    expect(stored).toMatchObject({ left: { type: 'Invalid', issues: [{ path: `header.lots[1].raise.${field}` }] } })
  })

  test('without acceptance of the terms is TermsNotAccepted (S4)', () => {
    expect(office(10).refusal(raise(10, 14, false))).toMatchObject({ type: 'TermsNotAccepted', to: 14 })
  })

  test.each([9, 11, 0])('that was quoted from %i, which is not the allowance of 10, is QuoteStale (S4)', (from) => {
    expect(office(10).refusal(raise(from, 14))).toMatchObject({ type: 'QuoteStale', from, allowance: 10 })
  })

  test.each([10, 9, 0])('to %i of 10 licenses is NotAnIncrease (S4)', (to) => {
    expect(office(10).refusal(raise(10, to))).toMatchObject({ type: 'NotAnIncrease', to, allowance: 10 })
  })

  test.each<[string, string, Command]>([
    ['TermsNotAccepted', 'QuoteStale', raise(9, 14, false)],
    ['TermsNotAccepted', 'NotAnIncrease', raise(10, 10, false)],
    ['QuoteStale', 'NotAnIncrease', raise(9, 9)],
  ])('is told %s, not %s (D5)', (type, _, command) => {
    expect(office(10).refusal(command)).toMatchObject({ type })
  })

  test('that is retried does not raise twice: its quote was used (S4, FB-16)', () => {
    const story = office(10).when(raise(10, 14))
    expect(story.refusal(raise(10, 14))).toMatchObject({ type: 'QuoteStale', from: 10, allowance: 14 })
    const twice = story.when(raise(14, 18))
    expect([twice.events, figures(twice).allowance]).toEqual([['AllowanceRaised raise-4'], 18])
  })

  test.each<[string, (story: Story) => Story, number]>([
    ['a lot was bought', (story) => story.when(buy('more', 1)), 11],
    ['the allowance was lowered', (story) => story.when(lower(8)), 8],
    ['another was quicker', (story) => story.when(raise(10, 12)), 12],
  ])('is QuoteStale where meanwhile %s (S4)', (_, meanwhile, allowance) => {
    expect(meanwhile(office(10)).refusal(raise(10, 14))).toMatchObject({ type: 'QuoteStale', from: 10, allowance })
  })

  test('is QuoteStale where meanwhile a lot ended, which is not kept by the refusal (S4, T4, X1)', () => {
    const story = office(1, { lots: [{ lot: 'march', quantity: 4, until: '2026-04-01T00:00' }] })
    expect(story.refusal(raise(5, 6), { at: '2026-04-01T00:00' })).toMatchObject({ type: 'QuoteStale', from: 5, allowance: 1 })
    expect(story.when(raise(1, 6), { at: '2026-04-01T00:00' }).events).toEqual(['LotEnded march', 'AllowanceRaised raise-5'])
  })

  test('keeps the price at which it was ordered (S4)', () => {
    const story = office(1)
      .when(raise(1, 2))
      .when(change({ subscription: { unitPrice: 2_000 } }))
      .when(raise(2, 3))
    expect(toSnapshot(story.pool).header.lots.map((lot) => lot.raise?.unitPrice)).toEqual([undefined, 1_250, 2_000])
  })

  test('names its lot by its number, and past a lot that bears that name already (A1)', () => {
    const story = office(1, { lots: [{ lot: 'raise-5', quantity: 1 }] }).when(buy('raise-5-2', 1))
    expect(story.when(raise(3, 4)).events).toEqual(['AllowanceRaised raise-5-3'])
    expect(lotsOf(story.when(raise(3, 4)))).toEqual([
      'base: 1 of 1, inForce',
      'raise-5: 1 of 1, inForce',
      'raise-5-2: 1 of 1, inForce',
      'raise-5-3: 1 of 1, inForce',
    ])
  })

  test('lets the first in line in, where they are admitted when a license is free, and notifies of no raise (M6, M9)', () => {
    const enabled = { waiting: { admit: 'whenFree' }, notifications: { enabled: true } } as const
    const story = office(0, { policies: enabled }).when(signIn('ann')).when(signIn('bob'))
    expect(story.when(raise(0, 1)).told).toEqual([
      '2026-03-02T09:00Z AllowanceRaised raise-8, command, by systemAdmin',
      '2026-03-02T09:00Z SeatGranted ann, freed, by system, notifies',
    ])
  })

  test('ends an over-allocation that it covers (A2)', () => {
    const story = office(2, { members: ['ann', 'bob'] })
      .when(assign('ann'))
      .when(assign('bob'))
      .when(lower(1))
    expect(summary(story.pool, story.now).overage).toBe(1)
    expect(summary(story.when(raise(1, 2)).pool, story.now)).toMatchObject({ overage: 0, overageSince: null })
  })

  test('to any number: from 0, and up to 1,000,000,000 (S4)', () => {
    expect(figures(office(0).when(raise(0, 1_000_000_000))).allowance).toBe(1_000_000_000)
    expect(office(0).refusal(raise(0, 1_000_000_001))).toMatchObject({ type: 'Invalid', issues: [{ path: 'to' }] })
  })

  test.each<[Role, string]>([
    ['member', 'NotPermitted'],
    ['setupWizard', 'NotInSetupWizard'],
  ])('by the role %s is %s, with a subscription and without (S8, R, D5)', (by, type) => {
    expect(office(10).refusal(raise(10, 14), { by })).toMatchObject({ type })
    expect(given().refusal(raise(1, 2), { by })).toMatchObject({ type })
  })
})

describe('without a subscription', () => {
  const commands = [quote(14), quote(1), raise(1, 14), raise(7, 1, false)]

  test.each(commands)('%j is ContactAccountManager, whatever is wrong with it (S4, D5)', (command) => {
    for (const by of ['systemAdmin', 'accountManager', 'system'] as const) {
      expect(given().refusal(command, { by })).toMatchObject({ type: 'ContactAccountManager', command: command.type })
    }
  })

  test('a permissions policy is judged first: who may not quote is NotPermitted (D5, R)', () => {
    const narrowed = given({ policies: { permissions: { QuoteAllowance: ['system'] } } })
    expect(narrowed.refusal(quote(2), { by: 'systemAdmin' }).type).toBe('NotPermitted')
    expect(narrowed.refusal(quote(2), { by: 'system' }).type).toBe('ContactAccountManager')
  })

  test('what is malformed is Invalid (D5)', () => {
    expect(given().refusal(quote(-1))).toMatchObject({ type: 'Invalid', issues: [{ path: 'to' }] })
    const unaccepted = { type: 'RaiseAllowance', from: 1, to: 2 } as Command
    expect(given().refusal(unaccepted)).toMatchObject({ type: 'Invalid', issues: [{ path: 'acceptTerms' }] })
  })
})

describe('with none available', () => {
  test('the refusal carries the quote of the least raise that would do, and it does (S4, A2)', () => {
    const story = office(1, { members: ['ann', 'bob'] }).when(assign('ann'))
    const refusal = story.refusal(assign('bob'))
    const least = { from: 1, to: 2, monthlyIncrease: 1_250, ...price }
    expect(refusal).toMatchObject({
      type: 'AllowanceExhausted',
      allowance: 1,
      consumed: 1,
      to: 2,
      ask: 'systemAdmin',
      quote: least,
    })
    expect(refusal.message).toBe(
      'No license is available (1 of 1 consumed). It would pass with an allowance of 2: ask the system administrator.',
    )
    expect(story.when(raise(least.from, least.to)).when(assign('bob')).events).toEqual(['SeatGranted bob'])
  })

  test('the quote is of what is missing too, in a pool that is over-allocated (A3, S4)', () => {
    const story = office(3, { members: ['ann', 'bob', 'cara'] })
      .when(assign('ann'))
      .when(assign('bob'))
      .when(lower(0))
    expect(story.refusal(assign('cara'))).toMatchObject({ to: 3, quote: { from: 0, to: 3, monthlyIncrease: 3_750 } })
  })

  test('and no subscription it carries no quote, and names the account manager (S4)', () => {
    const refusal = given({ allowance: 0, members: ['ann'] }).refusal(assign('ann'))
    expect(refusal).toMatchObject({ type: 'AllowanceExhausted', ask: 'accountManager' })
    expect(refusal).not.toHaveProperty('quote')
  })

  test('explain names the raise where the customer can make it, else the lot (S4)', () => {
    const changedBy = (story: Story) => explain(story.pool, 'ann', story.now).changedBy
    expect(changedBy(office(0, { members: ['ann'] }))).toEqual(['AssignSeat', 'SignIn', 'RaiseAllowance'])
    expect(changedBy(given({ allowance: 0, members: ['ann'] }))).toEqual(['AssignSeat', 'SignIn', 'AddLot'])
    expect(changedBy(office(1, { members: ['ann'] }))).toEqual(['AssignSeat', 'SignIn'])
  })
})

test('the administrator sees and manages active users, maximum and available: what is taken and freed shows at once (S3)', () => {
  const story = office(3).when(add('ann')).when(add('bob')).when(assign('ann')).when(assign('bob'))
  expect(figures(story)).toEqual({ allowance: 3, consumed: 2, available: 1 })
  expect(figures(story.when(disable('ann')))).toEqual({ allowance: 3, consumed: 1, available: 2 })
  expect(figures(story.when(raise(3, 5)))).toEqual({ allowance: 5, consumed: 2, available: 3 })
  expect(figures(story.when(remove('bob')))).toEqual({ allowance: 3, consumed: 1, available: 2 })
})

describe('a lowering', () => {
  const raised = () =>
    office(3, {
      lots: [
        { lot: 'spring', quantity: 2, until: '2026-06-01T00:00' },
        { lot: 'summer', quantity: 2, until: '2026-09-01T00:00' },
        { lot: 'later', quantity: 5, from: '2026-12-01T00:00' },
      ],
    })
      .when(raise(7, 8))
      .when(raise(8, 10))

  test('is refused to the customer with the hint whom to contact, also of what it raised itself (S5)', () => {
    const refusal = { type: 'ContactAccountManager', command: 'LowerAllowance' }
    expect(raised().refusal(lower(8), { by: 'systemAdmin' })).toMatchObject(refusal)
    expect(raised().refusal(lower(8), { by: 'setupWizard' })).toMatchObject({ type: 'NotInSetupWizard' })
  })

  test.each([
    [9, [3, 2, 2, 5, 1, 1]],
    [8, [3, 2, 2, 5, 1, 0]],
    [7, [3, 2, 2, 5, 0, 0]],
    [5, [1, 2, 2, 5, 0, 0]],
    [3, [0, 2, 1, 5, 0, 0]],
    [1, [0, 1, 0, 5, 0, 0]],
    [0, [0, 0, 0, 5, 0, 0]],
  ])('to %i cuts raises first, newest first, then other open-ended lots, then those that end last (S5)', (to, left) => {
    const story = raised().when(lower(to))
    const { lots, allowance } = toSnapshot(story.pool).header
    expect(story.events).toEqual(['AllowanceLowered'])
    expect([allowance, lots.map((lot) => lot.quantity)]).toEqual([to, left])
    expect(lots.map((lot) => lot.stage)).toEqual(
      left.map((quantity, index) => (index === 3 ? 'scheduled' : quantity === 0 ? 'ended' : 'inForce')),
    )
    expect(toSnapshot(replay(story.history))).toEqual(toSnapshot(story.pool))
  })

  test('cuts an open-ended lot that was bought after a raise before it (S5)', () => {
    const story = office(1).when(raise(1, 3)).when(buy('more', 2)).when(lower(2))
    expect(lotsOf(story)).toEqual(['base: 1 of 1, inForce', 'raise-3: 1 of 2, inForce', 'more: 0 of 2, ended'])
  })

  test('to the present allowance is already so, above it Invalid (S5)', () => {
    expect(raised().when(lower(10)).events).toEqual([])
    expect(raised().refusal(lower(11))).toMatchObject({ type: 'Invalid', issues: [{ path: 'to' }] })
  })

  test('can be raised again: a new quote, a new lot (S4)', () => {
    const story = office(1).when(raise(1, 3)).when(lower(1)).when(raise(1, 3))
    expect(lotsOf(story)).toEqual(['base: 1 of 1, inForce', 'raise-3: 0 of 2, ended', 'raise-5: 2 of 2, inForce'])
  })
})
