// Scenarios in a real Chromium, from the testing kit's entry as a bundler takes it: nothing of Node is needed.

import { existsSync } from 'node:fs'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import type { ScenarioRun } from '../../src/scenarios/runScenario.ts'
import { withSteps } from '../scenarios/scenarios.ts'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

test('a scenario runs in a browser', async () => {
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}`)
  const built = await build({
    entryPoints: ['src/testing/index.ts'],
    bundle: true,
    format: 'iife',
    globalName: 'kit',
    platform: 'browser',
    write: false,
  })
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-sync'],
  })
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ content: built.outputFiles[0]?.text ?? '' })
    const text = withSteps(
      '- do: { type: SignIn, member: 007, client: mobile }\n  expect: { access: full, members: { 007: { state: pending } } }',
    )
    const run = (await page.evaluate(`kit.runScenario(${JSON.stringify(text)})`)) as ScenarioRun
    expect(run.steps).toEqual([
      { line: 11, ok: false, differences: [{ path: 'members.007.state', expected: 'pending', actual: 'enabled' }] },
    ])
  } finally {
    await browser.close()
  }
})
