// `simulate` on activity small enough to work out by hand, and what its JSON says (the main job).

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { mobileAssignment } from '../../src/presets/mobileAssignment.ts'
import { figureOf, figuresOf, ownFolder, runCli } from './runCli.ts'

const { put } = ownFolder()

const small = `at,member,client
2026-03-01T09:00:00Z,ann,
2026-03-01T10:00:00Z,bob,mobile
2026-03-02T09:00:00Z,ann,mobile
2026-04-02T09:00:00Z,bob,mobile
2026-04-03T09:00:00Z,cat,web
`

const noWaits = { waited: 0, medianDays: null, p95Days: null, maxDays: null }

describe('one license, kept for good', () => {
  test('the first gets it, the second has its trial, another client leaves no trace (M1, M2, M4)', async () => {
    expect(await figuresOf(small, '--allowance', '1')).toEqual([
      {
        name: 'mobileAssignment',
        preset: 'mobileAssignment',
        allowance: 1,
        timeZone: 'UTC',
        policies: mobileAssignment,
        from: '2026-03-01T09:00:00.000Z',
        until: '2026-04-03T09:00:00.000Z',
        members: 2,
        signIns: 5,
        answers: { full: 2, trial: 1, standard: 2, none: 0 },
        refused: {},
        everSeated: 1,
        granted: 1,
        reclaimed: 0,
        lapsed: 0,
        trialsStarted: 1,
        trialsEnded: 1,
        peakConsumed: 1,
        peakAt: '2026-03-01T09:00:00.000Z',
        finalConsumed: 1,
        finalPending: 1,
        waiting: { ...noWaits, stillWaiting: 1 },
        utilization: 1,
        usedShare: 0.5,
        months: [
          {
            month: '2026-03',
            answers: { full: 2, trial: 1, standard: 0, none: 0 },
            granted: 1,
            reclaimed: 0,
            peakConsumed: 1,
            seatHolders: 1,
            seatsUsed: 1,
          },
          {
            month: '2026-04',
            answers: { full: 0, trial: 0, standard: 2, none: 0 },
            granted: 0,
            reclaimed: 0,
            peakConsumed: 1,
            seatHolders: 1,
            seatsUsed: 0,
          },
        ],
      },
    ])
  })
})

describe('one license, freed after two days without use and given to the first in line', () => {
  const activity = `member,at
ann,2026-03-01T09:00:00Z
bob,2026-03-01T10:00:00Z
bob,2026-03-04T12:00:00Z
ann,2026-03-05T00:00:00Z
cat,2026-03-07T06:00:00Z
`
  const policies = ['--set', 'idleReclaim.enabled=true', '--set', 'idleReclaim.days=2', '--set', 'waiting.admit=whenFree']

  test('the seat goes from one to the next at the start of the third day (M6, M12)', async () => {
    const figures = await figureOf(activity, '--allowance', '1', ...policies)
    expect(figures).toMatchObject({
      members: 3,
      signIns: 5,
      answers: { full: 2, trial: 3, standard: 0, none: 0 },
      granted: 3,
      reclaimed: 2,
      everSeated: 2,
      trialsStarted: 3,
      trialsEnded: 0,
      peakConsumed: 1,
      peakAt: '2026-03-01T09:00:00.000Z',
      finalConsumed: 1,
      finalPending: 1,
      waiting: { waited: 2, medianDays: 2, p95Days: 2 + 14 / 24, maxDays: 2 + 14 / 24, stillWaiting: 1 },
      utilization: 1,
      usedShare: 1,
    })
    expect(figures.months.map(({ month, seatsUsed, granted, reclaimed }) => [month, seatsUsed, granted, reclaimed])).toEqual([
      ['2026-03', 2, 3, 2],
    ])
  })

  test('with two licenses nobody waits, and one is held for 9 days of 10.75', async () => {
    const figures = await figureOf(activity, '--allowance', '2', ...policies)
    // ann 1 March 9:00 to 4 March 0:00 and 5 to 7 March; bob 1 March 10:00 to 4 March 0:00 and 4 March 12:00 to 7 March 0:00; cat at 6:00.
    const held = 63 + 62 + 60 + 54
    expect(figures).toMatchObject({
      answers: { full: 5, trial: 0, standard: 0, none: 0 },
      granted: 5,
      reclaimed: 3,
      peakConsumed: 2,
    })
    expect(figures.utilization).toBeCloseTo(held / (2 * 141), 10)
    expect(figures.peakAt).toBe('2026-03-01T10:00:00.000Z')
    expect(figures.waiting).toEqual({ ...noWaits, stillWaiting: 0 })
  })

  test('what is due by the last row happens, and nothing after it (T4)', async () => {
    const rows = (last: string): string => `at,member\n2026-03-01T09:00:00Z,ann\n${last},bob\n`
    const just = await figureOf(rows('2026-03-04T00:00:00Z'), '--allowance', '9', ...policies)
    const before = await figureOf(rows('2026-03-03T23:59:59.999Z'), '--allowance', '9', ...policies)
    expect([just.reclaimed, just.finalConsumed, before.reclaimed, before.finalConsumed]).toEqual([1, 1, 0, 2])
  })
})

describe('answers', () => {
  test('a refused sign-in counts as none, and what was due before it still happens in its order', async () => {
    const activity =
      'at,member,client\n2026-03-01T09:00:00Z,ann,mobile\n2026-05-20T09:00:00Z,ann,web\n2026-05-21T09:00:00Z,ann,mobile\n'
    const figures = await figureOf(
      activity,
      '--allowance',
      '1',
      '--set',
      'idleReclaim.enabled=true',
      '--set',
      'idleReclaim.days=31',
      '--set',
      'membership.withoutLicense=refuse',
    )
    expect(figures).toMatchObject({
      answers: { full: 2, trial: 0, standard: 0, none: 1 },
      refused: { NoLicense: 1 },
      granted: 2,
      reclaimed: 1,
    })
    expect(figures.months.map(({ reclaimed }) => reclaimed)).toEqual([0, 1, 0])
    expect(figures.months.map(({ peakConsumed }) => peakConsumed)).toEqual([1, 1, 1])
    expect(figures.months.map(({ answers }) => answers.none)).toEqual([0, 0, 1])
  })

  test('a pool that knows nobody refuses everybody', async () => {
    const figures = await figureOf(small, '--allowance', '1', '--set', 'membership.unknownSignIn=refuse')
    expect(figures).toMatchObject({
      members: 0,
      answers: { full: 0, trial: 0, standard: 0, none: 5 },
      refused: { UnknownMember: 5 },
    })
    expect(figures).toMatchObject({ peakConsumed: 0, peakAt: null, utilization: 0, usedShare: null })
  })

  test('a provisional seat is granted, and lapses (M10, M11)', async () => {
    const activity = 'at,member\n2026-03-20T15:00:00Z,lucy\n2026-04-03T14:59:59Z,lucy\n2026-04-03T15:00:00Z,lucy\n'
    const figures = await figureOf(
      activity,
      '--allowance',
      '1',
      '--set',
      'autoAssign.enabled=false',
      '--set',
      'notifications.enabled=true',
    )
    expect(figures).toMatchObject({
      answers: { full: 2, trial: 1 },
      granted: 1,
      lapsed: 1,
      reclaimed: 0,
      finalConsumed: 0,
      finalPending: 1,
    })
  })

  test('with an allowance of 0 there is no lot, and nobody gets in', async () => {
    expect(await figureOf(small, '--allowance', '0')).toMatchObject({ allowance: 0, granted: 0, peakAt: null, utilization: null })
  })

  test('without a limit no allowance is asked for', async () => {
    const figures = await figureOf(small, '--set', 'overage.allow=unlimited')
    expect(figures).toMatchObject({
      allowance: 0,
      granted: 2,
      peakConsumed: 2,
      answers: { full: 4, standard: 1 },
      utilization: null,
    })
  })

  test('one row is a run', async () => {
    const figures = await figureOf('at,member\n2026-03-01T09:00:00Z,ann', '--allowance', '2')
    expect(figures).toMatchObject({ signIns: 1, from: figures.until, utilization: 0.5, finalConsumed: 1 })
  })
})

describe('what is read', () => {
  test('columns in any order, quotes, CRLF, a byte order mark and blank lines at the end are understood', async () => {
    const written =
      '\ufeffclient,"member",at\r\nmobile,"ann, ""the first""",2026-03-01T10:00:00+01:00\r\n"",bob,2026-03-01T10:00:00Z\r\n\r\n\r\n'
    const figures = await figureOf(written, '--allowance', '1')
    expect(figures).toMatchObject({ members: 2, from: '2026-03-01T09:00:00.000Z', answers: { full: 1, trial: 1 } })
  })

  test('moments with different offsets are in the order of the instants', async () => {
    const figures = await figureOf('at,member\n2026-03-01T23:00:00+10:00,ann\n2026-03-01T13:00:00Z,bob\n', '--allowance', '1')
    expect(figures.signIns).toBe(2)
  })

  test('gzip is understood by its content, from a file of any name and from standard input in any pieces', async () => {
    const plain = await figuresOf(small, '--allowance', '1')
    const packed = gzipSync(small)
    const answers = await Promise.all([
      runCli(['simulate', put('packed.csv', packed), '--allowance', '1', '--json']),
      runCli(['simulate', put('plain.csv.gz', small), '--allowance', '1', '--json']),
      runCli(['simulate', '-', '--allowance', '1', '--json'], { stdin: [packed] }),
      runCli(['simulate', '-', '--allowance', '1', '--json'], { stdin: [...packed].map((byte) => Uint8Array.of(byte)) }),
      runCli(['simulate', '-', '--allowance', '1', '--json'], {
        stdin: [gzipSync(small.slice(0, 60)), gzipSync(small.slice(60))],
      }),
    ])
    for (const { code, out, err } of answers) {
      expect([code, err]).toEqual([0, ''])
      expect(JSON.parse(out)).toEqual({ plans: plain })
    }
  })

  test('letters cut in two by the pieces are whole', async () => {
    const bytes = Buffer.from('at,member\n2026-03-01T09:00:00Z,zoë🎫\n2026-03-02T09:00:00Z,zoë🎫\n')
    const { out } = await runCli(['simulate', '-', '--allowance', '1', '--json'], {
      stdin: [...bytes].map((byte) => Uint8Array.of(byte)),
    })
    expect(JSON.parse(out)).toMatchObject({ plans: [{ members: 1, signIns: 2 }] })
  })
})

test('21 years of a public project: 73,069 uses by 6,816 members, through the plans of the demo', async () => {
  const { code, out } = await runCli([
    'simulate',
    'examples/activity-2004-2026.csv.gz',
    '--plans',
    'examples/plans.json',
    '--json',
  ])
  const { plans } = JSON.parse(out)
  expect(code).toBe(0)
  expect(plans).toMatchObject([
    {
      name: 'first come, first served',
      members: 6816,
      signIns: 73069,
      granted: 300,
      reclaimed: 0,
      peakConsumed: 300,
      peakAt: '2008-11-19T23:10:02.000Z',
    },
    { name: 'idle seats freed', members: 6816, signIns: 73069, peakConsumed: 300, peakAt: '2012-04-02T21:43:47.000Z' },
    { name: 'fewer licenses', members: 6816, signIns: 73069, peakConsumed: 120, peakAt: '2011-05-21T07:29:30.000Z' },
  ])
  expect(plans.map(({ answers }: { answers: unknown }) => answers)).toEqual([
    { full: 21354, trial: 10866, standard: 40849, none: 0 },
    { full: 73031, trial: 26, standard: 12, none: 0 },
    { full: 71028, trial: 1109, standard: 932, none: 0 },
  ])
  expect(readFileSync('examples/plans.json', 'utf8')).toContain('first come')
})
