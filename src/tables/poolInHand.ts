// One pool while a transaction has it in hand: the part of it that is known, the calls that wait for their turn on it, and what they
// have changed so far.

import { type LicensePool, unopened } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { LeaseRow, MemberRow } from '../pool/model/row.ts'
import type { OrderName } from '../pool/orders.ts'
import type { Needs, Reach } from '../pool/rows/extent.ts'
import { fromSnapshot } from '../pool/rows/fromSnapshot.ts'
import { dueNotBefore, partialPool, rowsOf, widen } from '../pool/rows/partial.ts'
import { rowsNamedBy } from '../pool/rows/rowsNamedBy.ts'
import { schemaVersion } from '../pool/rows/snapshot.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Change, StoredAnswer } from '../shell/store.ts'
import { restored, stored } from '../store/format.ts'
import { leaseColumns, memberColumns } from './columns.ts'
import { idKey } from './idKey.ts'
import type { Job, JobOutcome } from './job.ts'
import { headerOf, rememberHeader } from './knownHeaders.ts'
import type { Placed, PoolFound, PoolRead, PoolWrite } from './rows.ts'

interface Queued {
  readonly job: Job
  readonly index: number
}

interface Done {
  readonly index: number
  readonly outcome: JobOutcome
  /** What it was told rests on a change that is still to be written, its own or an earlier one's. */
  readonly isAfterWrite: boolean
}

export class PoolInHand {
  readonly #id: string
  readonly #queue: Queued[] = []
  readonly done: Done[] = []
  #version = -1
  #pool: LicensePool | undefined
  #dueNotBefore: Instant = Number.NEGATIVE_INFINITY
  #needs: Needs | undefined
  /** By key, what is kept under it; `undefined`: nothing. */
  readonly #answers = new Map<string, StoredAnswer | undefined>()
  #storeTime: Instant = 0
  readonly #events: LicenseEvent[] = []
  readonly #newAnswers: StoredAnswer[] = []
  readonly #mended = { members: new Set<string>(), sessions: new Set<string>() }
  #isChanged = false

  constructor(id: string) {
    this.#id = id
  }

  add(job: Job, index: number): void {
    this.#queue.push({ job, index })
  }

  get isBusy(): boolean {
    return this.#queue.length > 0
  }

  /** What has to be read: at first what the calls say that they need, then what turned out to be missing. */
  wants(): PoolRead {
    const pool = idKey(this.#id)
    if (this.#needs !== undefined) {
      const { members, leases, leasesOf, orders, listing } = this.#needs
      const keysOf = (ids: readonly string[]): readonly string[] => ids.map(idKey)
      const named = { members: keysOf(members), sessions: keysOf(leases), leasesOf: keysOf(leasesOf) }
      const paged = listing?.of === 'order' ? { orders: { [listing.order]: listing }, listing: undefined } : { orders, listing }
      return { pool, header: false, whole: false, ...named, ...paged, keys: [] }
    }
    const requests = this.#queue.map(({ job }) => job.request)
    const whole = requests.some(({ members }) => members === 'all')
    const ids = (of: readonly (readonly string[])[]): readonly string[] => [...new Set(of.flat().map(idKey))]
    return {
      pool,
      header: true,
      whole,
      members: whole ? [] : ids(requests.map(({ members }) => members as readonly string[])),
      sessions: whole ? [] : ids(requests.map(({ sessions = [] }) => sessions)),
      leasesOf: [],
      orders: {},
      listing: undefined,
      keys: [...new Set(requests.flatMap(({ key }) => (key === undefined ? [] : [idKey(key)])))],
    }
  }

  /** Takes what was found, and goes on with the calls as far as that reaches. */
  take(found: PoolFound, storeTime: Instant): void {
    this.#storeTime = storeTime
    try {
      if (this.#needs === undefined) this.#begin(found)
      else if (found.version !== this.#version) return this.#giveUp({ type: 'Lost' })
      else this.#widen(this.#needs, found)
    } catch (error) {
      return this.#giveUp({ type: 'Failed', error })
    }
    this.#needs = undefined
    while (this.#queue.length > 0 && this.#needs === undefined) this.#ask(this.#queue[0] as Queued)
  }

  #begin(found: PoolFound): void {
    this.#version = found.version
    this.#dueNotBefore = found.dueNotBefore
    for (const { job } of this.#queue) if (job.request.key !== undefined) this.#answers.set(job.request.key, undefined)
    for (const json of found.answers) {
      const answer = restored('answer', json, this.#id)
      this.#answers.set(answer.key, answer)
    }
    if (found.version === 0) return
    const { job } = this.#queue[0] as Queued
    if (job.request.mending) {
      this.#pool = partialPool({ ...unopened.header, version: found.version })
      return
    }
    const header = headerOf(found.header, this.#id)
    const members = this.#members(found.members)
    const leases = this.#leases(found.leases)
    const requests = this.#queue.map(({ job }) => job.request)
    if (requests.some(({ members }) => members === 'all')) {
      const whole = fromSnapshot({ schema: schemaVersion, header, members, leases })
      if (whole._tag === 'Left')
        throw new Error(`what is stored of pool ${this.#id} is at odds with itself: ${whole.left.message}`)
      this.#pool = whole.right
      return
    }
    const asked = requests.flatMap(({ members }) => members as readonly string[])
    const askedLeases = requests.flatMap(({ sessions = [] }) => sessions)
    this.#pool = widen(partialPool(header, found.dueNotBefore), { members, leases, asked, askedLeases })
  }

  #widen({ members: asked, leases: askedLeases, leasesOf, orders, listing }: Needs, found: PoolFound): void {
    const members = [...this.#members(found.members)]
    const leases = [...this.#leases(found.leases)]
    const reach: { [Name in OrderName]?: Reach | 'all' } = {}
    for (const [name, placed] of Object.entries(found.orders) as [OrderName, readonly Placed[]][]) {
      const records = placed.map(({ record }) => record)
      if (name === 'leases') leases.push(...this.#leases(records))
      else members.push(...this.#members(records))
    }
    for (const [name, { count }] of Object.entries(orders) as [OrderName, { count: number }][]) {
      const placed = found.orders[name] ?? []
      const last = placed.at(-1)
      reach[name] = placed.length < count || last === undefined ? 'all' : { key: last.key, ordinal: last.ordinal }
    }
    const listed = listing === undefined ? {} : { listed: listing }
    this.#pool = widen(this.#pool as LicensePool, { members, leases, asked, askedLeases, leasesOf, reach, ...listed })
  }

  #members(records: readonly string[]): readonly MemberRow[] {
    return records.map((json) => restored('member', json, this.#id))
  }

  #leases(records: readonly string[]): readonly LeaseRow[] {
    return records.map((json) => restored('lease', json, this.#id))
  }

  #ask({ job, index }: Queued): void {
    const { key } = job.request
    let outcome: JobOutcome = { type: 'Decided' }
    try {
      const answer = key === undefined ? undefined : this.#answers.get(key)
      const verdict = job.work({ pool: this.#pool, answer, storeTime: this.#storeTime })
      if (verdict.type === 'Need') {
        this.#needs = verdict.needs
        return
      }
      if (verdict.type === 'Write') this.#keep(verdict.change)
      // Of a pool that is not there, nothing is kept: it must not look to the next as if it were.
      else if (this.#pool !== undefined && verdict.pool !== undefined) this.#pool = verdict.pool
    } catch (error) {
      outcome = { type: 'Failed', error }
    }
    this.#queue.shift()
    this.done.push({ index, outcome, isAfterWrite: this.#isChanged })
  }

  #keep({ pool, events, answer, mends }: Change): void {
    this.#pool = pool
    this.#isChanged = true
    for (const event of events) this.#events.push(event)
    for (const id of mends?.members ?? []) this.#mended.members.add(id)
    for (const id of mends?.sessions ?? []) this.#mended.sessions.add(id)
    if (answer === undefined) return
    this.#answers.set(answer.key, answer)
    this.#newAnswers.push(answer)
  }

  #giveUp(outcome: JobOutcome): void {
    for (const { index } of this.#queue.splice(0)) this.done.push({ index, outcome, isAfterWrite: this.#isChanged })
  }

  /** What is to be written in the end, if anything is. */
  write(): PoolWrite | undefined {
    const pool = this.#pool
    if (pool === undefined || (!this.#isChanged && !this.#hasBetterBound(pool))) return undefined
    const named = rowsNamedBy(this.#events)
    const members = new Set([...named.members, ...this.#mended.members])
    const sessions = new Set([...named.sessions, ...this.#mended.sessions])
    const rows = rowsOf(pool, members, sessions)
    for (const { id } of rows.members) members.delete(id)
    for (const { id } of rows.leases) sessions.delete(id)
    const header = stored(rows.header)
    rememberHeader(header, rows.header)
    return {
      pool: idKey(this.#id),
      name: this.#id,
      from: this.#version,
      to: pool.version,
      header,
      dueNotBefore: dueNotBefore(pool),
      members: rows.members.map(memberColumns),
      membersGone: [...members].map(idKey),
      leases: rows.leases.map(leaseColumns),
      leasesGone: [...sessions].map(idKey),
      events: this.#events.map((event) => ({ seq: event.seq, at: event.at, record: stored(event) })),
      answers: this.#newAnswers.map((answer) => ({ key: idKey(answer.key), at: answer.at, record: stored(answer) })),
    }
  }

  /** Something was looked for and is not due: whoever sweeps need not come again before it is. */
  #hasBetterBound(pool: LicensePool): boolean {
    return this.#version > 0 && dueNotBefore(pool) > this.#dueNotBefore
  }
}
