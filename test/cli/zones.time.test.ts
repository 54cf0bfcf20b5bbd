// Days and months are the plan's, wherever the process stands (T2).

import { describe, expect, test } from 'vitest'
import { figureOf, figuresOf, runCli } from './runCli.ts'

const months = async (activity: string, zone: string): Promise<readonly string[]> =>
  (await figureOf(activity, '--allowance', '9', '--time-zone', zone)).months.map(({ month }) => month)

describe('a sign-in at 02:00 UTC on the first of April', () => {
  const activity = 'at,member\n2026-04-01T02:00:00Z,ann\n'

  test.each([
    ['UTC', '2026-04'],
    ['America/New_York', '2026-03'],
    ['Pacific/Apia', '2026-04'],
  ])('in %s is in %s', async (zone, month) => {
    expect(await months(activity, zone)).toEqual([month])
  })
})

test('a seat is freed at the start of the day in each plan’s own zone', async () => {
  // Last used on 1 March everywhere; one whole day later 3 March begins in Apia, London and Honolulu, in this order.
  const at = (last: string): string => `at,member\n2026-03-01T10:30:00Z,ann\n${last},bob\n`
  const zones = ['Pacific/Apia', 'Europe/London', 'Pacific/Honolulu']
  const plans = zones.flatMap((zone) => ['--plan', `${zone}:timeZone=${zone}`])
  const reclaimed = async (last: string): Promise<readonly number[]> => {
    const figures = await figuresOf(at(last), '--allowance', '9', '--set', 'idleReclaim={enabled:true,days:1}', ...plans)
    return figures.map((each) => each.reclaimed)
  }
  expect(await reclaimed('2026-03-02T10:59:59.999Z')).toEqual([0, 0, 0])
  expect(await reclaimed('2026-03-02T11:00:00Z')).toEqual([1, 0, 0])
  expect(await reclaimed('2026-03-02T23:59:59Z')).toEqual([1, 0, 0])
  expect(await reclaimed('2026-03-03T00:00:00Z')).toEqual([1, 1, 0])
  expect(await reclaimed('2026-03-03T10:00:00Z')).toEqual([1, 1, 1])
})

test('the day that Apia skipped, and the one that Kwajalein had twice, do not hold the run up', async () => {
  const rows = (...moments: readonly string[]): string => `at,member\n${moments.map((moment) => `${moment},ann\n`).join('')}`
  expect(await months(rows('2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z'), 'Pacific/Apia')).toEqual(['2011-12', '2012-01'])
  expect(await months(rows('1969-09-30T12:59:00Z', '1969-09-30T13:01:00Z', '1969-10-02T00:00:00Z'), 'Pacific/Kwajalein')).toEqual(
    ['1969-09', '1969-10'],
  )
})

test('dates in the table are the plan’s', async () => {
  const stdin = ['at,member\n2026-04-01T02:00:00Z,ann\n']
  const { out } = await runCli(['simulate', '-', '--allowance', '1', '--time-zone', 'America/New_York'], { stdin })
  expect(out).toMatch(/^1 sign-in by 1 member, 2026-03-31 to 2026-03-31\n/)
})
