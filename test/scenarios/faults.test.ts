// What is wrong with a file is told with its line and in words that mend it; nothing is run, and nothing throws.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runScenario, type ScenarioRun } from '../../src/scenarios/runScenario.ts'
import type { ScenarioDocument } from '../../src/scenarios/scenarioDocument.ts'
import { faults, withSteps } from './scenarios.ts'

/** A sound text with something else in one place. */
const changed = (from: string, to: string): string => withSteps('- {}').replace(from, to)
const lines = (...all: readonly string[]): string => all.join('\n')

const bomb = ['x', 'a', 'b', 'c', 'd', 'e', 'f', 'g']
  .map((name, n, all) => `${name}${name}: &${name} [${n === 0 ? '1' : Array(10).fill(`*${all[n - 1]}`)}]`)
  .join('\n')

describe('what is no YAML, or not clear', () => {
  test.each([
    ['nothing', '', '1: is empty'],
    ['a comment only', '# nothing\n', '1: is empty'],
    ['a tab for an indent', 'a:\n\tb: 1', '2: is not YAML: a tab stands where spaces should indent'],
    [
      'a list that is not closed',
      'a: [1,\nb: 2',
      '2: is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a quote that is not closed', 'a: "x\nb: 1', '2: is not YAML: Missing closing "quote'],
    ['a second colon', 'a: 1\nb: c: d', '2: is not YAML: Nested mappings are not allowed in compact mappings'],
    [
      'a name that stands twice',
      withSteps('- at: 2026-04-01T00:00\n  at: 2026-04-02T00:00'),
      '12: is not clear: "at" stands there twice',
    ],
    [
      'an id that stands twice',
      withSteps('- expect: { members: { 7: absent, "7": absent } }'),
      '11: is not clear: "7" stands there twice',
    ],
    ['two documents', `${withSteps('- {}')}---\na: 1`, '12: one file holds one scenario, and a second document begins here'],
    ['an alias of nothing', 'a:\n  b: *no', '2: nothing is called &no'],
    ['an alias within itself', 'a: 1\nb: &b [*b]', '2: is nested too deep, or an alias stands within itself'],
    ['aliases of aliases of aliases', bomb, '6: is too large, or its aliases make it so'],
    ['a tag', 'a: 1\nb: !mine x', '2: is not YAML: Unresolved tag: !mine'],
    ['a tag for bytes', 'a: !!binary aGk=', '1: is not clear: the tag tag:yaml.org,2002:binary is not known here'],
    ['a list for a name', 'a: 1\n? [b]\n: 2', '2: a name should stand here, not a list, an object or nothing'],
    ['nothing for a name', 'a: 1\n: 2', '2: a name should stand here, not a list, an object or nothing'],
    ['brackets without end', `a: ${'['.repeat(50_000)}`, '1: is nested too deep'],
    ['text', 'hello', '1: must be { scenario, pool, start, steps }, not "hello"'],
    ['a list', '- 1', '1: must be { scenario, pool, start, steps }, not a list'],
  ])('%s', async (_name, text, fault) => {
    expect((await faults(text))[0]).toBe(fault)
  })
})

describe('what is no JSON, in a file that should be', () => {
  test.each([
    ['{\n "scenario": "x",\n}', '3: is not JSON: a name in quotes should stand here, and there is "}"'],
    ['{ scenario: x }', '1: is not JSON: a name in quotes should stand here, and there is "scenario: x "'],
    ['{ "a": 1,\n "a": 2 }', '2: is not clear: "a" stands there twice'],
    ['', '1: is not JSON: a value should stand here, and the text ends'],
  ])('%s', async (text, fault) => {
    expect(await faults(text, 'json')).toEqual([fault])
  })
})

const moment = 'a moment such as 2026-03-20T15:00 (local to the pool) or 2026-03-20T15:00:00Z'

describe('a field', () => {
  test.each([
    ['scenario: A test\n', '', '1: scenario: is missing; it must be text of 1 to 1000 characters'],
    ['  organization: acme\n', '', '2: pool.organization: is missing; it must be text of 1 to 1000 characters'],
    ['steps:', 'stepz:', '10: stepz: unknown field; did you mean "steps"?'],
    ['allowance: 1', 'allowence: 1', '5: pool.allowence: unknown field; did you mean "allowance"?'],
    ['allowance: 1', 'allowance: many', '5: pool.allowance: must be a whole number from 0 to 1000000000, not "many"'],
    ['allowance: 1', 'allowance: -1', '5: pool.allowance: must be a whole number from 0 to 1000000000, not -1'],
    ['allowance: 1', 'allowance: 1\n  lots: []', '6: pool.lots: stands instead of allowance, not beside it'],
    ['Europe/London', 'Europe/Londn', '6: pool.timeZone: must be an IANA time zone such as Europe/London, not "Europe/Londn"'],
    ['  \n', '  policies: { trail: { days: 3 } }\n', '7: pool.policies.trail: unknown field; did you mean "trial"?'],
    ['  \n', '  policies:\n    trial:\n      dayz: 3\n', '9: pool.policies.trial.dayz: unknown field; did you mean "days"?'],
    [
      '  \n',
      '  policies: { permissions: { DeleteMember: [member] } }\n',
      '7: pool.policies.permissions.DeleteMember: may only narrow: the role member may not give DeleteMember by the rules',
    ],
    ['  \n', '  members: [{ membr: a }]\n', '7: pool.members[0].membr: unknown field; did you mean "member"?'],
    ['T15:00', '', `9: start: must be ${moment}, not "2026-03-20"`],
    ['2026-03-20T15:00', '2026', `9: start: must be ${moment}, not "2026"`],
    ['2026-03-20T15:00', '2026-02-30T15:00', '9: start: "2026-02-30T15:00" is a day that no calendar has'],
    ['2026-03-20T15:00', '2026-03-20T25:00', '9: start: "2026-03-20T25:00" is a time that no clock shows'],
  ])('%s that is %s', async (from, to, fault) => {
    expect((await faults(changed(from, to)))[0]).toBe(fault)
  })
})

test('a preset that there is not is told with those that there are', async () => {
  const [fault] = await faults(changed('mobileAssignment', 'mobileAsignment'))
  expect(fault).toMatch(/^4: pool\.preset: must be "mobileAssignment".*, not "mobileAsignment"$/)
})

describe('a pool that cannot be opened as it says', () => {
  test.each([
    ['{ lot: a, quantity: 0 }', '6: pool.lots[0].quantity: must be a whole number from 1 to 1000000000, not 0'],
    ['{ lot: a, quantity: 1,\n      until: 2026-01-01T00:00 }', '7: pool.lots[0].until: must be later than now'],
    [
      '{ lot: a, quantity: 1 }\n    - { lot: a, quantity: 2 }',
      '7: pool.lots[1].quantity: differs from the lot a that was added before',
    ],
    ['{ lot: a, quantity: 1, organization: umbrella }', '6: pool.lots[0].organization: is not the pool\'s organization, "acme"'],
  ])('by its lots: %s', async (lots, fault) => {
    expect(await faults(changed('allowance: 1', `lots:\n    - ${lots}`))).toEqual([fault])
  })

  test.each([
    [
      '{ member: a },\n    { member: a, kind: placeholder }',
      '8: pool.members[1]: MemberExists: a is already there, or already holds a seat.',
    ],
    [
      '{ member: a, peopleState: TBH }',
      '7: pool.members[0].peopleState: is for a placeholder only (TBH: to be hired, TBR: to be replaced)',
    ],
  ])('by its members: %s', async (members, fault) => {
    expect(await faults(withSteps('- {}', `members: [${members}]`))).toEqual([fault])
  })
})

describe('a step', () => {
  const span = 'must be a span such as 14 days, 2 hours or 90 minutes'
  test.each([
    ['- hello', '11: steps[0]: must be an object, not "hello"'],
    ['- waiting: 1 day', '11: steps[0].waiting: unknown field; known here: at, after, do, by, key, preview, expect'],
    ['- after: 2 weeks', `11: steps[0].after: ${span}, not "2 weeks"`],
    ['- after: 14', `11: steps[0].after: ${span}, not 14`],
    ['- after: -1 day', `11: steps[0].after: ${span}, not "-1 day"`],
    ['- after: 1.5 hours', `11: steps[0].after: ${span}, not "1.5 hours"`],
    [
      '- at: 2026-03-21T15:00\n- at: 2026-03-21T14:59',
      '12: steps[1].at: goes back in time: the step before is at 2026-03-21T15:00',
    ],
    ['- at: 2026-03-20T14:59', '11: steps[0].at: goes back in time: the step before is at 2026-03-20T15:00'],
    ['- at: 2026-03-21T15:00\n  after: 1 day', '12: steps[0].after: stands instead of at, not beside it'],
    ['- after: 999999 days\n'.repeat(200), '110: steps[99].after: goes beyond the years that can be counted'],
    [
      '- do: { type: SignInn, member: a }',
      '11: steps[0].do.type: is not the name of a command: "SignInn"; did you mean "SignIn"?',
    ],
    [
      '- do:\n  - { type: Sweep }\n  - { type: Swep }',
      '13: steps[0].do[1].type: is not the name of a command: "Swep"; did you mean "Sweep"?',
    ],
    ['- do: { member: a }', '11: steps[0].do.type: is missing; it must be the name of a command'],
    [
      '- do: SignIn',
      '11: steps[0].do: must be a command such as { type: SignIn, member: lucy, client: mobile } or a list, not "SignIn"',
    ],
    [
      '- do: [SignIn]',
      '11: steps[0].do[0]: must be a command such as { type: SignIn, member: lucy, client: mobile }, not "SignIn"',
    ],
    ['- do: []', '11: steps[0].do: must not be empty; leave it out to let time pass'],
    [
      '- do: { type: Sweep }\n  by: { role: admin }',
      '12: steps[0].by.role: must be "member", "systemAdmin", "accountManager", "setupWizard" or "system", not "admin"',
    ],
    ['- by: { role: system }', '11: steps[0].by: is of use only beside do'],
    ['- key: a', '11: steps[0].key: is of use only beside do'],
    ['- do: [{ type: Sweep }, { type: Sweep }]\n  key: a', '12: steps[0].key: belongs to one command, and here are several'],
    ['- do: { type: Sweep }\n  preview: yes', '12: steps[0].preview: must be true or false, not "yes"'],
  ])('%s', async (steps, fault) => {
    expect(await faults(withSteps(steps))).toEqual([fault])
  })
})

test('a refusal that is near to none is told them all', async () => {
  const [fault] = await faults(withSteps('- do: { type: Sweep }\n  expect: { rejected: Exhausted }'))
  expect(fault).toMatch(/not "Exhausted"; known here: AllowanceExhausted, TermsNotAccepted, .*, Invalid$/)
})

describe('an expectation', () => {
  test.each([
    ['acess: full', 'acess: unknown field; did you mean "access"?'],
    ['access: ful', 'access: must be "full", "trial", "standard" or "none", not "ful"'],
    [
      'events: [SeatGrantd]',
      'events[0]: must be the type of an event such as SeatGranted, not "SeatGrantd"; did you mean "SeatGranted"?',
    ],
    ['events: SeatGranted', 'events: must be a list, not "SeatGranted"'],
    [
      'notifies: [SeatGrantd]',
      'notifies[0]: must be the type of an event such as SeatGranted, not "SeatGrantd"; did you mean "SeatGranted"?',
    ],
    [
      'rejected: UnknwnMember',
      'rejected: must be the type of a rejection such as AllowanceExhausted, not "UnknwnMember"; did you mean "UnknownMember"?',
    ],
    ['until: tomorrow', `until: must be ${moment}, not "tomorrow"`],
    ['results: { lucy: 7 }', 'results.lucy: must be accepted or the type of a rejection such as AllowanceExhausted, not 7'],
    ['pool: { consumd: 1 }', 'pool.consumd: unknown field; did you mean "consumed"?'],
    ['pool: { consumed: one }', 'pool.consumed: must be a whole number from 0 or null, not "one"'],
    ['members: { lucy: gone }', 'members.lucy: must be "absent" or an object, not "gone"'],
    ['members: { lucy: { stat: known } }', 'members.lucy.stat: unknown field; did you mean "state"?'],
    ['members: { lucy: { dependencies: [a] } }', 'members.lucy.dependencies: must be a whole number from 0, not a list'],
  ])('%s', async (expectation, fault) => {
    expect(await faults(withSteps(`- expect: { ${expectation} }`))).toEqual([`11: steps[0].expect.${fault}`])
  })
})

test('all that is wrong is told, in the order of the lines, what is missing last', async () => {
  const text = lines(
    'scenaro: x',
    'pool: { organization: acme }',
    'start: soon',
    'steps:',
    '- after: 1',
    '- expect: { acess: full }',
  )
  expect(await faults(text)).toEqual([
    '1: scenaro: unknown field; did you mean "scenario"?',
    `3: start: must be ${moment}, not "soon"`,
    '5: steps[0].after: must be a span such as 14 days, 2 hours or 90 minutes, not 1',
    '6: steps[1].expect.acess: unknown field; did you mean "access"?',
    '1: scenario: is missing; it must be text of 1 to 1000 characters',
  ])
})

test('a title that can be read is told also where nothing else can', async () => {
  expect(await runScenario(changed('Europe/London', 'Nowhere'))).toMatchObject({ ok: false, scenario: 'A test', steps: [] })
  expect((await runScenario('a: [')).scenario).toBe(null)
})

describe('nothing makes it throw', () => {
  const circular: Record<string, unknown> = {}
  circular.itself = circular
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['a list', []],
    ['a big number', { scenario: 1n }],
    ['a function', () => 1],
    ['itself in itself', circular],
    ['a revoked proxy', Proxy.revocable({}, {}).proxy],
  ])('%s for a document', async (_name, document) => {
    const run: ScenarioRun = await runScenario(document as unknown as ScenarioDocument)
    expect([run.ok, run.steps, run.error?.line]).toEqual([false, [], 1])
  })

  test('nor does any text', async () => {
    const bits = [
      'scenario',
      'pool',
      ': ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '!x ',
      '"',
      "'",
      '#',
      '|',
      '>',
      '\t',
      '%',
      '? ',
      '---\n',
      'null',
      '7',
      '\0',
      '\ud800',
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...bits), { maxLength: 12 }), async (parts) => {
        const run = await runScenario(parts.join(''))
        expect(run.error?.line).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: 300 },
    )
  })

  test('nor does a sound text with something else in one place', async () => {
    const text = withSteps(
      '- do: { type: SignIn, member: lucy, client: mobile }\n  expect: { access: full, members: { lucy: { until: null } } }',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length),
        fc.nat(12),
        fc.string({ maxLength: 6, unit: 'binary' }),
        async (at, length, other) => {
          const run = await runScenario(text.slice(0, at) + other + text.slice(at + length))
          expect(run.error === undefined || run.error.line >= 1).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
