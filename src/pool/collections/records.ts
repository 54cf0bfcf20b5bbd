// The persistent map from an id to the record that carries it: the members and the leases of a pool, a million of either.
// A hash trie with the records as its leaves. It must not know what a record means, nor keep anything outside the value.
import { type Edit, owns } from './edit.ts'
import { hashOf } from './hash.ts'

export type { Edit } from './edit.ts'

interface Identified {
  readonly id: string
}

/** An immutable map: every change makes a new one that shares what did not change. */
export interface Records<V extends Identified> {
  readonly size: number
  readonly root: Node<V>
}

/**
 * One flat array, because at a million records the cost is the number of places in memory that a look-up visits.
 * Bit n of the bitmap says that digit n of the hash has a slot; slots stand in the order of their digits. Below the last digit
 * of a hash there is no bitmap, and the records that share the whole hash stand in a row.
 */
type Node<V> = [owner: Edit | undefined, bitmap: number, ...slots: Slot<V>[]]
type Slot<V> = V | Node<V>

const FIRST = 2
const DIGIT_BITS = 5
const HASH_BITS = 32

const EMPTY: Records<never> = { size: 0, root: [undefined, 0] }

export const emptyRecords = <V extends Identified>(): Records<V> => EMPTY as unknown as Records<V>

const isNode = <V>(slot: Slot<V> | undefined): slot is Node<V> => Array.isArray(slot)

const countBits = (bits: number): number => {
  const twos = bits - ((bits >>> 1) & 0x55555555)
  const fours = (twos & 0x33333333) + ((twos >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The bit of the digit that a node at this depth looks at, 0 below the last digit. */
const bitOf = (hash: number, shift: number): number => (shift < HASH_BITS ? 1 << ((hash >>> shift) & 31) : 0)

/** Where the slot for this bit, or in a row the record with this id, stands or would stand. */
const placeOf = <V extends Identified>(node: Node<V>, bit: number, id: string): number => {
  if (bit !== 0) return FIRST + countBits(node[1] & (bit - 1))
  let place = FIRST
  while (place < node.length && (node[place] as V).id !== id) place++
  return place
}

const slotAt = <V>(node: Node<V>, bit: number, place: number): Slot<V> | undefined =>
  bit === 0 || (node[1] & bit) !== 0 ? (node[place] as Slot<V> | undefined) : undefined

export const getRecord = <V extends Identified>(records: Records<V>, id: string): V | undefined => {
  const hash = hashOf(id)
  let node = records.root
  for (let shift = 0; ; shift += DIGIT_BITS) {
    const bit = bitOf(hash, shift)
    const slot = slotAt(node, bit, placeOf(node, bit, id))
    if (!isNode(slot)) return slot?.id === id ? slot : undefined
    node = slot
  }
}

const own = <V>(node: Node<V>, edit: Edit | undefined): Node<V> => {
  if (owns(edit, node[0])) return node
  const copy = node.slice() as Node<V>
  copy[0] = edit
  return copy
}

/** Always a copy, even of a node that is owned: an array that grows in place keeps room for more than it will ever hold. */
const widened = <V>(node: Node<V>, bit: number, place: number, slot: V, edit: Edit | undefined): Node<V> => {
  const wide = node.toSpliced(place, 0, slot) as Node<V>
  wide[0] = edit
  wide[1] = node[1] | bit
  return wide
}

const narrowed = <V>(node: Node<V>, bit: number, place: number, edit: Edit | undefined): Node<V> => {
  const narrow = node.toSpliced(place, 1) as Node<V>
  narrow[0] = edit
  narrow[1] = node[1] & ~bit
  return narrow
}

/** The smallest node for two records that met in one slot. */
const fork = <V extends Identified>(one: V, other: V, hash: number, shift: number, edit: Edit | undefined): Node<V> => {
  const oneBit = bitOf(hashOf(one.id), shift)
  const otherBit = bitOf(hash, shift)
  if (oneBit === otherBit && oneBit !== 0) return [edit, oneBit, fork(one, other, hash, shift + DIGIT_BITS, edit)]
  return oneBit >>> 0 < otherBit >>> 0 ? [edit, oneBit | otherBit, one, other] : [edit, oneBit | otherBit, other, one]
}

const setIn = <V extends Identified>(
  node: Node<V>,
  shift: number,
  hash: number,
  record: V,
  edit: Edit | undefined,
  count: { size: number },
): Node<V> => {
  const bit = bitOf(hash, shift)
  const place = placeOf(node, bit, record.id)
  const slot = slotAt(node, bit, place)
  if (slot === undefined) {
    count.size++
    return widened(node, bit, place, record, edit)
  }
  const mine = own(node, edit)
  if (isNode(slot)) {
    mine[place] = setIn(slot, shift + DIGIT_BITS, hash, record, edit, count)
  } else if (slot.id === record.id) {
    mine[place] = record
  } else {
    count.size++
    mine[place] = fork(slot, record, hash, shift + DIGIT_BITS, edit)
  }
  return mine
}

/** Adds the record, or replaces the one of the same id. */
export const setRecord = <V extends Identified>(records: Records<V>, record: V, edit?: Edit): Records<V> => {
  const next = { size: records.size, root: records.root }
  next.root = setIn(records.root, 0, hashOf(record.id), record, edit, next)
  return next
}

/** What is left of a node that holds this id; a record left alone moves up, so that what was removed leaves nothing behind. */
const removeFrom = <V extends Identified>(
  node: Node<V>,
  shift: number,
  hash: number,
  id: string,
  edit: Edit | undefined,
): Slot<V> => {
  const bit = bitOf(hash, shift)
  const place = placeOf(node, bit, id)
  const slot = node[place] as Slot<V>
  let rest: Node<V>
  if (isNode(slot)) {
    rest = own(node, edit)
    rest[place] = removeFrom(slot, shift + DIGIT_BITS, hash, id, edit)
  } else {
    rest = narrowed(node, bit, place, edit)
  }
  const first = rest[FIRST] as Slot<V>
  return rest.length === FIRST + 1 && shift > 0 && !isNode(first) ? first : rest
}

/** Removes the record of this id; without one the records stay as they are. */
export const removeRecord = <V extends Identified>(records: Records<V>, id: string, edit?: Edit): Records<V> => {
  if (getRecord(records, id) === undefined) return records
  return { size: records.size - 1, root: removeFrom(records.root, 0, hashOf(id), id, edit) as Node<V> }
}

const eachIn = <V>(node: Node<V>, visit: (record: V) => void): void => {
  for (let place = FIRST; place < node.length; place++) {
    const slot = node[place] as Slot<V>
    if (isNode(slot)) eachIn(slot, visit)
    else visit(slot)
  }
}

/** Visits every record once, in an order that means nothing. */
export const eachRecord = <V extends Identified>(records: Records<V>, visit: (record: V) => void): void =>
  eachIn(records.root, visit)
