// Short ways to a scenario for the tests of this folder: a frame of lines that are counted, and steps to fill it with.

import { runScenario, type ScenarioRun } from '../../src/scenarios/runScenario.ts'

/** The steps begin in line 11. */
export const withSteps = (steps: string, pool = ''): string => `scenario: A test
pool:
  organization: acme
  preset: mobileAssignment
  allowance: 1
  timeZone: Europe/London
  ${pool}

start: 2026-03-20T15:00
steps:
${steps}
`

/** Runs steps; a fault fails the test with its message. */
export const play = async (steps: string, pool?: string): Promise<ScenarioRun> => {
  const run = await runScenario(withSteps(steps, pool))
  if (run.error !== undefined) throw new Error(`line ${run.error.line}: ${run.error.message}`)
  return run
}

/** The differences of all the steps, with the step's number: `[1, 'access', 'full', 'trial']`. */
export const differences = async (steps: string, pool?: string): Promise<readonly unknown[]> => {
  const run = await play(steps, pool)
  return run.steps.flatMap((step, index) =>
    step.differences.map(({ path, expected, actual }) => [index + 1, path, expected, actual]),
  )
}

/** What is wrong with a text: every fault, as `line: message`. */
export const faults = async (text: string, format: 'yaml' | 'json' = 'yaml'): Promise<readonly string[]> => {
  const run = await runScenario(text, { format })
  if (run.ok || run.steps.length > 0) throw new Error('it was run')
  return (run.faults ?? []).map(({ line, message }) => `${line}: ${message}`)
}
