// From a text to a scenario that can be played, or to what is wrong with it and in which line. Everything that can be known before
// the first command is given is found here.

import type { PoliciesPatch } from '../policies/policies.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { AddMember, OpenPool } from '../pool/model/command.ts'
import { type Instant, isTimeZone } from '../pool/time/calendar.ts'
import { quoted, suggestion } from '../pool/validation/flaw.ts'
import { type Issue, issuesOf } from '../pool/validation/shape.ts'
import { afterSpan, momentText } from './moment.ts'
import type { Expectations } from './play/compare.ts'
import { commandTypes, scenarioShape } from './scenarioShape.ts'
import { readJson } from './text/readJson.ts'
import { readValue } from './text/readValue.ts'
import { readYaml } from './text/readYaml.ts'
import { fieldOf, type LineOf, linesOf, TextFault, type Written } from './text/tree.ts'

/** What is wrong with a file, and in which line of it. */
export interface ScenarioFault {
  readonly line: number
  readonly message: string
}

/** A scenario whose moments are known. */
export interface Scenario {
  readonly title: string
  readonly zone: string
  readonly start: Instant
  readonly opening: OpenPool
  readonly members: readonly AddMember[]
  readonly steps: readonly Step[]
  readonly lineOf: LineOf
}

export interface Step {
  readonly line: number
  readonly at: Instant
  /** The span that passed, as it was written. */
  readonly after: string | undefined
  /** None: what is due happens, and no more. */
  readonly commands: readonly unknown[]
  readonly by: Actor | undefined
  readonly key: string | undefined
  readonly preview: boolean
  readonly expect: Expectations
}

export type Read =
  | { readonly type: 'Read'; readonly scenario: Scenario }
  | { readonly type: 'Faulty'; readonly title: string | null; readonly faults: readonly [ScenarioFault, ...ScenarioFault[]] }

export type TextFormat = 'yaml' | 'json'

/** Reads a scenario; it never throws. */
export const readScenario = (text: string, format: TextFormat): Read => {
  let title: string | null = null
  try {
    const written = (format === 'json' ? readJson : readYaml)(text.replace(/^\ufeff/, ''))
    title = titleIn(written)
    return scenarioIn(written)
  } catch (error) {
    if (error instanceof TextFault) return faulty(title, [error])
    return faulty(title, [{ line: 1, message: error instanceof RangeError ? 'is nested too deep' : String(error) }])
  }
}

const faulty = (title: string | null, found: readonly ScenarioFault[]): Read => {
  const [first = { line: 1, message: 'cannot be read' }, ...others] = [...found].sort(
    (a, b) => missing(a) - missing(b) || a.line - b.line,
  )
  const plain = ({ line, message }: ScenarioFault): ScenarioFault => ({ line, message })
  return { type: 'Faulty', title, faults: [plain(first), ...others.map(plain)] }
}

/** What is missing comes last: it may stand there, misspelled. */
const missing = ({ message }: ScenarioFault): number => (message.includes('is missing') ? 1 : 0)

const titleIn = (written: Written): string | null => {
  const title = fieldOf(written, 'scenario')
  return title?.type === 'Scalar' && title.value !== null ? (title.source ?? String(title.value)) : null
}

/** As the shape has made sure that it is written. */
interface Document {
  readonly scenario: string
  readonly pool: Omit<OpenPool, 'type'> & {
    readonly allowance?: number
    readonly members?: readonly Omit<AddMember, 'type'>[]
    readonly policies?: PoliciesPatch
  }
  readonly start: Instant
  readonly steps: readonly WrittenStep[]
}
interface WrittenStep {
  readonly at?: Instant
  readonly after?: string
  readonly do?: unknown
  readonly by?: Actor
  readonly key?: string
  readonly preview?: boolean
  readonly expect?: Expectations
}

const scenarioIn = (written: Written): Read => {
  const zoneField = fieldOf(fieldOf(written, 'pool'), 'timeZone')
  const zone = zoneField?.type === 'Scalar' && isTimeZone(String(zoneField.value)) ? String(zoneField.value) : 'UTC'
  const value = readValue(written, [scenarioShape], zone)
  const lineOf = linesOf(written)
  const title = titleIn(written)
  const refuse = (issues: readonly Issue[]): Read =>
    faulty(
      title,
      issues.map(({ path, message }) => ({ line: lineOf(path), message: path === '' ? message : `${path}: ${message}` })),
    )

  const issues = issuesOf(scenarioShape, value)
  if (issues.length > 0) return refuse(issues)
  const document = value as Document
  const contradictions = [...poolIssues(document.pool), ...document.steps.flatMap(stepIssues)]
  if (contradictions.length > 0) return refuse(contradictions)

  const steps: Step[] = []
  let now = document.start
  for (const [index, step] of document.steps.entries()) {
    const at = step.at ?? (step.after === undefined ? now : afterSpan(now, step.after, zone))
    const path = `steps[${index}].${step.at === undefined ? 'after' : 'at'}`
    if (at < now) return refuse([{ path, message: `goes back in time: the step before is at ${momentText(now, zone)}` }])
    if (!(at < latest)) return refuse([{ path, message: 'goes beyond the years that can be counted' }])
    now = at
    steps.push({
      line: lineOf(`steps[${index}]`),
      at,
      after: step.after,
      commands: commandsOf(step),
      by: step.by,
      key: step.key,
      preview: step.preview === true,
      expect: step.expect ?? {},
    })
  }

  const { allowance = 0, members = [], lots, ...opened } = document.pool
  const purchase = allowance === 0 ? [] : [{ lot: 'purchase', quantity: allowance }]
  const scenario: Scenario = {
    title: document.scenario,
    zone,
    start: document.start,
    opening: { type: 'OpenPool', ...opened, lots: lots ?? purchase },
    members: members.map((member) => ({ type: 'AddMember', ...member })),
    steps,
    lineOf,
  }
  return { type: 'Read', scenario }
}

/** The last moment that a `Date` can hold. */
const latest: Instant = 8_640_000_000_000_000

const poolIssues = ({ organization, allowance, lots }: Document['pool']): readonly Issue[] => {
  const issues: Issue[] = []
  if (allowance !== undefined && lots !== undefined) {
    issues.push({ path: 'pool.lots', message: 'stands instead of allowance, not beside it' })
  }
  for (const [index, lot] of (lots ?? []).entries()) {
    if (lot.organization === undefined || lot.organization === organization) continue
    issues.push({ path: `pool.lots[${index}].organization`, message: `is not the pool's organization, ${quoted(organization)}` })
  }
  return issues
}

const commandsOf = ({ do: commands }: WrittenStep): readonly unknown[] =>
  commands === undefined ? [] : Array.isArray(commands) ? commands : [commands]

/** What no single field of a step shows. */
const stepIssues = (step: WrittenStep, index: number): readonly Issue[] => {
  const commands = commandsOf(step)
  const issues: Issue[] = []
  const add = (field: string, message: string) => issues.push({ path: `steps[${index}].${field}`, message })
  if (step.at !== undefined && step.after !== undefined) add('after', 'stands instead of at, not beside it')
  if (step.do !== undefined && commands.length === 0) add('do', 'must not be empty; leave it out to let time pass')
  if (step.do === undefined && step.by !== undefined) add('by', 'is of use only beside do')
  if (step.do === undefined && step.key !== undefined) add('key', 'is of use only beside do')
  if (commands.length > 1 && step.key !== undefined) add('key', 'belongs to one command, and here are several')
  if (step.expect?.rejected === 'Invalid') return issues
  for (const [place, command] of commands.entries()) {
    const { type } = command as { readonly type?: unknown }
    const field = `${Array.isArray(step.do) ? `do[${place}]` : 'do'}.type`
    if (type === undefined) add(field, 'is missing; it must be the name of a command')
    else if (typeof type !== 'string' || !commandTypes.includes(type)) {
      add(field, `is not the name of a command: ${quoted(String(type))}${suggestion(String(type), commandTypes)}`)
    }
  }
  return issues
}
