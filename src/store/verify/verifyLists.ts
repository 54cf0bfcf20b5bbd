// Whether every list of a store of rows is the one that the events make: members by state, who waits, what falls due, whose sessions run. An
// index that has drifted is seen even where every row is right.

import type { Entry, Order, Position } from '../../pool/collections/order.ts'
import { getRecord } from '../../pool/collections/records.ts'
import { contentsOf, type LicensePool } from '../../pool/licensePool.ts'
import type { RunningLease } from '../../pool/model/lease.ts'
import { type Member, memberStates } from '../../pool/model/member.ts'
import type { OrderName } from '../../pool/orders.ts'
import type { Listing } from '../../pool/rows/extent.ts'
import { memberKeyIn } from '../lists/page.ts'
import { nextIn, type Replayed } from './replayed.ts'

/** A list, as a store is asked for it and as the events make it. */
export interface VerifiedList {
  /** Its name in a drift: `orders.timed`, `states.known`, `running`. */
  readonly path: readonly string[]
  readonly of: 'member' | 'session'
  readonly start: Position
  readonly listing: (after: Position, count: number) => Listing
  readonly wanted: (replayed: Replayed, after: Position, count: number) => readonly Entry[]
  /** Whether it belongs in the list at all. */
  readonly holds: (pool: LicensePool, id: string) => boolean
}

const beginning: Position = { key: Number.NEGATIVE_INFINITY, ordinal: 0 }

const memberIn = (pool: LicensePool, id: string): Member | undefined => getRecord(contentsOf(pool).members, id)

const runningIn = (pool: LicensePool, id: string): RunningLease | undefined => {
  const lease = getRecord(contentsOf(pool).leases, id)
  return lease?.state === 'running' ? lease : undefined
}

const orderList = (name: OrderName): VerifiedList => ({
  path: ['orders', name],
  of: name === 'leases' ? 'session' : 'member',
  start: beginning,
  listing: (after, count) => ({ of: 'order', order: name, after, count }),
  wanted: ({ pool }, after, count) => nextIn(contentsOf(pool).orders[name], after, count),
  holds: (pool, id) => {
    if (name === 'leases') return (runningIn(pool, id)?.endsAt ?? null) !== null
    const member = memberIn(pool, id)
    return member !== undefined && memberKeyIn(name, member) !== undefined
  },
})

const under = (order: Order, key: number, after: Position, count: number): readonly Entry[] =>
  nextIn(order, after, count, (entry) => entry.key === key)

export const verifiedLists: readonly VerifiedList[] = [
  ...memberStates.map(
    (state, key): VerifiedList => ({
      path: ['states', state],
      of: 'member',
      start: { key, ordinal: 0 },
      listing: ({ ordinal }, count) => ({ of: 'members', states: [state], after: ordinal, count }),
      wanted: ({ byState }, after, count) => under(byState, key, after, count),
      holds: (pool, id) => memberIn(pool, id)?.state === state,
    }),
  ),
  {
    path: ['running'],
    of: 'session',
    start: { key: 0, ordinal: 0 },
    listing: ({ ordinal }, count) => ({ of: 'sessions', after: ordinal, count }),
    wanted: ({ running }, after, count) => under(running, 0, after, count),
    holds: (pool, id) => runningIn(pool, id) !== undefined,
  },
  ...(['timed', 'idle', 'waiting', 'leases'] as const).map(orderList),
]

/** Is told of a row that is not in a list where it should be, or is where it should not; without a message: it may be that one, too. */
export type TellFault = (list: VerifiedList, id: string, message: string | undefined) => void

/** Reads a page of a list in the store's order, with `replayed` brought to the same version; `undefined`: a row of it cannot be read. */
export type ReadPage = (list: VerifiedList, after: Position, count: number) => Promise<readonly string[] | undefined>

const pageSize = 500

/** Compares a list, page by page; where a page differs, its halves, and in the end one row. */
export const verifyList = async (list: VerifiedList, replayed: Replayed, read: ReadPage, tell: TellFault): Promise<void> => {
  const ids = (after: Position, count: number): readonly string[] => list.wanted(replayed, after, count).map(({ id }) => id)

  /** A page of the list; whatever does not belong on any is told at once. */
  const pageOf = async (after: Position, count: number): Promise<readonly string[] | undefined> => {
    const page = await read(list, after, count)
    for (const id of page ?? []) if (!list.holds(replayed.pool, id)) tell(list, id, 'stands where it should not')
    return page
  }

  const check = async (after: Position, count: number): Promise<void> => {
    const page = await pageOf(after, count)
    if (page !== undefined && isSame(page, ids(after, count))) return
    if (count === 1) return findRow(after)
    const half = Math.ceil(count / 2)
    await check(after, half)
    const middle = list.wanted(replayed, after, half)
    const last = middle.at(-1)
    if (last !== undefined && middle.length === half) await check(last, count - half)
  }

  /** Looks for the row that should come next, further and further behind the place before it. */
  const findRow = async (after: Position): Promise<void> => {
    for (let count = 1; ; count *= 2) {
      const page = await pageOf(after, count)
      // Whoever reads rows by their ids tells which one cannot be read; behind it nothing can be said of this list.
      if (page === undefined) return
      const [next, second] = ids(after, 2)
      const at = next === undefined ? -1 : page.indexOf(next)
      const isLast = page.length < count || count > pageSize
      if (at < 0 && !isLast) continue
      if (next !== undefined && at < 0) tell(list, next, 'is missing')
      const before = page.slice(0, Math.max(0, at)).filter((id) => list.holds(replayed.pool, id))
      if (next !== undefined && before.length > 0) tellDisorder(next, before, second)
      return
    }
  }

  /** These stand before the one that should be first. Which of them has moved, their order says; two neighbors may have changed places. */
  const tellDisorder = (first: string, before: readonly string[], second: string | undefined): void => {
    const hasMoved = before[0] === second
    for (const id of before) tell(list, id, hasMoved ? undefined : 'stands at a wrong place')
    tell(list, first, hasMoved ? 'stands at a wrong place' : undefined)
  }

  for (let after = list.start; ; ) {
    await check(after, pageSize)
    const wanted = list.wanted(replayed, after, pageSize)
    const last = wanted.at(-1)
    if (last === undefined || wanted.length < pageSize) return
    after = last
  }
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((id, index) => id === others[index])
