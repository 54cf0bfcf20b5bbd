// JSON with its lines: the same values as `JSON.parse`, the same texts refused, and everything found where it stands.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJson } from '../../src/scenarios/text/readJson.ts'
import { readValue } from '../../src/scenarios/text/readValue.ts'
import { linesOf, TextFault } from '../../src/scenarios/text/tree.ts'

const parseLocatedJson = (text: string) => {
  const written = readJson(text)
  return { value: readValue(written), lineOf: linesOf(written) }
}

const tried = (read: () => unknown): unknown => {
  try {
    return { value: read() }
  } catch {
    return 'refused'
  }
}

test('values are those of JSON.parse', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space)
      expect(parseLocatedJson(text).value).toEqual(JSON.parse(text))
    }),
    { numRuns: 2_000 },
  )
})

test('what JSON.parse refuses is refused, and nothing else, but for a name that stands twice', () => {
  const bits = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '1',
    '-0',
    '01',
    '1.',
    '1e5',
    'true',
    'nul',
    ' ',
    '\n',
    '"\\u00e9"',
    '"\\x"',
    '"\t"',
    "'a'",
    '+1',
    '.5',
    '\ufeff',
    '\u00a0',
    'NaN',
    'TRUE',
    '1E5',
    '"\\u00E9"',
  ]
  let accepted = 0
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 6 }), (parts) => {
      const text = parts.join('')
      const expected = tried(() => JSON.parse(text))
      const found = tried(() => parseLocatedJson(text).value)
      if (expected !== 'refused') accepted++
      if (found !== 'refused' || !/"([ab])".*"\1"/s.test(text)) expect(found).toEqual(expected)
    }),
    { numRuns: 20_000 },
  )
  expect(accepted).toBeGreaterThan(200)
})

test('"__proto__" is a name like any other', () => {
  const { value } = parseLocatedJson('{ "__proto__": { "a": 1 } }')
  expect(Object.keys(value as object)).toEqual(['__proto__'])
  expect(({} as { a?: unknown }).a).toBeUndefined()
})

test('everything is found on its line, and what is not there on that of what it should be in', () => {
  const { lineOf } = parseLocatedJson(
    '[\n  { "name": "a",\n    "policies": {\n      "trial": { "days": [1,\n 2] }, "odd name": 1 } },\n  { "name": "b" }\n]',
  )
  const lines = [
    '',
    '[0]',
    '[0].name',
    '[0].policies',
    '[0].policies.trial.days[1]',
    '[0].policies["odd name"]',
    '[1].name',
    '[1].allowance',
    '[1].policies.trial.days',
    '[7].name',
  ]
  expect(lines.map(lineOf)).toEqual([1, 2, 2, 3, 5, 5, 6, 6, 6, 1])
})

describe('a fault is told with its line', () => {
  test.each([
    ['', 1, 'is not JSON: a value should stand here, and the text ends'],
    ['[1,\n 2', 2, 'is not JSON: , or ] should stand here, and the text ends'],
    ['[1,\n 2\n x]', 3, 'is not JSON: , or ] should stand here, and there is "x]"'],
    ['[1,\n]', 2, 'is not JSON: a value should stand here, and there is "]"'],
    ['{\n"a": 1,\n}', 3, 'is not JSON: a name in quotes should stand here, and there is "}"'],
    ['{ a: 1 }', 1, 'is not JSON: a name in quotes should stand here, and there is "a: 1 }"'],
    ['{ "a" 1 }', 1, 'is not JSON: a colon should stand here, and there is "1 }"'],
    ['[1] \n 2', 2, 'is not JSON: nothing more should follow, and there is "2"'],
    ['{ "a": 1,\n "a": 2 }', 2, 'is not clear: "a" stands there twice'],
    ['['.repeat(200), 1, `is not JSON: it is nested too deep, and there is "${'['.repeat(12)}"`],
  ])('%j', (text, line, message) => {
    const fault = (() => {
      try {
        return parseLocatedJson(text)
      } catch (error) {
        return error
      }
    })()
    expect(fault).toEqual(new TextFault(message, line))
    expect((fault as TextFault).line).toBe(line)
  })
})
