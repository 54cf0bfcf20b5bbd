// Plain data that nobody can change: what a pool keeps of something it was handed, and may hand out again (X2).
// JSON only: no Date, Map or Set stands in a pool.

/** A deep, frozen copy of plain data; what is such a copy already is returned as it is. */
export const frozenCopy = <A>(value: A): A => {
  if (typeof value !== 'object' || value === null || copies.has(value)) return value
  const copy = Array.isArray(value)
    ? value.map(frozenCopy)
    : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, frozenCopy(each)]))
  Object.freeze(copy)
  copies.add(copy)
  return copy as A
}

/** What `frozenCopy` made: a memo that changes no answer. */
const copies = new WeakSet<object>()

/** Fields without those that are undefined: an undefined field is an absent one. */
export const defined = <Fields extends object>(fields: Fields): Defined<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>

/** The same fields, each that may be undefined an optional one. */
type Defined<Fields> = { readonly [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] } & {
  readonly [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>
}

/** Whether two pieces of plain data say the same, whatever the order of their fields; an undefined field is an absent one. */
export const sameData = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameData(left[key], right[key]))
}
