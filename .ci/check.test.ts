// The check itself can fail: no step passes when what it runs is missing.
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { steps } from './steps.ts'
import { toolsOn } from './tools.ts'

/** A folder with nothing on it but the given shell scripts. */
function folderWith(scripts: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-tools-'))
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

describe('a step', () => {
  const nothing = toolsOn(folderWith({}))

  test.each(steps.map((step) => [step.name, step] as const))('%s fails when its tool is missing', (_, step) => {
    expect(() => step.run(nothing)).toThrow(/ is not installed$/)
  })

  test('browser fails without chromium, and without vitest', () => {
    const browser = steps.find((step) => step.name === 'browser')
    expect(() => browser?.run(toolsOn(folderWith({ vitest: 'exit 0' })))).toThrow('chromium is not installed')
    expect(() => browser?.run(toolsOn(folderWith({ chromium: 'exit 0' })))).toThrow('vitest is not installed')
  })

  test('package fails without the oldest Node that we promise', () => {
    vi.stubEnv('NODE_FLOOR', undefined)
    const step = steps.find((step) => step.name === 'package')
    expect(() => step?.run(toolsOn(folderWith({ node: 'echo v24.0.0' })))).toThrow('no Node v20.x on the path')
  })
})

describe('a tool', () => {
  const tools = toolsOn(folderWith({ good: 'echo fine', bad: 'echo broken >&2; exit 3', killed: 'kill -9 $$' }))

  test('that exits with 0 passes', () => {
    expect(tools.run('good', [], { quiet: true })).toBe('fine\n')
  })

  test('that exits otherwise throws, with what it said', () => {
    expect(() => tools.run('bad', ['--now'], { quiet: true })).toThrow('bad --now: exit code 3\nbroken')
    expect(() => tools.run('killed', [], { quiet: true })).toThrow('killed : SIGKILL')
  })

  test('that is a folder, or cannot be executed, is missing', () => {
    const folder = folderWith({})
    writeFileSync(join(folder, 'plain'), 'echo no')
    expect(() => toolsOn(folder).run('plain', [])).toThrow('plain is not installed')
    expect(() => toolsOn(tmpdir()).find(folder.slice(tmpdir().length + 1))).toThrow('is not installed')
  })
})
