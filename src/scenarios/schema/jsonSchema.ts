// A shape told as JSON Schema (draft 7, which every editor reads): so that an editor knows what the runner will accept.

import { anything, flag, instant, nothing, type Shape } from '../../pool/validation/shape.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

/** Shapes that stand under a name of their own, in `definitions`. */
export type Named = ReadonlyMap<Shape<unknown>, string>

/** The schema of a shape; those that are named are referred to. */
export const jsonSchemaOf = (shape: Shape<unknown>, named: Named): JsonSchema => {
  const name = named.get(shape)
  return name === undefined ? definitionOf(shape, named) : { $ref: `#/definitions/${name}` }
}

/** The schema of a shape itself, whether or not it is named. */
export const definitionOf = (shape: Shape<unknown>, named: Named): JsonSchema => {
  const inner = (part: Shape<unknown>): JsonSchema => jsonSchemaOf(part, named)
  const { words, shapes, variants, item, values, required, optional } = shape
  if (words !== undefined) return { enum: words }
  if (shapes !== undefined) return { anyOf: shapes.map(inner) }
  if (variants !== undefined)
    return { anyOf: Object.entries(variants).map(([type, variant]) => objectSchema(variant, inner, type)) }
  if (item !== undefined) return { type: 'array', items: inner(item) }
  if (values !== undefined) return { type: 'object', additionalProperties: inner(values) }
  if (required !== undefined || optional !== undefined) return objectSchema(shape, inner)
  return leafSchema(shape)
}

const objectSchema = (
  { required = {}, optional = {} }: Shape<unknown>,
  inner: (part: Shape<unknown>) => JsonSchema,
  type?: string,
): JsonSchema => {
  const fields = Object.entries({ ...required, ...optional }).map(([name, part]) => [name, inner(part)] as const)
  return {
    type: 'object',
    properties: { ...(type === undefined ? {} : { type: { const: type } }), ...Object.fromEntries(fields) },
    required: [...(type === undefined ? [] : ['type']), ...Object.keys(required)],
    additionalProperties: false,
  }
}

const single = new Map<Shape<unknown>, JsonSchema>([
  [flag, { type: 'boolean' }],
  [nothing, { type: 'null' }],
  [instant, { type: 'integer' }],
  [anything, {}],
])

/** A single value. Its bounds are read off its own words, which tell them to people. */
const leafSchema = (shape: Shape<unknown>): JsonSchema => {
  const { expected } = shape
  const [, least, most] = /^text of (\d+) to (\d+) characters$/.exec(expected) ?? []
  // An id may be written without quotes whatever it looks like, and is read as text.
  if (least !== undefined) return { type: ['string', 'number', 'boolean'], minLength: Number(least), maxLength: Number(most) }
  const [, whole, minimum, maximum] = /^a (whole )?number(?: from (-?[\d.]+))?(?: to (-?[\d.]+))?/.exec(expected) ?? []
  if (/^a (whole )?number/.test(expected)) {
    return {
      type: whole === undefined ? 'number' : 'integer',
      ...(minimum === undefined ? {} : { minimum: Number(minimum) }),
      ...(maximum === undefined ? {} : { maximum: Number(maximum) }),
    }
  }
  return single.get(shape) ?? { description: expected }
}
