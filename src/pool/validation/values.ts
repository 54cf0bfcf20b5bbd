// Shapes of single values. A shape is asked `accepts` first, which allocates nothing; only what it refuses is explained.

import { addFlaw, described, type Flaw, type Path, quoted, suggestion, wordsText } from './flaw.ts'

/** What a value from outside must look like. Its functions never throw, whatever the value. */
export interface Shape<A> {
  readonly accepts: (value: unknown) => boolean
  /** Adds what is wrong with the value; nothing if it is accepted. */
  readonly explain: (value: unknown, path: Path, flaws: Flaw[]) => void
  /** What it must be, in words that follow "must be". */
  readonly expected: string
  /** What it was made of, for whoever tells it otherwise (`src/scenarios/schema`): of some words these, ... */
  readonly words?: readonly string[]
  /** ... of a list its entries, of a record its values, of a choice what there is to choose from, of an object its fields. */
  readonly item?: Shape<unknown>
  readonly values?: Shape<unknown>
  readonly shapes?: readonly Shape<unknown>[]
  readonly required?: Fields
  readonly optional?: Fields
  /** ... of objects that a field tells apart, each of them. */
  readonly variants?: Readonly<Record<string, Shape<unknown>>>
  /** Never there: it carries the type. */
  readonly _A?: A
}

export type Fields = Readonly<Record<string, Shape<unknown>>>

/** The type of the values that a shape accepts. */
export type Of<S> = S extends Shape<infer A> ? A : never

const simple = <A>(expected: string, accepts: (value: unknown) => boolean): Shape<A> => ({
  accepts,
  explain: (value, path, flaws) => {
    if (!accepts(value)) addFlaw(flaws, path, `must be ${expected}, not ${described(value)}`)
  },
  expected,
})

/** Half a surrogate pair is no text, and PostgreSQL stores no U+0000. */
const unstorable = /[\0\p{Surrogate}]/u

/** Text that is not empty, such as an id: nothing else is asked of it. `max` counts as `length` does; default 1,000. */
export const text = ({ max = 1_000 }: { readonly max?: number } = {}): Shape<string> => ({
  accepts: (value) => typeof value === 'string' && value.length > 0 && value.length <= max && !unstorable.test(value),
  explain: (value, path, flaws) => {
    if (typeof value !== 'string') addFlaw(flaws, path, `must be text, not ${described(value)}`)
    else if (value.length === 0) addFlaw(flaws, path, 'must not be empty')
    else if (value.length > max) addFlaw(flaws, path, `must be at most ${max} characters long, not ${value.length}`)
    else if (unstorable.test(value)) addFlaw(flaws, path, 'must not contain half a surrogate pair or the character U+0000')
  },
  expected: `text of 1 to ${max} characters`,
})

interface Range {
  readonly min?: number
  readonly max?: number
}

/** A whole number that a double holds exactly. Minus zero is none: JSON would not give it back. */
export const whole = ({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }: Range = {}): Shape<number> =>
  simple(
    `a whole number${rangeText(min, max)}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max && !Object.is(value, -0),
  )

/** A number with at most so many decimals, as it is written: `1.15` has two. */
export const decimal = ({ min, max, places }: Required<Range> & { readonly places: number }): Shape<number> =>
  simple(
    `a number${rangeText(min, max)} with at most ${places} decimals`,
    (value) =>
      typeof value === 'number' &&
      value >= min &&
      value <= max &&
      Number(value.toFixed(places)) === value &&
      !Object.is(value, -0),
  )

const rangeText = (min: number, max: number): string =>
  (min === Number.MIN_SAFE_INTEGER ? '' : ` from ${min}`) + (max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`)

const lastInstant = 8_640_000_000_000_000

/** A moment: whole milliseconds since the epoch, such as a `Date` can hold. */
export const instant: Shape<number> = simple(
  'a moment in whole milliseconds since the epoch',
  whole({ min: -lastInstant, max: lastInstant }).accepts,
)

export const flag: Shape<boolean> = simple('true or false', (value) => typeof value === 'boolean')

/** More words than these are not all told in a message. */
const mostWords = 12

/** One of some words. */
export const literal = <Word extends string>(...words: readonly Word[]): Shape<Word> => {
  const accepts = (value: unknown): boolean => (words as readonly unknown[]).includes(value)
  const expected = words.length > mostWords ? 'a known name' : wordsText(words.map(quoted))
  return {
    accepts,
    explain: (value, path, flaws) => {
      if (accepts(value)) return
      const hint = typeof value === 'string' && words.length > mostWords ? suggestion(value, words) : ''
      addFlaw(flaws, path, `must be ${expected}, not ${described(value)}${hint}`)
    },
    expected,
    words,
  }
}

/** `null`, for `nullable`. */
export const nothing: Shape<null> = simple('null', (value) => value === null)

/** What JSON could hold at this place; what is inside is not looked at, so whoever reads it must expect anything there. */
export const anything: Shape<unknown> = simple('a JSON value', (value) =>
  typeof value === 'number' ? Number.isFinite(value) : ['string', 'boolean', 'object'].includes(typeof value),
)
