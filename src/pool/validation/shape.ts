// Validation where something comes in from outside (X10): a handful of shapes from which come a fast check, an explanation for
// people and a Standard Schema for other libraries. Import from here.

import { type Flaw, type Issue, type Path, pathText } from './flaw.ts'
import { plainCopy } from './plainCopy.ts'
import type { Shape } from './values.ts'

export { either, nullable, suchThat } from './choices.ts'
export { listOf, recordOf } from './collections.ts'
export type { Issue } from './flaw.ts'
export { type ObjectOf, type ObjectShape, object, taggedBy, taggedUnion } from './objects.ts'
export { anything, decimal, type Fields, flag, instant, literal, nothing, type Of, type Shape, text, whole } from './values.ts'

/**
 * What is wrong with a value, at most 20 issues; an empty list, always the same one, where nothing is. It never throws.
 * An object that answers otherwise when it is read again, such as one with getters, must be copied first.
 *
 * @example
 * issuesOf(object({ quantity: whole({ min: 1 }) }), { quantity: 2.5 })
 * // [{ path: 'quantity', message: 'must be a whole number from 1, not 2.5' }]
 */
export const issuesOf = (shape: Shape<unknown>, value: unknown, path: Path = []): readonly Issue[] =>
  shape.accepts(value) ? none : flawsOf(shape, value, path).map((flaw) => ({ path: pathText(flaw.path), message: flaw.message }))

/** A value from outside as it comes in: a copy that the shape accepts, or what is wrong with it. */
export type Entered<A> = { readonly value: A; readonly issues?: undefined } | { readonly issues: readonly Issue[] }

/** Lets a value in: copied, then checked, so that nobody changes it in between. It never throws. */
export const enter = <A>(shape: Shape<A>, value: unknown, path: Path = []): Entered<A> => {
  const copy = plainCopy(value)
  return shape.accepts(copy) ? { value: copy as A } : { issues: issuesOf(shape, copy, path) }
}

const none: readonly never[] = Object.freeze([])

const flawsOf = (shape: Shape<unknown>, value: unknown, path: Path): readonly Flaw[] => {
  const flaws: Flaw[] = []
  shape.explain(value, path, flaws)
  return flaws.length > 0 ? flaws : [{ path, message: 'is not the same when it is read again' }]
}

/** The part of Standard Schema (version 1, standardschema.dev) that other libraries ask for. */
export interface StandardSchema<A> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: 'license-pool'
    readonly validate: (
      value: unknown,
    ) => { readonly value: A; readonly issues?: undefined } | { readonly issues: readonly Flaw[] }
    readonly types?: { readonly input: A; readonly output: A }
  }
}

/** A shape for whoever speaks Standard Schema: form libraries, routers, tRPC. */
export const standardSchema = <A>(shape: Shape<A>): StandardSchema<A> => ({
  '~standard': {
    version: 1,
    vendor: 'license-pool',
    validate: (value) => (shape.accepts(value) ? { value: value as A } : { issues: flawsOf(shape, value, []) }),
  },
})
