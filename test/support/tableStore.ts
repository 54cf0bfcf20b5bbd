// A store of tables, as one would build it on SQL: a header, a row for each member and each lease, an index for each order. It never hands out a
// whole pool unless it is asked for one, and says how many rows it handed out.

import {
  type Change,
  type Header,
  type LeaseRow,
  type LicenseEvent,
  type LicensePool,
  type MemberRow,
  type Needs,
  orThrow,
  type PoolStore,
  type StoredAnswer,
  type WorkRequest,
} from '../../src/index.ts'
import { idleDueNotBefore } from '../../src/policies/idleReclaim.ts'
import { lotDueAt } from '../../src/pool/model/lot.ts'
import { memberDueAt } from '../../src/pool/model/member.ts'
import { fromSnapshot, type LoadedRows, type OrderName, partialPool, rowsOf, toSnapshot, widen } from '../../src/store/index.ts'
import { turns } from './office.ts'
import { throughJson } from './same.ts'

export interface TableStore extends PoolStore {
  /** For each transaction, how many rows it took, and how often it had to ask for more. */
  readonly taken: { readonly rows: number; readonly rounds: number }[]
  /** Puts a whole pool into the tables. */
  readonly fill: (id: string, pool: LicensePool, events: readonly LicenseEvent[]) => void
  readonly events: (id: string) => readonly LicenseEvent[]
  readonly conflicts: () => number
}

interface Place {
  readonly key: number
  readonly ordinal: number
}
interface Indexed extends Place {
  readonly id: string
}
type MemberOrder = Exclude<OrderName, 'leases'>

const keys: { readonly [Name in MemberOrder]: (row: MemberRow) => number | undefined } = {
  timed: (row) => memberDueAt(row as Parameters<typeof memberDueAt>[0]),
  idle: (row) => (row.state === 'enabled' ? row.usedDay : undefined),
  waiting: (row) => (row.state === 'pending' ? row.place : undefined),
}
const orderNames = Object.keys(keys) as readonly MemberOrder[]

const compare = (a: Place, b: Place): number => a.key - b.key || a.ordinal - b.ordinal

interface Tables {
  header: Header
  readonly rows: Map<string, MemberRow>
  readonly leases: Map<string, LeaseRow>
  readonly indexes: { readonly [Name in OrderName]: Indexed[] }
  readonly events: LicenseEvent[]
  readonly answers: Map<string, StoredAnswer>
}

const indexIn = ({ indexes }: Tables, row: MemberRow, change: 'add' | 'remove'): void => {
  for (const name of orderNames) placeIn(indexes[name], keys[name](row), row, change)
}

const placeIn = (
  index: Indexed[],
  key: number | undefined,
  { id, ordinal }: MemberRow | LeaseRow,
  change: 'add' | 'remove',
): void => {
  if (key === undefined) return
  const place = { key, ordinal, id }
  const found = index.findIndex((each) => compare(each, place) >= 0)
  const at = found < 0 ? index.length : found
  if (change === 'add') index.splice(at, 0, place)
  else index.splice(at, 1)
}

const endOf = (row: LeaseRow): number | undefined => (row.state === 'running' ? (row.endsAt ?? undefined) : undefined)

const putLease = ({ leases, indexes }: Tables, id: string, row: LeaseRow | undefined): void => {
  const before = leases.get(id)
  if (before !== undefined) placeIn(indexes.leases, endOf(before), before, 'remove')
  leases.delete(id)
  if (row === undefined) return
  leases.set(id, throughJson(row))
  placeIn(indexes.leases, endOf(row), row, 'add')
}

const put = (tables: Tables, id: string, row: MemberRow | undefined): void => {
  const before = tables.rows.get(id)
  if (before !== undefined) indexIn(tables, before, 'remove')
  tables.rows.delete(id)
  if (row === undefined) return
  tables.rows.set(id, throughJson(row))
  indexIn(tables, row, 'add')
}

/** The rows that an event changes. */
const named = (event: LicenseEvent): readonly string[] => [
  ...('member' in event && !('session' in event) ? [event.member] : []),
  ...(event.type === 'PlaceholderFilled' ? [event.placeholder] : []),
]

const sessionsIn = (event: LicenseEvent): readonly string[] => [
  ...('session' in event ? [event.session] : []),
  ...('takesOver' in event ? [event.takesOver as string] : []),
]

export const tableStore = (): TableStore => {
  const all = new Map<string, Tables>()
  const taken: { readonly rows: number; readonly rounds: number }[] = []
  let conflicts = 0

  const tablesOf = (id: string, header: Header): Tables => {
    const tables = all.get(id) ?? {
      header,
      rows: new Map(),
      leases: new Map(),
      indexes: { timed: [], idle: [], waiting: [], leases: [] },
      events: [],
      answers: new Map(),
    }
    all.set(id, tables)
    return tables
  }

  const write = (id: string, { pool, events, answer }: Change): void => {
    const touched = [...new Set(events.flatMap(named))]
    const sessions = [...new Set(events.flatMap(sessionsIn))]
    const { header, members, leases } = throughJson(rowsOf(pool, touched, sessions))
    const tables = tablesOf(id, header)
    tables.header = header
    const after = new Map(members.map((row) => [row.id, row]))
    for (const each of touched) put(tables, each, after.get(each))
    const leasesAfter = new Map(leases.map((row) => [row.id, row]))
    for (const each of sessions) putLease(tables, each, leasesAfter.get(each))
    tables.events.push(...throughJson(events))
    if (answer !== undefined) tables.answers.set(answer.key, throughJson(answer))
  }

  /** The rows of these ids, and of each order the next row; each time that this is not enough, four times as many. */
  const load = (tables: Tables, { members, leases, leasesOf, orders }: Needs, pages: Map<OrderName, number>): LoadedRows => {
    const ids = new Set(members)
    const sessions = new Set(leases)
    for (const { id, state, member } of tables.leases.values())
      if (state === 'running' && leasesOf.includes(member)) sessions.add(id)
    const reach: { [Name in OrderName]?: Place | 'all' } = {}
    for (const [name, { after, count }] of Object.entries(orders) as [OrderName, { after: Place; count: number }][]) {
      const index = tables.indexes[name]
      const from = index.findIndex((each) => compare(each, after) > 0)
      const page = Math.min(pages.get(name) ?? 1, count)
      pages.set(name, page * 4)
      const next = from < 0 ? [] : index.slice(from, from + page)
      for (const { id } of next) (name === 'leases' ? sessions : ids).add(id)
      const last = next.at(-1)
      const isAll = last === undefined || from + next.length === index.length
      reach[name] = isAll ? 'all' : { key: last.key, ordinal: last.ordinal }
    }
    const found = [...ids].flatMap((id) => tables.rows.get(id) ?? [])
    const foundLeases = [...sessions].flatMap((id) => tables.leases.get(id) ?? [])
    const answers = { asked: members, askedLeases: leases, leasesOf, reach }
    return { members: throughJson(found), leases: throughJson(foundLeases), ...answers }
  }

  const handedOut = (tables: Tables, { members, sessions = [] }: WorkRequest): LicensePool =>
    members === 'all'
      ? orThrow(
          fromSnapshot({
            schema: 1,
            header: tables.header,
            members: [...tables.rows.values()],
            leases: [...tables.leases.values()],
          }),
        )
      : widen(partialPool(tables.header), load(tables, { members, leases: sessions, leasesOf: [], orders: {} }, new Map()))

  const dueIn = ({ header, indexes }: Tables): number =>
    Math.min(
      ...header.lots.map((lot) => lotDueAt(lot) ?? Number.POSITIVE_INFINITY),
      indexes.timed[0]?.key ?? Number.POSITIVE_INFINITY,
      indexes.leases[0]?.key ?? Number.POSITIVE_INFINITY,
      indexes.idle[0] === undefined ? Number.POSITIVE_INFINITY : idleDueNotBefore(header.policies, indexes.idle[0].key),
    )

  return {
    transact: async (id, request, work) => {
      const { members, key } = request
      await turns(1)
      const tables = all.get(id)
      const seen = tables?.header.version ?? 0
      const answer = key === undefined ? undefined : tables?.answers.get(key)
      let pool = tables && handedOut(tables, request)
      let verdict = work({ pool, answer })
      const pages = new Map<OrderName, number>()
      let rounds = 0
      let rows = members === 'all' ? (tables?.rows.size ?? 0) : members.length
      while (verdict.type === 'Need' && tables !== undefined && pool !== undefined) {
        const more = load(tables, verdict.needs, pages)
        rounds++
        rows += more.members.length + (more.leases?.length ?? 0)
        pool = widen(pool, more)
        verdict = work({ pool, answer })
      }
      taken.push({ rows, rounds })
      await turns(1)
      if (verdict.type !== 'Write') return { type: 'Committed' }
      const { change } = verdict
      const isAnswered = change.answer !== undefined && all.get(id)?.answers.has(change.answer.key)
      if ((all.get(id)?.header.version ?? 0) !== seen || isAnswered) {
        conflicts++
        return { type: 'Conflict' }
      }
      write(id, change)
      return { type: 'Committed' }
    },
    poolsDue: async (by, limit, after = '') =>
      [...all]
        .filter(([id, tables]) => id > after && dueIn(tables) <= by)
        .map(([id]) => id)
        .sort()
        .slice(0, limit),
    fill: (id, pool, events) => {
      const { header, members, leases } = toSnapshot(pool)
      const tables = tablesOf(id, throughJson(header))
      for (const row of members) put(tables, row.id, row)
      for (const row of leases) putLease(tables, row.id, row)
      tables.events.push(...throughJson(events))
    },
    taken,
    events: (id) => [...(all.get(id)?.events ?? [])],
    conflicts: () => conflicts,
  }
}
