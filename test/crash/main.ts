// The crash test: processes that are killed while they write, and a store that must have lost nothing and given nothing twice.
//   node test/crash/main.ts                 all of it, about 80 s
//   node test/crash/main.ts --short         less of it, about 25 s, for CI
//   node test/crash/main.ts --only TEXT     the runs whose name has this in it
//   node test/crash/main.ts --json          the reports as JSON

import process from 'node:process'
import { parseArgs } from 'node:util'
import { type Report, table } from './report.ts'
import { type Run, runs } from './runs.ts'
import { inBrief } from './violations.ts'

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
})
const say = (text: string): void => {
  if (!values.json) console.log(text)
}

const reports: Report[] = []
const { alone, together, close } = runs(values.short)
const isChosen = ({ name }: Run): boolean => values.only === undefined || name.toLowerCase().includes(values.only.toLowerCase())

const runNext = async (waiting: Run[]): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const report = await next.run()
    reports.push(report)
    say(`${report.violations.length === 0 ? 'passed' : 'FAILED'}: ${report.name}, ${report.seconds.toFixed(1)} s`)
    for (const line of [...(report.caughtBy ?? []), ...inBrief(report.violations)]) say(`    ${line.slice(0, 300)}`)
  }
}

const start = performance.now()
await runNext(alone.filter(isChosen))
const waiting = together.filter(isChosen)
await Promise.all([1, 2, 3].map(() => runNext(waiting)))
await close()

const seconds = ((performance.now() - start) / 1_000).toFixed(1)
const failed = reports.filter(({ violations }) => violations.length > 0)
if (reports.length === 0) console.error(`no run has ${values.only} in its name`)
else if (values.json) console.log(JSON.stringify(reports, null, 2))
else say(`\n${table(reports)}\n`)
if (failed.length > 0) say(`FAILED: ${failed.map(({ name }) => name).join('; ')}`)
else if (reports.length > 0) say(`nothing was lost, and nothing given twice (${seconds} s)`)
process.exitCode = failed.length > 0 || reports.length === 0 ? 1 : 0
