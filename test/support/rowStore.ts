// A store of rows, as small as it can be: a header, the rows of members and leases, and the four orders read off what the rows say. It shares no code with
// the core's own indexes, and hands out as few rows at a time as it likes, so that every reach of a partial pool is tried.

import type { Header, LeaseRow, LicenseEvent, LicensePool, MemberRow, Needs } from '../../src/index.ts'
import { type LoadedRows, type OrderName, rowsOf, type Snapshot, toSnapshot } from '../../src/store/index.ts'
import { throughJson } from './same.ts'

export interface RowStore {
  readonly header: () => Header
  /** The rows that are needed, `page` of an order at a time. */
  readonly load: (needs: Needs) => LoadedRows
  /** Keeps what a pool holds of those whom these events name. */
  readonly write: (pool: LicensePool, events: readonly LicenseEvent[]) => void
  /** All of it, not to be changed. */
  readonly snapshot: () => Snapshot
}

interface Place {
  readonly key: number
  readonly ordinal: number
}

/** Where a row stands in an order, by what it says; `undefined`: nowhere. */
const keys: {
  readonly [Name in Exclude<OrderName, 'leases'>]: (row: MemberRow) => number | undefined
} = {
  timed: (row) => {
    if (row.state === 'provisional') return row.endsAt
    if (row.state === 'enabled') return row.terms?.endsAt
    const runs = row.state === 'pending' && row.trial === 'started' && row.trialEndsAt !== null && row.trialEndsAt > row.since
    return runs ? (row.trialEndsAt ?? undefined) : undefined
  },
  idle: (row) => (row.state === 'enabled' ? row.usedDay : undefined),
  waiting: (row) => (row.state === 'pending' ? row.place : undefined),
}
const leaseKey = (row: LeaseRow): number | undefined => (row.state === 'running' && row.endsAt !== null ? row.endsAt : undefined)

const before = (a: Place, b: Place): boolean => a.key < b.key || (a.key === b.key && a.ordinal < b.ordinal)

/** Everybody whose row an event changes. */
export const namedBy = (events: readonly LicenseEvent[]): readonly string[] => [
  ...new Set(
    events.flatMap((event) => [
      ...('member' in event && !('session' in event) ? [event.member] : []),
      ...(event.type === 'PlaceholderFilled' ? [event.placeholder] : []),
    ]),
  ),
]

/** Every session whose row an event changes. */
export const sessionsIn = (events: readonly LicenseEvent[]): readonly string[] => [
  ...new Set(
    events.flatMap((event) => [
      ...('session' in event ? [event.session] : []),
      ...('takesOver' in event ? [event.takesOver as string] : []),
    ]),
  ),
]

/** The rows of a pool; what goes in and out is copied through JSON. */
export const rowStore = (pool: LicensePool, page: number): RowStore => {
  const { header: first, members, leases: firstLeases } = throughJson(toSnapshot(pool))
  let header = first
  const rows = new Map<string, MemberRow>(members.map((row) => [row.id, row]))
  const leases = new Map<string, LeaseRow>(firstLeases.map((row) => [row.id, row]))

  const places = <R extends MemberRow | LeaseRow>(rows: Iterable<R>, keyOf: (row: R) => number | undefined) =>
    [...rows].flatMap((row) => {
      const key = keyOf(row)
      return key === undefined ? [] : [{ key, ordinal: row.ordinal, id: row.id }]
    })

  const inOrder = (name: OrderName, after: Place): readonly (Place & { readonly id: string })[] =>
    (name === 'leases' ? places(leases.values(), leaseKey) : places(rows.values(), keys[name]))
      .filter((entry) => before(after, entry))
      .sort((a, b) => (before(a, b) ? -1 : 1))

  return {
    header: () => throughJson(header),
    load: ({ members, leases: sessions, leasesOf, orders }) => {
      const found = new Map<string, MemberRow>()
      const foundLeases = new Map<string, LeaseRow>()
      for (const [id, row] of leases) {
        if (sessions.includes(id) || (row.state === 'running' && leasesOf.includes(row.member))) foundLeases.set(id, row)
      }
      for (const id of members) {
        const row = rows.get(id)
        if (row !== undefined) found.set(id, row)
      }
      const reach: { [Name in OrderName]?: Place | 'all' } = {}
      for (const [name, { after, count }] of Object.entries(orders) as [OrderName, { after: Place; count: number }][]) {
        const entries = inOrder(name, after)
        const some = entries.slice(0, Math.min(page, count))
        for (const { id } of some) {
          if (name === 'leases') foundLeases.set(id, leases.get(id) as LeaseRow)
          else found.set(id, rows.get(id) as MemberRow)
        }
        const last = some.at(-1)
        reach[name] = some.length === entries.length || last === undefined ? 'all' : { key: last.key, ordinal: last.ordinal }
      }
      return {
        members: throughJson([...found.values()]),
        leases: throughJson([...foundLeases.values()]),
        asked: members,
        askedLeases: sessions,
        leasesOf,
        reach,
      }
    },
    write: (pool, events) => {
      const named = namedBy(events)
      const sessions = sessionsIn(events)
      const now = rowsOf(pool, named, sessions)
      header = throughJson(now.header)
      for (const id of named) rows.delete(id)
      for (const row of now.members) rows.set(row.id, throughJson(row))
      for (const id of sessions) leases.delete(id)
      for (const row of now.leases) leases.set(row.id, throughJson(row))
    },
    snapshot: () => ({
      schema: 2,
      header,
      members: [...rows.values()].sort((a, b) => a.ordinal - b.ordinal),
      // What ended a day ago is forgotten, whoever still has the row (C11).
      leases: [...leases.values()]
        .filter((row) => row.state === 'running' || header.latestAt < row.endedAt + 86_400_000)
        .sort((a, b) => a.ordinal - b.ordinal),
    }),
  }
}
