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
