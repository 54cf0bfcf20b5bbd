// What all of it must satisfy, shown on stories (X1, X3 to X5, X7, X9): the laws over random histories are elsewhere.
// X2 is in untouched.test.ts, X10 in validation.test.ts.

import { describe, expect, test } from 'vitest'
import { type Command, execute, type LicenseEvent, type MemberState, preview, summary } from '../../src/index.ts'
import { executeAll, fromSnapshot, holdersAt, type Request, replay, toSnapshot } from '../../src/store/index.ts'
import {
  add,
  approve,
  assign,
  buy,
  change,
  deactivate,
  disable,
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
import { utc } from '../support/told.ts'

/** A month in which most of what can happen does. */
const month: readonly (readonly [at: string, command: Command])[] = [
  ['2026-03-02T09:00', signIn('ann')],
  ['2026-03-02T10:00', signIn('bob')],
  ['2026-03-02T11:00', signIn('cara')],
  ['2026-03-03T09:00', approve('ann')],
  ['2026-03-04T09:00', turnDown('bob')],
  ['2026-03-05T09:00', { type: 'AddMember', member: 'tbh', kind: 'placeholder' }],
  ['2026-03-05T09:00', { type: 'LinkDependency', member: 'tbh', dependency: { kind: 'territory', id: 'n', when: 'future' } }],
  ['2026-03-05T09:00', { type: 'FillPlaceholder', placeholder: 'tbh', member: 'dan' }],
  ['2026-03-06T09:00', buy('more', 3, { until: Date.parse('2026-04-10T00:00Z') })],
  ['2026-03-06T10:00', assign('dan')],
  ['2026-03-07T09:00', change({ autoAssign: { enabled: true }, waiting: { admit: 'whenFree' } })],
  ['2026-03-08T09:00', transfer('dan', 'erin')],
  ['2026-03-09T09:00', use('erin')],
  ['2026-03-10T09:00', unlicense('erin')],
  ['2026-03-11T09:00', relicense('erin')],
  ['2026-03-12T09:00', deactivate('dan')],
  ['2026-03-13T09:00', add('dan')],
  ['2026-03-14T09:00', remove('bob')],
  ['2026-03-15T09:00', signIn('fay')],
  ['2026-03-15T09:00', signIn('gus')],
  ['2026-03-16T09:00', change({ shrink: { rule: 'releaseLongestIdle' }, idleReclaim: { enabled: true, days: 30 } })],
  ['2026-03-20T09:00', lower(3)],
  ['2026-05-01T00:00', sweep],
]
const begun = () => given({ allowance: 2, policies: byApproval, members: ['erin'] })
const lived = (steps = month.length): Story =>
  month.slice(0, steps).reduce((story, [at, command]) => story.when(command, { at, by: 'system' }), begun())

describe('a rejected command', () => {
  test('leaves the caller the very pool, in a batch, and makes no event (X1)', () => {
    const { pool, now: at } = given({ members: ['lucy'] })
    const refused: readonly Request[] = [
      { command: assign('nobody'), at, by: { role: 'system' } },
      { command: lower(9), at, by: { role: 'system' } },
      { command: { type: 'AddMember' } as unknown as Command, at, by: { role: 'system' } },
      { command: assign('lucy'), at, by: { role: 'member' } },
    ]
    const batch = executeAll(pool, refused)
    expect(batch.results.map((each) => each._tag === 'Left' && each.left.type)).toEqual([
      'UnknownMember',
      'Invalid',
      'Invalid',
      'NotPermitted',
    ])
    expect(batch.pool).toBe(pool)
  })

  test('leaves the very pool also where something was due: it stays due (X1, T4)', () => {
    const story = given({ allowance: 0 }).when(signIn('lucy'))
    const late = story.moment('2026-06-01T00:00')
    const batch = executeAll(story.pool, [{ command: assign('nobody'), at: late, by: { role: 'system' } }])
    expect(batch.results).toMatchObject([{ _tag: 'Left', left: { type: 'UnknownMember' } }])
    expect(batch.pool).toBe(story.pool)
    expect(story.when(sweep, { at: '2026-06-01T00:00' }).events).toEqual(['TrialEnded lucy'])
  })

  test('between accepted ones is as if it had not been given (X1)', () => {
    const { pool, now: at } = given({ members: ['ann', 'bob'] })
    const by = { role: 'systemAdmin' } as const
    const asked = (...commands: Command[]) =>
      executeAll(
        pool,
        commands.map((command) => ({ command, at, by })),
      )
    const without = asked(assign('ann'), add('cara'), disable('ann'))
    const between = asked(assign('ann'), assign('bob'), add('cara'), assign('nobody'), disable('ann'))
    expect(between.results.map((each) => each._tag)).toEqual(['Right', 'Left', 'Right', 'Left', 'Right'])
    expect(between.results.filter((each) => each._tag === 'Right')).toEqual(without.results)
    expect(toSnapshot(between.pool)).toEqual(toSnapshot(without.pool))
  })

  test('that had done part of its work has done nothing (X1)', () => {
    const story = given({ allowance: 2, members: ['ann', 'bob'] }).when(assign('ann'))
    const all: Command = { type: 'UnlicenseMembers', members: ['ann', 'bob', 'nobody'], mode: 'all' }
    expect(story.refusal(all)).toMatchObject({ type: 'UnknownMember', member: 'nobody' })
    const lots = [
      { lot: 'base', quantity: 2 },
      { lot: 'new', quantity: 5 },
    ]
    const open: Command = { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots }
    expect(story.refusal(open, { by: 'system' })).toMatchObject({ type: 'Invalid', issues: [{ path: 'lots[1]' }] })
  })

  test('is told by a preview as it is told by the command, and neither keeps anything (X1)', () => {
    const story = given({ members: ['ann'] })
    const previewed = preview(story.pool, assign('nobody'), story.now, { role: 'system' })
    expect(previewed).toEqual({ _tag: 'Left', left: story.refusal(assign('nobody'), { by: 'system' }) })
  })
})

describe('the events of a pool', () => {
  const stored = (events: readonly LicenseEvent[]) => JSON.parse(JSON.stringify(events)) as LicenseEvent[]

  test('give the same pool when they are replayed (X3)', () => {
    const story = lived()
    expect(story.history.length).toBeGreaterThan(month.length)
    expect(toSnapshot(replay(stored(story.history)))).toEqual(toSnapshot(story.pool))
  })

  test('after a snapshot give the same pool, wherever it was taken (X3)', () => {
    const final = lived()
    for (let steps = 0; steps <= month.length; steps++) {
      const early = lived(steps)
      const restored = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(early.pool))))
      if (restored._tag === 'Left') throw new Error(restored.left.message)
      const later = stored(final.history.slice(early.history.length))
      expect(toSnapshot(replay(later, restored.right))).toEqual(toSnapshot(final.pool))
    }
  })

  test('that are corrupt are nobody’s refusal: replay says which (X3)', () => {
    const [first, ...rest] = lived().history
    const holder = rest.findIndex((event) => event.type === 'MemberAdded' && event.member === 'ann')
    expect(() => replay([first as LicenseEvent, ...rest.slice(holder + 1)])).toThrow('is about ann, who is not in the pool')
  })
})

describe('the counters', () => {
  test('are what counting the members gives, after every command (X4, FB-6, FB-8)', () => {
    const seen = new Set<MemberState>()
    for (let steps = 0; steps <= month.length; steps++) {
      const { pool, now } = lived(steps)
      const { header, members } = toSnapshot(pool)
      const counted: Record<string, number> = { ...header.counts }
      for (const state of Object.keys(counted)) counted[state] = members.filter((row) => row.state === state).length
      for (const { state } of members) seen.add(state)
      expect(header.counts).toEqual(counted)
      const holders = members.filter(({ state }) => state === 'enabled' || state === 'provisional').length
      expect(summary(pool, now).consumed).toBe(holders)
      expect(holdersAt(lived(steps).history, now)).toHaveLength(holders)
    }
    expect(seen.size).toBe(8)
  })

  test('that are wrong in a snapshot are Invalid, by name (X4, FB-19)', () => {
    const snapshot = toSnapshot(lived().pool)
    const counts = { ...snapshot.header.counts, enabled: snapshot.header.counts.enabled + 1 }
    expect(fromSnapshot({ ...snapshot, header: { ...snapshot.header, counts } })).toMatchObject({
      _tag: 'Left',
      left: { type: 'Invalid', issues: [{ path: 'header.counts.enabled' }] },
    })
    expect(fromSnapshot({ ...snapshot, header: { ...snapshot.header, allowance: 77 } })).toMatchObject({
      _tag: 'Left',
      left: { type: 'Invalid', issues: [{ path: 'header.allowance' }] },
    })
  })
})

describe('nobody', () => {
  test.each<[string, readonly Command[]]>([
    ['disabled', [add('lucy'), disable('lucy')]],
    ['rejected', [signIn('lucy'), turnDown('lucy')]],
    ['deleted', [add('lucy'), remove('lucy')]],
    ['deactivated', [add('lucy'), deactivate('lucy')]],
    ['unlicensed', [add('lucy'), unlicense('lucy')]],
    ['a placeholder', [{ type: 'AddMember', member: 'lucy', kind: 'placeholder' }]],
    ['a resource', [{ type: 'AddMember', member: 'lucy', kind: 'resource' }]],
  ])('who is %s consumes a license or gets full or trial access, whatever happens around it (X5)', (_, commands) => {
    const auto = { autoAssign: { enabled: true }, waiting: { admit: 'whenFree' } } as const
    for (const policies of [byApproval, auto, { autoAssign: null, membership: null }]) {
      const pool = commands.reduce(
        (story, command) => story.when(command, { by: 'system' }),
        given({ policies: byApproval, allowance: 9 }),
      )
      const story = pool.when(change(policies)).when(buy('more', 9))
      for (const at of ['2026-03-02T09:00', '2026-03-20T09:00', '2027-01-01T00:00']) {
        expect(['standard', 'none']).toContain(story.accessOf('lucy', at))
        expect(summary(story.pool, story.moment(at))).toMatchObject({ consumed: 0, pending: 0 })
      }
      const signedIn = preview(story.pool, signIn('lucy'), story.now, { role: 'system' })
      if (signedIn._tag === 'Right') expect([signedIn.right.access, signedIn.right.events]).toEqual(['standard', []])
    }
  })
})

describe('every event', () => {
  test('says who, when, why, and by which command, if by one (X7)', () => {
    const story = given({ lots: [{ lot: 'march', quantity: 1, until: '2026-03-09T00:00' }], members: ['lucy'] })
    const by = { role: 'systemAdmin', id: 'root', commandId: 'c-7' } as const
    const { events } = story.when(assign('lucy'), { at: '2026-03-10T00:00', by }).outcome
    expect(events.map(({ type, at, actor, reason, commandId }) => ({ type, at: utc(at), actor, reason, commandId }))).toEqual([
      { type: 'LotEnded', at: '2026-03-09T00:00Z', actor: { role: 'system' }, reason: 'due', commandId: undefined },
      {
        type: 'SeatGranted',
        at: '2026-03-10T00:00Z',
        actor: { role: 'systemAdmin', id: 'root' },
        reason: 'assigned',
        commandId: 'c-7',
      },
    ])
  })

  test('that follows from a command names it, though the system did it (X7)', () => {
    const story = given({ policies: { waiting: { admit: 'whenFree' } }, members: ['ann'] })
      .when(assign('ann'))
      .when(signIn('lucy'))
    const { events } = story.when(remove('ann'), { by: { role: 'systemAdmin', commandId: 'c-8' } }).outcome
    expect(events.map(({ type, actor, commandId }) => [type, actor.role, commandId])).toEqual([
      ['MemberDeleted', 'systemAdmin', 'c-8'],
      ['SeatGranted', 'system', 'c-8'],
    ])
  })
})

describe('who held a license on 3 March, and since when', () => {
  const story = () =>
    given({
      allowance: 9,
      policies: byApproval,
      at: '2026-02-20T09:00',
      members: ['early', 'giver', 'taker', 'left', 'late', 'back'],
    })
      .when(assign('early'))
      .when(assign('giver'))
      .when(assign('left'))
      .when(assign('back'))
      .when(signIn('prov'), { at: '2026-02-21T09:00' })
      .when(signIn('approved'))
      .when(approve('approved'), { at: '2026-02-25T09:00' })
      .when(disable('left'), { at: '2026-02-26T09:00' })
      .when(unlicense('back'))
      .when(relicense('back'))
      .when(assign('back'), { at: '2026-03-01T09:00' })
      .when(transfer('giver', 'taker'), { at: '2026-03-02T09:00' })
      .when(assign('late'), { at: '2026-03-03T12:00' })
      .when(sweep, { at: '2026-06-01T00:00' })
  const held = (at: string) =>
    holdersAt(story().history, story().moment(at)).map(
      ({ member, since, provisional }) => `${member} since ${utc(since)}${provisional ? ', provisionally' : ''}`,
    )

  test('has an answer (X7)', () => {
    expect(held('2026-03-03T00:00')).toEqual([
      'early since 2026-02-20T09:00Z',
      'prov since 2026-02-21T09:00Z, provisionally',
      'approved since 2026-02-21T09:00Z',
      'back since 2026-03-01T09:00Z',
      'taker since 2026-03-02T09:00Z',
    ])
  })

  test('is a matter of the moment: held from the grant on, and no longer at the end (X7, T3)', () => {
    expect(held('2026-03-03T11:59:59.999')).not.toContain('late since 2026-03-03T12:00Z')
    expect(held('2026-03-03T12:00')).toContain('late since 2026-03-03T12:00Z')
    expect(held('2026-03-02T08:59:59.999')).toContain('giver since 2026-02-20T09:00Z')
    expect(held('2026-03-02T09:00').filter((line) => line.startsWith('giver'))).toEqual([])
    expect(held('2026-03-07T08:59:59.999')).toContain('prov since 2026-02-21T09:00Z, provisionally')
    expect(held('2026-03-07T09:00').filter((line) => line.startsWith('prov'))).toEqual([])
    expect(held('2026-02-20T08:59')).toEqual([])
  })

  test('knows every way out of a seat (X7)', () => {
    const ways: readonly Command[] = [
      disable('lucy'),
      remove('lucy'),
      deactivate('lucy'),
      unlicense('lucy'),
      transfer('lucy', 'bob'),
    ]
    for (const command of ways) {
      const { history, now } = given({ members: ['bob'] })
        .when(signIn('lucy'))
        .when(command)
      expect(holdersAt(history, now).map((each) => each.member)).toEqual(command.type === 'TransferSeat' ? ['bob'] : [])
    }
    const shrunk = given({ policies: { shrink: { rule: 'releaseLongestIdle' } } })
      .when(signIn('lucy'))
      .when(lower(0))
    expect(holdersAt(shrunk.history, shrunk.now)).toEqual([])
    const idle = given({ policies: { idleReclaim: { enabled: true, days: 1 } } })
      .when(signIn('lucy'))
      .when(sweep, { at: '2026-03-09T00:00' })
    expect(holdersAt(idle.history, idle.now)).toEqual([])
    const rejected = given({ policies: byApproval }).when(signIn('lucy')).when(turnDown('lucy'))
    expect(holdersAt(rejected.history, rejected.now)).toEqual([])
  })
})

describe('the default', () => {
  test.each([{}, { role: 'admin' }, { role: 'member', id: 7 }, { id: 'root' }, null, undefined, 'system'])(
    'denies: %j is nobody who may do anything (X9)',
    (by) => {
      const issues = [{ path: expect.stringMatching(/^by/) }]
      expect(execute(given().pool, sweep, 0, by as never)).toMatchObject({ _tag: 'Left', left: { type: 'Invalid', issues } })
    },
  )
})
