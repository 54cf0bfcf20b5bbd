// Entries in order against a binary heap changed in place: ten that fall due, one that comes and goes, and heap.

import type { Entry } from '../../src/pool/collections/order.ts'
import { at, race, shuffled } from '../rounds.ts'
import type { Candidate } from './candidates.ts'
import { type Figure, figureOf, heapUsed } from './figure.ts'
import { Heap } from './heap.ts'

const day = 86_400_000

export const measureOrder = async ({ order: like }: Candidate, members: number): Promise<readonly Figure[]> => {
  if (like === undefined) return []
  const ids = Array.from({ length: members }, (_, index) => `m${String(index).padStart(7, '0')}`)
  const days = shuffled(Array.from({ length: members }, (_, index) => index % 90))
  const atOnce = (ordinal: number): Entry => ({ key: 1_774_000_000_000, ordinal, id: at(ids, ordinal) })
  const spread = (ordinal: number): Entry => ({ ...atOnce(ordinal), key: 1_774_000_000_000 + at(days, ordinal) * day })
  const build = (entryOf: (ordinal: number) => Entry) => {
    const before = heapUsed()
    const edit = {}
    const start = performance.now()
    let state = like.empty()
    for (let ordinal = 0; ordinal < members; ordinal++) state = like.insert(state, entryOf(ordinal), edit)
    const nanoseconds = ((performance.now() - start) * 1e6) / members
    return { state, nanoseconds, bytes: (heapUsed() - before) / members }
  }
  for (let warm = members; warm < 200_000; warm += members) build(atOnce)
  const rising = build(atOnce)
  const mixed = build(spread)
  let { state } = mixed
  const heap = new Heap()
  for (let ordinal = 0; ordinal < members; ordinal++) heap.push(spread(ordinal))

  let ordinal = members
  const anywhere = (): Entry => ({
    key: 1_774_000_000_000 + at(days, ordinal % members) * day + 1,
    ordinal: ordinal++,
    id: 'new',
  })
  const later = ({ key, id }: Entry): Entry => ({ key: key + 90 * day, ordinal: ordinal++, id })
  const lane = (name: string, operations: number, operation: () => void) => ({
    name,
    operations,
    run: () => {
      for (let index = 0; index < operations; index++) operation()
    },
  })
  const times = await race([
    lane('heap ten', 2_000, () => {
      for (let index = 0; index < 10; index++) heap.push(later(heap.pop()))
    }),
    lane('ten', 2_000, () => {
      const edit = {}
      state = like.begin?.(state) ?? state
      for (let index = 0; index < 10; index++) {
        const first = like.first(state)
        state = like.insert(like.remove(state, first, edit), later(first), edit)
      }
    }),
    lane('heap one', 20_000, () => heap.push(later(heap.pop()))),
    lane('one', 20_000, () => {
      const entry = anywhere()
      state = like.remove(like.insert(state, entry), entry)
    }),
  ])
  return [
    figureOf(times, 'order: ten from the front to the end, in one edit', 'ten', 'heap ten'),
    figureOf(times, 'order: one in anywhere and out again (heap: out at the front and in)', 'one', 'heap one'),
    { row: 'order: in at the end, in one edit', ours: rising.nanoseconds, baseline: 0 },
    { row: 'order: bytes an entry beside its id, all at one moment', ours: rising.bytes, baseline: 0 },
    { row: 'order: bytes an entry beside its id, over 90 days', ours: mixed.bytes, baseline: 0 },
  ]
}
