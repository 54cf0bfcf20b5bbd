// Another place that knows what depends on people is asked before they are moved, and fails closed (P10).

import { describe, expect, test } from 'vitest'
import { type Command, type Dependency, type DependencyProvider, toResult } from '../../src/index.ts'
import { add, answered, kim, member, office, snapshotIn, wizard } from '../support/office.ts'

type Answer = ReturnType<DependencyProvider['dependenciesOf']>

const policies = { dependencies: { blocking: ['territory', 'target'] } } as const
const north: Dependency = { kind: 'territory', id: 'north' }
const unlicense = (...members: string[]): Command => ({ type: 'UnlicenseMembers', members })
const moveAll = (...members: string[]): Command => ({ type: 'UnlicenseMembers', members, mode: 'all' })

/** An office with ann, bob and carl, and a provider that remembers what it was asked. */
const providing = async (dependenciesOf: (members: readonly string[]) => Answer, more: Partial<DependencyProvider> = {}) => {
  const asked: (readonly string[])[] = []
  const dependencies: DependencyProvider = {
    name: 'planning',
    dependenciesOf: (pool, members) => {
      expect(pool).toBe('crm')
      asked.push(members)
      return dependenciesOf(members)
    },
    ...more,
  }
  const furnished = await office({ policies, options: { dependencies } })
  for (const each of ['ann', 'bob', 'carl']) answered(await furnished.licensing.execute('crm', add(each), kim))
  return { ...furnished, asked }
}

const resultsOf = async (answer: ReturnType<Awaited<ReturnType<typeof office>>['licensing']['execute']>) =>
  (answered(await answer).results ?? []).map(({ member, answer }) => [
    member,
    answer === 'accepted' ? answer : answer.type === 'DependenciesRemain' ? answer.dependencies : answer.type,
  ])

describe('what the provider says', () => {
  const says = new Map<string, readonly Dependency[]>([
    ['bob', [north, { kind: 'report', id: 'r1' }, { kind: 'target', id: 'q3', when: 'future' }, north]],
    ['dora', [north]],
  ])

  test.each<[string, Answer]>([
    ['at once', says],
    ['later', Promise.resolve(says)],
  ])('%s, blocks the move of whom it names; kinds that do not block are passed over (P10, P4)', async (_, answer) => {
    const { licensing, asked } = await providing(() => answer)
    expect(await resultsOf(licensing.execute('crm', unlicense('ann', 'bob', 'carl'), kim))).toEqual([
      ['ann', 'accepted'],
      ['bob', [north, { kind: 'target', id: 'q3', when: 'future' }]],
      ['carl', 'accepted'],
    ])
    expect(asked).toEqual([['ann', 'bob', 'carl']])
    expect(await licensing.execute('crm', moveAll('bob'), kim)).toMatchObject({ left: { type: 'DependenciesRemain' } })
  })

  test('stands behind what is recorded, each once, as it is recorded (P10, P4)', async () => {
    const { licensing } = await providing(() => says)
    const recorded = { ...north, when: 'active' }
    for (const dependency of [recorded, { kind: 'territory', id: 'south' }])
      answered(await licensing.execute('crm', { type: 'LinkDependency', member: 'bob', dependency }, kim))
    expect(await resultsOf(licensing.execute('crm', unlicense('bob'), kim))).toEqual([
      ['bob', [recorded, { kind: 'territory', id: 'south' }, { kind: 'target', id: 'q3', when: 'future' }]],
    ])
  })

  test('is a copy: what the provider does with its answer afterwards changes nothing (X2)', async () => {
    const list: Dependency[] = [{ ...north }]
    const { licensing } = await providing(() => new Map([['bob', list]]))
    const answer = await licensing.execute('crm', unlicense('bob'), kim)
    list.length = 0
    expect(toResult(answer)).toMatchObject({ value: { results: [{ answer: { dependencies: [north] } }] } })
  })
})

describe('a provider that', () => {
  const never = new Promise<never>(() => {})
  const rubbish = (answer: unknown) => () => answer as Answer

  test.each<[string, (members: readonly string[]) => Answer, Partial<DependencyProvider>]>([
    ['fails', () => Promise.reject(new Error('down')), {}],
    [
      'throws at once',
      () => {
        throw new Error('down')
      },
      {},
    ],
    ['never answers', () => never, { timeLimitMs: 1 }],
    ['answers nothing', rubbish(undefined), {}],
    ['answers null', rubbish(null), {}],
    ['answers with a list', rubbish([]), {}],
    ['answers with a plain object', rubbish({ bob: [] }), {}],
    ['answers null for somebody', rubbish(new Map([['bob', null]])), {}],
    ['answers false for somebody', rubbish(new Map([['bob', false]])), {}],
    ['answers with a kind alone', rubbish(new Map([['bob', [{ kind: 'territory' }]]])), {}],
    ['answers with more than is known', rubbish(new Map([['bob', [{ ...north, more: 1 }]]])), {}],
    ['answers with names', rubbish(new Map([['bob', ['north']]])), {}],
  ])('%s blocks everybody asked about, never the reverse (P10, X5)', async (_, dependenciesOf, more) => {
    const { licensing, store } = await providing(dependenciesOf, more)
    const before = await snapshotIn(store)
    const blocked = [{ kind: 'provider', id: 'planning' }]
    expect(await resultsOf(licensing.execute('crm', unlicense('bob', 'carl'), kim))).toEqual([
      ['bob', blocked],
      ['carl', blocked],
    ])
    expect(await licensing.execute('crm', moveAll('bob'), kim)).toMatchObject({
      left: { type: 'DependenciesRemain', member: 'bob', dependencies: blocked },
    })
    expect(await snapshotIn(store)).toEqual(before)
  })

  test('fails blocks also where nothing else does, behind what is recorded (P10)', async () => {
    const { licensing } = await providing(() => Promise.reject(new Error('down')))
    answered(await licensing.execute('crm', { type: 'LinkDependency', member: 'bob', dependency: north }, kim))
    expect(await resultsOf(licensing.execute('crm', unlicense('bob', 'nobody'), kim))).toEqual([
      ['bob', [north, { kind: 'provider', id: 'planning' }]],
      ['nobody', 'UnknownMember'],
    ])
  })

  test('knows nothing of them blocks nobody (P10)', async () => {
    const { licensing } = await providing(() => new Map())
    expect(await resultsOf(licensing.execute('crm', unlicense('bob', 'carl'), kim))).toEqual([
      ['bob', 'accepted'],
      ['carl', 'accepted'],
    ])
  })
})

describe('the provider is asked', () => {
  const says = () => new Map([['bob', [north]]])

  test('before a move is previewed, and by the question who is blocked (P5, P10)', async () => {
    const { licensing, asked, store } = await providing(says)
    const before = await snapshotIn(store)
    const previewed = toResult(await licensing.preview('crm', unlicense('ann', 'bob'), kim))
    expect(previewed).toMatchObject({ value: { results: [{ answer: 'accepted' }, { answer: { dependencies: [north] } }] } })
    expect(toResult(await licensing.blockers('crm', ['ann', 'bob'], kim))).toMatchObject({
      value: [{ member: 'bob', answer: { type: 'DependenciesRemain', member: 'bob', dependencies: [north] } }],
    })
    expect(asked).toEqual([
      ['ann', 'bob'],
      ['ann', 'bob'],
    ])
    expect(await snapshotIn(store)).toEqual(before)
  })

  test('about nothing else, and of nobody (P10)', async () => {
    const { licensing, asked } = await providing(says)
    const others: readonly Command[] = [
      { type: 'DeactivateMember', member: 'bob' },
      { type: 'DeleteMember', member: 'ann' },
      { type: 'RelicenseMembers', members: ['carl'] },
      { type: 'DisableMember', member: 'carl' },
      { type: 'Sweep' },
      unlicense(),
    ]
    for (const command of others) answered(await licensing.execute('crm', command, { actor: { role: 'system' } }))
    await licensing.members('crm', {}, kim)
    await licensing.explain('crm', 'carl', kim)
    await licensing.summary('crm', kim)
    expect(asked).toEqual([])
  })

  test('not for a question or a command that is not permitted (X9)', async () => {
    const { licensing, asked } = await providing(says)
    for (const asking of [member('bob'), wizard]) {
      expect(toResult(await licensing.execute('crm', unlicense('bob'), asking))).toMatchObject({ ok: false })
      expect(toResult(await licensing.preview('crm', unlicense('bob'), asking))).toMatchObject({ ok: false })
    }
    expect(toResult(await licensing.blockers('crm', ['bob'], member('bob')))).toMatchObject({
      rejection: { type: 'NotPermitted' },
    })
    expect(toResult(await licensing.blockers('crm', [''], wizard))).toMatchObject({ rejection: { type: 'Invalid' } })
    expect(asked).toEqual([])
  })
})

test('why a provider failed is told to whoever wants to know, and to nobody else (P10)', async () => {
  const failures: unknown[] = []
  const dependencies: DependencyProvider = { name: 'planning', dependenciesOf: () => Promise.reject(new Error('503')) }
  const { licensing } = await office({ policies, options: { dependencies, onProviderFailure: (error) => failures.push(error) } })
  answered(await licensing.execute('crm', add('ann'), kim))
  expect(await resultsOf(licensing.execute('crm', unlicense('ann'), kim))).toEqual([
    ['ann', [{ kind: 'provider', id: 'planning' }]],
  ])
  expect(failures).toEqual([new Error('503')])
})

test('where the log of failed providers fails itself, that is a listener failure, and the answer stands (P10)', async () => {
  const failures: unknown[] = []
  const dependencies: DependencyProvider = {
    name: 'planning',
    dependenciesOf: () => Promise.reject(new Error('503')),
    timeLimitMs: 5,
  }
  const { licensing } = await office({
    policies,
    options: {
      dependencies,
      onProviderFailure: () => {
        throw new Error('the log is full')
      },
      onListenerFailure: (error) => failures.push(error),
    },
  })
  answered(await licensing.execute('crm', add('ann'), kim))
  expect(await resultsOf(licensing.execute('crm', unlicense('ann'), kim))).toEqual([
    ['ann', [{ kind: 'provider', id: 'planning' }]],
  ])
  expect(failures).toEqual([new Error('the log is full')])
})
