// Provisional seats, which an administrator approves or rejects, or which lapse (M10, M11).

import { describe, expect, test } from 'vitest'
import { type Command, type PoliciesPatch, summary } from '../../src/index.ts'
import {
  add,
  approve,
  approveFirst,
  assign,
  buy,
  change,
  disable,
  enable,
  remove,
  signIn,
  sweep,
  transfer,
  turnDown,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

/** What a sign-in came to: the level, and until when. */
const answered = ({ outcome }: Story) => [outcome.access, outcome.until]

describe('a provisional seat', () => {
  test('is given at the first sign-in for 14 days, and the administrator is notified (M10)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy'))
    expect(story.told).toEqual([
      '2026-03-02T09:00Z MemberAdded lucy, signIn, by member lucy',
      '2026-03-02T09:00Z SeatGrantedProvisionally lucy, signIn, by member lucy, until 2026-03-16T09:00Z, notifies',
    ])
    expect(answered(story)).toEqual(['full', story.moment('2026-03-16T09:00')])
    expect(summary(story.pool, story.now)).toMatchObject({ provisional: 1, consumed: 1, available: 0 })
  })

  test('is given to a known member who never signed in, for the days that the policy names (M10)', () => {
    const story = given({ policies: { ...byApproval, manualApproval: { graceDays: 3 } }, members: ['lucy'] }).when(signIn('lucy'))
    expect(story.told).toEqual([
      '2026-03-02T09:00Z SeatGrantedProvisionally lucy, signIn, by member lucy, until 2026-03-05T09:00Z, notifies',
    ])
  })

  test.each<[string, PoliciesPatch, string]>([
    ['auto-assign is on', { autoAssign: { enabled: true } }, 'enabled'],
    ['auto-assign is absent', { autoAssign: null }, 'known'],
    ['notifications are off', { notifications: { enabled: false } }, 'pending'],
    ['notifications are absent', { notifications: null }, 'pending'],
    ['the policy gives no days', { manualApproval: { graceDays: null } }, 'pending'],
    ['the policy is absent', { manualApproval: null }, 'pending'],
  ])('is not given where %s (M10)', (_, policies, state) => {
    const story = given({ policies: { ...byApproval, ...policies } }).when(signIn('lucy'))
    expect(story.stateOf('lucy')).toBe(state)
  })

  test('is not given where no license is available, nor later, for then it is not the first sign-in (M10)', () => {
    const story = given({ allowance: 0, policies: byApproval }).when(signIn('lucy'))
    expect(story.events).toEqual(['MemberAdded lucy', 'SeatRequested lucy', 'TrialStarted lucy'])
    expect(story.when(buy('more', 1)).when(signIn('lucy')).events).toEqual([])
  })

  test('is not given to one who had signed in before, though it had a seat then (M10)', () => {
    const story = given({ members: ['bob'] })
      .when(signIn('lucy'))
      .when(transfer('lucy', 'bob'))
      .when(change(byApproval))
    expect(story.when(buy('more', 1)).when(signIn('lucy')).events).toEqual(['SeatRequested lucy', 'TrialStarted lucy'])
  })

  test.each<[string, readonly Command[]]>([
    ['disabled', [disable('lucy'), enable('lucy'), transfer('lucy', 'bob'), remove('bob')]],
    ['deleted', [remove('lucy'), add('lucy')]],
  ])('is not given to one who was ever %s (M10)', (_, commands) => {
    const begun = given({ policies: byApproval, members: ['lucy', 'bob'] })
    const story = commands.reduce((soFar, command) => soFar.when(command), begun)
    expect([story.stateOf('lucy'), summary(story.pool, story.now).available]).toEqual(['known', 1])
    expect(story.when(signIn('lucy')).events).toEqual(['SeatRequested lucy', 'TrialStarted lucy'])
  })

  test('is not given to one who was ever rejected (M10)', () => {
    const story = given({ policies: byApproval, members: ['bob'] })
      .when(signIn('lucy'))
      .when(turnDown('lucy'))
      .when(enable('lucy'))
      .when(transfer('lucy', 'bob'))
      .when(remove('bob'))
    expect(story.when(signIn('lucy')).events).toEqual(['SeatRequested lucy', 'TrialStarted lucy'])
  })

  test('stays when the administrator approves it: nothing ends any more (M10)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy')).when(approve('lucy'), { at: '2026-03-10T00:00' })
    expect(story.told).toEqual(['2026-03-10T00:00Z SeatApproved lucy, approved, by systemAdmin'])
    expect([story.stateOf('lucy'), story.accessOf('lucy')]).toEqual(['enabled', 'full'])
    expect(story.when(sweep, { at: '2027-01-01T00:00' }).events).toEqual([])
  })

  test('is approved also when the pool is over-allocated: it consumes already (M10, A2)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy')).when({ type: 'LowerAllowance', to: 0 })
    expect(story.when(approve('lucy')).events).toEqual(['SeatApproved lucy'])
  })

  test('is freed when the administrator rejects it, and its holder is disabled (M10)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy')).when(turnDown('lucy'), { at: '2026-03-10T00:00' })
    expect(story.told).toEqual(['2026-03-10T00:00Z MemberRejected lucy, command, by systemAdmin'])
    expect([story.stateOf('lucy'), story.accessOf('lucy')]).toEqual(['disabled', 'standard'])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 0, available: 1 })
  })

  test.each<[string, PoliciesPatch]>([
    ['fewer days', { manualApproval: { graceDays: 1 } }],
    ['no days', { manualApproval: { graceDays: null } }],
    ['no policy', { manualApproval: null }],
    ['no notifications', { notifications: { enabled: false } }],
    ['auto-assign on', { autoAssign: { enabled: true } }],
  ])('ends when it was said to end, whatever is changed meanwhile: %s (M10, M13)', (_, policies) => {
    const story = given({ policies: byApproval }).when(signIn('lucy')).when(change(policies))
    expect(story.events).toEqual(['PoliciesChanged'])
    expect(story.accessOf('lucy')).toBe('full until 2026-03-16T09:00Z')
    expect(story.when(sweep, { at: '2026-03-17T00:00' }).told[0]).toBe(
      '2026-03-16T09:00Z ProvisionalGrantLapsed lucy, lapsed, by system',
    )
  })

  test('lapses after 14 days when nobody decides: pending, with what is left of the trial (M11)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy')).when(sweep, { at: '2026-03-20T00:00' })
    expect(story.told).toEqual([
      '2026-03-16T09:00Z ProvisionalGrantLapsed lucy, lapsed, by system',
      '2026-03-16T09:00Z TrialStarted lucy, lapsed, by system, until 2026-04-01T09:00Z',
    ])
    expect([story.stateOf('lucy'), story.accessOf('lucy')]).toEqual(['pending', 'trial until 2026-04-01T09:00Z'])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 0, available: 1 })
  })

  test('lapses without a trial when none is left of it (M11, D6)', () => {
    const policies = { ...byApproval, manualApproval: { graceDays: 30 } }
    const story = given({ policies }).when(signIn('lucy')).when(sweep, { at: '2026-05-01T00:00' })
    expect(story.told).toEqual(['2026-04-01T09:00Z ProvisionalGrantLapsed lucy, lapsed, by system'])
    expect(story.accessOf('lucy')).toBe('standard')
  })

  test('lapses to the end of the line, behind who came to wait meanwhile (M11, M6)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy')).when(signIn('bob')).when(sweep, { at: '2026-03-16T09:00' })
    expect(story.when(buy('more', 1)).when(approveFirst(9)).events).toEqual(['SeatGranted bob', 'SeatGranted lucy'])
  })

  test('is one ever: who lapsed waits for an administrator, whatever is available (M11)', () => {
    const story = given({ allowance: 9, policies: byApproval }).when(signIn('lucy')).when(sweep, { at: '2026-03-16T09:00' })
    expect(story.when(signIn('lucy')).events).toEqual([])
    const again = story.when(assign('lucy')).when(add('bob')).when(transfer('lucy', 'bob')).when(signIn('lucy'))
    expect(again.events).toEqual(['SeatRequested lucy'])
  })
})
