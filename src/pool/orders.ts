// The orders of a pool, derived from its records: what falls due, who is idle longest, who waits, whose leases run. A record and its
// entries are changed together, here and nowhere else; an index in SQL over the same keys is the same order.

import type { Edit } from './collections/edit.ts'
import { emptyOrder, insertEntry, type Order, type Position, removeEntry } from './collections/order.ts'
import type { Lease } from './model/lease.ts'
import { type Member, memberDueAt } from './model/member.ts'

interface MemberOrders {
  /** Provisional grants and trials, by the moment they end. */
  readonly timed: Order
  /** Enabled seats, by the day of their last use or an earlier one. */
  readonly idle: Order
  /** Who waits, by place in line. */
  readonly waiting: Order
}
interface LeaseOrders {
  /** Running leases that end by themselves, by that moment or an earlier one. */
  readonly leases: Order
  /** Running leases by their member's ordinal: the way to a member's own, oldest first. Asked for by member. */
  readonly held: Order
  /** Ended leases by when they ended, so that memory can forget them. Never asked for. */
  readonly ended: Order
}
export type Orders = MemberOrders & LeaseOrders

/** The orders whose next rows a partial pool may need. */
export type OrderName = keyof MemberOrders | 'leases'

export type OrdersDraft = { -readonly [Name in keyof Orders]: Order }

export const emptyOrders: Orders = {
  timed: emptyOrder,
  idle: emptyOrder,
  waiting: emptyOrder,
  leases: emptyOrder,
  held: emptyOrder,
  ended: emptyOrder,
}

type KeyOf<R> = (record: R) => number | undefined

/** The key under which a record stands in an order; `undefined`: it does not. Ties go by ordinal. */
const memberKeys: { readonly [Name in keyof MemberOrders]: KeyOf<Member> } = {
  timed: memberDueAt,
  idle: (member) => (member.state === 'enabled' ? member.armedDay : undefined),
  waiting: (member) => (member.state === 'pending' ? member.place : undefined),
}
const leaseKeys: { readonly [Name in keyof LeaseOrders]: KeyOf<Lease> } = {
  leases: (lease) => (lease.state === 'running' && lease.armedAt !== null ? lease.armedAt : undefined),
  held: (lease) => (lease.state === 'running' ? lease.memberOrdinal : undefined),
  ended: (lease) => (lease.state === 'ended' ? lease.endedAt : undefined),
}

/** Moves a member's entries from where the record before had them to where the record after has them. */
export const reorder = (orders: OrdersDraft, before: Member | undefined, after: Member | undefined, edit: Edit): void => {
  reorderIn('timed', memberKeys.timed, orders, before, after, edit)
  reorderIn('idle', memberKeys.idle, orders, before, after, edit)
  reorderIn('waiting', memberKeys.waiting, orders, before, after, edit)
}

/** The same for a lease's. */
export const reorderLease = (orders: OrdersDraft, before: Lease | undefined, after: Lease | undefined, edit: Edit): void => {
  reorderIn('leases', leaseKeys.leases, orders, before, after, edit)
  reorderIn('held', leaseKeys.held, orders, before, after, edit)
  reorderIn('ended', leaseKeys.ended, orders, before, after, edit)
}

interface Ordered {
  readonly id: string
  readonly ordinal: number
}

const reorderIn = <R extends Ordered>(
  name: keyof Orders,
  keyOf: KeyOf<R>,
  orders: OrdersDraft,
  before: R | undefined,
  after: R | undefined,
  edit: Edit,
): void => {
  const from = before && keyOf(before)
  const to = after && keyOf(after)
  if (from === to && before?.ordinal === after?.ordinal) return
  if (before && from !== undefined) orders[name] = removeEntry(orders[name], position(from, before), edit)
  if (after && to !== undefined) orders[name] = insertEntry(orders[name], { ...position(to, after), id: after.id }, edit)
}

const position = (key: number, { ordinal }: Ordered): Position => ({ key, ordinal })
