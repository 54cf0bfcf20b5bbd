// The page as text: self-contained, and nothing in it that a name could break out of. How it behaves is seen in test/browser.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { pageData } from '../../src/cli/page/pageData.ts'
import { planOf } from '../../src/simulation/plan.ts'
import { simulate } from '../../src/simulation/replay.ts'
import { ownFolder, runCli } from './runCli.ts'

const { folder, put } = ownFolder()

const pageOf = async (...args: readonly string[]): Promise<string> => {
  const html = join(folder, 'page.html')
  const { code, err } = await runCli([
    'simulate',
    put('activity.csv', 'at,member\n2026-03-01T09:00:00Z,ann\n'),
    '--html',
    html,
    ...args,
  ])
  expect([code, err]).toEqual([0, ''])
  return readFileSync(html, 'utf8')
}

const hostile = '</script><img src=x onerror=alert(1)>"\'&amp;<!--'

describe('the page', () => {
  test('asks for nothing from anywhere, and says so to the browser', async () => {
    const page = await pageOf('--allowance', '1')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<(?:link|img|iframe|script[^>]*\ssrc)|@import|url\(/i)
    expect(page.match(/<script/g)).toHaveLength(3)
  })

  test('keeps the license of the library that it carries', async () => {
    const page = await pageOf('--allowance', '1')
    expect(page).toContain('The MIT License (MIT)')
    expect(page).toContain('Copyright (c) 2022 Leon Sorokin')
    expect(page).toContain('https://github.com/leeoniya/uPlot')
  })

  test('a plan may be named anything', async () => {
    const plans = put('plans.json', JSON.stringify([{ name: hostile, allowance: 1 }]))
    const page = await pageOf('--plans', plans)
    expect(page).not.toContain('<img')
    expect(page).not.toContain(hostile)
    expect(page).toContain('&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp;&lt;!--')
    const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? ''
    expect(JSON.parse(data)).toMatchObject([{ name: hostile }])
  })
})

describe('what is drawn', () => {
  const day = 86_400_000
  const start = Date.UTC(2026, 0, 1, 12)
  const rows = (...days: readonly number[]) =>
    days.map((each, index) => ({ at: start + each * day, member: `m${index}`, client: 'mobile' }))
  const policies = { idleReclaim: { enabled: true, days: 1 } }

  test('each day has the most of its seats and of those who waited', () => {
    const [plan] = pageData(simulate([planOf({ name: 'p', allowance: 2, policies })], rows(0, 0, 0, 1, 5)))
    expect(plan).toMatchObject({
      allowance: 2,
      mostSeats: 2,
      firstDay: Date.UTC(2026, 0, 1) / 1_000,
      daysEach: 1,
      seats: [2, 2, 2, 0, 0, 1],
      waiting: [1, 2, 2, 2, 2, 2],
      months: [Date.UTC(2026, 0, 1) / 1_000],
      full: [3],
      trial: [2],
      granted: [3],
      reclaimed: [2],
    })
  })

  test('plans with a limit share the top of their axis, one without has its own', () => {
    const plans = [
      planOf({ name: 'a', allowance: 2 }),
      planOf({ name: 'b', allowance: 7 }),
      planOf({ name: 'c', policies: { overage: { allow: 'unlimited' } } }),
    ]
    const drawn = pageData(simulate(plans, rows(...new Array<number>(30).fill(0))))
    expect(drawn.map(({ allowance, mostSeats }) => [allowance, mostSeats])).toEqual([
      [2, 7],
      [7, 7],
      [null, 30],
    ])
  })

  test('of a very long time fewer points are drawn, and no peak is lost', () => {
    const [plan] = pageData(simulate([planOf({ name: 'p', allowance: 9, policies })], rows(0, 40_000, 40_000, 40_000, 99_999)))
    expect(plan?.daysEach).toBe(10)
    expect(plan?.seats).toHaveLength(10_000)
    expect(plan?.seats[4_000]).toBe(3)
    expect(Math.max(...(plan?.seats ?? []))).toBe(3)
    expect(plan?.seats.filter((seats) => seats > 0)).toHaveLength(3)
  })
})
