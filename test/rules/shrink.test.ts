// What a falling allowance does to seats (A3), and how a lowering cuts lots (S5).

import { describe, expect, test } from 'vitest'
import { preview, summary } from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { add, approve, assign, change, disable, lower, signIn, sweep, use } from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'
import { utc } from '../support/told.ts'

const figures = (story: Story, at?: string) => {
  const { allowance, consumed, available, overage, overageSince } = summary(story.pool, at ? story.moment(at) : story.now)
  return { allowance, consumed, available, overage, since: overageSince === null ? null : utc(overageSince) }
}
const allowanceAt = (story: Story, at: string) => figures(story, at).allowance

describe('a falling allowance', () => {
  const shrink = { shrink: { rule: 'releaseLongestIdle' } } as const
  /** Four seats, of which one ends in April: ann is idle longest, then bob and cara of one day, then dan. */
  const full = (policies: object = {}, allowance = 3) =>
    given({
      allowance,
      policies,
      lots: [{ lot: 'march', quantity: 4 - allowance, until: '2026-04-01T00:00' }],
      members: ['dan', 'cara', 'bob', 'ann', 'eve'],
    })
      .when(assign('ann'))
      .when(assign('bob'), { at: '2026-03-03T00:00' })
      .when(assign('cara'))
      .when(assign('dan'), { at: '2026-03-04T00:00' })

  test.each([{}, { shrink: { rule: 'keep' } }])(
    'takes nobody’s seat by default: the pool is over and says so (A3) %j',
    (policies) => {
      const story = full(policies).when(sweep, { at: '2026-04-01T00:00' })
      expect(story.told).toEqual(['2026-04-01T00:00Z LotEnded march, due, by system'])
      expect(figures(story)).toEqual({ allowance: 3, consumed: 4, available: 0, overage: 1, since: '2026-04-01T00:00Z' })
    },
  )

  test('admits nobody until it fits (A3)', () => {
    const story = full().when(sweep, { at: '2026-04-01T00:00' })
    expect(story.refusal(assign('eve'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 3, consumed: 4, to: 5 })
    const fits = story.when(disable('ann'))
    expect(fits.refusal(assign('eve'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 3, consumed: 3, to: 4 })
    expect(fits.when(disable('bob')).when(assign('eve')).events).toEqual(['SeatGranted eve'])
  })

  test('releases the longest idle when a lot ends, with shrink on (A3)', () => {
    const story = full(shrink, 1).when(sweep, { at: '2026-04-01T00:00' })
    expect(story.told).toEqual([
      '2026-04-01T00:00Z LotEnded march, due, by system',
      '2026-04-01T00:00Z SeatReleased ann, shrink, by system',
      '2026-04-01T00:00Z SeatReleased cara, shrink, by system',
      '2026-04-01T00:00Z SeatReleased bob, shrink, by system',
    ])
    expect([story.stateOf('ann'), story.stateOf('dan')]).toEqual(['known', 'enabled'])
    expect(figures(story)).toEqual({ allowance: 1, consumed: 1, available: 0, overage: 0, since: null })
  })

  test('releases the longest idle when the vendor lowers it, with shrink on (A3)', () => {
    const story = full(shrink).when(lower(2), { at: '2026-03-10T00:00' })
    expect(story.told).toEqual([
      '2026-03-10T00:00Z AllowanceLowered, command, by accountManager',
      '2026-03-10T00:00Z SeatReleased ann, shrink, by system',
      '2026-03-10T00:00Z SeatReleased cara, shrink, by system',
    ])
  })

  test('goes by the day of the last use, not of the grant (A3)', () => {
    const story = full(shrink).when(use('ann'), { at: '2026-03-05T00:00' }).when(signIn('cara')).when(lower(2))
    expect(story.events).toEqual(['AllowanceLowered', 'SeatReleased bob', 'SeatReleased dan'])
  })

  test('spares who is exempt, whether auto-free is on or off, and stays over if only they are left (A3, M12)', () => {
    const story = full({ ...shrink, idleReclaim: { enabled: false, exempt: ['ann', 'dan'] } }).when(lower(1), {
      at: '2026-03-10T00:00',
    })
    expect(story.events).toEqual(['AllowanceLowered', 'SeatReleased cara', 'SeatReleased bob'])
    expect(figures(story)).toMatchObject({ allowance: 1, consumed: 2, available: 0, overage: 1 })
  })

  test('spares provisional seats, and stays over if only they are left (A3)', () => {
    const story = given({ allowance: 3, policies: { ...byApproval, ...shrink } })
      .when(signIn('ann'))
      .when(approve('ann'))
      .when(signIn('bob'), { at: '2026-03-03T00:00' })
      .when(signIn('cara'))
      .when(lower(1))
    expect(story.events).toEqual(['AllowanceLowered', 'SeatReleased ann'])
    expect([story.stateOf('bob'), story.stateOf('cara')]).toEqual(['provisional', 'provisional'])
    expect(figures(story)).toMatchObject({ consumed: 2, available: 0, overage: 1 })
    expect(story.when(approve('bob')).events).toEqual(['SeatApproved bob'])
  })

  test('releases no more than the limit asks for, overage included (A3, A2)', () => {
    const story = full({ ...shrink, overage: { allow: { seats: 1 } } }).when(lower(2), { at: '2026-03-10T00:00' })
    expect(story.events).toEqual(['AllowanceLowered', 'SeatReleased ann'])
    expect(figures(story)).toMatchObject({ allowance: 2, consumed: 3, available: 0, overage: 1 })
    expect(full({ ...shrink, overage: { allow: 'unlimited' } }).when(lower(0)).events).toEqual(['AllowanceLowered'])
  })

  test('that leaves room releases nobody (A3)', () => {
    expect(full(shrink).when(disable('ann')).when(disable('bob')).when(lower(2)).events).toEqual(['AllowanceLowered'])
  })

  test('releases nobody by being switched on, then or later, nor by a smaller overage (A3, D7)', () => {
    const over = full().when(sweep, { at: '2026-04-01T00:00' })
    const on = over.when(change(shrink))
    expect(on.events).toEqual(['PoliciesChanged'])
    expect(on.when(sweep).events).toEqual([])
    expect(on.when(add('fay')).when(sweep, { at: '2026-04-02T00:00' }).events).toEqual([])
    const generous = given({ policies: { ...shrink, overage: { allow: { seats: 2 } } } })
      .when(signIn('ann'))
      .when(signIn('bob'))
    expect(generous.when(change({ overage: { allow: 'none' } })).events).toEqual(['PoliciesChanged'])
  })

  test('is none at a renewal: what was over before stays over, and nobody is released (A3, A1)', () => {
    const story = given({
      allowance: 0,
      lots: [
        { lot: 'march', quantity: 2, until: '2026-04-01T00:00' },
        { lot: 'april', quantity: 1, from: '2026-04-01T00:00', until: '2026-05-01T00:00' },
        { lot: 'may', quantity: 1, from: '2026-05-01T00:00' },
      ],
      members: ['ann', 'bob'],
    })
      .when(assign('ann'))
      .when(assign('bob'))
      .when(sweep, { at: '2026-04-02T00:00' })
      .when(change(shrink))
    expect(figures(story)).toMatchObject({ allowance: 1, consumed: 2, overage: 1 })
    expect(story.when(sweep, { at: '2026-05-01T00:00' }).events).toEqual(['LotStarted may', 'LotEnded april'])
  })

  test('releases at its own moment only: what was spared then stays when it is no longer exempt (A3)', () => {
    const story = full({ ...shrink, idleReclaim: { exempt: ['ann', 'bob', 'cara', 'dan'] } })
      .when(lower(1), { at: '2026-03-10T00:00' })
      .when(change({ idleReclaim: { exempt: [] } }))
    expect(story.events).toEqual(['PoliciesChanged'])
    expect(story.when(sweep).events).toEqual([])
    expect(figures(story)).toMatchObject({ allowance: 1, consumed: 4, overage: 3 })
    expect(story.when(lower(0), { at: '2026-03-11T00:00' }).events).toHaveLength(1 + 4)
  })

  test('is previewed with the names of who would lose theirs, and nothing is kept (A3, FB-17)', () => {
    const story = full(shrink)
    const before = toSnapshot(story.pool)
    const previewed = preview(story.pool, lower(2), story.now, { role: 'accountManager' })
    expect(previewed).toMatchObject({
      _tag: 'Right',
      right: {
        events: [{ type: 'AllowanceLowered' }, { type: 'SeatReleased', member: 'ann' }, { type: 'SeatReleased', member: 'cara' }],
      },
    })
    expect(toSnapshot(story.pool)).toEqual(before)
  })
})

describe('a lowering', () => {
  /** Eight licenses in force, four that have not begun. */
  const lots = () =>
    given({
      allowance: 0,
      lots: [
        { lot: 'may', quantity: 2, until: '2026-06-01T00:00' },
        { lot: 'open-1', quantity: 2 },
        { lot: 'june', quantity: 2, until: '2026-07-01T00:00' },
        { lot: 'open-2', quantity: 2 },
        { lot: 'later', quantity: 4, from: '2026-06-15T00:00' },
      ],
    })
  const cuts = (story: Story) => story.outcome.events.flatMap((event) => (event.type === 'AllowanceLowered' ? event.cuts : []))

  test('cuts open-ended lots first, newest first, then those that end last, and none that has not begun (S5)', () => {
    expect(cuts(lots().when(lower(7)))).toEqual([{ lot: 'open-2', quantity: 1 }])
    expect(cuts(lots().when(lower(3)))).toEqual([
      { lot: 'open-2', quantity: 2 },
      { lot: 'open-1', quantity: 2 },
      { lot: 'june', quantity: 1 },
    ])
    const zero = lots().when(lower(0))
    expect(zero.outcome.events).toMatchObject([{ type: 'AllowanceLowered', from: 8, to: 0, actor: { role: 'accountManager' } }])
    expect(cuts(zero).map((cut) => cut.lot)).toEqual(['open-2', 'open-1', 'june', 'may'])
    expect(allowanceAt(zero, '2026-06-15T00:00')).toBe(4)
  })

  test('is one event: a lot that was cut to nothing does not end again, what is left of one does (S5, D6)', () => {
    const story = lots().when(lower(1)).when(sweep, { at: '2026-08-01T00:00' })
    expect(story.told).toEqual([
      '2026-06-01T00:00Z LotEnded may, due, by system',
      '2026-06-15T00:00Z LotStarted later, due, by system',
    ])
    expect(story.outcome.events[0]).toMatchObject({ quantity: 1 })
  })

  test('to the present allowance is already so, above it Invalid (S5)', () => {
    expect(lots().when(lower(8)).events).toEqual([])
    expect(lots().refusal(lower(9))).toMatchObject({ type: 'Invalid', issues: [{ path: 'to' }] })
    expect(lots().refusal(lower(-1))).toMatchObject({ type: 'Invalid', issues: [{ path: 'to' }] })
  })

  test('is refused to the customer, who is sent to the account manager (S5, R)', () => {
    expect(lots().refusal(lower(3), { by: 'systemAdmin' })).toMatchObject({
      type: 'ContactAccountManager',
      command: 'LowerAllowance',
      message: 'LowerAllowance is done by the account manager: please contact them.',
    })
  })
})
