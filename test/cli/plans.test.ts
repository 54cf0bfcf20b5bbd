// Plans as they are written: on the command line, in a file, and one over the other.

import { describe, expect, test } from 'vitest'
import { assign, namedPlan } from '../../src/cli/plans/assignment.ts'
import { choosePlans, type PlanOptions } from '../../src/cli/plans/choosePlans.ts'
import { planOf } from '../../src/simulation/plan.ts'
import { ownFolder } from './runCli.ts'

const { put } = ownFolder()

const faultOf = async (options: PlanOptions): Promise<string> => {
  try {
    await choosePlans(options)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was wrong')
}

describe('a value', () => {
  test.each<readonly [string, unknown]>([
    ['90', 90],
    ['true', true],
    ['whenFree', 'whenFree'],
    ['"90"', '90'],
    ['', ''],
    ['[mobile,web]', ['mobile', 'web']],
    ['["mobile","web"]', ['mobile', 'web']],
    ['[mobile, "a,b" ,3]', ['mobile', 'a,b', 3]],
    ['[]', []],
    ['{seats:5}', { seats: 5 }],
    ['{"seats":5}', { seats: 5 }],
    ['{a:[1,{b:c}],"d:e":f}', { a: [1, { b: 'c' }], 'd:e': 'f' }],
    ['{}', {}],
    ['null', null],
    ['a=b', 'a=b'],
    ['a "quoted" word', 'a "quoted" word'],
  ])('%s', (written, value) => {
    expect(assign({}, `some.field=${written}`)).toEqual({ policies: { some: { field: value } } })
  })

  test.each([
    ['one', '{one}', '"one" should be NAME:VALUE'],
    ['an opened bracket', '[[a]', 'in "[a" a bracket is not closed, or not opened'],
    ['a quote', '["a]', 'in "\\"a" a quote is not closed, or not opened'],
  ])('with %s out of place is refused', (_, written, message) => {
    expect(() => assign({}, `some.field=${written}`)).toThrow(message)
  })
})

describe('--plan', () => {
  test('names a plan and says what it has, whatever commas stand in its values', () => {
    const text =
      ' today : preset=mobileAssignment, allowance=300,timeZone=Europe/London,autoAssign.clients=[mobile,web],idleReclaim.enabled=true,idleReclaim.days=9,trial=null'
    expect(namedPlan(text)).toEqual({
      name: 'today',
      preset: 'mobileAssignment',
      allowance: 300,
      timeZone: 'Europe/London',
      policies: { autoAssign: { clients: ['mobile', 'web'] }, idleReclaim: { enabled: true, days: 9 }, trial: null },
    })
  })

  test('may be a name alone', () => {
    expect(namedPlan('today')).toEqual({ name: 'today' })
    expect(namedPlan('today:')).toEqual({ name: 'today' })
  })

  test('of two values for one field the later one counts; a policy may be given as an object', () => {
    expect(namedPlan('p:trial.days=3,trial.days=4,idleReclaim={enabled:true},idleReclaim.days=3')).toEqual({
      name: 'p',
      policies: { trial: { days: 4 }, idleReclaim: { enabled: true, days: 3 } },
    })
  })

  test('of a policy called __proto__ nothing comes', async () => {
    expect(await faultOf({ plan: ['p:allowance=1,__proto__.polluted=1'] })).toMatch(/^--plan "p": __proto__: unknown policy/)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

describe('the plans', () => {
  test('one plan is named by its preset', async () => {
    expect(await choosePlans({ allowance: '3', set: ['trial.days=7'], 'time-zone': 'Europe/Berlin' })).toEqual([
      planOf({ name: 'mobileAssignment', allowance: 3, timeZone: 'Europe/Berlin', policies: { trial: { days: 7 } } }),
    ])
  })

  test('several are merged over what they have in common, those of the options before those of the file', async () => {
    const file = put('plans.json', '\ufeff[{ "name": "b", "allowance": 2, "policies": { "trial": null } }, { "name": "c" }]')
    const options = { allowance: '9', set: ['trial.days=7', 'idleReclaim.days=5'], plan: ['a:trial.days=8', 'z'], plans: file }
    const plans = await choosePlans(options)
    expect(
      plans.map(({ name, allowance, policies }) => [name, allowance, policies.trial?.days, policies.idleReclaim?.days]),
    ).toEqual([
      ['a', 9, 8, 5],
      ['z', 9, 7, 5],
      ['b', 2, undefined, 5],
      ['c', 9, 7, 5],
    ])
  })

  test('without a limit need no allowance', async () => {
    expect((await choosePlans({ set: ['overage.allow=unlimited'] }))[0]?.allowance).toBe(0)
    expect((await choosePlans({ plan: ['p:overage.allow=unlimited'] }))[0]?.allowance).toBe(0)
  })
})

describe('what is wrong with an option is told with the option', () => {
  test.each<readonly [PlanOptions, string]>([
    [{}, 'how many licenses are there? Say it with --allowance N, or --set overage.allow=unlimited'],
    [{ plan: ['p'] }, '--plan "p": allowance: is missing: say how many licenses there are (or overage.allow=unlimited)'],
    [{ allowance: 'many' }, '--allowance: must be a whole number from 0, not "many"'],
    [{ allowance: '-1' }, '--allowance: must be a whole number from 0, not -1'],
    [{ allowance: '2.5' }, '--allowance: must be a whole number from 0, not 2.5'],
    [{ allowance: '' }, '--allowance: must be a whole number from 0, not ""'],
    [
      { allowance: '1', preset: 'mobileAsignment' },
      '--preset: is not the name of a preset: "mobileAsignment"; did you mean "mobileAssignment"?',
    ],
    [
      { allowance: '1', 'time-zone': 'Europe/Lodnon' },
      '--time-zone: is not the name of a time zone: "Europe/Lodnon"; did you mean "Europe/London"?',
    ],
    [{ allowance: '1', set: ['idleReclam.days=3'] }, '--set: idleReclam: unknown policy; did you mean "idleReclaim"?'],
    [{ allowance: '1', set: ['idleReclaim.dayz=3'] }, '--set: idleReclaim.dayz: unknown field; did you mean "days"?'],
    [{ allowance: '1', set: ['idleReclaim.days=0'] }, '--set: idleReclaim.days: must be a whole number from 1 to 100000, not 0'],
    [
      { allowance: '1', set: ['waiting.admit=whenfree'] },
      '--set: waiting.admit: must be "atSignIn" or "whenFree", not "whenfree"',
    ],
    [
      { allowance: '1', set: ['idleReclaim'] },
      '--set idleReclaim: "idleReclaim" should be KEY=VALUE, such as idleReclaim.days=30',
    ],
    [
      { allowance: '1', set: ['idleReclaim=true'] },
      '--set idleReclaim=true: unknown key "idleReclaim": it should be preset, allowance, timeZone or POLICY.FIELD; did you mean "idleReclaim.FIELD", or idleReclaim=null to remove it?',
    ],
    [
      { allowance: '1', set: ['allowanc=3'] },
      '--set allowanc=3: unknown key "allowanc": it should be preset, allowance, timeZone or POLICY.FIELD; did you mean "allowance"?',
    ],
    [{ set: ['allowance=3'] }, '--set allowance=3: use --allowance'],
    [{ allowance: '1', plan: ['p:idleReclaim.dayz=3'] }, '--plan "p": idleReclaim.dayz: unknown field; did you mean "days"?'],
    [
      { allowance: '1', plan: ['allowance=3'] },
      '--plan "allowance=3": a plan begins with its name and a colon, such as NAME:allowance=300',
    ],
    [
      { allowance: '1', plan: [':allowance=3'] },
      '--plan "": a plan begins with its name and a colon, such as NAME:allowance=300',
    ],
    [{ allowance: '1', plan: ['p', 'q', 'p:trial.days=3'] }, '--plan "p": two plans are named "p"'],
    [
      { allowance: '1', plan: ['p:permissions.SignIn=[accountManager]'] },
      '--plan "p": permissions.SignIn: may only narrow: the role accountManager may not give SignIn by the rules',
    ],
  ])('%j', async (options, message) => {
    expect(await faultOf(options)).toBe(message)
  })
})

describe('what is wrong with a file is told with its line', () => {
  test.each([
    ['[\n {"name": "a",\n "allowance": 1 }\n {', 'line 4: is not JSON: , or ] should stand here, and there is "{"'],
    ['', 'line 1: is not JSON: a value should stand here, and the text ends'],
    ['{}', 'line 1: should be a list of plans: [{ "name": ..., "preset"?, "allowance"?, "timeZone"?, "policies"? }]'],
    ['[]', 'line 1: should be a list of plans: [{ "name": ..., "preset"?, "allowance"?, "timeZone"?, "policies"? }]'],
    ['[\n3]', 'line 2: must be { name }, not 3'],
    ['[\n{ "allowance": 1 }]', 'line 2: name: is missing; it must be text of 1 to 1000 characters'],
    ['[{ "name": "a",\n"allowanc": 1 }]', 'line 2: allowanc: unknown field; did you mean "allowance"?'],
    [
      '[{ "name": "a", "allowance": 1,\n"policies": {\n"trial": {\n"dais": 1 } } }]',
      'line 4: trial.dais: unknown field; did you mean "days"?',
    ],
    ['[{ "name": "a", "allowance": 1,\n"policies": {\n"trail": {} } }]', 'line 3: trail: unknown policy; did you mean "trial"?'],
    ['[{ "name": "a", "allowance": 1,\n"policies": [] }]', 'line 2: must be an object, not a list'],
    ['[{ "name": "a", "allowance": 1 },\n{ "name": "a", "allowance": 1 }]', 'line 2: two plans are named "a"'],
    [
      '[{ "name": "a", "allowance": 1 },\n{ "name": "b" }]',
      'line 2: allowance: is missing: say how many licenses there are (or overage.allow=unlimited)',
    ],
  ])('%j', async (text, message) => {
    const file = put('wrong.json', text)
    expect(await faultOf({ plans: file })).toBe(`${file}, ${message}`)
  })

  test('a file that is not there, a folder, and all that is wrong at once', async () => {
    expect(await faultOf({ plans: '/nowhere/plans.json' })).toBe('/nowhere/plans.json: there is no such file or folder')
    expect(await faultOf({ plans: '/' })).toBe('/: is a folder, not a file')
    const file = put('two.json', '[{ "name": "",\n"allowance": -1 }]')
    expect(await faultOf({ plans: file })).toBe(
      `${file}, line 1: name: must not be empty\n${file}, line 2: allowance: must be a whole number from 0, not -1`,
    )
  })
})

test('a plan of a preset that is none is refused, and the presets are named', () => {
  for (const preset of ['concurrent', 'toString', '__proto__'])
    expect(() => planOf({ name: 'typo', preset: preset as 'concurrentUse' })).toThrow(
      `preset: must be one of mobileAssignment, statusAllowance, planningPeople, concurrentUse, not ${preset}`,
    )
})
