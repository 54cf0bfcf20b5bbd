// Faults that others shipped (field-bugs.md), each by its name, on the pool itself and on every preset where it could come back. What
// takes the shell (races, keys, the outbox) is in test/shell/fieldBugs.test.ts and its neighbors.

import { describe, expect, test } from 'vitest'
import { type Command, explain, members, nextDue, preview, summary } from '../../src/index.ts'
import {
  add,
  approveFirst,
  assign,
  change,
  deactivate,
  disable,
  enable,
  lower,
  relicense,
  remove,
  signIn,
  sweep,
  unlicense,
  use,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const status = (member: string, to: string): Command => ({ type: 'ChangeStatus', member, status: to })
const link = (member: string, id: string): Command => ({ type: 'LinkDependency', member, dependency: { kind: 'login', id } })
const take = (member: string, session: string): Command => ({ type: 'SignIn', member, client: 'web', session })

/** Everybody counted anew, from the members and sessions as they are listed. */
const recount = ({ pool, now }: Story) => {
  const everybody = members(pool, {
    at: now,
    state: ['known', 'pending', 'provisional', 'enabled', 'disabled', 'unlicensed', 'deactivated', 'deleted'],
  })
  return {
    consumed: everybody.filter((each) => each.consumes).length,
    enabled: everybody.filter((each) => each.state === 'enabled').length,
  }
}

describe('whoever was taken out comes back through the gate (FB-2)', () => {
  const statuses = given({ preset: 'statusAllowance', allowance: 1 })
  const people = given({ preset: 'planningPeople', policies: { overage: null }, allowance: 1 })
  const referenced = given({
    preset: 'planningPeople',
    policies: { overage: null, counting: { rule: 'referenced' } },
    allowance: 1,
  })
  const seats = given({ allowance: 1 })

  test.each<readonly [way: string, blocked: Story, unblock: Command]>([
    [
      'a disabled member enabled',
      seats.when(add('ann')).when(assign('ann')).when(disable('ann')).when(add('bob')).when(assign('bob')),
      enable('ann'),
    ],
    [
      'an inactive member active',
      statuses.when(add('ann')).when(status('ann', 'inactive')).when(add('bob')),
      status('ann', 'active'),
    ],
    [
      'an inactive member locked',
      statuses.when(add('ann')).when(status('ann', 'inactive')).when(add('bob')),
      status('ann', 'locked'),
    ],
    ['a deleted member added', people.when(add('ann')).when(remove('ann')).when(add('bob')), add('ann')],
    ['a member deactivated by the directory added', people.when(add('ann')).when(deactivate('ann')).when(add('bob')), add('ann')],
    [
      'a member without references linked',
      referenced.when(add('ann')).when(add('bob')).when(link('bob', 'bob')),
      link('ann', 'ann'),
    ],
    [
      'a network member',
      given({ preset: 'concurrentUse', allowance: 1 }).when(add('ann')).when(add('bob')).when(assign('bob')),
      assign('ann'),
    ],
    [
      'a session',
      given({ preset: 'concurrentUse', allowance: 1 }).when(add('ann')).when(add('bob')).when(take('bob', 'b')),
      take('ann', 'a'),
    ],
  ])('%s', (_, blocked, unblock) => {
    expect(blocked.refusal(unblock)).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, consumed: 1, to: 2 })
  })

  test('people relicensed, imported or brought back by the directory, each with its own answer', () => {
    const blocked = people.when(add('ann')).when(unlicense('ann')).when(add('bob'))
    expect(blocked.when(relicense('ann')).outcome.results).toMatchObject([
      { member: 'ann', answer: { type: 'AllowanceExhausted' } },
    ])
    const gone = people.when(add('ann')).when(deactivate('ann')).when(add('bob'))
    const imported = gone.when({ type: 'ImportMembers', members: [{ member: 'ann' }, { member: 'cid' }] })
    expect(imported.outcome.results).toMatchObject([
      { member: 'ann', answer: { type: 'AllowanceExhausted' } },
      { member: 'cid', answer: { type: 'AllowanceExhausted' } },
    ])
    expect(imported.events).toEqual([])
  })
})

test('of those who wait as many get in as were asked for, the first in line, and each is answered (FB-5)', () => {
  const waiting = ['ann', 'bob', 'cid', 'dee', 'eve'].reduce(
    (story, member) => story.when(signIn(member)),
    given({ allowance: 2, policies: { ...byApproval, notifications: { enabled: false } } }),
  )
  expect(waiting.when(approveFirst(3)).outcome.results).toMatchObject([
    { member: 'ann', answer: 'accepted' },
    { member: 'bob', answer: 'accepted' },
    { member: 'cid', answer: { type: 'AllowanceExhausted' } },
  ])
})

test('every screen counts alike: the summary is the sum of its parts, on every preset (FB-6)', () => {
  const mixed = given({ preset: 'concurrentUse', allowance: 5 })
    .when({ type: 'AddMember', member: 'ann', licenseType: 'named' })
    .when(add('bob'))
    .when(take('bob', 'b1'))
    .when(take('bob', 'b2'))
  expect(summary(mixed.pool, mixed.now)).toMatchObject({ consumed: 3, available: 2, enabled: 1, leases: 2 })
  const statuses = ['ann', 'bob', 'cid'].reduce(
    (story, member) => story.when(add(member)),
    given({ preset: 'statusAllowance', allowance: 5 }),
  )
  const locked = statuses.when(status('bob', 'locked')).when(status('cid', 'inactive'))
  expect(summary(locked.pool, locked.now)).toMatchObject({ consumed: 2, enabled: 2, disabled: 1 })
  expect(recount(locked)).toEqual({ consumed: 2, enabled: 2 })
})

test('one member counts once, however often it is invited, imported and signed in (FB-7)', () => {
  const once = given({ preset: 'planningPeople', allowance: 3 })
    .when(add('ann'))
    .when({ type: 'ImportMembers', members: [{ member: 'ann' }, { member: 'ann', credentials: true }] })
    .when(link('ann', 'other name'))
    .when(signIn('ann', 'web'))
    .when(signIn('ann', 'lan'))
  expect(summary(once.pool, once.now)).toMatchObject({ consumed: 1, enabled: 1 })
})

test('whoever is disabled twice is subtracted once, and the counters are a recount after every command (FB-8)', () => {
  const commands = [
    add('ann'),
    assign('ann'),
    disable('ann'),
    disable('ann'),
    deactivate('ann'),
    add('ann'),
    enable('ann'),
    remove('ann'),
  ]
  let story = given({ allowance: 2 })
  const consumed = commands.map((command) => {
    story = story.when(command)
    const counted = summary(story.pool, story.now)
    expect(recount(story)).toEqual({ consumed: counted.consumed, enabled: counted.enabled })
    return counted.consumed
  })
  expect(consumed).toEqual([0, 1, 0, 0, 0, 0, 1, 0])
})

test('a session that timed out, its place given away, is not revived by a heartbeat (FB-9)', () => {
  const running = given({ preset: 'concurrentUse', allowance: 1, members: ['ann', 'bob'] }).when(take('ann', 'a'))
  const later = running.when(take('bob', 'b'), { at: '2026-03-02T09:20' })
  expect(later.events).toEqual(['LeaseEnded ann a', 'LeaseStarted bob b'])
  const heartbeat: Command = { type: 'RecordUse', session: 'a' }
  expect(later.refusal(heartbeat, { by: 'system' })).toMatchObject({ type: 'AllowanceExhausted' })
  const free = later.when({ type: 'SignOut', session: 'b' }, { by: 'system' })
  expect(free.when(heartbeat, { by: 'system' }).events).toEqual(['LeaseStarted ann a'])
})

test('a heartbeat of a session that does not exist is refused (FB-10)', () => {
  const story = given({ preset: 'concurrentUse', members: ['ann'] })
  expect(story.refusal({ type: 'RecordUse', session: 'none' }, { by: 'system' })).toMatchObject({
    type: 'UnknownSession',
    session: 'none',
  })
})

test('a session is over when asked, though nobody swept (FB-11)', () => {
  const story = given({ preset: 'concurrentUse', allowance: 1, members: ['ann'] }).when(take('ann', 'a'))
  expect(story.accessOf('ann', '2026-03-02T09:19')).toBe('full until 2026-03-02T09:20Z')
  expect(story.accessOf('ann', '2026-03-02T09:20')).toBe('none')
  expect(summary(story.pool, story.moment('2026-03-02T09:20'))).toMatchObject({ consumed: 0, leases: 0 })
})

test.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])(
  'what lasts 14 days from 15:00 ends at 15:00 there, in %s (FB-12)',
  (timeZone) => {
    const story = given({ at: '2026-03-20T15:00', timeZone, policies: byApproval }).when(signIn('lucy'))
    expect(nextDue(story.pool)).toBe(story.moment('2026-04-03T15:00'))
  },
)

test('use is what the caller says it is, and never having told is not idleness before its days are over (FB-13)', () => {
  const story = given({ policies: { idleReclaim: { enabled: true, days: 2 } } }).when(signIn('api'))
  const used = story.when(use('api'), { at: '2026-03-04T08:00' })
  expect(used.when(sweep, { at: '2026-03-06T12:00' }).events).toEqual([])
  expect(used.when(sweep, { at: '2026-03-07T00:00' }).events).toEqual(['SeatReclaimed api'])
})

test('what a sweep frees it tells, with the same event as when somebody looks (FB-14)', () => {
  const story = given({ policies: { idleReclaim: { enabled: true, days: 1 } } }).when(signIn('ann'))
  const swept = story.when(sweep, { at: '2026-03-04T00:00' })
  const looked = story.when(add('bob'), { at: '2026-03-04T00:00' })
  expect(swept.told).toEqual(['2026-03-04T00:00Z SeatReclaimed ann, idle, by system'])
  expect(looked.told[0]).toEqual(swept.told[0])
})

test('who is exempt is passed over, and explain does not foretell it (FB-14, FB-15)', () => {
  const idleReclaim = { enabled: true, days: 1, exempt: ['break-glass'] }
  const story = given({ allowance: 2, policies: { idleReclaim } }).when(signIn('ann')).when(signIn('break-glass'))
  const swept = story.when(sweep, { at: '2027-03-04T00:00' })
  expect(swept.events).toEqual(['SeatReclaimed ann'])
  const lastUsedDay = Date.UTC(2026, 2, 2) / 86_400_000
  expect(swept.outcome.passedOver).toEqual([{ member: 'break-glass', lastUsedDay, because: 'exempt' }])
  expect(story.when(sweep, { at: '2026-03-03T00:00' }).outcome).not.toHaveProperty('passedOver')
  expect(explain(story.pool, 'break-glass', story.now).next).toBe(undefined)
  expect(explain(story.pool, 'ann', story.now).next).toMatchObject({ ends: 'idleSeat' })
})

test('who was passed over is told by the day of last use, also when that is not the day of the grant (FB-14)', () => {
  const idleReclaim = { enabled: true, days: 1, exempt: ['ann', 'bob'] }
  const story = given({ allowance: 2, policies: { idleReclaim } }).when(signIn('ann')).when(signIn('bob'))
  const swept = story.when(use('ann'), { at: '2026-03-05T09:00' }).when(sweep, { at: '2026-04-01T00:00' })
  expect(swept.outcome.passedOver?.map(({ member }) => member)).toEqual(['bob', 'ann'])
})

test('a lower allowance hides nothing and removes nobody unless the policy says so, and preview names who (FB-17)', () => {
  const story = ['ann', 'bob', 'cid'].reduce((soFar, each) => soFar.when(signIn(each)), given({ allowance: 3 }))
  const lowered = story.when(lower(1))
  expect(summary(lowered.pool, lowered.now)).toMatchObject({
    allowance: 1,
    consumed: 3,
    available: 0,
    overage: 2,
    overageSince: lowered.now,
  })
  const shrinking = story.when(change({ shrink: { rule: 'releaseLongestIdle' } }))
  const foreseen = preview(shrinking.pool, lower(1), shrinking.now, { role: 'accountManager' })
  expect(foreseen._tag === 'Right' && foreseen.right.events.flatMap((each) => ('member' in each ? [each.member] : []))).toEqual([
    'ann',
    'bob',
  ])
})

test('whoever is deleted takes no license along, and nobody else loses one (FB-20)', () => {
  const story = given({ preset: 'concurrentUse', allowance: 3, members: ['ann', 'bob'] })
    .when(take('ann', 'a'))
    .when(take('bob', 'b'))
    .when(remove('ann'))
  expect(story.events).toEqual(['MemberDeleted ann', 'LeaseEnded ann a'])
  expect(story.accessOf('bob')).toBe('full until 2026-03-02T09:20Z')
  expect(summary(story.pool, story.now)).toMatchObject({ consumed: 1, leases: 1, available: 2 })
})

test.each(['mobileAssignment', 'statusAllowance', 'concurrentUse'] as const)(
  'an allowance of 0 is zero in %s, and unlimited has its own name (FB-21)',
  (preset) => {
    const none = given({ preset, allowance: 0 })
    const asking: Command = preset === 'concurrentUse' ? { type: 'AddMember', member: 'ann', licenseType: 'named' } : add('ann')
    const wanting = preset === 'mobileAssignment' ? none.when(asking).refusal(assign('ann')) : none.refusal(asking)
    expect(wanting).toMatchObject({ type: 'AllowanceExhausted', allowance: 0, consumed: 0, to: 1 })
    expect(summary(none.when(change({ overage: { allow: 'unlimited' } })).pool, none.now)).toMatchObject({ available: null })
  },
)

test('an answer says what ends, when, and what stays (FB-23)', () => {
  const story = given({ preset: 'concurrentUse', members: ['ann'] }).when(take('ann', 'a'))
  expect(explain(story.pool, 'ann', story.now)).toMatchObject({
    state: 'known',
    access: { level: 'full', reason: 'lease' },
    next: { at: story.moment('2026-03-02T09:20'), ends: 'lease', becomes: { state: 'known', access: 'none' } },
  })
})
