// Shapes like those of the library, of every kind, for the tests of this folder.

import {
  anything,
  decimal,
  either,
  flag,
  instant,
  listOf,
  literal,
  nullable,
  object,
  recordOf,
  type Shape,
  suchThat,
  taggedUnion,
  text,
  whole,
} from '../../../src/pool/validation/shape.ts'

export const lot = object({ lot: text(), quantity: whole({ min: 1 }) }, { from: instant, until: instant })
export const dependency = object({ kind: text(), id: text() }, { when: literal('active', 'inactive', 'future') })
export const command = taggedUnion({
  AddLot: lot,
  LinkDependency: object({ member: text(), dependency }),
  ImportMembers: object({ members: listOf(anything, { max: 3 }) }),
  Sweep: object({}),
})
export const overage = either(
  literal('none', 'unlimited'),
  object({ seats: whole({ min: 0 }) }),
  object({ factor: decimal({ min: 1, max: 1_000, places: 6 }) }),
)
export const policies = object(
  {},
  { idleReclaim: nullable(object({}, { enabled: flag, days: whole({ min: 1 }), exempt: listOf(text()) })) },
)
export const statuses = recordOf(object({ counts: flag, signsIn: flag }), { max: 3 })
export const zone = suchThat(text(), (name) => name.includes('/'), 'the name of a time zone')

export const shapes: Record<string, Shape<unknown>> = {
  text: text(),
  whole: whole(),
  decimal: decimal({ min: 0, max: 9, places: 2 }),
  instant,
  flag,
  literal: literal('a', 'b'),
  anything,
  list: listOf(text()),
  listOfAnything: listOf(anything),
  nullable: nullable(whole({ min: 1 })),
  overage,
  statuses,
  recordOfAnything: recordOf(anything),
  policies,
  lot,
  zone,
  command,
  commands: object({ lots: listOf(lot) }, { command, policies }),
}

/** A run of the properties is the same every time. */
export const runs = { seed: 20_260_329, numRuns: 10_000 }
