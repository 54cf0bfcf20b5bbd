// What a person sees in the terminal: the table, the sentences, the colors, the progress bar, the help.

import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { harmless, padStart, shorten, width, wrap } from '../../src/cli/table/terminalText.ts'
import { count, days, percent } from '../../src/cli/table/words.ts'
import { policyNames } from '../../src/policies/policies.ts'
import { ownFolder, runCli } from './runCli.ts'

const { put } = ownFolder()

const file = put(
  'activity.csv',
  'at,member\n2026-03-01T09:00:00Z,ann\n2026-03-01T10:00:00Z,bob\n2026-03-02T09:00:00Z,ann\n2026-04-02T09:00:00Z,bob\n',
)
const three = [
  '--allowance',
  '1',
  '--plan',
  'kept',
  '--plan',
  'freed after three days:idleReclaim.enabled=true,idleReclaim.days=3',
  '--plan',
  'two:allowance=2',
]
const sequence = '\u001b['

describe('the table', () => {
  test('shows the plans side by side, the best marked, and a sentence for each', async () => {
    const { out } = await runCli(['simulate', file, ...three])
    expect(out).toBe(`4 sign-ins by 2 members, 2026-03-01 to 2026-04-02

                                                freed after
                                      kept       three days              two
─────────────────────────────────────────────────────────────────────────────
Licenses                                 1 *              1 *              2

Full access                         50.0 %           75.0 %          100.0 % *
  of the sign-ins                        2                3                4
Trial access                             1                1                0
Standard access                          1                0                0
No access                                0                0                0

Members                                  2                2                2
  ever had a seat                        1                2 *              2 *
  waiting at the end                     1                0 *              0 *
Waits that ended in a seat               0                1                0
  half were over in                      –          32 days                –
  95 of 100 in                           –          32 days                –
  the longest                            –          32 days                –

Seats granted                            1                2                2
Seats reclaimed                          0                1                0
Most licenses at once                    1                1                2
  first on                      2026-03-01       2026-03-01       2026-03-01
Licenses at the end                      1                1                2
Licenses held, on average          100.0 %           14.5 %           99.9 %
Seats used, each month              50.0 %          100.0 % *         75.0 %

* the best of the plans

kept
  With 1 license, kept for good: 50.0 % of the sign-ins would have got full
  access, 1 person would still wait for a seat, and 50.0 % of the seats held
  would have been used in a typical month.

freed after three days
  With 1 license, freed after 3 days without use: 75.0 % of the sign-ins would
  have got full access, the one wait would have been over in 32 days, and
  100.0 % of the seats held would have been used in a typical month.

two
  With 2 licenses, each kept for good: 100.0 % of the sign-ins would have got
  full access, nobody would ever have waited, and 75.0 % of the seats held
  would have been used in a typical month.
`)
  })

  test.each([20, 40, 60, 80, 100, 200])('keeps within %d columns, where its labels do', async (columns) => {
    const { out } = await runCli(['simulate', file, ...three], { columns })
    for (const line of out.split('\n')) expect(width(line)).toBeLessThanOrEqual(Math.max(columns, 27 + 14))
    for (const name of ['kept', 'two']) expect(out.split('\n').some((line) => line.trim().split(/\s+/).includes(name))).toBe(true)
  })

  test('one plan has nothing to be better than', async () => {
    const { out } = await runCli(['simulate', file, '--allowance', '1'])
    expect(out).not.toContain('*')
  })

  test('a name cannot make the terminal do anything, nor push the columns out of line', async () => {
    const { out } = await runCli([
      'simulate',
      file,
      '--allowance',
      '1',
      '--plan',
      '\u001b[2J\u202e名前は長い名前は長い名前は長い',
      '--plan',
      'b\tc',
    ])
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u)
    expect(out).toContain('b□c')
    for (const line of out.split('\n')) expect(width(line)).toBeLessThanOrEqual(80)
  })
})

describe('colors', () => {
  const args = ['simulate', file, ...three]
  test('are there for a terminal, and change nothing else', async () => {
    const { out } = await runCli(args, { isTTY: true })
    expect(out).toContain(`${sequence}32m`)
    expect(stripVTControlCharacters(out)).toBe((await runCli(args)).out)
  })

  test.each([
    ['for a pipe', { isTTY: false }],
    ['with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }],
    ['with a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }],
  ])('are not there %s', async (_, around) => {
    expect((await runCli(args, around)).out).not.toContain(sequence)
  })

  test('are not there in JSON', async () => {
    expect((await runCli([...args, '--json'], { isTTY: true })).out).not.toContain(sequence)
  })
})

describe('the progress bar', () => {
  const long = put('long.csv', `at,member\n${'2026-03-01T09:00:00Z,ann\n'.repeat(20_000)}`)
  const args = ['simulate', long, '--allowance', '1']
  /** A clock that goes on by so much at each look. */
  const ticking = (step: number) => {
    let at = 0
    return () => (at += step)
  }

  test('is drawn on a terminal after a while, grows, and is gone at the end', async () => {
    const { err, out } = await runCli(args, { isTTY: true, now: ticking(100) })
    const drawn = err.split(`\r${sequence}2K`)
    expect(drawn.length).toBeGreaterThan(10)
    expect([drawn[0], drawn.at(-1)]).toEqual(['', ''])
    expect(drawn[1]).toMatch(/^Replaying {2}█*░+ +\d+ % {2}[\d,]+ rows$/)
    expect(drawn.at(-2)).toMatch(/^Replaying {2}█{25,}░* +\d+ % {2}1\d,\d{3} rows$/)
    expect(out).not.toContain('Replaying')
  })

  test('of standard input, whose length nobody knows, counts the rows', async () => {
    const stdin = [`at,member\n${'2026-03-01T09:00:00Z,ann\n'.repeat(20_000)}`]
    const { err } = await runCli(['simulate', '-', '--allowance', '1'], { isTTY: true, now: ticking(100), stdin })
    expect(err.split(`\r${sequence}2K`)[3]).toMatch(/^Replaying {2}[\d,]+ rows$/)
  })

  test('is gone before a fault is told', async () => {
    const stdin = [`at,member\n${'2026-03-01T09:00:00Z,ann\n'.repeat(20_000)}x\n`]
    const { err } = await runCli(['simulate', '-', '--allowance', '1'], { isTTY: true, now: ticking(100), stdin })
    expect(err.split(`\r${sequence}2K`).at(-1)).toMatch(/^license-pool: standard input, line 20002: /)
  })

  test('is not there on short runs, for a pipe, or on a dumb terminal', async () => {
    const answers = [
      await runCli(args, { isTTY: true, now: ticking(0.1) }),
      await runCli(args, { isTTY: false, now: ticking(100) }),
      await runCli(args, { isTTY: true, now: ticking(100), env: { TERM: 'dumb' } }),
    ]
    expect(answers.map(({ err }) => err)).toEqual(['', '', ''])
  })
})

describe('a plan of another product', () => {
  const trace = 'at,member,client\n2026-03-01T09:00:00Z,ann,web\n2026-03-01T09:05:00Z,bob,web\n2026-03-02T10:00:00Z,ann,web\n'

  test('says how many sign-ins were by somebody unknown, and what would let them in', async () => {
    const { out } = await runCli(['simulate', '-', '--preset', 'concurrentUse', '--allowance', '1'], { stdin: [trace] })
    expect(out).toContain('With 1 license, shared by whoever is signed in: 0.0 % of the sign-ins')
    expect(out.replace(/\s+/g, ' ')).toContain(
      '3 sign-ins were by somebody unknown: membership.unknownSignIn=add would let them in.',
    )
  })

  test('says how many sign-ins were by a client that is not declared (C7)', async () => {
    const args = ['simulate', '-', '--preset', 'concurrentUse', '--allowance', '1']
    const fax = 'at,member,client\n2026-03-01T09:00:00Z,ann,fax\n2026-03-01T09:05:00Z,bob,web\n'
    const { out } = await runCli(args, { stdin: [fax] })
    expect(out.replace(/\s+/g, ' ')).toContain(
      '1 sign-in was by somebody unknown: membership.unknownSignIn=add would let them in. ' +
        '1 sign-in was by a client that is not declared: concurrent.clients names them all.',
    )
    expect((await runCli(args, { stdin: [trace] })).out).not.toContain('not declared')
  })

  test('counts leases as licenses held, and denials as no access (C3)', async () => {
    const asked = [
      'simulate',
      '-',
      '--preset',
      'concurrentUse',
      '--allowance',
      '1',
      '--set',
      'membership.unknownSignIn=add',
      '--json',
    ]
    const { out } = await runCli(asked, { stdin: [trace] })
    expect(JSON.parse(out).plans[0]).toMatchObject({
      answers: { full: 2, none: 1 },
      refused: { AllowanceExhausted: 1 },
      peakConsumed: 1,
      finalConsumed: 1,
    })
  })
})

describe('help and version', () => {
  test.each([[['--help']], [['-h']], [['help']]])('%j tells the commands', async (args) => {
    const { code, out } = await runCli(args)
    expect([code, out]).toEqual([0, expect.stringContaining('simulate   what would a policy have done to us?')])
  })

  test('the help of simulate names every option and policy, and fits 80 columns', async () => {
    const { out } = await runCli(['simulate', '--help'])
    for (const option of ['preset', 'allowance', 'time-zone', 'set', 'plan', 'plans', 'json', 'html', 'help', 'version'])
      expect(out).toContain(`--${option}`)
    for (const policy of policyNames) expect(out).toContain(`  ${policy}.`)
    expect(out).toMatch(/^ {2}idleReclaim\.days {2,}a whole number from 1 to 100000$/m)
    expect(out).toMatch(/^ {2}overage\.allow {2,}"none" or "unlimited" or \{ seats \} or \{ factor \}$/m)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test.each([[['--version']], [['-v']], [['simulate', '--version']]])('%j tells the version', async (args) => {
    expect((await runCli(args)).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('words', () => {
  test('numbers', () => {
    expect([0, 999, 73069].map(count)).toEqual(['0', '999', '73,069'])
    expect([null, 0, 0.0001, 0.2922, 0.9999, 1, 1.5].map(percent)).toEqual([
      '–',
      '0.0 %',
      '< 0.1 %',
      '29.2 %',
      '99.9 %',
      '100.0 %',
      '150.0 %',
    ])
    expect([null, 0, 0.5, 3.46, 730, 3343.9].map(days)).toEqual(['–', '0 hours', '12 hours', '3.5 days', '730 days', '9.2 years'])
  })

  test('text in columns', () => {
    expect(['abc', '名前', '🎫', 'e\u0301'].map(width)).toEqual([3, 4, 2, 1])
    expect([shorten('名前は', 4), shorten('abc', 3), shorten('abcd', 3)]).toEqual(['名…', 'abc', 'ab…'])
    expect(padStart('名', 4)).toBe('  名')
    expect(wrap('a bc def', 4)).toEqual(['a bc', 'def'])
    expect(harmless('a\u001b\n\u200fb')).toBe('a□□□b')
  })
})
