// A member's status says whether it holds a license (S1, S2, S7), and who adds beyond the allowance consents to a raise (S6, S8).

import { describe, expect, test } from 'vitest'
import { access, type Command, explain, members, type PoliciesPatch, type Rejection, summary } from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
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
  remove,
  signIn,
  sweep,
  transfer,
  turnDown,
  use,
} from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const statuses = {
  contractor: { counts: true, signsIn: true },
  sleeper: { counts: true, signsIn: false },
  guest: { counts: false, signsIn: true },
  alumnus: { counts: false, signsIn: false },
} as const
const subscription = { unitPrice: 900, currency: 'EUR', terms: 'terms-7' } as const

const counted = (allowance: number, policies: PoliciesPatch = {}): Story =>
  given({
    preset: 'statusAllowance',
    allowance,
    policies: { counting: { rule: 'status', statuses }, subscription, ...policies },
  })
const addAs = (member: string, status: string, more: object = {}): Command => ({ type: 'AddMember', member, status, ...more })
const to = (member: string, status: string, more: object = {}): Command => ({ type: 'ChangeStatus', member, status, ...more })
const consent = (from: number, raised: number, acceptTerms = true) => ({ consent: { from, to: raised, acceptTerms } })
const figures = (story: Story) => {
  const { allowance, consumed, available } = summary(story.pool, story.now)
  return { allowance, consumed, available }
}
const fieldOf = (refusal: Rejection) => (refusal.type === 'Invalid' ? refusal.issues.map(({ path }) => path) : refusal.type)

describe('the state follows the status', () => {
  test.each([
    ['active', 'enabled', 'full', 1],
    ['locked', 'enabled', 'none', 1],
    ['inactive', 'disabled', 'none', 0],
    ['contractor', 'enabled', 'full', 1],
    ['sleeper', 'enabled', 'none', 1],
    ['guest', 'known', 'standard', 0],
    ['alumnus', 'disabled', 'none', 0],
    ['room', 'known', 'none', 0],
    ['resource', 'known', 'none', 0],
    ['asset', 'known', 'none', 0],
    ['queue', 'known', 'none', 0],
  ] as const)('%s is %s with access %s, and consumes as it counts (S1, S2)', (status, state, level, consumed) => {
    const granted = consumed === 1 ? ['SeatGranted lucy'] : []
    const added = counted(3).when(addAs('lucy', status))
    expect([added.events, added.stateOf('lucy'), added.accessOf('lucy')]).toEqual([
      ['MemberAdded lucy', ...granted],
      state,
      level,
    ])
    expect(figures(added)).toEqual({ allowance: 3, consumed, available: 3 - consumed })
    expect(members(added.pool)).toMatchObject([{ member: 'lucy', status, consumes: consumed === 1, listed: true }])
    const imported = counted(3).when({ type: 'ImportMembers', members: [{ member: 'lucy', status }] })
    expect([imported.events, imported.stateOf('lucy')]).toEqual([['MemberAdded lucy', ...granted], state])
  })

  test('without a status one is added active, a resource as resource, a placeholder without one (S1, S2)', () => {
    const story = counted(3)
      .when(add('lucy'))
      .when({ type: 'AddMember', member: 'beamer', kind: 'resource' })
      .when(addAs('hall', 'room'))
      .when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' })
    expect(members(story.pool).map(({ member, kind, status, state }) => [member, kind, status, state])).toEqual([
      ['lucy', 'person', 'active', 'enabled'],
      ['beamer', 'resource', 'resource', 'known'],
      ['hall', 'resource', 'room', 'known'],
      ['tbh', 'placeholder', undefined, 'known'],
    ])
    expect(figures(story).consumed).toBe(1)
  })

  test('a change tells of the status first, then of the seat (S1, S7, D6)', () => {
    const active = counted(1).when(add('lucy'))
    expect(active.when(to('lucy', 'locked')).events).toEqual(['StatusChanged lucy'])
    expect(active.when(to('lucy', 'active')).events).toEqual([])
    const inactive = active.when(to('lucy', 'inactive'))
    expect(inactive.events).toEqual(['StatusChanged lucy', 'SeatReleased lucy'])
    expect(inactive.stateOf('lucy')).toBe('disabled')
    expect(inactive.when(to('lucy', 'inactive')).events).toEqual([])
    expect(inactive.when(to('lucy', 'active')).told).toEqual([
      '2026-03-02T09:00Z StatusChanged lucy, command, by systemAdmin',
      '2026-03-02T09:00Z SeatGranted lucy, counted, by systemAdmin',
    ])
    const guest = active.when(to('lucy', 'guest'))
    expect([guest.events, guest.stateOf('lucy')]).toEqual([['StatusChanged lucy', 'SeatReleased lucy'], 'known'])
    const alumnus = guest.when(to('lucy', 'alumnus'))
    expect([alumnus.events, alumnus.stateOf('lucy')]).toEqual([['StatusChanged lucy'], 'disabled'])
    expect([alumnus.when(to('lucy', 'inactive')).events, alumnus.when(to('lucy', 'guest')).stateOf('lucy')]).toEqual([
      ['StatusChanged lucy'],
      'known',
    ])
  })

  test('active to locked and back needs no license, also when over-allocated (S7)', () => {
    const story = counted(1).when(add('lucy')).when(lower(0))
    const back = story.when(to('lucy', 'locked')).when(to('lucy', 'active'))
    expect([back.stateOf('lucy'), back.accessOf('lucy'), figures(back).consumed]).toEqual(['enabled', 'full', 1])
  })

  test('making somebody inactive or deleting it frees the license at once; making it active is an admission (S7, FB-2)', () => {
    const story = counted(1).when(add('ann')).when(addAs('bob', 'inactive'))
    for (const status of ['active', 'locked', 'contractor'])
      expect(story.refusal(to('bob', status))).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, consumed: 1, to: 2 })
    for (const free of [to('ann', 'inactive'), remove('ann'), deactivate('ann')]) {
      const freed = story.when(free)
      expect(figures(freed)).toEqual({ allowance: 1, consumed: 0, available: 1 })
      const taken = freed.when(to('bob', 'active'))
      expect(taken.events).toEqual(['StatusChanged bob', 'SeatGranted bob'])
      if (taken.stateOf('ann') === 'disabled') expect(taken.refusal(to('ann', 'active')).type).toBe('AllowanceExhausted')
    }
  })

  test('a network member that is made inactive frees its license, too (S7, C1)', () => {
    const story = counted(1).when({ type: 'AddMember', member: 'lucy', licenseType: 'named' }).when(to('lucy', 'inactive'))
    expect([story.stateOf('lucy'), figures(story).consumed]).toEqual(['disabled', 0])
  })

  test('coming back is as the status says, with that of before unless another is named (D1, S1)', () => {
    const inactive = counted(1).when(addAs('lucy', 'inactive')).when(deactivate('lucy'))
    expect(inactive.when(add('lucy')).stateOf('lucy')).toBe('disabled')
    expect(inactive.when(addAs('lucy', 'active')).stateOf('lucy')).toBe('enabled')
    // Deletion leaves no status behind.
    expect(counted(1).when(addAs('lucy', 'inactive')).when(remove('lucy')).when(add('lucy')).stateOf('lucy')).toBe('enabled')
    const unlicensed = counted(1)
      .when(addAs('lucy', 'guest'))
      .when({ type: 'UnlicenseMembers', members: ['lucy'] })
    expect(unlicensed.when({ type: 'RelicenseMembers', members: ['lucy'] }).stateOf('lucy')).toBe('known')
  })
})

describe('signing in', () => {
  test.each(['locked', 'inactive', 'sleeper', 'alumnus', 'room'])('%s cannot, by any client (S1, S2, D4)', (status) => {
    const story = counted(2).when(addAs('lucy', status))
    expect(story.refusal(signIn('lucy'))).toMatchObject({ type: 'MemberCannotSignIn', member: 'lucy' })
    expect(story.refusal({ type: 'CheckIn', member: 'lucy', client: 'web' })).toMatchObject({ type: 'MemberCannotSignIn' })
  })

  test('somebody unknown cannot, whatever membership says (S1)', () => {
    const story = counted(2, { membership: { unknownSignIn: 'add', withoutLicense: 'standard' } })
    expect(story.refusal(signIn('lucy'))).toMatchObject({ type: 'UnknownMember', member: 'lucy' })
    expect(story.refusal({ type: 'CheckIn', member: 'lucy', client: 'web' }).type).toBe('UnknownMember')
    expect(story.accessOf('lucy')).toBe('none')
  })

  test('a status that signs in without counting gets standard, and never a seat, whatever else the pool does (S2)', () => {
    const mixed = { membership: { withoutLicense: 'refuse' }, autoAssign: { enabled: true }, waiting: {}, trial: {} } as const
    for (const policies of [{}, mixed]) {
      const story = counted(2, policies).when(addAs('lucy', 'guest')).when(signIn('lucy'))
      expect([story.events, story.outcome.access, story.stateOf('lucy')]).toEqual([[], 'standard', 'known'])
      expect(story.when({ type: 'CheckIn', member: 'lucy', client: 'web' }).outcome.access).toBe('standard')
      expect(access(story.pool, 'lucy', story.now)).toEqual({ level: 'standard', reason: 'status' })
    }
  })

  test('a status that counts gets full (S1)', () => {
    const story = counted(1).when(addAs('lucy', 'contractor')).when(signIn('lucy'))
    expect([story.events, story.outcome.access]).toEqual([['SeatUsed lucy'], 'full'])
  })
})

describe('a seat that was freed by itself', () => {
  const idle = { idleReclaim: { enabled: true, days: 1 } } as const
  const later = '2026-03-04T09:00'
  const freed = (status: string): Story => {
    const story = counted(1, idle).when(addAs('lucy', status)).when(sweep, { at: later })
    expect([story.events, story.stateOf('lucy')]).toEqual([['SeatReclaimed lucy'], 'known'])
    expect(members(story.pool)).toMatchObject([{ member: 'lucy', status, consumes: false }])
    return story
  }

  test('for idleness leaves the status; the same status again is an admission (S1, M12)', () => {
    for (const status of ['active', 'locked', 'sleeper']) {
      const story = freed(status)
      expect(story.when(to('lucy', status)).events).toEqual(['SeatGranted lucy'])
      const full = story.when(add('other'))
      expect(full.refusal(to('lucy', status))).toMatchObject({ type: 'AllowanceExhausted', to: 2 })
      expect(full.when(to('lucy', status, consent(1, 2))).events).toEqual(['AllowanceRaised raise-8', 'SeatGranted lucy'])
    }
  })

  test('is taken again by signing in, where the status signs in (S1, M12)', () => {
    const back = freed('active').when(signIn('lucy'))
    expect([back.events, back.outcome.access]).toEqual([['SeatGranted lucy'], 'full'])
    expect(freed('active').when(add('other')).refusal(signIn('lucy'))).toMatchObject({ type: 'AllowanceExhausted' })
    expect(freed('locked').refusal(signIn('lucy'))).toMatchObject({ type: 'MemberCannotSignIn' })
  })

  test('by shrinking is the same (S1, A3)', () => {
    const story = counted(2, { shrink: { rule: 'releaseLongestIdle' } })
      .when(add('ann'))
      .when(add('bob'))
      .when(lower(1))
    expect(story.events).toEqual(['AllowanceLowered', 'SeatReleased ann'])
    expect(members(story.pool)).toMatchObject([
      { member: 'ann', status: 'active', state: 'known' },
      { member: 'bob', state: 'enabled' },
    ])
    expect(story.refusal(to('ann', 'active')).type).toBe('AllowanceExhausted')
    expect(story.when(to('bob', 'inactive')).when(to('ann', 'active')).events).toEqual(['SeatGranted ann'])
  })

  test('and whose status then counts no longer is told so, without a seat to free (S1)', () => {
    const story = freed('active').when(to('lucy', 'inactive'))
    expect([story.events, story.stateOf('lucy')]).toEqual([['StatusChanged lucy'], 'disabled'])
  })
})

test('who was ever disabled by its status gets no provisional seat (M10, S1)', () => {
  const mixed = { autoAssign: { enabled: false }, manualApproval: {}, notifications: { enabled: true } } as const
  const freed = (first: string) =>
    counted(1, { ...mixed, idleReclaim: { enabled: true, days: 1 } })
      .when(addAs('lucy', first))
      .when(to('lucy', 'active'))
      .when(sweep, { at: '2026-03-04T09:00' })
  for (const first of ['active', 'inactive']) expect(freed(first).when(signIn('lucy')).events).toEqual(['SeatGranted lucy'])
  const barred = (first: string) => toSnapshot(freed(first).pool).members.map((row) => row.barred)
  expect([barred('active'), barred('inactive'), barred('alumnus')]).toEqual([[false], [true], [true]])
})

describe('what is Invalid', () => {
  test.each<[string, Command]>([
    ['AssignSeat', assign('lucy')],
    ['ApproveMember', approve('lucy')],
    ['ApproveWaiting', approveFirst(1)],
    ['RejectMember', turnDown('lucy')],
    ['DisableMember', disable('lucy')],
    ['EnableMember', enable('lucy')],
  ])('%s, where status counts: use ChangeStatus; before anybody asks who gives it (S1, D5)', (_, command) => {
    const story = counted(1).when(add('lucy'))
    for (const by of ['systemAdmin', 'system', 'setupWizard', 'member'] as const) {
      const refusal = story.refusal(command, { by })
      expect(fieldOf(refusal)).toEqual(['type'])
      expect(refusal.message).toContain('use ChangeStatus')
    }
  })

  test('ChangeStatus and a status, where status does not count (S1)', () => {
    for (const preset of ['mobileAssignment', 'planningPeople'] as const) {
      const story = given({ preset, members: ['lucy'] })
      expect(fieldOf(story.refusal(to('lucy', 'active')))).toEqual(['type'])
      expect(fieldOf(story.refusal(addAs('new', 'active')))).toEqual(['status'])
      const rows = [{ member: 'a', status: 'active' }, { member: 'b' }]
      expect(story.when({ type: 'ImportMembers', members: rows }).outcome.results).toMatchObject([
        { member: 'a', answer: { type: 'Invalid', issues: [{ path: 'members[0].status' }] } },
        { member: 'b', answer: 'accepted' },
      ])
    }
  })

  test.each(['unheard', 'toString', '__proto__', 'Active'])('an undeclared status: %s (S2)', (status) => {
    const story = counted(2).when(add('lucy'))
    expect(fieldOf(story.refusal(addAs('new', status)))).toEqual(['status'])
    expect(fieldOf(story.refusal(to('lucy', status)))).toEqual(['status'])
    expect(story.when({ type: 'ImportMembers', members: [{ member: 'new', status }] }).outcome.results).toMatchObject([
      { answer: { type: 'Invalid', issues: [{ path: 'members[0].status' }] } },
    ])
  })

  test.each<[string, object, string]>([
    ['a person in a room', { kind: 'person', status: 'room' }, 'status'],
    ['an active resource', { kind: 'resource', status: 'active' }, 'status'],
    ['a placeholder with a status', { kind: 'placeholder', status: 'active' }, 'status'],
    ['a placeholder in a room', { kind: 'placeholder', status: 'room' }, 'status'],
    ['a room with credentials', { status: 'room', credentials: true }, 'credentials'],
    ['a room with a network license', { status: 'room', licenseType: 'named' }, 'licenseType'],
  ])('%s (S2)', (_, said, path) => {
    expect(fieldOf(counted(2).refusal({ type: 'AddMember', member: 'new', ...said } as Command))).toEqual([path])
    expect(counted(2).when({ type: 'ImportMembers', members: [{ member: 'new', ...said }] }).outcome.results).toMatchObject([
      { answer: { type: 'Invalid', issues: [{ path: `members[0].${path}` }] } },
    ])
  })

  test('changing between person and resource, by a status or by coming back (S2)', () => {
    const story = counted(2).when(add('lucy')).when(addAs('hall', 'room'))
    expect(fieldOf(story.refusal(to('lucy', 'room')))).toEqual(['status'])
    expect(fieldOf(story.refusal(to('hall', 'active')))).toEqual(['status'])
    const gone = story.when(remove('lucy')).when(remove('hall'))
    expect(fieldOf(gone.refusal(addAs('lucy', 'room')))).toEqual(['status'])
    expect(fieldOf(gone.refusal(addAs('hall', 'active')))).toEqual(['status'])
    expect(fieldOf(gone.refusal({ type: 'AddMember', member: 'hall', credentials: true }))).toEqual(['credentials'])
    const left = story.when(deactivate('lucy'))
    expect(left.when({ type: 'ImportMembers', members: [{ member: 'lucy', status: 'room' }] }).outcome.results).toMatchObject([
      { answer: { type: 'Invalid', issues: [{ path: 'members[0].status' }] } },
    ])
  })

  test('a transfer to somebody whose status holds no license; to one whose does it is one step (M14, S1)', () => {
    const story = counted(2, { idleReclaim: { enabled: true, days: 1 } })
      .when(add('ann'))
      .when(add('bob'), { at: '2026-03-03T09:00' })
      .when(addAs('carl', 'guest'), { at: '2026-03-04T09:00' })
    expect(fieldOf(story.refusal(transfer('bob', 'carl')))).toEqual(['to'])
    expect(story.when(transfer('bob', 'ann')).events).toEqual(['SeatReleased bob', 'SeatGranted ann'])
    expect(story.when(transfer('bob', 'ann')).when(to('bob', 'active')).events).toEqual(['SeatGranted bob'])
  })
})

describe('a resource', () => {
  const hall = () => counted(0).when(addAs('hall', 'room'))

  test('holds no license and never signs in, can be assigned records, and changes among its statuses (S2, D3)', () => {
    const dependency = { kind: 'territory', id: 'north' }
    expect(hall().when({ type: 'LinkDependency', member: 'hall', dependency }).events).toEqual(['DependencyLinked hall'])
    expect(hall().when(to('hall', 'queue')).events).toEqual(['StatusChanged hall'])
    expect(hall().when(to('hall', 'room')).events).toEqual([])
    expect(hall().refusal(signIn('hall'))).toMatchObject({ type: 'MemberCannotSignIn' })
    expect(hall().refusal(use('hall'))).toMatchObject({ type: 'MemberCannotSignIn' })
    expect(explain(hall().pool, 'hall', hall().now)).toMatchObject({
      because: [{ rule: 'D3' }],
      changedBy: ['ChangeStatus', 'DeleteMember'],
    })
  })

  test('of a placeholder there is no status to change (D3)', () => {
    const story = counted(1).when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' })
    expect(story.refusal(to('tbh', 'active'))).toMatchObject({ type: 'MemberCannotSignIn', member: 'tbh' })
  })
})

describe('whom a change of status finds gone', () => {
  test.each<[string, readonly Command[], string]>([
    ['unknown', [], 'UnknownMember'],
    ['deleted', [add('lucy'), remove('lucy')], 'MemberDeleted'],
    ['deactivated', [add('lucy'), deactivate('lucy')], 'MemberDeactivated'],
    ['unlicensed', [add('lucy'), { type: 'UnlicenseMembers', members: ['lucy'] }], 'MemberUnlicensed'],
  ])('%s is that refusal (D2)', (_, before, type) => {
    const story = before.reduce((soFar, command) => soFar.when(command), counted(2))
    expect(story.refusal(to('lucy', 'inactive'))).toMatchObject({ type, member: 'lucy' })
  })
})

describe('adding beyond the allowance', () => {
  const full = () => counted(1).when(add('ann'))
  const asks: readonly [string, (more?: object) => Command, readonly string[]][] = [
    ['AddMember', (more) => addAs('bob', 'active', more), ['MemberAdded bob', 'SeatGranted bob']],
    ['ChangeStatus', (more) => to('carl', 'locked', more), ['StatusChanged carl', 'SeatGranted carl']],
  ]
  const story = () => full().when(addAs('carl', 'inactive'))

  test.each(asks)('%s is warned of with the least allowance that would do, who to ask, and the quote (S6, S4)', (_, ask) => {
    const quote = { from: 1, to: 2, monthlyIncrease: 900, unitPrice: 900, currency: 'EUR', terms: 'terms-7' }
    expect(story().refusal(ask())).toMatchObject({
      type: 'AllowanceExhausted',
      allowance: 1,
      consumed: 1,
      to: 2,
      ask: 'systemAdmin',
      quote,
    })
    const alone = counted(1, { subscription: null }).when(add('ann')).when(addAs('carl', 'inactive'))
    const refusal = alone.refusal(ask())
    expect(refusal).toMatchObject({ type: 'AllowanceExhausted', to: 2, ask: 'accountManager' })
    expect(refusal).not.toHaveProperty('quote')
  })

  test('names the least allowance also where the pool is far above it, or may go beyond it (S6, A2)', () => {
    const over = counted(3).when(add('a')).when(add('b')).when(add('c')).when(lower(1))
    expect(over.refusal(add('d'))).toMatchObject({ type: 'AllowanceExhausted', to: 4 })
    const half = counted(2, { overage: { allow: { factor: 1.5 } } })
      .when(add('a'))
      .when(add('b'))
      .when(add('c'))
    expect(half.refusal(add('d'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 2, consumed: 3, to: 3 })
    expect(half.when({ type: 'AddMember', member: 'd', ...consent(2, 3) }).events).toEqual([
      'AllowanceRaised raise-9',
      'MemberAdded d',
      'SeatGranted d',
    ])
  })

  test.each(asks)('%s with consent raises first, then admits, in one step (S6, D6)', (_, ask, events) => {
    const before = story()
    const raised = before.when(ask(consent(1, 4)))
    expect(raised.events).toEqual([`AllowanceRaised raise-${before.history.length + 1}`, ...events])
    expect(figures(raised)).toEqual({ allowance: 4, consumed: 2, available: 2 })
  })

  test.each(asks)('%s with a consent that does not do raises nothing and adds nobody (S6, S4)', (_, ask) => {
    const no = (more: object, facts: object) => expect(story().refusal(ask(more))).toMatchObject(facts)
    no(consent(1, 2, false), { type: 'TermsNotAccepted', to: 2 })
    no(consent(2, 3), { type: 'QuoteStale', from: 2, allowance: 1 })
    no(consent(0, 2), { type: 'QuoteStale', from: 0, allowance: 1 })
    no(consent(1, 1), { type: 'NotAnIncrease', to: 1, allowance: 1 })
    no(consent(1, 0), { type: 'NotAnIncrease', to: 0, allowance: 1 })
    // In the order of D5.
    no(consent(9, 0, false), { type: 'TermsNotAccepted' })
    no(consent(9, 0), { type: 'QuoteStale' })
    expect(fieldOf(story().refusal(ask({ consent: { from: 1, to: 2 } })))).toEqual(['consent.acceptTerms'])
  })

  test('that would still not suffice is AllowanceExhausted, and nothing is raised (S6)', () => {
    const over = counted(4).when(add('a')).when(add('b')).when(add('c')).when(lower(1))
    expect(over.refusal({ type: 'AddMember', member: 'd', ...consent(1, 3) })).toMatchObject({
      type: 'AllowanceExhausted',
      allowance: 1,
      to: 4,
    })
    expect(figures(over.when({ type: 'AddMember', member: 'd', ...consent(1, 4) }))).toEqual({
      allowance: 4,
      consumed: 4,
      available: 0,
    })
  })

  test('without a subscription is for the account manager (S6, S4)', () => {
    const alone = counted(1, { subscription: null }).when(add('ann'))
    expect(alone.refusal({ type: 'AddMember', member: 'bob', ...consent(1, 2) })).toMatchObject({
      type: 'ContactAccountManager',
    })
  })

  test.each<[string, object]>([
    ['good', consent(1, 9)],
    ['stale', consent(7, 9)],
    ['refused', consent(1, 9, false)],
    ['no increase', consent(1, 0)],
  ])('reads a %s consent only when a license is needed and none is available (S6)', (_, more) => {
    const free = counted(1)
    expect(free.when(addAs('bob', 'active', more)).events).toEqual(['MemberAdded bob', 'SeatGranted bob'])
    expect(full().when(addAs('bob', 'guest', more)).events).toEqual(['MemberAdded bob'])
    expect(full().when(addAs('ann', 'active', more)).events).toEqual([])
    expect(full().when(to('ann', 'locked', more)).events).toEqual(['StatusChanged ann'])
    expect(full().when(to('ann', 'inactive', more)).events).toEqual(['StatusChanged ann', 'SeatReleased ann'])
    const unlimited = counted(1, { overage: { allow: 'unlimited' } }).when(add('ann'))
    expect(figures(unlimited.when(addAs('bob', 'active', more)))).toMatchObject({ allowance: 1, consumed: 2 })
  })

  test('with a status that holds none, or after buying, is unrestricted (S6)', () => {
    expect(full().when(addAs('bob', 'inactive')).events).toEqual(['MemberAdded bob'])
    expect(full().when(buy('more', 1)).when(add('bob')).events).toEqual(['MemberAdded bob', 'SeatGranted bob'])
  })

  test('row by row: a consent in an import raises once, and the next row names a stale quote (S6, P2)', () => {
    const row = (member: string) => ({ member, ...consent(1, 2) })
    const imported = full().when({ type: 'ImportMembers', members: [row('b'), row('c'), { member: 'd', status: 'guest' }] })
    expect(imported.events).toEqual(['AllowanceRaised raise-5', 'MemberAdded b', 'SeatGranted b', 'MemberAdded d'])
    expect(imported.outcome.results).toMatchObject([
      { answer: 'accepted' },
      { answer: { type: 'QuoteStale', from: 1, allowance: 2 } },
      { answer: 'accepted' },
    ])
  })

  test('a retry under the same quote cannot raise twice (S4, S6)', () => {
    const once = full().when({ type: 'AddMember', member: 'bob', ...consent(1, 2) })
    expect(once.when({ type: 'AddMember', member: 'bob', ...consent(1, 2) }).events).toEqual([])
    expect(once.refusal({ type: 'AddMember', member: 'carl', ...consent(1, 2) })).toMatchObject({ type: 'QuoteStale' })
  })
})

describe('the setup wizard', () => {
  const by = 'setupWizard' as const
  const full = () => counted(1).when(add('ann'), { by })

  test('adds, with consent if need be, quotes, and deletes, which frees the license (S8)', () => {
    expect(full().refusal(add('bob'), { by })).toMatchObject({ type: 'AllowanceExhausted', to: 2 })
    expect(full().when({ type: 'QuoteAllowance', to: 2 }, { by }).outcome.quote).toMatchObject({
      from: 1,
      to: 2,
      monthlyIncrease: 900,
    })
    const raised = full().when({ type: 'AddMember', member: 'bob', ...consent(1, 2) }, { by })
    expect(raised.events).toEqual(['AllowanceRaised raise-5', 'MemberAdded bob', 'SeatGranted bob'])
    expect(figures(full().when(remove('ann'), { by }))).toEqual({ allowance: 1, consumed: 0, available: 1 })
  })

  test.each<[string, Command]>([
    ['ChangeStatus', to('ann', 'inactive')],
    ['DeactivateMember', deactivate('ann')],
    ['RaiseAllowance', { type: 'RaiseAllowance', from: 1, to: 2, acceptTerms: true }],
    ['ImportMembers', { type: 'ImportMembers', members: [{ member: 'bob', ...consent(1, 2) }] }],
    ['ChangePolicies', change({ notifications: { enabled: true } })],
    ['TransferSeat', transfer('ann', 'bob')],
  ])('cannot deactivate, nor raise in any other way: %s (S8)', (_, command) => {
    expect(full().refusal(command, { by }).type).toBe('NotInSetupWizard')
  })
})

describe('once the pool has members', () => {
  const patch = (counting: object | null): Command => change({ counting } as PoliciesPatch)

  test.each<[string, object | null]>([
    ['another rule', { rule: 'imported' }],
    ['the rule removed with its policy', null],
  ])('%s is Invalid (D7)', (_, counting) => {
    for (const members of [[add('lucy')], [add('lucy'), remove('lucy')]]) {
      const story = members.reduce((soFar, command) => soFar.when(command), counted(2))
      expect(fieldOf(story.refusal(patch(counting)))).toEqual(['policies.counting.rule'])
    }
    expect(counted(2).when(patch(counting)).events).toEqual(['PoliciesChanged'])
  })

  test('adding a rule is a change of it, and the rule that holds anyway is none (D7)', () => {
    const story = given({ members: ['lucy'] })
    expect(fieldOf(story.refusal(patch({ rule: 'status' })))).toEqual(['policies.counting.rule'])
    const said = story.when(patch({ rule: 'granted' }))
    expect([said.events, said.when(patch(null)).events]).toEqual([['PoliciesChanged'], ['PoliciesChanged']])
  })

  test.each<[string, object, string]>([
    ['removing a status', { ...statuses, guest: undefined }, 'guest'],
    ['making one count', { ...statuses, guest: { counts: true, signsIn: true } }, 'guest'],
    ['making one count no longer', { ...statuses, sleeper: { counts: false, signsIn: false } }, 'sleeper'],
  ])('%s is Invalid at its name (D7)', (_, changed, name) => {
    const declared = Object.fromEntries(Object.entries(changed).filter(([, meaning]) => meaning !== undefined))
    expect(
      fieldOf(
        counted(2)
          .when(add('lucy'))
          .refusal(patch({ statuses: declared })),
      ),
    ).toEqual([`policies.counting.statuses.${name}`])
    expect(counted(2).when(patch({ statuses: declared })).events).toEqual(['PoliciesChanged'])
  })

  test('declaring a further status, or who signs in, is a change like any other (D7)', () => {
    const story = counted(2)
      .when(addAs('lucy', 'guest'))
      .when(
        patch({ statuses: { ...statuses, guest: { counts: false, signsIn: false }, trainee: { counts: true, signsIn: true } } }),
      )
    expect(story.events).toEqual(['PoliciesChanged'])
    expect(story.refusal(signIn('lucy')).type).toBe('MemberCannotSignIn')
    expect(story.when(addAs('tom', 'trainee')).stateOf('tom')).toBe('enabled')
  })

  test('the seven that always exist cannot be declared otherwise (S2, X10)', () => {
    for (const name of ['active', 'locked', 'inactive', 'room', 'resource', 'asset', 'queue'])
      expect(fieldOf(counted(2).refusal(patch({ statuses: { [name]: { counts: false, signsIn: true } } })))).toEqual([
        'policies.counting.statuses',
      ])
  })
})

describe('an explanation', () => {
  test('names the status that gives the seat, or denies the sign-in, and what would change it (S1)', () => {
    const story = counted(1)
      .when(add('ann'))
      .when(addAs('bob', 'inactive'))
      .when(addAs('carl', 'guest'))
      .when(to('ann', 'locked'))
    const of = (member: string) => explain(story.pool, member, story.now)
    expect(of('ann')).toMatchObject({ state: 'enabled', because: [{ rule: 'S1', policy: 'counting' }] })
    expect(of('ann').changedBy).toContain('ChangeStatus')
    expect(of('bob')).toMatchObject({ because: [{ rule: 'S1' }], changedBy: ['ChangeStatus', 'RaiseAllowance'] })
    expect(of('carl')).toMatchObject({ access: { level: 'standard' }, because: [{ rule: 'S2', policy: 'counting' }] })
    expect(of('nobody').changedBy).toEqual(['AddMember', 'RaiseAllowance'])
    const active = story.when(to('ann', 'active'))
    expect(explain(active.pool, 'ann', active.now)).toMatchObject({ because: [{ rule: 'S1', policy: 'counting' }] })
    for (const member of ['ann', 'bob', 'carl', 'nobody'])
      for (const type of of(member).changedBy)
        expect(['AssignSeat', 'EnableMember', 'DisableMember', 'ApproveMember']).not.toContain(type)
  })
})

test('a status that no longer signs in moves its members when it is given to them again (S1, D7)', () => {
  const guest = (signsIn: boolean) => ({ counting: { statuses: { guest: { counts: false, signsIn } } } })
  const story = given({ preset: 'statusAllowance', policies: guest(true) }).when({
    type: 'AddMember',
    member: 'ann',
    status: 'guest',
  })
  expect(story.stateOf('ann')).toBe('known')
  const changed = story.when({ type: 'ChangePolicies', policies: guest(false) })
  expect([changed.stateOf('ann'), changed.accessOf('ann')]).toEqual(['known', 'none'])
  const again = changed.when({ type: 'ChangeStatus', member: 'ann', status: 'guest' })
  expect([again.events, again.stateOf('ann')]).toEqual([['StatusChanged ann'], 'disabled'])
  expect(again.when({ type: 'ChangeStatus', member: 'ann', status: 'guest' }).events).toEqual([])
})
