// Shapes made by choosing between shapes, or by narrowing one.

import { addFlaw, described, type Flaw, type Path } from './flaw.ts'
import { nothing, type Of, type Shape } from './values.ts'

/**
 * Any of these. Of those whose kind the value is, the one with the fewest flaws tells what is wrong;
 * if there is none or there are two such, all are named.
 */
export const either = <Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<Of<Shapes[number]>> => {
  const expected = shapes.map((shape) => shape.expected).join(' or ')
  const accepts = (value: unknown): boolean => {
    for (const shape of shapes) if (shape.accepts(value)) return true
    return false
  }
  return {
    accepts,
    explain: (value, path, flaws) => {
      if (accepts(value)) return
      const [closest, next] = shapes
        .map((shape) => flawsFound(shape, value, path))
        .filter((found) => found.every((flaw) => flaw.path.length > path.length))
        .sort((a, b) => a.length - b.length)
      if (closest === undefined || closest.length === next?.length) {
        addFlaw(flaws, path, `must be ${expected}, not ${described(value)}`)
      } else for (const flaw of closest) addFlaw(flaws, flaw.path, flaw.message)
    },
    expected,
    shapes,
  }
}

const flawsFound = (shape: Shape<unknown>, value: unknown, path: Path): readonly Flaw[] => {
  const found: Flaw[] = []
  shape.explain(value, path, found)
  return found
}

/** Such a value or `null`. */
export const nullable = <A>(shape: Shape<A>): Shape<A | null> => either<readonly Shape<A | null>[]>(shape, nothing)

/** A shape narrowed by a claim, in words that follow "must be". */
export const suchThat = <A>(shape: Shape<A>, claim: (value: A) => boolean, expected: string): Shape<A> => {
  const accepts = (value: unknown): boolean => shape.accepts(value) && claim(value as A)
  return {
    ...shape,
    accepts,
    explain: (value, path, flaws) => {
      if (!shape.accepts(value)) shape.explain(value, path, flaws)
      else if (!claim(value as A)) addFlaw(flaws, path, `must be ${expected}, not ${described(value)}`)
    },
    expected,
  }
}
