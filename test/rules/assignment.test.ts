// Who gets a seat by signing in, and the trial of those who do not (M1 to M5).

import { describe, expect, test } from 'vitest'
import { type Command, type PoliciesPatch, summary } from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import {
  add,
  approve,
  assign,
  buy,
  change,
  deactivate,
  disable,
  enable,
  relicense,
  remove,
  signIn,
  sweep,
  transfer,
  unlicense,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const manual = { autoAssign: { enabled: false } } as const

/** What a sign-in came to: the level, and until when. */
const answered = ({ outcome }: Story) => [outcome.access, outcome.until]

describe('signing in', () => {
  test('with a seat gives full access, without one the uncustomised app (M1)', () => {
    const story = given({ allowance: 1, policies: { trial: null } }).when(signIn('ann'))
    expect(answered(story)).toEqual(['full', undefined])
    expect(answered(story.when(signIn('bob')))).toEqual(['standard', undefined])
    expect([story.accessOf('ann'), story.when(signIn('bob')).accessOf('bob')]).toEqual(['full', 'standard'])
  })

  test('with a named client makes somebody unknown a member with a seat, where auto-assign is on (M2)', () => {
    expect(given().when(signIn('lucy')).told).toEqual([
      '2026-03-02T09:00Z MemberAdded lucy, signIn, by member lucy',
      '2026-03-02T09:00Z SeatGranted lucy, signIn, by member lucy',
    ])
  })

  test('with a named client gives a seat to somebody known who has none (M2)', () => {
    expect(given({ members: ['lucy'] }).when(signIn('lucy')).told).toEqual([
      '2026-03-02T09:00Z SeatGranted lucy, signIn, by member lucy',
    ])
  })

  test('makes pending whom no license is available for (M2)', () => {
    const story = given({ allowance: 0, members: ['bob'] }).when(signIn('lucy'))
    expect(story.told).toEqual([
      '2026-03-02T09:00Z MemberAdded lucy, signIn, by member lucy',
      '2026-03-02T09:00Z SeatRequested lucy, noLicenseAvailable, by member lucy',
      '2026-03-02T09:00Z TrialStarted lucy, noLicenseAvailable, by member lucy, until 2026-04-01T09:00Z',
    ])
    expect(answered(story)).toEqual(['trial', story.moment('2026-04-01T09:00')])
    expect(story.when(signIn('bob')).events).toEqual(['SeatRequested bob', 'TrialStarted bob'])
  })

  test.each([
    ['any', ['web', 'mobile', 'lan'], []],
    [[], ['web', 'mobile', 'lan'], []],
    [
      ['lan', 'mobile'],
      ['lan', 'mobile'],
      ['web', 'LAN'],
    ],
  ] as const)('asks for a seat with the clients %j: %j do, %j do not (M2)', (clients, asking, other) => {
    const story = given({ policies: { autoAssign: { clients } } })
    for (const client of asking)
      expect(story.when(signIn('lucy', client)).events).toEqual(['MemberAdded lucy', 'SeatGranted lucy'])
    for (const client of other) expect(story.when(signIn('lucy', client)).events).toEqual([])
  })

  test.each<[string, PoliciesPatch]>([
    ['auto-assign on', {}],
    ['auto-assign off', manual],
    ['provisional seats', byApproval],
  ])('with a client that is not named leaves no trace: no member, no waiting, no seat, with %s (M2, M3, M10)', (_, policies) => {
    const story = given({ policies, members: ['known'] })
    const before = toSnapshot(story.pool)
    for (const member of ['lucy', 'known']) {
      const signedIn = story.when(signIn(member, 'web'), { at: '2026-03-09T00:00' })
      expect(signedIn.events).toEqual([])
      expect(answered(signedIn)).toEqual(['standard', undefined])
      expect(toSnapshot(signedIn.pool)).toEqual(before)
    }
  })

  test('with a client that is not named is no first sign-in: the trial runs from the one that is (M2, M4)', () => {
    const story = given({ allowance: 0, members: ['lucy'] }).when(signIn('lucy', 'web'))
    expect(story.when(signIn('lucy'), { at: '2026-03-12T09:00' }).accessOf('lucy')).toBe('trial until 2026-04-11T09:00Z')
    const provisional = given({ policies: byApproval, members: ['lucy'] })
      .when(signIn('lucy', 'web'))
      .when(signIn('lucy'))
    expect(provisional.events).toEqual(['SeatGrantedProvisionally lucy'])
  })

  test('with a client that is not named answers what the member has: a seat, a trial (M2)', () => {
    const story = given().when(signIn('ann')).when(signIn('bob'))
    expect(answered(story.when(signIn('ann', 'web')))).toEqual(['full', undefined])
    expect(answered(story.when(signIn('bob', 'web')))).toEqual(['trial', story.moment('2026-04-01T09:00')])
  })

  test('with a client that is not named admits nobody who waits (M2, M6)', () => {
    const story = given({ allowance: 0 }).when(signIn('lucy')).when(buy('more', 1))
    expect(story.when(signIn('lucy', 'web')).events).toEqual([])
    expect(story.when(signIn('lucy')).events).toEqual(['SeatGranted lucy'])
  })
})

describe('with auto-assign off', () => {
  test('the first sign-in makes pending until an administrator approves, though licenses are available (M3)', () => {
    const story = given({ allowance: 9, policies: manual }).when(signIn('lucy'))
    expect(story.told).toEqual([
      '2026-03-02T09:00Z MemberAdded lucy, signIn, by member lucy',
      '2026-03-02T09:00Z SeatRequested lucy, approvalNeeded, by member lucy',
      '2026-03-02T09:00Z TrialStarted lucy, approvalNeeded, by member lucy, until 2026-04-01T09:00Z',
    ])
    expect(story.when(signIn('lucy')).events).toEqual([])
    expect(story.when(approve('lucy')).told).toEqual(['2026-03-02T09:00Z SeatGranted lucy, approved, by systemAdmin'])
    expect(story.when(approve('lucy')).accessOf('lucy')).toBe('full')
  })

  test('approving is an admission (M3, A2)', () => {
    const story = given({ policies: manual }).when(signIn('ann')).when(signIn('bob')).when(approve('ann'))
    expect(story.refusal(approve('bob'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, consumed: 1, to: 2 })
  })

  test('and the policy absent nobody becomes pending: an unknown is added and known, a known stays (M3, D4)', () => {
    const story = given({ policies: { autoAssign: null } }).when(signIn('lucy', 'web'))
    expect(story.told).toEqual(['2026-03-02T09:00Z MemberAdded lucy, signIn, by member lucy'])
    expect([story.stateOf('lucy'), ...answered(story)]).toEqual(['known', 'standard', undefined])
    expect(story.when(signIn('lucy')).events).toEqual([])
    expect(given({ policies: { autoAssign: null }, members: ['bob'] }).when(signIn('bob')).events).toEqual([])
  })
})

describe('the trial', () => {
  test('lasts 30 days from the first sign-in and is then standard access, still pending (M4)', () => {
    const story = given({ allowance: 0 }).when(signIn('lucy')).when(signIn('lucy'), { at: '2026-03-20T00:00' })
    expect(story.accessOf('lucy')).toBe('trial until 2026-04-01T09:00Z')
    const ended = story.when(sweep, { at: '2026-04-01T09:00' })
    expect(ended.told).toEqual(['2026-04-01T09:00Z TrialEnded lucy, due, by system'])
    expect([ended.accessOf('lucy'), ended.stateOf('lucy')]).toEqual(['standard', 'pending'])
    expect(answered(ended.when(signIn('lucy')))).toEqual(['standard', undefined])
  })

  test('consumes no license (M4)', () => {
    const story = given({ allowance: 1, policies: manual, members: ['bob'] }).when(signIn('lucy'))
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 0, available: 1, pending: 1 })
    expect(story.when(assign('bob')).events).toEqual(['SeatGranted bob'])
  })

  test.each<[string, PoliciesPatch]>([
    ['another length', { trial: { days: 3 } }],
    ['the trial policy removed', { trial: null }],
    ['auto-assign off', manual],
  ])('ends where the first sign-in fixed it, whatever changes later: %s (M4)', (_, policies) => {
    const story = given({ allowance: 0 }).when(signIn('lucy')).when(change(policies))
    expect(story.accessOf('lucy')).toBe('trial until 2026-04-01T09:00Z')
    expect(story.when(sweep, { at: '2027-01-01T00:00' }).told).toEqual(['2026-04-01T09:00Z TrialEnded lucy, due, by system'])
  })

  test('is not to be had by a member whose first sign-in found no trial policy (M4, D7)', () => {
    const story = given({ allowance: 0, policies: { trial: null } })
      .when(signIn('lucy'))
      .when(change({ trial: {} }))
    expect(story.when(signIn('lucy')).events).toEqual([])
    expect(story.accessOf('lucy')).toBe('standard')
  })

  test('runs from the first sign-in also where that gave a seat: what is left of it is there when the seat is gone (M4)', () => {
    const story = given({ members: ['bob'] })
      .when(signIn('lucy'))
      .when(transfer('lucy', 'bob'), { at: '2026-03-12T09:00' })
    const waits = story.when(signIn('lucy'), { at: '2026-03-22T09:00' })
    expect(waits.told).toEqual([
      '2026-03-22T09:00Z SeatRequested lucy, noLicenseAvailable, by member lucy',
      '2026-03-22T09:00Z TrialStarted lucy, noLicenseAvailable, by member lucy, until 2026-04-01T09:00Z',
    ])
    expect(story.when(signIn('lucy'), { at: '2026-04-01T09:00' }).events).toEqual(['SeatRequested lucy'])
    expect(story.when(signIn('lucy'), { at: '2026-04-01T09:00' }).accessOf('lucy')).toBe('standard')
  })

  test('runs from the first sign-in of one who was assigned a seat before (M4, D6)', () => {
    const story = given({ members: ['lucy', 'bob'] })
      .when(assign('lucy'))
      .when(signIn('lucy'), { at: '2026-03-02T18:00' })
    expect(story.told).toEqual(['2026-03-02T18:00Z SeatUsed lucy, signIn, by member lucy'])
    expect(story.outcome.events).toMatchObject([{ firstSignIn: { trialEndsAt: story.moment('2026-04-01T18:00') } }])
    const waits = story.when(transfer('lucy', 'bob')).when(signIn('lucy'), { at: '2026-03-30T00:00' })
    expect(waits.accessOf('lucy')).toBe('trial until 2026-04-01T18:00Z')
  })

  test('starts once: waiting again goes on with it, and it ends only for one who waits (M4, D6)', () => {
    const story = given({ allowance: 0, members: ['bob'] })
      .when(signIn('lucy'))
      .when(buy('one', 1))
      .when(signIn('lucy'))
      .when(transfer('lucy', 'bob'))
    expect(story.when(sweep, { at: '2026-05-01T00:00' }).events).toEqual([])
    const again = story.when(signIn('lucy'), { at: '2026-03-20T00:00' })
    expect(again.events).toEqual(['SeatRequested lucy'])
    expect(again.accessOf('lucy')).toBe('trial until 2026-04-01T09:00Z')
    expect(again.when(sweep, { at: '2026-05-01T00:00' }).events).toEqual(['TrialEnded lucy'])
  })

  test('is one ever: deleted and added again, a member has no second one (M4, M7)', () => {
    const story = given({ allowance: 0 }).when(signIn('lucy')).when(remove('lucy'), { at: '2026-03-12T00:00' }).when(add('lucy'))
    const early = story.when(signIn('lucy'), { at: '2026-03-20T00:00' })
    expect(early.events).toEqual(['SeatRequested lucy'])
    expect(early.accessOf('lucy')).toBe('trial until 2026-04-01T09:00Z')
    const late = story.when(signIn('lucy'), { at: '2026-04-01T09:00' })
    expect(late.events).toEqual(['SeatRequested lucy'])
    expect(late.accessOf('lucy')).toBe('standard')
  })

  test.each<[string, readonly Command[]]>([
    ['disabled and enabled', [disable('lucy'), enable('lucy'), transfer('lucy', 'bob')]],
    ['deactivated and back', [deactivate('lucy'), add('lucy'), assign('bob')]],
    ['unlicensed and back', [unlicense('lucy'), relicense('lucy'), assign('bob')]],
  ])('is one ever: %s, a member has no second one (M4, D1)', (_, commands) => {
    const seated = given({ members: ['bob'] })
      .when(signIn('lucy'))
      .when(sweep, { at: '2026-04-10T00:00' })
    const waits = commands.reduce((story, command) => story.when(command), seated).when(signIn('lucy'))
    expect(waits.events).toEqual(['SeatRequested lucy'])
    expect(waits.accessOf('lucy')).toBe('standard')
  })
})

describe('an administrator', () => {
  test('assigns a seat to a member who has never signed in (M5)', () => {
    const story = given({ members: ['lucy'] }).when(assign('lucy'))
    expect(story.told).toEqual(['2026-03-02T09:00Z SeatGranted lucy, assigned, by systemAdmin'])
    expect(story.accessOf('lucy')).toBe('full')
  })
})
