// The counters can be rebuilt, and a verify names the drift (FB-19, X3, X4): every kind of damage is done on purpose, told by its place, and
// mended by a rebuild.

import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Command, createLicensing, execute, type LicensePool, manualClock, memoryStore, orThrow } from '../../src/index.ts'
import { stored } from '../../src/store/format.ts'
import {
  BrokenLog,
  type Drift,
  documentStore,
  fromSnapshot,
  type LicenseStore,
  rebuild,
  replay,
  type SavedDocument,
  toSnapshot,
  verify,
} from '../../src/store/index.ts'
import { add, answered, DAY, kim, member, opening, poolIn, signIn, snapshotIn, start, system, vendor } from '../support/office.ts'
import { type TableStore, tableStore } from '../support/tableStore.ts'
import type { Tables } from '../support/tables.ts'

vi.setConfig({ testTimeout: 60_000 })

const clients = { mobile: { takes: 'check' }, web: { takes: 'lease', idleMinutes: 20 }, lan: { takes: 'lease' } } as const

/** Two seats, two who wait with trials, two known with leases, one of which has ended; and idle seats are freed. */
const live = async (store: LicenseStore): Promise<void> => {
  const clock = manualClock(start)
  const licensing = createLicensing({ store, clock, newId: () => 'c' })
  const give = async (command: Command, asking: Parameters<typeof licensing.execute>[2]): Promise<void> => {
    answered(await licensing.execute('crm', command, asking))
  }
  await give(opening(2, { idleReclaim: { enabled: true, days: 60 } }), vendor)
  for (const id of ['ann', 'bob', 'cy', 'dee']) {
    await give(signIn(id), member(id))
    clock.advance(DAY)
  }
  for (const id of ['eli', 'fay', 'gus']) await give(add(id), kim)
  await give({ type: 'ChangePolicies', policies: { concurrent: { clients }, autoAssign: null } }, vendor)
  await give({ type: 'AddLot', lot: 'more', organization: 'acme', quantity: 4 }, vendor)
  await give({ type: 'SignIn', member: 'eli', client: 'web', session: 's1' }, member('eli'))
  await give({ type: 'SignIn', member: 'fay', client: 'lan', session: 's2' }, member('fay'))
  await give({ type: 'SignIn', member: 'gus', client: 'web', session: 's3' }, member('gus'))
  await give({ type: 'SignOut', session: 's3' }, member('gus'))
}

const brief = ({ type, where, stored: kept, replayed }: Drift): readonly unknown[] => [type, where, kept, replayed]
const wheres = (drifts: readonly Drift[]): readonly string[] => drifts.map(({ where }) => where)

/** A record of JSON changed. */
const changed = (record: string, change: object): string => JSON.stringify({ ...JSON.parse(record), ...change })

describe('in a store of rows', () => {
  let store: TableStore
  let tables: Tables
  let sound: string

  beforeEach(async () => {
    store = tableStore()
    await live(store)
    tables = store.tablesOf('crm')
    sound = JSON.stringify(await snapshotIn(store))
  })

  const entryOf = (id: string) => tables.members.get(id) ?? expect.fail(`no ${id}`)
  const leaseOf = (id: string) => tables.leases.get(id) ?? expect.fail(`no ${id}`)

  test('a sound pool has no drift, and a verify counts what it read (X3, X4)', async () => {
    expect(await verify(store, 'crm')).toEqual({ pool: 'crm', version: 21, events: 21, members: 7, sessions: 3, drifts: [] })
    expect(await verify(store, 'erp')).toEqual({ pool: 'erp', version: 0, events: 0, members: 0, sessions: 0, drifts: [] })
    const before = structuredClone(tables)
    expect(await rebuild(store, 'crm')).toEqual({ mended: [], verification: await verify(store, 'crm') })
    expect(tables).toEqual(before)
  })

  const damages: readonly (readonly [what: string, damage: () => unknown, drifts: readonly string[]])[] = [
    [
      'a counter',
      () => {
        const header = JSON.parse(tables.header)
        tables.header = stored({ ...header, counts: { ...header.counts, enabled: 7 }, allowance: 1 })
      },
      ['header.allowance', 'header.counts.enabled'],
    ],
    [
      'the version in the header',
      () => Object.assign(tables, { header: changed(tables.header, { version: 3 }) }),
      ['header.version'],
    ],
    ['the version beside the header', () => Object.assign(tables, { version: 30 }), ['header.version']],
    ['a header that is no JSON', () => Object.assign(tables, { header: '{' }), ['header']],
    [
      'a header of a later format, and a row',
      () => {
        tables.header = changed(tables.header, { schema: 99 })
        entryOf('ann').record = changed(entryOf('ann').record, { barred: true })
      },
      ['header', 'members.ann.barred'],
    ],
    ['a bound that is too late', () => Object.assign(tables, { dueNotBefore: Number.POSITIVE_INFINITY }), ['dueNotBefore']],
    ['a bound that is a millisecond too late', () => void tables.dueNotBefore++, ['dueNotBefore']],
    [
      'a row',
      () => Object.assign(entryOf('ann'), { record: changed(entryOf('ann').record, { usedDay: 1, since: 5 }) }),
      ['members.ann.since', 'members.ann.usedDay'],
    ],
    ['a row that is missing', () => void tables.members.delete('gus'), ['members.gus', 'states.known.gus']],
    [
      'a row that should not be there',
      () => {
        const zoe = { ...JSON.parse(entryOf('gus').record), id: 'zoe', ordinal: 77 }
        tables.members.set('zoe', { ...entryOf('gus'), record: JSON.stringify(zoe), ordinal: 77 })
      },
      ['states.known.zoe'],
    ],
    ['a row that is no JSON', () => Object.assign(entryOf('cy'), { record: 'cy' }), ['members.cy', 'members[""]']],
    [
      'a row that is none',
      () => Object.assign(entryOf('cy'), { record: changed(entryOf('cy').record, { state: 'happy' }) }),
      ['members.cy'],
    ],
    [
      'a row in the list of another state',
      () => Object.assign(entryOf('gus'), { state: 'disabled' }),
      ['states.known.gus', 'states.disabled.gus'],
    ],
    ['a row at another place of its list', () => Object.assign(entryOf('gus'), { ordinal: 1 }), ['states.known.gus']],
    ['who waits at another place', () => Object.assign(entryOf('cy').keys, { waiting: 99 }), ['orders.waiting.cy']],
    ['who waits in no line', () => Object.assign(entryOf('cy').keys, { waiting: undefined }), ['orders.waiting.cy']],
    ['who does not wait in the line', () => Object.assign(entryOf('eli').keys, { waiting: 1 }), ['orders.waiting.eli']],
    [
      'a trial that would end too late',
      () => Object.assign(entryOf('cy').keys, { timed: start + 90 * DAY }),
      ['orders.timed.cy'],
    ],
    [
      'a seat that would be freed too early',
      () => Object.assign(entryOf('bob').keys, { idle: 5 }),
      ['orders.idle.ann', 'orders.idle.bob'],
    ],
    ['a seat that would never be freed', () => Object.assign(entryOf('ann').keys, { idle: undefined }), ['orders.idle.ann']],
    ['a lease that would never end', () => Object.assign(leaseOf('s1'), { endsAt: undefined }), ['orders.leases.s1']],
    ['a lease under nobody', () => Object.assign(leaseOf('s2'), { holder: undefined }), ['holders.s2', 'running.s2']],
    ['a lease under another', () => Object.assign(leaseOf('s2'), { holder: 'eli' }), ['holders.s2']],
    ['a lease that has ended and is found', () => Object.assign(leaseOf('s3'), { holder: 'eli' }), ['holders.s3', 'running.s3']],
    [
      'a session',
      () => Object.assign(leaseOf('s1'), { record: changed(leaseOf('s1').record, { client: 'lan' }) }),
      ['sessions.s1.client'],
    ],
    ['a session that is missing', () => void tables.leases.delete('s3'), ['sessions.s3']],
    ['a session that is none', () => Object.assign(leaseOf('s2'), { record: '{}' }), ['sessions.s2', 'sessions[""]']],
  ]

  test.each(damages)('%s is told by its place, and mended', async (_, damage, drifts) => {
    damage()
    tables.sorted.clear()
    const { drifts: found } = await verify(store, 'crm')
    expect(wheres(found)).toEqual(drifts)
    const { mended, verification } = await rebuild(store, 'crm')
    expect(wheres(mended)).toEqual(drifts)
    expect(verification.drifts).toEqual([])
    expect(JSON.stringify(await snapshotIn(store))).toBe(sound)
    expect(await verify(store, 'crm')).toMatchObject({ version: 21, drifts: [] })
  })

  test('a drift says what is stored and what the events make of it', async () => {
    const header = JSON.parse(tables.header)
    tables.header = stored({ ...header, counts: { ...header.counts, enabled: 7 } })
    entryOf('ann').record = changed(entryOf('ann').record, { usedDay: 1 })
    tables.leases.delete('s2')
    tables.sorted.clear()
    const { drifts } = await verify(store, 'crm')
    const day = start / DAY - 0.625
    expect(drifts.slice(0, 2).map(brief)).toEqual([
      ['header', 'header.counts.enabled', 7, 2],
      ['member', 'members.ann.usedDay', 1, day],
    ])
    expect(drifts[1]?.message).toBe(`is 1, and the events make it ${day}`)
    expect(drifts[2]).toMatchObject({ type: 'session', where: 'sessions.s2', message: 'is missing', replayed: { id: 's2' } })
    expect(drifts[2]).not.toHaveProperty('stored')
  })

  test('everything at once is told, and mended', async () => {
    tables.header = '{'
    for (const id of ['ann', 'cy', 'gus']) entryOf(id).record = ''
    tables.members.delete('bob')
    tables.leases.clear()
    Object.assign(entryOf('dee').keys, { waiting: 1, timed: 2 })
    tables.sorted.clear()
    const { mended } = await rebuild(store, 'crm')
    expect(wheres(mended)).toEqual(
      expect.arrayContaining(['header', 'members.ann', 'members.bob', 'members.cy', 'members.gus', 'sessions.s1']),
    )
    expect(JSON.stringify(await snapshotIn(store))).toBe(sound)
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })

  const logDamages: readonly (readonly [what: string, damage: () => unknown, where: string, message: string])[] = [
    ['an event is missing', () => void tables.events.delete(7), 'events[7]', 'is missing: the event numbered 8 comes next'],
    ['the last event is missing', () => void tables.events.delete(21), 'events[21]', 'is missing: the pool has had 21 events'],
    [
      'an event is no JSON',
      () => void tables.events.set(7, '{'),
      'events[7]',
      'the stored event  of pool crm is broken: event is no JSON',
    ],
    [
      'an event is another one',
      () => void tables.events.set(7, changed(tables.events.get(7) ?? '', { member: 'nobody', type: 'MemberDisabled' })),
      'events[7]',
      'is broken',
    ],
    [
      'an event cannot have happened',
      () => {
        const { seq, at, actor } = JSON.parse(tables.events.get(7) ?? '')
        tables.events.set(7, JSON.stringify({ seq, at, actor, reason: 'command', type: 'MemberDisabled', member: 'nobody' }))
      },
      'events[7]',
      'cannot be replayed: corrupt history: event 7 (MemberDisabled) is about nobody, who is not in the pool',
    ],
  ]

  test.each(logDamages)('where %s, that is told, and nothing is rebuilt', async (_, damage, where, message) => {
    damage()
    entryOf('ann').record = changed(entryOf('ann').record, { barred: true })
    const before = structuredClone(tables)
    const { drifts } = await verify(store, 'crm')
    expect(drifts.map((each) => [each.type, each.where])).toEqual([['log', where]])
    expect(drifts[0]?.message).toContain(message)
    const error = await rebuild(store, 'crm').catch((thrown: BrokenLog) => thrown)
    expect(error).toBeInstanceOf(BrokenLog)
    expect(error).toMatchObject({ pool: 'crm', drifts })
    expect(tables).toEqual(before)
  })

  test('every event that is missing or broken is told', async () => {
    for (const seq of [3, 4, 9]) tables.events.delete(seq)
    tables.events.set(12, '{')
    expect(wheres((await verify(store, 'crm')).drifts)).toEqual(['events[3]', 'events[9]', 'events[12]'])
  })

  test('a seat that was used and a lease that was renewed since stand where their rows say (M12, C9)', async () => {
    const clock = manualClock(start + 4 * DAY)
    const licensing = createLicensing({ store, clock })
    answered(await licensing.execute('crm', { type: 'SignIn', member: 'gus', client: 'web', session: 's4' }, member('gus')))
    clock.advance(600_000)
    answered(await licensing.execute('crm', { type: 'RecordUse', session: 's1' }, system))
    answered(await licensing.execute('crm', { type: 'RecordUse', member: 'ann' }, system))
    const { leases, members } = (await snapshotIn(store)) ?? expect.fail('no pool')
    expect(leases.filter((row) => row.state === 'running').map((row) => [row.id, row.endsAt])).toEqual([
      ['s1', start + 4 * DAY + 1_800_000],
      ['s2', null],
      ['s4', start + 4 * DAY + 1_200_000],
    ])
    expect(members.flatMap((row) => (row.state === 'enabled' ? [row.id, row.usedDay] : []))).toEqual([
      'ann',
      20_536,
      'bob',
      20_533,
    ])
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })

  test('an ended session may be gone a day later, or still be there (C11)', async () => {
    const licensing = createLicensing({ store, clock: manualClock(start + 6 * DAY) })
    answered(await licensing.execute('crm', add('hal'), kim))
    expect((await verify(store, 'crm')).drifts).toEqual([])
    tables.leases.delete('s3')
    tables.sorted.clear()
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })

  test('commands that go on meanwhile are no drift, and do not hide one', async () => {
    entryOf('ann').record = changed(entryOf('ann').record, { barred: true })
    const clock = manualClock(start + 10 * DAY)
    const licensing = createLicensing({ store, clock })
    let count = 0
    const busy: LicenseStore = {
      ...store,
      transact: async (pool, request, work) => {
        const transacted = await store.transact(pool, request, work)
        if (count++ % 3 === 0) {
          clock.advance(60_000)
          answered(
            await licensing.execute('crm', count % 2 === 0 ? add(`n${count}`) : { type: 'RecordUse', member: 'bob' }, system),
          )
          // Who came meanwhile is looked at, too.
          const late = tables.members.get('n4')
          if (late !== undefined) late.record = changed(late.record, { barred: true })
        }
        return transacted
      },
    }
    const { drifts, version } = await verify(busy, 'crm')
    expect(wheres(drifts)).toEqual(['members.ann.barred', 'members.n4.barred'])
    expect(version).toBeGreaterThan(22)
  })

  test('a rebuild that a command overtakes begins again', async () => {
    entryOf('gus').record = changed(entryOf('gus').record, { barred: true })
    const licensing = createLicensing({ store, clock: manualClock(start + 10 * DAY) })
    let overtakes = 2
    const busy: LicenseStore = {
      ...store,
      transact: async (pool, request, work) => {
        if (!request.readOnly && request.mending && overtakes-- > 0)
          answered(await licensing.execute('crm', add(`n${overtakes}`), kim))
        return store.transact(pool, request, work)
      },
    }
    const { mended, verification } = await rebuild(busy, 'crm')
    expect(wheres(mended)).toEqual(['members.gus.barred'])
    expect(verification.drifts).toEqual([])
    expect(toSnapshot((await poolIn(store)) ?? expect.fail('no pool'))).toEqual(toSnapshot(replay(store.events('crm'))))
  })

  test('a store that cannot be reached is no drift: it throws', async () => {
    const transact = () => Promise.reject(new Error('no connection'))
    await expect(verify({ ...store, transact }, 'crm')).rejects.toThrow('no connection')
  })
})

describe('in a store of whole pools', () => {
  test('a sound pool has no drift, and one that is not what its events say is told and mended', async () => {
    const store = memoryStore()
    await live(store)
    expect((await verify(store, 'crm')).drifts).toEqual([])
    const sound = (await snapshotIn(store)) ?? expect.fail('no pool')
    const [ann, ...others] = sound.members
    const other = orThrow(fromSnapshot({ ...sound, members: [{ ...ann, usedDay: 3 }, ...others] }))
    await store.transact('crm', { members: 'all', readOnly: true }, () => ({ type: 'Nothing', pool: other }))
    expect(wheres((await verify(store, 'crm')).drifts)).toEqual(['members.ann.usedDay'])
    expect(wheres((await rebuild(store, 'crm')).mended)).toEqual(['members.ann.usedDay'])
    expect(await snapshotIn(store)).toEqual(sound)
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })

  test('a command that overtakes a rebuild is not lost', async () => {
    const store = memoryStore()
    await live(store)
    const sound = (await snapshotIn(store)) ?? expect.fail('no pool')
    const [ann, ...others] = sound.members
    const other = orThrow(fromSnapshot({ ...sound, members: [{ ...ann, usedDay: 3 }, ...others] }))
    await store.transact('crm', { members: 'all', readOnly: true }, () => ({ type: 'Nothing', pool: other }))
    const licensing = createLicensing({ store, clock: manualClock(start + 10 * DAY) })
    let overtakes = 1
    const busy: LicenseStore = {
      ...store,
      transact: async (pool, request, work) => {
        if (!request.readOnly && request.mending && overtakes-- > 0) answered(await licensing.execute('crm', add('zoe'), kim))
        return store.transact(pool, request, work)
      },
    }
    const { mended, verification } = await rebuild(busy, 'crm')
    expect(verification).toMatchObject({ version: 24, drifts: [] })
    expect(wheres(mended)).not.toContain('header.version')
    expect(await snapshotIn(store)).toEqual(toSnapshot(replay(store.events('crm'))))
  })

  test('a pool that is ahead of its log is told', async () => {
    const store = memoryStore()
    await live(store)
    const { pool } = orThrow(execute((await poolIn(store)) as LicensePool, add('hal'), start + 9 * DAY, kim.actor))
    await store.transact('crm', { members: 'all', readOnly: true }, () => ({ type: 'Nothing', pool }))
    expect(wheres((await verify(store, 'crm')).drifts)).toEqual(['events[22]'])
  })
})

describe('in a store of documents', () => {
  const open = async () => {
    const rows = new Map<string, SavedDocument>()
    const store = documentStore({
      load: async (pool) => rows.get(pool),
      save: async (pool, document, from) => {
        if ((rows.get(pool)?.version ?? 0) !== from) return false
        rows.set(pool, { document, version: from + 1 })
        return true
      },
      list: async (after = '', limit) => [...rows.keys()].filter((pool) => pool > after).slice(0, limit),
    })
    await live(store)
    const damage = (change: (document: Record<string, Record<string, Record<string, unknown>>>) => void): void => {
      const { document, version } = rows.get('crm') ?? expect.fail('no document')
      const value = JSON.parse(document)
      change(value)
      rows.set('crm', { document: JSON.stringify(value), version })
    }
    return { store, damage }
  }

  test('counters that have drifted are told and mended', async () => {
    const { store, damage } = await open()
    const sound = await snapshotIn(store)
    damage(({ snapshot }) => Object.assign(snapshot?.header?.counts as object, { enabled: 9 }))
    const { drifts } = await verify(store, 'crm')
    expect(wheres(drifts)).toEqual(['header'])
    expect(drifts[0]?.message).toContain('header.counts.enabled: is 9, and counting gives 2')
    expect(wheres((await rebuild(store, 'crm')).mended)).toEqual(['header'])
    expect(await snapshotIn(store)).toEqual(sound)
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })

  test('a row that is otherwise, though the counters fit, is told by its field', async () => {
    const { store, damage } = await open()
    damage(({ snapshot }) => Object.assign(Object(snapshot?.members)[0], { usedDay: 3 }))
    expect(wheres((await verify(store, 'crm')).drifts)).toEqual(['members.ann.usedDay'])
    expect(wheres((await rebuild(store, 'crm')).mended)).toEqual(['members.ann.usedDay'])
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })
})
