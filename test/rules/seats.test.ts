// What happens to members and their seats afterwards (M7 to M9, M13, M14). Auto-free (M12) is in idle.test.ts.

import { describe, expect, test } from 'vitest'
import { type Command, members, type PoliciesPatch, summary } from '../../src/index.ts'
import {
  add,
  approve,
  approveFirst,
  assign,
  buy,
  change,
  deactivate,
  disable,
  enable,
  lower,
  relicense,
  remove,
  signIn,
  sweep,
  transfer,
  turnDown,
  unlicense,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const off = { autoAssign: { enabled: false } } as const
const whenFree = { waiting: { admit: 'whenFree' } } as const

describe('an administrator', () => {
  test('disables a member: the seat is freed at once (M7)', () => {
    const story = given().when(signIn('lucy')).when(disable('lucy'), { at: '2026-03-05T12:00' })
    expect(story.told).toEqual(['2026-03-05T12:00Z MemberDisabled lucy, command, by systemAdmin'])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 0, available: 1, disabled: 1 })
    expect(story.accessOf('lucy')).toBe('standard')
  })

  test('enables a member again: an admission (M7, FB-2)', () => {
    const story = given({ members: ['bob'] })
      .when(signIn('lucy'))
      .when(disable('lucy'))
    expect(story.when(enable('lucy'), { at: '2026-03-05T12:00' }).told).toEqual([
      '2026-03-05T12:00Z MemberEnabled lucy, command, by systemAdmin',
      '2026-03-05T12:00Z SeatGranted lucy, enabled, by systemAdmin',
    ])
    const taken = story.when(assign('bob'))
    expect(taken.refusal(enable('lucy'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, consumed: 1, to: 2 })
    expect(taken.stateOf('lucy')).toBe('disabled')
  })

  test('deletes a member: the seat is freed at once (M7, FB-20)', () => {
    const story = given().when(signIn('lucy')).when(remove('lucy'), { at: '2026-03-05T12:00' })
    expect(story.told).toEqual(['2026-03-05T12:00Z MemberDeleted lucy, command, by systemAdmin'])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 0, available: 1, deleted: 1 })
  })
})

describe('a disabled or deleted member who signs in', () => {
  test.each<[string, PoliciesPatch, Command]>([
    ['disabled', {}, disable('lucy')],
    ['disabled', byApproval, disable('lucy')],
    ['disabled', off, disable('lucy')],
    ['deleted', {}, remove('lucy')],
    ['deleted', byApproval, remove('lucy')],
    ['deleted', off, remove('lucy')],
  ])('gets no seat, no provisional one and no trial, with a license free: standard (M7) %s %j', (_, policies, command) => {
    for (const begun of [given({ policies, members: ['lucy'] }), given({ policies }).when(signIn('lucy'))]) {
      const story = begun.when(command).when(signIn('lucy'))
      expect(story.events).toEqual([])
      expect(story.outcome.access).toBe('standard')
      expect(story.accessOf('lucy')).toBe('standard')
    }
  })

  test('while its trial would still run, has none (M7)', () => {
    const story = given({ allowance: 0 }).when(signIn('lucy'))
    expect(story.accessOf('lucy')).toBe('trial until 2026-04-01T09:00Z')
    expect(story.when(disable('lucy')).accessOf('lucy')).toBe('standard')
    expect(story.when(remove('lucy')).accessOf('lucy')).toBe('standard')
    expect(story.when(disable('lucy')).when(sweep, { at: '2026-05-01T00:00' }).events).toEqual([])
  })

  test('leaves no trace by it: the first sign-in is the one after it was let in again (M7, M4)', () => {
    const story = given({ members: ['lucy', 'bob'] })
      .when(disable('lucy'))
      .when(signIn('lucy'))
    const waits = story.when(enable('lucy')).when(transfer('lucy', 'bob')).when(signIn('lucy'), { at: '2026-03-20T09:00' })
    expect(waits.accessOf('lucy')).toBe('trial until 2026-04-19T09:00Z')
  })

  test('and is added again, is there with its past: no provisional seat, no second trial (M7)', () => {
    const story = given({ policies: byApproval })
      .when(signIn('lucy'))
      .when(remove('lucy'))
      .when(add('lucy'), { at: '2026-04-09T00:00' })
    expect(story.told).toEqual(['2026-04-09T00:00Z MemberAdded lucy, command, by systemAdmin'])
    const signedIn = story.when(signIn('lucy'))
    expect(signedIn.events).toEqual(['SeatRequested lucy'])
    expect(signedIn.accessOf('lucy')).toBe('standard')
  })

  test('and is added again, may have a seat by signing in, where auto-assign is on (M7, M2)', () => {
    const story = given().when(signIn('lucy')).when(remove('lucy')).when(add('lucy')).when(signIn('lucy'))
    expect(story.events).toEqual(['SeatGranted lucy'])
  })
})

describe('every member', () => {
  test('stands in exactly one state, and is listed by it and by no other (M8)', () => {
    const states = ['known', 'pending', 'provisional', 'enabled', 'disabled', 'unlicensed', 'deactivated', 'deleted'] as const
    const listed = (story: Story) =>
      states.flatMap((state) => members(story.pool, { state, at: story.now }).map((each) => [each.member, each.state]))
    let story = given({ policies: byApproval, members: ['lucy'] })
    const path: readonly [Command, string][] = [
      [signIn('lucy'), 'provisional'],
      [turnDown('lucy'), 'disabled'],
      [enable('lucy'), 'enabled'],
      [remove('lucy'), 'deleted'],
      [add('lucy'), 'known'],
      [signIn('lucy'), 'pending'],
      [deactivate('lucy'), 'deactivated'],
      [add('lucy'), 'known'],
      [unlicense('lucy'), 'unlicensed'],
      [relicense('lucy'), 'known'],
    ]
    for (const [command, state] of path) {
      story = story.when(command)
      expect(listed(story)).toEqual([['lucy', state]])
      expect(states.map((each) => summary(story.pool, story.now)[each])).toEqual(states.map((each) => (each === state ? 1 : 0)))
    }
  })
})

describe('with notifications on', () => {
  const notices = (story: Story) =>
    story.outcome.events.flatMap((event) => ('notifies' in event ? [`${event.type} ${event.member}: ${event.notifies}`] : []))
  const on = { notifications: { enabled: true } }
  const waiting = (policies: PoliciesPatch = {}) =>
    given({ allowance: 0, policies: { ...on, ...policies } })
      .when(signIn('lucy'))
      .when(signIn('bob'))

  test('these notify: a seat granted by a sign-in (M9)', () => {
    expect(notices(given({ policies: on }).when(signIn('lucy')))).toEqual(['SeatGranted lucy: true'])
    expect(notices(waiting().when(buy('more', 1)).when(signIn('bob')))).toEqual(['SeatGranted bob: true'])
  })

  test('these notify: a seat granted by the system to the first in line (M9)', () => {
    expect(notices(waiting(whenFree).when(buy('more', 1)))).toEqual(['SeatGranted lucy: true'])
  })

  test('these notify: a seat granted provisionally (M9)', () => {
    expect(notices(given({ policies: byApproval }).when(signIn('lucy')))).toEqual(['SeatGrantedProvisionally lucy: true'])
  })

  test.each<[string, () => Story]>([
    ['waiting', () => waiting()],
    ['a seat approved from the line', () => waiting().when(buy('more', 9)).when(approveFirst(2))],
    ['a seat approved', () => waiting().when(buy('more', 9)).when(approve('bob'))],
    ['a provisional seat approved', () => given({ policies: byApproval }).when(signIn('lucy')).when(approve('lucy'))],
    ['a provisional seat rejected', () => given({ policies: byApproval }).when(signIn('lucy')).when(turnDown('lucy'))],
    [
      'a provisional seat lapsed',
      () => given({ policies: byApproval }).when(signIn('lucy')).when(sweep, { at: '2026-03-16T09:00' }),
    ],
    ['a seat assigned', () => given({ policies: on, members: ['lucy'] }).when(assign('lucy'))],
    [
      'a seat transferred',
      () =>
        given({ policies: on, members: ['bob'] })
          .when(signIn('lucy'))
          .when(transfer('lucy', 'bob')),
    ],
    [
      'a member enabled',
      () =>
        given({ policies: on, members: ['lucy'] })
          .when(disable('lucy'))
          .when(enable('lucy')),
    ],
    ['a use', () => given({ policies: on }).when(signIn('lucy')).when(signIn('lucy'), { at: '2026-03-03T09:00' })],
    ['a trial ended', () => waiting().when(sweep, { at: '2026-05-01T00:00' })],
    [
      'a seat reclaimed',
      () =>
        given({ policies: { ...on, idleReclaim: { enabled: true } } })
          .when(signIn('lucy'))
          .when(sweep, { at: '2027-01-01T00:00' }),
    ],
  ])('these do not: %s (M9)', (_, story) => {
    const happened = story()
    expect(happened.events).not.toEqual([])
    expect(notices(happened)).toEqual([])
  })

  test.each([{ enabled: false }, null])('switched off (%j) nothing notifies (M9)', (notifications) => {
    expect(notices(given({ policies: { notifications } }).when(signIn('lucy')))).toEqual([])
    expect(notices(waiting({ ...whenFree, notifications }).when(buy('more', 1)))).toEqual([])
  })
})

describe('the switches', () => {
  test.each<[string, PoliciesPatch]>([
    ['auto-assign off', off],
    ['other clients', { autoAssign: { clients: ['web'] } }],
    ['whenFree', whenFree],
    ['manual approval', { manualApproval: { graceDays: 1 } }],
    ['notifications', { notifications: { enabled: true } }],
    ['auto-free, of seats used today', { idleReclaim: { enabled: true, days: 1 } }],
  ])('are an administrator’s to change while the pool runs: %s is one event (M13)', (_, policies) => {
    const story = given({ allowance: 2, members: ['lucy'] })
      .when(assign('lucy'))
      .when(signIn('bob'))
    const changed = story.when(change(policies), { by: { role: 'systemAdmin', id: 'root' }, at: '2026-03-02T12:00' })
    expect(changed.told).toEqual(['2026-03-02T12:00Z PoliciesChanged, command, by systemAdmin root'])
    expect([changed.stateOf('lucy'), changed.stateOf('bob')]).toEqual(['enabled', 'enabled'])
    expect(changed.when(change(policies)).events).toEqual([])
  })

  test('touch nobody who holds a seat, though a new member would get none now (M13)', () => {
    const story = given({ allowance: 2 })
      .when(signIn('lucy'))
      .when(change({ autoAssign: null, trial: null, membership: null }))
    expect([story.stateOf('lucy'), story.accessOf('lucy')]).toEqual(['enabled', 'full'])
    expect(story.when(signIn('lucy')).outcome.access).toBe('full')
  })

  test('leave a provisional seat provisional: it can be approved or lapses as it was (M13)', () => {
    const story = given({ policies: byApproval })
      .when(signIn('lucy'))
      .when(change({ autoAssign: { enabled: true } }))
    expect(story.when(signIn('lucy')).stateOf('lucy')).toBe('provisional')
    expect(story.when(approve('lucy')).events).toEqual(['SeatApproved lucy'])
    expect(story.when(sweep, { at: '2026-03-16T09:00' }).events).toEqual(['ProvisionalGrantLapsed lucy', 'TrialStarted lucy'])
  })
})

describe('a seat that is transferred', () => {
  const full = () => given({ members: ['ann', 'bob'] }).when(assign('ann'))

  test('moves in one step, also when none is available: the giver is known, the taker enabled (M14)', () => {
    const story = full().when(transfer('ann', 'bob'), { at: '2026-03-05T12:00' })
    expect(story.told).toEqual([
      '2026-03-05T12:00Z SeatReleased ann, transferred, by systemAdmin',
      '2026-03-05T12:00Z SeatGranted bob, transferred, by systemAdmin',
    ])
    expect([story.stateOf('ann'), story.stateOf('bob')]).toEqual(['known', 'enabled'])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 1, available: 0 })
  })

  test('moves also in a pool that is over-allocated, which neither gains nor loses by it (M14, A3)', () => {
    const story = full().when(lower(0)).when(transfer('ann', 'bob'))
    expect(story.events).toEqual(['SeatReleased ann', 'SeatGranted bob'])
    expect(summary(story.pool, story.now)).toMatchObject({ allowance: 0, consumed: 1, overage: 1 })
  })

  test('goes to one who waits, before who waits longer: it was the giver’s to give (M14)', () => {
    const story = full().when(signIn('first')).when(signIn('bob')).when(transfer('ann', 'bob'))
    expect([story.stateOf('bob'), story.stateOf('first')]).toEqual(['enabled', 'pending'])
  })

  test.each<[string, (story: Story) => Story]>([
    ['known', (story) => story.when(add('gil'))],
    ['pending', (story) => story.when(signIn('gil'))],
    ['disabled', (story) => story.when(add('gil')).when(disable('gil'))],
    ['deleted', (story) => story.when(add('gil')).when(remove('gil'))],
  ])('needs a giver who is enabled: a %s one has NoLicense (M14)', (state, begin) => {
    const story = begin(full())
    expect(story.stateOf('gil')).toBe(state)
    expect(story.refusal(transfer('gil', 'bob'))).toMatchObject({ type: 'NoLicense', member: 'gil' })
  })

  test('needs a giver who is enabled: a provisional one has NoLicense (M14)', () => {
    const story = given({ policies: byApproval, members: ['bob'] }).when(signIn('lucy'))
    expect(story.refusal(transfer('lucy', 'bob'))).toMatchObject({ type: 'NoLicense', member: 'lucy' })
  })

  test.each<[string, Command, string]>([
    ['disabled', disable('bob'), 'MemberDisabled'],
    ['deleted', remove('bob'), 'MemberDeleted'],
    ['deactivated', deactivate('bob'), 'MemberDeactivated'],
    ['unlicensed', unlicense('bob'), 'MemberUnlicensed'],
  ])('is refused to a taker who is %s (M14)', (_, command, type) => {
    expect(full().when(command).refusal(transfer('ann', 'bob'))).toMatchObject({ type, member: 'bob' })
  })

  test('is refused to one who holds a seat already, provisional or not (M14)', () => {
    const story = given({ allowance: 3, policies: byApproval, members: ['ann', 'bob'] })
      .when(assign('ann'))
      .when(signIn('prov'))
    expect(story.refusal(transfer('ann', 'prov'))).toMatchObject({ type: 'MemberExists', member: 'prov' })
    expect(story.when(assign('bob')).refusal(transfer('ann', 'bob'))).toMatchObject({ type: 'MemberExists', member: 'bob' })
  })

  test('needs both to be known to the pool (M14)', () => {
    expect(full().refusal(transfer('ann', 'nobody'))).toMatchObject({ type: 'UnknownMember', member: 'nobody' })
    expect(full().refusal(transfer('nobody', 'ann'))).toMatchObject({ type: 'UnknownMember', member: 'nobody' })
  })

  test('is used again from the day of the transfer (M14, M12)', () => {
    const story = given({ policies: { idleReclaim: { enabled: true, days: 14 } }, members: ['ann', 'bob'] })
      .when(assign('ann'))
      .when(transfer('ann', 'bob'), { at: '2026-03-10T12:00' })
    expect(story.when(sweep, { at: '2026-06-01T00:00' }).told).toEqual(['2026-03-25T00:00Z SeatReclaimed bob, idle, by system'])
  })
})
