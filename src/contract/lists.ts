// Pages of a list: the members of some states and the running sessions, by ordinal. No rule asks for them; whoever lists a large pool does.

import { contentsOf, type LicensePool } from '../pool/licensePool.ts'
import { type Member, memberDueAt } from '../pool/model/member.ts'
import type { LeaseRow, MemberRow } from '../pool/model/row.ts'
import type { OrderName } from '../pool/orders.ts'
import { type Listing, nowhere, type Reach, within } from '../pool/rows/extent.ts'
import { toSnapshot } from '../pool/rows/snapshot.ts'
import type { LicenseStore } from '../shell/store.ts'
import { lives } from './lives.ts'
import { holds, same } from './same.ts'
import { type Chapter, start } from './stage.ts'
import { Twin } from './twin.ts'

type Row = MemberRow | LeaseRow

/** The key under which a row stands in an order; none: it does not. */
const keyIn: Readonly<Record<OrderName, (row: Row) => number | null | undefined>> = {
  timed: (row) => ('kind' in row ? memberDueAt(row as Member) : undefined),
  idle: (row) => (row.state === 'enabled' ? row.usedDay : undefined),
  waiting: (row) => (row.state === 'pending' ? row.place : undefined),
  leases: (row) => (row.state === 'running' ? row.endsAt : undefined),
}

const placeIn = (order: OrderName, row: Row): Reach | undefined => {
  const key = keyIn[order](row)
  return typeof key === 'number' ? { key, ordinal: row.ordinal } : undefined
}

/** The rows of a page out of a pool that holds them, and perhaps others. */
const listedIn = (pool: LicensePool, listing: Listing): readonly Row[] => {
  const { members, leases } = toSnapshot(pool)
  switch (listing.of) {
    case 'members':
      return members
        .filter(({ state, ordinal }) => listing.states.includes(state) && ordinal > listing.after)
        .slice(0, listing.count)
    case 'sessions':
      return leases.filter(({ state, ordinal }) => state === 'running' && ordinal > listing.after).slice(0, listing.count)
    case 'order': {
      const { order, after, count } = listing
      const placed = [...members, ...leases].flatMap((row) => {
        const place = placeIn(order, row)
        return place === undefined || within(after, place.key, place.ordinal) ? [] : { row, ...place }
      })
      return placed
        .sort((a, b) => a.key - b.key || a.ordinal - b.ordinal)
        .slice(0, count)
        .map(({ row }) => row)
    }
  }
}

/** A page, asked for in a transaction of its own, as the store has it. */
const pageOf = async (store: LicenseStore, listing: Listing): Promise<readonly Row[]> => {
  let rows: readonly Row[] = []
  let asked = 0
  await store.transact('crm', { members: [], readOnly: true }, ({ pool }) => {
    if (pool === undefined) throw new Error('there is no pool')
    const { extent } = contentsOf(pool)
    if (extent === undefined) rows = listedIn(pool, listing)
    else if (extent.listed !== undefined) rows = rowsById(pool, extent.listed.ids)
    else {
      holds(asked++ < 5, 'a page that is needed is loaded')
      return { type: 'Need', needs: { members: [], leases: [], leasesOf: [], orders: {}, listing } }
    }
    return { type: 'Nothing' }
  })
  holds(rows.length <= listing.count, 'a page is no larger than was asked for')
  return rows
}

/** The rows of these ids in a part of a pool, which holds no others. */
const rowsById = (pool: LicensePool, ids: readonly string[]): readonly Row[] => {
  const { members, leases } = toSnapshot(pool)
  const rows = new Map<string, Row>([...members, ...leases].map((row) => [row.id, row]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

/** A list without its place in it. */
type Whole = Omit<Extract<Listing, { readonly of: 'members' }>, 'after' | 'count'> | { readonly of: 'sessions' }

const all = async (store: LicenseStore, list: Whole, count: number): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (let after = 0; ; ) {
    const page = await pageOf(store, { ...list, after, count } as Listing)
    rows.push(...page)
    if (page.length < count) return rows
    const last = page.at(-1)?.ordinal ?? 0
    holds(last > after, 'a page begins behind the one before')
    after = last
  }
}

/** The rows of an order, page by page. */
const allOf = async (store: LicenseStore, order: OrderName, count: number): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (let after = nowhere; ; ) {
    const page = await pageOf(store, { of: 'order', order, after, count })
    rows.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < count) return rows
    const place = placeIn(order, last)
    holds(place !== undefined && !within(after, place.key, place.ordinal), 'a page begins behind the one before')
    after = place ?? after
  }
}

export const lists: Chapter = (it) => {
  for (const { preset, steps, own } of lives) {
    it(`lists the members of a pool under ${preset} by their states, and its sessions, page by page`, async ({ store }) => {
      const twin = new Twin(store, 'crm', own)
      for (const step of steps.slice(0, -3)) await twin.give(step)
      const whole = twin.pool
      const { members, leases } = toSnapshot(whole)
      await twin.compare()
      const states = [...new Set(members.map(({ state }) => state))]
      for (const count of [1, 2, 50]) {
        for (const chosen of [...states.map((state) => [state]), states, states.slice(1)]) {
          const expected = members.filter(({ state }) => chosen.includes(state))
          same(await all(store, { of: 'members', states: chosen }, count), expected, `the ${chosen.join(' and ')} members`)
        }
        const running = leases.filter(({ state }) => state === 'running')
        same(await all(store, { of: 'sessions' }, count), running, 'the running sessions')
        for (const order of Object.keys(keyIn) as OrderName[])
          same(await allOf(store, order, count), listedIn(whole, { of: 'order', order, after: nowhere, count: 999 }), order)
      }
    })
  }

  it('lists many whose order is not that of their ids, with what comes in behind', async ({ store }) => {
    const twin = new Twin(store)
    const names = Array.from({ length: 90 }, (_, n) => `m${(n * 37) % 90}`)
    await twin.seed([
      [start, { type: 'OpenPool', organization: 'acme', preset: 'concurrentUse', lots: [{ lot: 'base', quantity: 90 }] }],
      [start, { type: 'ImportMembers', members: names.map((member) => ({ member })) }],
      ...names.map((member, n) => [start, { type: 'SignIn', member, client: 'web', session: `s${(n * 41) % 90}` }] as const),
    ])
    for (const count of [7, 64]) {
      const members = await all(store, { of: 'members', states: ['known', 'enabled'] }, count)
      same(
        members.map(({ id }) => id),
        names,
      )
      const sessions = await all(store, { of: 'sessions' }, count)
      same(
        sessions.map(({ id }) => id),
        names.map((_, n) => `s${(n * 41) % 90}`),
      )
      same(await allOf(store, 'leases', count), sessions, 'the sessions by their end')
    }
    await twin.give([start + 1, { type: 'SignOut', session: 's41' }])
    await twin.give([start + 2, { type: 'AddMember', member: 'late' }])
    same((await all(store, { of: 'sessions' }, 7)).length, 89)
    same((await all(store, { of: 'members', states: ['known'] }, 64)).at(-1)?.id, 'late')
    same(await all(store, { of: 'members', states: ['deleted'] }, 7), [])
  })
}
