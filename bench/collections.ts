// What docs/decisions/0002-collections.md was decided by: the two persistent collections, each beside what it might have been and
// the mutable structure that is the limit. It measures collections alone; the pool as a whole is measured by memory.ts.
//   node bench/collections.ts                      a table; peers where `npm ci --prefix bench` has installed them
//   node bench/collections.ts --only touch         the rows with that in their name; --members 1000000 for one size
//   node --expose-gc --cpu-prof bench/collections.ts --measure ours --members 1000000     one process, its figures as JSON

import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { type Candidate, candidates } from './collections/candidates.ts'
import type { Figure } from './collections/figure.ts'
import { measureOrder } from './collections/measureOrder.ts'
import { measureRecords } from './collections/measureRecords.ts'

const isAbsent = (error: unknown): boolean => (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND'

const measure = async (key: string, members: number): Promise<{ name: string; figures: readonly Figure[] }> => {
  try {
    const candidate = await (candidates[key] as () => Promise<Candidate>)()
    if (candidate.slow === true && members > 10_000) return { name: `${candidate.name}: not at this size`, figures: [] }
    return {
      name: candidate.name,
      figures: [...(await measureRecords(candidate, members)), ...(await measureOrder(candidate, members))],
    }
  } catch (error) {
    if (!isAbsent(error)) throw error
    return { name: `${key}: absent`, figures: [] }
  }
}

const { values } = parseArgs({
  options: { measure: { type: 'string' }, members: { type: 'string' }, only: { type: 'string', default: '' } },
})

const measureApart = (key: string, members: number): Awaited<ReturnType<typeof measure>> => {
  const args = ['--expose-gc', '--max-old-space-size=8000', import.meta.filename, '--measure', key, '--members', `${members}`]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw new Error(`the process that measures ${key} ended with exit code ${status}`)
  return JSON.parse(stdout)
}

const cellsOf = ({ row, ours, baseline, ratio }: Figure): string[] => [
  row,
  ratio === undefined ? '' : `${ratio.toFixed(1)} x`,
  ours.toFixed(ours < 100 ? 1 : 0),
  ratio === undefined ? '' : baseline.toFixed(0),
]

if (values.measure !== undefined) {
  console.log(JSON.stringify(await measure(values.measure, Number(values.members ?? 1_000_000))))
} else {
  for (const members of values.members === undefined ? [1_000, 10_000, 1_000_000] : [Number(values.members)]) {
    for (const key of Object.keys(candidates)) {
      const { name, figures } = measureApart(key, members)
      console.log(`\n${name}, ${members.toLocaleString('en-US')} members`)
      for (const figure of figures) {
        if (!figure.row.includes(values.only)) continue
        const [row = '', ...cells] = cellsOf(figure)
        console.log(`  ${row.padEnd(70)}${cells.map((cell) => cell.padStart(10)).join('')}`)
      }
    }
  }
}
