// The orders of a pool, derived from its records: what falls due, who is idle longest, who waits. A record and its entries are
// changed together, here and nowhere else; an index in SQL over the same keys is the same order.

import type { Edit } from './collections/edit.ts'
import { emptyOrder, insertEntry, type Order, type Position, removeEntry } from './collections/order.ts'
import { type Member, memberDueAt } from './model/member.ts'

export interface Orders {
  /** Provisional grants and trials, by the moment they end. */
  readonly timed: Order
  /** Enabled seats, by the day of their last use or an earlier one. */
  readonly idle: Order
  /** Who waits, by place in line. */
  readonly waiting: Order
}
export type OrderName = keyof Orders

export type OrdersDraft = { -readonly [Name in OrderName]: Order }

export const emptyOrders: Orders = { timed: emptyOrder, idle: emptyOrder, waiting: emptyOrder }

/** The key under which a member stands in an order; `undefined`: it does not. Ties go by ordinal. */
const keyIn: { readonly [Name in OrderName]: (member: Member) => number | undefined } = {
  timed: memberDueAt,
  idle: (member) => (member.state === 'enabled' ? member.armedDay : undefined),
  waiting: (member) => (member.state === 'pending' ? member.place : undefined),
}

/** Moves a member's entries from where the record before had them to where the record after has them. */
export const reorder = (orders: OrdersDraft, before: Member | undefined, after: Member | undefined, edit: Edit): void => {
  reorderIn('timed', orders, before, after, edit)
  reorderIn('idle', orders, before, after, edit)
  reorderIn('waiting', orders, before, after, edit)
}

const reorderIn = (
  name: OrderName,
  orders: OrdersDraft,
  before: Member | undefined,
  after: Member | undefined,
  edit: Edit,
): void => {
  const from = before && keyIn[name](before)
  const to = after && keyIn[name](after)
  if (from === to) return
  if (before && from !== undefined) orders[name] = removeEntry(orders[name], position(from, before), edit)
  if (after && to !== undefined) orders[name] = insertEntry(orders[name], { ...position(to, after), id: after.id }, edit)
}

const position = (key: number, { ordinal }: Member): Position => ({ key, ordinal })
