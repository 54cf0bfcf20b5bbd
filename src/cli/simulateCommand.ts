// `license-pool simulate`: reads the plans, replays the activity once through all of them, and only when all of it has gone well
// writes anything.

import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { Replayed } from '../simulation/figures.ts'
import type { Plan } from '../simulation/plan.ts'
import { type Replay, startReplay } from '../simulation/replay.ts'
import { fileSource, readActivity, type Source } from './activity/readActivity.ts'
import { Fault } from './fault.ts'
import { simulateHelp } from './help.ts'
import { colorsFor, type Io } from './io.ts'
import { page } from './page/page.ts'
import { choosePlans } from './plans/choosePlans.ts'
import { progressOn } from './progress.ts'
import { readOptions } from './readOptions.ts'
import { comparison } from './table/comparison.ts'
import { version } from './version.ts'
import { placeFor, writeWhole } from './wholeFile.ts'

const options = {
  preset: { type: 'string' },
  allowance: { type: 'string' },
  'time-zone': { type: 'string' },
  set: { type: 'string', multiple: true },
  plan: { type: 'string', multiple: true },
  plans: { type: 'string' },
  json: { type: 'boolean' },
  html: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

export const simulateCommand = async (args: readonly string[], io: Io): Promise<undefined> => {
  const { values, positionals } = readOptions(() => parseArgs({ args: [...args], options, allowPositionals: true }), options)
  if (values.help === true) return void io.stdout.write(simulateHelp())
  if (values.version === true) return void io.stdout.write(`${version()}\n`)
  const [file, another] = positionals
  if (file === undefined) throw new Fault('which activity? Give a file, or - for standard input')
  if (another !== undefined) throw new Fault(`one file at a time: there are ${file} and ${another}`)
  const plans = await choosePlans(values)
  const inputs = [file, values.plans].filter((input) => input !== undefined)
  const place = values.html === undefined ? undefined : placeFor(values.html, inputs)
  const replayed = await replay(plans, file, io)
  const figures = replayed.map((each) => each.figures)
  if (place !== undefined) await writeWhole(place, page(replayed, file === '-' ? 'standard input' : basename(file)))
  if (values.json === true) return void io.stdout.write(`${JSON.stringify({ plans: figures }, null, 2)}\n`)
  io.stdout.write(comparison(figures, io.stdout.columns ?? 80, colorsFor(io.stdout, io)))
  if (place !== undefined) io.stdout.write(`\nThe charts: ${values.html}\n`)
}

/** So many rows pass between two looks at the clock. */
const rowsBetween = 512

const replay = async (plans: readonly Plan[], file: string, io: Io): Promise<readonly Replayed[]> => {
  const source: Source = file === '-' ? { name: 'standard input', bytes: io.stdin } : fileSource(file)
  const progress = progressOn(io, file === '-' ? undefined : sizeOf(file))
  let replays: readonly Replay[] | undefined
  let [rows, bytes, last] = [0, 0, 0]
  try {
    await readActivity(
      source,
      (row) => {
        replays ??= plans.map((plan) => startReplay(plan, row.at))
        for (const each of replays) each.signIn(row)
        last = row.at
        if (++rows % rowsBetween === 0) progress.show(rows, bytes)
      },
      (count) => {
        bytes = count
      },
    )
  } finally {
    progress.clear()
  }
  return (replays ?? []).map((each) => each.end(last))
}

/** The size of a file; of what is no file, such as a pipe, nobody knows. */
const sizeOf = (file: string): number | undefined => {
  const found = statSync(file, { throwIfNoEntry: false })
  return found?.isFile() === true ? found.size : undefined
}
