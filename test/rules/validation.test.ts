// Whatever comes in from outside is validated where it enters (X10): the answer names the field, nothing throws, nothing changes.

import { describe, expect, test } from 'vitest'
import { type Command, decodeCommand, execute, openPool } from '../../src/index.ts'
import { decodeEvent, executeAll, fromSnapshot, toSnapshot } from '../../src/store/index.ts'
import { add, signIn, sweep } from '../support/asked.ts'
import { given } from '../support/given.ts'

const system = { role: 'system' } as const
const asCommand = (value: unknown) => value as Command

/** The fields that are wrong with it, by `execute` and by the decoder alike. */
const wrong = (value: unknown): readonly string[] => {
  const { pool, now } = given({ members: ['lucy'] })
  const before = toSnapshot(pool)
  const result = execute(pool, asCommand(value), now, system)
  expect(toSnapshot(pool)).toEqual(before)
  if (result._tag === 'Right' || result.left.type !== 'Invalid') throw new Error(`not Invalid: ${JSON.stringify(result)}`)
  expect(decodeCommand(value)).toEqual(result)
  for (const { path, message } of result.left.issues)
    expect(result.left.message).toContain(path === '' ? message : `${path}: ${message}`)
  return result.left.issues.map(({ path }) => path)
}

describe('a command', () => {
  test.each<[string, unknown]>([
    ['type', {}],
    ['type', { type: 'AssignSeats', member: 'lucy' }],
    ['type', { type: 'constructor' }],
    ['type', { type: ['Sweep'] }],
    ['member', { type: 'AssignSeat' }],
    ['member', { type: 'AssignSeat', member: '' }],
    ['member', { type: 'AssignSeat', member: 7 }],
    ['member', { type: 'AssignSeat', member: { toString: () => 'lucy' } }],
    ['member', { type: 'AssignSeat', member: 'x'.repeat(1_001) }],
    ['member', { type: 'AssignSeat', member: 'a\u0000b' }],
    ['member', { type: 'AssignSeat', member: '\ud800' }],
    ['members', { type: 'AssignSeat', member: 'lucy', members: [] }],
    ['client', { type: 'SignIn', member: 'lucy' }],
    ['count', { type: 'ApproveWaiting', count: 0 }],
    ['count', { type: 'ApproveWaiting', count: 1.5 }],
    ['count', { type: 'ApproveWaiting', count: Number.NaN }],
    ['to', { type: 'TransferSeat', from: 'lucy' }],
    ['to', { type: 'LowerAllowance', to: -1 }],
    ['to', { type: 'LowerAllowance', to: -0 }],
    ['quantity', { type: 'AddLot', lot: 'a', organization: 'acme', quantity: '5' }],
    ['from', { type: 'AddLot', lot: 'a', organization: 'acme', quantity: 5, from: '2026-03-01' }],
    ['until', { type: 'AddLot', lot: 'a', organization: 'acme', quantity: 5, until: Number.POSITIVE_INFINITY }],
    ['until', { type: 'AddLot', lot: 'a', organization: 'acme', quantity: 5, until: 8_640_000_000_000_001 }],
    ['acceptTerms', { type: 'RaiseAllowance', from: 1, to: 2, acceptTerms: 'yes' }],
    ['kind', { type: 'AddMember', member: 'mia', kind: 'robot' }],
    ['peopleState', { type: 'AddMember', member: 'mia', peopleState: 'TBH' }],
    ['credentials', { type: 'AddMember', member: 'mia', kind: 'resource', credentials: true }],
    ['dependency', { type: 'LinkDependency', member: 'lucy' }],
    ['dependency.id', { type: 'LinkDependency', member: 'lucy', dependency: { kind: 'territory' } }],
    ['members[1]', { type: 'UnlicenseMembers', members: ['lucy', 7] }],
    ['mode', { type: 'UnlicenseMembers', members: ['lucy'], mode: 'some' }],
    ['members', { type: 'ImportMembers', members: 'lucy' }],
    ['member', { type: 'RecordUse' }],
    ['session', { type: 'RecordUse', member: 'lucy', session: 's' }],
    ['timeZone', { type: 'OpenPool', organization: 'acme', timeZone: 'Mars/Olympus' }],
    ['preset', { type: 'OpenPool', organization: 'acme', preset: 'toString' }],
    ['lots[0].quantity', { type: 'OpenPool', organization: 'acme', lots: [{ lot: 'a', quantity: 0 }] }],
    [
      'lots[1].until',
      {
        type: 'OpenPool',
        organization: 'acme',
        lots: [
          { lot: 'a', quantity: 1 },
          { lot: 'b', quantity: 1, from: 2, until: 1 },
        ],
      },
    ],
    ['policies', { type: 'ChangePolicies' }],
    ['policies', { type: 'ChangePolicies', policies: null }],
    ['policies.trial.days', { type: 'ChangePolicies', policies: { trial: { days: 0 } } }],
    ['force', { type: 'Sweep', force: true }],
  ])('is Invalid at %s: %j (X10)', (path, value) => {
    expect(wrong(value)).toEqual([path])
  })

  test.each([
    null,
    undefined,
    0,
    '',
    'Sweep',
    true,
    [],
    [{ type: 'Sweep' }],
    () => sweep,
    Symbol('Sweep'),
    7n,
    new Date(0),
    new Map(),
  ])('is Invalid as a whole where it is none: %s (X10)', (value) => {
    expect(wrong(value).length).toBe(1)
  })

  test('names everything that is wrong with it, not only the first (X10)', () => {
    expect(wrong({ type: 'AddLot', lot: '', organization: 7, quantity: 0, colour: 'red' })).toEqual([
      'lot',
      'organization',
      'quantity',
      'colour',
    ])
  })

  test('says what is wrong, and what it should have been (X10)', () => {
    const { pool, now } = given()
    const result = execute(pool, asCommand({ type: 'SignIn', member: 'lucy', clients: 'mobile' }), now, system)
    expect(result).toMatchObject({
      _tag: 'Left',
      left: {
        issues: [
          { path: 'clients', message: 'unknown field; did you mean "client"?' },
          { path: 'client', message: 'is missing; it must be text of 1 to 1000 characters' },
        ],
      },
    })
  })

  test.each<[string, () => unknown]>([
    ['a field that throws', () => reading({ type: 'AssignSeat' }, 'member', boom)],
    ['a type that throws', () => reading({}, 'type', boom)],
    ['a proxy that throws', () => new Proxy({ type: 'Sweep' }, { ownKeys: boom, get: boom, getPrototypeOf: boom })],
    ['a revoked proxy', revoked],
    ['a list with holes', () => ({ type: 'UnlicenseMembers', members: new Array(3) })],
    ['a list that is endless', () => ({ type: 'UnlicenseMembers', members: new Array(4_000_000_000) })],
    ['policies that throw', () => ({ type: 'ChangePolicies', policies: new Proxy({}, { ownKeys: boom }) })],
    ['a name that is a prototype', () => JSON.parse('{"type":"ChangePolicies","policies":{"__proto__":{"trial":{"days":1}}}}')],
    ['a text object', () => ({ type: 'AssignSeat', member: new String('lucy') })],
    ['a nesting without end', () => ({ type: 'AssignSeat', member: endless() })],
  ])('may be %s: Invalid, and nothing throws (X10)', (_, value) => {
    const { pool, now } = given({ members: ['lucy'] })
    const before = toSnapshot(pool)
    for (const result of [execute(pool, asCommand(value()), now, system), decodeCommand(value())]) {
      expect(result).toMatchObject({ _tag: 'Left', left: { type: 'Invalid' } })
    }
    expect(executeAll(pool, [{ command: asCommand(value()), at: now, by: system }]).pool).toBe(pool)
    expect(toSnapshot(pool)).toEqual(before)
  })

  test.each<[string, () => unknown]>([
    ['throws', boom],
    ['is no text', () => ({ not: 'text' })],
  ])('with a field that %s when it is read again enters as it was checked or not at all (X10, X2)', (_, later) => {
    for (let steady = 1; steady <= 8; steady++) {
      const { pool, now } = given()
      let reads = 0
      const command = reading({ type: 'AddMember' }, 'member', () => (reads++ < steady ? 'mia' : later()))
      const result = execute(pool, asCommand(command), now, system)
      if (result._tag === 'Left') expect(result.left.type).toBe('Invalid')
      else expect(toSnapshot(result.right.pool).members.map((row) => row.id)).toEqual(['mia'])
    }
  })

  test('of a member is not about another when it is read again (X10, X9)', () => {
    for (let steady = 1; steady <= 8; steady++) {
      const { pool, now } = given()
      let reads = 0
      const command = reading({ type: 'SignIn', client: 'mobile' }, 'member', () => (reads++ < steady ? 'lucy' : 'ann'))
      const result = execute(pool, asCommand(command), now, { role: 'member', id: 'lucy' })
      if (result._tag === 'Right') expect(toSnapshot(result.right.pool).members.map((row) => row.id)).toEqual(['lucy'])
    }
  })
})

describe('what stands beside a command', () => {
  test.each([
    Number.NaN,
    1.5,
    Number.POSITIVE_INFINITY,
    '2026-03-02',
    null,
    undefined,
    -0,
    8_640_000_000_000_001,
    new Date(0),
    7n,
  ])('a moment that is none is Invalid at `at`: %s (X10, T1)', (at) => {
    const result = execute(given().pool, add('mia'), at as number, system)
    expect(result).toMatchObject({ _tag: 'Left', left: { type: 'Invalid', issues: [{ path: 'at' }] } })
  })

  test.each<[string, unknown]>([
    ['by', null],
    ['by', 'system'],
    ['by.role', {}],
    ['by.role', { role: 'root' }],
    ['by.id', { role: 'member', id: '' }],
    ['by.commandId', { role: 'system', commandId: 7 }],
    ['by.name', { role: 'system', name: 'root' }],
  ])('an actor that is none is Invalid at %s: %j (X10, X9)', (path, by) => {
    const result = execute(given().pool, add('mia'), 0, by as never)
    expect(result).toMatchObject({ _tag: 'Left', left: { type: 'Invalid', issues: [{ path }] } })
  })

  test('a pool is opened by nothing but `OpenPool` (X10)', () => {
    for (const command of [add('mia'), sweep, signIn('mia')]) {
      const result = openPool(command as never, 0, system)
      expect(result).toMatchObject({ _tag: 'Left', left: { type: 'Invalid', issues: [{ path: 'type' }] } })
    }
  })
})

describe('a row of an import', () => {
  test('that is none is Invalid at its place, and the others go on (X10, P2)', () => {
    const rows = [
      { member: 'ann' },
      null,
      { member: 7 },
      { member: 'bob', kind: 'robot' },
      { member: 'cara', peopleState: 'TBR' },
      'dan',
    ]
    const story = given().when({ type: 'ImportMembers', members: rows })
    expect(story.events).toEqual(['MemberAdded ann'])
    expect(story.outcome.results).toMatchObject([
      { member: 'ann', answer: 'accepted' },
      { member: '', answer: { type: 'Invalid', issues: [{ path: 'members[1]' }] } },
      { member: '', answer: { type: 'Invalid', issues: [{ path: 'members[2].member' }] } },
      { member: 'bob', answer: { type: 'Invalid', issues: [{ path: 'members[3].kind' }] } },
      { member: 'cara', answer: { type: 'Invalid', issues: [{ path: 'members[4].peopleState' }] } },
      { member: '', answer: { type: 'Invalid', issues: [{ path: 'members[5]' }] } },
    ])
  })

  test('that throws when it is read is Invalid at its place, and nothing throws (X10)', () => {
    const rows = [reading({}, 'member', boom), revoked(), { member: 'bob' }]
    const story = given().when({ type: 'ImportMembers', members: rows })
    expect(story.events).toEqual(['MemberAdded bob'])
    expect(story.outcome.results).toMatchObject([
      { answer: { type: 'Invalid' } },
      { answer: { type: 'Invalid' } },
      { answer: 'accepted' },
    ])
  })
})

describe('what was stored', () => {
  const snapshot = () =>
    JSON.parse(JSON.stringify(toSnapshot(given({ allowance: 2 }).when(signIn('lucy')).when(add('bob')).pool)))
  const issues = (value: unknown) => {
    const result = fromSnapshot(value)
    return result._tag === 'Left' && result.left.type === 'Invalid' ? result.left.issues.map(({ path }) => path) : 'accepted'
  }

  test('is read back (X10)', () => {
    expect(issues(snapshot())).toBe('accepted')
  })

  test.each<[string, (stored: ReturnType<typeof snapshot>) => void]>([
    ['schema', (stored) => Object.assign(stored, { schema: 3 })],
    ['header', (stored) => Object.assign(stored, { header: null })],
    ['header.timeZone', ({ header }) => Object.assign(header, { timeZone: 'Mars/Olympus' })],
    ['header.policies.trial.days', ({ header }) => Object.assign(header.policies.trial, { days: 0 })],
    ['header.policies.trials', ({ header }) => Object.assign(header.policies, { trials: {} })],
    ['header.lots[0].stage', ({ header }) => Object.assign(header.lots[0], { stage: 'over' })],
    ['header.counts.known', ({ header }) => Object.assign(header.counts, { known: -1 })],
    ['members[0].state', ({ members }) => Object.assign(members[0], { state: 'happy' })],
    ['members[0].usedDay', ({ members }) => delete members[0].usedDay],
    ['members[0].place', ({ members }) => Object.assign(members[0], { place: 3 })],
    ['members[1].id', ({ members }) => Object.assign(members[1], { id: '' })],
    ['members[1].id', ({ members }) => Object.assign(members[1], { id: 'lucy' })],
    ['members[1].ordinal', ({ members }) => Object.assign(members[1], { ordinal: members[0].ordinal })],
    ['members[1].ordinal', ({ members }) => Object.assign(members[1], { ordinal: 999 })],
  ])('is Invalid at %s (X10)', (path, spoil) => {
    const stored = snapshot()
    spoil(stored)
    expect(issues(stored)).toEqual([path])
  })

  test.each([() => null, () => undefined, () => 7, () => 'pool', () => [], () => ({}), () => new Map(), revoked])(
    'is Invalid where it is none, and nothing throws: %# (X10)',
    (stored) => {
      expect(issues(stored())).not.toBe('accepted')
    },
  )

  test('as an event is Invalid at the field that is wrong (X10)', () => {
    const [, , , granted] = given().when(signIn('lucy')).history
    const event = JSON.parse(JSON.stringify(granted))
    expect(decodeEvent(event)).toEqual({ _tag: 'Right', right: event })
    const path = (spoilt: unknown) => {
      const result = decodeEvent(spoilt)
      return result._tag === 'Left' && result.left.type === 'Invalid' ? result.left.issues.map((issue) => issue.path) : 'accepted'
    }
    expect(path({ ...event, day: '2026-03-02' })).toEqual(['event.day'])
    expect(path({ ...event, reason: 'mood' })).toEqual(['event.reason'])
    expect(path({ ...event, actor: { role: 'root' } })).toEqual(['event.actor.role'])
    expect(path({ ...event, seq: 0 })).toEqual(['event.seq'])
    expect(path({ ...event, type: 'SeatStolen' })).toEqual(['event.type'])
    expect(path({ ...event, notifies: false })).toEqual(['event.notifies'])
    expect(path(null)).toEqual(['event'])
  })
})

/** An object with a field that is worked out whenever it is read. */
function reading(fields: object, name: string, get: () => unknown): object {
  return Object.defineProperty({ ...fields }, name, { enumerable: true, get })
}

function boom(): never {
  throw new Error('boom')
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function endless(): object {
  const value: { self?: object } = {}
  value.self = value
  return value
}
