// Many calls at once on one pool: the last license is given once (A5), whoever is refused is told, and nothing is counted wrong.

import { describe, expect, test, vi } from 'vitest'
import { createLicensing, manualClock, type PoolStore, type Rejection } from '../../src/index.ts'
import { replay, type Snapshot, toSnapshot } from '../../src/store/index.ts'
import {
  add,
  answered,
  assign,
  brief,
  drift,
  kim,
  member,
  office,
  opening,
  signIn,
  snapshotIn,
  start,
  vendor,
} from '../support/office.ts'
import { optimisticStore, slowlyBy } from '../support/optimisticStore.ts'
import { tableStore } from '../support/tableStore.ts'

// Thousands of calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const people = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `m${n + 1}`)

const standing = (snapshot: Snapshot | undefined, state: string): readonly string[] =>
  (snapshot?.members ?? []).filter((row) => row.state === state).map((row) => row.id)

const gapless = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n + 1)

const slow = () => optimisticStore(slowlyBy(1, 4, 2, 7, 3, 1, 5))
describe.each([
  ['the memory store', undefined, 400],
  ['a store in which races are lost', slow, 120],
  ['a store of rows', tableStore, 200],
] as const)('on %s', (_name, make, callers) => {
  const racing = async (licenses: number, policies = {}) => {
    const told: string[] = []
    const refused: Rejection[] = []
    const rooms = await office<PoolStore & { events: (id: string) => readonly { seq: number }[]; conflicts?: () => number }>({
      ...(make === undefined ? {} : { store: make() }),
      licenses,
      policies,
      options: {
        onEvent: ({ event }) => void told.push(`${event.seq} ${event.type}`),
        onRejected: ({ rejection }) => void refused.push(rejection),
      },
    })
    return { ...rooms, told, refused }
  }

  test('of hundreds who are assigned a seat at once exactly the allowance gets one, and each other one is told (FB-1, A5)', async () => {
    const { licensing, store, refused, told } = await racing(20)
    const everybody = people(callers)
    answered(await licensing.execute('crm', { type: 'ImportMembers', members: everybody.map((each) => ({ member: each })) }, kim))
    const answers = await Promise.all(everybody.map((each) => licensing.execute('crm', assign(each), kim)))
    const seated = everybody.filter((each, n) => brief(answers[n]!).includes(`SeatGranted ${each}`))
    expect(seated).toHaveLength(20)
    expect(answers.filter((each) => brief(each) === 'AllowanceExhausted')).toHaveLength(callers - 20)
    expect(refused.map(({ type }) => type)).toEqual(Array(callers - 20).fill('AllowanceExhausted'))

    const snapshot = await snapshotIn(store)
    expect(new Set(standing(snapshot, 'enabled'))).toEqual(new Set(seated))
    expect(snapshot?.header.counts).toMatchObject({ enabled: 20, known: callers - 20 })
    expect(drift(snapshot)).toBeUndefined()
    expect(store.events('crm').map((event) => event.seq)).toEqual(gapless(2 + callers + 20))
    await licensing.drained()
    expect(told).toEqual(store.events('crm').map((event) => `${event.seq} ${(event as { type?: string }).type}`))
    if (make !== undefined) expect(store.conflicts?.()).toBeGreaterThanOrEqual(20)
  })

  test('of hundreds who sign in at once exactly the allowance gets a seat and the others wait in line (FB-1, M2, M6)', async () => {
    const { licensing, store } = await racing(7)
    const everybody = people(callers)
    const answers = await Promise.all(everybody.map((each) => licensing.execute('crm', signIn(each), member(each))))
    expect(answers.filter((each) => answered(each).access === 'full')).toHaveLength(7)
    expect(answers.filter((each) => answered(each).access === 'trial')).toHaveLength(callers - 7)
    const snapshot = await snapshotIn(store)
    expect(standing(snapshot, 'enabled')).toHaveLength(7)
    expect(new Set(standing(snapshot, 'pending')).size).toBe(callers - 7)
    expect(drift(snapshot)).toBeUndefined()
    if (make !== undefined) expect(store.conflicts?.()).toBeGreaterThanOrEqual(callers / 2)
  })

  test('of many who give the same command at once one does it, and the others are told that it is so (FB-1, FB-4)', async () => {
    const { licensing, store } = await racing(1)
    answered(await licensing.execute('crm', add('lucy'), kim))
    const answers = await Promise.all(people(50).map(() => licensing.execute('crm', assign('lucy'), kim)))
    expect(answers.map(brief).filter((each) => each.length > 0)).toEqual([['SeatGranted lucy']])
    expect((await snapshotIn(store))?.header.counts.enabled).toBe(1)
  })

  test('while some leave, others come, and nobody ever stands twice (X4, FB-7, FB-8)', async () => {
    const { licensing, store } = await racing(5)
    const everybody = people(20)
    await Promise.all(
      everybody.flatMap((each, n) => [
        licensing.execute('crm', signIn(each), member(each)),
        licensing.execute(
          'crm',
          { type: n % 2 === 0 ? 'DisableMember' : 'DeleteMember', member: everybody[(n * 7) % 20] as string },
          kim,
        ),
        licensing.execute('crm', { type: 'EnableMember', member: everybody[(n * 3) % 20] as string }, kim),
        licensing.execute('crm', signIn(each), member(each)),
      ]),
    )
    const snapshot = await snapshotIn(store)
    expect(drift(snapshot)).toBeUndefined()
    expect(snapshot?.members.map((row) => row.id).toSorted()).toEqual([...everybody].toSorted())
    expect(standing(snapshot, 'enabled').length).toBeLessThanOrEqual(5)
    expect(toSnapshot(replay(store.events('crm') as never))).toEqual(snapshot)
  })

  test('of many who open the same pool at once one does it (A5)', async () => {
    const store = make === undefined ? undefined : make()
    const { licensing } = await office<PoolStore>(store === undefined ? {} : { store })
    const answers = await Promise.all(people(30).map(() => licensing.execute('erp', opening(3), vendor)))
    expect(answers.map(brief).filter((each) => each.length > 0)).toEqual([['PoolOpened', 'LotAdded']])
  })
})

test('whoever has lost a race lines up: of 150 callers each takes two attempts at most, not 75 (FB-1)', async () => {
  const store = optimisticStore(slowlyBy(1))
  const { licensing } = await office({ store, licenses: 3 })
  const answers = await Promise.all(people(150).map((each) => licensing.execute('crm', signIn(each), member(each))))
  expect(answers.filter((each) => answered(each).access === 'full')).toHaveLength(3)
  expect(store.conflicts()).toBe(149)
})

test('what a store loses a thousand times in a row is no race, and is thrown', async () => {
  const { clock, store } = await office()
  let attempts = 0
  const broken: PoolStore = {
    ...store,
    transact: async (_id, _request, work) => {
      attempts++
      work({ pool: undefined })
      return { type: 'Conflict' }
    },
  }
  const licensing = createLicensing({ store: broken, clock })
  await expect(licensing.execute('crm', opening(1), vendor)).rejects.toThrow('the pool crm changed 1000 times')
  expect(attempts).toBe(1_000)
})

test('a call is decided at the moment at which it was made, however long the store takes (T1)', async () => {
  const clock = manualClock(start)
  const store = optimisticStore(slowlyBy(3))
  const licensing = createLicensing({ store, clock })
  const opened = licensing.execute('crm', opening(1), vendor)
  clock.advance(5_000)
  expect(answered(await opened).events.map((event) => event.at)).toEqual([start, start])
})
