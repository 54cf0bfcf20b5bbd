// The tables of one pool, as one would lay them out in SQL: a header, a row for each member and each lease, each with its record as JSON and
// the columns that it is found by, the log, the answers and the cursors. A test may lay hands on all of it.

import type { Header, LeaseRow, MemberRow, Needs } from '../../src/index.ts'
import { memberDueAt } from '../../src/pool/model/member.ts'
import { restored, stored } from '../../src/store/format.ts'
import type { LoadedRows, OrderName } from '../../src/store/index.ts'

interface Place {
  readonly key: number
  readonly ordinal: number
}

type MemberOrder = Exclude<OrderName, 'leases'>

export interface MemberEntry {
  record: string
  state: MemberRow['state']
  ordinal: number
  readonly keys: { [Name in MemberOrder]: number | undefined }
}

export interface LeaseEntry {
  record: string
  ordinal: number
  holder: string | undefined
  endsAt: number | undefined
}

export interface Tables {
  version: number
  header: string
  dueNotBefore: number
  readonly members: Map<string, MemberEntry>
  readonly leases: Map<string, LeaseEntry>
  /** By number; JSON. */
  readonly events: Map<number, string>
  /** By key; JSON. */
  readonly answers: Map<string, string>
  readonly cursors: Map<string, { readonly seq: number; readonly until: number }>
  /** What was sorted and has not changed since: dropped with every write. */
  readonly sorted: Map<OrderName, readonly Sorted[]>
}

interface Sorted extends Place {
  readonly record: string
}

export const emptyTables = (): Tables => ({
  version: 0,
  header: '',
  dueNotBefore: Number.NEGATIVE_INFINITY,
  members: new Map(),
  leases: new Map(),
  events: new Map(),
  answers: new Map(),
  cursors: new Map(),
  sorted: new Map(),
})

export const putMember = ({ members, sorted }: Tables, id: string, row: MemberRow | undefined): void => {
  sorted.clear()
  members.delete(id)
  if (row === undefined) return
  const keys = {
    timed: memberDueAt(row as Parameters<typeof memberDueAt>[0]),
    idle: row.state === 'enabled' ? row.usedDay : undefined,
    waiting: row.state === 'pending' ? row.place : undefined,
  }
  members.set(id, { record: stored(row), state: row.state, ordinal: row.ordinal, keys })
}

export const putLease = ({ leases, sorted }: Tables, id: string, row: LeaseRow | undefined): void => {
  sorted.clear()
  leases.delete(id)
  if (row === undefined) return
  const running = row.state === 'running' ? row : undefined
  leases.set(id, {
    record: stored(row),
    ordinal: row.ordinal,
    holder: running?.member,
    endsAt: running?.endsAt ?? undefined,
  })
}

const compare = (a: Place, b: Place): number => a.key - b.key || a.ordinal - b.ordinal

const sortedBy = (tables: Tables, name: OrderName): readonly Sorted[] => {
  const known = tables.sorted.get(name)
  if (known !== undefined) return known
  const found: Sorted[] = []
  const entries = name === 'leases' ? tables.leases.values() : tables.members.values()
  for (const entry of entries) {
    const key = 'keys' in entry ? entry.keys[name as MemberOrder] : entry.endsAt
    if (key !== undefined) found.push({ key, ordinal: entry.ordinal, record: entry.record })
  }
  found.sort(compare)
  tables.sorted.set(name, found)
  return found
}

/** What falls due first by the columns, lots aside. */
export const firstKeys = (tables: Tables): { readonly [Name in OrderName]: number | undefined } => ({
  timed: sortedBy(tables, 'timed')[0]?.key,
  idle: sortedBy(tables, 'idle')[0]?.key,
  waiting: sortedBy(tables, 'waiting')[0]?.key,
  leases: sortedBy(tables, 'leases')[0]?.key,
})

export const headerIn = ({ header }: Tables, id: string): Header => restored('header', header, id)

/** The rows of these ids, a page of a list, and of each order the next row; each time that this is not enough, four times as many. */
export const load = (
  tables: Tables,
  pool: string,
  { members, leases, leasesOf, orders, listing }: Needs,
  pages: Map<OrderName, number>,
): LoadedRows => {
  const memberRecords = new Set(members.flatMap((id) => tables.members.get(id)?.record ?? []))
  const leaseRecords = new Set(leases.flatMap((id) => tables.leases.get(id)?.record ?? []))
  const holders = new Set(leasesOf)
  for (const { holder, record } of tables.leases.values())
    if (holder !== undefined && holders.has(holder)) leaseRecords.add(record)
  const reach: { [Name in OrderName]?: Place | 'all' } = {}
  const take = (name: OrderName, after: Place, count: number): Place | 'all' => {
    const index = sortedBy(tables, name)
    const from = index.findIndex((each) => compare(each, after) > 0)
    const next = from < 0 ? [] : index.slice(from, from + count)
    for (const { record } of next) (name === 'leases' ? leaseRecords : memberRecords).add(record)
    const last = next.at(-1)
    return last === undefined || from + next.length === index.length ? 'all' : { key: last.key, ordinal: last.ordinal }
  }
  for (const [name, { after, count }] of Object.entries(orders) as [OrderName, { after: Place; count: number }][]) {
    const page = Math.min(pages.get(name) ?? 1, count)
    pages.set(name, page * 4)
    reach[name] = take(name, after, page)
  }
  if (listing?.of === 'order') take(listing.order, listing.after, listing.count)
  else if (listing !== undefined) {
    const { after, count } = listing
    const entries =
      listing.of === 'members'
        ? [...tables.members.values()].filter(({ state }) => listing.states.includes(state))
        : [...tables.leases.values()].filter(({ holder }) => holder !== undefined)
    const page = entries
      .filter(({ ordinal }) => ordinal > after)
      .sort((a, b) => a.ordinal - b.ordinal)
      .slice(0, count)
    for (const { record } of page) (listing.of === 'members' ? memberRecords : leaseRecords).add(record)
  }
  return {
    members: [...memberRecords].map((record) => restored('member', record, pool)),
    leases: [...leaseRecords].map((record) => restored('lease', record, pool)),
    asked: members,
    askedLeases: leases,
    leasesOf,
    reach,
    ...(listing === undefined ? {} : { listed: listing }),
  }
}
