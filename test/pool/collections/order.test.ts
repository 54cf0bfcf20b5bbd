import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Edit } from '../../../src/pool/collections/edit.ts'
import {
  type Entry,
  emptyOrder,
  firstEntry,
  insertEntry,
  type Order,
  type Position,
  removeEntry,
  scanOrder,
} from '../../../src/pool/collections/order.ts'
import { historyOf, play } from './histories.ts'

interface Node {
  readonly marks: readonly number[]
  readonly items: readonly (string | Node)[]
}

const MOST = 64
const LEAST = 16

const compare = (one: Position, other: Position): number => one.key - other.key || one.ordinal - other.ordinal

const textOf = (entries: readonly Entry[]): string => entries.map(({ key, ordinal, id }) => `${key}/${ordinal}/${id}`).join(' ')

const entriesOf = (order: Order, after?: Position, limit = Number.POSITIVE_INFINITY): Entry[] => {
  const found: Entry[] = []
  scanOrder(order, (entry) => found.push(entry) < limit, after)
  return found
}

/** The leaves from first to last; fails on a shape that the tree must never have. */
const examine = (order: Order): Node[] => {
  const leaves: Node[] = []
  const faults: string[] = []
  const visit = (node: Node, height: number, isLast: boolean, low?: Position, high?: Position): void => {
    const { marks, items } = node
    const least = node === order.root ? (height === 0 ? 0 : 2) : isLast ? 1 : LEAST
    if (marks.length !== 2 * items.length) faults.push(`${marks.length} numbers for ${items.length} items`)
    if (items.length > MOST || items.length < least) faults.push(`${items.length} items at height ${height}`)
    const positions = items.map(
      (_, index): Position => ({ key: marks[2 * index] as number, ordinal: marks[2 * index + 1] as number }),
    )
    for (const [index, position] of positions.entries()) {
      if (index === 0 && height > 0) continue
      const before = positions[index - 1]
      if (low !== undefined && compare(position, low) < 0) faults.push('a position before the mark of its node')
      if (high !== undefined && compare(position, high) >= 0) faults.push('a position beyond the mark of the next node')
      if (before !== undefined && (index > 1 || height === 0) && compare(before, position) >= 0)
        faults.push('positions that do not rise')
    }
    if (height === 0) leaves.push(node)
    else {
      for (const [index, item] of items.entries()) {
        const childLow = index === 0 ? low : positions[index]
        visit(item as Node, height - 1, isLast && index === items.length - 1, childLow, positions[index + 1] ?? high)
      }
    }
  }
  visit(order.root as Node, order.height, true)
  expect(faults).toEqual([])
  expect(leaves.reduce((sum, leaf) => sum + leaf.items.length, 0)).toBe(order.size)
  return leaves
}

const shuffled = <T>(items: readonly T[], seed = 1): T[] => {
  const result = [...items]
  let state = seed
  for (let index = result.length - 1; index > 0; index--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = state % (index + 1)
    const kept = result[index] as T
    result[index] = result[other] as T
    result[other] = kept
  }
  return result
}

const entry = (key: number, ordinal: number): Entry => ({ key, ordinal, id: `e${key}.${ordinal}` })

const run = (key: number, from: number, count: number): Entry[] =>
  Array.from({ length: count }, (_, index) => entry(key, from + index))

const orderOf = (entries: readonly Entry[], edit?: Edit): Order =>
  entries.reduce((order, next) => insertEntry(order, next, edit), emptyOrder)

type Model = ReadonlyMap<string, Entry>
interface Action {
  readonly type: 'rising' | 'shuffled' | 'remove' | 'drain'
  readonly key: number
  readonly from: number
  readonly count: number
}

const keys = [-5, 0, 1, 20_000, 1_774_000_000_000, Number.MAX_SAFE_INTEGER]

const actions: fc.Arbitrary<Action> = fc.record({
  type: fc.constantFrom('rising', 'rising', 'shuffled', 'remove', 'drain'),
  key: fc.constantFrom(...keys),
  from: fc.oneof(fc.nat(150), fc.constant(2 ** 31 - 200)),
  count: fc.oneof(fc.nat(3), fc.nat(150)),
})

const nameOf = ({ key, ordinal }: Position): string => `${key}/${ordinal}`

let writes = 0

const change = (version: { state: Order; model: Model }, { type, key, from, count }: Action, edit: Edit | undefined) => {
  let { state } = version
  const model = new Map(version.model)
  const insert = (position: Position): void => {
    const next = { ...position, id: `w${writes++}` }
    state = insertEntry(state, next, edit)
    model.set(nameOf(next), next)
  }
  const remove = (position: Position): void => {
    state = removeEntry(state, position, edit)
    model.delete(nameOf(position))
  }
  if (type === 'rising') run(key, from, count).forEach(insert)
  if (type === 'shuffled') shuffled(run(key, from, count), from + 1).forEach(insert)
  if (type === 'remove') shuffled(run(key, from, count), count + 1).forEach(remove)
  if (type === 'drain') entriesOf(state, undefined, count).forEach(remove)
  return { state, model }
}

describe('the order', () => {
  test('is what a sorted list is, and old versions stay as they were', () => {
    fc.assert(
      fc.property(historyOf(actions, 16), fc.constantFrom(...keys), fc.nat(160), fc.nat(9), (steps, key, ordinal, limit) => {
        for (const { state, model } of play<Order, Model, Action>({ state: emptyOrder, model: new Map() }, steps, change)) {
          const sorted = [...model.values()].sort(compare)
          examine(state)
          expect(state.size).toBe(sorted.length)
          expect(textOf(entriesOf(state))).toBe(textOf(sorted))
          expect(firstEntry(state)).toEqual(sorted[0])
          const middle = sorted[sorted.length >> 1] ?? { key, ordinal }
          for (const after of [
            { key, ordinal },
            { key: middle.key, ordinal: middle.ordinal },
          ]) {
            const rest = sorted.filter((one) => compare(one, after) > 0)
            expect(textOf(entriesOf(state, after))).toBe(textOf(rest))
            expect(textOf(entriesOf(state, after, limit + 1))).toBe(textOf(rest.slice(0, limit + 1)))
          }
        }
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['in place', {}],
    ['version by version', undefined],
  ])('grows to three levels and shrinks to nothing: %s', (_, edit) => {
    const all = run(7, 0, 12_000)
    let order = orderOf(shuffled(all), edit)
    expect(order.height).toBe(2)
    expect(textOf(entriesOf(order))).toBe(textOf(all))
    examine(order)
    for (const [index, gone] of shuffled(all, 9).entries()) {
      order = removeEntry(order, gone, edit)
      if (index % 500 === 0) examine(order)
    }
    expect(order).toMatchObject({ size: 0, height: 0, root: { marks: [], items: [] } })
    expect(firstEntry(order)).toBeUndefined()
  })

  test.each([
    ['the front', (order: Order): Position => firstEntry(order) as Entry],
    ['the end', (order: Order): Position => entry(7, order.size - 1)],
  ])('is emptied from %s without a thin node', (_, next) => {
    let order = orderOf(run(7, 0, 6_000), {})
    while (order.size > 0) {
      order = removeEntry(order, next(order))
      if (order.size % 250 < 2) examine(order)
    }
    expect(order.height).toBe(0)
  })

  test.each([
    ['rising, all at one moment', run(7, 0, 20_000), 0.85],
    ['near the end', run(7, 0, 20_000).map((one, index, all) => all[index ^ 7] ?? one), 0.8],
    ['anywhere', shuffled(run(7, 0, 20_000)), 0.6],
  ])('fills its leaves when entries come %s', (_, entries, least) => {
    const leaves = examine(orderOf(entries, {}))
    expect(20_000 / (MOST * leaves.length)).toBeGreaterThan(least)
  })

  test('is scanned from a position without a look at what comes before', () => {
    const order = orderOf(run(7, 0, 1_000))
    const root = order.root as Node
    const withoutFront = {
      ...order,
      root: { ...root, items: root.items.map((item, index) => (index < 5 ? undefined : item)) },
    } as Order
    expect(entriesOf(withoutFront, entry(7, 600), 3)).toEqual(run(7, 601, 3))
    expect(() => entriesOf(withoutFront, entry(7, 60), 3)).toThrow(TypeError)
  })

  test('lets a second entry take the place of one at the same position', () => {
    const order = insertEntry(orderOf(run(7, 0, 100)), { key: 7, ordinal: 50, id: 'second' })
    expect(order.size).toBe(100)
    expect(entriesOf(order, { key: 7, ordinal: 49 }, 1)).toEqual([{ key: 7, ordinal: 50, id: 'second' }])
  })

  test('stays the same value when there is nothing to remove', () => {
    const order = orderOf(run(7, 0, 100))
    for (const absent of [entry(7, 100), entry(6, 5), entry(8, 5)]) {
      expect(removeEntry(order, absent)).toBe(order)
      expect(removeEntry(order, absent, {})).toBe(order)
    }
  })

  test('copies only the way to what changes', () => {
    const nodesOf = (node: Node): Node[] => [
      node,
      ...node.items.flatMap((item) => (typeof item === 'string' ? [] : nodesOf(item))),
    ]
    const order = orderOf(run(7, 0, 12_000), {})
    const known = new Set(nodesOf(order.root as Node))
    for (const changed of [insertEntry(order, entry(6, 0)), removeEntry(order, entry(7, 6_000))]) {
      const made = nodesOf(changed.root as Node).filter((node) => !known.has(node))
      expect(made.length).toBe(order.height + 1)
    }
  })

  test('copies a node above the leaves once in an edit, and again in the next', () => {
    const order = orderOf(run(7, 0, 1_000))
    const edit = {}
    const first = removeEntry(order, entry(7, 0), edit)
    const second = insertEntry(first, entry(7, 0), edit)
    expect(first.root).not.toBe(order.root)
    expect(second.root).toBe(first.root)
    expect(insertEntry(second, entry(7, 1_000), {}).root).not.toBe(second.root)
    expect(insertEntry(second, entry(7, 1_000)).root).not.toBe(second.root)
  })
})
