// A scenario run from beginning to end: the one door for tests, for the command line, and for whoever holds a text.

import type { Difference } from './play/compare.ts'
import { playScenario } from './play/playScenario.ts'
import { type TimelineEntry, timelineOf } from './play/timeline.ts'
import { readScenario, type ScenarioFault, type TextFormat } from './readScenario.ts'
import type { ScenarioDocument } from './scenarioDocument.ts'

/**
 * What a scenario came to.
 *
 * @example
 * const failed = ({ steps }: ScenarioRun) => steps.filter((step) => !step.ok)
 */
export interface ScenarioRun {
  /** Whether it could be read and every expectation held. */
  readonly ok: boolean
  /** Its title; `null` where none could be read. */
  readonly scenario: string | null
  readonly steps: readonly StepRun[]
  /** Why it could not be run: then there are no steps. Of several faults it is the first. */
  readonly error?: ScenarioFault
  /** All of them, in the order of their lines. */
  readonly faults?: readonly ScenarioFault[]
  readonly timeline: readonly TimelineEntry[]
}

/** What became of one step. */
export interface StepRun {
  /** The line in which it begins. */
  readonly line: number
  readonly ok: boolean
  /** Every expectation that did not hold. */
  readonly differences: readonly Difference[]
}

/** How a text is to be read: as YAML 1.2 (of which JSON is a part), which is the default, or as JSON and nothing else. */
export interface RunScenarioOptions {
  readonly format?: TextFormat
}

/**
 * Runs a scenario, a text in YAML or JSON or a document, through the shell on a memory store. It answers and never throws: what
 * cannot be read is an `error` with its line. The lines of a document are those of `JSON.stringify(document, null, 2)`.
 *
 * @example
 * const run = await runScenario(`
 * scenario: The second waits
 * pool: { organization: acme, preset: mobileAssignment, allowance: 1 }
 * start: 2026-03-20T15:00
 * steps:
 *   - do: { type: SignIn, member: lucy, client: mobile }
 *     expect: { access: full }
 *   - do: { type: SignIn, member: sven, client: mobile }
 *     expect: { access: full }
 * `)
 * console.log(run.ok) // false
 * console.log(run.steps[1]?.differences) // [ { path: 'access', expected: 'full', actual: 'trial' } ]
 */
export const runScenario = async (
  scenario: string | ScenarioDocument,
  { format = 'yaml' }: RunScenarioOptions = {},
): Promise<ScenarioRun> => {
  const written = typeof scenario === 'string' ? { text: scenario, format } : writtenOut(scenario)
  if (written === undefined) return faulty(null, [{ line: 1, message: 'is no document that could be written as JSON' }])
  const read = readScenario(written.text, written.format)
  if (read.type === 'Faulty') return faulty(read.title, read.faults)
  const { title, zone } = read.scenario
  try {
    const played = await playScenario(read.scenario)
    if ('faults' in played) return faulty(title, played.faults)
    const steps = played.map(({ step, differences }) => ({ line: step.line, ok: differences.length === 0, differences }))
    return { ok: steps.every((step) => step.ok), scenario: title, steps, timeline: timelineOf(played, zone) }
  } catch (error) {
    return faulty(title, [{ line: 1, message: `cannot be run: ${String(error)}` }])
  }
}

const faulty = (scenario: string | null, faults: readonly ScenarioFault[]): ScenarioRun => ({
  ok: false,
  scenario,
  steps: [],
  ...(faults[0] === undefined ? {} : { error: faults[0] }),
  faults,
  timeline: [],
})

/** A document comes in as its text, so that whatever it is made of is read once and in one way. */
const writtenOut = (document: unknown): { readonly text: string; readonly format: TextFormat } | undefined => {
  try {
    const text = JSON.stringify(document, null, 2) as string | undefined
    return text === undefined ? undefined : { text, format: 'json' }
  } catch {
    return undefined
  }
}
