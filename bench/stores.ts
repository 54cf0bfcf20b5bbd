// The bench of the stores: each durable row of performance.md against what one writes by hand, all in one run and in turns.
//   npm run bench:stores                     a table; the peers too, where `npm ci --prefix bench` has installed them
//   npm run bench:stores -- --json           { rows: [...] } instead
//   npm run bench:stores -- --gate           exit code 1 when a row that counts exactly does not hold; times are only printed
//   npm run bench:stores -- --only SQLite    the rows with that in their name
//   npm run bench:stores -- --short          shorter turns and fewer of them, without what only informs
// Where the time goes: node --cpu-prof --cpu-prof-dir=/tmp/profile bench/stores.ts --only '64 callers, against'

import { parseArgs } from 'node:util'
import { type Figure, linesOf } from './rows.ts'
import { measureDisk } from './stores/disk.ts'
import { postgresSection } from './stores/postgres.ts'
import { countRenewals } from './stores/renewals.ts'
import { sqliteContests } from './stores/sqlite.ts'
import { rows, storeTargets } from './stores/targets.ts'
import { compete, type Pace } from './stores/turns.ts'
import { tableOf } from './table.ts'

const { values } = parseArgs({
  options: {
    gate: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    short: { type: 'boolean', default: false },
  },
})

const pace: Pace = values.short ? { warmUps: 1, rounds: 3, milliseconds: 250 } : { warmUps: 2, rounds: 7, milliseconds: 400 }
const informs = new Set<string>(storeTargets.filter(({ reach }) => reach === undefined).map(({ name }) => name))
const wants = (row: string): boolean =>
  row.includes(values.only) && !(values.short && informs.has(row) && row !== rows.disk && values.only === '')
if (!storeTargets.some(({ name }) => wants(name))) throw new Error(`no row has ${values.only} in its name`)

const figures: Figure[] = []
if (wants(rows.disk)) figures.push(measureDisk())
if (wants(rows.renewals)) figures.push(await countRenewals())
const sqlite = await sqliteContests(wants)
const postgres = await postgresSection(wants)
try {
  figures.push(...postgres.figures)
  figures.push(...(await compete([...postgres.contests, ...sqlite.contests], pace, postgres.serverCpu)))
} finally {
  await postgres.close()
  sqlite.close()
}

const lines = linesOf(figures, storeTargets)
console.log(values.json ? JSON.stringify({ rows: lines.map(({ row }) => row) }, null, 2) : tableOf(lines))

const counted = new Set(storeTargets.filter(({ isCounted }) => isCounted).map(({ name }) => name))
for (const { row } of lines) {
  if (!values.gate || row.held !== false || !counted.has(row.name)) continue
  console.error(`${row.name}: ${row.ratio} ${row.unit}, and ${row.hold} must hold`)
  process.exitCode = 1
}
