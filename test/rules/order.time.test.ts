// What happens at one moment, and in which order (T6): by named example, because a law that compares two ways of computing the same
// cannot see an order that both have wrong.

import { describe, expect, test } from 'vitest'
import { summary } from '../../src/index.ts'
import { add, assign, change, lower, remove, signIn, sweep, use } from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'

describe('at one moment', () => {
  test('lots start before lots end: a full pool is renewed and nobody loses a seat, with shrink on (T6, A1)', () => {
    const story = given({
      allowance: 0,
      policies: { shrink: { rule: 'releaseLongestIdle' } },
      lots: [
        { lot: 'old', quantity: 2, until: '2026-04-01T00:00' },
        { lot: 'new', quantity: 2, from: '2026-04-01T00:00' },
      ],
    })
      .when(signIn('ann'))
      .when(signIn('bob'))
      .when(sweep, { at: '2026-04-01T00:00' })
    expect(story.told).toEqual([
      '2026-04-01T00:00Z LotStarted new, due, by system',
      '2026-04-01T00:00Z LotEnded old, due, by system',
    ])
    expect(summary(story.pool, story.now)).toMatchObject({ allowance: 2, consumed: 2, overage: 0, overageSince: null })
  })

  test('lots start, and then end, in the order in which they were added (T6)', () => {
    const [from, until] = ['2026-04-01T00:00', '2026-04-01T00:00']
    const story = given({
      lots: [
        { lot: 'z-ends', quantity: 1, until },
        { lot: 'z-starts', quantity: 1, from },
        { lot: 'a-ends', quantity: 1, until },
        { lot: 'a-starts', quantity: 1, from },
      ],
    }).when(sweep, { at: '2026-04-01T00:00' })
    expect(story.events).toEqual(['LotStarted z-starts', 'LotStarted a-starts', 'LotEnded z-ends', 'LotEnded a-ends'])
  })

  test('trials and provisional seats end by the member’s first entry, which deletion and return do not change (T6)', () => {
    const story = given({ allowance: 9, policies: byApproval, members: ['c', 'b', 'a'], at: '2026-03-01T00:00' })
      .when(remove('b'))
      .when(add('b'))
      .when(signIn('b'), { at: '2026-03-02T00:00' })
      .when(signIn('a'), { at: '2026-03-18T00:00' })
      .when(signIn('c'))
    expect(story.when(sweep, { at: '2026-04-01T00:00' }).told).toEqual([
      '2026-04-01T00:00Z ProvisionalGrantLapsed c, lapsed, by system',
      '2026-04-01T00:00Z TrialStarted c, lapsed, by system, until 2026-04-17T00:00Z',
      '2026-04-01T00:00Z TrialEnded b, due, by system',
      '2026-04-01T00:00Z ProvisionalGrantLapsed a, lapsed, by system',
      '2026-04-01T00:00Z TrialStarted a, lapsed, by system, until 2026-04-17T00:00Z',
    ])
  })

  test('idle seats are freed by oldest day of use, then by first entry (T6)', () => {
    const story = given({ allowance: 9, members: ['d', 'c', 'b', 'a'], at: '2026-03-01T00:00' })
      .when(assign('a'))
      .when(assign('b'))
      .when(assign('c'))
      .when(assign('d'))
      .when(use('d'), { at: '2026-03-05T00:00' })
      .when(use('a'))
      .when(use('b'), { at: '2026-03-04T00:00' }) // taken as the fifth, the moment of the latest event
      .when(change({ idleReclaim: { enabled: true, days: 10 } }), { at: '2026-04-01T00:00' })
    expect(story.events).toEqual(['PoliciesChanged', 'SeatReclaimed c', 'SeatReclaimed d', 'SeatReclaimed b', 'SeatReclaimed a'])
  })

  test('idle seats of two days that start at one moment are freed by oldest day of use (T6)', () => {
    // Apia had no 30 December 2011: it starts when the 31st does.
    const policies = { idleReclaim: { enabled: true, days: 14 } }
    const story = given({ allowance: 9, policies, members: ['b', 'a'], timeZone: 'Pacific/Apia', at: '2011-12-15T12:00' })
      .when(assign('a'))
      .when(assign('b'), { at: '2011-12-16T12:00' })
      .when(sweep, { at: '2012-02-01T00:00' })
    expect(story.told).toEqual([
      '2011-12-30T10:00Z SeatReclaimed a, idle, by system',
      '2011-12-30T10:00Z SeatReclaimed b, idle, by system',
    ])
  })

  test('idle seats are freed before the pool shrinks: what fits by then is not cut (T6, A3)', () => {
    const story = given({
      allowance: 1,
      policies: { shrink: { rule: 'releaseLongestIdle' }, idleReclaim: { enabled: true, days: 14 } },
      lots: [{ lot: 'march', quantity: 1, until: '2026-03-17T00:00' }],
    })
      .when(signIn('ann'), { at: '2026-03-02T09:00' })
      .when(signIn('bob'), { at: '2026-03-03T09:00' })
      .when(sweep, { at: '2026-03-17T00:00' })
    expect(story.told).toEqual([
      '2026-03-17T00:00Z LotEnded march, due, by system',
      '2026-03-17T00:00Z SeatReclaimed ann, idle, by system',
    ])
  })

  test('lots start, lots end, grants and trials, idle seats, then the pool shrinks, then the command (T6)', () => {
    const story = given({
      at: '2026-03-01T00:00',
      allowance: 0,
      policies: { ...byApproval, shrink: { rule: 'releaseLongestIdle' }, idleReclaim: { enabled: true, days: 14 } },
      lots: [
        { lot: 'z-march', quantity: 3, until: '2026-04-01T00:00' },
        { lot: 'a-march', quantity: 2, until: '2026-04-01T00:00' },
        { lot: 'april', quantity: 1, from: '2026-04-01T00:00' },
      ],
      members: ['zed', 'abe', 'hal', 'ida', 'jan', 'kim'],
    })
      .when(remove('zed'))
      .when(add('zed'))
      .when(signIn('zed'), { at: '2026-03-02T00:00' }) // his trial ends on 1 April
      .when(assign('ida'), { at: '2026-03-17T12:00' }) // idle for 14 days on 1 April
      .when(assign('hal'))
      .when(signIn('abe'), { at: '2026-03-18T00:00' }) // his provisional seat lapses on 1 April
      .when(assign('jan'), { at: '2026-03-20T00:00' })
      .when(assign('kim'), { at: '2026-03-21T00:00' })
      .when(add('lea'), { at: '2026-04-01T00:00' })
    expect(story.told).toEqual([
      '2026-04-01T00:00Z LotStarted april, due, by system',
      '2026-04-01T00:00Z LotEnded z-march, due, by system',
      '2026-04-01T00:00Z LotEnded a-march, due, by system',
      '2026-04-01T00:00Z TrialEnded zed, due, by system',
      '2026-04-01T00:00Z ProvisionalGrantLapsed abe, lapsed, by system',
      '2026-04-01T00:00Z TrialStarted abe, lapsed, by system, until 2026-04-17T00:00Z',
      '2026-04-01T00:00Z SeatReclaimed hal, idle, by system',
      '2026-04-01T00:00Z SeatReclaimed ida, idle, by system',
      '2026-04-01T00:00Z SeatReleased jan, shrink, by system',
      '2026-04-01T00:00Z MemberAdded lea, command, by systemAdmin',
    ])
  })

  test('whoever waits is admitted when nothing more is due, in line, and then comes the command (T6, M6)', () => {
    const story = given({
      at: '2026-03-01T00:00',
      policies: { waiting: { admit: 'whenFree' }, idleReclaim: { enabled: true, days: 30 } },
      lots: [{ lot: 'april', quantity: 1, from: '2026-04-01T00:00' }],
      members: ['hal', 'zed', 'yan', 'xia'],
    })
      .when(signIn('hal')) // idle for 30 days on 1 April
      .when(signIn('xia'), { at: '2026-03-01T12:00' })
      .when(signIn('yan'), { at: '2026-03-01T18:00' })
      .when(signIn('zed'), { at: '2026-03-02T00:00' }) // the trial ends on 1 April
      .when(sweep, { at: '2026-03-31T23:59' })
    const next = story.when(add('lea'), { at: '2026-04-01T00:00' })
    expect(next.told).toEqual([
      '2026-04-01T00:00Z LotStarted april, due, by system',
      '2026-04-01T00:00Z TrialEnded zed, due, by system',
      '2026-04-01T00:00Z SeatReclaimed hal, idle, by system',
      '2026-04-01T00:00Z SeatGranted xia, freed, by system',
      '2026-04-01T00:00Z SeatGranted yan, freed, by system',
      '2026-04-01T00:00Z MemberAdded lea, command, by systemAdmin',
    ])
    expect(next.stateOf('zed')).toBe('pending')
  })

  test('commands come in order of arrival, each followed by whoever then gets in (T6, M6)', () => {
    const story = given({ policies: { waiting: { admit: 'whenFree' } }, members: ['ann', 'bob'] })
      .when(assign('ann'))
      .when(signIn('lucy'))
      .when(remove('ann'), { at: '2026-03-05T12:00' })
    expect(story.told).toEqual([
      '2026-03-05T12:00Z MemberDeleted ann, command, by systemAdmin',
      '2026-03-05T12:00Z SeatGranted lucy, freed, by system',
    ])
    expect(story.refusal(assign('bob'), { at: '2026-03-05T12:00' }).type).toBe('AllowanceExhausted')
  })

  test('commands come in order of arrival, each followed by the shrinking that it causes (T6, A3)', () => {
    const story = given({ allowance: 2, policies: { shrink: { rule: 'releaseLongestIdle' } }, members: ['cara'] })
      .when(signIn('ann'))
      .when(signIn('bob'), { at: '2026-03-03T09:00' })
      .when(lower(1), { at: '2026-03-05T12:00' })
    expect(story.told).toEqual([
      '2026-03-05T12:00Z AllowanceLowered, command, by accountManager',
      '2026-03-05T12:00Z SeatReleased ann, shrink, by system',
    ])
    expect(story.refusal(assign('cara'), { at: '2026-03-05T12:00' }).type).toBe('AllowanceExhausted')
    expect(story.when(remove('bob')).when(assign('cara')).events).toEqual(['SeatGranted cara'])
  })

  test('a trial that ends when a license becomes free ends first, and then its member is admitted (T6, M6)', () => {
    const story = given({
      allowance: 0,
      policies: { waiting: { admit: 'whenFree' } },
      lots: [{ lot: 'april', quantity: 1, from: '2026-04-01T09:00' }],
    }).when(signIn('lucy'))
    expect(story.when(sweep, { at: '2026-05-01T00:00' }).told).toEqual([
      '2026-04-01T09:00Z LotStarted april, due, by system',
      '2026-04-01T09:00Z TrialEnded lucy, due, by system',
      '2026-04-01T09:00Z SeatGranted lucy, freed, by system',
    ])
  })

  test('a new command at the moment of what was due already finds it done (T6)', () => {
    const story = given({ lots: [{ lot: 'march', quantity: 1, until: '2026-04-01T00:00' }], members: ['ann', 'bob'] })
      .when(assign('ann'))
      .when(sweep, { at: '2026-04-01T00:00' })
    expect(story.events).toEqual(['LotEnded march'])
    expect(story.refusal(assign('bob'), { at: '2026-04-01T00:00' }).type).toBe('AllowanceExhausted')
  })
})
