// The contract's own way to say what must hold, since it knows no test runner: it throws, and names the first place that differs.

import { canonical } from '../pool/model/canonical.ts'
import { isPlainData } from '../pool/validation/reading.ts'

/** Throws unless two pieces of plain data are the same, a field that is undefined being an absent one. */
export const same = (actual: unknown, expected: unknown, what = 'it'): void => {
  const difference = firstDifference(actual, expected, what)
  if (difference !== undefined) throw new Error(difference)
}

/** Throws unless this holds. */
export const holds = (claim: boolean, what: string): void => {
  if (!claim) throw new Error(`it does not hold that ${what}`)
}

/** What a promise was rejected with; throws if it was not. */
export const rejected = async (promise: Promise<unknown>, what: string): Promise<unknown> => {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) return outcome.error
  throw new Error(`${what} must be rejected, and came to ${shown(outcome.value)}`)
}

const firstDifference = (actual: unknown, expected: unknown, path: string): string | undefined => {
  if (!isPlainData(actual) || !isPlainData(expected) || Array.isArray(actual) !== Array.isArray(expected))
    return Object.is(actual, expected) ? undefined : `${path} is ${shown(actual)}, and must be ${shown(expected)}`
  const [left, right] = [actual as Readonly<Record<string, unknown>>, expected as Readonly<Record<string, unknown>>]
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length)
    return `${path} has ${actual.length} entries, and must have ${expected.length}: ${shown(actual)} instead of ${shown(expected)}`
  for (const name of new Set([...Object.keys(right), ...Object.keys(left)])) {
    const place = Array.isArray(actual) ? `${path}[${name}]` : `${path}.${name}`
    const difference = firstDifference(
      Object.hasOwn(left, name) ? left[name] : undefined,
      Object.hasOwn(right, name) ? right[name] : undefined,
      place,
    )
    if (difference !== undefined) return difference
  }
  return undefined
}

const mostShown = 400

const shown = (value: unknown): string => {
  if (value === undefined || typeof value === 'number') return String(value)
  const text = canonical(value)
  return text.length > mostShown ? `${text.slice(0, mostShown)}...` : text
}
