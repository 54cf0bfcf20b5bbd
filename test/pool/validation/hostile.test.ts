// No value from outside makes a shape throw (X10), and what it accepts is what it has nothing to say about.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Flaw } from '../../../src/pool/validation/flaw.ts'
import { anything, issuesOf, type Shape, standardSchema } from '../../../src/pool/validation/shape.ts'
import { hostileValues } from './hostileValues.ts'
import { lot, runs, shapes } from './shapes.ts'

describe('no value makes a shape throw', () => {
  const explains = (shape: Shape<unknown>, value: unknown): boolean => {
    const flaws: Flaw[] = []
    shape.explain(value, [], flaws)
    return flaws.length > 0
  }
  const places: readonly ((value: unknown) => unknown)[] = [
    (value) => value,
    (value) => [value],
    (value) => ({ type: value, lot: value }),
    (value) => ({ type: 'LinkDependency', member: 'ann', dependency: value }),
    (value) => ({ type: 'LinkDependency', member: 'ann', dependency: { kind: 'login', id: value } }),
  ]

  test.each(Object.keys(hostileValues))('%s', (name) => {
    for (const shape of Object.values(shapes)) {
      for (const place of places) {
        const fresh = () => place(hostileValues[name]?.())
        const accepted = shape.accepts(fresh())
        expect(explains(shape, fresh())).toBe(!accepted)
        const issues = issuesOf(shape, fresh())
        expect(issues.length === 0).toBe(accepted)
        for (const { path, message } of issues) expect(path.length + message.length).toBeLessThan(500)
      }
    }
  })

  const everything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    key: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('type', 'lot', 'seats', 'days', '__proto__', 'constructor', '0'),
    ),
  })
  const almost = fc.record(
    {
      type: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom('AddLot', 'ImportMembers', 'LinkDependency', 'Sweep') },
        { weight: 1, arbitrary: everything },
      ),
      lot: fc.oneof(fc.string({ unit: 'binary' }), everything),
      quantity: fc.oneof(fc.integer(), fc.double(), everything),
      from: fc.oneof(fc.integer(), fc.constant(undefined)),
      dependency: fc.record({ kind: fc.string(), id: everything }, { requiredKeys: [] }),
      members: fc.array(everything),
      lots: fc.array(fc.record({ lot: fc.string(), quantity: fc.integer() })),
      idleReclaim: fc.option(fc.record({ enabled: fc.boolean(), days: everything }, { requiredKeys: [] })),
    },
    { requiredKeys: [] },
  )
  const anyShape = fc.constantFrom(...Object.keys(shapes)).map((name) => shapes[name] ?? anything)

  test('and what it accepts is what it has nothing to say about', () => {
    fc.assert(
      fc.property(anyShape, fc.oneof(everything, almost), (shape, value) => {
        const accepted = shape.accepts(value)
        expect(issuesOf(shape, value).length === 0).toBe(accepted)
        expect(explains(shape, value)).toBe(!accepted)
        expect('issues' in standardSchema(shape)['~standard'].validate(value)).toBe(!accepted)
      }),
      runs,
    )
  })

  test('and one that answers otherwise the next time is refused', () => {
    let asked = 0
    const value = { lot: 'a', get quantity() { return asked++ } } // biome-ignore format: one line is clearer
    expect(issuesOf(lot, value)).toEqual([{ path: '', message: 'is not the same when it is read again' }])
  })
})
