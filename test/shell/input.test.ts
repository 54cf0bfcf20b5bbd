// Whatever comes in is judged where it enters, and never thrown (X10); whatever was handed in or out can be changed by nobody (X2).

import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test, vi } from 'vitest'
import { type Command, createLicensing, type Licensing, type PoolStore, toResult } from '../../src/index.ts'
import { hostileValues } from '../pool/validation/hostileValues.ts'
import { add, answered, assign, brief, gate, kim, office, signIn, snapshotIn, vendor } from '../support/office.ts'

// Thousands of calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

type Verb = (licensing: Licensing, value: never) => Promise<Awaited<ReturnType<Licensing['execute']>> | unknown>

/** Every place of every verb into which something comes from outside, and the field that is named when it is wrong. */
const places: readonly (readonly [string, RegExp, Verb])[] = [
  ['the pool of a command', /^pool$/, (licensing, value) => licensing.execute(value, add('ann'), kim)],
  ['a command', /^/, (licensing, value) => licensing.execute('crm', value, kim)],
  [
    'the member of a command',
    /^member/,
    (licensing, value) => licensing.execute('crm', { type: 'AssignSeat', member: value }, kim),
  ],
  [
    'the policies of a command',
    /^policies/,
    (licensing, value) => licensing.execute('crm', { type: 'ChangePolicies', policies: value }, vendor),
  ],
  [
    'the members of an import',
    /^members/,
    (licensing, value) => licensing.execute('crm', { type: 'ImportMembers', members: value }, kim),
  ],
  ['the giver of a command', /^(actor|idempotencyKey)$/, (licensing, value) => licensing.execute('crm', add('ann'), value)],
  ['the actor of a command', /^actor/, (licensing, value) => licensing.execute('crm', add('ann'), { actor: value })],
  ['the role of a command', /^actor/, (licensing, value) => licensing.execute('crm', add('ann'), { actor: { role: value } })],
  [
    'the id of an actor',
    /^actor/,
    (licensing, value) => licensing.execute('crm', add('ann'), { actor: { role: 'systemAdmin', id: value } }),
  ],
  [
    'an idempotency key',
    /^idempotencyKey$/,
    (licensing, value) => licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: value }),
  ],
  ['a command with a key', /^/, (licensing, value) => licensing.execute('crm', value, { ...kim, idempotencyKey: 'k' })],
  ['the pool of a preview', /^pool$/, (licensing, value) => licensing.preview(value, add('ann'), kim)],
  ['a command that is previewed', /^/, (licensing, value) => licensing.preview('crm', value, kim)],
  ['the asker of a preview', /^actor/, (licensing, value) => licensing.preview('crm', add('ann'), value)],
  ['the pool of a question', /^pool$/, (licensing, value) => licensing.access(value, 'lucy', kim)],
  ['the member of a question', /^member$/, (licensing, value) => licensing.access('crm', value, kim)],
  ['the member to explain', /^member$/, (licensing, value) => licensing.explain('crm', value, kim)],
  ['the asker of a question', /^(actor|idempotencyKey)/, (licensing, value) => licensing.access('crm', 'lucy', value)],
  ['the asker of a summary', /^(actor|idempotencyKey)/, (licensing, value) => licensing.summary('crm', value)],
  ['the asker of a moment', /^actor/, (licensing, value) => licensing.nextDue('crm', { actor: value })],
  ['the filter of a list', /^filter/, (licensing, value) => licensing.members('crm', value, kim)],
  ['the state of a filter', /^filter\.state/, (licensing, value) => licensing.members('crm', { state: value }, kim)],
]

const issuesIn = (answer: unknown): readonly { path: string; message: string }[] => {
  const result = toResult(answer as Awaited<ReturnType<Licensing['execute']>>)
  if (result.ok || result.rejection.type !== 'Invalid') throw new Error(`not Invalid: ${JSON.stringify(result)}`)
  return result.rejection.issues
}

describe('what is wrong is answered `Invalid`, names the field, and changes nothing (X10)', () => {
  /** As an import this is a million rows, each of which is judged. */
  const isTooMuch = (place: string, name: string): boolean =>
    place === 'the members of an import' && ['a long list', 'a sparse list'].includes(name)

  test.each(places)('%s', async (place, field, verb) => {
    const { licensing, store } = await office()
    let refused = 0
    for (const [name, make] of Object.entries(hostileValues)) {
      if (isTooMuch(place, name)) continue
      const before = store.events('crm')
      const answer = toResult((await verb(licensing, make() as never)) as Awaited<ReturnType<Licensing['execute']>>)
      // Here and there one of these is right: a list is a list of rows, and none is a list of states.
      if (answer.ok) continue
      refused++
      expect(store.events('crm')).toEqual(before)
      expect(answer.rejection.type, name).toBe('Invalid')
      for (const { path } of issuesIn({ _tag: 'Left', left: answer.rejection })) expect(path, name).toMatch(field)
    }
    expect(refused).toBeGreaterThan(30)
  })

  property.prop([fc.constantFrom(...places), fc.jsonValue({ maxDepth: 4 })], { numRuns: 2_000 })(
    'whatever JSON it is, in whichever place',
    async ([, field, verb], value) => {
      const { licensing } = await office()
      const answer = toResult((await verb(licensing, value as never)) as Awaited<ReturnType<Licensing['execute']>>)
      if (answer.ok || answer.rejection.type !== 'Invalid') return
      for (const { path } of answer.rejection.issues) expect(path).toMatch(field)
    },
  )

  test('with the words of what is wrong', async () => {
    const { licensing } = await office()
    expect(issuesIn(await licensing.execute('', add('ann'), kim))).toEqual([{ path: 'pool', message: 'must not be empty' }])
    expect(issuesIn(await licensing.execute('crm', add('ann'), undefined as never))).toEqual([
      { path: 'actor', message: 'is missing; it must be { role }' },
    ])
    expect(issuesIn(await licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 7 } as never))).toEqual([
      { path: 'idempotencyKey', message: 'must be text, not 7' },
    ])
    expect(issuesIn(await licensing.members('crm', { state: 'gone' } as never, kim))[0]?.path).toBe('filter.state')
  })

  test('and comes before everything else, whether there is a pool or not (D5)', async () => {
    const { licensing } = await office()
    const stranger = { actor: { role: 'member', id: 'sven' } } as const
    expect(brief(await licensing.execute('nowhere', { type: 'AssignSeat' } as never, stranger))).toBe('Invalid')
    expect(issuesIn(await licensing.access('nowhere', '', stranger))[0]?.path).toBe('member')
  })

  test('a clock that does not tell whole milliseconds is named, too', async () => {
    const { store } = await office()
    for (const now of [Number.NaN, 0.5, undefined, '2026']) {
      const licensing = createLicensing({ store, clock: { now: () => now as number } })
      expect(issuesIn(await licensing.execute('crm', add('ann'), kim))[0]?.path).toBe('at')
      expect(issuesIn(await licensing.summary('crm', kim))[0]?.path).toBe('at')
    }
  })

  test('a row of an import is judged by itself, whatever it is (P2)', async () => {
    const { licensing } = await office()
    const cycle: Record<string, unknown> = { member: 'cycle' }
    cycle.attributes = { self: cycle }
    let deep: unknown = 1
    for (let n = 0; n < 100_000; n++) deep = { deep }
    const when = new Date(0)
    const members = [
      { member: 'ann' },
      cycle,
      { member: 'deep', attributes: { deep } },
      null,
      { member: 'x', attributes: { list: new Array(2 ** 32 - 1) } },
      { member: 'odd', attributes: { when, odd: { all: globalThis, big: 10n, hidden: Symbol('s') } } },
      { member: 'bob' },
    ]
    for (const idempotencyKey of ['with a key', undefined]) {
      const giving = { ...kim, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }
      const { results } = answered(await licensing.execute('crm', { type: 'ImportMembers', members }, giving))
      expect(results?.map(({ answer }) => (answer === 'accepted' ? answer : answer.type))).toEqual([
        'accepted',
        'Invalid',
        'accepted',
        'Invalid',
        'Invalid',
        'accepted',
        'accepted',
      ])
      expect([Object.isFrozen(when), Object.isFrozen(globalThis)]).toEqual([false, false])
    }
  })
})

test('a store is never asked for what is no id, though an import names it (P2, X10)', async () => {
  const { store, clock } = await office()
  const asked: unknown[] = []
  const watching: PoolStore = {
    ...store,
    transact: (pool, request, work) => {
      asked.push(request.members)
      return store.transact(pool, request, work)
    },
  }
  const rows = [{ member: 'ann' }, { member: 'a\0b' }, { member: '' }, { member: 7 }, { member: 'x'.repeat(1_001) }, 'bob']
  const licensing = createLicensing({ store: watching, clock })
  const { results } = answered(await licensing.execute('crm', { type: 'ImportMembers', members: rows }, kim))
  expect(results?.map(({ answer }) => typeof answer)).toEqual(['string', 'object', 'object', 'object', 'object', 'object'])
  expect(asked).toEqual([['ann']])
})

describe('what a caller does afterwards with what it handed in changes nothing (X2)', () => {
  /** A store that reads only once the test lets it. */
  const waiting = async () => {
    const { passed, open } = gate()
    const rooms = await office()
    const store: PoolStore = {
      ...rooms.store,
      transact: async (...asked) => {
        await passed
        return rooms.store.transact(...asked)
      },
    }
    return { ...rooms, licensing: createLicensing({ store, clock: rooms.clock }), open, rooms }
  }

  test('neither with the command', async () => {
    const { licensing, store, open } = await waiting()
    const command = { type: 'ImportMembers', members: [{ member: 'ann' }] }
    const call = licensing.execute('crm', command as Command, kim)
    command.members.push({ member: 'bob' })
    ;(command.members[0] as { member: string }).member = 'eve'
    open()
    expect(brief(await call)).toEqual(['MemberAdded ann'])
    expect((await snapshotIn(store))?.members.map((row) => row.id)).toEqual(['ann'])
  })

  test('nor with the actor: nobody rises while the store thinks', async () => {
    const { licensing, store, open } = await waiting()
    const giving = { actor: { role: 'member', id: 'lucy' }, idempotencyKey: 'k1' }
    const call = licensing.execute('crm', assign('lucy'), giving as never)
    const asked = licensing.access('crm', 'lucy', giving as never)
    Object.assign(giving.actor, { role: 'system', id: 'sven' })
    Object.assign(giving, { idempotencyKey: 'k2' })
    open()
    expect(brief(await call)).toBe('NotPermitted')
    expect(toResult(await asked)).toMatchObject({ ok: true })
    expect((await snapshotIn(store))?.members).toEqual([])
  })

  test('nor with the policies, the filter or the key', async () => {
    const { licensing, store, open, rooms } = await waiting()
    answered(await rooms.licensing.execute('crm', add('ann'), kim))
    const policies = { idleReclaim: { enabled: true, exempt: ['boss'] } }
    const filter = { state: ['known'] }
    const giving = { actor: { role: 'accountManager' }, idempotencyKey: 'k1' }
    const changed = licensing.execute('crm', { type: 'ChangePolicies', policies }, giving as never)
    const listed = licensing.members('crm', filter as never, kim)
    policies.idleReclaim.exempt.push('thief')
    filter.state[0] = 'nonsense'
    giving.idempotencyKey = 'k2'
    open()
    answered(await changed)
    expect(toResult(await listed)).toMatchObject({ ok: true, value: [{ member: 'ann' }] })
    expect((await snapshotIn(store))?.header.policies.idleReclaim?.exempt).toEqual(['boss'])
    expect(brief(await licensing.execute('crm', { type: 'Sweep' }, { ...vendor, idempotencyKey: 'k1' }))).toBe(
      'IdempotencyKeyReused',
    )
  })
})

describe('what is handed out cannot be used to change a pool or an answer (X2)', () => {
  test('an answer, its events and its results are frozen, and the same under the same key', async () => {
    const { licensing } = await office()
    const giving = { ...kim, idempotencyKey: 'k1' }
    const command: Command = { type: 'ImportMembers', members: [{ member: 'ann' }, {}] }
    const first = await licensing.execute('crm', command, giving)
    const copy = structuredClone(first)
    const { events, results } = answered(first)
    for (const change of [
      () => Object.assign(first, { _tag: 'Left' }),
      () => Object.assign(answered(first), { events: [] }),
      () => (events as unknown[]).push(1),
      () => Object.assign(events[0] ?? {}, { seq: 9 }),
      () => Object.assign(events[0]?.actor ?? {}, { role: 'member' }),
      () => Object.assign(results?.[1] ?? {}, { answer: 'accepted' }),
    ])
      expect(change).toThrow(TypeError)
    expect(await licensing.execute('crm', command, giving)).toEqual(copy)
    const previewed = await licensing.preview('crm', assign('ann'), kim)
    expect(() => Object.assign(answered(previewed).events[0] ?? {}, { seq: 9 })).toThrow(TypeError)
    expect(() => Object.assign(previewed, { _tag: 'Left' })).toThrow(TypeError)
  })

  test('a refusal is frozen, and so is what the log of denials is handed', async () => {
    const changes: unknown[] = []
    const onRejected = (refusal: object): void => {
      const { command, actor, rejection } = refusal as Record<string, object>
      for (const each of [command, actor, rejection]) {
        expect(() => Object.assign(each ?? {}, { type: 'x', role: 'x' })).toThrow(TypeError)
        changes.push(each)
      }
    }
    const { licensing } = await office({ options: { onRejected } })
    const refused = await licensing.execute('crm', assign('nobody'), kim)
    expect(() => Object.assign(refused, { _tag: 'Right' })).toThrow(TypeError)
    expect(changes).toHaveLength(3)
  })

  test('a list, a summary, an explanation and the events of a store are copies', async () => {
    const { licensing, store } = await office()
    answered(await licensing.execute('crm', signIn('lucy'), { actor: { role: 'member', id: 'lucy' } }))
    const link: Command = { type: 'LinkDependency', member: 'lucy', dependency: { kind: 'territory', id: 't1' } }
    answered(await licensing.execute('crm', link, kim))
    const look = async () => ({
      members: toResult(await licensing.members('crm', {}, kim)),
      summary: toResult(await licensing.summary('crm', kim)),
      explain: toResult(await licensing.explain('crm', 'lucy', kim)),
      events: store.events('crm'),
    })
    const spoil = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
      for (const key of Object.keys(value)) {
        spoil((value as Record<string, unknown>)[key])
        ;(value as Record<string, unknown>)[key] = 'spoilt'
      }
    }
    const before = structuredClone(await look())
    spoil(await look())
    expect(await look()).toEqual(before)
  })
})
