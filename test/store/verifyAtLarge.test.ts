// What a verify finds in pools at large: of random histories nothing, of anything that is changed in them that; of a pool of more than a page
// each single row (FB-19, X3, X4).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Command, type LicenseEvent, openPool, orThrow } from '../../src/index.ts'
import { type Drift, executeAll, type Request, rebuild, verify } from '../../src/store/index.ts'
import { allHistories } from '../support/histories.ts'
import { leaseHistories } from '../support/leaseHistories.ts'
import { add, opening, signIn, snapshotIn, start, vendor } from '../support/office.ts'
import { law, patience, play } from '../support/playing.ts'
import { type TableStore, tableStore } from '../support/tableStore.ts'

const wheres = (drifts: readonly Drift[]): readonly string[] => drifts.map(({ where }) => where)

const changed = (record: string, change: object): string => JSON.stringify({ ...JSON.parse(record), ...change })

describe('of random histories', () => {
  const filled = (events: readonly LicenseEvent[], pool: Parameters<TableStore['fill']>[1]): TableStore => {
    const store = tableStore()
    store.fill('crm', pool, events)
    return store
  }

  test.each([
    ['of every kind', allHistories],
    ['with leases', leaseHistories],
  ])('verify finds nothing in what is stored %s (X3, X4)', { timeout: patience }, async (_, histories) => {
    const property = fc.asyncProperty(histories, async (history) => {
      const { events, pool } = play(history)
      expect((await verify(filled(events, pool), 'crm')).drifts).toEqual([])
    })
    await fc.assert(property, { ...law, numRuns: 200 })
  })

  test('verify finds any one thing that is changed, and rebuild mends it', { timeout: patience }, async () => {
    const kinds = fc.constantFrom('state', 'ordinal', 'timed', 'idle', 'waiting', 'record', 'missing')
    const property = fc.asyncProperty(allHistories, kinds, fc.nat(), async (history, kind, pick) => {
      const { events, pool } = play(history)
      const store = filled(events, pool)
      const tables = store.tablesOf('crm')
      const ids = [...tables.members.keys()]
      const id = ids[pick % ids.length]
      const entry = id === undefined ? undefined : tables.members.get(id)
      if (id === undefined || entry === undefined) return
      const before = structuredClone(tables)
      if (kind === 'state') entry.state = entry.state === 'known' ? 'pending' : 'known'
      else if (kind === 'ordinal') entry.ordinal += 1_000
      else if (kind === 'record') entry.record = changed(entry.record, { since: 4 })
      else if (kind === 'missing') tables.members.delete(id)
      else if (entry.keys[kind as 'timed'] !== undefined) entry.keys[kind as 'timed'] = undefined
      else entry.keys[kind as 'timed'] = 8
      tables.sorted.clear()
      const { drifts } = await verify(store, 'crm')
      // Who is the last of a list stays the last of it: that is no drift.
      if (kind !== 'ordinal') expect(drifts.some(({ where }) => where.includes(id))).toBe(true)
      await rebuild(store, 'crm')
      expect((await verify(store, 'crm')).drifts).toEqual([])
      if (kind !== 'ordinal') expect(new Map([...tables.members].sort())).toEqual(new Map([...before.members].sort()))
    })
    await fc.assert(property, { ...law, numRuns: 200 })
  })
})

describe('of a pool of 1,300 members, 700 of whom hold a seat', () => {
  const filled = (): TableStore => {
    const opened = orThrow(openPool(opening(700) as never, start, vendor.actor))
    const requests: Request[] = []
    for (let n = 0; n < 1_300; n++) {
      const command: Command = n < 1_200 ? signIn(`m${n}`) : add(`m${n}`)
      requests.push({ command, at: start + n * 60_000, by: { role: 'system' } })
    }
    const { pool, results } = executeAll(opened.pool, requests)
    const store = tableStore()
    store.fill('crm', pool, [...opened.events, ...results.flatMap((each) => (each._tag === 'Right' ? each.right.events : []))])
    return store
  }

  test('nothing is found where nothing has drifted, by pages of 500', async () => {
    const store = filled()
    expect(await verify(store, 'crm')).toMatchObject({ members: 1_300, drifts: [] })
    expect(Math.max(...store.taken.map(({ rows }) => rows))).toBe(500)
    expect(store.taken.length).toBeLessThan(40)
  })

  test('each of some rows is told, wherever on a page it stands, and no other', async () => {
    const store = filled()
    const sound = await snapshotIn(store)
    const { members, sorted } = store.tablesOf('crm')
    const entry = (id: string) => members.get(id) ?? expect.fail(id)
    entry('m499').keys.idle = undefined
    entry('m500').keys.idle = undefined
    entry('m3').record = '{"id":"m3"}'
    entry('m650').state = 'known'
    entry('m800').keys.waiting = 2_000_000
    entry('m1100').keys.timed = 1
    members.delete('m1299')
    members.set('stray', { ...entry('m600'), record: changed(entry('m600').record, { id: 'stray' }) })
    sorted.clear()
    const expected = [
      'members.m1299',
      'members.m3',
      'orders.idle.m499',
      'orders.idle.m500',
      'orders.idle.stray',
      'orders.timed.m1100',
      'orders.waiting.m800',
      'states.enabled.m650',
      'states.enabled.stray',
      'states.known.m1299',
      'states.known.m650',
    ]
    expect(wheres((await verify(store, 'crm')).drifts).toSorted()).toEqual(expected)
    expect(wheres((await rebuild(store, 'crm')).mended).toSorted()).toEqual(expected)
    expect(await snapshotIn(store)).toEqual(sound)
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })
})
