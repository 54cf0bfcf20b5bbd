// The line of those who wait, and how it is admitted (M6).

import { describe, expect, test } from 'vitest'
import { type Command, type PoliciesPatch, summary } from '../../src/index.ts'
import {
  add,
  approveFirst,
  assign,
  buy,
  change,
  deactivate,
  disable,
  remove,
  signIn,
  sweep,
  transfer,
  turnDown,
  unlicense,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const manual = { autoAssign: { enabled: false } } as const
const whenFree = { waiting: { admit: 'whenFree' } } as const

describe('the line of those who wait', () => {
  /** ann entered first and waits last. */
  const line = (policies: PoliciesPatch = {}) =>
    given({ allowance: 0, members: ['ann'], policies })
      .when(signIn('cara'))
      .when(signIn('bob'))
      .when(signIn('ann'))
  const admitted = (story: Story) => story.events.filter((event) => event.startsWith('SeatGranted'))

  test('is in the order of waiting, not of entry (M6)', () => {
    const story = line().when(buy('more', 9)).when(approveFirst(9))
    expect(story.told).toEqual([
      '2026-03-02T09:00Z SeatGranted cara, approved, by systemAdmin',
      '2026-03-02T09:00Z SeatGranted bob, approved, by systemAdmin',
      '2026-03-02T09:00Z SeatGranted ann, approved, by systemAdmin',
    ])
  })

  test('keeps the place of who signs in again, and of whose trial ends (M6)', () => {
    const story = line().when(signIn('cara'), { at: '2026-03-20T00:00' }).when(sweep, { at: '2026-05-01T00:00' })
    expect(story.events).toEqual(['TrialEnded ann', 'TrialEnded cara', 'TrialEnded bob'])
    expect(story.when(buy('more', 9)).when(approveFirst(9)).events).toEqual([
      'SeatGranted cara',
      'SeatGranted bob',
      'SeatGranted ann',
    ])
  })

  test('takes who comes to wait again at its end (M6)', () => {
    const story = line().when(remove('cara')).when(add('cara')).when(signIn('cara')).when(buy('more', 9)).when(approveFirst(9))
    expect(story.events).toEqual(['SeatGranted bob', 'SeatGranted ann', 'SeatGranted cara'])
  })

  test('by default holds no place: whoever signs in first has the license, waiting or new (M6)', () => {
    const story = line().when(buy('more', 2))
    expect(story.events).toEqual(['LotAdded more'])
    const taken = story.when(signIn('ann')).when(signIn('new'))
    expect([taken.stateOf('ann'), taken.stateOf('new'), taken.stateOf('cara')]).toEqual(['enabled', 'enabled', 'pending'])
    expect(taken.when(signIn('cara')).events).toEqual([])
  })

  test('with whenFree is admitted first come, at the very moment, by the system (M6)', () => {
    const story = line(whenFree).when(buy('more', 2), { at: '2026-03-05T12:00' })
    expect(story.told).toEqual([
      '2026-03-05T12:00Z LotAdded more, command, by accountManager',
      '2026-03-05T12:00Z SeatGranted cara, freed, by system',
      '2026-03-05T12:00Z SeatGranted bob, freed, by system',
    ])
    expect(summary(story.pool, story.now)).toMatchObject({ available: 0, pending: 1 })
  })

  test.each<[string, Command]>([
    ['a member is deleted', remove('holder')],
    ['a member is disabled', disable('holder')],
    ['a member is deactivated', deactivate('holder')],
    ['a member is unlicensed', unlicense('holder')],
    ['an overage is allowed', change({ overage: { allow: { seats: 1 } } })],
    ['idle seats are freed by a change', change({ idleReclaim: { enabled: true, days: 1 } })],
    ['a lot is bought', buy('more', 1)],
  ])('with whenFree is admitted when %s (M6)', (_, command) => {
    const story = given({ policies: whenFree, members: ['holder'] })
      .when(assign('holder'))
      .when(signIn('first'))
      .when(signIn('second'))
      .when(command, { at: '2026-03-05T12:00' })
    expect(story.told.at(-1)).toBe('2026-03-05T12:00Z SeatGranted first, freed, by system')
    expect(admitted(story)).toEqual(['SeatGranted first'])
  })

  test('with whenFree is admitted at the moment at which something falls due, whenever the pool looks (M6, T4)', () => {
    const term = { lots: [{ lot: 'more', quantity: 1, from: '2026-03-05T00:00' }] }
    const starts = given({ allowance: 0, policies: whenFree, ...term }).when(signIn('first'))
    expect(starts.when(sweep, { at: '2026-03-09T00:00' }).told).toEqual([
      '2026-03-05T00:00Z LotStarted more, due, by system',
      '2026-03-05T00:00Z SeatGranted first, freed, by system',
    ])
    const idle = { ...whenFree, idleReclaim: { enabled: true, days: 2 } }
    const reclaimed = given({ policies: idle }).when(signIn('holder')).when(signIn('first'))
    expect(reclaimed.when(sweep, { at: '2026-03-05T12:00' }).told).toEqual([
      '2026-03-05T00:00Z SeatReclaimed holder, idle, by system',
      '2026-03-05T00:00Z SeatGranted first, freed, by system',
    ])
  })

  test.each<[string, Command]>([
    ['a provisional seat is rejected', turnDown('holder')],
    ['a provisional seat lapses', sweep],
  ])('with whenFree is admitted when %s (M6, M11)', (_, command) => {
    const story = given({ policies: byApproval })
      .when(signIn('holder'))
      .when(signIn('first'))
      .when(change({ autoAssign: { enabled: true }, ...whenFree }))
    expect(story.events).toEqual(['PoliciesChanged'])
    const freed = story.when(command, { at: command.type === 'Sweep' ? '2026-03-16T09:00' : '2026-03-05T12:00' })
    expect(freed.events.at(-1)).toBe('SeatGranted first')
    expect(admitted(freed)).toEqual(['SeatGranted first'])
  })

  test('is admitted when whenFree, or auto-assign beside it, is switched on while licenses are available (M6)', () => {
    const waiting = given({ allowance: 2, policies: manual }).when(signIn('ann')).when(signIn('bob')).when(signIn('cara'))
    const free = waiting.when(change(whenFree))
    expect(free.events).toEqual(['PoliciesChanged'])
    expect(free.when(change({ autoAssign: { enabled: true } })).events).toEqual([
      'PoliciesChanged',
      'SeatGranted ann',
      'SeatGranted bob',
    ])
    const auto = waiting.when(change({ autoAssign: { enabled: true } }))
    expect(auto.events).toEqual(['PoliciesChanged'])
    expect(auto.when(change(whenFree)).events).toEqual(['PoliciesChanged', 'SeatGranted ann', 'SeatGranted bob'])
  })

  test('with whenFree admits nobody where auto-assign is off or absent (M6)', () => {
    for (const autoAssign of [{ enabled: false }, null]) {
      const story = line(whenFree).when(change({ autoAssign })).when(buy('more', 9))
      expect(story.events).toEqual(['LotAdded more'])
    }
  })

  test('with whenFree is not passed by a transfer, which frees nothing (M6, M14)', () => {
    const story = given({ policies: whenFree, members: ['holder', 'friend'] })
      .when(assign('holder'))
      .when(signIn('first'))
    expect(story.when(transfer('holder', 'friend')).events).toEqual(['SeatReleased holder', 'SeatGranted friend'])
  })

  test('is approved first n at a time, each with its own answer (M6, FB-5)', () => {
    const story = line().when(buy('more', 1)).when(approveFirst(3))
    const exhausted = { type: 'AllowanceExhausted', allowance: 1, consumed: 1, to: 2 }
    expect(story.events).toEqual(['SeatGranted cara'])
    expect(story.outcome.results).toMatchObject([
      { member: 'cara', answer: 'accepted' },
      { member: 'bob', answer: exhausted },
      { member: 'ann', answer: exhausted },
    ])
    expect([story.stateOf('bob'), story.stateOf('ann')]).toEqual(['pending', 'pending'])
  })

  test('is approved no further than asked, and no longer than it is (M6)', () => {
    const story = line().when(buy('more', 9))
    const one = story.when(approveFirst(1))
    expect([one.events, one.outcome.results]).toEqual([['SeatGranted cara'], [{ member: 'cara', answer: 'accepted' }]])
    expect(story.when(approveFirst(99)).outcome.results).toHaveLength(3)
    const nobody = given().when(approveFirst(5))
    expect([nobody.events, nobody.outcome.results]).toEqual([[], []])
    expect(story.refusal(approveFirst(0))).toMatchObject({ type: 'Invalid', issues: [{ path: 'count' }] })
  })

  test('keeps its places when an approval finds no license (M6)', () => {
    const story = line().when(approveFirst(3))
    expect(story.events).toEqual([])
    expect(story.when(buy('more', 9)).when(approveFirst(9)).events).toEqual([
      'SeatGranted cara',
      'SeatGranted bob',
      'SeatGranted ann',
    ])
  })
})
