// The persistent order that the core reads from its front: what falls due next, who is idle longest, who waits.
// A B+ tree by (key, ordinal), with flat numbers in its nodes. It must not know what a key means, nor read a clock.
import { type Edit, owns } from './edit.ts'

export interface Position {
  /** Any safe integer: milliseconds, a day number, a place in a line. */
  readonly key: number
  /** Breaks ties between equal keys; no two entries share both. A whole number below 2^31. */
  readonly ordinal: number
}

export interface Entry extends Position {
  readonly id: string
}

export interface Order {
  readonly size: number
  readonly height: number
  readonly root: Node
}

/**
 * `marks` holds two numbers, key and ordinal, for each item. In a leaf (height 0) the items are ids and the marks their positions;
 * above, the items are nodes, and what stands in a node is never before its mark, except before the first.
 */
interface Node {
  readonly owner: Edit | undefined
  readonly marks: number[]
  readonly items: (string | Node)[]
}

const MOST = 64
const LEAST = MOST / 4

export const emptyOrder: Order = { size: 0, height: 0, root: { owner: undefined, marks: [], items: [] } }

/** How many marks are at or before (key, ordinal). */
const upTo = ({ marks }: Node, key: number, ordinal: number): number => {
  let low = 0
  let high = marks.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    const mark = marks[2 * middle] as number
    if (mark < key || (mark === key && (marks[2 * middle + 1] as number) <= ordinal)) low = middle + 1
    else high = middle
  }
  return low
}

const slotOf = (node: Node, key: number, ordinal: number): number => Math.max(0, upTo(node, key, ordinal) - 1)

const holdsAt = ({ marks }: Node, index: number, key: number, ordinal: number): boolean =>
  index >= 0 && marks[2 * index] === key && marks[2 * index + 1] === ordinal

const has = (order: Order, key: number, ordinal: number): boolean => {
  let node = order.root
  for (let height = order.height; height > 0; height--) node = node.items[slotOf(node, key, ordinal)] as Node
  return holdsAt(node, upTo(node, key, ordinal) - 1, key, ordinal)
}

const own = (node: Node, edit: Edit | undefined): Node =>
  owns(edit, node.owner) ? node : { owner: edit, marks: node.marks.slice(), items: node.items.slice() }

const part = ({ owner, marks, items }: Node, from: number, to: number): Node => ({
  owner,
  marks: marks.slice(2 * from, 2 * to),
  items: items.slice(from, to),
})

/** Replaces the child in this slot by its two parts, the first with `count` items. */
const divide = (parent: Node, slot: number, count: number): void => {
  const child = parent.items[slot] as Node
  const right = part(child, count, child.items.length)
  parent.items.splice(slot, 1, part(child, 0, count), right)
  parent.marks.splice(2 * slot + 2, 0, right.marks[0] as number, right.marks[1] as number)
}

/** On the right edge most stays on the left: entries come in rising order, and what is left behind is hardly added to. */
const shareOf = (isLast: boolean): number => (isLast ? MOST - MOST / 8 : MOST / 2)

const insertIn = (node: Node, height: number, isLast: boolean, entry: Entry, edit: Edit | undefined): Node => {
  const { key, ordinal, id } = entry
  const mine = own(node, edit)
  if (height === 0) {
    const index = upTo(mine, key, ordinal)
    mine.marks.splice(2 * index, 0, key, ordinal)
    mine.items.splice(index, 0, id)
    return mine
  }
  const slot = slotOf(mine, key, ordinal)
  const childIsLast = isLast && slot === mine.items.length - 1
  const child = insertIn(mine.items[slot] as Node, height - 1, childIsLast, entry, edit)
  mine.items[slot] = child
  if (child.items.length > MOST) divide(mine, slot, shareOf(childIsLast))
  return mine
}

/** Adds an entry; one that stands at the same position already gives way. */
export const insertEntry = (order: Order, entry: Entry, edit?: Edit): Order => {
  const { size, height, root } = removeEntry(order, entry, edit)
  const grown = insertIn(root, height, true, entry, edit)
  if (grown.items.length <= MOST) return { size: size + 1, height, root: grown }
  const above: Node = { owner: edit, marks: grown.marks.slice(0, 2), items: [grown] }
  divide(above, 0, shareOf(true))
  return { size: size + 1, height: height + 1, root: above }
}

/** Joins the child in this slot with the next one, and divides them evenly if they are too many for one. */
const join = (parent: Node, slot: number, edit: Edit | undefined): void => {
  const left = parent.items[slot] as Node
  const right = parent.items[slot + 1] as Node
  const joined: Node = { owner: edit, marks: left.marks.concat(right.marks), items: left.items.concat(right.items) }
  parent.items.splice(slot, 2, joined)
  parent.marks.splice(2 * slot + 2, 2)
  if (joined.items.length > MOST) divide(parent, slot, joined.items.length >>> 1)
}

const removeFrom = (node: Node, height: number, { key, ordinal }: Position, edit: Edit | undefined): Node => {
  const mine = own(node, edit)
  if (height === 0) {
    const index = upTo(mine, key, ordinal) - 1
    mine.marks.splice(2 * index, 2)
    mine.items.splice(index, 1)
    return mine
  }
  const slot = slotOf(mine, key, ordinal)
  const child = removeFrom(mine.items[slot] as Node, height - 1, { key, ordinal }, edit)
  mine.items[slot] = child
  if (child.items.length >= LEAST) return mine
  if (mine.items.length > 1) join(mine, Math.min(slot, mine.items.length - 2), edit)
  else if (child.items.length === 0) {
    mine.items.pop()
    mine.marks.length = 0
  }
  return mine
}

/** Removes the entry at this position; without one the order stays as it is. */
export const removeEntry = (order: Order, { key, ordinal }: Position, edit?: Edit): Order => {
  if (!has(order, key, ordinal)) return order
  let root = removeFrom(order.root, order.height, { key, ordinal }, edit)
  let height = order.height
  while (height > 0 && root.items.length === 1) {
    root = root.items[0] as Node
    height--
  }
  return { size: order.size - 1, height, root }
}

export const firstEntry = (order: Order): Entry | undefined => {
  let node = order.root
  for (let height = order.height; height > 0; height--) node = node.items[0] as Node
  return node.items.length === 0 ? undefined : entryAt(node, 0)
}

const entryAt = ({ marks, items }: Node, index: number): Entry => ({
  key: marks[2 * index] as number,
  ordinal: marks[2 * index + 1] as number,
  id: items[index] as string,
})

const scanFrom = (node: Node, height: number, from: Position, visit: (entry: Entry) => boolean): boolean => {
  if (height === 0) {
    for (let index = upTo(node, from.key, from.ordinal); index < node.items.length; index++) {
      if (!visit(entryAt(node, index))) return false
    }
    return true
  }
  for (let slot = slotOf(node, from.key, from.ordinal); slot < node.items.length; slot++) {
    if (!scanFrom(node.items[slot] as Node, height - 1, from, visit)) return false
  }
  return true
}

const START: Position = { key: Number.NEGATIVE_INFINITY, ordinal: 0 }

/**
 * Visits entries in rising order, those after `after` only, while `visit` answers true.
 * The visitor may make new versions, but not under a token that owns this one.
 */
export const scanOrder = (order: Order, visit: (entry: Entry) => boolean, after: Position = START): void => {
  scanFrom(order.root, order.height, after, visit)
}
