// Policies as data: merged, checked, and giving nothing where they are absent (D7).

import { describe, expect, test } from 'vitest'
import {
  autoAssign,
  idleReclaim,
  mobileAssignment,
  overage,
  type Policies,
  type PoliciesPatch,
  policies,
  summary,
  trial,
} from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { assign, change, signIn, sweep } from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const policiesOf = (story: Story): Policies => toSnapshot(story.pool).header.policies

describe('policies merge', () => {
  test('by policy and by field: what a change does not name stays (D7)', () => {
    const story = given({ policies: { idleReclaim: { enabled: true, days: 60, exempt: ['ann'] } } })
    const changed = story.when(change({ idleReclaim: { days: 30 }, trial: { days: 7 } }))
    expect(policiesOf(changed)).toEqual({
      ...policiesOf(story),
      idleReclaim: { enabled: true, days: 30, exempt: ['ann'] },
      trial: { days: 7 },
    })
  })

  test('one level deep: a field’s value is replaced whole (D7)', () => {
    const story = given({
      policies: {
        autoAssign: { clients: ['mobile', 'lan'] },
        idleReclaim: { enabled: true, exempt: ['ann', 'bob'] },
        overage: { allow: { seats: 3 } },
        permissions: { AddMember: ['setupWizard', 'system'], AddLot: [] },
      },
    })
    const patch: PoliciesPatch = {
      autoAssign: { clients: ['web'] },
      idleReclaim: { exempt: ['cara'] },
      overage: { allow: { factor: 2 } },
      permissions: { AddMember: ['system'] },
    }
    expect(policiesOf(story.when(change(patch)))).toEqual({
      ...mobileAssignment,
      autoAssign: { enabled: true, clients: ['web'] },
      idleReclaim: { enabled: true, days: 90, exempt: ['cara'] },
      overage: { allow: { factor: 2 } },
      permissions: { AddMember: ['system'], AddLot: [] },
    })
  })

  test('over the preset when a pool is opened, and `null` takes one out (D7)', () => {
    const story = given({ policies: { trial: { days: 5 }, notifications: null, waiting: {} } })
    expect(policiesOf(story)).toEqual({
      membership: { unknownSignIn: 'add', withoutLicense: 'standard' },
      autoAssign: { enabled: true, clients: ['mobile'] },
      waiting: { admit: 'atSignIn' },
      manualApproval: { graceDays: 14 },
      trial: { days: 5 },
      idleReclaim: { enabled: false, days: 90, exempt: [] },
    })
  })

  test('and `null` removes one from a running pool, where it is there (D7)', () => {
    const story = given().when(change({ trial: null }))
    expect(Object.keys(policiesOf(story))).not.toContain('trial')
    expect(story.events).toEqual(['PoliciesChanged'])
    expect(story.when(change({ trial: null, shrink: null })).events).toEqual([])
  })

  test('with the defaults of a policy that was absent (D7)', () => {
    const story = given({ preset: false }).when(
      change({ idleReclaim: {}, autoAssign: {}, membership: {}, overage: {}, shrink: {} }),
    )
    expect(policiesOf(story)).toEqual({
      idleReclaim: { enabled: false, days: 90, exempt: [] },
      autoAssign: { enabled: false, clients: 'any' },
      membership: { unknownSignIn: 'refuse', withoutLicense: 'refuse' },
      overage: { allow: 'none' },
      shrink: { rule: 'keep' },
    })
  })

  test('in the order in which they are composed, the later one’s fields last (D7)', () => {
    const composed = policies(
      mobileAssignment,
      trial({ days: 9 }),
      idleReclaim({ enabled: true, days: 7 }),
      { idleReclaim: { exempt: ['ann'] } },
      overage({ allow: { seats: 1 } }),
      { manualApproval: null },
    )
    expect(composed).toEqual({
      membership: { unknownSignIn: 'add', withoutLicense: 'standard' },
      autoAssign: { enabled: true, clients: ['mobile'] },
      waiting: { admit: 'atSignIn' },
      trial: { days: 9 },
      idleReclaim: { enabled: true, days: 7, exempt: ['ann'] },
      notifications: { enabled: false },
      overage: { allow: { seats: 1 } },
    })
    expect(policies(autoAssign({ enabled: true, clients: ['a'] }), autoAssign({ enabled: false })).autoAssign).toEqual({
      enabled: false,
      clients: 'any',
    })
  })

  test('into an event that carries all of them, and the change is in force from then on (D7)', () => {
    const story = given({ allowance: 0 }).when(change({ trial: { days: 3 } }))
    expect(story.outcome.events).toMatchObject([
      { type: 'PoliciesChanged', policies: { ...mobileAssignment, trial: { days: 3 } } },
    ])
    expect(story.when(signIn('lucy')).accessOf('lucy')).toBe('trial until 2026-03-05T09:00Z')
  })
})

describe('policies are Invalid', () => {
  const days = [0, -1, 1.5, '30', Number.NaN, Number.POSITIVE_INFINITY, true]

  test.each([
    ['policies.trials', { trials: { days: 30 } }],
    ['policies.toString', { toString: {} }],
    ['policies.trial.day', { trial: { day: 30 } }],
    ['policies.autoAssign.client', { autoAssign: { client: ['mobile'] } }],
    ['policies.permissions.Dance', { permissions: { Dance: ['system'] } }],
  ])('with a policy or a field that is unknown: %s (D7)', (path, patch) => {
    expect(given().refusal(change(patch as unknown as PoliciesPatch))).toMatchObject({ type: 'Invalid', issues: [{ path }] })
  })

  test.each([
    ...days.flatMap((each) => [
      ['trial.days', each, { trial: { days: each } }] as const,
      ['manualApproval.graceDays', each, { manualApproval: { graceDays: each } }] as const,
      ['idleReclaim.days', each, { idleReclaim: { days: each } }] as const,
    ]),
    ['trial.days', null, { trial: { days: null } }] as const,
    ['idleReclaim.days', null, { idleReclaim: { days: null } }] as const,
  ])('with days that are no whole number from 1: %s %j (D7)', (path, _, patch) => {
    const refusal = given().refusal(change(patch as unknown as PoliciesPatch))
    expect(refusal).toMatchObject({ type: 'Invalid', issues: [{ path: `policies.${path}` }] })
  })

  test.each([
    ['autoAssign.enabled', { autoAssign: { enabled: 'yes' } }],
    ['autoAssign.clients', { autoAssign: { clients: 'mobile' } }],
    ['autoAssign.clients[1]', { autoAssign: { clients: ['mobile', ''] } }],
    ['waiting.admit', { waiting: { admit: 'now' } }],
    ['membership.unknownSignIn', { membership: { unknownSignIn: 'maybe' } }],
    ['notifications', { notifications: true }],
    ['overage.allow', { overage: { allow: 'some' } }],
    ['overage.allow.seats', { overage: { allow: { seats: -1 } } }],
    ['overage.allow.factor', { overage: { allow: { factor: 0.5 } } }],
    ['shrink.rule', { shrink: { rule: 'releaseAll' } }],
    ['idleReclaim.exempt', { idleReclaim: { exempt: 'ann' } }],
    ['permissions.AddMember[0]', { permissions: { AddMember: ['everybody'] } }],
  ])('with a value that is none: %s (D7, X10)', (path, patch) => {
    const refusal = given().refusal(change(patch as unknown as PoliciesPatch))
    expect(refusal).toMatchObject({ type: 'Invalid', issues: [{ path: `policies.${path}` }] })
  })

  test('as a whole: a change with one wrong field changes nothing (D7, X1)', () => {
    const patch = { trial: { days: 3 }, waiting: { admit: 'never' } } as unknown as PoliciesPatch
    expect(given().refusal(change(patch))).toMatchObject({ type: 'Invalid', issues: [{ path: 'policies.waiting.admit' }] })
  })

  test('not with one day, nor with no provisional seats (D7, M10)', () => {
    const least = { trial: { days: 1 }, manualApproval: { graceDays: null }, idleReclaim: { days: 1 } }
    expect(given().when(change(least)).events).toEqual(['PoliciesChanged'])
  })
})

describe('a pool without policies', () => {
  const bare = () => given({ preset: false, allowance: 1, members: ['ann', 'bob'] })

  test('assigns, counts and refuses, and gives nothing else: no trial, no auto-assign, no overage (D7)', () => {
    const story = bare().when(assign('ann'))
    expect(story.refusal(assign('bob')).type).toBe('AllowanceExhausted')
    expect(story.refusal(signIn('bob'))).toMatchObject({ type: 'NoLicense', member: 'bob' })
    expect(story.refusal(signIn('new'))).toMatchObject({ type: 'UnknownMember', member: 'new' })
    expect([story.accessOf('ann'), story.accessOf('bob'), story.accessOf('new')]).toEqual(['full', 'none', 'none'])
    expect(summary(story.pool, story.now)).toMatchObject({ allowance: 1, consumed: 1, available: 0, pending: 0 })
  })

  test('frees nothing by itself, notifies nobody, and blocks nothing (D7)', () => {
    const story = bare()
      .when(assign('ann'))
      .when({
        type: 'LinkDependency',
        member: 'ann',
        dependency: { kind: 'territory', id: 'north' },
      })
    expect(story.when(sweep, { at: '2036-01-01T00:00' }).events).toEqual([])
    expect(story.when({ type: 'UnlicenseMembers', members: ['ann'] }).events).toEqual(['MemberUnlicensed ann'])
  })
})
