// Shapes of lists and of records: many values of one shape.

import { addFlaw, described, isFull } from './flaw.ts'
import { contentOf, isPlainObject, lengthOf, namesOf } from './reading.ts'
import { type Shape, text } from './values.ts'

/** So many entries unless said otherwise: a bound on work, since a list of a billion holes costs its sender nothing. */
const mostEntries = 1_000_000

interface Bound {
  readonly max?: number
}

/** A list of such values, at most `max`; default 1,000,000. A hole in it is no such value. */
export const listOf = <A>(item: Shape<A>, { max = mostEntries }: Bound = {}): Shape<readonly A[]> => ({
  accepts: (value) => {
    try {
      if (!Array.isArray(value)) return false
      const length = value.length
      if (!(length <= max)) return false
      for (let n = 0; n < length; n++) if (!item.accepts(value[n])) return false
      return true
    } catch {
      return false
    }
  },
  explain: (value, path, flaws) => {
    const length = lengthOf(value)
    if (length === undefined) return addFlaw(flaws, path, `must be a list, not ${described(value)}`)
    if (!(length <= max)) return addFlaw(flaws, path, `must have at most ${max} entries, not ${length}`)
    for (let n = 0; n < length && !isFull(flaws); n++) {
      const content = contentOf(value, n)
      if (!item.accepts(content)) item.explain(content, [...path, n], flaws)
    }
  },
  expected: 'a list',
  item,
})

const isText = text().accepts

/** `__proto__` is no name: it is lost when the record is copied name by name. */
const isName = (key: string): boolean => isText(key) && key !== '__proto__'

/** Such values by name, at most `max`; default 1,000,000. */
export const recordOf = <A>(item: Shape<A>, { max = mostEntries }: Bound = {}): Shape<Readonly<Record<string, A>>> => ({
  accepts: (value) => {
    try {
      if (!isPlainObject(value)) return false
      let left = max
      for (const key in value) {
        if (!Object.hasOwn(value, key)) continue
        if (--left < 0 || !isName(key) || !item.accepts(value[key])) return false
      }
      return true
    } catch {
      return false
    }
  },
  explain: (value, path, flaws) => {
    const names = namesOf(value)
    if (names === undefined) return addFlaw(flaws, path, `must be an object, not ${described(value)}`)
    if (names.length > max) return addFlaw(flaws, path, `must have at most ${max} entries, not ${names.length}`)
    for (const key of names) {
      if (isFull(flaws)) return
      if (!isName(key)) addFlaw(flaws, [...path, key], 'cannot be used as a name')
      const content = contentOf(value, key)
      if (!item.accepts(content)) item.explain(content, [...path, key], flaws)
    }
  },
  expected: 'an object',
  values: item,
})
