// One pool while a transaction has it in hand: the part of it that is known, the calls that wait for their turn on it, and what they
// have changed so far.

import type { LicensePool } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { Needs } from '../pool/rows/extent.ts'
import { dueNotBefore, rowsOf } from '../pool/rows/partial.ts'
import { rowsNamedBy } from '../pool/rows/rowsNamedBy.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Change, StoredAnswer } from '../shell/store.ts'
import { restored, stored } from '../store/format.ts'
import { leaseColumns, memberColumns } from './columns.ts'
import { handedOut, widened } from './handOut.ts'
import { idKey } from './idKey.ts'
import type { Job, JobOutcome } from './job.ts'
import { rememberHeader } from './knownHeaders.ts'
import type { PoolFound, PoolRead, PoolWrite } from './rows.ts'

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
  /** How often rows turned out to be missing. */
  #readings = 0

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
      else this.#pool = widened(this.#id, this.#pool as LicensePool, this.#needs, found)
    } catch (error) {
      return this.#giveUp({ type: 'Failed', error, isPerhapsAnothers: this.#queue.length > 1 })
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
    this.#pool = handedOut(
      this.#id,
      this.#queue.map(({ job }) => job.request),
      found,
    )
  }

  #ask({ job, index }: Queued): void {
    const { key } = job.request
    let outcome: JobOutcome = { type: 'Decided' }
    try {
      const answer = key === undefined ? undefined : this.#answers.get(key)
      const verdict = job.work({ pool: this.#pool, answer, storeTime: this.#storeTime })
      if (verdict.type === 'Need') {
        this.#needs = this.#lookAhead(verdict.needs)
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

  /**
   * What the next in line lack as well, as far as it can be told before their turn: so a whole queue reads together. And of an order that was
   * not enough twice as many rows each time, since what is due is settled anew with each reading.
   */
  #lookAhead(needs: Needs): Needs {
    const factor = 2 ** this.#readings++
    const orders = Object.fromEntries(
      Object.entries(needs.orders).map(([name, { after, count }]) => [name, { after, count: count * factor }]),
    )
    const all: Needs[] = [{ ...needs, orders }]
    if (needs.listing === undefined && factor === 1) {
      for (const { job } of this.#queue.slice(1)) {
        const lacking = this.#lackedBy(job)
        if (lacking !== undefined) all.push(lacking)
      }
    }
    const union = (of: (needs: Needs) => readonly string[]): readonly string[] => [...new Set(all.flatMap(of))]
    return {
      ...needs,
      members: union(({ members }) => members),
      leases: union(({ leases }) => leases),
      leasesOf: union(({ leasesOf }) => leasesOf),
      orders: Object.assign({}, ...all.map((each) => each.orders).reverse()),
    }
  }

  /** The work is pure: what it says before its turn is a guess, and its turn still comes. */
  #lackedBy({ request: { key }, work }: Job): Needs | undefined {
    try {
      const answer = key === undefined ? undefined : this.#answers.get(key)
      const verdict = work({ pool: this.#pool, answer, storeTime: this.#storeTime })
      return verdict.type === 'Need' && verdict.needs.listing === undefined ? verdict.needs : undefined
    } catch {
      return undefined
    }
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
