// The persistent order that the core reads from its front: what falls due next, who is idle longest, who waits.
// A B+ tree by key and ordinal, with flat numbers in its nodes. It must not know what a key means, nor read a clock.
import { type Edit, owns } from './edit.ts'

export type { Edit } from './edit.ts'

export interface Position {
  /** Any safe integer: milliseconds, the number of a day, a place in a line. */
  readonly key: number
  /** Breaks the tie of equal keys: a whole number below 2^31. No two entries of an order share both. */
  readonly ordinal: number
}

export interface Entry extends Position {
  readonly id: string
}

/** An immutable order: every change makes a new one that shares what did not change. */
export interface Order {
  readonly size: number
  readonly height: number
  readonly root: Node
}

/**
 * `marks` holds two numbers, key and ordinal, for each item. At height 0 the items are ids and the marks their positions; above,
 * the items are nodes, and a mark divides what stands in its node from what stands in the one before. Leaves are never changed in
 * place, only copied, to their exact size: that is quick, and an array that grows keeps room for more than it will ever hold.
 */
interface Node {
  readonly owner: Edit | undefined
  readonly marks: number[]
  readonly items: (string | Node)[]
}

const MOST = 64
const LEAST = MOST / 4

export const emptyOrder: Order = { size: 0, height: 0, root: { owner: undefined, marks: [], items: [] } }

/** How many marks are at or before this position. */
const countUpTo = ({ marks }: Node, { key, ordinal }: Position): number => {
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

/** The child that holds this position or would; the first has no lower bound. */
const childFor = (node: Node, at: Position): number => Math.max(0, countUpTo(node, at) - 1)

const endsAt = ({ marks }: Node, count: number, at: Position): boolean =>
  count > 0 && marks[2 * count - 2] === at.key && marks[2 * count - 1] === at.ordinal

const has = (order: Order, at: Position): boolean => {
  let node = order.root
  for (let height = order.height; height > 0; height--) node = node.items[childFor(node, at)] as Node
  return endsAt(node, countUpTo(node, at), at)
}

const entryAt = ({ marks, items }: Node, index: number): Entry => ({
  key: marks[2 * index] as number,
  ordinal: marks[2 * index + 1] as number,
  id: items[index] as string,
})

/** The first entry, or the first after a position. */
export const firstEntry = (order: Order, after?: Position): Entry | undefined => {
  let first: Entry | undefined
  scanOrder(
    order,
    (each) => {
      first = each
      return false
    },
    after,
  )
  return first
}

const START: Position = { key: Number.NEGATIVE_INFINITY, ordinal: 0 }

const scanIn = (node: Node, height: number, after: Position, visit: (entry: Entry) => boolean): boolean => {
  if (height === 0) {
    for (let index = countUpTo(node, after); index < node.items.length; index++) {
      if (!visit(entryAt(node, index))) return false
    }
    return true
  }
  for (let index = childFor(node, after); index < node.items.length; index++) {
    if (!scanIn(node.items[index] as Node, height - 1, after, visit)) return false
  }
  return true
}

/**
 * Visits in rising order the entries after a position, by default all, for as long as the visitor answers true.
 * The visitor must not edit this order under a token that owns it.
 */
export const scanOrder = (order: Order, visit: (entry: Entry) => boolean, after: Position = START): void => {
  scanIn(order.root, order.height, after, visit)
}

const own = (node: Node, edit: Edit | undefined): Node =>
  owns(edit, node.owner) ? node : { owner: edit, marks: node.marks.slice(), items: node.items.slice() }

const part = ({ owner, marks, items }: Node, from: number, to: number): Node => ({
  owner,
  marks: marks.slice(2 * from, 2 * to),
  items: items.slice(from, to),
})

/** Puts two nodes in the place of a child, the first with so many of its items. */
const divide = (parent: Node, index: number, count: number): void => {
  const child = parent.items[index] as Node
  const right = part(child, count, child.items.length)
  parent.items.splice(index, 1, part(child, 0, count), right)
  parent.marks.splice(2 * index + 2, 0, right.marks[0] as number, right.marks[1] as number)
}

/** Entries come mostly in rising order, so what is left behind on the right edge is left well filled. */
const shareOf = (isLast: boolean): number => (isLast ? MOST - MOST / 8 : MOST / 2)

const insertIn = (node: Node, height: number, isLast: boolean, entry: Entry, edit: Edit | undefined): Node => {
  if (height === 0) {
    const index = countUpTo(node, entry)
    const marks = node.marks.toSpliced(2 * index, 0, entry.key, entry.ordinal)
    return { owner: edit, marks, items: node.items.toSpliced(index, 0, entry.id) }
  }
  const mine = own(node, edit)
  const index = childFor(mine, entry)
  const isChildLast = isLast && index === mine.items.length - 1
  const child = insertIn(mine.items[index] as Node, height - 1, isChildLast, entry, edit)
  mine.items[index] = child
  if (child.items.length > MOST) divide(mine, index, shareOf(isChildLast))
  return mine
}

/** Adds an entry; one that stands at the same position gives way to it. */
export const insertEntry = (order: Order, entry: Entry, edit?: Edit): Order => {
  const { size, height, root } = removeEntry(order, entry, edit)
  const grown = insertIn(root, height, true, entry, edit)
  if (grown.items.length <= MOST) return { size: size + 1, height, root: grown }
  const above: Node = { owner: edit, marks: grown.marks.slice(0, 2), items: [grown] }
  divide(above, 0, shareOf(true))
  return { size: size + 1, height: height + 1, root: above }
}

/** Joins a child with the next one, and divides them evenly again if they are too many for one node. */
const join = (parent: Node, index: number, edit: Edit | undefined): void => {
  const left = parent.items[index] as Node
  const right = parent.items[index + 1] as Node
  const joined: Node = { owner: edit, marks: left.marks.concat(right.marks), items: left.items.concat(right.items) }
  parent.items.splice(index, 2, joined)
  parent.marks.splice(2 * index + 2, 2)
  if (joined.items.length > MOST) divide(parent, index, joined.items.length >>> 1)
}

const removeFrom = (node: Node, height: number, at: Position, edit: Edit | undefined): Node => {
  if (height === 0) {
    const index = countUpTo(node, at) - 1
    return { owner: edit, marks: node.marks.toSpliced(2 * index, 2), items: node.items.toSpliced(index, 1) }
  }
  const mine = own(node, edit)
  const index = childFor(mine, at)
  const child = removeFrom(mine.items[index] as Node, height - 1, at, edit)
  mine.items[index] = child
  if (child.items.length >= LEAST) return mine
  if (mine.items.length > 1) join(mine, Math.min(index, mine.items.length - 2), edit)
  else if (child.items.length === 0) return { owner: edit, marks: [], items: [] }
  return mine
}

/** Removes the entry at this position; without one the order stays as it is. */
export const removeEntry = (order: Order, at: Position, edit?: Edit): Order => {
  if (!has(order, at)) return order
  let root = removeFrom(order.root, order.height, at, edit)
  let height = order.height
  while (height > 0 && root.items.length === 1) {
    root = root.items[0] as Node
    height--
  }
  return { size: order.size - 1, height, root }
}
