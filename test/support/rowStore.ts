// A store of rows, as small as it can be: a header, the rows, and the three orders read off what the rows say. It shares no code with
// the core's own indexes, and hands out as few rows at a time as it likes, so that every reach of a partial pool is tried.

import {
  type Header,
  type LicenseEvent,
  type LicensePool,
  type MemberRow,
  type Needs,
  type Snapshot,
  toSnapshot,
} from '../../src/index.ts'
import { type LoadedRows, type OrderName, rowsOf } from '../../src/store/index.ts'
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
  readonly [Name in OrderName]: (row: MemberRow) => number | undefined
} = {
  timed: (row) => {
    if (row.state === 'provisional') return row.endsAt
    const runs = row.state === 'pending' && row.trial === 'started' && row.trialEndsAt !== null && row.trialEndsAt > row.since
    return runs ? (row.trialEndsAt ?? undefined) : undefined
  },
  idle: (row) => (row.state === 'enabled' ? row.usedDay : undefined),
  waiting: (row) => (row.state === 'pending' ? row.place : undefined),
}

const before = (a: Place, b: Place): boolean => a.key < b.key || (a.key === b.key && a.ordinal < b.ordinal)

/** Everybody whose row an event changes. */
export const namedBy = (events: readonly LicenseEvent[]): readonly string[] => [
  ...new Set(
    events.flatMap((event) => [
      ...('member' in event ? [event.member] : []),
      ...(event.type === 'PlaceholderFilled' ? [event.placeholder] : []),
    ]),
  ),
]

/** The rows of a pool; what goes in and out is copied through JSON. */
export const rowStore = (pool: LicensePool, page: number): RowStore => {
  const { header: first, members } = throughJson(toSnapshot(pool))
  let header = first
  const rows = new Map<string, MemberRow>(members.map((row) => [row.id, row]))

  const inOrder = (name: OrderName, after: Place): readonly (Place & { readonly row: MemberRow })[] =>
    [...rows.values()]
      .flatMap((row) => {
        const key = keys[name](row)
        return key === undefined ? [] : [{ key, ordinal: row.ordinal, row }]
      })
      .filter((entry) => before(after, entry))
      .sort((a, b) => (before(a, b) ? -1 : 1))

  return {
    header: () => throughJson(header),
    load: ({ members, orders }) => {
      const found = new Map<string, MemberRow>()
      for (const id of members) {
        const row = rows.get(id)
        if (row !== undefined) found.set(id, row)
      }
      const reach: { [Name in OrderName]?: Place | 'all' } = {}
      for (const [name, { after, count }] of Object.entries(orders) as [OrderName, { after: Place; count: number }][]) {
        const entries = inOrder(name, after)
        const some = entries.slice(0, Math.min(page, count))
        for (const { row } of some) found.set(row.id, row)
        const last = some.at(-1)
        reach[name] = some.length === entries.length || last === undefined ? 'all' : { key: last.key, ordinal: last.ordinal }
      }
      return {
        members: throughJson([...found.values()]),
        asked: members,
        reach,
      }
    },
    write: (pool, events) => {
      const named = namedBy(events)
      const now = rowsOf(pool, named)
      header = throughJson(now.header)
      for (const id of named) rows.delete(id)
      for (const row of now.members) rows.set(row.id, throughJson(row))
    },
    snapshot: () => ({
      schema: 1,
      header,
      members: [...rows.values()].sort((a, b) => a.ordinal - b.ordinal),
    }),
  }
}
