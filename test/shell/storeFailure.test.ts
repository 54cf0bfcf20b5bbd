// A store that fails: the caller is told by a rejected promise, nothing is half done, and others go on.

import { describe, expect, test } from 'vitest'
import { createLicensing, manualClock, memoryStore, type PoolStore, type Verdict } from '../../src/index.ts'
import { partialPool, rowsOf } from '../../src/store/index.ts'
import {
  add,
  answered,
  brief,
  gate,
  kim,
  member,
  office,
  opening,
  poolIn,
  signIn,
  snapshotIn,
  start,
  turns,
  vendor,
} from '../support/office.ts'
import { optimisticStore, slowlyBy } from '../support/optimisticStore.ts'

describe('a store that throws', () => {
  test('rejects the call with what it threw, and leaves pool, events and listeners as they were (X1)', async () => {
    const told: number[] = []
    const { store, clock } = await office()
    const failing: PoolStore = {
      ...store,
      transact: async (_pool, _request, work) => {
        work({ pool: await poolIn(store) })
        throw new Error('no connection')
      },
    }
    const before = await snapshotIn(store)
    const refused: unknown[] = []
    const options = { onEvent: () => void told.push(1), onRejected: (each: unknown) => void refused.push(each) }
    const licensing = createLicensing({ store: failing, clock, ...options })
    await expect(licensing.execute('crm', signIn('lucy'), member('lucy'))).rejects.toThrow('no connection')
    await expect(licensing.preview('crm', signIn('lucy'), member('lucy'))).rejects.toThrow('no connection')
    await expect(licensing.access('crm', 'lucy', kim)).rejects.toThrow('no connection')
    await licensing.drained()
    expect(await snapshotIn(store)).toEqual(before)
    expect([told, refused]).toEqual([[], []])
  })

  test('at once instead of by a promise comes to the same', async () => {
    const { store, clock } = await office()
    const failing = {
      ...store,
      transact: () => {
        throw new Error('at once')
      },
    } as unknown as PoolStore
    const licensing = createLicensing({ store: failing, clock })
    await expect(licensing.execute('crm', add('ann'), kim)).rejects.toThrow('at once')
    await expect(licensing.summary('crm', kim)).rejects.toThrow('at once')
  })

  test('for one call holds up no other, not even those that lost a race before it', async () => {
    const kept = optimisticStore(slowlyBy(1))
    let attempts = 0
    const failing: PoolStore = {
      ...kept,
      transact: async (pool, request, work) => {
        if (request.members.includes('m2') && attempts++ > 0) throw new Error('no luck')
        return kept.transact(pool, request, work)
      },
    }
    const { licensing } = await office({ store: failing })
    const ids = ['m1', 'm2', 'm3', 'm4']
    const answers = await Promise.allSettled(ids.map((id) => licensing.execute('crm', add(id), kim)))
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect(kept.conflicts()).toBe(3)
    expect((await snapshotIn(kept))?.members.map((row) => row.id)).toEqual(['m1', 'm3', 'm4'])
    expect(brief(await licensing.execute('crm', add('m5'), kim))).toEqual(['MemberAdded m5'])
  })

  test('never answers holds up no other call, and no other pool', async () => {
    const kept = memoryStore()
    const { passed } = gate()
    const hanging: PoolStore = {
      ...kept,
      transact: async (pool, request, work) => {
        if (request.members.includes('hang')) await passed
        return kept.transact(pool, request, work)
      },
    }
    const { licensing } = await office({ store: hanging })
    void licensing.execute('crm', add('hang'), kim)
    expect(brief(await licensing.execute('crm', add('ann'), kim))).toEqual(['MemberAdded ann'])
    expect(brief(await licensing.execute('erp', opening(1), vendor))).toHaveLength(2)
    await turns()
  })
})

describe('a store that breaks its promise is no refusal', () => {
  const licensingOn = (transact: PoolStore['transact']) =>
    createLicensing({ store: { ...memoryStore(), transact }, clock: manualClock(start) })

  test('one that never asks the work', async () => {
    const licensing = licensingOn(async () => ({ type: 'Committed' }))
    await expect(licensing.execute('crm', opening(1), vendor)).rejects.toThrow('the store did not hear the work out')
  })

  test('one that leaves out the rows that were needed', async () => {
    const { store } = await office()
    const pool = await poolIn(store)
    if (pool === undefined) throw new Error('no pool')
    const verdicts: Verdict['type'][] = []
    const licensing = licensingOn(async (_pool, _request, work) => {
      verdicts.push(work({ pool: partialPool(rowsOf(pool, []).header) }).type)
      return { type: 'Committed' }
    })
    await expect(licensing.execute('crm', add('ann'), kim)).rejects.toThrow('the store did not hear the work out')
    expect(verdicts).toEqual(['Need'])
  })

  test('one that hands out a part where everybody was asked for (P6)', async () => {
    const { store } = await office()
    const pool = await poolIn(store)
    if (pool === undefined) throw new Error('no pool')
    const licensing = licensingOn(async (_pool, _request, work) => {
      work({ pool: partialPool(rowsOf(pool, []).header) })
      return { type: 'Committed' }
    })
    await expect(licensing.members('crm', {}, kim)).rejects.toThrow('the store handed out a part of the pool')
  })
})

test('a clock or an id that fails rejects the call, and nothing happens', async () => {
  const { store } = await office()
  const before = store.events('crm')
  const failing = (): never => {
    throw new Error('out of order')
  }
  const timeless = createLicensing({ store, clock: { now: failing } })
  const nameless = createLicensing({ store, clock: manualClock(start), newId: failing })
  await expect(timeless.execute('crm', add('ann'), kim)).rejects.toThrow('out of order')
  await expect(timeless.summary('crm', kim)).rejects.toThrow('out of order')
  await expect(timeless.sweepDue()).rejects.toThrow('out of order')
  await expect(nameless.execute('crm', add('ann'), kim)).rejects.toThrow('out of order')
  expect(store.events('crm')).toEqual(before)
  expect(answered(await nameless.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k' })).events).toHaveLength(1)
})
