// immutable.js for the seats and sorted-btree for when they fall due: the carrier that one would put together from what there is.

import type { Peer } from '../peers.ts'
import { load } from './load.ts'

interface Seat {
  readonly id: string
  readonly ordinal: number
  readonly state: 'known' | 'enabled'
  readonly since: number
  readonly usedDay: number
}
interface Seats {
  get(id: string): Seat | undefined
  set(id: string, seat: Seat): Seats
}
interface Tree {
  clone(): Tree
  set(key: number, id: string): boolean
}
interface Immutable {
  readonly Map: (entries: Iterable<readonly [string, Seat]>) => Seats
}
interface SortedBtree {
  readonly default: { readonly default: new () => Tree }
}

/** A key is a day and an ordinal in one number: number keys are what sorted-btree is fast with. */
const ordinals = 2 ** 30

export const immutableMap: Peer = {
  name: 'immutable.js and sorted-btree',
  size: 1_000_000,
  commands: 20_000,
  open: async (ids) => {
    const immutable = await load<Immutable>('immutable')
    const { default: btree } = await load<SortedBtree>('sorted-btree')
    const newcomer = (id: string, ordinal: number): Seat => ({ id, ordinal, state: 'known', since: 0, usedDay: 0 })
    let pool = { consumed: 0, seats: immutable.Map(ids.map((id, index) => [id, newcomer(id, index)])), due: new btree.default() }
    return {
      assign: (id, day) => {
        const seat = pool.seats.get(id) as Seat
        if (seat.state === 'enabled') return
        const due = pool.due.clone()
        due.set(day * ordinals + seat.ordinal, id)
        const seats = pool.seats.set(id, { ...seat, state: 'enabled', since: day, usedDay: day })
        pool = { consumed: pool.consumed + 1, seats, due }
      },
      touch: (id, day) => {
        const seat = pool.seats.get(id) as Seat
        if (seat.usedDay < day) pool = { ...pool, seats: pool.seats.set(id, { ...seat, usedDay: day }) }
      },
    }
  },
}
