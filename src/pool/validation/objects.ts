// Shapes of objects with known fields, and of choices between objects that a `type` tells apart.

import { addFlaw, described, type Flaw, isFull, type Path, suggestion } from './flaw.ts'
import { contentOf, isPlainObject, namesOf } from './reading.ts'
import { type Fields, literal, type Of, type Shape } from './values.ts'

/** The type of an object of these fields; where an optional one is given as `undefined`, it is taken for absent. */
export type ObjectOf<Required extends Fields, Optional extends Fields> = Flat<
  { readonly [Name in keyof Required]: Of<Required[Name]> } & { readonly [Name in keyof Optional]?: Of<Optional[Name]> }
>
type Flat<A> = { readonly [Name in keyof A]: A[Name] }

/** The shape of an object, with the fields that it was made of. */
export interface ObjectShape<Required extends Fields, Optional extends Fields> extends Shape<ObjectOf<Required, Optional>> {
  readonly required: Required
  readonly optional: Optional
}

interface Field {
  readonly shape: Shape<unknown>
  readonly isRequired: boolean
}

/** A plain object of just these fields: any other is refused by name. */
export const object = <Required extends Fields, Optional extends Fields = Record<never, never>>(
  required: Required,
  optional: Optional = {} as Optional,
): ObjectShape<Required, Optional> => {
  const fields = new Map<string, Field>()
  for (const [name, shape] of Object.entries(optional)) fields.set(name, { shape, isRequired: false })
  for (const [name, shape] of Object.entries(required)) fields.set(name, { shape, isRequired: true })
  const names = [...fields.keys()]
  const requiredNames = Object.keys(required)
  const expected = requiredNames.length === 0 ? 'an object' : `{ ${requiredNames.join(', ')} }`
  return {
    accepts: (value) => {
      try {
        if (!isPlainObject(value)) return false
        let missing = requiredNames.length
        for (const name in value) {
          if (!Object.hasOwn(value, name)) continue
          const field = fields.get(name)
          if (field === undefined) return false
          const content = value[name]
          if (content === undefined) continue
          if (!field.shape.accepts(content)) return false
          if (field.isRequired) missing--
        }
        return missing === 0
      } catch {
        return false
      }
    },
    explain: (value, path, flaws) => {
      const given = namesOf(value)
      if (given === undefined) return addFlaw(flaws, path, `must be ${expected}, not ${described(value)}`)
      for (const name of given) {
        if (isFull(flaws)) return
        const field = fields.get(name)
        if (field === undefined) addFlaw(flaws, [...path, name], `unknown field${suggestion(name, names)}`)
        else explainField(field, contentOf(value, name), [...path, name], flaws)
      }
      for (const [name, field] of fields) if (!given.includes(name)) explainField(field, undefined, [...path, name], flaws)
    },
    expected,
    required,
    optional,
  }
}

const explainField = ({ shape, isRequired }: Field, content: unknown, path: Path, flaws: Flaw[]): void => {
  if (content !== undefined) shape.explain(content, path, flaws)
  else if (isRequired) addFlaw(flaws, path, `is missing; it must be ${shape.expected}`)
}

type Variants = Readonly<Record<string, ObjectShape<Fields, Fields>>>

/** One of some objects; each is told by its `type`, a further field that it gets here. */
export const taggedUnion = <All extends Variants>(
  variants: All,
): Shape<{ [Type in keyof All]: { readonly type: Type } & Of<All[Type]> }[keyof All]> =>
  taggedBy('type', variants) as unknown as Shape<{ [Type in keyof All]: { readonly type: Type } & Of<All[Type]> }[keyof All]>

/** The same where another field tells them apart, such as a record's `state`. */
export const taggedBy = (name: string, variants: Variants): Shape<unknown> => {
  const tagged = new Map<unknown, Shape<unknown>>()
  for (const [type, { required, optional }] of Object.entries(variants)) {
    tagged.set(type, object({ [name]: literal(type), ...required }, optional))
  }
  const tag = literal(...Object.keys(variants))
  return {
    accepts: (value) => {
      try {
        return isPlainObject(value) && (tagged.get(value[name])?.accepts(value) ?? false)
      } catch {
        return false
      }
    },
    explain: (value, path, flaws) => {
      const given = namesOf(value)
      if (given === undefined) return addFlaw(flaws, path, `must be an object with a ${name}, not ${described(value)}`)
      const type = given.includes(name) ? contentOf(value, name) : undefined
      const variant = tagged.get(type)
      if (variant !== undefined) variant.explain(value, path, flaws)
      else if (type === undefined) addFlaw(flaws, [...path, name], `is missing; it must be ${tag.expected}`)
      else tag.explain(type, [...path, name], flaws)
    },
    expected: `an object with a known ${name}`,
    variants,
  }
}
