// Concurrent use: leases that sign-ins take, checks that take nothing, and how activity keeps a lease (rules C).

import { describe, expect, test } from 'vitest'
import {
  type By,
  type Command,
  type Concurrent,
  concurrentUse,
  messageIn,
  type PoliciesPatch,
  policies,
  sessions,
  summary,
} from '../../src/index.ts'
import {
  assign,
  change,
  checkIn,
  disable,
  enable,
  endSession,
  lower,
  remove,
  signIn,
  signOut,
  sweep,
  takeLease,
  touch,
} from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const both = { shared: false, resume: false }

/** A pool by the preset, with these licenses and members; the policies are merged over it. */
const office = (
  allowance: number,
  members: readonly string[],
  { concurrent = {}, ...rest }: PoliciesPatch & { concurrent?: Partial<Concurrent> } = {},
): Story =>
  given({
    preset: false,
    policies: policies(concurrentUse, { concurrent: { ...both, ...concurrent } }, rest),
    allowance,
    members,
  })

const lan = (member: string, session: string) => takeLease(member, 'lan', session)
const web = (member: string, session: string, device?: string) => takeLease(member, 'web', session, device)
const self = (id: string): By => ({ role: 'member', id })
const figures = ({ pool, now }: Story) => {
  const { allowance, consumed, available, leases } = summary(pool, now)
  return { allowance, consumed, available, leases }
}

describe('two kinds of member', () => {
  test('concurrent members stand in known and need no license for it (C1)', () => {
    const story = office(1, ['ann', 'bob', 'cara'])
    expect(['ann', 'bob', 'cara'].map((member) => story.stateOf(member))).toEqual(['known', 'known', 'known'])
    expect(figures(story)).toEqual({ allowance: 1, consumed: 0, available: 1, leases: 0 })
  })

  test('any number of logins of one member, only as many at once as there are licenses (C1)', () => {
    const story = office(2, ['ann']).when(lan('ann', 's1')).when(web('ann', 's2'))
    expect(figures(story)).toEqual({ allowance: 2, consumed: 2, available: 0, leases: 2 })
    expect(story.refusal(web('ann', 's3')).type).toBe('AllowanceExhausted')
  })

  test('a network member signs in anywhere, any time, and takes no lease (C1)', () => {
    const story = office(1, ['ann']).when(assign('ann')).when(lan('ann', 's1'))
    expect(story.events).toEqual(['SeatUsed ann'])
    expect(story.outcome).toMatchObject({ access: 'full' })
    expect(story.outcome).not.toHaveProperty('session')
    expect(figures(story)).toEqual({ allowance: 1, consumed: 1, available: 0, leases: 0 })
  })

  test('AssignSeat ends the member’s own leases, which do not stand in its way (C1, D6)', () => {
    const story = office(2, ['ann']).when(lan('ann', 's1')).when(web('ann', 's2')).when(assign('ann'))
    expect(story.told.map((line) => line.slice(18))).toEqual([
      'LeaseEnded ann s1, seated, by systemAdmin',
      'LeaseEnded ann s2, seated, by systemAdmin',
      'SeatGranted ann, assigned, by systemAdmin',
    ])
    expect(figures(story)).toEqual({ allowance: 2, consumed: 1, available: 1, leases: 0 })
    expect(story.refusal(touch('s1')).type).toBe('UnknownSession')
  })

  test('somebody else’s leases do stand in the way of a seat (C1, A2)', () => {
    const story = office(1, ['ann', 'bob']).when(lan('ann', 's1'))
    expect(story.refusal(assign('bob')).type).toBe('AllowanceExhausted')
  })

  test('a transfer to a lease holder ends its leases too (M14, C1)', () => {
    const story = office(2, ['ann', 'bob']).when(assign('ann')).when(lan('bob', 's1'))
    expect(story.when({ type: 'TransferSeat', from: 'ann', to: 'bob' }).events).toEqual([
      'SeatReleased ann',
      'LeaseEnded bob s1',
      'SeatGranted bob',
    ])
  })

  test('EnableMember brings a disabled concurrent member back to known, also when no license is available (C1)', () => {
    const story = office(1, ['ann', 'bob']).when(lan('ann', 's1')).when(disable('bob')).when(enable('bob'))
    expect(story.events).toEqual(['MemberEnabled bob'])
    expect(story.stateOf('bob')).toBe('known')
    expect(story.when(enable('bob')).events).toEqual([])
  })
})

describe('a network member where status counts', () => {
  const counting = { rule: 'status', statuses: { guest: { counts: false, signsIn: true } } } as const
  const added = (status: string): Story =>
    office(1, [], { counting }).when({ type: 'AddMember', member: 'ann', licenseType: 'named', status })

  test.each([
    ['active', 'enabled'],
    ['locked', 'enabled'],
    ['guest', 'known'],
    ['inactive', 'disabled'],
  ])('that is %s is %s (C1, S1)', (status, state) => {
    expect(added(status).stateOf('ann')).toBe(state)
  })

  test('frees its license when it is made inactive, and takes one when it comes back (S7)', () => {
    const story = added('active').when({ type: 'ChangeStatus', member: 'ann', status: 'inactive' })
    expect(story.events).toEqual(['StatusChanged ann', 'SeatReleased ann'])
    expect(summary(story.pool, story.now)).toMatchObject({ consumed: 0, disabled: 1 })
    const back = story.when({ type: 'ChangeStatus', member: 'ann', status: 'active' })
    expect(back.events).toEqual(['StatusChanged ann', 'SeatGranted ann'])
  })
})

describe('lan', () => {
  test('takes a lease until sign-out, without an end (C2)', () => {
    const story = office(1, ['ann', 'bob']).when(lan('ann', 's1'))
    expect(story.events).toEqual(['LeaseStarted ann s1'])
    expect(story.outcome).toMatchObject({ access: 'full', session: 's1' })
    expect(story.outcome).not.toHaveProperty('until')
    expect(story.accessOf('ann', '2030-01-01T00:00')).toBe('full')
    const out = story.when(signOut('s1'), { at: '2030-01-01T00:00', by: self('ann') })
    expect(out.told).toEqual(['2030-01-01T00:00Z LeaseEnded ann s1, signedOut, by member ann'])
    expect(out.when(lan('bob', 's2')).events).toEqual(['LeaseStarted bob s2'])
  })

  test('denies in its own words when none is left, and nothing changes (C2, X1)', () => {
    const refusal = office(1, ['ann', 'bob']).when(lan('ann', 's1')).refusal(lan('bob', 's2'))
    expect(refusal).toEqual({
      type: 'AllowanceExhausted',
      allowance: 1,
      consumed: 1,
      to: 2,
      ask: 'accountManager',
      message: 'there are no concurrent licenses available for use',
    })
  })
})

describe('web', () => {
  test('ends 20 minutes after the last activity when nobody signs off (C3, FB-11)', () => {
    const story = office(1, ['ann', 'bob']).when(web('ann', 's1'))
    expect(story.accessOf('ann')).toBe('full until 2026-03-02T09:20Z')
    expect(story.accessOf('ann', '2026-03-02T09:19')).toBe('full until 2026-03-02T09:20Z')
    expect(story.accessOf('ann', '2026-03-02T09:20')).toBe('none')
    const late = story.when(web('bob', 's2'), { at: '2026-03-02T11:00' })
    expect(late.told).toEqual([
      '2026-03-02T09:20Z LeaseEnded ann s1, timedOut, by system',
      '2026-03-02T11:00Z LeaseStarted bob s2, signIn, by member bob, until 2026-03-02T11:20Z',
    ])
  })

  test('ends by sign-off at once (C3)', () => {
    const story = office(1, ['ann', 'bob']).when(web('ann', 's1')).when(signOut('s1'))
    expect(story.events).toEqual(['LeaseEnded ann s1'])
    expect(story.when(web('bob', 's2')).events).toEqual(['LeaseStarted bob s2'])
  })

  test('denies in its own words (C3)', () => {
    const refusal = office(1, ['ann', 'bob']).when(web('ann', 's1')).refusal(web('bob', 's2'))
    expect(refusal).toMatchObject({ type: 'AllowanceExhausted', message: 'no Valid Concurrent User license available' })
  })
})

describe('a client that only checks', () => {
  const truth = 'No license is available (1 of 1 consumed). It would pass with an allowance of 2: ask the account manager.'

  test.each(['mobile', 'xbar', 'portal', 'outlook'])(
    '%s passes when a license is available, and takes nothing (C4, C5)',
    (client) => {
      const story = office(1, ['ann']).when(signIn('ann', client))
      expect(story.events).toEqual([])
      expect(story.outcome).toMatchObject({ access: 'full' })
      expect(story.outcome).not.toHaveProperty('session')
      expect(figures(story)).toEqual({ allowance: 1, consumed: 0, available: 1, leases: 0 })
      expect(story.accessOf('ann')).toBe('none')
    },
  )

  test.each([
    ['mobile', 'the user name or password is invalid'],
    ['xbar', 'one or more errors occurred'],
    ['portal', truth],
    ['outlook', "could not process 'Send To CRM' message: The username or password is incorrect"],
  ])('%s fails when none is, and says: %s (C4, C5, C6)', (client, message) => {
    const story = office(1, ['ann', 'bob']).when(lan('bob', 's1'))
    expect(story.refusal(signIn('ann', client))).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, message })
  })

  test('needs a license of its own, even for one who holds a lease (C4)', () => {
    const story = office(1, ['ann']).when(lan('ann', 's1'))
    expect(story.refusal(signIn('ann', 'mobile')).type).toBe('AllowanceExhausted')
    expect(office(2, ['ann']).when(lan('ann', 's1')).when(signIn('ann', 'mobile')).outcome.access).toBe('full')
  })

  test('passes for a seat holder when none is left (C4)', () => {
    const story = office(1, ['ann']).when(assign('ann'))
    expect(story.when(signIn('ann', 'mobile')).outcome.access).toBe('full')
    expect(story.when(checkIn('ann', 'outlook'))).toMatchObject({ events: [], outcome: { access: 'full' } })
  })

  test('checks again at every synchronization (C5)', () => {
    const story = office(1, ['ann', 'bob']).when(checkIn('ann', 'outlook'))
    expect(story.events).toEqual([])
    expect(story.outcome.access).toBe('full')
    const full = story.when(lan('bob', 's1'))
    expect(full.refusal(checkIn('ann', 'outlook'))).toMatchObject({ type: 'AllowanceExhausted', message: /Send To CRM/ })
  })

  test('CheckIn without concurrent answers the access, refuses as a sign-in would, and changes nothing (C5)', () => {
    const story = given({ members: ['ann'] })
    expect(story.when(checkIn('ann', 'outlook'))).toMatchObject({ events: [], outcome: { access: 'standard' } })
    const strict = given({ members: ['ann'], policies: { membership: { withoutLicense: 'refuse' } } })
    expect(strict.refusal(checkIn('ann', 'outlook')).type).toBe('NoLicense')
  })
})

describe('what somebody is told', () => {
  const denial = { default: 'sorry', de: 'leider nicht' }

  test('is a text, or one for each language with a default (C6)', () => {
    const story = office(0, ['ann'], { concurrent: { clients: { desk: { takes: 'lease', denial } } } })
    const refusal = story.refusal(takeLease('ann', 'desk', 's1'))
    expect(refusal).toMatchObject({ type: 'AllowanceExhausted', message: 'sorry', messages: denial })
    expect(['de', 'de-AT', 'fr', 'toString', 'default'].map((language) => messageIn(refusal, language))).toEqual([
      'leider nicht',
      'leider nicht',
      'sorry',
      'sorry',
      'sorry',
    ])
  })

  test('is the truth where the table has nothing (C6)', () => {
    const story = office(0, ['ann'], { concurrent: { clients: { desk: { takes: 'lease' } } } })
    const refusal = story.refusal(takeLease('ann', 'desk', 's1'))
    expect(refusal.message).toMatch(/^No license is available \(0 of 0 consumed\)/)
    expect(refusal).not.toHaveProperty('messages')
    expect(messageIn(refusal, 'de')).toBe(refusal.message)
  })

  test('is worded for AllowanceExhausted only (C6)', () => {
    const story = office(1, ['ann']).when(disable('ann'))
    expect(story.refusal(lan('ann', 's1'))).toMatchObject({
      type: 'MemberDisabled',
      message: 'ann is disabled; enable it first.',
    })
  })

  test.each([
    [{ de: 'nein' }, 'denial'],
    [{ default: '' }, 'denial'],
    ['', 'denial'],
  ])('a denial such as %o is refused (C6, X10)', (wrong, field) => {
    const refusal = office(1, []).refusal(change({ concurrent: { clients: { a: { takes: 'check', denial: wrong as never } } } }))
    expect(refusal).toMatchObject({ type: 'Invalid' })
    expect(refusal.type === 'Invalid' && refusal.issues[0]?.path).toContain(field)
  })
})

describe('clients are data', () => {
  test('an undeclared client is Invalid, before the role is judged (C7, D5)', () => {
    const story = office(1, ['ann'])
    for (const client of ['fax', 'toString', '__proto__']) {
      expect(story.refusal(takeLease('ann', client, 's1'), { by: self('bob') })).toMatchObject({
        type: 'Invalid',
        issues: [{ path: 'client' }],
      })
    }
    expect(story.refusal(checkIn('ann', 'fax'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'client' }] })
  })

  test('in the core a leasing sign-in names its session (C7)', () => {
    expect(office(1, ['ann']).refusal(signIn('ann', 'lan'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'session' }] })
  })

  test('CheckIn by a leasing client is Invalid (C5)', () => {
    expect(office(1, ['ann']).refusal(checkIn('ann', 'web'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'client' }] })
  })

  test('clients are replaced whole (D7)', () => {
    const story = office(1, ['ann']).when(change({ concurrent: { clients: { desk: { takes: 'lease' } } } }))
    expect(story.when(takeLease('ann', 'desk', 's1')).events).toEqual(['LeaseStarted ann s1'])
    expect(story.refusal(lan('ann', 's1'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'client' }] })
  })

  test('where concurrent is present it alone decides sign-ins (C7)', () => {
    const story = office(1, ['ann'], { autoAssign: { enabled: true, clients: 'any' } })
    expect(story.when(signIn('ann', 'mobile')).events).toEqual([])
    expect(story.when(lan('ann', 's1')).events).toEqual(['LeaseStarted ann s1'])
  })

  test('somebody unknown comes in and takes the lease, or is refused and nothing changes (C7, D1)', () => {
    const open = { membership: { unknownSignIn: 'add', withoutLicense: 'refuse' } } as const
    const story = office(1, [], open).when(lan('ann', 's1'))
    expect(story.events).toEqual(['MemberAdded ann', 'LeaseStarted ann s1'])
    expect(story.refusal(lan('bob', 's2')).type).toBe('AllowanceExhausted')
    expect(story.stateOf('bob')).toBeUndefined()
    expect(office(1, []).refusal(lan('ann', 's1')).type).toBe('UnknownMember')
    const checked = office(1, [], open).when(signIn('ann', 'mobile'))
    expect(checked).toMatchObject({ events: [], outcome: { access: 'full' } })
    expect(checked.stateOf('ann')).toBeUndefined()
  })

  test('who is let in without a license takes none and gets standard (D4, X5)', () => {
    const story = office(1, ['ann', 'bob'], { membership: { withoutLicense: 'standard' } })
      .when(disable('ann'))
      .when(remove('bob'))
    for (const member of ['ann', 'bob']) {
      for (const command of [lan(member, 's1'), signIn(member, 'mobile'), checkIn(member, 'outlook')]) {
        expect(story.when(command)).toMatchObject({ events: [], outcome: { access: 'standard' } })
        expect(story.when(command).outcome).not.toHaveProperty('session')
      }
    }
  })

  test('a sign-in is recorded on the lease, not on the member: it fixes no trial (C1, M4)', () => {
    const story = office(1, ['ann'], { trial: { days: 30 } })
      .when(lan('ann', 's1'))
      .when(signOut('s1'))
    const back = story.when(change({ concurrent: null, autoAssign: { enabled: false } }))
    expect(back.when(signIn('ann'), { at: '2026-05-01T09:00' }).events).toEqual(['SeatRequested ann', 'TrialStarted ann'])
  })
})

describe('settings', () => {
  test('under shared a second login needs no license, and the last to end frees the one (C8)', () => {
    const story = office(1, ['ann', 'bob'], { concurrent: { shared: true } })
      .when(lan('ann', 's1'))
      .when(web('ann', 's2'))
    expect(figures(story)).toEqual({ allowance: 1, consumed: 1, available: 0, leases: 2 })
    const one = story.when(signOut('s1'))
    expect(figures(one)).toEqual({ allowance: 1, consumed: 1, available: 0, leases: 1 })
    expect(one.refusal(lan('bob', 's3')).type).toBe('AllowanceExhausted')
    const none = one.when(sweep, { at: '2026-03-02T09:20' })
    expect(none.events).toEqual(['LeaseEnded ann s2'])
    expect(figures(none)).toEqual({ allowance: 1, consumed: 0, available: 1, leases: 0 })
    expect(story.history.flatMap((event) => ('consumes' in event ? [event.consumes] : []))).toEqual([true, false])
    expect(none.history.flatMap((event) => ('frees' in event ? [event.frees] : []))).toEqual([false, true])
  })

  test('under shared leases stand in the way of their member’s own seat as one (C8, C1)', () => {
    const story = office(1, ['ann'], { concurrent: { shared: true } })
      .when(lan('ann', 's1'))
      .when(web('ann', 's2'))
    expect(story.when(assign('ann')).events).toEqual(['LeaseEnded ann s1', 'LeaseEnded ann s2', 'SeatGranted ann'])
  })

  test('two shared leases give back one license for their member’s seat, and no more (C8, C1, A2)', () => {
    const story = office(2, ['ann', 'bob'], { concurrent: { shared: true } })
      .when(assign('bob'))
      .when(lan('ann', 's1'))
      .when(web('ann', 's2'))
      .when(lower(1))
    expect(story.refusal(assign('ann'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, consumed: 2, to: 2 })
  })

  test('by default every login counts (C8)', () => {
    const story = office(1, ['ann']).when(lan('ann', 's1'))
    expect(story.refusal(web('ann', 's2')).type).toBe('AllowanceExhausted')
  })

  test('resume takes over the running lease of the same member, client and device, with no admission (C8)', () => {
    const story = office(1, ['ann'], { concurrent: { resume: true } })
      .when(web('ann', 's1', 'desk'))
      .when(web('ann', 's2', 'desk'), { at: '2026-03-02T09:10' })
    expect(story.told).toEqual(['2026-03-02T09:10Z LeaseRenewed ann s2, signIn, by member ann, until 2026-03-02T09:30Z'])
    expect(story.outcome).toMatchObject({ access: 'full', session: 's2' })
    expect(sessions(story.pool, {}, story.now)).toMatchObject([{ session: 's2', member: 'ann', since: story.now - 600_000 }])
    expect(figures(story)).toEqual({ allowance: 1, consumed: 1, available: 0, leases: 1 })
  })

  test('a session that was taken over is over: no activity, and signing out of it is already so (C8, C11)', () => {
    const story = office(1, ['ann'], { concurrent: { resume: true } })
      .when(web('ann', 's1'))
      .when(web('ann', 's2'))
    expect(story.refusal(touch('s1'))).toMatchObject({ type: 'UnknownSession', session: 's1' })
    expect(story.when(signOut('s1')).events).toEqual([])
    expect(story.when(signOut('s2')).events).toEqual(['LeaseEnded ann s2'])
  })

  test.each([
    ['device', web('ann', 's2', 'phone')],
    ['client', takeLease('ann', 'lan', 's2', 'desk')],
    ['member', web('bob', 's2', 'desk')],
  ])('another %s takes a lease of its own (C8)', (_what, command) => {
    const story = office(1, ['ann', 'bob'], { concurrent: { resume: true } }).when(web('ann', 's1', 'desk'))
    expect(story.refusal(command).type).toBe('AllowanceExhausted')
  })

  test('without resume the same device takes a second lease (C8)', () => {
    const story = office(2, ['ann'])
      .when(web('ann', 's1', 'desk'))
      .when(web('ann', 's2', 'desk'))
    expect(story.events).toEqual(['LeaseStarted ann s2'])
  })

  test('an administrator can end a session, a member cannot (C8, R)', () => {
    const story = office(1, ['ann']).when(lan('ann', 's1'))
    expect(story.refusal(endSession('s1'), { by: self('ann') }).type).toBe('NotPermitted')
    expect(story.when(endSession('s1')).told).toEqual([
      '2026-03-02T09:00Z LeaseEnded ann s1, endedByAdministrator, by systemAdmin',
    ])
  })

  test('shared cannot change while leases run, judged after what was due (D7)', () => {
    const story = office(1, ['ann']).when(web('ann', 's1'))
    const share = change({ concurrent: { shared: true } })
    const refusal = { type: 'Invalid', issues: [{ path: 'policies.concurrent.shared' }] }
    expect(story.refusal(share, { at: '2026-03-02T09:19' })).toMatchObject(refusal)
    const changed = story.when(share, { at: '2026-03-02T09:20' })
    expect(changed.events).toEqual(['LeaseEnded ann s1', 'PoliciesChanged'])
    const shared = changed.when(web('ann', 's2'))
    expect(shared.refusal(change({ concurrent: null }))).toMatchObject(refusal)
    expect(shared.when(change({ concurrent: { resume: true } })).events).toEqual(['PoliciesChanged'])
  })

  test('leases run on when concurrent is removed, and end as they began (D7)', () => {
    const story = office(2, ['ann'])
      .when(web('ann', 's1'))
      .when(lan('ann', 's2'))
      .when(change({ concurrent: null }))
    const renewed = story.when(touch('s1'), { at: '2026-03-02T09:10' })
    expect(renewed.accessOf('ann')).toBe('full')
    const later = renewed.when(sweep, { at: '2026-03-02T10:00' })
    expect(later.told).toEqual(['2026-03-02T09:30Z LeaseEnded ann s1, timedOut, by system'])
    expect(later.refusal(touch('s1')).type).toBe('UnknownSession')
    expect(later.when(signOut('s2')).events).toEqual(['LeaseEnded ann s2'])
  })

  test('who gets a seat by signing in while its leases run on counts once (C1, FB-7)', () => {
    const removed = change({ concurrent: null, autoAssign: { enabled: true } })
    const story = office(1, ['ann']).when(lan('ann', 's1')).when(removed).when(signIn('ann'))
    expect(story.events).toEqual(['LeaseEnded ann s1', 'SeatGranted ann'])
    expect(figures(story)).toEqual({ allowance: 1, consumed: 1, available: 0, leases: 0 })
  })
})

test('a status that does not sign in ends the leases of its member at once (C10, S1)', () => {
  const guest = { counts: false, signsIn: true }
  const policies = { counting: { rule: 'status', statuses: { guest } } } as const
  const story = given({ preset: 'concurrentUse', policies })
    .when({ type: 'AddMember', member: 'ann', status: 'guest' })
    .when({ type: 'SignIn', member: 'ann', client: 'lan', session: 's1' })
    .when({ type: 'ChangeStatus', member: 'ann', status: 'inactive' })
  expect(story.events).toEqual(['StatusChanged ann', 'LeaseEnded ann s1'])
  expect(story.stateOf('ann')).toBe('disabled')
})

test('a status goes on to sign in while leases run, so that nobody holds one who cannot (C10, D7)', () => {
  const statuses = (signsIn: boolean) => ({ counting: { statuses: { guest: { counts: false, signsIn } } } })
  const story = given({ preset: 'concurrentUse', policies: { counting: { rule: 'status', ...statuses(true).counting } } })
    .when({ type: 'AddMember', member: 'ann', status: 'guest' })
    .when(takeLease('ann', 'web', 's1'))
  expect(story.refusal(change(statuses(false)), { at: '2026-03-02T09:19' })).toMatchObject({
    type: 'Invalid',
    issues: [{ path: 'policies.counting.statuses.guest' }],
  })
  const changed = story.when(change(statuses(false)), { at: '2026-03-02T09:20' })
  expect(changed.events).toEqual(['LeaseEnded ann s1', 'PoliciesChanged'])
  expect(changed.accessOf('ann')).toBe('none')
  expect(changed.refusal(touch('s1')).type).toBe('MemberCannotSignIn')
})

test('who loses its seat is no network member any more, and comes back to sharing the leases (C1, M14)', () => {
  const story = given({ preset: 'concurrentUse', allowance: 2, members: ['bob'] })
    .when({ type: 'AddMember', member: 'ann', licenseType: 'named' })
    .when({ type: 'TransferSeat', from: 'ann', to: 'bob' })
  const disabled = story.when({ type: 'DisableMember', member: 'ann' }).when({ type: 'DisableMember', member: 'bob' })
  expect(disabled.when({ type: 'EnableMember', member: 'ann' }).events).toEqual(['MemberEnabled ann'])
  expect(disabled.when({ type: 'EnableMember', member: 'bob' }).events).toEqual(['MemberEnabled bob', 'SeatGranted bob'])
})

test('a lease that ends ends an overage, and the next one begins anew (A2, A3)', () => {
  const lan = (member: string, session: string): Command => ({ type: 'SignIn', member, client: 'lan', session })
  const story = given({ preset: 'concurrentUse', allowance: 2, members: ['ann', 'bob'] })
    .when(lan('ann', 's1'))
    .when(lan('bob', 's2'))
    .when({ type: 'LowerAllowance', to: 1 }, { at: '2026-03-02T10:00' })
  const since = (each: typeof story) => summary(each.pool, each.now).overageSince
  expect(since(story)).toBe(story.moment('2026-03-02T10:00'))
  const fits = story.when({ type: 'SignOut', session: 's2' }, { at: '2026-03-02T11:00', by: 'system' })
  expect(since(fits)).toBe(null)
  const again = fits.when({ type: 'LowerAllowance', to: 0 }, { at: '2026-03-02T12:00' })
  expect(since(again)).toBe(story.moment('2026-03-02T12:00'))
})
