// RFC 4180, in whatever pieces it comes.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvReader } from '../../src/cli/activity/csv.ts'
import { Fault } from '../../src/cli/fault.ts'

type Rows = readonly (readonly [line: number, ...fields: string[]])[]

const read = (...pieces: readonly string[]): Rows => {
  const rows: [number, ...string[]][] = []
  const reader = new CsvReader((fields) => rows.push([reader.line, ...fields]))
  for (const piece of pieces) reader.push(piece)
  reader.end()
  return rows
}

describe('a row', () => {
  test.each<readonly [string, string, Rows]>([
    [
      'ends with a line feed',
      'a,b\nc,d\n',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    [
      'ends with a carriage return and a line feed',
      'a,b\r\nc,d\r\n',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    [
      'needs no end where the file ends',
      'a,b\nc,d',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    ['needs no end after a quote', 'a,"b"', [[1, 'a', 'b']]],
    [
      'may have empty fields',
      ',\n"",x\n',
      [
        [1, '', ''],
        [2, '', 'x'],
      ],
    ],
    [
      'may have commas, quotes and line ends in quotes',
      '"a,1","say ""hi""","two\r\nlines"\nx\n',
      [
        [1, 'a,1', 'say "hi"', 'two\r\nlines'],
        [3, 'x'],
      ],
    ],
    [
      'may be blank',
      'a\n\nb\n',
      [
        [1, 'a'],
        [2, ''],
        [3, 'b'],
      ],
    ],
    [
      'may follow a byte order mark',
      '\ufeffa,b\n\ufeffc\n',
      [
        [1, 'a', 'b'],
        [2, '\ufeffc'],
      ],
    ],
  ])('%s', (_, text, rows) => {
    expect(read(text)).toEqual(rows)
    expect(read(...text)).toEqual(rows)
  })

  test.each([
    ['a quote inside a field', 'x\na"b,c\n', 2, 'a quote stands inside a field that does not begin with one'],
    ['text after a closing quote', '"a"b,c\n', 1, 'after a closing quote comes "b", not a comma or the line\'s end'],
    ['a quote that is never closed', 'x\n"a\nb\nc\n', 2, 'a quote that was opened in this row is never closed'],
    ['a carriage return alone', 'a\rb\n', 1, 'a carriage return stands inside the row: lines end with \\n or \\r\\n'],
    [
      'a quote that swallows a whole file',
      `x\n"a\n${'b,c\n'.repeat(300_000)}`,
      2,
      'the row does not end: is a quote that was opened here never closed?',
    ],
  ])('with %s is refused', (_, text, line, message) => {
    const reader = new CsvReader(() => {})
    const all = (): void => {
      reader.push(text)
      reader.end()
    }
    expect(all).toThrow(new Fault(message))
    expect(reader.line).toBe(line)
  })
})

describe('whatever the text', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', '🎫'), maxLength: 6 })
  const quote = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

  test('what was written is what is read, in whatever pieces', () => {
    const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(60), { maxLength: 8 }),
        (written, end, isEnded, cuts) => {
          const text = written.map((row) => row.map(quote).join(',')).join(end) + (isEnded ? end : '')
          const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length]
          const pieces = places.slice(1).map((place, index) => text.slice(places[index], place))
          const isNothing = (row: readonly string[]): boolean => row.length === 1 && row[0] === ''
          const expected = !isEnded && isNothing(written.at(-1) ?? []) ? written.slice(0, -1) : written
          expect(read(...pieces).map(([, ...fields]) => fields)).toEqual(expected)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
