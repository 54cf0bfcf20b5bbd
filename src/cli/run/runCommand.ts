// `license-pool run`: every scenario is run, whatever became of the one before, and then the worst of them is the exit code.

import { parseArgs } from 'node:util'
import { runScenario, type ScenarioRun } from '../../scenarios/runScenario.ts'
import { Fault, inFile } from '../fault.ts'
import { runHelp } from '../help.ts'
import { colorsFor, type Io } from '../io.ts'
import { readOptions } from '../readOptions.ts'
import { harmless } from '../table/terminalText.ts'
import { version } from '../version.ts'
import { outcomeText, summaryText } from './outcomeText.ts'
import { readSource, type ScenarioSource, sourcesOf } from './sources.ts'

const options = {
  json: { type: 'boolean' },
  timeline: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** A scenario's file, and what became of it. */
export interface RanFile {
  readonly file: string
  readonly run: ScenarioRun
}

export const runCommand = async (args: readonly string[], io: Io): Promise<number | undefined> => {
  const { values, positionals } = readOptions(() => parseArgs({ args: [...args], options, allowPositionals: true }), options)
  if (values.help === true) return void io.stdout.write(runHelp)
  if (values.version === true) return void io.stdout.write(`${version()}\n`)
  if (positionals.length === 0) throw new Fault('which scenarios? Give files or folders, or - for standard input')
  const ran: RanFile[] = []
  for (const source of sourcesOf(positionals)) {
    const one = { file: source.file, run: await runSource(source, io) }
    ran.push(one)
    if (values.json !== true) {
      if (values.timeline === true && ran.length > 1) io.stdout.write('\n')
      tell(one, values.timeline === true, io)
    }
  }
  if (values.json === true) io.stdout.write(`${JSON.stringify(asJson(ran, values.timeline === true), null, 2)}\n`)
  else io.stdout.write(summaryText(ran, colorsFor(io.stdout, io)))
  return exitCode(ran)
}

const runSource = async (source: ScenarioSource, io: Io): Promise<ScenarioRun> => {
  try {
    return await runScenario(await readSource(source, io), { format: source.format })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const fault = { line: error.line ?? 0, message: error.message }
    return { ok: false, scenario: null, steps: [], error: fault, faults: [fault], timeline: [] }
  }
}

const tell = ({ file, run }: RanFile, withTimeline: boolean, io: Io): void => {
  const width = Math.max(40, io.stdout.columns ?? 80)
  io.stdout.write(outcomeText(file, run, { withTimeline, width, colors: colorsFor(io.stdout, io) }))
  for (const { line, message } of run.faults ?? []) {
    io.stderr.write(`license-pool: ${harmless(`${inFile(file, line === 0 ? undefined : line)}: ${message}`)}\n`)
  }
}

/** What `--json` promises: these fields and no others, but for the timeline where it is asked for. */
const asJson = (ran: readonly RanFile[], withTimeline: boolean): object => ({
  files: ran.map(({ file, run: { ok, scenario, error, steps, timeline } }) => ({
    file,
    scenario,
    ok,
    ...(error === undefined ? {} : { error: { line: Math.max(1, error.line), message: error.message } }),
    steps: steps.map(({ line, ok, differences }, index) => ({
      line,
      ok,
      differences: differences.map(({ path, expected, actual }) => ({ path, expected, actual })),
      ...(withTimeline ? { timeline: timeline[index] } : {}),
    })),
  })),
})

const exitCode = (ran: readonly RanFile[]): number =>
  Math.max(0, ...ran.map(({ run }) => (run.error !== undefined ? 2 : run.ok ? 0 : 1)))
