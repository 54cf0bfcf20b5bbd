// The limit of what an order can be: a binary heap changed in place, which keeps no other version.

import type { Entry } from '../../src/pool/collections/order.ts'
import { at } from '../rounds.ts'

/** A binary heap changed in place. */
export class Heap {
  readonly entries: Entry[] = []

  push(entry: Entry): void {
    let hole = this.entries.push(entry) - 1
    for (let up = (hole - 1) >> 1; hole > 0 && isBefore(entry, at(this.entries, up)); up = (hole - 1) >> 1) {
      this.entries[hole] = at(this.entries, up)
      hole = up
    }
    this.entries[hole] = entry
  }

  pop(): Entry {
    const first = at(this.entries, 0)
    const entry = this.entries.pop() as Entry
    let hole = 0
    for (let down = 1; down < this.entries.length; down = 2 * hole + 1) {
      if (down + 1 < this.entries.length && isBefore(at(this.entries, down + 1), at(this.entries, down))) down++
      if (isBefore(entry, at(this.entries, down))) break
      this.entries[hole] = at(this.entries, down)
      hole = down
    }
    if (this.entries.length > 0) this.entries[hole] = entry
    return first
  }
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.key < other.key || (one.key === other.key && one.ordinal < other.ordinal)
