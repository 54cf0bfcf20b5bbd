import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Edit } from '../../../src/pool/collections/edit.ts'
import { hashOf } from '../../../src/pool/collections/hash.ts'
import {
  eachRecord,
  emptyRecords,
  getRecord,
  type Records,
  removeRecord,
  setRecord,
} from '../../../src/pool/collections/records.ts'
import { idsAgreeingIn, idsOfOneHash } from './colliding.ts'
import { historyOf, play } from './histories.ts'

interface Thing {
  readonly id: string
  readonly value: number
}

type Node = [owner: Edit | undefined, bitmap: number, ...slots: (Thing | Node)[]]

const ordinary = Array.from({ length: 40 }, (_, number) => `m${number}`)
const sameHash = idsOfOneHash(3)
const partlyAlike = [5, 10, 25, 30].flatMap(idsAgreeingIn)
const allIds = [...ordinary.slice(0, 8), '', ...partlyAlike, ...sameHash]

const contentsOf = (records: Records<Thing>): Thing[] => {
  const found: Thing[] = []
  eachRecord(records, (record) => found.push(record))
  return found
}

const byId = (one: Thing, other: Thing): number => (one.id < other.id ? -1 : 1)

/** Every way of reading these records answers as the model does. */
const expectSame = (records: Records<Thing>, model: ReadonlyMap<string, Thing>, ids: readonly string[]): void => {
  expect(records.size).toBe(model.size)
  for (const id of ids) expect(getRecord(records, id)).toBe(model.get(id))
  expect(contentsOf(records).sort(byId)).toEqual([...model.values()].sort(byId))
}

const bitsIn = (bitmap: number): number => {
  let count = 0
  for (let rest = bitmap; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Counts the records and the nodes; fails on a shape that the trie must never have. */
const examine = (records: Records<Thing>): { records: number; nodes: number } => {
  const total = { records: 0, nodes: 0 }
  const faults: string[] = []
  const visit = (node: Node, shift: number): void => {
    const [, bitmap, ...slots] = node
    total.nodes++
    if (shift < 32 && bitsIn(bitmap) !== slots.length) faults.push(`${slots.length} slots for ${bitsIn(bitmap)} bits`)
    if (shift >= 32 && (bitmap !== 0 || slots.some(Array.isArray))) faults.push('a row that is not one of records')
    if (shift > 0 && slots.length < 2 && !Array.isArray(slots[0])) faults.push('a node below the root with one record or none')
    for (const slot of slots) {
      if (Array.isArray(slot)) visit(slot, shift + 5)
      else total.records++
    }
  }
  visit(rootOf(records), 0)
  expect(faults).toEqual([])
  return total
}

const rootOf = (records: Records<Thing>): Node => records.root as unknown as Node

const nodesOf = (node: Node): Node[] => [
  node,
  ...node.slice(2).flatMap((slot) => (Array.isArray(slot) ? nodesOf(slot as Node) : [])),
]

const recordsOf = (ids: readonly string[], edit?: Edit): Records<Thing> =>
  ids.reduce((records, id, value) => setRecord(records, { id, value }, edit), emptyRecords<Thing>())

type Action = { readonly type: 'set' | 'remove'; readonly id: string; readonly value: number }

const actionOn = (ids: readonly string[]): fc.Arbitrary<Action> =>
  fc.record({
    type: fc.constantFrom('set' as const, 'set' as const, 'remove' as const),
    id: fc.constantFrom(...ids),
    value: fc.nat(),
  })

const playOn = (steps: Parameters<typeof play<Records<Thing>, ReadonlyMap<string, Thing>, Action>>[1]) =>
  play(
    { state: emptyRecords<Thing>(), model: new Map<string, Thing>() },
    steps,
    ({ state, model }, { type, id, value }, edit) => {
      const changed = new Map(model)
      if (type === 'remove') {
        changed.delete(id)
        return { state: removeRecord(state, id, edit), model: changed }
      }
      const record = { id, value }
      changed.set(id, record)
      return { state: setRecord(state, record, edit), model: changed }
    },
  )

describe('records', () => {
  test.each([
    ['few ids, which meet often', ordinary.slice(0, 4), 30],
    ['ids that collide in part or entirely', allIds, 60],
    ['ids of one hash only', sameHash, 40],
  ])('are what a Map is, and old versions stay as they were: %s', (_, ids, maxLength) => {
    fc.assert(
      fc.property(historyOf(actionOn(ids), maxLength), (steps) => {
        for (const { state, model } of playOn(steps)) {
          expectSame(state, model, ids)
          expect(examine(state).records).toBe(model.size)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('hold ten thousand, in place or not, and shrink to nothing', () => {
    const ids = Array.from({ length: 10_000 }, (_, number) => `member-${number}`)
    for (const edit of [undefined, {}]) {
      let records = recordsOf(ids, edit)
      const model = new Map(ids.map((id, value) => [id, { id, value }]))
      expect(contentsOf(records).sort(byId)).toEqual([...model.values()].sort(byId))
      expect(examine(records).records).toBe(10_000)
      for (const id of ids) records = removeRecord(records, id, edit)
      expect([records.size, rootOf(records).slice(1)]).toEqual([0, [0]])
    }
  })

  test('tell apart ids of one hash, known or not', () => {
    expect(new Set(sameHash.map(hashOf)).size).toBe(1)
    expect(new Set(sameHash).size).toBe(8)
    const records = recordsOf(sameHash.slice(1))
    expect(getRecord(records, sameHash[0] as string)).toBeUndefined()
    expect(sameHash.slice(1).map((id) => getRecord(records, id)?.id)).toEqual(sameHash.slice(1))
  })

  test('answer nothing for an id that only shares a place with a known one', () => {
    for (const [known, unknown] of [sameHash, idsAgreeingIn(30), idsAgreeingIn(5)] as [string, string][]) {
      expect(getRecord(recordsOf([known]), unknown)).toBeUndefined()
    }
  })

  test('stay the same value when there is nothing to remove', () => {
    const records = recordsOf(ordinary)
    expect(removeRecord(records, 'nobody')).toBe(records)
    expect(removeRecord(records, 'nobody', {})).toBe(records)
  })

  test('copy only the way to what changes', () => {
    const records = recordsOf(Array.from({ length: 1_000 }, (_, number) => `m${number}`))
    const known = new Set(nodesOf(rootOf(records)))
    const changes = [
      setRecord(records, { id: 'm500', value: -1 }),
      setRecord(records, { id: 'new', value: 0 }),
      removeRecord(records, 'm500'),
    ]
    for (const changed of changes) {
      const made = nodesOf(rootOf(changed)).filter((node) => !known.has(node))
      expect(made.length).toBeGreaterThan(0)
      expect(made.length).toBeLessThanOrEqual(4)
    }
  })

  test('copy a node once in an edit, and again in the next', () => {
    const records = recordsOf(ordinary)
    const edit = {}
    const first = setRecord(records, { id: 'm1', value: -1 }, edit)
    const second = setRecord(first, { id: 'm1', value: -2 }, edit)
    expect(rootOf(first)).not.toBe(rootOf(records))
    expect(rootOf(second)).toBe(rootOf(first))
    expect(rootOf(setRecord(second, { id: 'm1', value: -3 }, {}))).not.toBe(rootOf(second))
    expect(rootOf(setRecord(second, { id: 'm1', value: -3 }))).not.toBe(rootOf(second))
  })

  test('give each node that an edit makes to that edit, and to none without', () => {
    const [missing, alike] = idsAgreeingIn(20) as [string, string]
    const records = recordsOf([...allIds, alike], {})
    const known = new Set(nodesOf(rootOf(records)))
    for (const edit of [{}, undefined]) {
      const changes = [
        setRecord(records, { id: 'm1', value: -1 }, edit),
        setRecord(records, { id: 'another', value: 0 }, edit),
        setRecord(records, { id: missing, value: 0 }, edit),
        ...allIds.map((id) => removeRecord(records, id, edit)),
      ]
      const made = changes.flatMap((changed) => nodesOf(rootOf(changed)).filter((node) => !known.has(node)))
      expect(made.length).toBeGreaterThan(changes.length)
      expect(made.every(([owner]) => owner === edit)).toBe(true)
    }
  })

  test('begin as one shared empty value that nothing can reach into', () => {
    const edit = {}
    setRecord(emptyRecords<Thing>(), { id: 'm1', value: 1 }, edit)
    setRecord(emptyRecords<Thing>(), { id: 'm2', value: 2 })
    expect([emptyRecords().size, contentsOf(emptyRecords<Thing>())]).toEqual([0, []])
  })
})

describe('the hash of ids', () => {
  const shapes: [string, (number: number) => string][] = [
    ['m0000001', (number) => `m${String(number).padStart(7, '0')}`],
    ['1', (number) => String(number)],
    ['user1@example.com', (number) => `user${number}@example.com`],
    ['a UUID', (number) => `3f2504e0-4f89-41d3-9a0c-${(number * 2_654_435_761).toString(16).padStart(12, '0')}`],
    ['two Chinese letters', (number) => String.fromCharCode(0x4e00 + (number & 255), 0x4e00 + (number >>> 8))],
    ['aAaaAAaA', (number) => Array.from({ length: 16 }, (_, bit) => ((number >>> bit) & 1 ? 'A' : 'a')).join('')],
  ]
  const count = 65_536

  test.each(shapes)('spreads ids like %s as chance would', (_, shape) => {
    const hashes = Array.from({ length: count }, (_, number) => hashOf(shape(number)))
    expect(count - new Set(hashes).size, 'ids that share a hash (0.5 expected)').toBeLessThan(5)
    for (let shift = 0; shift <= 20; shift += 5) {
      const tally = new Array<number>(1_024).fill(0)
      for (const hash of hashes) tally[(hash >>> shift) & 1_023]!++
      const expected = count / tally.length
      const deviation = tally.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0)
      expect(Math.abs(deviation - 1_023) / Math.sqrt(2 * 1_023), `standard deviations from chance at bit ${shift}`).toBeLessThan(
        5,
      )
    }
  })
})
