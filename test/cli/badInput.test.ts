// Bad input: exit code 2, the file and the line and what is wrong on stderr, and nothing half written.

import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ownFolder, runCli } from './runCli.ts'

const { folder, put } = ownFolder()

const rows = (...lines: readonly string[]): string =>
  `at,member\n2026-03-01T09:00:00Z,ann\n${lines.map((line) => `${line}\n`).join('')}`
const manyRows = rows(...Array.from({ length: 30_000 }, (_, index) => `2026-03-02T09:00:00Z,member ${index * 7919}`))

const withByte = (packed: Buffer, at: number, byte: number): Buffer =>
  Buffer.from(packed.map((old, index) => (index === at || index === packed.length + at ? byte : old)))

describe('activity that cannot be read', () => {
  test.each<readonly [string, string | Uint8Array, number, string]>([
    ['an empty file', '', 1, 'the file is empty; its first line must name the columns at,member[,client]'],
    ['an empty file, compressed', gzipSync(''), 1, 'the file is empty; its first line must name the columns at,member[,client]'],
    ['a file of a byte order mark', '\ufeff', 1, 'the file is empty; its first line must name the columns at,member[,client]'],
    ['no row', 'at,member\n', 2, 'the file holds no activity: no row follows the names of the columns'],
    ['no row but blank ones', 'at,member\n\n\n', 4, 'the file holds no activity: no row follows the names of the columns'],
    [
      'a blank first line',
      '\nat,member\n',
      1,
      'unknown column ""; known here: at, member, client (the first line names the columns at,member[,client])',
    ],
    [
      'no header',
      '2026-03-01T09:00:00Z,ann\n',
      1,
      'unknown column "2026-03-01T09:00:00Z"; known here: at, member, client (the first line names the columns at,member[,client])',
    ],
    [
      'an unknown column',
      'at,membr\n',
      1,
      'unknown column "membr"; did you mean "member"? (the first line names the columns at,member[,client])',
    ],
    [
      'another unknown column',
      'at,member,device_serial_number\n',
      1,
      'unknown column "device_serial_number"; known here: at, member, client (the first line names the columns at,member[,client])',
    ],
    ['a column too few', 'at,client\n', 1, 'the column member is missing'],
    ['a column named twice', 'at,member,at\n', 1, 'the column at is named twice'],
    ['a row of one field', rows('2026-03-02T09:00:00Z'), 3, 'the row has 1 field, and the first line names 2 columns'],
    [
      'a row of three fields',
      rows('2026-03-02T09:00:00Z,bob,mobile'),
      3,
      'the row has 3 fields, and the first line names 2 columns',
    ],
    ['a blank line between rows', rows('', '2026-03-02T09:00:00Z,bob'), 3, 'the line is blank, and rows follow it'],
    ['a member without a name', rows('2026-03-02T09:00:00Z,'), 3, 'member: must not be empty'],
    [
      'a member with a name too long',
      rows(`2026-03-02T09:00:00Z,${'x'.repeat(1_001)}`),
      3,
      'member: must be at most 1000 characters long, not 1001',
    ],
    [
      'a member with U+0000',
      rows('2026-03-02T09:00:00Z,a\0b'),
      3,
      'member: must not contain half a surrogate pair or the character U+0000',
    ],
    [
      'a row out of order',
      rows('2026-03-02T09:00:00Z,bob', '2026-03-02T08:59:59.999Z,bob'),
      4,
      'the rows are not in order: 2026-03-02T08:59:59.999Z comes after 2026-03-02T09:00:00Z',
    ],
    ['a day that is not one', rows('2023-02-30T00:00:00Z,bob'), 3, 'at: "2023-02-30T00:00:00Z" is a day that no calendar has'],
    [
      'a moment without its offset',
      rows('2026-03-02T09:00:00,bob'),
      3,
      'at: "2026-03-02T09:00:00" has no offset from UTC: end it with Z, or with one such as +01:00',
    ],
    [
      'something that is no moment',
      rows('soon,bob'),
      3,
      'at: "soon" is not a moment such as 2026-03-20T15:00:00Z or 2026-03-20T16:00:00+01:00',
    ],
    [
      'a last row that was cut short',
      rows('2026-03-02T09:0').slice(0, -1),
      3,
      'the row has 1 field, and the first line names 2 columns',
    ],
    ['a quote that is never closed', rows('2026-03-02T09:00:00Z,"bob'), 3, 'a quote that was opened in this row is never closed'],
    ['a quote out of place', rows('2026-03-02T09:00:00Z,b"ob'), 3, 'a quote stands inside a field that does not begin with one'],
    [
      'a fault after a field of three lines',
      rows('2026-03-02T09:00:00Z,"b\no\nb"', 'soon,bob'),
      6,
      'at: "soon" is not a moment such as 2026-03-20T15:00:00Z or 2026-03-20T16:00:00+01:00',
    ],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(rows()), Buffer.from([0x32, 0xff, 0x0a])]), 3, 'is not UTF-8 text'],
    [
      'a fault before bytes that are no UTF-8',
      Buffer.concat([Buffer.from(rows('soon,bob')), Buffer.from([0xff])]),
      3,
      'at: "soon" is not a moment such as 2026-03-20T15:00:00Z or 2026-03-20T16:00:00+01:00',
    ],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 1, 'is not UTF-8 text'],
    ['a line without an end', 'x'.repeat(2_000_000), 1, 'the line does not end: is this a CSV file?'],
    [
      'gzip that is nothing but its first bytes',
      Uint8Array.of(0x1f, 0x8b),
      1,
      'the compressed data ends too early; the file is cut short',
    ],
    [
      'gzip whose data is damaged',
      withByte(gzipSync(rows()), 10, 0xff),
      1,
      'the compressed data is damaged (invalid block type)',
    ],
    [
      'gzip whose check sum is wrong',
      withByte(gzipSync(rows()), -8, 0),
      1,
      'the compressed data is damaged (incorrect data check)',
    ],
  ])('%s', async (name, content, line, message) => {
    const file = put('activity.csv', content)
    const html = join(folder, `${name}.html`)
    for (const [source, stdin] of [
      [file, []],
      ['-', [content]],
    ] as const) {
      const { code, out, err } = await runCli(['simulate', source, '--allowance', '1', '--html', html], { stdin })
      const shown = source === '-' ? 'standard input' : file
      expect([code, out]).toEqual([2, ''])
      expect(err.slice(0, -1)).toBe(`license-pool: ${shown}, line ${line}: ${message}`)
      expect(existsSync(html)).toBe(false)
    }
    expect((await runCli(['simulate', file, '--allowance', '1', '--json'])).out).toBe('')
  })

  test.each([
    ['in the middle', 0.5],
    ['just before its end', 0.999],
  ])('gzip that is cut short %s, after rows that were right', async (_, share) => {
    const packed = gzipSync(manyRows)
    const file = put('cut.csv.gz', packed.subarray(0, Math.floor(packed.length * share)))
    const { code, out, err } = await runCli(['simulate', file, '--allowance', '1', '--json'])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^license-pool: .*cut\.csv\.gz, line \d+: the compressed data ends too early; the file is cut short\n$/)
  })

  test('a fault far down is told with its line', async () => {
    const { err } = await runCli(['simulate', '-', '--allowance', '1'], { stdin: [manyRows, 'soon,bob\n'] })
    expect(err).toContain('standard input, line 30003: at: "soon"')
  })

  test('a file that is not there, a folder, a path through a file', async () => {
    const file = put('plain.csv', rows())
    const answers = await Promise.all(
      ['/nowhere.csv', '/', `${file}/x`].map((path) => runCli(['simulate', path, '--allowance', '1'])),
    )
    expect(answers.map(({ err }) => err)).toEqual([
      'license-pool: /nowhere.csv: there is no such file or folder\n',
      'license-pool: /: is a folder, not a file\n',
      `license-pool: ${file}/x: a part of the path is a file, not a folder\n`,
    ])
    expect(answers.map(({ code, out }) => [code, out])).toEqual([
      [2, ''],
      [2, ''],
      [2, ''],
    ])
  })

  test('what a file holds cannot make the terminal do anything', async () => {
    const { err } = await runCli(['simulate', '-', '--allowance', '1'], { stdin: [rows('\u001b[2J\u009b2J,bob')] })
    expect(err.trimEnd()).not.toMatch(/\p{Cc}/u)
  })
})

describe('options that cannot be', () => {
  test.each([
    [[], 'which command? Try license-pool --help'],
    [['simulat'], 'unknown command simulat; did you mean "simulate"? (license-pool --help)'],
    [['__proto__'], 'unknown command __proto__; known here: run, simulate (license-pool --help)'],
    [['simulate'], 'which activity? Give a file, or - for standard input'],
    [['simulate', 'a.csv', 'b.csv'], 'one file at a time: there are a.csv and b.csv'],
    [['simulate', '-', '--alowance', '3'], 'unknown option --alowance; did you mean "--allowance"?'],
    [['simulate', '-', '-x'], 'unknown option -x'],
    [['simulate', '-', '--allowance'], "Option '--allowance <value>' argument missing"],
    [['simulate', '-', '--json=yes'], "Option '--json' does not take an argument"],
    [['simulate', '-'], 'how many licenses are there? Say it with --allowance N, or --set overage.allow=unlimited'],
    [['simulate', '-', '--allowance', '1', '--html', '-'], '--html needs the name of a file'],
    [['simulate', '-', '--allowance', '1', '--html', ''], '--html needs the name of a file'],
    [['simulate', '-', '--allowance', '1', '--html', '/nowhere/page.html'], '/nowhere/page.html: there is no folder /nowhere'],
    [['simulate', '-', '--allowance', '1', '--html', '/'], '/: is not a file that can be replaced'],
    [['simulate', '-', '--allowance', '1', '--html', '/dev/null'], '/dev/null: is not a file that can be replaced'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await runCli(args, { stdin: [rows()] })
    expect([code, out]).toEqual([2, ''])
    expect(err.split('\n')[0]).toContain(`license-pool: ${message}`)
  })
})

describe('the page', () => {
  const activity = put('ours.csv', rows())

  test('appears whole, or what was there before stays as it was', async () => {
    const html = put('page.html', 'the one before')
    expect((await runCli(['simulate', put('bad.csv', rows('soon,bob')), '--allowance', '1', '--html', html])).code).toBe(2)
    expect(readFileSync(html, 'utf8')).toBe('the one before')
    expect((await runCli(['simulate', activity, '--allowance', '1', '--html', html])).code).toBe(0)
    expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('replaces what a link stands for, and not the link', async () => {
    const [html, link] = [put('linked.html', ''), join(folder, 'link.html')]
    symlinkSync(html, link)
    expect((await runCli(['simulate', activity, '--allowance', '1', '--html', link])).code).toBe(0)
    expect(readFileSync(html, 'utf8')).toContain('</html>')
  })

  test('never takes the place of what is read', async () => {
    const link = join(folder, 'activity-link.html')
    symlinkSync(activity, link)
    const plans = put('our-plans.json', '[{ "name": "p", "allowance": 1 }]')
    for (const html of [activity, link, join(folder, '.', 'ours.csv'), plans]) {
      const { code, err } = await runCli(['simulate', activity, '--plans', plans, '--html', html])
      expect([code, err]).toEqual([2, `license-pool: ${html}: would overwrite what is to be read\n`])
    }
    expect(readFileSync(activity, 'utf8')).toBe(rows())
  })

  test('that cannot be written is told before anything is printed, and leaves nothing', async () => {
    const inside = join(folder, 'inside')
    mkdirSync(inside)
    const html = join(inside, 'x'.repeat(250)) // the name beside it would be too long for any file system
    const { code, out, err } = await runCli(['simulate', activity, '--allowance', '1', '--json', '--html', html])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^license-pool: .*: .*ENAMETOOLONG/)
    expect(readdirSync(inside)).toEqual([])
  })
})
