// How leases are kept, revived and ended, in which order, and what one sees of them (C9 to C11, T4 to T6, X3, X7).

import { describe, expect, test } from 'vitest'
import {
  type By,
  concurrentUse,
  explain,
  members,
  nextDue,
  type PoliciesPatch,
  policies,
  sessions,
  summary,
} from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { lastEnd } from '../../src/pool/queries/access.ts'
import { fromSnapshot, holdersAt, replay, toSnapshot } from '../../src/store/index.ts'
import {
  assign,
  buy,
  change,
  deactivate,
  disable,
  endSession,
  lower,
  remove,
  signOut,
  sweep,
  takeLease,
  touch,
  turnDown,
  unlicense,
} from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'
import { utc } from '../support/told.ts'

const office = (allowance: number, members: readonly string[], patch: PoliciesPatch = {}): Story =>
  given({ preset: false, policies: policies(concurrentUse, patch), allowance, members })

const lan = (member: string, session: string) => takeLease(member, 'lan', session)
const web = (member: string, session: string) => takeLease(member, 'web', session)
const self = (id: string): By => ({ role: 'member', id })

describe('activity', () => {
  test('renews a lease to its last recorded activity plus the timeout, and until says so (C9)', () => {
    const story = office(1, ['ann'])
      .when(web('ann', 's1'))
      .when(touch('s1'), { at: '2026-03-02T09:19', by: self('ann') })
    expect(story.told).toEqual(['2026-03-02T09:19Z LeaseRenewed ann s1, use, by member ann, until 2026-03-02T09:39Z'])
    expect(story.accessOf('ann')).toBe('full until 2026-03-02T09:39Z')
    expect(story.when(sweep, { at: '2026-03-02T09:38' }).events).toEqual([])
    expect(story.when(sweep, { at: '2026-03-02T12:00' }).told).toEqual([
      '2026-03-02T09:39Z LeaseEnded ann s1, timedOut, by system',
    ])
  })

  test('is recorded every time by default, at the same moment too (C9)', () => {
    const story = office(1, ['ann']).when(lan('ann', 's1'))
    expect(story.when(touch('s1')).events).toEqual(['LeaseRenewed ann s1'])
    expect(story.when(touch('s1')).when(touch('s1')).events).toEqual(['LeaseRenewed ann s1'])
  })

  test('within renewEverySeconds costs no event, and a lease never ends early (C9)', () => {
    const story = office(1, ['ann'], { concurrent: { renewEverySeconds: 300 } }).when(web('ann', 's1'))
    expect(story.accessOf('ann')).toBe('full until 2026-03-02T09:25Z')
    const unrecorded = story.when(touch('s1'), { at: '2026-03-02T09:04:59' })
    expect(unrecorded.events).toEqual([])
    expect(unrecorded.pool).toBe(story.pool)
    expect(unrecorded.accessOf('ann', '2026-03-02T09:24:59')).toBe('full until 2026-03-02T09:25Z')
    const recorded = unrecorded.when(touch('s1'), { at: '2026-03-02T09:05' })
    expect(recorded.told).toEqual(['2026-03-02T09:05Z LeaseRenewed ann s1, use, by system, until 2026-03-02T09:30Z'])
  })

  test('a running lease keeps the timeout and the grain that it began with (C9)', () => {
    const story = office(2, ['ann', 'bob'], { concurrent: { renewEverySeconds: 60 } }).when(web('ann', 's1'))
    const patch = { concurrent: { clients: { web: { takes: 'lease', idleMinutes: 1 } }, renewEverySeconds: 0 } } as const
    const changed = story.when(change(patch)).when(web('bob', 's2'))
    expect([changed.accessOf('ann'), changed.accessOf('bob')]).toEqual([
      'full until 2026-03-02T09:21Z',
      'full until 2026-03-02T09:01Z',
    ])
    const touched = changed.when(touch('s1'), { at: '2026-03-02T09:00:59' })
    expect(touched.events).toEqual([])
    expect(touched.when(touch('s1'), { at: '2026-03-02T09:10' }).told.at(-1)).toBe(
      '2026-03-02T09:10Z LeaseRenewed ann s1, use, by system, until 2026-03-02T09:31Z',
    )
  })

  test('of a session that does not exist is UnknownSession (FB-10)', () => {
    const story = office(1, ['ann'])
    for (const command of [touch('s1'), signOut('s1')]) {
      expect(story.refusal(command, { by: self('ann') })).toMatchObject({ type: 'UnknownSession', session: 's1' })
    }
    expect(story.refusal(endSession('s1'))).toMatchObject({ type: 'UnknownSession', session: 's1' })
  })

  test('of another’s session is NotPermitted for a member, while it is known (R)', () => {
    const story = office(1, ['ann', 'bob']).when(web('ann', 's1'))
    expect(story.refusal(touch('s1'), { by: self('bob') })).toMatchObject({ type: 'NotPermitted', command: 'RecordUse' })
    expect(story.refusal(signOut('s1'), { by: self('bob') })).toMatchObject({ type: 'NotPermitted', command: 'SignOut' })
    expect(story.refusal(touch('s1'), { by: { role: 'member' } }).type).toBe('NotPermitted')
    const ended = story.when(sweep, { at: '2026-03-02T09:20' })
    expect(ended.refusal(signOut('s1'), { at: '2026-03-03T09:19', by: self('bob') }).type).toBe('NotPermitted')
    expect(ended.refusal(signOut('s1'), { at: '2026-03-03T09:20', by: self('bob') }).type).toBe('UnknownSession')
  })
})

describe('a member who can no longer sign in', () => {
  test.each([
    ['MemberDisabled', disable('ann')],
    ['MemberDeleted', remove('ann')],
    ['MemberDeactivated', deactivate('ann')],
    ['MemberUnlicensed', unlicense('ann')],
  ])('%s ends its leases at once, after, oldest first (C10, D6)', (type, command) => {
    const story = office(3, ['ann', 'bob']).when(web('ann', 's2')).when(lan('bob', 's3')).when(lan('ann', 's1')).when(command)
    expect(story.told.map((line) => line.slice(18))).toEqual([
      `${type} ann, command, by systemAdmin`,
      'LeaseEnded ann s2, memberLeft, by systemAdmin',
      'LeaseEnded ann s1, memberLeft, by systemAdmin',
    ])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 1, leases: 1 })
    expect(story.refusal(touch('s1')).type).toBe('UnknownSession')
    expect(story.when(signOut('s1')).events).toEqual([])
  })

  test('one that waits and is rejected loses its leases too (C10)', () => {
    const asking = given({ allowance: 0, members: ['ann'], policies: { autoAssign: { enabled: false } } })
    const pending = asking.when({ type: 'SignIn', member: 'ann', client: 'mobile' }).when(buy('b', 1))
    const story = pending.when(change({ concurrent: { clients: { lan: { takes: 'lease' } } } })).when(lan('ann', 's1'))
    expect(story.accessOf('ann')).toBe('full')
    expect(story.when(turnDown('ann')).events).toEqual(['MemberRejected ann', 'LeaseEnded ann s1'])
    expect(story.when({ type: 'ApproveMember', member: 'ann' }).events).toEqual(['LeaseEnded ann s1', 'SeatGranted ann'])
    expect(story.when({ type: 'ApproveWaiting', count: 1 }).events).toEqual(['LeaseEnded ann s1', 'SeatGranted ann'])
  })

  test('one that waits and is admitted by the system gives its leases back (M6, C1)', () => {
    const asking = given({ allowance: 0, members: ['ann', 'bob'], policies: { waiting: { admit: 'whenFree' } } })
    const story = asking
      .when(change({ waiting: { admit: 'atSignIn' } }))
      .when({ type: 'SignIn', member: 'ann', client: 'mobile' })
      .when(buy('b', 1))
      .when(change({ concurrent: { clients: { lan: { takes: 'lease' } } } }))
      .when(lan('ann', 's1'))
      .when(change({ waiting: { admit: 'whenFree' } }))
    expect(story.stateOf('ann')).toBe('pending')
    expect(story.when(buy('c', 1)).events).toEqual(['LotAdded c', 'LeaseEnded ann s1', 'SeatGranted ann'])
  })
})

describe('a session id that is known already', () => {
  test('of the same member’s running session: a sign-in takes nothing and is an activity (C11)', () => {
    const story = office(1, ['ann']).when(web('ann', 's1')).when(web('ann', 's1'), { at: '2026-03-02T09:10' })
    expect(story.told).toEqual(['2026-03-02T09:10Z LeaseRenewed ann s1, signIn, by member ann, until 2026-03-02T09:30Z'])
    expect(story.outcome).toMatchObject({ access: 'full', session: 's1' })
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 1, leases: 1 })
  })

  test('of another member’s running one: Invalid (C11)', () => {
    const story = office(2, ['ann', 'bob']).when(web('ann', 's1'))
    expect(story.refusal(web('bob', 's1'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'session' }] })
  })

  test('of an ended one, be it another’s: a new lease, through the gate (C11)', () => {
    const story = office(1, ['ann', 'bob']).when(web('ann', 's1')).when(signOut('s1')).when(web('bob', 's1'))
    expect(story.events).toEqual(['LeaseStarted bob s1'])
    expect(story.refusal(web('ann', 's2')).type).toBe('AllowanceExhausted')
    expect(story.refusal(touch('s1'), { by: self('ann') }).type).toBe('NotPermitted')
  })

  test('activity revives what timed out less than 24 hours ago, by an admission (C11)', () => {
    const story = office(1, ['ann', 'bob']).when(web('ann', 's1'))
    const revived = story.when(touch('s1'), { at: '2026-03-03T09:19', by: self('ann') })
    expect(revived.told).toEqual([
      '2026-03-02T09:20Z LeaseEnded ann s1, timedOut, by system',
      '2026-03-03T09:19Z LeaseStarted ann s1, use, by member ann, until 2026-03-03T09:39Z',
    ])
    expect(story.refusal(touch('s1'), { at: '2026-03-03T09:20' }).type).toBe('UnknownSession')
  })

  test('a heartbeat does not get back what was given away: the revival is refused in the client’s words (FB-9)', () => {
    const story = office(1, ['ann', 'bob']).when(web('ann', 's1')).when(web('bob', 's2'), { at: '2026-03-02T09:30' })
    expect(story.refusal(touch('s1'))).toMatchObject({
      type: 'AllowanceExhausted',
      message: 'no Valid Concurrent User license available',
    })
  })

  test('a revival is judged as a sign-in of its member would be (D4, C11)', () => {
    const story = office(1, ['ann']).when(web('ann', 's1')).when(sweep, { at: '2026-03-02T10:00' })
    expect(story.when(disable('ann')).refusal(touch('s1')).type).toBe('MemberDisabled')
    expect(story.when(remove('ann')).refusal(touch('s1')).type).toBe('MemberDeleted')
    const seated = story.when(assign('ann')).when(touch('s1'))
    expect(seated.events).toEqual(['SeatUsed ann'])
    expect(summary(seated.pool, seated.now)).toMatchObject({ consumed: 1, leases: 0 })
    const gone = story.when(change({ concurrent: { clients: { lan: { takes: 'lease' } } } }))
    expect(gone.refusal(touch('s1')).type).toBe('UnknownSession')
  })

  test('no heartbeat passes for a session that nobody may have, where the disabled sign in with standard access (D4, FB-10)', () => {
    const membership = { unknownSignIn: 'add', withoutLicense: 'standard' } as const
    const story = office(1, ['ann'], { membership })
      .when(web('ann', 's1'))
      .when(sweep, { at: '2026-03-02T10:00' })
      .when(disable('ann'))
    expect(story.when(web('ann', 's2')).outcome).toMatchObject({ events: [], access: 'standard' })
    expect(story.refusal(touch('s1')).type).toBe('MemberDisabled')
    expect(story.when(remove('ann')).refusal(touch('s1')).type).toBe('MemberDeleted')
  })

  test.each([
    ['signed out', (story: Story) => story.when(signOut('s1'))],
    ['ended by an administrator', (story: Story) => story.when(endSession('s1'))],
    ['ended with its member', (story: Story) => story.when(disable('ann')).when({ type: 'EnableMember', member: 'ann' })],
  ])('activity in a session that was %s is UnknownSession, and signing out of it is already so (C11)', (_how, end) => {
    const story = end(office(1, ['ann']).when(web('ann', 's1')))
    expect(story.refusal(touch('s1')).type).toBe('UnknownSession')
    expect(story.when(signOut('s1')).events).toEqual([])
    expect(story.when(endSession('s1')).events).toEqual([])
    expect(story.when(signOut('s1'), { at: '2026-03-03T08:59' }).events).toEqual([])
    expect(story.refusal(signOut('s1'), { at: '2026-03-03T09:00' }).type).toBe('UnknownSession')
  })
})

describe('the order of things', () => {
  test('at one moment leases end after lots and before grants, trials and idle seats, in the order in which they began (T6)', () => {
    const story = given({
      preset: false,
      allowance: 3,
      lots: [{ lot: 'later', quantity: 1, from: '2026-03-03T00:00' }],
      policies: policies(concurrentUse, {
        concurrent: { clients: { web: { takes: 'lease', idleMinutes: 60 } } },
        idleReclaim: { enabled: true, days: 1 },
      }),
      members: ['zoe', 'ann', 'bob'],
      at: '2026-03-01T09:00',
    })
      .when(assign('bob'))
      .when(buy('ends', 1, { until: Date.UTC(2026, 2, 3) }))
      .when(web('zoe', 's2'), { at: '2026-03-02T22:30' })
      .when(web('ann', 's1'), { at: '2026-03-02T23:00' })
      .when(touch('s2'), { at: '2026-03-02T23:00' })
      .when(sweep, { at: '2026-03-04T00:00' })
    expect(story.told).toEqual([
      '2026-03-03T00:00Z LotStarted later, due, by system',
      '2026-03-03T00:00Z LotEnded ends, due, by system',
      '2026-03-03T00:00Z LeaseEnded zoe s2, timedOut, by system',
      '2026-03-03T00:00Z LeaseEnded ann s1, timedOut, by system',
      '2026-03-03T00:00Z SeatReclaimed bob, idle, by system',
    ])
  })

  test('at one moment leases end before provisional grants lapse (T6)', () => {
    const story = given({
      allowance: 2,
      members: ['ann'],
      policies: { autoAssign: { enabled: false }, notifications: { enabled: true }, manualApproval: { graceDays: 1 } },
      at: '2026-03-02T10:00',
    })
      .when({ type: 'SignIn', member: 'gia', client: 'mobile' })
      .when(change({ concurrent: { clients: { web: { takes: 'lease', idleMinutes: 60 } } } }))
      .when(web('ann', 's1'), { at: '2026-03-03T09:00' })
      .when(sweep, { at: '2026-03-03T10:00' })
    expect(story.events).toEqual(['LeaseEnded ann s1', 'ProvisionalGrantLapsed gia', 'TrialStarted gia'])
  })

  test('leases that end before the allowance falls make room: a shrink cuts seats only while it does not fit, and no lease (A3, T6)', () => {
    const story = office(2, ['ann', 'bob'], { shrink: { rule: 'releaseLongestIdle' } })
      .when(assign('ann'))
      .when(lan('bob', 's1'))
    const fallen = story.when(lower(0))
    expect(fallen.events).toEqual(['AllowanceLowered', 'SeatReleased ann'])
    expect(summary(fallen.pool, fallen.now)).toMatchObject({ allowance: 0, consumed: 1, overage: 1, leases: 1 })
    expect(fallen.refusal(lan('ann', 's2')).type).toBe('AllowanceExhausted')
  })

  test('a time-out at the moment of a fall does not end the fall (A3, T6)', () => {
    const story = given({
      preset: false,
      allowance: 0,
      lots: [{ lot: 'short', quantity: 2, until: '2026-03-02T10:00' }],
      policies: policies(concurrentUse, {
        concurrent: { clients: { web: { takes: 'lease', idleMinutes: 60 } } },
        shrink: { rule: 'releaseLongestIdle' },
      }),
      members: ['ann', 'bob'],
    })
    const swept = story.when(assign('ann')).when(web('bob', 's1')).when(sweep, { at: '2026-03-02T11:00' })
    expect(swept.events).toEqual(['LotEnded short', 'LeaseEnded bob s1', 'SeatReleased ann'])
  })

  test('whoever waits is admitted when a lease ends, at that moment (M6, T4)', () => {
    const story = given({
      allowance: 1,
      members: ['ann', 'bob'],
      policies: { waiting: { admit: 'whenFree' }, concurrent: { clients: { web: { takes: 'lease', idleMinutes: 20 } } } },
    })
      .when(web('ann', 's1'))
      .when(change({ concurrent: null }))
      .when({ type: 'SignIn', member: 'bob', client: 'mobile' })
    expect(story.stateOf('bob')).toBe('pending')
    expect(story.when(sweep, { at: '2026-03-02T12:00' }).told).toEqual([
      '2026-03-02T09:20Z LeaseEnded ann s1, timedOut, by system',
      '2026-03-02T09:20Z SeatGranted bob, freed, by system',
    ])
  })

  test('a clock that steps back revives no lease (T5)', () => {
    const story = office(1, ['ann']).when(web('ann', 's1')).when(sweep, { at: '2026-03-02T09:20' })
    expect(story.accessOf('ann', '2026-03-02T09:10')).toBe('none')
    expect(story.when(touch('s1'), { at: '2026-03-02T09:10' }).told).toEqual([
      '2026-03-02T09:20Z LeaseStarted ann s1, use, by system, until 2026-03-02T09:40Z',
    ])
  })
})

describe('what one sees', () => {
  test('access is full by a lease until the latest end, without one if a lease has none (C9)', () => {
    const story = office(3, ['ann']).when(web('ann', 's1')).when(web('ann', 's2'), { at: '2026-03-02T09:10' })
    expect(story.accessOf('ann')).toBe('full until 2026-03-02T09:30Z')
    expect(story.when(lan('ann', 's3')).accessOf('ann')).toBe('full')
  })

  test('explain tells each lease, since when, what ends it and when it ends by itself (C1, C3)', () => {
    const story = office(2, ['ann']).when(web('ann', 's1')).when(web('ann', 's2'), { at: '2026-03-02T09:10' })
    const { access, because, changedBy, next, state } = explain(story.pool, 'ann', story.now)
    expect({ access, because, changedBy, state }).toEqual({
      access: { level: 'full', reason: 'lease', until: story.now + 1_200_000 },
      because: [
        {
          rule: 'C3',
          policy: 'concurrent',
          since: story.now - 600_000,
          text: 'ann is signed in with web (session s1) and holds a lease.',
        },
        { rule: 'C3', policy: 'concurrent', since: story.now, text: 'ann is signed in with web (session s2) and holds a lease.' },
      ],
      changedBy: ['SignOut', 'EndSession', 'AssignSeat'],
      state: 'known',
    })
    expect(next).toEqual({ at: story.now + 1_200_000, ends: 'lease', becomes: { state: 'known', access: 'none' } })
    const out = story.when(signOut('s1')).when(signOut('s2'))
    expect(explain(out.pool, 'ann', out.now).because.map(({ rule }) => rule)).toEqual(['C1', 'D4'])
    expect(explain(out.pool, 'ann', out.now).changedBy).toContain('SignIn')
  })

  test('sessions lists the running ones, all or a member’s, oldest first (C1)', () => {
    const story = office(3, ['ann', 'bob'])
      .when(takeLease('bob', 'lan', 's9', 'desk'))
      .when(web('ann', 's1'))
      .when(lan('bob', 's2'))
    expect(sessions(story.pool, {}, story.now)).toEqual([
      { session: 's9', member: 'bob', client: 'lan', device: 'desk', since: story.now, usedAt: story.now },
      { session: 's1', member: 'ann', client: 'web', since: story.now, usedAt: story.now, until: story.now + 1_200_000 },
      { session: 's2', member: 'bob', client: 'lan', since: story.now, usedAt: story.now },
    ])
    expect(sessions(story.pool, { member: 'bob' }, story.now).map(({ session }) => session)).toEqual(['s9', 's2'])
    expect(sessions(story.pool, {}, story.now + 1_200_000).map(({ session }) => session)).toEqual(['s9', 's2'])
    expect(sessions(story.pool, { member: 'nobody' }, story.now)).toEqual([])
  })

  test('members shows who consumes by a lease; the next moment is when the first lease ends', () => {
    const story = office(1, ['ann', 'bob']).when(web('ann', 's1'))
    expect(members(story.pool).map(({ member, consumes }) => [member, consumes])).toEqual([
      ['ann', true],
      ['bob', false],
    ])
    expect(utc(nextDue(story.pool) ?? 0)).toBe('2026-03-02T09:20Z')
  })

  test('who held a license at a moment, and since when, by which session (X7)', () => {
    const story = office(3, ['ann', 'bob'], { concurrent: { resume: true } })
      .when(web('ann', 's1'))
      .when(lan('bob', 's2'), { at: '2026-03-02T09:05' })
      .when(web('ann', 's3'), { at: '2026-03-02T09:10' })
      .when(sweep, { at: '2026-03-02T10:00' })
    const held = (at: string) => holdersAt(story.history, story.moment(at))
    const start = story.moment('2026-03-02T09:00')
    expect(held('2026-03-02T09:09')).toEqual([
      { member: 'ann', since: start, provisional: false, session: 's1' },
      { member: 'bob', since: start + 300_000, provisional: false, session: 's2' },
    ])
    expect(held('2026-03-02T09:10').map(({ member, since, session }) => [member, since - start, session])).toEqual([
      ['ann', 0, 's3'],
      ['bob', 300_000, 's2'],
    ])
    expect(held('2026-03-02T09:30').map(({ session }) => session)).toEqual(['s2'])
  })

  test('replay and snapshots give the same pool; what ended a day ago is left out (X3, C11)', () => {
    const story = office(2, ['ann', 'bob'], { concurrent: { resume: true } })
      .when(web('ann', 's1'))
      .when(web('ann', 's2'), { at: '2026-03-02T09:10' })
      .when(lan('bob', 's3'))
    const snapshot = toSnapshot(story.pool)
    expect(toSnapshot(replay(story.history))).toEqual(snapshot)
    expect(snapshot.leases.map(({ id, state }) => [id, state])).toEqual([
      ['s2', 'running'],
      ['s1', 'ended'],
      ['s3', 'running'],
    ])
    const read = fromSnapshot(JSON.parse(JSON.stringify(snapshot)))
    expect(read._tag === 'Right' && toSnapshot(read.right)).toEqual(snapshot)
    const later = story.when(touch('s3'), { at: '2026-03-04T09:00' })
    expect(toSnapshot(later.pool).leases.map(({ id }) => id)).toEqual(['s3'])
    expect(toSnapshot(replay(later.history))).toEqual(toSnapshot(later.pool))
  })

  test('memory does not grow with every session there was: what ended a day ago is let go (C11)', () => {
    let story = office(1, ['ann'])
    for (let day = 2; day < 12; day++) {
      const at = `2026-04-${String(day).padStart(2, '0')}T09:00`
      for (let n = 0; n < 5; n++) story = story.when(lan('ann', `${day}-${n}`), { at }).when(signOut(`${day}-${n}`))
    }
    const { leases, orders } = contentsOf(story.pool)
    expect([leases.size, orders.ended.size, orders.held.size, orders.leases.size]).toEqual([5, 5, 0, 0])
  })

  test('a snapshot whose leases contradict it is refused at the field (X4, X10)', () => {
    const { pool } = office(2, ['ann', 'bob']).when(web('ann', 's1')).when(lan('bob', 's2'))
    const snapshot = toSnapshot(pool)
    const [first, second] = snapshot.leases
    const issuesOf = (patch: object): readonly string[] => {
      const read = fromSnapshot({ ...snapshot, ...patch })
      return read._tag === 'Left' && read.left.type === 'Invalid' ? read.left.issues.map(({ path }) => path) : []
    }
    expect(issuesOf({ header: { ...snapshot.header, leases: { running: 1, consumed: 2 } } })).toEqual(['header.leases.running'])
    expect(issuesOf({ header: { ...snapshot.header, leases: { running: 2, consumed: 1 } } })).toEqual(['header.leases.consumed'])
    expect(issuesOf({ leases: [first, { ...second, id: 's1' }] })).toEqual(['leases[1].id'])
    expect(issuesOf({ leases: [first, { ...second, memberOrdinal: 1_000 }] })).toEqual(['leases[1].memberOrdinal'])
    expect(issuesOf({ members: snapshot.members.map((row) => ({ ...row, state: 'disabled' })) })).toContain('leases[0].member')
  })
})

test('of a member with very many sessions the latest end counts, too (C1)', () => {
  const many = Array.from({ length: 300_000 }, (_, endsAt) => ({ endsAt })) as unknown as Parameters<typeof lastEnd>[0]
  expect(lastEnd(many)).toEqual({ until: 299_999 })
})

test('a snapshot whose very many leases are all wrong is Invalid, and nothing throws (X10)', () => {
  const { pool } = given({ preset: 'concurrentUse', allowance: 2, members: ['ann'] }).when({
    type: 'SignIn',
    member: 'ann',
    client: 'lan',
    session: 's1',
  })
  const snapshot = toSnapshot(pool)
  const leases = Array.from({ length: 150_000 }, (_, n) => ({ ...snapshot.leases[0], id: `s${n}`, member: 'nobody' }))
  const read = fromSnapshot({ ...snapshot, leases })
  expect(read).toMatchObject({ _tag: 'Left', left: { type: 'Invalid' } })
})
