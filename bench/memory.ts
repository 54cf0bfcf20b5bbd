// The bench of what is in memory: each row of performance.md against the baseline in the same process, the median of three processes.
//   npm run bench:memory                     a table; the peers too, where `npm ci --prefix bench` has installed them
//   npm run bench:memory -- --json           { rows: [...] } instead
//   npm run bench:memory -- --gate           without the peers, and exit code 1 when a row does not hold
//   npm run bench:memory -- --only touch     the rows with that in their name; --processes 1 for a quick look
// Where the time goes: node --expose-gc --cpu-prof --cpu-prof-dir=/tmp/profile bench/process.ts million touch

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { baselineRow, type Figure, type Kind, linesOf, targets } from './rows.ts'
import { tableOf } from './table.ts'

const { values } = parseArgs({
  options: {
    gate: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    processes: { type: 'string', default: '3' },
  },
})

const figuresOf = (kind: Kind): readonly Figure[] => {
  const args = ['--expose-gc', join(import.meta.dirname, 'process.ts'), kind, values.only]
  const { status, stdout, error } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`the process that measures ${kind} ended with exit code ${status}`)
  return JSON.parse(stdout) as readonly Figure[]
}

const wanted = targets.filter(({ name }) => name.includes(values.only))
const kinds = new Set(wanted.map(({ kind }) => kind))
const figures: Figure[] = []
for (let count = 0; count < Number(values.processes); count++) for (const kind of kinds) figures.push(...figuresOf(kind))
if (!values.gate) figures.push(...figuresOf('peers'))

if (figures.length === 0) throw new Error(`no row has ${values.only} in its name`)

const lines = linesOf(figures, targets)
console.log(values.json ? JSON.stringify({ rows: lines.map(({ row }) => row) }, null, 2) : tableOf(lines))

// The baseline must be fast whoever asks; what is measured against it, only for the gate.
const missed = lines.filter(({ row }) => row.held === false && (values.gate || row.name === baselineRow))
for (const { row, isKnownMiss } of missed) {
  const known = isKnownMiss ? ': a miss that docs/performance.md accounts for' : ''
  console.error(`${row.name}: ${row.ratio?.toFixed(2)} ${row.unit}, and ${row.hold} must hold${known}`)
}
if (missed.some(({ isKnownMiss }) => !isKnownMiss)) process.exitCode = 1
