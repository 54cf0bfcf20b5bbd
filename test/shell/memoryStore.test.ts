// The store that every author of another one reads.

import { describe, expect, test } from 'vitest'
import { type LicensePool, memoryStore, type Verdict } from '../../src/index.ts'
import { replay, toSnapshot } from '../../src/store/index.ts'
import { add, answered, DAY, kim, member, office, poolIn, signIn, snapshotIn, start } from '../support/office.ts'

describe('the memory store', () => {
  test('knows no pool that was not opened', async () => {
    const store = memoryStore()
    expect(await poolIn(store)).toBeUndefined()
    expect(store.events('crm')).toEqual([])
    expect(await store.poolsDue(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
  })

  test('keeps the events of which the pool is made, in order and without a gap (X3, X8)', async () => {
    const { licensing, store } = await office()
    for (const each of ['lucy', 'sven', 'ann']) answered(await licensing.execute('crm', signIn(each), member(each)))
    expect(store.events('crm').map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(toSnapshot(replay(store.events('crm')))).toEqual(await snapshotIn(store))
  })

  test('keeps a pool whose orders were mended, which saves the next look the trouble', async () => {
    const { licensing, clock, store } = await office({ policies: { idleReclaim: { enabled: true, days: 1 } } })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    clock.advance(DAY)
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    const used = (await poolIn(store)) as LicensePool
    clock.advance(DAY)
    expect(answered(await licensing.execute('crm', { type: 'Sweep' }, kim)).events).toEqual([])
    const mended = (await poolIn(store)) as LicensePool
    expect(mended).not.toBe(used)
    expect(toSnapshot(mended)).toEqual(toSnapshot(used))
  })

  test('lists the pools in which something is due, page by page', async () => {
    const { licensing, store } = await office()
    const ids = ['b', 'a', 'ä', 'Z', '10', '9']
    for (const id of ids) {
      const lots = [{ lot: 'l', quantity: 1, until: start + DAY }]
      answered(await licensing.execute(id, { type: 'OpenPool', organization: 'acme', lots }, { actor: { role: 'system' } }))
    }
    expect(await store.poolsDue(start + DAY - 1, 10)).toEqual([])
    const first = await store.poolsDue(start + DAY, 4)
    const second = await store.poolsDue(start + DAY, 4, first.at(-1))
    expect([...first, ...second]).toEqual(ids.toSorted())
    expect(await store.poolsDue(start + DAY, 4, second.at(-1))).toEqual([])
  })

  test('leaves everything as it was when the work throws (X1)', async () => {
    const { licensing, store } = await office()
    answered(await licensing.execute('crm', add('lucy'), kim))
    const before = await snapshotIn(store)
    const thrower = (): Verdict => {
      throw new Error('in the work')
    }
    await expect(store.transact('crm', { members: [], readOnly: false }, thrower)).rejects.toThrow('in the work')
    expect(await snapshotIn(store)).toEqual(before)
    expect(store.events('crm')).toHaveLength(3)
  })
})
