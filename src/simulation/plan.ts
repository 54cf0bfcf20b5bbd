// A plan: what might have been bought and agreed, as plain data. It is checked whole before the first row is replayed.

import { mergePolicies, type Policies, type PoliciesPatch, policiesPatchShape } from '../policies/policies.ts'
import { openPool } from '../pool/execute.ts'
import type { OpenPool } from '../pool/model/command.ts'
import { isTimeZone } from '../pool/time/calendar.ts'
import { addFlaw, described, type Issue, suggestion } from '../pool/validation/flaw.ts'
import { issuesOf, object, type Shape, text, whole } from '../pool/validation/shape.ts'
import { type PresetName, presetNames, presets } from '../presets/presets.ts'

/** A plan as people write it: what it does not name, it takes from the preset. */
export interface PlanDocument {
  readonly name: string
  /** Default: `mobileAssignment`. */
  readonly preset?: PresetName
  /** Licenses in force from the first row on; needed, except where overage is unlimited. */
  readonly allowance?: number
  /** An IANA name; default `UTC` (T2). */
  readonly timeZone?: string
  /** Merged over the preset by policy and by field; `null` removes a policy (D7). */
  readonly policies?: PoliciesPatch
}

/** What several plans have in common: each is merged over it. */
export type PlanBase = Omit<PlanDocument, 'name'>

/** A plan that can be replayed. */
export interface Plan {
  readonly name: string
  readonly preset: PresetName
  readonly allowance: number
  readonly timeZone: string
  readonly policies: Policies
}

export const defaultPreset: PresetName = 'mobileAssignment'

/** One of many names; a wrong one is answered with the nearest. */
const named = <Name extends string>(kind: string, names: readonly string[], knows: (name: string) => boolean): Shape<Name> => {
  const accepts = (value: unknown): boolean => typeof value === 'string' && knows(value)
  return {
    accepts,
    explain: (value, path, flaws) => {
      if (accepts(value)) return
      const hint = typeof value === 'string' ? suggestion(value, names) : ''
      addFlaw(flaws, path, `is not the name of a ${kind}: ${described(value)}${hint}`)
    },
    expected: `the name of a ${kind}`,
  }
}

const optional = {
  preset: named<PresetName>('preset', presetNames, (name) => (presetNames as readonly string[]).includes(name)),
  allowance: whole({ min: 0 }),
  timeZone: named('time zone', Intl.supportedValuesOf('timeZone'), isTimeZone),
  policies: policiesPatchShape,
}

/** What is wrong with a plan as it was written (X10): unknown policies and fields are named. */
export const planIssues = (document: unknown): readonly Issue[] => issuesOf(planShape, document)

/** What is wrong with the part that plans have in common. */
export const baseIssues = (base: unknown): readonly Issue[] => issuesOf(baseShape, base)

const planShape = object({ name: text() }, optional)
const baseShape = object({}, optional)

/**
 * A plan: a preset, and what is changed of it, merged over what several plans have in common. It throws on a preset that is none;
 * `simulate` throws on policies that are wrong.
 *
 * @example
 * const plan = planOf({ name: 'fewer', policies: { idleReclaim: { enabled: true } } }, { allowance: 120 })
 */
export const planOf = (document: PlanDocument, base: PlanBase = {}): Plan => {
  const { name } = document
  const preset = document.preset ?? base.preset ?? defaultPreset
  if (!presetNames.includes(preset)) throw new RangeError(`preset: must be one of ${presetNames.join(', ')}, not ${preset}`)
  const common = mergePolicies(presets[preset], base.policies ?? {})
  const policies = mergePolicies(common, document.policies ?? {})
  const timeZone = document.timeZone ?? base.timeZone ?? 'UTC'
  return { name, preset, allowance: document.allowance ?? base.allowance ?? 0, timeZone, policies }
}

/** What is wrong with a plan that only the whole of it shows. */
export const mergedIssues = (plan: Plan, saysAllowance: boolean): readonly Issue[] => {
  if (!saysAllowance && plan.policies.overage?.allow !== 'unlimited') {
    return [{ path: 'allowance', message: 'is missing: say how many licenses there are (or overage.allow=unlimited)' }]
  }
  const opened = openPool(openingOf(plan), 0, { role: 'system' })
  if (opened._tag === 'Right') return []
  return opened.left.type === 'Invalid' ? opened.left.issues : [{ path: '', message: opened.left.message }]
}

/** The command that opens the plan's pool: its allowance is one open-ended lot, in force from that moment on. */
export const openingOf = ({ allowance, timeZone, policies }: Plan): OpenPool => ({
  type: 'OpenPool',
  organization: 'simulation',
  timeZone,
  policies,
  lots: allowance === 0 ? [] : [{ lot: 'purchase', quantity: allowance }],
})
