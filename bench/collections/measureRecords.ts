// Records by id against a Map changed in place: a look, a touch, a touch in a batch, and heap.

import type { Edit } from '../../src/pool/collections/edit.ts'
import { at, race, shuffled } from '../rounds.ts'
import { type Candidate, type Member, recordOf } from './candidates.ts'
import { type Figure, figureOf, heapUsed } from './figure.ts'

export const measureRecords = async ({ records: like, slow = false }: Candidate, members: number): Promise<readonly Figure[]> => {
  const ids = Array.from({ length: members }, (_, index) => `m${String(index).padStart(7, '0')}`)
  const made = ids.map(recordOf)
  const before = heapUsed()
  const edit = {}
  let state = made.reduce((built, member) => like.set(built, member, edit), like.empty())
  const bytes = (heapUsed() - before) / members
  const map = new Map(made.map((member) => [member.id, { ...member }]))
  made.length = 0

  const visits = shuffled(ids)
  let visit = 0
  const next = (): string => at(visits, visit++ % members)
  const touched = (id: string): Member => {
    const old = like.get(state, id) as Member
    return { ...old, usedDay: old.usedDay + 1, uses: old.uses + 1 }
  }
  const operations = slow ? 20 : 200_000
  const repeat = (operation: (index: number) => void) => () => {
    for (let index = 0; index < operations; index++) operation(index)
  }
  let seen = 0
  let batch: Edit = {}
  const lane = (name: string, operation: (index: number) => void) => ({ name, operations, run: repeat(operation) })
  const times = await race([
    lane('Map.get', () => {
      seen += (map.get(next()) as Member).uses
    }),
    lane('get', () => {
      seen += (like.get(state, next()) as Member).uses
    }),
    lane('Map touch', () => {
      const member = map.get(next()) as Member
      member.usedDay++
      member.uses++
    }),
    lane('touch', () => {
      state = like.set(state, touched(next()))
    }),
    lane('batch', (index) => {
      if (index % 1_000 === 0) batch = {}
      state = like.set(state, touched(next()), batch)
    }),
  ])
  if (seen < 0) throw new Error('nothing was read')
  return [
    figureOf(times, 'get', 'get', 'Map.get'),
    figureOf(times, 'touch: get, copy the record, set', 'touch', 'Map touch'),
    ...(slow ? [] : [figureOf(times, 'touch, 1,000 in one edit', 'batch', 'Map touch')]),
    { row: 'bytes a record, beside record and id', ours: bytes, baseline: 0 },
  ]
}
