// Shapes (X10): what each accepts, and what it says of the rest.

import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import {
  anything,
  decimal,
  either,
  flag,
  instant,
  issuesOf,
  listOf,
  literal,
  nullable,
  object,
  recordOf,
  type Shape,
  text,
  whole,
} from '../../../src/pool/validation/shape.ts'
import { command, lot, overage, policies, statuses, zone } from './shapes.ts'

/** What is said of a value, a line for each issue. */
const said = (shape: Shape<unknown>, value: unknown): string[] =>
  issuesOf(shape, value).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))

/** Fields that are not an object's own. */
const inherited: object = Object.assign(Object.create(null), { lot: 'a', quantity: 1, price: 5 })

describe('a shape accepts', () => {
  test.each<[string, Shape<unknown>, readonly unknown[]]>([
    ['text', text(), ['a', ' ', 'constructor', '__proto__', 'é', '😀', 'x'.repeat(1_000), '\u200b', '\uffff']],
    ['short text', text({ max: 2 }), ['a', 'ab', '😀']],
    ['whole numbers', whole(), [0, 1, -1, 1e15, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]],
    ['whole numbers in a range', whole({ min: 1, max: 3 }), [1, 2, 3]],
    ['decimals', decimal({ min: 1, max: 1_000, places: 6 }), [1, 1.15, 1.000001, 999.999999, 1_000]],
    ['moments', instant, [0, 1, -1, 1_774_000_000_000, 8_640_000_000_000_000, -8_640_000_000_000_000]],
    ['flags', flag, [true, false]],
    ['words', literal('a', 'b'), ['a', 'b']],
    ['what JSON could hold', anything, [null, 0, '', '\ud800', false, [], {}, [undefined]]],
    ['lists', listOf(text(), { max: 2 }), [[], ['a'], ['a', 'b']]],
    ['null', nullable(whole()), [null, 1]],
    ['any of several', overage, ['none', 'unlimited', { seats: 0 }, { factor: 1.5 }]],
    ['records', statuses, [{}, { constructor: { counts: true, signsIn: true } }, Object.create(null)]],
    ['what a claim holds for', zone, ['Europe/London']],
    [
      'objects',
      lot,
      [
        { lot: 'a', quantity: 1 },
        { quantity: 1, lot: 'a', until: 5 },
        Object.assign(Object.create(null), { lot: 'a', quantity: 1 }),
      ],
    ],
    ['objects with what is optional undefined', lot, [{ lot: 'a', quantity: 1, from: undefined, until: undefined }]],
    ['objects of another realm', lot, [runInNewContext('({ lot: "a", quantity: 1 })')]],
    ['lists of another realm', listOf(text()), [runInNewContext('["a"]')]],
    ['objects that inherit something', lot, [Object.assign(Object.create(inherited), { lot: 'a', quantity: 1 })]],
    ['records that inherit something', recordOf(flag), [Object.create(inherited)]],
    ['frozen objects', lot, [Object.freeze({ lot: 'a', quantity: 1 })]],
    ['objects with symbols beside', lot, [{ lot: 'a', quantity: 1, [Symbol('own')]: 1 }]],
    [
      'variants',
      command,
      [{ type: 'Sweep' }, { type: 'AddLot', lot: 'a', quantity: 1 }, { type: 'ImportMembers', members: [1, null, {}] }],
    ],
  ])('%s', (_, shape, values) => {
    for (const value of values) expect(issuesOf(shape, value)).toEqual([])
  })

  test('a valid value with always the same empty list, and leaves it as it was', () => {
    const value = Object.freeze({ type: 'AddLot', lot: 'a', quantity: 1 })
    expect(issuesOf(command, value)).toBe(issuesOf(policies, {}))
  })
})

describe('a shape says what is wrong', () => {
  test.each<[string, Shape<unknown>, unknown, readonly string[]]>([
    ['no text', text(), 5, ['must be text, not 5']],
    ['empty text', text(), '', ['must not be empty']],
    ['long text', text({ max: 3 }), 'long', ['must be at most 3 characters long, not 4']],
    ['half a surrogate pair', text(), 'a\ud800', ['must not contain half a surrogate pair or the character U+0000']],
    ['the wrong half first', text(), '\udc00\ud800', ['must not contain half a surrogate pair or the character U+0000']],
    ['U+0000', text(), 'a\0b', ['must not contain half a surrogate pair or the character U+0000']],
    ['a fraction', whole({ min: 1 }), 2.5, ['must be a whole number from 1, not 2.5']],
    ['too little', whole({ min: 1 }), 0, ['must be a whole number from 1, not 0']],
    ['too much', whole({ min: 1, max: 9 }), 10, ['must be a whole number from 1 to 9, not 10']],
    ['minus zero', whole(), -0, ['must be a whole number, not -0']],
    ['beyond what is exact', whole(), 2 ** 53, ['must be a whole number, not 9007199254740992']],
    ['a number as text', whole(), '1', ['must be a whole number, not "1"']],
    ['NaN', whole(), Number.NaN, ['must be a whole number, not NaN']],
    ['a bigint', whole(), 1n, ['must be a whole number, not a bigint']],
    [
      'too many decimals',
      decimal({ min: 1, max: 9, places: 1 }),
      1.25,
      ['must be a number from 1 to 9 with at most 1 decimals, not 1.25'],
    ],
    [
      'infinity',
      decimal({ min: 1, max: 9, places: 1 }),
      Infinity,
      ['must be a number from 1 to 9 with at most 1 decimals, not Infinity'],
    ],
    ['a date as text', instant, '2026-03-20', ['must be a moment in whole milliseconds since the epoch, not "2026-03-20"']],
    [
      'a moment after the last',
      instant,
      8.64e15 + 1,
      ['must be a moment in whole milliseconds since the epoch, not 8640000000000001'],
    ],
    ['a word for a flag', flag, 'yes', ['must be true or false, not "yes"']],
    ['another word', literal('add', 'refuse'), 'ad', ['must be "add" or "refuse", not "ad"']],
    ['a number that JSON lacks', anything, Number.NaN, ['must be a JSON value, not NaN']],
    ['nothing', anything, undefined, ['must be a JSON value, not undefined']],
    ['no list', listOf(text()), { 0: 'a', length: 1 }, ['must be a list, not an object']],
    ['a long list', listOf(text(), { max: 1 }), ['a', 'b'], ['must have at most 1 entries, not 2']],
    ['an entry', listOf(text()), ['a', '', 'b', 1], ['[1]: must not be empty', '[3]: must be text, not 1']],
    ['a hole', listOf(anything), Object.assign([1], { 2: 2 }), ['[1]: must be a JSON value, not undefined']],
    ['neither null nor such', nullable(whole({ min: 1 })), 'x', ['must be a whole number from 1 or null, not "x"']],
    ['none of several', overage, 5, ['must be "none" or "unlimited" or { seats } or { factor }, not 5']],
    ['none of several objects', overage, {}, ['must be "none" or "unlimited" or { seats } or { factor }, not an object']],
    [
      'the one of several that it is closest to',
      overage,
      { factor: 0.5 },
      ['factor: must be a number from 1 to 1000 with at most 6 decimals, not 0.5'],
    ],
    [
      'deep inside a nullable one',
      policies,
      { idleReclaim: { days: 0 } },
      ['idleReclaim.days: must be a whole number from 1, not 0'],
    ],
    ['what no claim holds for', zone, 'London', ['must be the name of a time zone, not "London"']],
    ['what the claim cannot judge', zone, '', ['must not be empty']],
    ['a missing field', lot, { lot: 'a' }, ['quantity: is missing; it must be a whole number from 1']],
    [
      'a required field that is undefined',
      lot,
      { lot: 'a', quantity: undefined },
      ['quantity: is missing; it must be a whole number from 1'],
    ],
    ['a misspelt field', lot, { lot: 'a', quantity: 1, untill: 5 }, ['untill: unknown field; did you mean "until"?']],
    ['a field in other letters', lot, { lot: 'a', quantity: 1, UNTIL: 5 }, ['UNTIL: unknown field; did you mean "until"?']],
    [
      'an unknown field',
      lot,
      { lot: 'a', quantity: 1, price: 5 },
      ['price: unknown field; known here: from, until, lot, quantity'],
    ],
    [
      'an unknown field that is undefined',
      lot,
      { lot: 'a', quantity: 1, price: undefined },
      ['price: unknown field; known here: from, until, lot, quantity'],
    ],
    ['an odd name', policies, { 'a b': 1 }, ['["a b"]: unknown field; known here: idleReclaim']],
    ['a Date', lot, new Date(0), ['must be { lot, quantity }, not an instance of Date']],
    [
      'an instance of a class',
      lot,
      new (class Lot {
        lot = 'a'
        quantity = 1
      })(),
      ['must be { lot, quantity }, not an instance of a class'],
    ],
    [
      'too many names',
      recordOf(flag, { max: 3 }),
      { a: true, b: true, c: true, d: true },
      ['must have at most 3 entries, not 4'],
    ],
    ['a list without prototype', policies, Object.setPrototypeOf([], null), ['must be an object, not a list']],
    [
      'inherited content',
      lot,
      Object.create(inherited),
      ['lot: is missing; it must be text of 1 to 1000 characters', 'quantity: is missing; it must be a whole number from 1'],
    ],
    [
      'a name that is lost in copies',
      statuses,
      JSON.parse('{ "__proto__": { "counts": true, "signsIn": true } }'),
      ['__proto__: cannot be used as a name'],
    ],
    ['an empty name', recordOf(flag), { '': true }, ['[""]: cannot be used as a name']],
    [
      'a name in a record',
      statuses,
      { 'on leave': { counts: 1, signsIn: true } },
      ['["on leave"].counts: must be true or false, not 1'],
    ],
    ['no type', command, { lot: 'a' }, ['type: is missing; it must be "AddLot", "LinkDependency", "ImportMembers" or "Sweep"']],
    [
      'an unknown type',
      command,
      { type: 'Swep' },
      ['type: must be "AddLot", "LinkDependency", "ImportMembers" or "Sweep", not "Swep"'],
    ],
    [
      'a type that every object has',
      command,
      { type: 'constructor' },
      ['type: must be "AddLot", "LinkDependency", "ImportMembers" or "Sweep", not "constructor"'],
    ],
    [
      'an inherited field',
      command,
      Object.create({ type: 'Sweep' }),
      ['must be an object with a type, not an instance of a class'],
    ],
    [
      'the prototype in a field',
      command,
      JSON.parse('{ "type": "Sweep", "__proto__": 1 }'),
      ['__proto__: unknown field; known here: type'],
    ],
    [
      'something deep',
      command,
      { type: 'LinkDependency', member: 'ann', dependency: { kind: 'login', id: 7 } },
      ['dependency.id: must be text, not 7'],
    ],
  ])('%s', (_, shape, value, expected) => {
    expect(said(shape, value)).toEqual(expected)
    expect(shape.accepts(value)).toBe(false)
  })

  test('everywhere at once', () => {
    expect(said(command, { type: 'AddLot', quantty: 2, lot: 5, until: 'soon' })).toEqual([
      'quantty: unknown field; did you mean "quantity"?',
      'lot: must be text, not 5',
      'until: must be a moment in whole milliseconds since the epoch, not "soon"',
      'quantity: is missing; it must be a whole number from 1',
    ])
  })

  test('twenty times at most', () => {
    expect(issuesOf(listOf(text()), Array.from({ length: 100_000 }))).toHaveLength(20)
    expect(issuesOf(lot, Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field${n}`, n])))).toHaveLength(20)
    expect(issuesOf(recordOf(flag), Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field${n}`, n])))).toHaveLength(
      20,
    )
    expect(issuesOf(object({ lots: listOf(lot) }), { lots: Array.from({ length: 30 }, () => ({})) })).toHaveLength(20)
  })

  test('of twenty missing fields at most', () => {
    const many = object(Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`field${n}`, flag])))
    expect(issuesOf(many, {})).toHaveLength(20)
  })

  test('without looking further once it has twenty', () => {
    let reads = 0
    const counting = <A extends object>(value: A): A =>
      new Proxy(value, {
        get: (target, name) => {
          reads++
          return Reflect.get(target, name)
        },
      })
    const words = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field${n}`, 'x']))
    expect(issuesOf(listOf(flag), counting(Array.from({ length: 1_000 }, () => 'x')))).toHaveLength(20)
    expect(issuesOf(recordOf(flag), counting(words))).toHaveLength(20)
    expect(issuesOf(lot, counting(words))).toHaveLength(20)
    expect(reads).toBeLessThan(80)
  })

  test('of nothing that is right, even if it is so twice over', () => {
    const shape = object({ either: either(text(), literal('a')), other: flag })
    expect(said(shape, { either: 'a', other: 1 })).toEqual(['other: must be true or false, not 1'])
  })

  test('with a path that starts where the caller says', () => {
    expect(issuesOf(lot, { lot: 'a' }, ['lots', 2])).toEqual([
      { path: 'lots[2].quantity', message: 'is missing; it must be a whole number from 1' },
    ])
  })

  test('shortly, however long the value', () => {
    for (const { message, path } of issuesOf(lot, { lot: 'a', quantity: 'x'.repeat(1e6), ['y'.repeat(1e6)]: 1 })) {
      expect(path.length + message.length).toBeLessThan(150)
    }
  })

  test('of one word among many, with a guess', () => {
    const words = Array.from({ length: 20 }, (_, n) => `Command${n}`)
    expect(said(literal(...words, 'SignIn'), 'signin')).toEqual(['must be a known name, not "signin"; did you mean "SignIn"?'])
    expect(said(literal(...words), 'Unheard')).toEqual(['must be a known name, not "Unheard"'])
  })
})
