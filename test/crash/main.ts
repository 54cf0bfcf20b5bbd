// The crash test: processes that are killed while they write, and a store that must have lost nothing and given nothing twice.
//   node test/crash/main.ts                 all of it, about 80 s
//   node test/crash/main.ts --short         less of it, about 20 s, for CI
//   node test/crash/main.ts --only TEXT     the runs whose name has this in it
//   node test/crash/main.ts --json          the reports as JSON

import process from 'node:process'
import { parseArgs } from 'node:util'
import { type Report, table } from './report.ts'
import { runs } from './runs.ts'
import { inBrief } from './violations.ts'

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
})
const say = (text: string): void => {
  if (!values.json) console.log(text)
}

const reports: Report[] = []
for (const { name, run } of runs(values.short)) {
  if (values.only !== undefined && !name.toLowerCase().includes(values.only.toLowerCase())) continue
  const report = await run()
  reports.push(report)
  say(table([report]).split('\n')[1] as string)
  for (const line of report.caughtBy === undefined ? inBrief(report.violations) : report.caughtBy) say(`    ${line}`)
}

const seconds = reports.reduce((sum, report) => sum + report.seconds, 0).toFixed(1)
const failed = reports.filter(({ violations }) => violations.length > 0)
if (values.json) console.log(JSON.stringify(reports, null, 2))
say(`\n${table(reports)}\n`)
say(
  failed.length === 0
    ? `nothing was lost, and nothing given twice (${seconds} s)`
    : `FAILED: ${failed.map(({ name }) => name).join('; ')}`,
)
if (reports.length === 0) console.error(`no run has ${values.only} in its name`)
process.exitCode = failed.length > 0 || reports.length === 0 ? 1 : 0
