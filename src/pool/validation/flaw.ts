// What is wrong with a value, and where, in words for people.

import { isPlainObject, safely, unreadable } from './reading.ts'

/** What is wrong, and the field that it is wrong with: `policies.idleReclaim.days`, `lots[0].quantity`, or `''` for the whole. */
export interface Issue {
  readonly path: string
  readonly message: string
}

/** The way to a field: names and, in lists, places. */
export type Path = readonly (string | number)[]

/** An issue before its path is written out. */
export interface Flaw {
  readonly path: Path
  readonly message: string
}

/** So many are told of one value at most: enough to mend it by, few enough to read. */
const mostFlaws = 20

export const isFull = (flaws: readonly Flaw[]): boolean => flaws.length >= mostFlaws

export const addFlaw = (flaws: Flaw[], path: Path, message: string): void => {
  if (!isFull(flaws)) flaws.push({ path, message })
}

/** `lots[0].quantity`; a name that could be misread is quoted: `statuses["on leave"]`. */
export const pathText = (path: Path): string => path.map(stepText).join('').replace(/^\./, '')

const stepText = (step: string | number): string => {
  if (typeof step === 'number') return `[${step}]`
  return /^[\w$-]{1,60}$/.test(step) ? `.${step}` : `[${quoted(step)}]`
}

/** Text as it is shown in a message: escaped, and cut short. */
export const quoted = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** `a`, `a or b`, `a, b or c`. */
export const wordsText = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`

/** A value as it is named in a message. */
export const described = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'boolean' || value === undefined || value === null) return String(value)
  if (value === unreadable) return 'something that cannot be read'
  return typeof value === 'object' ? safely(() => kindOf(value), 'an object that cannot be read') : `a ${typeof value}`
}

const kindOf = (value: object): string => {
  if (Array.isArray(value)) return 'a list'
  if (isPlainObject(value)) return 'an object'
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1)
  return /^\w{1,40}$/.test(tag) && tag !== 'Object' ? `an instance of ${tag}` : 'an instance of a class'
}

/** `; did you mean "quantity"?`, or the names themselves while they are few, or nothing. */
export const suggestion = (name: string, names: readonly string[]): string => {
  const near = nearest(name, names)
  if (near !== undefined) return `; did you mean ${quoted(near)}?`
  return names.length > 0 && names.length <= 12 ? `; known here: ${names.join(', ')}` : ''
}

const nearest = (name: string, names: readonly string[]): string | undefined => {
  if (name.length > 40) return undefined
  let best: string | undefined
  let least = Math.ceil(name.length / 3) + 1
  for (const each of names) {
    const edits = editsBetween(name.toLowerCase(), each.toLowerCase())
    if (edits < least) [best, least] = [each, edits]
  }
  return best
}

/** How many letters must be added, dropped or changed to make one of the other (Levenshtein). */
const editsBetween = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, n) => n)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
