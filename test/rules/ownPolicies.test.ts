// An integrator's own policies: they judge what counts, route a sign-in, decide an admission and guard an unlicensing, each by its name
// and with its reason (design.md). What they decide is in the events: nothing that is stored depends on code.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  access,
  type Command,
  createLicensing,
  explain,
  fixedClock,
  members,
  memoryStore,
  type OwnPolicy,
  type Seen,
  summary,
  toResult,
} from '../../src/index.ts'
import { fromSnapshot, replay, toSnapshot } from '../../src/store/index.ts'
import { runSnippet } from '../docs/runSnippet.ts'
import {
  add,
  approve,
  assign,
  buy,
  disable,
  enable,
  lower,
  remove,
  signIn,
  sweep,
  transfer,
  unlicense,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import { signIn as byMobile, kim, member, office, snapshotIn } from '../support/office.ts'
import { runFromRows } from '../support/partialRuns.ts'
import { rowStore } from '../support/rowStore.ts'
import type { Story } from '../support/story.ts'

const placed = (member: string, placement: string): Command => ({ type: 'AddMember', member, placement })
const noTeam = { type: 'Refuse', reason: 'no team' } as const
/** At most one seat for each placement. */
const oneEach: OwnPolicy = {
  name: 'oneEach',
  admit: ({ header, member: { placement } }) => {
    if (placement === undefined) return noTeam
    const taken = header.tallies.oneEach?.[placement] ?? 0
    return taken < 1 ? { type: 'Admit', group: placement } : { type: 'Refuse', reason: `${placement} is full` }
  },
}
const refusal = (reason: string, policy = 'oneEach') => ({ type: 'NoLicense', policy, reason })
const talliesOf = (story: Story) => toSnapshot(story.pool).header.tallies

describe('an admission', () => {
  const teams = (allowance = 9, own: readonly OwnPolicy[] = [oneEach]) =>
    given({ allowance, own }).when(placed('ann', 'red')).when(placed('bob', 'red')).when(placed('carl', 'blue')).when(add('dora'))

  test('is refused with the name and the reason, and told so to people', () => {
    const story = teams().when(assign('ann'))
    expect(story.refusal(assign('bob'))).toMatchObject({
      ...refusal('red is full'),
      member: 'bob',
      message: 'bob gets no license by the policy oneEach: red is full',
    })
    expect(story.refusal(assign('dora'))).toMatchObject(refusal('no team'))
    expect(story.when(assign('carl')).events).toEqual(['SeatGranted carl'])
  })

  test('is tallied by group for as long as the seat is held', () => {
    const two = teams().when(assign('ann')).when(assign('carl'))
    expect(talliesOf(two)).toEqual({ oneEach: { red: 1, blue: 1 } })
    for (const leave of [disable('ann'), remove('ann'), unlicense('ann')]) {
      const left = two.when(leave)
      expect(talliesOf(left)).toEqual({ oneEach: { blue: 1 } })
      expect(left.when(assign('bob')).stateOf('bob')).toBe('enabled')
    }
    expect(two.when(disable('ann')).when(assign('bob')).refusal(enable('ann'))).toMatchObject(refusal('red is full'))
    expect(talliesOf(two.when(disable('ann')).when(disable('carl')))).toEqual({})
  })

  test('of somebody whom it refuses is not sold: no raise helps it (S6, D5)', () => {
    const full = given({ preset: 'statusAllowance', allowance: 0, own: [oneEach] })
    const consent = { from: 0, to: 1, acceptTerms: true }
    expect(full.refusal(add('ann'))).toMatchObject(refusal('no team'))
    expect(full.refusal({ type: 'AddMember', member: 'ann', consent })).toMatchObject(refusal('no team'))
    expect(full.refusal(placed('ann', 'red'))).toMatchObject({ type: 'AllowanceExhausted', to: 1 })
    expect(full.when({ type: 'AddMember', member: 'ann', placement: 'red', consent }).events).toEqual([
      'AllowanceRaised raise-2',
      'MemberAdded ann',
      'SeatGranted ann',
    ])
  })

  test('needs the agreement of each: the first who refuses is named', () => {
    const never: OwnPolicy = { name: 'never', admit: () => ({ type: 'Refuse', reason: 'closed' }) }
    expect(teams(9, [oneEach, never]).refusal(assign('ann'))).toMatchObject(refusal('closed', 'never'))
    expect(teams(9, [oneEach, never]).refusal(assign('dora'))).toMatchObject(refusal('no team'))
    const floor: OwnPolicy = { name: 'floor', admit: () => ({ type: 'Admit', group: 'third' }) }
    expect(talliesOf(teams(9, [oneEach, floor]).when(assign('ann')))).toEqual({ oneEach: { red: 1 }, floor: { third: 1 } })
  })

  test.each<[string, Command, string]>([
    ['a transfer', transfer('carl', 'bob'), 'red is full'],
    ['an addition that is counted', { type: 'AddMember', member: 'new', placement: 'red', licenseType: 'named' }, 'red is full'],
  ])('is asked for by %s, too', (_, command, reason) => {
    expect(teams().when(assign('ann')).when(assign('carl')).refusal(command)).toMatchObject(refusal(reason))
  })

  test('is asked for after the giver has left, in a transfer (M14)', () => {
    const story = teams(1).when(assign('ann')).when(transfer('ann', 'bob'))
    expect([story.events, talliesOf(story)]).toEqual([['SeatReleased ann', 'SeatGranted bob'], { oneEach: { red: 1 } }])
  })

  test('that is refused at a sign-in leaves the member waiting, where auto-assign has it wait (M2)', () => {
    const story = teams().when(signIn('dora'))
    expect([story.events, story.stateOf('dora')]).toEqual([['SeatRequested dora', 'TrialStarted dora'], 'pending'])
    expect(story.refusal(approve('dora'))).toMatchObject(refusal('no team'))
  })

  test('of the first in line passes over whom it refuses; questions see the same (M6)', () => {
    const waiting = given({ allowance: 0, own: [oneEach], policies: { waiting: { admit: 'whenFree' } } })
      .when(add('dora'))
      .when(placed('ann', 'red'))
      .when(placed('bob', 'red'))
      .when(signIn('dora'))
      .when(signIn('ann'))
      .when(signIn('bob'))
    const later = waiting.moment('2026-03-03T00:00')
    const bought = waiting.when(buy('two', 3, { from: later }))
    const { beyond } = bought
    // Nobody has looked since: the questions let happen what is due, by the same policies.
    expect(summary(bought.pool, later, beyond)).toMatchObject({ consumed: 1, enabled: 1, pending: 2 })
    expect(access(bought.pool, 'ann', later, beyond).level).toBe('full')
    expect(access(bought.pool, 'dora', later, beyond).level).toBe('trial')
    expect(explain(bought.pool, 'dora', later, beyond)).toMatchObject({ state: 'pending', waitingBehind: 0 })
    expect(explain(bought.pool, 'bob', later, beyond)).toMatchObject({ state: 'pending', waitingBehind: 1 })
    expect(members(bought.pool, { at: later, state: 'enabled' }, beyond).map((each) => each.member)).toEqual(['ann'])
    const swept = bought.when(sweep, { at: '2026-03-03T00:00' })
    expect(swept.events).toEqual(['LotStarted two', 'SeatGranted ann'])
    expect(swept.when(disable('ann')).events).toEqual(['MemberDisabled ann', 'SeatGranted bob'])
  })
})

describe('a term that a policy puts on a seat', () => {
  const hours = (count: number, name = 'hours'): OwnPolicy => ({
    name,
    admit: ({ at }) => ({ type: 'Admit', endsAt: at + count * 3_600_000 }),
  })

  test('is in the answer, and ends the seat by itself at that moment (T3, T4)', () => {
    const story = given({ own: [hours(36), hours(48, 'more')] }).when(signIn('lucy'))
    expect(story.accessOf('lucy')).toBe('full until 2026-03-03T21:00Z')
    expect(explain(story.pool, 'lucy', story.now)).toMatchObject({
      next: { at: Date.UTC(2026, 2, 3, 21), ends: 'seatTerm', becomes: { state: 'known', access: 'standard' } },
    })
    expect(story.accessOf('lucy', '2026-03-03T20:59:59.999Z')).toBe('full until 2026-03-03T21:00Z')
    expect(story.accessOf('lucy', '2026-03-03T21:00')).toBe('standard')
    const swept = story.when(sweep, { at: '2026-03-09T00:00' })
    expect(swept.told).toEqual(['2026-03-03T21:00Z SeatReleased lucy, due, by system'])
    expect([swept.stateOf('lucy'), summary(swept.pool, swept.now).consumed]).toEqual(['known', 0])
  })

  test('is kept through uses, and a new seat has a new one', () => {
    const used = given({ own: [hours(36)] })
      .when(signIn('lucy'))
      .when(signIn('lucy'), { at: '2026-03-03T09:00' })
    expect([used.events, used.accessOf('lucy')]).toEqual([['SeatUsed lucy'], 'full until 2026-03-03T21:00Z'])
    const again = used.when(signIn('lucy'), { at: '2026-03-04T09:00' })
    expect([again.events, again.accessOf('lucy')]).toEqual([
      ['SeatReleased lucy', 'SeatGranted lucy'],
      'full until 2026-03-05T21:00Z',
    ])
  })

  test('that is over already is a seat that ends at once', () => {
    const story = given({ own: [hours(-1)] }).when(signIn('lucy'))
    expect([story.events, story.outcome.access]).toEqual([
      ['MemberAdded lucy', 'SeatGranted lucy', 'SeatReleased lucy'],
      'standard',
    ])
  })

  test('ends a provisional seat before its grace does, and goes with it when approved (M10, M11)', () => {
    const own = [hours(36)]
    const story = given({ own, policies: byApproval }).when(signIn('lucy'))
    expect([story.stateOf('lucy'), story.accessOf('lucy')]).toEqual(['provisional', 'full until 2026-03-03T21:00Z'])
    const lapsed = story.when(sweep, { at: '2026-03-04T00:00' })
    expect(lapsed.events).toEqual(['ProvisionalGrantLapsed lucy', 'TrialStarted lucy'])
    const approved = story.when(approve('lucy'))
    expect([approved.stateOf('lucy'), approved.accessOf('lucy')]).toEqual(['enabled', 'full until 2026-03-03T21:00Z'])
    expect(approved.when(sweep, { at: '2026-03-04T00:00' }).events).toEqual(['SeatReleased lucy'])
  })
})

describe('a route', () => {
  const routes: OwnPolicy = {
    name: 'routes',
    route: ({ member }, client) => {
      if (client === 'kiosk') return { type: 'Refuse', reason: 'no kiosks' }
      if (member.member === 'boss') return { type: 'Admit' }
      return member.member === 'temp' ? { type: 'Wait' } : undefined
    },
  }
  const routed = () =>
    given({ preset: 'planningPeople', allowance: 1, policies: { counting: null, overage: null }, own: [routes] })

  test('refuses a sign-in by its name, a check as well, and holders are not asked', () => {
    const story = routed().when(add('ann')).when(add('boss'))
    expect(story.refusal(signIn('ann', 'kiosk'))).toMatchObject({ ...refusal('no kiosks', 'routes'), member: 'ann' })
    expect(story.refusal({ type: 'CheckIn', member: 'ann', client: 'kiosk' })).toMatchObject(refusal('no kiosks', 'routes'))
    expect(story.refusal(signIn('ann'))).not.toHaveProperty('policy')
    const held = story.when(signIn('boss'))
    expect([held.events, held.outcome.access]).toEqual([['SeatGranted boss'], 'full'])
    expect(held.when(signIn('boss', 'kiosk')).outcome.access).toBe('full')
    expect(held.when({ type: 'CheckIn', member: 'boss', client: 'kiosk' }).outcome.access).toBe('full')
  })

  test('admits through the gate, and has others wait', () => {
    const full = routed().when(add('ann')).when(assign('ann')).when(add('boss')).when(add('temp'))
    expect(full.refusal(signIn('boss'))).toMatchObject({ type: 'AllowanceExhausted' })
    const waiting = full.when(signIn('temp'))
    expect([waiting.events, waiting.stateOf('temp'), waiting.outcome.access]).toEqual([['SeatRequested temp'], 'pending', 'none'])
  })

  test('lets nobody in who is barred: that comes first (X5, D4)', () => {
    const story = routed().when(add('boss')).when(disable('boss'))
    expect(story.refusal(signIn('boss'))).toMatchObject({ type: 'MemberDisabled' })
    expect(routed().refusal(signIn('boss'))).toMatchObject({ type: 'UnknownMember' })
  })
})

describe('what counts', () => {
  const reds: OwnPolicy = {
    name: 'reds',
    counts: ({ member: { placement } }) => (placement === undefined ? undefined : placement === 'red'),
  }

  test('is judged by it where it has an opinion, else by the rule (D1)', () => {
    const story = given({ preset: 'planningPeople', own: [reds] })
      .when(placed('ann', 'red'))
      .when(placed('bob', 'blue'))
      .when(add('carl'))
    expect(['ann', 'bob', 'carl'].map((id) => story.stateOf(id))).toEqual(['enabled', 'known', 'enabled'])
    const assigned = given({ own: [reds] })
      .when(placed('ann', 'red'))
      .when(add('carl'))
    expect([assigned.stateOf('ann'), assigned.stateOf('carl')]).toEqual(['enabled', 'known'])
  })

  test('is never a placeholder nor a resource, whatever it says (X5)', () => {
    const asked: string[] = []
    const all: OwnPolicy = {
      name: 'all',
      counts: ({ member }) => {
        asked.push(member.kind)
        return true
      },
    }
    const story = given({ preset: 'statusAllowance', allowance: 9, own: [all] })
      .when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' })
      .when({ type: 'AddMember', member: 'hall', kind: 'resource' })
      .when({ type: 'ChangeStatus', member: 'hall', status: 'room' })
      .when({ type: 'LinkDependency', member: 'tbh', dependency: { kind: 'target', id: 'q' } })
      .when(add('ann'))
    expect([summary(story.pool, story.now).consumed, new Set(asked)]).toEqual([1, new Set(['person'])])
  })
})

describe('a guard', () => {
  const stay: OwnPolicy = { name: 'stay', guard: ({ member }) => (member.member === 'ann' ? 'on call' : undefined) }

  test('blocks a move to unlicensed by its name and reason, beside the dependencies (P4)', () => {
    const story = given({ preset: 'planningPeople', own: [stay] })
      .when(add('ann'))
      .when(add('bob'))
      .when({ type: 'LinkDependency', member: 'ann', dependency: { kind: 'territory', id: 'north' } })
      .when(unlicense('ann', 'bob'))
    expect(story.events).toEqual(['MemberUnlicensed bob'])
    expect(story.outcome.results).toMatchObject([
      {
        answer: {
          type: 'DependenciesRemain',
          dependencies: [
            { kind: 'territory', id: 'north' },
            { kind: 'stay', id: 'on call' },
          ],
        },
      },
      { answer: 'accepted' },
    ])
  })
})

describe('a policy that answers rubbish', () => {
  const rubbish = (said: unknown) => (() => said) as never

  test.each<[string, OwnPolicy, Command]>([
    [
      'a promise of an admission',
      { name: 'own', admit: rubbish(Promise.resolve({ type: 'Refuse', reason: 'no' })) },
      assign('ann'),
    ],
    ['another word for refusing', { name: 'own', admit: rubbish({ type: 'Deny', reason: 'no' }) }, assign('ann')],
    ['a refusal without a reason', { name: 'own', admit: rubbish({ type: 'Refuse' }) }, assign('ann')],
    ['null', { name: 'own', admit: rubbish(null) }, assign('ann')],
    ['a number for a group', { name: 'own', admit: rubbish({ type: 'Admit', group: 7 }) }, assign('ann')],
    ['a group that is no name', { name: 'own', admit: rubbish({ type: 'Admit', group: '__proto__' }) }, assign('ann')],
    ['a date for a moment', { name: 'own', admit: rubbish({ type: 'Admit', endsAt: '2026-03-03' }) }, assign('ann')],
    ['a route that is none', { name: 'own', route: rubbish({ type: 'Deny' }) }, signIn('ann')],
    ['a yes for a route', { name: 'own', route: rubbish(true) }, signIn('ann')],
    ['a promise of who counts', { name: 'own', counts: rubbish(Promise.resolve(false)) }, add('new')],
    ['an empty reason to guard', { name: 'own', guard: rubbish('') }, unlicense('ann')],
    ['a false to guard', { name: 'own', guard: rubbish(false) }, unlicense('ann')],
  ])('%s: fails the call, and nothing changes', async (_, own, command) => {
    const story = given({ own: [own] })
    const before = own.counts === undefined ? story.when(add('ann')) : story
    const was = toSnapshot(before.pool)
    expect(() => before.when(command)).toThrow(
      /^the policy own answered `(admit|route|counts|guard)` with something that is not /,
    )
    expect(toSnapshot(before.pool)).toEqual(was)
  })

  test('or throws: the promise is rejected, and the store keeps what it has (X1)', async () => {
    let broken = false
    const own: OwnPolicy = {
      name: 'own',
      admit: () => {
        if (broken) throw new Error('broken policy')
        return undefined
      },
    }
    const { licensing, store } = await office({ options: { policies: [own] } })
    broken = true
    const before = await snapshotIn(store)
    await expect(licensing.execute('crm', byMobile('lucy'), member('lucy'))).rejects.toThrow('broken policy')
    expect(await snapshotIn(store)).toEqual(before)
    broken = false
    expect(toResult(await licensing.execute('crm', byMobile('lucy'), member('lucy')))).toMatchObject({
      value: { access: 'full' },
    })
  })

  test('or has the name of another cannot be given to the shell', () => {
    const [store, clock] = [memoryStore(), fixedClock(0)]
    const guard = () => undefined
    for (const name of ['twice', 'trial'])
      expect(() =>
        createLicensing({
          store,
          clock,
          policies: [
            { name: 'twice', guard },
            { name, guard },
          ],
        }),
      ).toThrow(`policies: the name ${name} is taken`)
  })
})

test('a policy that would never be asked, or has no name, cannot be given to the shell', () => {
  const giving = (policy: unknown) => () =>
    createLicensing({ store: memoryStore(), clock: fixedClock(0), policies: [policy as OwnPolicy] })
  const admit = () => undefined
  const wrong = 'policies[0]: must have a name, and counts, route, admit or guard'
  expect(giving({ name: 'mine', admitt: admit })).toThrow(wrong)
  expect(giving({ name: 'mine', admit, guard: 3 })).toThrow(wrong)
  for (const name of [undefined, '', 7, '__proto__']) expect(giving({ name, admit })).toThrow(wrong)
  expect(giving({ name: 'mine', admit, limit: 3 })).not.toThrow()
})

describe('what a policy sees', () => {
  test('is the header, the member and the moment, as copies that it cannot change (X2)', () => {
    const seen: Seen[] = []
    const watch: OwnPolicy = {
      name: 'watch',
      admit: (shown) => {
        seen.push(shown)
        return undefined
      },
    }
    const story = given({ own: [watch] })
      .when(placed('ann', 'red'))
      .when(assign('ann'))
    expect(seen).toHaveLength(1)
    expect(Object.keys(seen[0] ?? {}).sort()).toEqual(['at', 'header', 'member'])
    expect(seen[0]).toMatchObject({ at: story.now, member: { member: 'ann', kind: 'person', state: 'known', placement: 'red' } })
    expect(() => {
      ;(seen[0]?.header.counts as { known: number }).known = 7
    }).toThrow(TypeError)
    // The pool has gone on, and what was shown has not.
    expect([seen[0]?.header.counts.enabled, toSnapshot(story.pool).header.counts.enabled]).toEqual([0, 1])
  })
})

describe('what is stored', () => {
  const hour = 3_600_000
  const timed: OwnPolicy = {
    name: 'timed',
    admit: ({ at, member }) => (member.placement === 'red' ? { type: 'Admit', group: 'short', endsAt: at + hour } : undefined),
  }
  const own = [oneEach, timed]
  const commands: readonly Command[] = [
    placed('ann', 'red'),
    placed('bob', 'blue'),
    placed('carl', 'blue'),
    add('dora'),
    assign('ann'),
    assign('bob'),
    transfer('bob', 'carl'),
    signIn('dora'),
    disable('carl'),
    enable('carl'),
    lower(1),
    unlicense('bob'),
  ]
  const story = () => commands.reduce((soFar, command) => soFar.when(command, { by: 'system' }), given({ allowance: 3, own }))
  const ended = () => story().when(sweep, { at: '2026-03-02T10:00' })

  test('needs no policy to be replayed (X3)', () => {
    expect(talliesOf(story())).toEqual({ oneEach: { red: 1, blue: 1 }, timed: { short: 1 } })
    expect(ended().events).toEqual(['SeatReleased ann'])
    for (const each of [story(), ended()]) expect(toSnapshot(replay(each.history))).toEqual(toSnapshot(each.pool))
  })

  test('has tallies that equal a recount; others are refused (X4)', () => {
    const snapshot = JSON.parse(JSON.stringify(toSnapshot(story().pool)))
    expect(fromSnapshot(snapshot)._tag).toBe('Right')
    snapshot.header.tallies.oneEach.red = 2
    expect(fromSnapshot(snapshot)).toMatchObject({ left: { type: 'Invalid' } })
  })

  test('in rows gives the same answers, events and records as the whole pool', () => {
    const beyond = { policies: own }
    let whole = given({ allowance: 3, own })
    const store = rowStore(whole.pool, 1)
    const requests = [...commands.map((command) => ({ command, at: whole.now })), { command: sweep, at: whole.now + 2 * hour }]
    for (const { command, at } of requests) {
      const request = { command, at, by: { role: 'system' } } as const
      const ran = runFromRows(store, request, { guesses: false, steps: 1, beyond })
      whole = whole.when(command, { by: 'system', at: new Date(at).toISOString() })
      expect(ran.result).toMatchObject({ _tag: 'Right' })
      expect(store.snapshot()).toEqual(JSON.parse(JSON.stringify(toSnapshot(whole.pool))))
    }
  })
})

test('the shell asks them in every verb', async () => {
  const { licensing, clock } = await office({
    licenses: 0,
    policies: { waiting: { admit: 'whenFree' } },
    options: { policies: [oneEach] },
  })
  const give = (command: Command) => licensing.execute('crm', command, { actor: { role: 'system' } })
  for (const command of [add('dora'), placed('ann', 'red'), byMobile('dora'), byMobile('ann')]) await give(command)
  const from = clock.now() + 1_000
  await give({ type: 'AddLot', lot: 'two', organization: 'acme', quantity: 2, from })
  clock.advance(1_000)
  expect(toResult(await licensing.summary('crm', kim))).toMatchObject({ value: { enabled: 1, pending: 1 } })
  expect(toResult(await licensing.access('crm', 'dora', kim))).toMatchObject({ value: { level: 'trial' } })
  expect(toResult(await licensing.members('crm', { state: 'enabled' }, kim))).toMatchObject({ value: [{ member: 'ann' }] })
  expect(toResult(await licensing.preview('crm', assign('dora'), kim))).toMatchObject({ rejection: refusal('no team') })
  expect((await licensing.sweepDue()).map(({ events }) => events.map(({ type }) => type))).toEqual([
    ['LotStarted', 'SeatGranted'],
  ])
})

test('the worked example runs, and prints what it says: so many seats for each department', async () => {
  const source = readFileSync(new URL('../../examples/ownPolicy.ts', import.meta.url), 'utf8')
  const { actual, expected } = await runSnippet(source)
  expect(expected).toHaveLength(6)
  expect(actual).toEqual(expected)
})

test('explain names the own policy that stands in the way, and its reason', () => {
  const salesOnly: OwnPolicy = {
    name: 'salesOnly',
    admit: ({ member }) => (member.placement === 'sales' ? undefined : { type: 'Refuse', reason: 'seats are for sales' }),
  }
  const story = given({ allowance: 2, own: [salesOnly] }).when(signIn('ann'))
  expect(story.stateOf('ann')).toBe('pending')
  expect(explain(story.pool, 'ann', story.now, story.beyond).because).toEqual([
    { rule: 'M4', policy: 'trial', text: 'ann waits, and its one trial runs.' },
    { rule: 'A2', policy: 'salesOnly', text: 'ann gets no license by the policy salesOnly: seats are for sales' },
  ])
  expect(explain(story.pool, 'ann', story.now).because.map((each) => each.policy)).toEqual(['trial'])
})
