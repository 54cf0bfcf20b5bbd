// Pools in documents keep the contract, and what is broken in one is told.

import { describe, expect, test } from 'vitest'
import { createLicensing, type LicenseStore, manualClock, orThrow } from '../../src/index.ts'
import { BrokenRecord, documentStore, replay, type SavedDocument } from '../../src/store/index.ts'
import { storeContract } from '../../src/testing/index.ts'
import { documentSubject } from '../support/documentSubject.ts'
import { add, assign, kim, opening, snapshotIn, start, vendor } from '../support/office.ts'

storeContract({ describe, test }, documentSubject)

const shelf = () => {
  const rows = new Map<string, SavedDocument>()
  const store = documentStore({
    load: async (pool) => rows.get(pool),
    save: async (pool, document, from) => {
      if ((rows.get(pool)?.version ?? 0) !== from) return false
      rows.set(pool, { document, version: from + 1 })
      return true
    },
    list: async (after = '', limit) =>
      [...rows.keys()]
        .sort()
        .filter((pool) => pool > after)
        .slice(0, limit),
  })
  return { rows, store }
}

/** What stands in a document, as far as it is spoilt here. */
interface Parsed {
  readonly snapshot: { readonly header: { readonly counts: { enabled: number } }; members: readonly object[] }
  readonly events: readonly object[]
  readonly answers: readonly object[]
}

/** A pool in a document, with ann, who holds a seat. */
const furnished = async () => {
  const { rows, store } = shelf()
  const clock = manualClock(start)
  const licensing = createLicensing({ store, clock })
  orThrow(await licensing.execute('crm', opening(1), vendor))
  orThrow(await licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k1' }))
  orThrow(await licensing.execute('crm', assign('ann'), kim))
  /** Changes the document behind the store's back. */
  const spoil = (change: (document: Parsed) => void): void => {
    const { document, version } = rows.get('crm') as SavedDocument
    const parsed = JSON.parse(document) as Parsed
    change(parsed)
    rows.set('crm', { document: JSON.stringify(parsed), version })
  }
  return { rows, store, licensing, clock, spoil }
}

describe('a document', () => {
  test('has a version of its own, which rises with every save, cursors included', async () => {
    const { rows, store, licensing } = await furnished()
    expect(rows.get('crm')?.version).toBe(3)
    await store.claim('mail', start, 1_000, 1)
    await store.advance('mail', 'crm', 4)
    orThrow(await licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k2' }))
    expect(rows.get('crm')?.version).toBe(6)
    expect((await snapshotIn(store))?.header.version).toBe(4)
  })

  test('is JSON that says its version, and so do its events and answers', async () => {
    const { rows } = await furnished()
    const { schema, snapshot, events, answers, cursors } = JSON.parse(rows.get('crm')?.document ?? '')
    expect([schema, snapshot.schema, cursors]).toEqual([2, 2, []])
    expect([...events, ...answers].map((record) => record.schema)).toEqual([2, 2, 2, 2, 2])
  })

  test('forgets answers after 35 days, when a further one is kept (X6)', async () => {
    const { store, licensing, clock } = await furnished()
    clock.advance(35 * 86_400_000)
    await licensing.execute('crm', add('bob'), { ...kim, idempotencyKey: 'k2' })
    expect((await store.answers('crm', undefined, 9)).map(({ key }) => key)).toEqual(['k1', 'k2'])
    clock.advance(1)
    await licensing.execute('crm', add('cara'), { ...kim, idempotencyKey: 'k3' })
    expect((await store.answers('crm', undefined, 9)).map(({ key }) => key)).toEqual(['k2', 'k3'])
  })

  test('is read to its end where a list gives shorter pages than were asked for', async () => {
    const { rows, store } = shelf()
    const slow: LicenseStore = documentStore({
      load: async (pool) => rows.get(pool),
      save: async () => false,
      list: async (after = '') =>
        [...rows.keys()]
          .sort()
          .filter((pool) => pool > after)
          .slice(0, 1),
    })
    const licensing = createLicensing({ store, clock: manualClock(start) })
    const lots = [{ lot: 'first', quantity: 1, until: start + 1 }]
    for (const pool of ['a', 'b', 'c'])
      orThrow(await licensing.execute(pool, { type: 'OpenPool', organization: 'acme', lots }, vendor))
    expect(await slow.poolsDue(start + 1, 9)).toEqual(['a', 'b', 'c'])
    expect(await slow.poolsDue(start + 1, 9, 'b')).toEqual(['c'])
    await expect(slow.advance('mail', 'a', 1)).rejects.toThrow('the document of pool a changed 100 times')
  })
})

describe('what is broken in a document', () => {
  test('is told by the record (X10)', async () => {
    const { licensing, spoil } = await furnished()
    spoil(({ snapshot }) => {
      Object.assign(snapshot.members[0] ?? {}, { state: 'happy' })
    })
    const error = await licensing.access('crm', 'ann', kim).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(BrokenRecord)
    expect(error).toMatchObject({ pool: 'crm', kind: 'member', id: 'ann' })
  })

  test.each<[string, (document: Parsed) => void, string]>([
    ['counters that are wrong', ({ snapshot }) => snapshot.header.counts.enabled++, 'is at odds with itself'],
    ['a later version', (document) => Object.assign(document, { schema: 99 }), 'must be a whole number from 1 to 2, not 99'],
    ['a list that is none', (document) => Object.assign(document, { events: 7 }), 'events must be a list, not 7'],
    ['a snapshot that is none', (document) => Object.assign(document, { snapshot: {} }), 'snapshot.members is missing'],
  ])('is told: %s (X4, X10)', async (_what, change, message) => {
    const { licensing, spoil } = await furnished()
    spoil(change)
    await expect(licensing.access('crm', 'ann', kim)).rejects.toThrow(message)
  })

  test('is told of an event and of an answer when they are read', async () => {
    const { store, spoil } = await furnished()
    spoil(({ events, answers }) => {
      Object.assign(events[3] ?? {}, { seq: null })
      Object.assign(answers[0] ?? {}, { at: 'noon' })
    })
    expect(await store.events('crm', 0, 3)).toHaveLength(3)
    await expect(Promise.resolve(store.events('crm', 3, 9))).rejects.toThrow('the stored event')
    await expect(Promise.resolve(store.answers('crm', undefined, 9))).rejects.toThrow(
      'the stored answer k1 of pool crm is broken',
    )
  })

  test('holds up no other pool: it is named as due, and has nothing to deliver', async () => {
    const { rows, store, licensing } = await furnished()
    orThrow(await licensing.execute('erp', opening(1), vendor))
    rows.set('crm', { document: 'no JSON', version: 1 })
    expect(await store.poolsDue(start, 9)).toEqual(['crm'])
    expect(await store.claim('mail', start, 1_000, 9)).toEqual([{ pool: 'erp', after: 0 }])
    await expect(licensing.access('crm', 'ann', kim)).rejects.toThrow('the stored document of pool crm is broken: is no JSON')
  })

  test('is made again of the events by whoever mends (X3)', async () => {
    const { store, licensing, spoil } = await furnished()
    const before = await snapshotIn(store)
    spoil(({ snapshot }) => {
      snapshot.members = []
      Object.assign(snapshot.header, { version: 'none' })
    })
    const events = await store.events('crm', 0, 99)
    const mended = await store.transact('crm', { members: 'all', readOnly: false, mending: true }, ({ pool }) => ({
      type: 'Write',
      change: { from: pool?.version ?? 0, pool: replay(events), events: [], mends: { members: ['ann'], sessions: [] } },
    }))
    expect(mended).toEqual({ type: 'Committed' })
    expect(await snapshotIn(store)).toEqual(before)
    expect(orThrow(await licensing.access('crm', 'ann', kim)).level).toBe('full')
  })
})
