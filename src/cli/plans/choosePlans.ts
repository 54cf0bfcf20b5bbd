// The plans to compare: from the options, from a file, or both. Whatever is wrong with one is told before the first row is read,
// with the option or the file and line that it stands in.

import { readFile } from 'node:fs/promises'
import type { Issue } from '../../pool/validation/shape.ts'
import { readJson } from '../../scenarios/text/readJson.ts'
import { readValue } from '../../scenarios/text/readValue.ts'
import { type LineOf, linesOf, TextFault } from '../../scenarios/text/tree.ts'
import {
  baseIssues,
  defaultPreset,
  mergedIssues,
  type Plan,
  type PlanBase,
  type PlanDocument,
  planIssues,
  planOf,
} from '../../simulation/plan.ts'
import { Fault, inFile, systemFault } from '../fault.ts'
import { assign, namedPlan, type WrittenPlan } from './assignment.ts'

/** The options that say which plans there are. */
export interface PlanOptions {
  readonly preset?: string | undefined
  readonly allowance?: string | undefined
  readonly 'time-zone'?: string | undefined
  readonly set?: readonly string[] | undefined
  readonly plan?: readonly string[] | undefined
  readonly plans?: string | undefined
}

/** A plan as it was written, and how its faults say where. */
interface Found {
  readonly document: unknown
  readonly where: (path: string) => string
}

export const choosePlans = async (options: PlanOptions): Promise<readonly Plan[]> => {
  const base = baseOf(options)
  const fromOptions = (options.plan ?? []).map(planOfOption)
  const found = [...fromOptions, ...(options.plans === undefined ? [] : await plansOfFile(options.plans))]
  if (found.length === 0) return [thePlan(base)]
  const plans = new Map<string, Plan>()
  for (const { document, where } of found) {
    refuse(planIssues(document), where)
    const plan = planOf(document as PlanDocument, base)
    const saysAllowance = ((document as PlanDocument).allowance ?? base.allowance) !== undefined
    refuse(mergedIssues(plan, saysAllowance), where)
    if (plans.has(plan.name)) throw new Fault(`${where('name')}: two plans are named ${JSON.stringify(plan.name)}`)
    plans.set(plan.name, plan)
  }
  return [...plans.values()]
}

/** The one plan where none is named: it has its preset's name. */
const thePlan = (base: PlanBase): Plan => {
  const plan = planOf({ name: base.preset ?? defaultPreset }, base)
  if (base.allowance === undefined && plan.policies.overage?.allow !== 'unlimited') {
    throw new Fault('how many licenses are there? Say it with --allowance N, or --set overage.allow=unlimited')
  }
  refuse(mergedIssues(plan, true), (path) => optionOf(path))
  return plan
}

const baseOf = (options: PlanOptions): PlanBase => {
  let written: WrittenPlan = {}
  if (options.preset !== undefined) written = { ...written, preset: options.preset }
  if (options.allowance !== undefined) written = assign(written, `allowance=${options.allowance}`)
  if (options['time-zone'] !== undefined) written = { ...written, timeZone: options['time-zone'] }
  for (const assignment of options.set ?? []) {
    const option = `--set ${assignment}`
    written = during(option, () => assign(written, assignment))
    const [key = ''] = assignment.split('=')
    const ownOption = ownOptions[key.trim()]
    if (ownOption !== undefined) throw new Fault(`${option}: use ${ownOption}`)
  }
  refuse(baseIssues(written), optionOf)
  return written as PlanBase
}

/** What has an option of its own, by its key. */
const ownOptions: Readonly<Record<string, string>> = { preset: '--preset', allowance: '--allowance', timeZone: '--time-zone' }

const optionOf = (path: string): string => ownOptions[path] ?? '--set'

const planOfOption = (text: string): Found => {
  const option = `--plan ${JSON.stringify(text.split(':')[0])}`
  return { document: during(option, () => namedPlan(text)), where: () => option }
}

const plansOfFile = async (file: string): Promise<readonly Found[]> => {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw systemFault(file, error)
  })
  const { value, lineOf } = located(file, text)
  if (!Array.isArray(value) || value.length === 0) {
    throw new Fault(
      `${inFile(file, 1)}: should be a list of plans: [{ "name": ..., "preset"?, "allowance"?, "timeZone"?, "policies"? }]`,
    )
  }
  return value.map((document: unknown, index) => ({
    document,
    where: (path) => inFile(file, lineOf(`[${index}]${path === '' || path.startsWith('[') ? path : `.${path}`}`)),
  }))
}

const located = (file: string, text: string): { readonly value: unknown; readonly lineOf: LineOf } => {
  try {
    const written = readJson(text.replace(/^\ufeff/, ''))
    return { value: readValue(written), lineOf: linesOf(written) }
  } catch (error) {
    throw error instanceof TextFault ? new Fault(`${inFile(file, error.line)}: ${error.message}`) : error
  }
}

const during = <A>(where: string, work: () => A): A => {
  try {
    return work()
  } catch (error) {
    throw error instanceof Fault ? new Fault(`${where}: ${error.message}`) : error
  }
}

const refuse = (issues: readonly Issue[], where: (path: string) => string): void => {
  if (issues.length > 0) throw new Fault(issues.map((issue) => told(issue, where(issue.path))).join('\n'))
}

/** `policies.trial.dayz: unknown field` is read as what was written: `trial.dayz: unknown field`. */
const told = ({ path, message }: Issue, where: string): string => {
  const written = path.replace(/^policies\.?/, '')
  const isPolicy = path.startsWith('policies') && !/[.[]/.test(written.slice(1))
  const said = isPolicy ? message.replace(/^unknown field/, 'unknown policy') : message
  return written === '' || ownOptions[path] === where ? `${where}: ${said}` : `${where}: ${written}: ${said}`
}
