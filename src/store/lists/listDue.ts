// What will fall due in a pool if nobody does anything, a page at a time, off the orders that the core itself goes by (T6).

import type { Either } from 'fp-ts/lib/Either.js'
import { idleDueAt, isExempt } from '../../policies/idleReclaim.ts'
import { contentsOf, type LicensePool } from '../../pool/licensePool.ts'
import type { Header } from '../../pool/model/header.ts'
import type { Lease } from '../../pool/model/lease.ts'
import type { Member } from '../../pool/model/member.ts'
import type { Rejection } from '../../pool/model/rejection.ts'
import type { OrderName } from '../../pool/orders.ts'
import type { Asked } from '../../pool/queries/ask.ts'
import { nowhere, type Reach } from '../../pool/rows/extent.ts'
import type { Instant } from '../../pool/time/calendar.ts'
import { instant, object, type Shape } from '../../pool/validation/shape.ts'
import type { Asking } from '../../shell/options.ts'
import type { PoolStore } from '../../shell/store.ts'
import { cursorShape, limitShape, list, type PageFilter, placeIn, usualLimit } from './asking.ts'
import { Page, type Placed } from './page.ts'

/**
 * Something that will end by itself: a lease times out, a provisional grant lapses, a trial or the term of a seat ends, a seat was idle for
 * long.
 *
 * @example
 * const lapsing: DueItem = { type: 'provisionalGrant', member: 'lucy', at: Date.UTC(2026, 3, 3) }
 */
export type DueItem =
  | { readonly type: 'provisionalGrant' | 'trial' | 'seatTerm' | 'idleSeat'; readonly member: string; readonly at: Instant }
  | { readonly type: 'lease'; readonly member: string; readonly session: string; readonly at: Instant }

/**
 * Some of what will fall due.
 *
 * @example
 * const nothing: DuePage = { due: [] }
 */
export interface DuePage {
  readonly due: readonly DueItem[]
  /** Where the next page begins, which may be empty; absent at the end of the list. */
  readonly next?: string
}

interface DueFilter extends PageFilter {
  /** What falls due by this moment, in milliseconds since the epoch. */
  readonly by: Instant
}

const filterShape: Shape<DueFilter> = object(
  { by: instant },
  { limit: limitShape, after: cursorShape(/^(leases|timed|idle):-?\d{1,16}:\d{1,10}$/) },
)

/** One after the other, as one moment has them (T6). */
const order = ['leases', 'timed', 'idle'] as const satisfies readonly OrderName[]

/**
 * A page of what falls due by a moment: first the leases, then the provisional grants, trials and terms of seats, then the idle seats,
 * within each of these by moment (T6). Exempt seats are left out (M12), lots too: the header has them. As the pool stands since its latest
 * event; what is overdue is there with the moment at which it takes effect once somebody looks (T4). It reads a few such pages at most. Not
 * for a member (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
 *
 * @example
 * const { due } = orThrow(await listDue(store, 'crm', { by: at + 14 * 86_400_000 }, { actor }))
 * console.log(due) // []
 */
export const listDue = (store: PoolStore, pool: string, filter: DueFilter, asking: Asking): Promise<Either<Rejection, DuePage>> =>
  list(store, pool, filter, asking, { verb: 'listDue', shape: filterShape, question: dueBy })

const dueBy = ({ by, limit = usualLimit, after }: DueFilter) => {
  const [first, ...place] = after?.split(':') ?? [order[0]]
  const pages = new Map<OrderName, Page<Member> | Page<Lease>>()
  const pageOf = (name: (typeof order)[number], count: number): Page<Member> | Page<Lease> => {
    const from: Reach = name === first && after !== undefined ? placeIn(place.join(':')) : nowhere
    const page =
      name === 'leases'
        ? Page.ofSessions({ of: 'order', order: name, after: from, count })
        : Page.ofMembers({ of: 'order', order: name, after: from, count })
    pages.set(name, page)
    return page
  }

  return (handedOut: LicensePool): Asked<DuePage> => {
    const { header } = contentsOf(handedOut)
    const due: DueItem[] = []
    let left = limit
    for (const name of order.slice(order.indexOf(first as (typeof order)[number]))) {
      if (name === 'idle' && header.policies.idleReclaim?.enabled !== true) continue
      const page = pages.get(name) ?? pageOf(name, left)
      const rows: readonly Placed<Member | Lease>[] | undefined = page.rows(handedOut)
      if (rows === undefined) return { type: 'Need', needs: page.needs }
      const items = rows.map((row) => itemIn(header, name, row))
      for (const item of items) if (item.at <= by && !isSpared(header, item)) due.push(item)
      const last = rows.at(-1)
      const isFull = rows.length === left && (items.at(-1)?.at ?? by) <= by
      if (isFull && last !== undefined) return { type: 'Answer', answer: { due, next: `${name}:${last.key}:${last.ordinal}` } }
      left -= rows.filter((_, index) => (items[index]?.at ?? by) <= by).length
    }
    return { type: 'Answer', answer: { due } }
  }
}

const isSpared = ({ policies }: Header, { type, member }: DueItem): boolean => type === 'idleSeat' && isExempt(policies, member)

const itemIn = (header: Header, name: OrderName, { key, row }: Placed<Member | Lease>): DueItem => {
  const at = Math.max(key, header.latestAt)
  if ('client' in row) return { type: 'lease', member: row.member, session: row.id, at }
  if (name === 'timed') return { type: timed[row.state as keyof typeof timed], member: row.id, at }
  const freed = idleDueAt(header.policies, key, header.timeZone) ?? Number.POSITIVE_INFINITY
  return { type: 'idleSeat', member: row.id, at: Math.max(freed, header.latestAt) }
}

const timed = { provisional: 'provisionalGrant', pending: 'trial', enabled: 'seatTerm' } as const
