// One text for one piece of plain data, so that what says the same can be compared.

import { isPlainData } from '../validation/reading.ts'

/** JSON with its fields in order, an undefined one being an absent one. What JSON cannot hold, as an import may say of people, says nothing. */
export const canonical = (value: unknown): string => {
  if (!isPlainData(value)) return isPrimitiveOfJson(value) ? JSON.stringify(value) : 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`)
    .join(',')}}`
}

const isPrimitiveOfJson = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
