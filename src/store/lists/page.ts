// A page of a list, read off whatever a store hands out: of a whole pool it is picked, of a part it is loaded. Never may a row that stands
// between two pages be left out.

import { eachRecord, type Records } from '../../pool/collections/records.ts'
import { type Contents, contentsOf, type LicensePool } from '../../pool/licensePool.ts'
import type { Lease } from '../../pool/model/lease.ts'
import { type Member, memberDueAt } from '../../pool/model/member.ts'
import type { OrderName } from '../../pool/orders.ts'
import { type Listing, type Needs, type Reach, within } from '../../pool/rows/extent.ts'

/** A row on a page, and its place in the list. */
export interface Placed<Row> extends Reach {
  readonly row: Row
}

/** Of which list, and behind which place. */
export type ListingOfMembers =
  | Extract<Listing, { readonly of: 'members' }>
  | (Extract<Listing, { readonly of: 'order' }> & { readonly order: Exclude<OrderName, 'leases'> })
export type ListingOfSessions =
  | Extract<Listing, { readonly of: 'sessions' }>
  | (Extract<Listing, { readonly of: 'order' }> & { readonly order: 'leases' })

/** The key under which a member stands in an order, by what its row says; `undefined`: it does not. */
export const memberKeyIn = (order: Exclude<OrderName, 'leases'>, member: Member): number | undefined => {
  if (order === 'timed') return memberDueAt(member)
  if (order === 'idle') return member.state === 'enabled' ? member.usedDay : undefined
  return member.state === 'pending' ? member.place : undefined
}

const keyOfMember =
  (listing: ListingOfMembers) =>
  (member: Member): number | undefined => {
    if (listing.of === 'order') return memberKeyIn(listing.order, member)
    return listing.states.includes(member.state) ? 0 : undefined
  }

const keyOfLease =
  (listing: ListingOfSessions) =>
  (lease: Lease): number | undefined => {
    if (lease.state !== 'running') return undefined
    return listing.of === 'order' ? (lease.endsAt ?? undefined) : 0
  }

/** Reads a page in the course of one transaction: `needs` says what to load as long as `rows` finds none. */
export class Page<Row extends Member | Lease> {
  readonly #listing: Listing
  readonly #recordsOf: (contents: Contents) => Records<Row>
  readonly #keyOf: (row: Row) => number | undefined
  /** What was in hand before the page was loaded: a lane of many calls hands out what its others have loaded or changed. */
  #inHand: ReadonlySet<string> = new Set()
  #isAsked = false

  private constructor(
    listing: Listing,
    recordsOf: (contents: Contents) => Records<Row>,
    keyOf: (row: Row) => number | undefined,
  ) {
    this.#listing = listing
    this.#recordsOf = recordsOf
    this.#keyOf = keyOf
  }

  static ofMembers(listing: ListingOfMembers): Page<Member> {
    return new Page<Member>(listing, ({ members }) => members, keyOfMember(listing))
  }

  static ofSessions(listing: ListingOfSessions): Page<Lease> {
    return new Page<Lease>(listing, ({ leases }) => leases, keyOfLease(listing))
  }

  get needs(): Needs {
    // What is in hand may be changed: so many more, and the page is full all the same.
    const listing = { ...this.#listing, count: this.#listing.count + this.#inHand.size }
    return { members: [], leases: [], leasesOf: [], orders: {}, listing }
  }

  /** The rows of the page in order, at most `count`; fewer are the end of the list. `undefined`: they have to be loaded. */
  rows(pool: LicensePool): readonly Placed<Row>[] | undefined {
    const { extent } = contentsOf(pool)
    const { count } = this.#listing
    if (extent !== undefined && (!this.#isAsked || extent.listed === undefined)) {
      this.#isAsked = true
      this.#inHand = new Set(this.#all(pool).map(({ id }) => id))
      return undefined
    }
    const found = this.#behind(pool)
    // Whatever stands before the last new row of a full page is in hand; behind it there may be rows that are not.
    const last = extent && found.filter(({ row }) => !this.#inHand.has(row.id))[count - 1]
    return found.filter(({ key, ordinal }) => last === undefined || within(last, key, ordinal)).slice(0, count)
  }

  #behind(pool: LicensePool): readonly Placed<Row>[] {
    const { after } = this.#listing
    const start: Reach = typeof after === 'number' ? { key: 0, ordinal: after } : after
    const found: Placed<Row>[] = []
    for (const row of this.#all(pool)) {
      const key = this.#keyOf(row)
      if (key !== undefined && !within(start, key, row.ordinal)) found.push({ key, ordinal: row.ordinal, row })
    }
    return found.sort((a, b) => a.key - b.key || a.ordinal - b.ordinal)
  }

  #all(pool: LicensePool): readonly Row[] {
    const all: Row[] = []
    eachRecord(this.#recordsOf(contentsOf(pool)), (row) => all.push(row))
    return all
  }
}
