// Plans as they are written on the command line: `preset=mobileAssignment,idleReclaim.days=30,autoAssign.clients=[mobile,web]`.

import { policyNames } from '../../policies/policies.ts'
import { quoted, suggestion } from '../../pool/validation/flaw.ts'
import { Fault } from '../fault.ts'

/** What was written of a plan, not yet checked: whether there are such policies and fields is seen later. */
export interface WrittenPlan {
  readonly [key: string]: unknown
  readonly policies?: Readonly<Record<string, unknown>>
}

const ownKeys = ['preset', 'allowance', 'timeZone']

/** Adds one `KEY=VALUE` to a plan; of two about the same field the later one counts. */
export const assign = (plan: WrittenPlan, assignment: string): WrittenPlan => {
  const equals = assignment.indexOf('=')
  if (equals < 0) throw new Fault(`${quoted(assignment)} should be KEY=VALUE, such as idleReclaim.days=30`)
  const key = assignment.slice(0, equals).trim()
  const value = readValue(assignment.slice(equals + 1).trim())
  if (ownKeys.includes(key)) return { ...plan, [key]: value }
  const { policies = {} } = plan
  const [policy = '', ...rest] = key.split('.')
  const field = rest.join('.')
  if (field !== '') {
    const before = Object.hasOwn(policies, policy) ? policies[policy] : undefined
    return { ...plan, policies: { ...policies, [policy]: { ...(before as object | null | undefined), [field]: value } } }
  }
  const isWhole = value === null || (typeof value === 'object' && !Array.isArray(value))
  if (!isWhole || !(policyNames as readonly string[]).includes(key)) {
    throw new Fault(`unknown key ${quoted(key)}: it should be ${ownKeys.join(', ')} or POLICY.FIELD${hintFor(key)}`)
  }
  return { ...plan, policies: { ...policies, [key]: value } }
}

const hintFor = (key: string): string => {
  if ((policyNames as readonly string[]).includes(key)) return `; did you mean "${key}.FIELD", or ${key}=null to remove it?`
  return suggestion(key, [...ownKeys, ...policyNames])
}

/** A plan written as `NAME:KEY=VALUE,...`, or as a name alone. */
export const namedPlan = (text: string): WrittenPlan => {
  const colon = text.indexOf(':')
  const name = (colon < 0 ? text : text.slice(0, colon)).trim()
  if (name === '' || name.includes('=')) throw new Fault('a plan begins with its name and a colon, such as NAME:allowance=300')
  const assignments = colon < 0 ? [] : parts(text.slice(colon + 1))
  return assignments.reduce(assign, { name })
}

/** A value is JSON if it reads as JSON, else text; in lists and objects the quotes may be left out. */
const readValue = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    const inside = text.slice(1, -1)
    if (text.startsWith('[') && text.endsWith(']')) return parts(inside).map(readValue)
    if (text.startsWith('{') && text.endsWith('}')) return Object.fromEntries(parts(inside).map(entryOf))
    return text
  }
}

const entryOf = (text: string): [string, unknown] => {
  const [, name, value] = /^("(?:[^"\\]|\\.)*"|[^":]*):(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new Fault(`${quoted(text)} should be NAME:VALUE`)
  return [String(readValue(name.trim())), readValue(value.trim())]
}

/** Splits at commas, but for those in brackets, braces or quotes; nothing gives no parts. */
const parts = (text: string): readonly string[] => {
  const found: string[] = []
  let [depth, start, isQuoted] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '\\' && isQuoted) at++
    else if (letter === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (letter === '[' || letter === '{') depth++
    else if (letter === ']' || letter === '}') depth--
    else if (letter === ',' && depth === 0) {
      found.push(text.slice(start, at).trim())
      start = at + 1
    }
    if (depth < 0) break
  }
  if (depth !== 0 || isQuoted)
    throw new Fault(`in ${quoted(text)} a ${isQuoted ? 'quote' : 'bracket'} is not closed, or not opened`)
  const last = text.slice(start).trim()
  return found.length === 0 && last === '' ? [] : [...found, last]
}
