// Many people moved to unlicensed by one command, each with its own answer (P4): against adding as many to a Map.

import { type Command, execute, openPool } from '../src/index.ts'
import type { Request } from '../src/store/index.ts'
import { DAY, idsOf, Ours } from './pools.ts'
import { median, race, ratioOf, timesOf } from './rounds.ts'
import type { Figure } from './rows.ts'

const row = 'bulk unlicense of 50,000 people, per person'

const size = 50_000
const firstDay = 20_454 * DAY
const admin = { role: 'systemAdmin' } as const

/** Everybody imported; half have a dependency, and half of those one that blocks. */
const openPlanning = (people: readonly string[]): Ours => {
  const lots = [{ lot: 'all', quantity: size }]
  const opening = { type: 'OpenPool', organization: 'acme', preset: 'planningPeople', lots } as const
  const opened = openPool(opening, firstDay, { role: 'accountManager' })
  if (opened._tag === 'Left') throw new Error(JSON.stringify(opened.left))
  const ours = new Ours(opened.right.pool)
  ours.execute({ type: 'ImportMembers', members: people.map((member) => ({ member })) }, firstDay, admin)
  const linked = people.filter((_, index) => index % 2 === 0)
  ours.executeAll(
    linked.map((member, index): Request => {
      const dependency = { kind: index % 2 === 0 ? 'territory' : 'routing', id: `d${index % 100}` }
      return { command: { type: 'LinkDependency', member, dependency }, at: firstDay, by: admin }
    }),
  )
  return ours
}

export const runBulk = async (): Promise<readonly Figure[]> => {
  const people = idsOf(size)
  const { pool } = openPlanning(people)
  const command: Command = { type: 'UnlicenseMembers', members: people }
  const counts = { moved: 0, added: 0 }
  // The pool is a value: each round moves the same people out of the same one.
  const times = await race([
    {
      name: 'baseline',
      operations: size,
      run: () => {
        const map = new Map<string, { readonly member: string; readonly state: string }>()
        for (const member of people) map.set(member, { member, state: 'unlicensed' })
        counts.added = map.size
      },
    },
    {
      name: 'ours',
      operations: size,
      run: () => {
        const done = execute(pool, command, firstDay + DAY, admin)
        if (done._tag === 'Left' || done.right.results?.length !== size) throw new Error('not everybody was answered')
        counts.moved = done.right.events.length
      },
    },
  ])
  if (counts.moved !== 0.75 * size || counts.added !== size)
    throw new Error(`${counts.moved} were moved, and ${counts.added} added to the Map`)
  const [ours, baseline] = [median(timesOf(times, 'ours')), median(timesOf(times, 'baseline'))]
  const note = `${((ours * size) / 1e6).toFixed(0)} ms for all, a quarter of them refused`
  return [{ name: row, ratio: ratioOf(times, 'ours', 'baseline'), ours, baseline, note }]
}
