// The events of every command, in their order and with everything they did (D6).

import { describe, expect, test } from 'vitest'
import { type Command, openPool, summary } from '../../src/index.ts'
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
  lower,
  relicense,
  remove,
  signIn,
  sweep,
  transfer,
  turnDown,
  unlicense,
  use,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const at = Date.parse('2026-03-02T09:00Z')
const day = Date.parse('2026-03-02') / 86_400_000
const north = { kind: 'territory', id: 'north' }
const link = (member: string, dependency: { kind: string; id: string; when?: string } = north): Command => ({
  type: 'LinkDependency',
  member,
  dependency,
})

describe('an event', () => {
  test('says everything that it did, and nothing that is not there (D6, X7)', () => {
    const by = { role: 'member', id: 'lucy', commandId: 'c-1' } as const
    const story = given({ policies: byApproval }).when(signIn('lucy'), { by })
    const envelope = { at, actor: { role: 'member', id: 'lucy' }, reason: 'signIn', commandId: 'c-1' }
    expect(story.outcome.events).toStrictEqual([
      {
        type: 'MemberAdded',
        member: 'lucy',
        kind: 'person',
        state: 'known',
        firstSignIn: { trialEndsAt: Date.parse('2026-04-01T09:00Z') },
        seq: 3,
        ...envelope,
      },
      {
        type: 'SeatGrantedProvisionally',
        member: 'lucy',
        day,
        endsAt: Date.parse('2026-03-16T09:00Z'),
        notifies: true,
        seq: 4,
        ...envelope,
      },
    ])
  })

  test('is numbered from 1 without a gap, also after a refusal (D6, X1)', () => {
    const story = given({ members: ['ann', 'bob'] }).when(assign('ann'))
    story.refusal(assign('bob'))
    const last = story.when(add('cara')).when(disable('ann'))
    expect(last.history.map((event) => event.seq)).toEqual(last.history.map((_, index) => index + 1))
    expect(last.pool.version).toBe(last.history.length)
  })
})

describe('opening a pool', () => {
  test('is one event and one for each lot, with all policies in full (D6)', () => {
    const later = Date.parse('2026-04-01T00:00Z')
    const lots = [
      { lot: 'a', quantity: 2 },
      { lot: 'b', quantity: 3, from: later },
    ]
    const opened = openPool({ type: 'OpenPool', organization: 'acme', policies: { trial: {} }, lots }, at, {
      role: 'accountManager',
    })
    const envelope = { at, actor: { role: 'accountManager' }, reason: 'command' }
    expect(opened._tag === 'Right' && opened.right.events).toStrictEqual([
      { type: 'PoolOpened', organization: 'acme', timeZone: 'UTC', policies: { trial: { days: 30 } }, seq: 1, ...envelope },
      { type: 'LotAdded', lot: 'a', quantity: 2, startsAt: at, seq: 2, ...envelope },
      { type: 'LotAdded', lot: 'b', quantity: 3, from: later, startsAt: later, seq: 3, ...envelope },
    ])
  })

  test('again in the same words is already so, in others Invalid (D6, D7)', () => {
    const story = given()
    const open: Command = {
      type: 'OpenPool',
      organization: 'acme',
      preset: 'mobileAssignment',
      lots: [{ lot: 'base', quantity: 1 }],
    }
    const by = 'accountManager'
    expect(story.when(open, { by }).events).toEqual([])
    const issue = (other: Partial<Command>) => story.refusal({ ...open, ...other } as Command, { by })
    expect(issue({ organization: 'globex' })).toMatchObject({ type: 'Invalid', issues: [{ path: 'organization' }] })
    expect(issue({ timeZone: 'Europe/London' })).toMatchObject({ type: 'Invalid', issues: [{ path: 'timeZone' }] })
    expect(issue({ policies: { trial: null } })).toMatchObject({ type: 'Invalid', issues: [{ path: 'policies' }] })
  })
})

describe('into a seat', () => {
  test.each<[string, () => Story, readonly string[]]>([
    ['unknown, by signing in', () => given().when(signIn('lucy')), ['MemberAdded lucy', 'SeatGranted lucy']],
    ['known, by signing in', () => given({ members: ['lucy'] }).when(signIn('lucy')), ['SeatGranted lucy']],
    ['assigned', () => given({ members: ['lucy'] }).when(assign('lucy')), ['SeatGranted lucy']],
    [
      'provisional, then approved',
      () => given({ policies: byApproval }).when(signIn('lucy')).when(approve('lucy')),
      ['SeatApproved lucy'],
    ],
    [
      'provisional, then assigned',
      () => given({ policies: byApproval }).when(signIn('lucy')).when(assign('lucy')),
      ['SeatApproved lucy'],
    ],
    [
      'provisional, then enabled',
      () => given({ policies: byApproval }).when(signIn('lucy')).when(enable('lucy')),
      ['SeatApproved lucy'],
    ],
    [
      'disabled, then enabled',
      () =>
        given({ members: ['lucy'] })
          .when(disable('lucy'))
          .when(enable('lucy')),
      ['MemberEnabled lucy', 'SeatGranted lucy'],
    ],
    [
      'unknown, provisionally',
      () => given({ policies: byApproval }).when(signIn('lucy')),
      ['MemberAdded lucy', 'SeatGrantedProvisionally lucy'],
    ],
    [
      'by a transfer',
      () =>
        given({ members: ['ann', 'lucy'] })
          .when(assign('ann'))
          .when(transfer('ann', 'lucy')),
      ['SeatReleased ann', 'SeatGranted lucy'],
    ],
  ])('%s (D6)', (_, story, events) => {
    expect(story().events).toEqual(events)
  })

  test('each with its own reason (D6, X7)', () => {
    const known = () => given({ policies: byApproval, members: ['lucy', 'ann'] })
    const reason = (story: Story) => story.outcome.events.at(-1)?.reason
    expect(reason(given().when(signIn('lucy')))).toBe('signIn')
    expect(reason(known().when(assign('lucy')))).toBe('assigned')
    expect(reason(known().when(disable('lucy')).when(enable('lucy')))).toBe('enabled')
    expect(reason(known().when(signIn('lucy')).when(approve('lucy')))).toBe('approved')
    expect(reason(known().when(assign('ann')).when(transfer('ann', 'lucy')))).toBe('transferred')
  })
})

describe('into waiting', () => {
  test('is a request, then the trial, once and only if time is left (D6)', () => {
    const waits = given({ allowance: 0, policies: { trial: { days: 1 } } }).when(signIn('lucy'))
    expect(waits.events).toEqual(['MemberAdded lucy', 'SeatRequested lucy', 'TrialStarted lucy'])
    const again = waits.when(remove('lucy')).when(add('lucy'))
    expect(again.when(signIn('lucy')).events).toEqual(['SeatRequested lucy'])
    expect(again.when(signIn('lucy'), { at: '2026-03-03T09:00' }).events).toEqual(['SeatRequested lucy'])
    expect(given({ allowance: 0, policies: { trial: null } }).when(signIn('lucy')).events).toEqual([
      'MemberAdded lucy',
      'SeatRequested lucy',
    ])
  })

  test.each<[string, Command]>([
    ['assigned', assign('lucy')],
    ['disabled', disable('lucy')],
    ['deleted', remove('lucy')],
    ['deactivated', deactivate('lucy')],
    ['unlicensed', unlicense('lucy')],
  ])('a trial ends by itself only while pending: not for one who was %s (D6)', (_, command) => {
    const story = given({ allowance: 0 }).when(signIn('lucy')).when(buy('one', 1)).when(command)
    expect(story.when(sweep, { at: '2026-06-01T00:00' }).events).toEqual([])
  })
})

describe('leaving', () => {
  const leaving: readonly [string, Command][] = [
    ['MemberDisabled', disable('lucy')],
    ['MemberDeleted', remove('lucy')],
    ['MemberDeactivated', deactivate('lucy')],
    ['MemberUnlicensed', unlicense('lucy')],
  ]

  test.each(leaving)('frees the seat by itself, without another event: %s (D6)', (event, command) => {
    for (const policies of [{}, byApproval]) {
      const story = given({ policies }).when(signIn('lucy'))
      expect(summary(story.pool, story.now).consumed).toBe(1)
      const left = story.when(command)
      expect(left.events).toEqual([`${event} lucy`])
      expect(summary(left.pool, left.now)).toMatchObject({ consumed: 0, available: 1 })
    }
  })

  test('by a rejection frees the provisional seat by itself (D6)', () => {
    const story = given({ policies: byApproval }).when(signIn('lucy')).when(turnDown('lucy'))
    expect(story.events).toEqual(['MemberRejected lucy'])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 0, available: 1, disabled: 1 })
  })

  test('and coming back is one event: no seat comes with it here (D6, D1)', () => {
    expect(
      given({ members: ['lucy'] })
        .when(unlicense('lucy'))
        .when(relicense('lucy')).events,
    ).toEqual(['MemberRelicensed lucy'])
    expect(
      given({ members: ['lucy'] })
        .when(deactivate('lucy'))
        .when(add('lucy')).events,
    ).toEqual(['MemberAdded lucy'])
  })
})

describe('dependencies', () => {
  const linked = () => given({ members: ['lucy'] }).when(link('lucy'))
  const dependenciesOf = (story: Story) =>
    toSnapshot(story.pool).members.flatMap((row) => (row.id === 'lucy' ? (row.people?.dependencies ?? []) : []))

  test('are linked once; with another `when` that one is replaced (D6, P4)', () => {
    expect(linked().events).toEqual(['DependencyLinked lucy'])
    expect(linked().outcome.events).toMatchObject([{ dependency: north }])
    expect(linked().when(link('lucy')).events).toEqual([])
    const replaced = linked().when(link('lucy', { ...north, when: 'future' }))
    expect(replaced.events).toEqual(['DependencyLinked lucy'])
    expect(dependenciesOf(replaced)).toEqual([{ ...north, when: 'future' }])
    expect(dependenciesOf(replaced.when(link('lucy', { kind: 'routing', id: 'north' })))).toHaveLength(2)
  })

  test('are unlinked by kind and id (D6, P4)', () => {
    const unlink = (id: string): Command => ({ type: 'UnlinkDependency', member: 'lucy', dependency: { kind: 'territory', id } })
    const story = linked().when(unlink('north'))
    expect([story.events, dependenciesOf(story)]).toEqual([['DependencyUnlinked lucy'], []])
    expect(linked().when(unlink('south')).events).toEqual([])
  })

  test('come with credentials: a login under the member’s own id (D6, P1)', () => {
    const story = given().when({ type: 'AddMember', member: 'lucy', credentials: true })
    expect(story.events).toEqual(['MemberAdded lucy', 'DependencyLinked lucy'])
    expect(dependenciesOf(story)).toEqual([{ kind: 'login', id: 'lucy' }])
  })

  test('of a filled placeholder are linked one by one, before it is filled (D6)', () => {
    const story = given({ members: ['ann'] })
      .when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' })
      .when(link('tbh'))
      .when(link('tbh', { kind: 'target', id: 't', when: 'active' }))
      .when({ type: 'FillPlaceholder', placeholder: 'tbh', member: 'new' })
    expect(story.events).toEqual(['MemberAdded new', 'DependencyLinked new', 'DependencyLinked new', 'PlaceholderFilled new'])
    expect(story.outcome.events.slice(1)).toMatchObject([
      { dependency: north },
      { dependency: { kind: 'target', id: 't', when: 'active' } },
      { placeholder: 'tbh' },
    ])
  })
})

describe('the allowance', () => {
  test('lowered is one event with the cut of every lot (D6, S5)', () => {
    const story = given({ allowance: 2 })
      .when(buy('more', 3))
      .when(lower(1), { by: { role: 'accountManager', commandId: 'c' } })
    expect(story.outcome.events).toStrictEqual([
      {
        type: 'AllowanceLowered',
        from: 5,
        to: 1,
        cuts: [
          { lot: 'more', quantity: 3 },
          { lot: 'base', quantity: 1 },
        ],
        reason: 'command',
        seq: 4,
        at,
        actor: { role: 'accountManager' },
        commandId: 'c',
      },
    ])
    expect(story.when(sweep, { at: '2029-01-01T00:00' }).events).toEqual([])
  })
})

describe('what makes no event', () => {
  const check: Command = { type: 'CheckIn', member: 'lucy', client: 'mobile' }

  test.each<[string, () => Story]>([
    ['a check', () => given({ members: ['lucy'] }).when(check)],
    ['a check of a seat holder', () => given().when(signIn('lucy')).when(check, { at: '2026-03-09T00:00' })],
    ['a check of somebody unknown', () => given().when(check)],
    ['a use on the day of the grant', () => given().when(signIn('lucy')).when(use('lucy'), { at: '2026-03-02T23:59' })],
    ['a second sign-in on the day of the grant', () => given().when(signIn('lucy')).when(signIn('lucy'))],
    ['a sweep when nothing is due', () => given().when(signIn('lucy')).when(sweep, { at: '2029-01-01T00:00' })],
    ['a change to the same', () => given().when(change({ trial: { days: 30 }, autoAssign: { enabled: true } }))],
    ['a change of nothing', () => given().when(change({}))],
  ])('%s (D6)', (_, story) => {
    const happened = story()
    expect(happened.events).toEqual([])
    expect(happened.pool.version).toBe(happened.history.length)
  })

  test('is no first sign-in of one who holds a seat: that is always an event (D6, M4)', () => {
    const assigned = given({ members: ['lucy'] }).when(assign('lucy'))
    expect(assigned.when(signIn('lucy')).events).toEqual(['SeatUsed lucy'])
    expect(assigned.when(use('lucy')).events).toEqual([])
    const used = assigned.when(use('lucy'), { at: '2026-03-03T09:00' })
    expect(used.events).toEqual(['SeatUsed lucy'])
    expect(used.when(signIn('lucy')).outcome.events).toMatchObject([
      { type: 'SeatUsed', firstSignIn: { trialEndsAt: at + 31 * 86_400_000 } },
    ])
    expect(used.when(signIn('lucy')).when(signIn('lucy')).events).toEqual([])
  })
})
