// The pool as its events make it, and every list that a store may be asked for, exactly as it should be. It is read from the log alone, a
// page at a time, and never believes a header or a row.

import {
  type Entry,
  emptyOrder,
  insertEntry,
  type Order,
  type Position,
  removeEntry,
  scanOrder,
} from '../../pool/collections/order.ts'
import { getRecord } from '../../pool/collections/records.ts'
import { Draft } from '../../pool/draft.ts'
import { replayed } from '../../pool/executeAll.ts'
import { contentsOf, LicensePool, unopened } from '../../pool/licensePool.ts'
import type { LicenseEvent } from '../../pool/model/event.ts'
import type { Lease } from '../../pool/model/lease.ts'
import { type Member, memberStates } from '../../pool/model/member.ts'
import { rowsNamedBy } from '../../pool/rows/rowsNamedBy.ts'
import type { LicenseStore } from '../../shell/store.ts'
import { BrokenRecord } from '../format.ts'
import { type Drift, drift } from './drift.ts'

/** So many events are read at a time. */
const pageSize = 500

export class Replayed {
  readonly #store: LicenseStore
  readonly #id: string
  pool: LicensePool = new LicensePool(unopened)
  /** Members by state, then ordinal; the states in the order of `memberStates`. */
  byState: Order = emptyOrder
  /** Running sessions by ordinal. */
  running: Order = emptyOrder
  /** What is wrong with the log itself: then nothing is to be replayed from it. */
  readonly drifts: Drift[] = []
  /** Whose rows the events changed that were read since this was last emptied. */
  readonly named = { members: new Set<string>(), sessions: new Set<string>() }
  /** How many events were read, replayed or not. */
  events = 0

  constructor(store: LicenseStore, id: string) {
    this.#store = store
    this.#id = id
  }

  get isBroken(): boolean {
    return this.drifts.length > 0
  }

  /** The number of the last event that was replayed. */
  get version(): number {
    return this.pool.version
  }

  /** Reads on, to the end of the log or up to an event. In a log that is broken it reads to the end once, and no more. */
  async readTo(version = Number.POSITIVE_INFINITY): Promise<void> {
    if (this.isBroken) return
    let after = this.version
    while (after < version) {
      const events = await this.#page(after, Math.min(pageSize, version - after))
      if (events === undefined) {
        after++
        continue
      }
      const last = events.at(-1)?.seq ?? after
      if (last <= after) return
      this.#take(after, events)
      after = last
    }
  }

  /** The pool has had so many events: a log that ends before is broken. */
  mustReach(version: number): void {
    const next = this.version + 1
    if (version >= next) this.drifts.push(drift('log', ['events', next], `is missing: the pool has had ${version} events`))
  }

  /** The next events; `undefined`: the next one is there and cannot be read. */
  async #page(after: number, limit: number): Promise<readonly LicenseEvent[] | undefined> {
    try {
      return await this.#store.events(this.#id, after, limit)
    } catch (error) {
      if (!(error instanceof BrokenRecord)) throw error
      if (limit > 1) return this.#page(after, Math.ceil(limit / 2))
      this.drifts.push(drift('log', ['events', after + 1], error.message))
      return undefined
    }
  }

  #take(after: number, events: readonly LicenseEvent[]): void {
    this.events += events.length
    let expected = after + 1
    for (const { seq } of events) {
      if (seq !== expected)
        this.drifts.push(drift('log', ['events', expected], `is missing: the event numbered ${seq} comes next`))
      expected = seq + 1
    }
    if (this.isBroken) return
    try {
      this.#replay(events)
    } catch {
      for (const event of events) this.#takeOne(event)
    }
  }

  #takeOne(event: LicenseEvent): void {
    if (this.isBroken) return
    try {
      this.#replay([event])
    } catch (error) {
      this.drifts.push(drift('log', ['events', event.seq], `cannot be replayed: ${(error as Error).message}`, { stored: event }))
    }
  }

  #replay(events: readonly LicenseEvent[]): void {
    const before = contentsOf(this.pool)
    const after = replayed(this.pool, events)
    const { members, leases } = contentsOf(after)
    const draft = new Draft(after, Number.NEGATIVE_INFINITY)
    const named = rowsNamedBy(events)
    for (const id of named.members) {
      const member = getRecord(members, id)
      this.byState = moved(this.byState, stateEntry(getRecord(before.members, id)), stateEntry(member))
      // An order in memory catches up with uses and renewals when it is looked at; an index over rows never lags.
      if (member?.state === 'enabled' && member.armedDay !== member.usedDay)
        draft.put({ ...member, armedDay: member.usedDay }, member)
      this.named.members.add(id)
    }
    for (const id of named.sessions) {
      const lease = getRecord(leases, id)
      this.running = moved(this.running, runningEntry(getRecord(before.leases, id)), runningEntry(lease))
      if (lease?.state === 'running' && lease.armedAt !== lease.endsAt) draft.putLease({ ...lease, armedAt: lease.endsAt }, lease)
      this.named.sessions.add(id)
    }
    this.pool = draft.finish()
  }
}

const stateEntry = (member: Member | undefined): Entry | undefined =>
  member && { key: memberStates.indexOf(member.state), ordinal: member.ordinal, id: member.id }

const runningEntry = (lease: Lease | undefined): Entry | undefined =>
  lease?.state === 'running' ? { key: 0, ordinal: lease.ordinal, id: lease.id } : undefined

const moved = (order: Order, from: Entry | undefined, to: Entry | undefined): Order => {
  const without = from === undefined ? order : removeEntry(order, from)
  return to === undefined ? without : insertEntry(without, to)
}

/** The next entries of an order, as long as they pass. */
export const nextIn = (order: Order, after: Position, count: number, passes = (_: Entry): boolean => true): readonly Entry[] => {
  const found: Entry[] = []
  scanOrder(
    order,
    (entry) => {
      if (!passes(entry)) return false
      found.push(entry)
      return found.length < count
    },
    after,
  )
  return found
}
