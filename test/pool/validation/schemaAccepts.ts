// Judges a value by a JSON Schema, as far as our shapes use its words: what an editor would say. An unknown keyword throws.

type Schema = Readonly<Record<string, unknown>>
type Judge = (word: never, value: unknown, schema: Schema) => boolean

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

const types: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isObject,
}

const judges: Record<string, Judge> = {
  type: (type: string, value) => types[type]?.(value) === true,
  const: (only: unknown, value) => value === only,
  enum: (words: readonly unknown[], value) => words.includes(value),
  not: (schema: Schema, value) => !schemaAccepts(schema, value),
  anyOf: (schemas: readonly Schema[], value) => schemas.some((schema) => schemaAccepts(schema, value)),
  oneOf: (schemas: readonly Schema[], value) => schemas.filter((schema) => schemaAccepts(schema, value)).length === 1,
  minimum: (least: number, value) => typeof value !== 'number' || value >= least,
  maximum: (most: number, value) => typeof value !== 'number' || value <= most,
  minLength: (least: number, value) => typeof value !== 'string' || [...value].length >= least,
  maxLength: (most: number, value) => typeof value !== 'string' || [...value].length <= most,
  pattern: (pattern: string, value) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  maxItems: (most: number, value) => !Array.isArray(value) || value.length <= most,
  items: (schema: Schema, value) => !Array.isArray(value) || value.every((item) => schemaAccepts(schema, item)),
  maxProperties: (most: number, value) => !isObject(value) || Object.keys(value).length <= most,
  required: (names: readonly string[], value) => !isObject(value) || names.every((name) => Object.hasOwn(value, name)),
  propertyNames: (schema: Schema, value) => !isObject(value) || Object.keys(value).every((name) => schemaAccepts(schema, name)),
  properties: (schemas: Record<string, Schema>, value) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, content]) => !Object.hasOwn(schemas, name) || schemaAccepts(schemas[name] ?? {}, content),
    ),
  additionalProperties: (others: false | Schema, value, schema) => {
    const declared = (schema.properties ?? {}) as Schema
    const undeclared = isObject(value) ? Object.entries(value).filter(([name]) => !Object.hasOwn(declared, name)) : []
    return undeclared.every(([, content]) => others !== false && schemaAccepts(others, content))
  },
}

export const schemaAccepts = (schema: Schema, value: unknown): boolean =>
  Object.entries(schema).every(([keyword, word]) => {
    const judge = judges[keyword]
    if (judge === undefined) throw new Error(`the keyword ${keyword} is not known to this test`)
    return judge(word as never, value, schema)
  })
