// How much of a pool a partial value holds, and what a command still needs. A read beyond it answers as if nothing were there
// and is noted; whatever was decided on it is thrown away once the rows are there (the core is pure, so that is harmless).

import type { Entry } from '../collections/order.ts'
import type { MemberState } from '../model/member.ts'
import type { OrderName } from '../orders.ts'

/** How far an order is complete: every row that is not loaded stands behind this place. */
export interface Reach {
  readonly key: number
  readonly ordinal: number
}

export const nowhere: Reach = { key: Number.NEGATIVE_INFINITY, ordinal: 0 }
export const everywhere: Reach = { key: Number.POSITIVE_INFINITY, ordinal: 0 }

/** A page of a list: the rows of these states, behind this ordinal, by ordinal; whole, or to its end. No rule asks for one; who lists does. */
export type Listing =
  | { readonly of: 'members'; readonly states: readonly MemberState[]; readonly after: number; readonly count: number }
  /** The running leases, whoever holds them. */
  | { readonly of: 'sessions'; readonly after: number; readonly count: number }
  /** The next rows of an order, from any place on: unlike `Needs.orders` it says of no reach that the order is complete up to there. */
  | { readonly of: 'order'; readonly order: OrderName; readonly after: Reach; readonly count: number }

export interface Extent {
  /** The members that were asked for: one that is not loaded does not exist. */
  readonly asked: ReadonlySet<string>
  /** The same of sessions. */
  readonly askedLeases: ReadonlySet<string>
  /** The members whose running leases are all loaded. */
  readonly leasesOf: ReadonlySet<string>
  readonly reach: Readonly<Record<OrderName, Reach>>
  /** The page that was asked for last, and the ids of its rows in the order in which the store has them. */
  readonly listed?: { readonly listing: Listing; readonly ids: readonly string[] } | undefined
}

export const noExtent: Extent = {
  asked: new Set(),
  askedLeases: new Set(),
  leasesOf: new Set(),
  reach: { timed: nowhere, idle: nowhere, waiting: nowhere, leases: nowhere },
}

/** What a partial pool lacks for an answer. */
export interface Needs {
  /** The rows of these members. */
  readonly members: readonly string[]
  /** The rows of these sessions. */
  readonly leases: readonly string[]
  /** The running leases of these members, all of them. */
  readonly leasesOf: readonly string[]
  /** The next rows of an order: of leases in the order `leases`, else of members. */
  readonly orders: { readonly [Name in OrderName]?: { readonly after: Reach; readonly count: number } }
  /** A page of a list, which only who lists asks for. */
  readonly listing?: Listing
}

/** Whether a place lies within a reach. */
export const within = (reach: Reach, key: number, ordinal: number): boolean =>
  key < reach.key || (key === reach.key && ordinal <= reach.ordinal)

/** How many rows of an order are asked for at a time. */
const rowsAtATime = 64

/** What one command could not read on a partial pool. */
export class Lacking {
  readonly #extent: Extent
  readonly #members = new Set<string>()
  readonly #leases = new Set<string>()
  readonly #leasesOf = new Set<string>()
  readonly #orders = new Map<OrderName, { after: Reach; count: number }>()

  constructor(extent: Extent) {
    this.#extent = extent
  }

  member(id: string): void {
    if (!this.#extent.asked.has(id)) this.#members.add(id)
  }

  lease(session: string): void {
    if (!this.#extent.askedLeases.has(session)) this.#leases.add(session)
  }

  leasesOf(member: string): void {
    if (!this.#extent.leasesOf.has(member)) this.#leasesOf.add(member)
  }

  /** The first entry that was found in an order, if what is not loaded cannot stand before it. */
  surely(name: OrderName, first: Entry | undefined): Entry | undefined {
    const reach = this.#extent.reach[name]
    if (first === undefined ? reach.key === everywhere.key : within(reach, first.key, first.ordinal)) return first
    if (!this.#orders.has(name)) this.#orders.set(name, { after: reach, count: rowsAtATime })
    return undefined
  }

  /** `undefined` if nothing was missing. Whatever was decided meanwhile is else worth nothing. */
  get needs(): Needs | undefined {
    if (this.#members.size + this.#leases.size + this.#leasesOf.size + this.#orders.size === 0) return undefined
    return {
      members: [...this.#members],
      leases: [...this.#leases],
      leasesOf: [...this.#leasesOf],
      orders: Object.fromEntries(this.#orders),
    }
  }
}
