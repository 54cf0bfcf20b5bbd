// One command's scratch: the pool being changed, the events made so far, and what could not be read. It is the only mutable
// thing in the core and never leaves it; thrown away, it leaves no trace.

import { idleDueNotBefore } from '../policies/idleReclaim.ts'
import { limitOf } from '../policies/overage.ts'
import { newEdit } from './collections/edit.ts'
import { type Entry, firstEntry, type Position, scanOrder } from './collections/order.ts'
import { eachRecord, getRecord, type Records, removeRecord, setRecord } from './collections/records.ts'
import { type Beyond, nothingBeyond } from './gate/ownPolicy.ts'
import { type Contents, contentsOf, LicensePool } from './licensePool.ts'
import type { Actor, By } from './model/actor.ts'
import type { EventBody, LicenseEvent } from './model/event.ts'
import { consumedIn, type Header, type HeaderDraft, overAt } from './model/header.ts'
import { isRemembered, type Lease, type LeaseHolder, type RunningLease } from './model/lease.ts'
import { consumes, type Member, memberDueAt } from './model/member.ts'
import { groupsOf, retallied } from './model/tallies.ts'
import { type OrderName, type OrdersDraft, reorder, reorderLease } from './orders.ts'
import { Lacking, type Needs } from './rows/extent.ts'
import { type Day, dayOf, type Instant } from './time/calendar.ts'

export const systemActor: Actor = Object.freeze({ role: 'system' })

export class Draft {
  readonly #base: Contents
  readonly #pool: LicensePool
  readonly #edit = newEdit()
  #written: HeaderDraft | undefined
  #members: Records<Member>
  #leases: Records<Lease>
  /** The record looked up or put last, which most commands ask for again. */
  #latest: Member | undefined
  readonly #orders: OrdersDraft
  /** The events of the command at hand. */
  events: LicenseEvent[] = []
  /** Whether the command at hand has changed anything, be it only the idle order. */
  touched = false
  quietUntil: Instant
  /** The moment at which what happens now takes effect. */
  at: Instant
  /** Who makes what happens now, and by which command. */
  actor: Actor = systemActor
  commandId: string | undefined
  /** In the idle order, everybody up to here is exempt, by the policies in force. */
  idleFrom: Position | undefined
  /** What the caller knows beyond the pool. */
  readonly beyond: Beyond
  readonly #lacking: Lacking | undefined

  constructor(pool: LicensePool, at: Instant, beyond: Beyond = nothingBeyond) {
    const base = contentsOf(pool)
    this.#pool = pool
    this.beyond = beyond
    this.#base = base
    this.#members = base.members
    this.#leases = base.leases
    this.#orders = { ...base.orders }
    this.#lacking = base.extent && new Lacking(base.extent)
    this.quietUntil = base.quietUntil
    this.at = Math.max(at, base.header.latestAt)
  }

  get header(): Header {
    return this.#written ?? this.#base.header
  }

  /** The header, to write into. */
  writable(): HeaderDraft {
    this.touched = true
    if (this.#written === undefined) {
      const { header } = this.#base
      this.#written = { ...header, counts: { ...header.counts } }
    }
    return this.#written
  }

  get consumed(): number {
    return consumedIn(this.header)
  }

  /** The day of its moment, in the pool's zone. */
  get today(): Day {
    return dayOf(this.at, this.header.timeZone)
  }

  /** How many more admissions would be granted now (A2). */
  get available(): number {
    const { policies, allowance } = this.header
    return Math.max(0, limitOf(policies, allowance) - this.consumed)
  }

  /** Whose commands these are from now on. */
  actAs(by: By): void {
    this.actor = by.id === undefined ? { role: by.role } : { role: by.role, id: by.id }
    this.commandId = by.commandId
  }

  member(id: string): Member | undefined {
    if (this.#latest?.id === id) return this.#latest
    const found = getRecord(this.#members, id)
    this.#latest = found
    if (found === undefined) this.#lacking?.member(id)
    return found
  }

  /** The record that an event is about; a history in which it is missing is corrupt, and that is nobody's refusal. */
  recorded(id: string, event: LicenseEvent): Member {
    const member = this.member(id)
    if (member !== undefined) return member
    throw new Error(`corrupt history: event ${event.seq} (${event.type}) is about ${id}, who is not in the pool`)
  }

  /** Visits every member, in no order. */
  eachMember(visit: (member: Member) => void): void {
    eachRecord(this.#members, visit)
  }

  /** A session's record, be it that it ended long ago. */
  lease(session: string): Lease | undefined {
    const found = getRecord(this.#leases, session)
    if (found === undefined) this.#lacking?.lease(session)
    return found
  }

  /** The running leases of a member, oldest first. */
  leasesOf({ id, ordinal }: LeaseHolder, atMost = Number.POSITIVE_INFINITY): readonly RunningLease[] {
    if (this.header.leases.running === 0) return []
    this.#lacking?.leasesOf(id)
    const found: RunningLease[] = []
    const visit = (entry: Entry): boolean => {
      if (entry.key === ordinal) found.push(getRecord(this.#leases, entry.id) as RunningLease)
      return entry.key === ordinal && found.length < atMost
    }
    scanOrder(this.#orders.held, visit, { key: ordinal, ordinal: 0 })
    return found
  }

  /** The same of leases. */
  eachLease(visit: (lease: Lease) => void): void {
    eachRecord(this.#leases, visit)
  }

  /** Puts a record in the place of the one before it, and keeps counters and orders in step. */
  put(after: Member, before: Member | undefined): void {
    this.touched = true
    this.#members = setRecord(this.#members, after, this.#edit)
    this.#latest = after
    if (before?.state !== after.state) {
      const { counts } = this.writable()
      counts[after.state]++
      if (before !== undefined) counts[before.state]--
      if ((before !== undefined && consumes(before)) !== consumes(after)) this.noteOverage()
    }
    this.#reorder(before, after)
  }

  remove(member: Member): void {
    this.#latest = undefined
    this.#members = removeRecord(this.#members, member.id, this.#edit)
    this.writable().counts[member.state]--
    this.#reorder(member, undefined)
  }

  /** Puts a lease in the place of the one before it, and keeps the orders in step. */
  putLease(after: Lease, before: Lease | undefined): void {
    this.touched = true
    this.#leases = setRecord(this.#leases, after, this.#edit)
    reorderLease(this.#orders, before, after, this.#edit)
    if (after.state === 'running') this.lookBy(after.armedAt)
    else if (this.#base.extent === undefined) this.#forgetLease()
  }

  /** Each lease that ends lets go of two that are remembered no longer, so that memory does not grow with every session there was. */
  #forgetLease(): void {
    for (let count = 0; count < 2; count++) {
      const first = firstEntry(this.#orders.ended)
      const lease = first && getRecord(this.#leases, first.id)
      if (lease === undefined || isRemembered(lease, this.header.latestAt)) return
      this.#leases = removeRecord(this.#leases, lease.id, this.#edit)
      reorderLease(this.#orders, lease, undefined, this.#edit)
    }
  }

  /** Remembers since when more is consumed than the allowance (A2). */
  noteOverage(): void {
    this.writable().over = overAt(this.header, this.at)
  }

  #reorder(before: Member | undefined, after: Member | undefined): void {
    if (groupsOf(before) !== groupsOf(after)) this.writable().tallies = retallied(this.header.tallies, before, after)
    reorder(this.#orders, before, after, this.#edit)
    if (after === undefined) return
    this.lookBy(memberDueAt(after))
    if (after.state !== 'enabled') return
    this.lookBy(idleDueNotBefore(this.header.policies, after.armedDay))
    // A seat that now stands before that place is not exempt for it.
    if (this.idleFrom !== undefined && after.armedDay <= this.idleFrom.key) this.idleFrom = undefined
  }

  /** Something may fall due at this moment, if there is one. */
  lookBy(moment: Instant | undefined | null): void {
    if (moment !== undefined && moment !== null && moment < this.quietUntil) this.quietUntil = moment
  }

  /** The first entry of an order behind a place, as far as it is known. */
  firstOf(name: OrderName, after?: Position): Entry | undefined {
    const first = firstEntry(this.#orders[name], after)
    return this.#lacking === undefined ? first : this.#lacking.surely(name, first)
  }

  /** What could not be read; `undefined` if nothing was missing. Whatever was decided meanwhile is then worth nothing. */
  get needs(): Needs | undefined {
    return this.#lacking?.needs
  }

  /** Stamps an event with its envelope. What it does to the pool is `evolve`'s. */
  stamp(body: EventBody & Pick<LicenseEvent, 'reason'>): LicenseEvent {
    const event = body as LicenseEvent & { seq: number; at: Instant; actor: Actor; commandId?: string }
    event.seq = this.header.version + 1
    event.at = this.at
    event.actor = this.actor
    if (this.commandId !== undefined) event.commandId = this.commandId
    this.events.push(event)
    return event
  }

  /** The pool as it is now; the one it began with if nothing changed. */
  finish(): LicensePool {
    const { header, members, leases, quietUntil, extent } = this.#base
    const isSame = this.#written === undefined && this.#members === members && this.#leases === leases
    if (isSame && this.quietUntil === quietUntil) return this.#pool
    return new LicensePool({
      header: this.#written ?? header,
      members: this.#members,
      leases: this.#leases,
      orders: { ...this.#orders },
      quietUntil: this.quietUntil,
      extent,
    })
  }
}
