// Sessions through the shell: it makes the ids, a retry answers the first one, and a store of rows answers as the memory store (C7, X6).

import { describe, expect, test } from 'vitest'
import { type Command, concurrentUse, type LicensingOptions, type PoliciesPatch, toResult } from '../../src/index.ts'
import { answered, brief, DAY, drift, kim, member, office, opening, snapshotIn, system, vendor } from '../support/office.ts'
import { tableStore } from '../support/tableStore.ts'

const signIn = (who: string, client: string, session?: string): Command => ({
  type: 'SignIn',
  member: who,
  client,
  ...(session === undefined ? {} : { session }),
})

/** The pool `crm` leases its licenses; nobody else may sign in than who was added. */
const leasing = async (
  licenses: number,
  names: readonly string[],
  {
    store = tableStore(),
    policies = {},
    options = {},
  }: { store?: ReturnType<typeof tableStore>; policies?: PoliciesPatch; options?: Partial<LicensingOptions> } = {},
) => {
  const rooms = await office({ store, options })
  const { licensing } = rooms
  const merged = { ...opening(licenses), preset: 'concurrentUse', policies } as Command
  answered(await licensing.execute('leases', merged, vendor))
  for (const name of names) answered(await licensing.execute('leases', { type: 'AddMember', member: name }, system))
  const as = (who: string, command: Command, idempotencyKey?: string) =>
    licensing.execute('leases', command, { ...member(who), ...(idempotencyKey === undefined ? {} : { idempotencyKey }) })
  return { ...rooms, as }
}

describe('a sign-in that names no session', () => {
  test('gets one from the shell where it takes a lease (C7)', async () => {
    const { as } = await leasing(2, ['ann'], {
      options: {
        newId: (
          (n) => () =>
            `id-${++n}`
        )(0),
      },
    })
    const answer = answered(await as('ann', signIn('ann', 'web')))
    expect(answer).toMatchObject({ access: 'full', session: expect.stringMatching(/^id-\d+$/) })
    expect(answer.events.map((event) => 'session' in event && event.session)).toEqual([answer.session])
    const again = answered(await as('ann', signIn('ann', 'web')))
    expect(again.session).not.toBe(answer.session)
  })

  test('gets none where it takes none: a check, a seat holder, a pool without leases (C7)', async () => {
    const { as, licensing } = await leasing(2, ['ann', 'bob'])
    expect(answered(await as('ann', signIn('ann', 'mobile')))).not.toHaveProperty('session')
    answered(await licensing.execute('leases', { type: 'AssignSeat', member: 'bob' }, kim))
    expect(answered(await as('bob', signIn('bob', 'lan')))).not.toHaveProperty('session')
    expect(answered(await licensing.execute('crm', signIn('ann', 'mobile', 's1'), member('ann')))).not.toHaveProperty('session')
  })

  test('under an idempotency key a retry answers the first session, and takes one lease (X6)', async () => {
    const { as, licensing, store } = await leasing(2, ['ann'])
    const first = answered(await as('ann', signIn('ann', 'lan'), 'key'))
    const retry = answered(await as('ann', signIn('ann', 'lan'), 'key'))
    expect(retry).toEqual(first)
    expect(toResult(await licensing.sessions('leases', {}, kim))).toMatchObject({ value: [{ session: first.session }] })
    expect(brief(await as('ann', signIn('ann', 'lan', 's9'), 'key'))).toBe('IdempotencyKeyReused')
    expect(drift(await snapshotIn(store, 'leases'))).toBeUndefined()
  })

  test('a preview tells of a session, and starts none (P5)', async () => {
    const { licensing } = await leasing(1, ['ann'])
    const previewed = answered(await licensing.preview('leases', signIn('ann', 'web'), member('ann')))
    expect(previewed.session).toEqual(expect.any(String))
    expect(toResult(await licensing.sessions('leases', {}, kim))).toMatchObject({ value: [] })
  })
})

test('two sign-ins for the last license: exactly one gets a lease (A5, FB-1)', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `m${index}`)
  const { as, store } = await leasing(3, names)
  const answers = await Promise.all(names.map((name) => as(name, signIn(name, 'web'))))
  expect(answers.filter(({ _tag }) => _tag === 'Right')).toHaveLength(3)
  expect(store.conflicts()).toBeGreaterThan(0)
  const snapshot = await snapshotIn(store, 'leases')
  expect(snapshot?.header.leases).toEqual({ running: 3, consumed: 3 })
  expect(drift(snapshot)).toBeUndefined()
})

test('a session lives on rows: used, timed out, revived and ended as in memory (C3, C9, C11)', async () => {
  const play = async ({ as, licensing, clock }: Awaited<ReturnType<typeof leasing>>): Promise<readonly unknown[]> => {
    const told: unknown[] = []
    const tell = async (answer: ReturnType<typeof as>): Promise<void> => {
      told.push(brief(await answer))
    }
    await tell(as('ann', signIn('ann', 'web', 's1')))
    await tell(as('bob', signIn('bob', 'lan', 's2')))
    await tell(as('cara', signIn('cara', 'web', 's3')))
    clock.advance(600_000)
    await tell(as('ann', { type: 'RecordUse', session: 's1' }))
    await tell(as('bob', { type: 'RecordUse', session: 's1' }))
    clock.advance(3_600_000)
    told.push((await licensing.sweepDue()).map(({ events }) => events.map((event) => event.type)))
    await tell(as('cara', signIn('cara', 'web', 's3')))
    await tell(as('ann', { type: 'RecordUse', session: 's1' }))
    await tell(as('bob', { type: 'SignOut', session: 's2' }))
    await tell(as('ann', { type: 'RecordUse', session: 's1' }))
    await tell(licensing.execute('leases', { type: 'DisableMember', member: 'ann' }, kim))
    told.push(toResult(await licensing.sessions('leases', {}, kim)))
    told.push(toResult(await licensing.access('leases', 'cara', kim)), toResult(await licensing.explain('leases', 'cara', kim)))
    clock.advance(DAY)
    await tell(as('bob', { type: 'SignOut', session: 's2' }))
    return told
  }
  const { memoryStore } = await import('../../src/index.ts')
  const onRows = await play(await leasing(2, ['ann', 'bob', 'cara']))
  const inMemory = await play(await leasing(2, ['ann', 'bob', 'cara'], { store: memoryStore() as never }))
  expect(onRows).toEqual(inMemory)
  expect(onRows.slice(0, 5)).toEqual([
    ['LeaseStarted ann'],
    ['LeaseStarted bob'],
    'AllowanceExhausted',
    ['LeaseRenewed ann'],
    'NotPermitted',
  ])
  expect(onRows.slice(5, 11)).toEqual([
    [['LeaseEnded']],
    ['LeaseStarted cara'],
    'AllowanceExhausted',
    ['LeaseEnded bob'],
    ['LeaseStarted ann'],
    ['MemberDisabled ann', 'LeaseEnded ann'],
  ])
  expect(onRows.at(-1)).toBe('UnknownSession')
})

describe('the sessions of a pool', () => {
  test('a member may ask for its own only (R, X9)', async () => {
    const { as, licensing } = await leasing(2, ['ann', 'bob'])
    answered(await as('ann', signIn('ann', 'web', 's1')))
    answered(await as('bob', signIn('bob', 'lan', 's2')))
    const ask = async (filter: object, who: Parameters<typeof licensing.sessions>[2]) =>
      toResult(await licensing.sessions('leases', filter, who))
    expect(await ask({ member: 'ann' }, member('ann'))).toMatchObject({ ok: true, value: [{ session: 's1' }] })
    expect(await ask({}, kim)).toMatchObject({ value: [{ session: 's1' }, { session: 's2' }] })
    for (const filter of [{}, { member: 'bob' }]) {
      expect(await ask(filter, member('ann'))).toMatchObject({
        ok: false,
        rejection: { type: 'NotPermitted', command: 'sessions' },
      })
    }
    expect(await ask({ members: 'ann' }, kim)).toMatchObject({
      ok: false,
      rejection: { type: 'Invalid', issues: [{ path: 'filter.members' }] },
    })
  })

  test('belong to the preset, whose policies are data (C7)', () => {
    expect(JSON.parse(JSON.stringify(concurrentUse))).toEqual(concurrentUse)
  })
})
