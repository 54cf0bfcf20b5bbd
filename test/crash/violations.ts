// What a run is held against, each by a name: a store that is broken on purpose has to be caught by the one that is meant for it.

export type Check =
  | 'gapless numbers'
  | 'within the allowance'
  | 'one seat each'
  | 'a possible history'
  | 'rows as the log says'
  | 'acknowledged, so there once'
  | 'refused, so not there'
  | 'one answer a key'
  | 'the answer is kept'
  | 'the library agrees'
  | 'the file is whole'
  | 'workers live'
  | 'no error but ours'
  | 'the limit was reached'
  | 'it was put to the test'
  | 'a broken store is caught'

export interface Violation {
  readonly check: Check
  readonly what: string
}

/** By check, how often, and the first of it. */
export const inBrief = (violations: readonly Violation[]): readonly string[] =>
  [...new Set(violations.map(({ check }) => check))].map((check) => {
    const [first, ...more] = violations.filter((each) => each.check === check)
    return `${check}: ${first?.what}${more.length === 0 ? '' : ` (and ${more.length} more)`}`
  })
