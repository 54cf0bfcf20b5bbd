// `license-pool run`: exit codes, the table, the timeline, the JSON, and files that cannot be read.

import { mkdirSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ownFolder, runCli } from '../cli/runCli.ts'
import { withSteps } from './scenarios.ts'

const { folder, put } = ownFolder()
const signIn = '{ type: SignIn, member: lucy, client: mobile }'
const holds = put('holds.yaml', withSteps(`- do: ${signIn}\n  expect: { access: full }`))
const fails = put(
  'fails.yml',
  withSteps(
    `- do: ${signIn}\n  expect: { access: trial, events: [MemberAdded, SeatRequested] }\n- do: { type: ApproveMember, member: sven }`,
  ).replace('A test', 'Another test'),
)
const faulty = put('faulty.yaml', withSteps('- after: soon').replace('A test', 'A third'))
const json = put(
  'holds.json',
  JSON.stringify({ scenario: 'JSON', pool: { organization: 'acme' }, start: '2026-03-20T15:00', steps: [{}] }),
)

describe('the exit code', () => {
  test.each([
    ['0 when every expectation holds', [holds], 0],
    ['0 of several', [holds, json], 0],
    ['1 when one does not', [holds, fails], 1],
    ['2 when a file cannot be run', [faulty], 2],
    ['2 wins over 1, whichever comes first', [fails, faulty, holds], 2],
    ['2 wins over 1, also when it came first', [faulty, fails], 2],
    ['2 when a file is not there', [holds, `${folder}/none.yaml`], 2],
    ['2 when no file is named', [], 2],
    ['2 for an unknown option', [holds, '--jsn'], 2],
  ])('is %s', async (_name, args, code) => {
    expect((await runCli(['run', ...args])).code).toBe(code)
  })
})

test('all files run, and the table shows what was expected and what came, with file and line', async () => {
  const { out, err } = await runCli(['run', fails, faulty, holds])
  expect(out).toBe(`✗ Another test
  ${fails}:11
    path    expected                      actual
    access  trial                         full
    events  [MemberAdded, SeatRequested]  [MemberAdded, SeatGranted]
  ${fails}:13
    path      expected  actual
    rejected  none      UnknownMember
    The pool does not know sven.
✗ A third
  ${faulty}:11 cannot be run
✓ A test

3 scenarios: 1 holds, 1 does not, 1 cannot be run
`)
  expect(err).toBe(
    `license-pool: ${faulty}, line 11: steps[0].after: must be a span such as 14 days, 2 hours or 90 minutes, not "soon"\n`,
  )
})

test.each([40, 80])(
  'what is too wide for a terminal of %i columns is broken, and nothing in it moves the cursor',
  async (columns) => {
    const events = Array.from({ length: 9 }, () => 'SeatGrantedProvisionally').join(', ')
    const file = put(
      'wide.yaml',
      withSteps(
        `- after: 100000 minutes\n  preview: true\n  do: { type: AddMember, member: "a\\eb" }\n  expect:\n    events: [${events}]\n    members: { "a\\e[2J${'x'.repeat(100)}": { state: known } }`,
      ),
    )
    const { out } = await runCli(['run', '--timeline', file], { columns })
    const lines = out.split('\n').filter((line) => !line.includes(folder))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
    expect(out).not.toContain('\u001b')
    expect(out).toContain('x'.repeat(columns / 5))
  },
)

test('colors are there for a person who looks on, unless NO_COLOR', async () => {
  const { out } = await runCli(['run', holds], { isTTY: true })
  expect(out).toContain('\u001b[32m✓\u001b[39m A test')
  expect((await runCli(['run', holds], { isTTY: true, env: { NO_COLOR: '1' } })).out).toBe('✓ A test\n\n1 scenario: 1 holds\n')
})

describe('--json', () => {
  test('prints exactly what is promised, and nothing on stderr', async () => {
    const { out, err, code } = await runCli(['run', '--json', fails, faulty, holds])
    expect([code, err]).toEqual([2, ''])
    expect(JSON.parse(out)).toEqual({
      files: [
        {
          file: fails,
          scenario: 'Another test',
          ok: false,
          steps: [
            {
              line: 11,
              ok: false,
              differences: [
                { path: 'access', expected: 'trial', actual: 'full' },
                { path: 'events', expected: ['MemberAdded', 'SeatRequested'], actual: ['MemberAdded', 'SeatGranted'] },
              ],
            },
            { line: 13, ok: false, differences: [{ path: 'rejected', expected: null, actual: 'UnknownMember' }] },
          ],
        },
        {
          file: faulty,
          scenario: 'A third',
          ok: false,
          error: {
            line: 11,
            message: 'steps[0].after: must be a span such as 14 days, 2 hours or 90 minutes, not "soon"',
          },
          steps: [],
        },
        { file: holds, scenario: 'A test', ok: true, steps: [{ line: 11, ok: true, differences: [] }] },
      ],
    })
  })

  test('with --timeline has what happened, step by step', async () => {
    const { out } = await runCli(['run', '--json', '--timeline', holds])
    const [{ steps }] = JSON.parse(out).files
    expect(steps).toMatchObject([
      {
        timeline: { line: 11, at: '2026-03-20T15:00', commands: [{ answer: 'accepted', access: 'full' }], pool: { consumed: 1 } },
      },
    ])
  })
})

test('--timeline shows moment, command, answer, events and counts of each step', async () => {
  const steps = `
- do: [${signIn}, { type: SignIn, member: sven, client: mobile }]
- after: 40 days
  do: { type: ApproveWaiting, count: 2 }
- do: { type: ApproveMember, member: nobody }
  preview: true
  expect: { rejected: UnknownMember }
- after: 1 day`
  const file = put('timeline.yaml', withSteps(steps, 'policies: { notifications: { enabled: true } }'))
  const { out, code } = await runCli(['run', '--timeline', file])
  expect(code).toBe(0)
  expect(out).toBe(`✓ A test

  2026-03-20T15:00  line 12
    SignIn { member: lucy, client: mobile } by member lucy
      → full
        MemberAdded lucy
        SeatGranted lucy (notifies)
    SignIn { member: sven, client: mobile } by member sven
      → trial until 2026-04-19T15:00
        MemberAdded sven
        SeatRequested sven
        TrialStarted sven
    1 of 1 consumed, 0 available · 1 pending, 1 enabled
  2026-04-29T15:00  after 40 days  line 13
    ApproveWaiting { count: 2 } by systemAdmin
      → sven AllowanceExhausted
        TrialEnded sven at 2026-04-19T15:00
  2026-04-29T15:00  line 15  preview
    ApproveMember { member: nobody } by systemAdmin
      → UnknownMember: The pool does not know nobody.
  2026-04-30T15:00  after 1 day  line 18
    time passes
      → accepted

1 scenario: 1 holds
`)
})

test('--timeline says of which session and of which lot an event is', async () => {
  const scenario = `
scenario: A test
pool:
  organization: acme
  preset: concurrentUse
  lots: [{ lot: march, quantity: 2, until: 2026-03-20T15:20 }, { lot: base, quantity: 1 }]
  members: [{ member: ann }]
start: 2026-03-20T15:00
steps:
  - do: [{ type: SignIn, member: ann, client: web }, { type: SignIn, member: ann, client: lan }]
  - after: 20 minutes
`
  const { out } = await runCli(['run', '--timeline', put('sessions.yaml', scenario)])
  expect(out).toContain(`
    SignIn { member: ann, client: lan, session: s2 } by member ann
      → full, session s2
        LeaseStarted ann s2
    2 of 3 consumed, 1 available · 2 leases, 1 known
  2026-03-20T15:20  after 20 minutes  line 11
    time passes
      → accepted
        LotEnded march
        LeaseEnded ann s1
    1 of 1 consumed, 0 available · 1 lease, 1 known
`)
})

describe('what is named', () => {
  test('may be a folder: the .yaml, .yml and .json files in it and below, by name', async () => {
    mkdirSync(`${folder}/some/below`, { recursive: true })
    for (const name of ['some/b.yml', 'some/a.yaml', 'some/below/c.json', 'some/notes.txt']) {
      put(name, JSON.stringify({ scenario: name, pool: { organization: 'acme' }, start: '2026-03-20T15:00', steps: [] }))
    }
    const { out } = await runCli(['run', '--json', `${folder}/some`])
    expect(JSON.parse(out).files.map(({ file, ok }: { file: string; ok: boolean }) => [file, ok])).toEqual([
      [`${folder}/some/a.yaml`, true],
      [`${folder}/some/b.yml`, true],
      [`${folder}/some/below/c.json`, true],
    ])
  })

  test('may lead nowhere: a link to itself, or to nothing, is that name’s fault, and the others run', async () => {
    mkdirSync(`${folder}/links`, { recursive: true })
    symlinkSync('loop.yaml', `${folder}/links/loop.yaml`)
    symlinkSync('nothing', `${folder}/links/gone.yaml`)
    for (const names of [[`${folder}/links`], [`${folder}/links/gone.yaml`, `${folder}/links/loop.yaml`]]) {
      const { code, out } = await runCli(['run', '--json', ...names, holds])
      const { files } = JSON.parse(out) as { files: { ok: boolean; error?: { message: string } }[] }
      expect(code).toBe(2)
      expect(files.map(({ ok, error }) => error?.message ?? ok)).toEqual([
        'there is no such file or folder',
        expect.stringContaining('ELOOP'),
        true,
      ])
    }
  })

  test('may be - for standard input, in YAML or JSON', async () => {
    const { out, code } = await runCli(['run', '-'], { stdin: [withSteps('- {}')] })
    expect([code, out]).toEqual([0, '✓ A test\n\n1 scenario: 1 holds\n'])
    const text = JSON.stringify({ scenario: 'x', pool: { organization: 'acme' }, start: '2026-03-20T15:00', steps: [] })
    expect((await runCli(['run', '-'], { stdin: [text] })).code).toBe(0)
  })

  test.each([
    ['a file that is not there', 'none.yaml', 'none.yaml: there is no such file or folder'],
    ['a folder without any', 'empty', 'empty: there is no .yaml, .yml or .json file in this folder'],
    ['what is no text', 'binary.yaml', 'binary.yaml, line 2: is no text in UTF-8'],
    ['what is empty', 'empty.yaml', 'empty.yaml, line 1: is empty'],
    [
      'a .json file that is no JSON',
      'no.json',
      'no.json, line 1: is not JSON: a name in quotes should stand here, and there is "scenario: x "',
    ],
  ])('cannot be %s', async (_name, name, message) => {
    mkdirSync(`${folder}/empty`, { recursive: true })
    put('binary.yaml', new Uint8Array([0x61, 0x3a, 0x0a, 0xff, 0xfe]))
    put('empty.yaml', '')
    put('no.json', '{ scenario: x }')
    const { code, err, out } = await runCli(['run', `${folder}/${name}`])
    expect([code, err]).toEqual([2, `license-pool: ${folder}/${message}\n`])
    expect(out).toContain('cannot be run')
    const { files } = JSON.parse((await runCli(['run', '--json', `${folder}/${name}`])).out)
    expect(files).toMatchObject([{ file: `${folder}/${name}`, scenario: null, ok: false, steps: [] }])
    expect(files[0].error.line).toBeGreaterThanOrEqual(1)
  })
})

test('--help and --version say so', async () => {
  const { out, code } = await runCli(['run', '--help'])
  expect([code, out.split('\n')[0]]).toEqual([0, 'license-pool run: does it do what the scenarios say?'])
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  expect((await runCli(['--help'])).out).toContain('  run  ')
  expect((await runCli(['run', '-v'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
})
