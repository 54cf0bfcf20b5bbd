// What else a shape gives: a JSON Schema for editors, a Standard Schema for other libraries, and a type.

import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { AddLot, RecordUse } from '../../../src/pool/model/command.ts'
import {
  anything,
  flag,
  instant,
  listOf,
  literal,
  nullable,
  type Of,
  object,
  type Shape,
  standardSchema,
  taggedUnion,
  text,
  whole,
} from '../../../src/pool/validation/shape.ts'
import { schemaAccepts } from './schemaAccepts.ts'
import { lot, type overage, runs, shapes } from './shapes.ts'

describe('the JSON Schema', () => {
  const json = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      'none',
      'Europe/London',
      { seats: 1 },
      { seats: -1 },
      { factor: 1.5 },
      { lot: 'a', quantity: 1 },
      { idleReclaim: null },
      { type: 'Sweep' },
    ),
    fc.record({ lot: fc.string(), quantity: fc.integer({ min: -1, max: 3 }), until: fc.integer() }, { requiredKeys: [] }),
    fc.record({ type: fc.constantFrom('AddLot', 'Sweep', 'x'), lot: fc.string(), quantity: fc.integer() }, { requiredKeys: [] }),
    fc.record({
      idleReclaim: fc.option(
        fc.record(
          { enabled: fc.boolean(), days: fc.integer({ min: -1, max: 2 }), exempt: fc.array(fc.string()) },
          { requiredKeys: [] },
        ),
      ),
    }),
    fc.dictionary(
      fc.string(),
      fc.record({ counts: fc.boolean(), signsIn: fc.oneof(fc.boolean(), fc.integer()) }, { requiredKeys: ['counts'] }),
    ),
  )

  test('accepts what the shape accepts, and refuses what it refuses but where it is documented to be lenient', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(shapes)), json, (name, value) => {
        const shape = shapes[name] ?? anything
        if (shape.accepts(value)) expect(schemaAccepts(shape.schema, value)).toBe(true)
        else if (!lenient.has(name) && !JSON.stringify(value).includes('-0') && !hasMinusZero(value))
          expect(schemaAccepts(shape.schema, value)).toBe(false)
      }),
      runs,
    )
  })
  /** A claim, and the number of decimals, are not in the schema. */
  const lenient = new Set(['zone', 'decimal'])
  const hasMinusZero = (value: unknown): boolean =>
    Object.is(value, -0) || (typeof value === 'object' && value !== null && Object.values(value).some(hasMinusZero))

  test('is the plain thing that an editor reads', () => {
    expect(lot.schema).toEqual({
      type: 'object',
      properties: {
        lot: { type: 'string', minLength: 1, maxLength: 1_000, pattern: '^[^\\u0000]*$' },
        quantity: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        from: { type: 'integer', minimum: -8_640_000_000_000_000, maximum: 8_640_000_000_000_000 },
        until: { type: 'integer', minimum: -8_640_000_000_000_000, maximum: 8_640_000_000_000_000 },
      },
      required: ['lot', 'quantity'],
      additionalProperties: false,
    })
    expect(literal('a').schema).toEqual({ const: 'a' })
    expect(literal('a', 'b').schema).toEqual({ enum: ['a', 'b'] })
    expect(nullable(flag).schema).toEqual({ anyOf: [{ type: 'boolean' }, { type: 'null' }] })
    for (const shape of Object.values(shapes)) expect(JSON.parse(JSON.stringify(shape.schema))).toEqual(shape.schema)
  })
})

describe('the Standard Schema', () => {
  test('hands back the value, or issues with a path of names and places', () => {
    const { validate, vendor, version } = standardSchema(object({ lots: listOf(lot) }))['~standard']
    const value = { lots: [{ lot: 'a', quantity: 1 }] }
    expect([version, vendor]).toEqual([1, 'license-pool'])
    expect(validate(value)).toEqual({ value })
    expect(validate({ lots: [{ lot: 'a', quantity: 0 }] })).toEqual({
      issues: [{ path: ['lots', 0, 'quantity'], message: 'must be a whole number from 1, not 0' }],
    })
  })
})

describe('the type of a shape', () => {
  test('is that of what it accepts', () => {
    expectTypeOf<Of<typeof overage>>().toEqualTypeOf<
      'none' | 'unlimited' | { readonly seats: number } | { readonly factor: number }
    >()
    expectTypeOf(taggedUnion({ RecordUse: object({ member: text() }) })).toExtend<Shape<RecordUse>>()
    expectTypeOf(
      taggedUnion({
        AddLot: object({ lot: text(), organization: text(), quantity: whole() }, { from: instant, until: instant }),
      }),
    ).toExtend<Shape<AddLot>>()
    expectTypeOf(object({ lot: text() })).not.toExtend<Shape<AddLot>>()
    expectTypeOf(nullable(listOf(flag))).toEqualTypeOf<Shape<readonly boolean[] | null>>()
    expectTypeOf(text()).not.toExtend<Shape<number>>()
  })
})
