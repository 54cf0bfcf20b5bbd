// How to read a value from outside: a getter, a proxy or a revoked one may throw however it is touched. These functions
// never do, but for `isPlainObject`, which therefore stands inside a `try` or `safely`.

export type Contents = Readonly<Record<string, unknown>>

export const safely = <A>(touch: () => A, otherwise: A): A => {
  try {
    return touch()
  } catch {
    return otherwise
  }
}

/** True for what `{}` or `Object.create(null)` makes, in any realm; not for a list, a Date, a Map or an instance of a class. */
export const isPlainObject = (value: unknown): value is Contents => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

/** The names of the fields of a plain object, inherited and symbol properties being none; `undefined` for anything else. */
export const namesOf = (value: unknown): readonly string[] | undefined =>
  safely(() => (isPlainObject(value) ? Object.keys(value) : undefined), undefined)

/** The length of a list; `undefined` for anything else. */
export const lengthOf = (value: unknown): number | undefined => {
  const length: unknown = safely(() => (Array.isArray(value) ? value.length : undefined), undefined)
  return typeof length === 'number' ? length : undefined
}

/** Stands for the content of a field that threw when it was read: no shape accepts it. */
export const unreadable = Symbol('unreadable')

export const contentOf = (value: unknown, key: string | number): unknown => safely(() => (value as Contents)[key], unreadable)

/** Lists and plain objects; anything else (a Date that somebody put into an import) stays its owner's, and is left alone. */
export const isPlainData = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && (Array.isArray(value) || safely(() => isPlainObject(value), false))
