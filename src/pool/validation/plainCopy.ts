// A copy of plain data from outside: what was checked is then what is decided, whatever its owner does with it meanwhile (X2, X10).

import { contentOf, isPlainObject, namesOf, safely, unreadable } from './reading.ts'

const deepest = 50
const longest = 1_000_000

/** Where a copy stands: in what it is, and how much may still be copied. The same piece over and over may have no end. */
interface Walk {
  readonly inside: object[]
  left: number
}

/**
 * A deep copy of plain data. It never throws: what cannot be read, is too long or has no end becomes something that no shape accepts;
 * what is not plain (a Date, an instance of a class) stays for a shape to refuse.
 */
export const plainCopy = (value: unknown): unknown => flatCopy(value) ?? copyOf(value, { inside: [], left: 2 * longest })

/** The short way for what nearly every command is: a plain object without another in it. */
const flatCopy = (value: unknown): object | undefined => {
  try {
    if (!isPlainObject(value)) return undefined
    const copy: Record<string, unknown> = { ...value }
    for (const name in copy) if (typeof copy[name] === 'object') return undefined
    return copy
  } catch {
    return undefined
  }
}

const copyOf = (value: unknown, walk: Walk): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (walk.left < 0 || walk.inside.length === deepest || walk.inside.includes(value)) return unreadable
  walk.inside.push(value)
  try {
    if (Array.isArray(value)) return listOf(value, walk)
    return isPlainObject(value) ? objectOf(value, walk) : value
  } catch {
    return unreadable
  } finally {
    walk.inside.pop()
  }
}

const listOf = (value: readonly unknown[], walk: Walk): unknown => {
  const { length } = value
  if (length > longest) return unreadable
  walk.left -= length
  if (walk.left < 0) return unreadable
  const copy: unknown[] = []
  for (let n = 0; n < length; n++) copy.push(copyOf(contentOf(value, n), walk))
  return copy
}

const objectOf = (value: object, walk: Walk): unknown => {
  const copy = safely((): Record<string, unknown> | undefined => ({ ...value }), undefined) ?? fieldByField(value)
  if (copy === undefined) return unreadable
  for (const name in copy) {
    walk.left--
    if (typeof copy[name] === 'object') copy[name] = copyOf(copy[name], walk)
  }
  return copy
}

/** Of an object that cannot be read at once: a field that throws is unreadable by itself. */
const fieldByField = (value: unknown): Record<string, unknown> | undefined => {
  const names = namesOf(value)
  return names && Object.fromEntries(names.map((name) => [name, contentOf(value, name)]))
}
