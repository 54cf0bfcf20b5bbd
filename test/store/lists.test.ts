// Lists are pages that a store loads: of thousands a list takes a page of rows, and the pages together are what the whole pool says (M8, P6,
// C1, M6, T6).

import { beforeAll, describe, expect, test } from 'vitest'
import {
  type Asking,
  type Command,
  createLicensing,
  type LicenseStore,
  manualClock,
  memoryStore,
  orThrow,
} from '../../src/index.ts'
import { idleDueAt } from '../../src/policies/idleReclaim.ts'
import { listDue, listMembers, listSessions, listWaiting, toSnapshot } from '../../src/store/index.ts'
import { add, answered, DAY, kim, member, opening, poolIn, signIn, snapshotIn, start, vendor } from '../support/office.ts'
import { type TableStore, tableStore } from '../support/tableStore.ts'

const clients = { mobile: { takes: 'check' }, web: { takes: 'lease', idleMinutes: 20 }, lan: { takes: 'lease' } } as const

/** 60 members: seats, provisional seats, waiting ones with trials, leases, disabled, deleted and unlicensed ones. */
const live = async (store: LicenseStore): Promise<void> => {
  const clock = manualClock(start)
  const licensing = createLicensing({ store, clock, newId: () => 'c' })
  const give = async (command: Command, asking: Asking): Promise<void> => {
    answered(await licensing.execute('crm', command, asking))
  }
  await give(opening(30, { notifications: { enabled: true }, idleReclaim: { enabled: true, days: 60, exempt: ['m01'] } }), vendor)
  const id = (n: number): string => `m${String(n).padStart(2, '0')}`
  for (let n = 0; n < 20; n++) await give(signIn(id(n)), member(id(n)))
  await give({ type: 'ChangePolicies', policies: { autoAssign: { enabled: false } } }, kim)
  for (let n = 20; n < 45; n++) {
    clock.advance(60_000)
    await give(signIn(id(n)), member(id(n)))
  }
  for (let n = 45; n < 60; n++) await give(add(id(n)), kim)
  await give({ type: 'UnlicenseMembers', members: [id(46), id(3)] }, kim)
  await give({ type: 'DeleteMember', member: id(47) }, kim)
  await give({ type: 'DisableMember', member: id(4) }, kim)
  await give({ type: 'ChangePolicies', policies: { concurrent: { clients } } }, vendor)
  await give({ type: 'AddLot', lot: 'more', organization: 'acme', quantity: 6 }, vendor)
  for (let n = 48; n < 54; n++)
    await give({ ...signIn(id(n)), client: n < 52 ? 'web' : 'lan', session: `s${n}` } as Command, member(id(n)))
}

const tables: TableStore = tableStore()
const memory = memoryStore()
const stores: readonly (readonly [string, LicenseStore])[] = [
  ['a store of rows', tables],
  ['a store of whole pools', memory],
]

beforeAll(async () => {
  await live(tables)
  await live(memory)
})

/** All pages, one after the other. */
const paged = async <A extends { readonly next?: string }, B>(
  ask: (after: string | undefined) => Promise<{ readonly _tag: string; readonly right?: A }>,
  itemsOf: (page: A) => readonly B[],
  most: number,
): Promise<readonly B[]> => {
  const items: B[] = []
  let after: string | undefined
  do {
    const page = (await ask(after)).right ?? expect.fail('refused')
    expect(itemsOf(page).length).toBeLessThanOrEqual(most)
    items.push(...itemsOf(page))
    after = page.next
  } while (after !== undefined)
  return items
}

const behind = (place: string | undefined) => (place === undefined ? {} : { after: place })

describe.each(stores)('from %s', (_, store) => {
  const at = async () => (await snapshotIn(store))?.header.latestAt ?? 0
  const licensing = async () => createLicensing({ store, clock: manualClock(await at()) })

  test.each([1, 7, 19, 20, 100])(
    'members come in pages of %i, all who are in, by first entry, as the pool shows them (P6)',
    async (limit) => {
      const everybody = orThrow(await (await licensing()).members('crm', {}, kim))
      expect(everybody).toHaveLength(57)
      const found = await paged(
        (from) => listMembers(store, 'crm', { limit, ...behind(from) }, kim),
        ({ members }) => members,
        limit,
      )
      expect(found).toEqual(everybody)
    },
  )

  test('members come by state, of those who left too (M8, P6)', async () => {
    const questions = await licensing()
    for (const state of ['known', 'pending', 'provisional', 'enabled', 'disabled', 'unlicensed', 'deleted'] as const) {
      const expected = orThrow(await questions.members('crm', { state }, kim))
      expect(expected.length).toBeGreaterThan(0)
      const found = await paged(
        (from) => listMembers(store, 'crm', { state, limit: 3, ...behind(from) }, kim),
        ({ members }) => members,
        3,
      )
      expect(found).toEqual(expected)
    }
    const two = ['pending', 'disabled'] as const
    const found = await paged(
      (from) => listMembers(store, 'crm', { state: two, limit: 4, ...behind(from) }, kim),
      ({ members }) => members,
      4,
    )
    expect(found).toEqual(orThrow(await questions.members('crm', { state: two }, kim)))
  })

  test('who waits comes in line, not by entry (M6)', async () => {
    const rows = toSnapshot((await poolIn(store)) ?? expect.fail('no pool')).members
    const line = rows.flatMap((row) => (row.state === 'pending' ? [row] : [])).sort((a, b) => a.place - b.place)
    expect(line.length).toBeGreaterThan(10)
    const found = await paged(
      (from) => listWaiting(store, 'crm', { limit: 4, ...behind(from) }, kim),
      ({ members }) => members,
      4,
    )
    expect(found.map((each) => each.member)).toEqual(line.map(({ id }) => id))
    expect(found[0]).toMatchObject({ state: 'pending', access: { level: 'trial' } })
  })

  test('running sessions come oldest first (C1)', async () => {
    const expected = orThrow(await (await licensing()).sessions('crm', {}, kim))
    expect(expected).toHaveLength(6)
    const found = await paged(
      (from) => listSessions(store, 'crm', { limit: 4, ...behind(from) }, kim),
      ({ sessions }) => sessions,
      4,
    )
    expect(found).toEqual(expected)
  })

  test.each([1, 2, 5, 40])(
    'what falls due by a moment comes kind by kind, %i at a time, exempt seats left out (T6, M12)',
    async (limit) => {
      const { header, members, leases } = (await snapshotIn(store)) ?? expect.fail('no pool')
      const by = start + 61 * DAY
      const all = [
        ...leases.flatMap((row) =>
          row.state === 'running' && row.endsAt !== null
            ? [{ type: 'lease', member: row.member, session: row.id, at: row.endsAt, ordinal: row.ordinal }]
            : [],
        ),
        ...members
          .flatMap(({ id, ordinal, ...row }) => {
            if (row.state === 'provisional') return [{ type: 'provisionalGrant', member: id, at: row.endsAt, ordinal }]
            return row.state === 'pending' && row.trialEndsAt !== null
              ? [{ type: 'trial', member: id, at: row.trialEndsAt, ordinal }]
              : []
          })
          .sort((a, b) => a.at - b.at || a.ordinal - b.ordinal),
        ...members.flatMap(({ id, ordinal, ...row }) =>
          row.state === 'enabled' && id !== 'm01'
            ? [{ type: 'idleSeat', member: id, at: idleDueAt(header.policies, row.usedDay, 'UTC') ?? 0, ordinal }]
            : [],
        ),
      ].map(({ ordinal: _, ...item }) => item)
      expect(new Set(all.map(({ type }) => type)).size).toBe(4)
      const found = await paged(
        (from) => listDue(store, 'crm', { by, limit, ...behind(from) }, kim),
        ({ due }) => due,
        limit,
      )
      expect(found).toEqual(all.filter((item) => item.at <= by))
      const soon = await paged(
        (from) => listDue(store, 'crm', { by: start + 15 * DAY, limit, ...behind(from) }, kim),
        ({ due }) => due,
        limit,
      )
      expect(soon).toEqual(all.filter((item) => item.at <= start + 15 * DAY))
      expect(soon.length).toBeGreaterThan(0)
      expect(soon.length).toBeLessThan(found.length)
    },
  )

  test('a list is not for a member, and knows its pool (X9, R)', async () => {
    const lists = [
      ['listMembers', (pool: string, asking: Asking) => listMembers(store, pool, {}, asking)],
      ['listWaiting', (pool: string, asking: Asking) => listWaiting(store, pool, {}, asking)],
      ['listSessions', (pool: string, asking: Asking) => listSessions(store, pool, {}, asking)],
      ['listDue', (pool: string, asking: Asking) => listDue(store, pool, { by: start }, asking)],
    ] as const
    for (const [name, ask] of lists) {
      expect(await ask('crm', member('m01'))).toMatchObject({ left: { type: 'NotPermitted', role: 'member', command: name } })
      expect(await ask('erp', kim)).toMatchObject({ left: { type: 'UnknownPool', pool: 'erp' } })
      expect(await ask('', kim)).toMatchObject({ left: { type: 'Invalid', issues: [{ path: 'pool' }] } })
      expect(await ask('crm', undefined as never)).toMatchObject({ left: { type: 'Invalid', issues: [{ path: 'actor' }] } })
      expect((await ask('crm', { actor: { role: 'setupWizard' } }))._tag).toBe('Right')
    }
  })
})

describe('the door of a list (X10)', () => {
  const pathsOf = async (asked: Promise<{ readonly _tag: string; readonly left?: unknown }>) =>
    ((await asked).left as { issues?: { path: string }[] } | undefined)?.issues?.map(({ path }) => path) ?? 'accepted'

  test.each([
    [{ limit: 0 }, 'filter.limit'],
    [{ limit: 1_001 }, 'filter.limit'],
    [{ limit: '10' }, 'filter.limit'],
    [{ after: 5 }, 'filter.after'],
    [{ after: 'm01' }, 'filter.after'],
    [{ after: '1:2:3' }, 'filter.after'],
    [{ after: '9999999999' }, 'filter.after'],
    [{ sate: 'known' }, 'filter.sate'],
    [null, 'filter'],
  ])('refuses %j at %s', async (filter, path) => {
    expect(await pathsOf(listMembers(tables, 'crm', filter as never, kim))).toEqual([path])
    expect(await pathsOf(listWaiting(tables, 'crm', filter as never, kim))).toEqual([path])
    expect(await pathsOf(listSessions(tables, 'crm', filter as never, kim))).toEqual([path])
  })

  test('refuses a state that is none, and a moment that is none', async () => {
    expect(await pathsOf(listMembers(tables, 'crm', { state: 'happy' as never }, kim))).toEqual(['filter.state'])
    expect(await pathsOf(listDue(tables, 'crm', {} as never, kim))).toEqual(['filter.by'])
    expect(await pathsOf(listDue(tables, 'crm', { by: Number.NaN }, kim))).toEqual(['filter.by'])
    expect(await pathsOf(listDue(tables, 'crm', { by: 0, after: 'waiting:1:1' }, kim))).toEqual(['filter.after'])
    expect(await pathsOf(listDue(tables, 'crm', { by: 0, after: 'idle:-5:1' }, kim))).toBe('accepted')
  })
})

describe('of a store that begins again in the middle, after a lost race', () => {
  /** So many questions of the work are in vain, then it is asked again from the beginning. */
  const restarting = (after: number): LicenseStore => ({
    ...tables,
    transact: async (pool, request, work) => {
      let asked = 0
      await tables.transact(pool, request, (working) => {
        const verdict = work(working)
        return ++asked > after ? { type: 'Nothing' } : verdict
      })
      return tables.transact(pool, request, work)
    },
  })

  test.each([1, 2, 3])('a list is the same, %i questions later', async (count) => {
    const store = restarting(count)
    const due = { by: start + 61 * DAY, limit: 40 }
    expect(await listDue(store, 'crm', due, kim)).toEqual(await listDue(tables, 'crm', due, kim))
    expect(await listMembers(store, 'crm', { limit: 50 }, kim)).toEqual(await listMembers(tables, 'crm', { limit: 50 }, kim))
  })
})

describe('of a store of rows, a page takes so many rows', () => {
  const takenBy = async (asked: Promise<unknown>): Promise<number> => {
    const before = tables.taken.length
    await asked
    expect(tables.taken).toHaveLength(before + 1)
    return tables.taken.at(-1)?.rows ?? 0
  }

  test('as the limit says, and never the pool', async () => {
    // With leases running, those of the members on the page are looked at, too.
    expect(await takenBy(listMembers(tables, 'crm', { limit: 5, state: 'enabled' }, kim))).toBe(5)
    expect(await takenBy(listMembers(tables, 'crm', { limit: 50 }, kim))).toBeLessThanOrEqual(50 + 6)
    expect(await takenBy(listWaiting(tables, 'crm', { limit: 4 }, kim))).toBe(4)
    expect(await takenBy(listSessions(tables, 'crm', { limit: 2 }, kim))).toBe(2)
    expect(await takenBy(listDue(tables, 'crm', { by: start + 90 * DAY, limit: 3 }, kim))).toBe(3)
    expect(await takenBy(listDue(tables, 'crm', { by: start - DAY, limit: 3 }, kim))).toBeLessThanOrEqual(4 * 3)
  })
})
