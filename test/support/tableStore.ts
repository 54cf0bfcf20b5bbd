// A store of tables, as one would build it on SQL. It never hands out a whole pool unless it is asked for one, says how many rows it handed
// out, and lets a test damage what it keeps.

import type { Change, LicenseEvent, LicensePool, LicenseStore, MemberRow, StoredAnswer, WorkRequest } from '../../src/index.ts'
import { orThrow } from '../../src/index.ts'
import { idleDueNotBefore } from '../../src/policies/idleReclaim.ts'
import { unopened } from '../../src/pool/licensePool.ts'
import { lotDueAt } from '../../src/pool/model/lot.ts'
import { restored, stored } from '../../src/store/format.ts'
import {
  type Claim,
  dueNotBefore,
  fromSnapshot,
  type OrderName,
  partialPool,
  rowsNamedBy,
  rowsOf,
  toSnapshot,
  widen,
} from '../../src/store/index.ts'
import { turns } from './office.ts'
import { emptyTables, firstKeys, headerIn, load, putLease, putMember, type Tables } from './tables.ts'

export interface TableStore extends LicenseStore {
  /** For each transaction, how many rows it took, and how often it had to ask for more. */
  readonly taken: { readonly rows: number; readonly rounds: number }[]
  /** Puts a whole pool into the tables. */
  readonly fill: (id: string, pool: LicensePool, events: readonly LicenseEvent[]) => void
  readonly events: (id: string, after?: number, limit?: number) => readonly LicenseEvent[]
  readonly conflicts: () => number
  /** What is kept of a pool, to be damaged. */
  readonly tablesOf: (id: string) => Tables
}

const all = <Kind extends 'member' | 'lease'>(kind: Kind, entries: Iterable<{ readonly record: string }>, id: string) =>
  [...entries].map(({ record }) => restored(kind, record, id))

const write = (tables: Tables, { pool, events, answer, mends }: Change): void => {
  const named = rowsNamedBy(events)
  const ids = [...named.members, ...(mends?.members ?? [])]
  const sessions = [...named.sessions, ...(mends?.sessions ?? [])]
  const { header, members, leases } = rowsOf(pool, ids, sessions)
  Object.assign(tables, { version: header.version, header: stored(header), dueNotBefore: dueNotBefore(pool) })
  const after = new Map<string, MemberRow>(members.map((row) => [row.id, row]))
  for (const each of ids) putMember(tables, each, after.get(each))
  const leasesAfter = new Map(leases.map((row) => [row.id, row]))
  for (const each of sessions) putLease(tables, each, leasesAfter.get(each))
  for (const event of events) tables.events.set(event.seq, stored(event))
  if (answer !== undefined) tables.answers.set(answer.key, stored(answer))
}

const handedOut = (tables: Tables, id: string, { members, sessions = [], mending }: WorkRequest): LicensePool => {
  if (mending) return partialPool({ ...unopened.header, version: tables.version })
  const header = headerIn(tables, id)
  if (members !== 'all') {
    const needs = { members, leases: sessions, leasesOf: [], orders: {} }
    return widen(partialPool(header, tables.dueNotBefore), load(tables, id, needs, new Map()))
  }
  const rows = { members: all('member', tables.members.values(), id), leases: all('lease', tables.leases.values(), id) }
  return orThrow(fromSnapshot({ schema: 2, header, ...rows }))
}

const dueIn = (tables: Tables, id: string): number => {
  const header = headerIn(tables, id)
  const { timed, leases, idle } = firstKeys(tables)
  return Math.min(
    ...header.lots.map((lot) => lotDueAt(lot) ?? Number.POSITIVE_INFINITY),
    timed ?? Number.POSITIVE_INFINITY,
    leases ?? Number.POSITIVE_INFINITY,
    idle === undefined ? Number.POSITIVE_INFINITY : idleDueNotBefore(header.policies, idle),
  )
}

export const tableStore = (): TableStore => {
  const pools = new Map<string, Tables>()
  const taken: { readonly rows: number; readonly rounds: number }[] = []
  let conflicts = 0

  const tablesOf = (id: string): Tables => {
    const tables = pools.get(id) ?? emptyTables()
    pools.set(id, tables)
    return tables
  }

  return {
    transact: async (id, request, work) => {
      const { members, key } = request
      await turns(1)
      const tables = pools.get(id)
      const seen = tables?.version ?? 0
      const kept = key === undefined ? undefined : tables?.answers.get(key)
      const answer = kept === undefined ? undefined : restored('answer', kept, id)
      let pool = tables && handedOut(tables, id, request)
      let verdict = work({ pool, answer })
      const pages = new Map<OrderName, number>()
      let rounds = 0
      let rows = members === 'all' ? (tables?.members.size ?? 0) : members.length
      while (verdict.type === 'Need' && tables !== undefined && pool !== undefined) {
        const more = load(tables, id, verdict.needs, pages)
        rounds++
        rows += more.members.length + (more.leases?.length ?? 0)
        pool = widen(pool, more)
        verdict = work({ pool, answer })
      }
      taken.push({ rows, rounds })
      await turns(1)
      if (verdict.type !== 'Write') return { type: 'Committed' }
      const { change } = verdict
      const isAnswered = change.answer !== undefined && pools.get(id)?.answers.has(change.answer.key)
      if ((pools.get(id)?.version ?? 0) !== seen || seen !== change.from || isAnswered) {
        conflicts++
        return { type: 'Conflict' }
      }
      write(tablesOf(id), change)
      return { type: 'Committed' }
    },
    poolsDue: async (by, limit, after = '') =>
      [...pools]
        .filter(([id, tables]) => id > after && dueIn(tables, id) <= by)
        .map(([id]) => id)
        .sort()
        .slice(0, limit),
    events: (id, after = 0, limit = Number.POSITIVE_INFINITY) =>
      [...(pools.get(id)?.events ?? [])]
        .filter(([seq]) => seq > after)
        .sort(([a], [b]) => a - b)
        .slice(0, limit)
        .map(([, event]) => restored('event', event, id)),
    answers: (id, after = '', limit) =>
      [...(pools.get(id)?.answers ?? [])]
        .filter(([key]) => key > after)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([, answer]): StoredAnswer => restored('answer', answer, id)),
    claim: (consumer, at, forMs, limit) => {
      const claims: Claim[] = []
      for (const [pool, { version, cursors }] of pools) {
        const { seq, until } = cursors.get(consumer) ?? { seq: 0, until: at }
        if (seq === version || (until > at && until <= at + forMs) || claims.length === limit) continue
        cursors.set(consumer, { seq, until: at + forMs })
        claims.push({ pool, after: seq })
      }
      return claims
    },
    advance: (consumer, pool, seq, until = Number.NEGATIVE_INFINITY) => {
      const cursors = pools.get(pool)?.cursors
      cursors?.set(consumer, { seq: Math.max(seq, cursors.get(consumer)?.seq ?? 0), until })
    },
    cursors: (pool) => [...(pools.get(pool)?.cursors ?? [])].map(([consumer, { seq }]) => ({ consumer, seq })),
    fill: (id, pool, events) => {
      const { members, leases } = toSnapshot(pool)
      const mends = { members: members.map((row) => row.id), sessions: leases.map((row) => row.id) }
      write(tablesOf(id), { from: 0, pool, events, mends })
    },
    taken,
    conflicts: () => conflicts,
    tablesOf,
  }
}
