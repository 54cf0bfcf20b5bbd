// Random histories of a persistent value beside a model of it. Every version that the contract keeps alive is kept to the end,
// so that a test can read all of them again, after everything that was done to their descendants.
import fc from 'fast-check'
import { type Edit, newEdit } from '../../../src/pool/collections/edit.ts'

export interface Version<S, M> {
  readonly state: S
  readonly model: M
}

/** One change: what is done, to which of the versions alive, and under which token. */
export interface Step<A> {
  readonly action: A
  /** How far back the version lies that is changed; 0 is the latest. */
  readonly back: number
  readonly token: 'none' | 'fresh' | 'again'
}

export const historyOf = <A>(action: fc.Arbitrary<A>, maxLength: number): fc.Arbitrary<Step<A>[]> =>
  fc.array(
    fc.record({
      action,
      back: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(20) }),
      token: fc.constantFrom('none' as const, 'fresh' as const, 'again' as const, 'again' as const),
    }),
    { maxLength, size: 'max' },
  )

/** Plays a history and returns the versions that must be as they were when they were made. */
export const play = <S, M, A>(
  start: Version<S, M>,
  steps: readonly Step<A>[],
  change: (version: Version<S, M>, action: A, edit: Edit | undefined) => Version<S, M>,
): Version<S, M>[] => {
  const alive = [start]
  let edit: Edit | undefined
  let before = 0
  for (const { action, back, token } of steps) {
    const base = alive[Math.max(0, alive.length - 1 - back)] as Version<S, M>
    if (token === 'none') {
      alive.push(change(base, action, undefined))
      continue
    }
    if (edit === undefined || token === 'fresh') {
      edit = newEdit()
      before = alive.length
    }
    // Using a token again ends every version made since its first use, and none made before.
    alive.length = before
    alive.push(change(base, action, edit))
  }
  return alive
}
