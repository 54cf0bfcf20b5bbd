// The page of `simulate --html` in a real Chromium, with the network blocked.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../cli/runCli.ts'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const hostile = '</script><img src=x onerror="document.title=1">'

const folder = mkdtempSync(join(tmpdir(), 'license-pool-page-'))
const plans = join(folder, 'plans.json')
const html = join(folder, 'page.html')
let browser: Browser

beforeAll(async () => {
  if (!existsSync(executablePath)) {
    throw new Error(`no Chromium at ${executablePath}: apt-get install chromium, or say where it is with CHROMIUM_PATH`)
  }
  writeFileSync(
    plans,
    JSON.stringify([
      { name: 'kept', allowance: 300 },
      { name: hostile, allowance: 120, policies: { idleReclaim: { enabled: true, days: 30 }, waiting: { admit: 'whenFree' } } },
      { name: 'no limit', timeZone: 'Pacific/Apia', policies: { overage: { allow: 'unlimited' } } },
    ]),
  )
  const { code, err } = await runCli(['simulate', 'examples/activity-2004-2026.csv.gz', '--plans', plans, '--html', html])
  if (code !== 0) throw new Error(err)
  browser = await chromium.launch({ executablePath, args })
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Seen {
  readonly page: Page
  /** What went wrong, and what was asked for besides the page. */
  readonly troubles: readonly string[]
}

const open = async (viewport = { width: 1280, height: 900 }, colorScheme: 'light' | 'dark' = 'light'): Promise<Seen> => {
  const context = await browser.newContext({ viewport, colorScheme, timezoneId: 'America/New_York' })
  const page = await context.newPage()
  const url = pathToFileURL(html).href
  const troubles: string[] = []
  await page.route('**', (route) => (route.request().url() === url ? route.continue() : route.abort()))
  await context.setOffline(true)
  page.on('request', (request) => request.url() !== url && troubles.push(`asked for ${request.url()}`))
  page.on('console', (message) => troubles.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('dialog', (dialog) => troubles.push(`dialog: ${dialog.message()}`))
  await page.goto(url)
  return { page, troubles }
}

const chart = (page: Page, plan: number, kind: 'seats' | 'access' | 'flow'): Locator =>
  page.locator(`[data-chart=${kind}][data-plan="${plan}"]`)

/** What the chart's legend shows, in the order of its series. */
const legend = async (place: Locator): Promise<string> =>
  (await place.locator('.u-series').allInnerTexts()).join(' ').replace(/\s+/g, ' ')

const at = async (page: Page, place: Locator, share: number): Promise<{ readonly x: number; readonly y: number }> => {
  const over = place.locator('.u-over')
  await over.scrollIntoViewIfNeeded()
  const box = await over.boundingBox()
  if (box === null) throw new Error('the chart is not to be seen')
  const point = { x: box.x + box.width * share, y: box.y + box.height / 2 }
  await page.mouse.move(point.x, point.y)
  return point
}

/** How many pixels of the chart are not blank. */
const inked = (place: Locator): Promise<number> =>
  place.locator('canvas').evaluate((canvas) => {
    const drawn = canvas as unknown as {
      width: number
      height: number
      getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8Array } }
    }
    const { data } = drawn.getContext('2d').getImageData(0, 0, drawn.width, drawn.height)
    return data.filter((value, index) => index % 4 === 3 && value > 0).length
  })

describe('the page', () => {
  test('draws three charts for each plan, asks for nothing and has no error', async () => {
    const { page, troubles } = await open()
    expect(await page.locator('section h2').allTextContents()).toEqual(['kept', hostile, 'no limit'])
    expect(await page.locator('.uplot').count()).toBe(9)
    for (const plan of [0, 1, 2]) {
      for (const kind of ['seats', 'access', 'flow'] as const) expect(await inked(chart(page, plan, kind))).toBeGreaterThan(1_000)
    }
    expect(await page.title()).toBe(`License plans: kept, ${hostile}, no limit`)
    expect(await page.locator('img').count()).toBe(0)
    expect(troubles).toEqual([])
    await page.context().close()
  })

  test('tells the latest figures, and those of the day that is pointed at, in all charts at once', async () => {
    const { page, troubles } = await open()
    const seats = chart(page, 0, 'seats')
    expect(await legend(seats)).toBe('2026-08-22 seats held 300 licenses 300 waiting 6,516')
    expect(await legend(chart(page, 0, 'access'))).toContain('2026-08')
    await at(page, seats, 0.5)
    await expect.poll(() => legend(seats)).toMatch(/^2015-\d\d-\d\d seats held 300 licenses 300 waiting 3,\d{3}$/)
    await expect.poll(() => legend(chart(page, 0, 'access'))).toMatch(/^2015-\d\d none 0 standard \d+ trial \d+ full \d+$/)
    await expect.poll(() => legend(chart(page, 1, 'seats'))).toMatch(/^2015-\d\d-\d\d seats held \d+ licenses 120 waiting \d+$/)
    await page.mouse.move(2, 2)
    await expect.poll(() => legend(seats)).toBe('2026-08-22 seats held 300 licenses 300 waiting 6,516')
    expect(troubles).toEqual([])
    await page.context().close()
  })

  test('a bar tells its own height, month by month as the plan counted it', async () => {
    const { page } = await open()
    await at(page, chart(page, 1, 'flow'), 0)
    await expect.poll(() => legend(chart(page, 1, 'flow'))).toBe('2004-11 granted 1 reclaimed 0')
    await expect.poll(() => legend(chart(page, 1, 'access'))).toBe('2004-11 none 0 standard 0 trial 0 full 30')
    await page.context().close()
  })

  test('zooms all charts by a drag and back by a double click', async () => {
    const { page, troubles } = await open()
    const [seats, other] = [chart(page, 0, 'seats'), chart(page, 2, 'seats')]
    const left = async (place: Locator): Promise<string> => {
      await at(page, place, 0.001)
      return (await legend(place)).slice(0, 4)
    }
    expect([await left(seats), await left(other)]).toEqual(['2004', '2004'])
    const from = await at(page, seats, 0.4)
    await page.mouse.down()
    await page.mouse.move(from.x + 100, from.y, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => left(seats)).toBe('2013')
    await expect.poll(() => left(other)).toBe('2013')
    const inside = await at(page, seats, 0.5)
    await page.mouse.dblclick(inside.x, inside.y)
    await expect.poll(() => left(seats)).toBe('2004')
    await expect.poll(() => left(other)).toBe('2004')
    expect(troubles).toEqual([])
    await page.context().close()
  })

  test.each([
    ['a phone', { width: 400, height: 800 }, 'light'],
    ['a phone at night', { width: 400, height: 800 }, 'dark'],
    ['a desk at night', { width: 1280, height: 900 }, 'dark'],
  ] as const)('fits %s', async (_, viewport, scheme) => {
    const { page, troubles } = await open(viewport, scheme)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width)
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(paper).toBe(scheme === 'dark' ? 'rgb(20, 23, 27)' : 'rgb(247, 247, 245)')
    expect(troubles).toEqual([])
    await page.context().close()
  })

  test('follows the window and the time of day', async () => {
    const { page, troubles } = await open()
    const width = async (): Promise<number> => (await chart(page, 0, 'seats').locator('canvas').boundingBox())?.width ?? 0
    const before = await width()
    await page.setViewportSize({ width: 800, height: 900 })
    await expect.poll(width).toBeLessThan(before - 300)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => page.locator('.uplot').count()).toBe(9)
    expect(await inked(chart(page, 2, 'seats'))).toBeGreaterThan(1_000)
    expect(troubles).toEqual([])
    await page.context().close()
  })
})
