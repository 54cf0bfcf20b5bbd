// Auto-free: seats that nobody uses (M12). Days across a clock change are in time.time.test.ts.

import { describe, expect, test } from 'vitest'
import type { Command, PoliciesPatch } from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { approve, assign, change, signIn, sweep, transfer, use } from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const auto = (days?: number): PoliciesPatch => ({ idleReclaim: days === undefined ? { enabled: true } : { enabled: true, days } })
const longAfter = { at: '2027-01-01T00:00' }
const freedAt = (story: Story) => story.when(sweep, longAfter).told.filter((line) => line.includes('SeatReclaimed'))

describe('an idle seat', () => {
  test('is freed at the start of day D+91, after 90 whole days without use, and its holder is known (M12)', () => {
    // Granted on 2 March: 2 March + 91 days is 1 June.
    const story = given({ policies: auto() }).when(signIn('lucy'))
    expect(story.when(sweep, { at: '2026-05-31T23:59:59.999' }).events).toEqual([])
    const freed = story.when(sweep, { at: '2026-06-01T00:00' })
    expect(freed.told).toEqual(['2026-06-01T00:00Z SeatReclaimed lucy, idle, by system'])
    expect(freed.outcome.events).toMatchObject([{ lastUsedDay: Date.parse('2026-03-02') / 86_400_000 }])
    expect([freed.stateOf('lucy'), freed.accessOf('lucy')]).toEqual(['known', 'standard'])
  })

  test('is freed on the same day whether granted at its first or its last millisecond (M12)', () => {
    const grantedAt = (at: string) => given({ policies: auto(), at, members: ['lucy'] }).when(assign('lucy'))
    for (const at of ['2026-03-02T00:00', '2026-03-02T23:59:59.999']) {
      expect(freedAt(grantedAt(at))).toEqual(['2026-06-01T00:00Z SeatReclaimed lucy, idle, by system'])
    }
  })

  test('counts from the latest of grant, approval and use (M12)', () => {
    const granted = given({ policies: auto(14), members: ['lucy'] }).when(assign('lucy'))
    expect(freedAt(granted)).toEqual(['2026-03-17T00:00Z SeatReclaimed lucy, idle, by system'])
    const used = granted.when(use('lucy'), { at: '2026-03-05T12:00' })
    expect(freedAt(used)).toEqual(['2026-03-20T00:00Z SeatReclaimed lucy, idle, by system'])
    const provisional = given({ policies: { ...byApproval, ...auto(14) } }).when(signIn('lucy'))
    const approved = provisional.when(approve('lucy'), { at: '2026-03-10T12:00' })
    expect(freedAt(approved)).toEqual(['2026-03-25T00:00Z SeatReclaimed lucy, idle, by system'])
  })

  test('is not freed by default, nor where it is switched off or the policy absent (M12)', () => {
    for (const idleReclaim of [{}, { enabled: false, days: 1 }, null]) {
      const story = given({ policies: { idleReclaim } }).when(signIn('lucy'))
      expect(story.when(sweep, { at: '2029-01-01T00:00' }).events).toEqual([])
    }
  })

  test('is not freed while it is provisional (M12, M11)', () => {
    const story = given({ policies: { ...byApproval, ...auto(1) } }).when(signIn('lucy'))
    expect(story.when(sweep, longAfter).events).toEqual(['ProvisionalGrantLapsed lucy', 'TrialStarted lucy', 'TrialEnded lucy'])
  })
})

describe('a use', () => {
  const seated = (policies: PoliciesPatch = {}) => given({ policies: { ...auto(14), ...policies } }).when(signIn('lucy'))
  const nextDay = { at: '2026-03-03T00:00' }

  test('is an accepted sign-in, or what the integrator records (M12, FB-13)', () => {
    expect(seated().when(signIn('lucy'), nextDay).told).toEqual(['2026-03-03T00:00Z SeatUsed lucy, signIn, by member lucy'])
    expect(seated().when(use('lucy'), nextDay).told).toEqual(['2026-03-03T00:00Z SeatUsed lucy, use, by member lucy'])
  })

  test('is an event only the first time in a day, and not on the day of the grant (M12, D6)', () => {
    const story = seated()
    expect(story.when(signIn('lucy'), { at: '2026-03-02T23:59:59.999' }).events).toEqual([])
    expect(story.when(use('lucy'), { at: '2026-03-02T23:59:59.999' }).events).toEqual([])
    const used = story.when(signIn('lucy'), nextDay)
    for (const command of [signIn('lucy'), use('lucy')]) {
      expect(used.when(command, { at: '2026-03-03T23:59:59.999' }).events).toEqual([])
      expect(used.when(command, { at: '2026-03-04T00:00' }).events).toEqual(['SeatUsed lucy'])
    }
  })

  test('is no sign-in by a client that is not named (M12, M2)', () => {
    const story = seated().when(signIn('lucy', 'web'), { at: '2026-03-10T00:00' })
    expect(story.events).toEqual([])
    expect(freedAt(story)).toEqual(['2026-03-17T00:00Z SeatReclaimed lucy, idle, by system'])
  })

  test.each<[string, PoliciesPatch]>([
    ['is absent', { autoAssign: null }],
    ['names no clients', { autoAssign: { clients: [] } }],
    ['takes any', { autoAssign: { clients: 'any' } }],
    ['is off and names no clients', { autoAssign: { enabled: false, clients: [] } }],
  ])('is a sign-in by every client where auto-assign %s (M12)', (_, policies) => {
    const story = seated().when(change(policies)).when(signIn('lucy', 'web'), { at: '2026-03-10T00:00' })
    expect(story.events).toEqual(['SeatUsed lucy'])
    expect(freedAt(story)).toEqual(['2026-03-25T00:00Z SeatReclaimed lucy, idle, by system'])
  })

  test('is no check, which changes nothing (M12, C5)', () => {
    const story = seated()
    const check: Command = { type: 'CheckIn', member: 'lucy', client: 'mobile' }
    const checked = story.when(check, { at: '2026-03-10T00:00' })
    expect([checked.events, checked.outcome.access]).toEqual([[], 'full'])
    expect(toSnapshot(checked.pool)).toEqual(toSnapshot(story.pool))
  })

  test('of a provisional seat is recorded too (M12)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy'))
    expect(story.when(use('lucy'), nextDay).events).toEqual(['SeatUsed lucy'])
    expect(story.when(signIn('lucy'), nextDay).events).toEqual(['SeatUsed lucy'])
    expect(story.when(use('lucy'), nextDay).accessOf('lucy')).toBe('full until 2026-03-16T09:00Z')
  })

  test('is recorded while auto-free is off, and counts when it is switched on (M12)', () => {
    const off = { idleReclaim: { enabled: false } }
    const story = given({ allowance: 2, policies: off })
      .when(signIn('ann'))
      .when(signIn('bob'))
      .when(use('ann'), { at: '2026-05-20T12:00' })
    expect(story.events).toEqual(['SeatUsed ann'])
    expect(story.when(change(auto(14)), { at: '2026-06-01T00:00' }).events).toEqual(['PoliciesChanged', 'SeatReclaimed bob'])
  })
})

describe('switching it on, or fewer days', () => {
  const three = () =>
    given({ allowance: 3, members: ['cara', 'bob', 'ann'] })
      .when(assign('ann'))
      .when(assign('bob'), { at: '2026-03-03T00:00' })
      .when(assign('cara'), { at: '2026-03-20T00:00' })

  test('frees at once what has been idle that long, and by its own moment what comes to it (M12)', () => {
    const story = three().when(change(auto(14)), { at: '2026-03-25T15:00', by: 'systemAdmin' })
    expect(story.told).toEqual([
      '2026-03-25T15:00Z PoliciesChanged, command, by systemAdmin',
      '2026-03-25T15:00Z SeatReclaimed ann, idle, by system',
      '2026-03-25T15:00Z SeatReclaimed bob, idle, by system',
    ])
    expect(freedAt(story)).toEqual(['2026-04-04T00:00Z SeatReclaimed cara, idle, by system'])
  })

  test('frees at once by fewer days, and later by more (M12)', () => {
    const story = three().when(change(auto(40)))
    expect(story.events).toEqual(['PoliciesChanged'])
    expect(story.when(change(auto(20)), { at: '2026-03-23T00:00' }).events).toEqual(['PoliciesChanged', 'SeatReclaimed ann'])
    const longer = story.when(change(auto(60)), { at: '2026-04-11T23:59' })
    expect(longer.events).toEqual(['PoliciesChanged'])
    expect(freedAt(longer)[0]).toBe('2026-05-02T00:00Z SeatReclaimed ann, idle, by system')
  })
})

describe('exempt members', () => {
  const exempt = (ids: readonly string[]): PoliciesPatch => ({ idleReclaim: { enabled: true, days: 14, exempt: ids } })

  test('keep their seats, the others do not (M12, FB-15)', () => {
    const story = given({ allowance: 3, policies: exempt(['ann', 'cara']) })
      .when(signIn('ann'))
      .when(signIn('bob'))
      .when(signIn('cara'))
    expect(freedAt(story)).toEqual(['2026-03-17T00:00Z SeatReclaimed bob, idle, by system'])
    expect(story.accessOf('ann', '2029-01-01T00:00')).toBe('full')
  })

  test('lose theirs at once when they are exempt no longer (M12)', () => {
    const story = given({ policies: exempt(['ann']) }).when(signIn('ann'))
    expect(story.when(change(exempt([])), { at: '2026-04-01T12:00' }).told).toEqual([
      '2026-04-01T12:00Z PoliciesChanged, command, by accountManager',
      '2026-04-01T12:00Z SeatReclaimed ann, idle, by system',
    ])
  })

  test('are at most 1,000 (M12)', () => {
    const ids = (count: number) => Array.from({ length: count }, (_, n) => `m${n}`)
    expect(given().when(change(exempt(ids(1_000)))).events).toEqual(['PoliciesChanged'])
    expect(given().refusal(change(exempt(ids(1_001))))).toMatchObject({
      type: 'Invalid',
      issues: [{ path: 'policies.idleReclaim.exempt' }],
    })
  })
})

describe('whoever was freed', () => {
  test('gets a seat again by signing in, where auto-assign is on and a license available (M12, M2)', () => {
    const story = given({ policies: auto(14) })
      .when(signIn('lucy'))
      .when(signIn('lucy'), { at: '2026-03-17T00:00' })
    expect(story.told).toEqual([
      '2026-03-17T00:00Z SeatReclaimed lucy, idle, by system',
      '2026-03-17T00:00Z SeatGranted lucy, signIn, by member lucy',
    ])
  })

  test('waits, with what is left of the trial, where none is available (M12, M2, M4)', () => {
    const story = given({ policies: auto(14), members: ['bob'] })
      .when(signIn('lucy'))
      .when(assign('bob'), { at: '2026-03-17T00:00' })
    expect(story.events).toEqual(['SeatReclaimed lucy', 'SeatGranted bob'])
    expect(story.when(signIn('lucy')).events).toEqual(['SeatRequested lucy', 'TrialStarted lucy'])
    expect(story.when(signIn('lucy')).accessOf('lucy')).toBe('trial until 2026-04-01T09:00Z')
  })

  test('waits for an administrator where auto-assign is off, with no provisional seat (M12, M3, M10)', () => {
    const story = given({ policies: { ...byApproval, ...auto(14) } })
      .when(signIn('lucy'))
      .when(approve('lucy'))
    expect(story.when(signIn('lucy'), { at: '2026-03-17T00:00' }).events).toEqual([
      'SeatReclaimed lucy',
      'SeatRequested lucy',
      'TrialStarted lucy',
    ])
  })

  test('has nothing to give: a transfer is refused (M12, M14)', () => {
    const story = given({ policies: auto(14), members: ['bob'] }).when(signIn('lucy'))
    expect(story.when(transfer('lucy', 'bob'), { at: '2026-03-16T23:59:59.999' }).events).toEqual([
      'SeatReleased lucy',
      'SeatGranted bob',
    ])
    expect(story.refusal(transfer('lucy', 'bob'), { at: '2026-03-17T00:00' })).toMatchObject({
      type: 'NoLicense',
      member: 'lucy',
    })
  })
})
