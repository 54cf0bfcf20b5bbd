// A store that hands out parts of the pools of another: the rows that are asked for, and a few of an order at a time. How it loads them
// can be replaced, to see what becomes of a store that loads them wrongly.

import type { LicensePool, LicenseStore, MemberRow, Verdict } from '../../src/index.ts'
import { orThrow } from '../../src/index.ts'
import { idleDueNotBefore } from '../../src/policies/idleReclaim.ts'
import { lotDueAt } from '../../src/pool/model/lot.ts'
import { type Member, memberDueAt } from '../../src/pool/model/member.ts'
import { everywhere, type Listing, type Needs, type Reach, within } from '../../src/pool/rows/extent.ts'
import {
  fromSnapshot,
  type LeaseRow,
  type LoadedRows,
  type OrderName,
  partialPool,
  rowsNamedBy,
  rowsOf,
  type Snapshot,
  toSnapshot,
  widen,
} from '../../src/store/index.ts'

type Row = MemberRow | LeaseRow

export interface Place extends Reach {
  readonly row: Row
}

const keys: Readonly<Record<OrderName, (row: Row) => number | null | undefined>> = {
  timed: (row) => ('kind' in row ? memberDueAt(row as Member) : undefined),
  idle: (row) => (row.state === 'enabled' ? row.usedDay : undefined),
  waiting: (row) => (row.state === 'pending' ? row.place : undefined),
  leases: (row) => (row.state === 'running' ? row.endsAt : undefined),
}

/** What it does where a store may do it wrongly. */
export interface Loading {
  readonly compare: (a: Place, b: Place) => number
  readonly isBehind: (after: Reach, place: Place) => boolean
  /** How far an order is complete by a page of so many rows out of those. */
  readonly reach: (page: readonly Place[], rest: number) => Reach | 'all'
  /** By what a row is found again when it is written. */
  readonly idKey: (id: string) => string
  readonly leasesOf: (leases: readonly LeaseRow[]) => readonly LeaseRow[]
  readonly listed: (rows: readonly Row[], listing: Listing) => readonly Row[]
  readonly gone: (ids: ReadonlySet<string>) => ReadonlySet<string>
  readonly dueNotBefore: (at: number) => number
  /** Whether a further round reads the version of the first. */
  readonly isSteady: boolean
}

export const soundLoading: Loading = {
  compare: (a, b) => a.key - b.key || a.ordinal - b.ordinal,
  isBehind: (after, { key, ordinal }) => !within(after, key, ordinal),
  reach: (page, rest) => (rest === 0 ? 'all' : (page.at(-1) ?? everywhere)),
  idKey: (id) => id,
  leasesOf: (leases) => leases,
  listed: (rows, { count }) => rows.slice(0, count),
  gone: (ids) => ids,
  dueNotBefore: (at) => at,
  isSteady: true,
}

export const partialStore = (whole: LicenseStore, loading: Loading = soundLoading): LicenseStore => {
  const placesIn = ({ members, leases }: Snapshot, order: OrderName, after: Reach): readonly Place[] =>
    [...members, ...leases]
      .flatMap((row): Place[] => {
        const key = keys[order](row)
        return typeof key === 'number' ? [{ key, ordinal: row.ordinal, row }] : []
      })
      .filter((place) => loading.isBehind(after, place))
      .sort(loading.compare)

  const listedIn = (snapshot: Snapshot, listing: Listing): readonly Row[] => {
    if (listing.of === 'order')
      return loading.listed(
        placesIn(snapshot, listing.order, listing.after).map(({ row }) => row),
        listing,
      )
    const { members, leases } = snapshot
    const rows =
      listing.of === 'members'
        ? members.filter(({ state }) => listing.states.includes(state))
        : leases.filter(({ state }) => state === 'running')
    return loading.listed(
      rows.filter(({ ordinal }) => ordinal > listing.after),
      listing,
    )
  }

  const load = (snapshot: Snapshot, { members: asked, leases: askedLeases, leasesOf, orders, listing }: Needs): LoadedRows => {
    const { members, leases } = snapshot
    const rows: Row[] = [
      ...members.filter(({ id }) => asked.includes(id)),
      ...leases.filter(({ id }) => askedLeases.includes(id)),
      ...leasesOf.flatMap((holder) =>
        loading.leasesOf(leases.filter(({ state, member }) => state === 'running' && member === holder)),
      ),
      ...(listing === undefined ? [] : listedIn(snapshot, listing)),
    ]
    const reach: { [Name in OrderName]?: Reach | 'all' } = {}
    for (const [name, { after }] of Object.entries(orders) as [OrderName, { after: Reach }][]) {
      const places = placesIn(snapshot, name, after)
      const page = places.slice(0, 3)
      rows.push(...page.map(({ row }) => row))
      reach[name] = loading.reach(page, places.length - page.length)
    }
    return {
      members: rows.filter((row): row is MemberRow => 'kind' in row),
      leases: rows.filter((row): row is LeaseRow => !('kind' in row)),
      asked,
      askedLeases,
      leasesOf,
      reach,
      ...(listing === undefined ? {} : { listed: listing }),
    }
  }

  /** What a part has become, put into the whole that it was taken from. */
  const putBack = (snapshot: Snapshot, verdict: Verdict): Verdict => {
    // Nothing was due: the whole, made anew, has its orders mended, too.
    if (verdict.type !== 'Write')
      return verdict.type === 'Nothing' && verdict.pool
        ? { type: 'Nothing', pool: orThrow(fromSnapshot(snapshot)) }
        : { type: 'Nothing' }
    const { events, mends, pool } = verdict.change
    const named = rowsNamedBy(events)
    const touched = new Set([...named.members, ...(mends?.members ?? [])])
    const sessions = new Set([...named.sessions, ...(mends?.sessions ?? [])])
    const { header, members, leases } = rowsOf(pool, touched, sessions)
    const merged = <R extends Row>(before: readonly R[], ids: ReadonlySet<string>, after: readonly R[]): readonly R[] => {
      const written = new Set(after.map(({ id }) => loading.idKey(id)))
      const isGone = (id: string): boolean => written.has(loading.idKey(id)) || loading.gone(ids).has(id)
      return [...before.filter(({ id }) => !isGone(id)), ...after].sort((a, b) => a.ordinal - b.ordinal)
    }
    const changed = fromSnapshot({
      schema: snapshot.schema,
      header,
      members: merged(snapshot.members, touched, members),
      leases: merged(snapshot.leases, sessions, leases),
    })
    return { type: 'Write', change: { ...verdict.change, pool: orThrow(changed) } }
  }

  /** What is stored by now. */
  const latest = (id: string, before: Snapshot): Snapshot => {
    let found = before
    void whole.transact(id, { members: 'all', readOnly: true }, ({ pool }) => {
      if (pool) found = toSnapshot(pool)
      return { type: 'Nothing' }
    })
    return found
  }

  return {
    ...whole,
    transact: async (id, request, work) => {
      let isOver = false
      const told = await whole.transact(id, request, (working) => {
        if (working.pool === undefined || request.members === 'all') return work(working)
        const snapshot = toSnapshot(working.pool)
        const { header } = snapshot
        const named: Needs = { members: request.members, leases: request.sessions ?? [], leasesOf: [], orders: {} }
        let pool: LicensePool = widen(partialPool(header, loading.dueNotBefore(dueIn(snapshot))), load(snapshot, named))
        let verdict = work({ ...working, pool })
        while (verdict.type === 'Need') {
          pool = widen(pool, load(loading.isSteady ? snapshot : latest(id, snapshot), verdict.needs))
          verdict = work({ ...working, pool })
        }
        isOver = verdict.type === 'Nothing'
        return putBack(snapshot, verdict)
      })
      return isOver && !loading.isSteady ? { type: 'Committed' } : told
    },
  }
}

/** A moment before which nothing falls due: waiting members that could be admitted are looked for whenever anything is. */
const dueIn = ({ header, members, leases }: Snapshot): number =>
  Math.min(
    ...header.lots.map((lot) => lotDueAt(lot) ?? Number.POSITIVE_INFINITY),
    ...members.map((row) => memberDueAt(row as Member) ?? Number.POSITIVE_INFINITY),
    ...members.map((row) =>
      row.state === 'enabled' ? idleDueNotBefore(header.policies, row.usedDay) : Number.POSITIVE_INFINITY,
    ),
    ...leases.map((row) => (row.state === 'running' ? (row.endsAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY)),
    Number.POSITIVE_INFINITY,
  )
