// The schema for editors: what it accepts can be run, what it refuses cannot, and it is the shape that the runner checks with.

import { globSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { commandTypes } from '../../src/scenarios/scenarioShape.ts'
import { scenarioSchema } from '../../src/scenarios/schema/scenarioSchema.ts'
import { withSteps } from './scenarios.ts'

const top = new URL('../../', import.meta.url)
const schema = JSON.parse(JSON.stringify(scenarioSchema()))
const validate = new Ajv({ allErrors: false, allowUnionTypes: true }).compile(schema)
/** What is wrong by the schema; the first of it. */
const wrong = (text: string): string | undefined =>
  validate(parse(text)) ? undefined : `${validate.errors?.[0]?.instancePath} ${validate.errors?.[0]?.message}`

test.each(globSync('examples/scenarios/**/*.{yaml,yml,json}', { cwd: top }))('%s keeps to the schema', (file) => {
  const text = readFileSync(new URL(file, top), 'utf8')
  // A wrong command can be expected to be answered Invalid; an editor may well mark it.
  if (!text.includes('Invalid')) expect(wrong(text)).toBe(undefined)
})

test('an example that is marked only where a command is wrong keeps to it otherwise', () => {
  const text = readFileSync(new URL('examples/scenarios/mobileAssignment/wrong-input.yaml', top), 'utf8')
  expect(wrong(text.replace('quantity: 0', 'quantity: 1'))).toBe(undefined)
})

describe('a scenario that cannot be run is refused', () => {
  test.each([
    'allowance: many',
    'allowance: -1',
    'allowence: 1',
    'preset: mobileAsignment',
    'policies: { trail: { days: 3 } }',
    'policies: { trial: { dayz: 3 } }',
    'policies: { trial: { days: 0 } }',
    'policies: { overage: { allow: { seats: -1 } } }',
    'policies: { overage: { allow: { factor: 0.5 } } }',
    'lots: [{ lot: a }]',
    'lots: [{ lot: a, quantity: 1, from: tomorrow }]',
    'members: [{ membr: a }]',
    'members: [{ member: a, kind: robot }]',
  ])('for its pool: %s', (line) => {
    const pool = (content: string) =>
      `{ scenario: x, pool: { organization: a, ${content} }, start: "2026-03-20T15:00", steps: [] }`
    expect(wrong(pool('timeZone: UTC'))).toBe(undefined)
    expect(wrong(pool(line))).not.toBe(undefined)
  })

  test.each([
    '- at: tomorrow',
    '- after: 2 weeks',
    '- wait: 1 day',
    '- do: { type: SignInn, member: a }',
    '- do: { member: a }',
    '- do: { type: SignIn, memer: a, client: mobile }',
    '- do: [{ type: ApproveWaiting, count: 0 }]',
    '- by: { role: admin }',
    '- expect: { acess: full }',
    '- expect: { access: ful }',
    '- expect: { events: [SeatGrantd] }',
    '- expect: { rejected: UnknwnMember }',
    '- expect: { pool: { consumd: 1 } }',
    '- expect: { pool: { consumed: one } }',
    '- expect: { members: { lucy: gone } }',
    '- expect: { members: { lucy: { state: knwn } } }',
    '- expect: { results: { lucy: ok } }',
    '- expect: { until: 1 }',
  ])('for a step: %s', (step) => {
    expect(wrong(withSteps(step))).not.toBe(undefined)
  })
})

test.each([
  '- at: 2026-04-01T15:00',
  '- at: 2026-04-01T15:00:00.5Z',
  '- after: 1 day',
  '- do: { type: AddMember, member: 007 }',
  '- do: { type: AddLot, lot: a, organization: a, quantity: 1, until: 2026-04-01T15:00 }',
  '- do: { type: AddLot, lot: a, organization: a, quantity: 1, until: 1800000000000 }',
  '- do: [{ type: ImportMembers, members: [{ member: a, attributes: { team: 1 } }] }]',
  '- do: { type: ChangePolicies, policies: { trial: null, autoAssign: { clients: any } } }',
  '- expect: { rejected: null, access: null, until: null, message: null, pool: { available: null }, members: { lucy: absent, sven: {} } }',
])('%s is accepted', (step) => {
  expect(wrong(withSteps(step))).toBe(undefined)
})

test('knows every command, and says what each field is', () => {
  const types = schema.definitions.command.anyOf.map(
    (variant: { properties: { type: { const: string } } }) => variant.properties.type.const,
  )
  expect([...types].sort()).toEqual([...commandTypes].sort())
  const told = (properties: Readonly<Record<string, { description?: string }>>) =>
    Object.entries(properties).filter(([, field]) => !field.description)
  expect(told(schema.properties)).toEqual([])
  expect(told(schema.properties.pool.properties)).toEqual([])
  expect(told(schema.properties.steps.items.properties)).toEqual([])
  expect(told(schema.properties.steps.items.properties.expect.properties)).toEqual([])
})
