// The architecture that one sees in the tree holds (style.md), and the checker that says so can fail.
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { breaches, importsOf, type Sources } from '../.ci/architecture.ts'

const root = new URL('../', import.meta.url)
const paths = globSync('src/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'))
const tree: Sources = Object.fromEntries(paths.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]))

/** A sound tree in small, with one file replaced or added. */
const withFile = (path: string, source: string): Sources => ({
  'src/index.ts': "export { execute } from './pool/execute.ts'\nexport { licensing } from './shell/licensing.ts'",
  'src/store/index.ts': "export { execute } from '../pool/execute.ts'",
  'src/testing/index.ts': "export { execute } from '../index.ts'",
  'src/pool/execute.ts': "import { left } from 'fp-ts/lib/Either.js'\nexport const execute = (at: number) => left(new Date(at))",
  'src/shell/licensing.ts': "import { execute } from '../pool/execute.ts'\nexport const licensing = execute",
  [path]: source,
})

describe('the tree', () => {
  test('was read', () => {
    expect(paths).toContain('src/index.ts')
    for (const folder of ['pool', 'policies', 'presets', 'shell', 'testing', 'cli']) {
      expect(paths.some((path) => path.startsWith(`src/${folder}/`))).toBe(true)
    }
  })

  test('keeps pure folders pure, the root entry free of I/O, files short and folders flat', () => {
    expect(breaches(tree)).toEqual([])
  })
})

describe('the checker', () => {
  test('accepts a sound tree', () => {
    expect(breaches(withFile('src/presets/mobile.ts', "import { produce } from 'immer'\nexport const p = produce"))).toEqual([])
  })

  test.each([
    ["import { readFile } from 'node:fs'", 'node:fs'],
    ["import fs from 'fs'", 'fs'],
    ["import type { Store } from '../shell/store.ts'", '../shell/store.ts'],
    ["export * from '../cli/main.ts'", '../cli/main.ts'],
    ["const later = () => import('node:path')", 'node:path'],
    ['const later = (name: string) => import(name)', '(computed)'],
    ["type Hash = import('node:crypto').Hash", 'node:crypto'],
    ["import path = require('node:path')", 'node:path'],
    ["const path = require('path')", 'path'],
    ["import lodash from 'lodash'", 'lodash'],
    ["import { addDays } from 'date-fns'", 'date-fns'],
    ["import { left } from 'fp-ts/Either'", 'fp-ts/Either'],
  ])('refuses %s in a pure folder', (source, name) => {
    expect(breaches(withFile('src/policies/trial.ts', source))).toEqual([`src/policies/trial.ts: a pure folder imports ${name}`])
  })

  test.each([
    ['export const now = () => Date.now()', 'Date.now'],
    ['export const now = () => Date\n  .now()', 'Date.now'],
    ['export const now = () => new Date()', 'new Date()'],
    ['export const now = () => new Date', 'new Date()'],
    ['export const now = () => Date()', 'Date()'],
    ['export const dice = Math.random', 'Math.random'],
    ['export const tick = () => performance.now()', 'performance.now'],
    ["export const debug = process.env['DEBUG']", 'process'],
    ['export const { env } = process', 'process'],
    ['export const say = () => console.log(1)', 'console'],
    ['export const all = { console }', 'console'],
    ['export const all = () => globalThis', 'globalThis'],
    ['export const f = (g: (x: unknown) => void) => g(globalThis)', 'globalThis'],
  ])('refuses %j in a pure folder', (source, what) => {
    expect(breaches(withFile('src/presets/mobile.ts', source))).toEqual([`src/presets/mobile.ts: a pure folder uses ${what}`])
  })

  test.each([
    '// new Date() and Date.now() and process.env in a comment',
    "export const text = 'Math.random, console.log'",
    'export const day = (at: number) => new Date(at)',
    'export const utc = Date.UTC(2026, 0, 1)',
    'export const run = (task: { process: () => void }) => task.process()',
    'export const ours = { process: 1, console: 2 }',
  ])('accepts %j in a pure folder', (source) => {
    expect(breaches(withFile('src/pool/time/day.ts', source))).toEqual([])
  })

  test('refuses Node and the outer folders in the shell', () => {
    const source = "import 'node:crypto'\nimport '../testing/index.ts'\nimport './clock.ts'"
    expect(breaches({ ...withFile('src/shell/ids.ts', source), 'src/shell/clock.ts': '' })).toEqual([
      'src/shell/ids.ts: shell imports node:crypto',
      'src/shell/ids.ts: shell imports ../testing/index.ts',
    ])
  })

  test('refuses scenarios that reach beyond the core, the shell and what is bundled', () => {
    const source =
      "import { readFile } from 'node:fs'\nimport { parse } from 'yaml'\nimport '../shell/clock.ts'\nimport '../cli/main.ts'"
    expect(breaches(withFile('src/scenarios/extra.ts', source))).toEqual([
      'src/scenarios/extra.ts: scenarios imports node:fs',
      'src/scenarios/extra.ts: scenarios imports ../cli/main.ts',
    ])
    const root = breaches(withFile('src/shell/ids.ts', "import 'yaml'")).filter((breach) => breach.includes('yaml'))
    expect(root).toContain('src/shell/ids.ts: shell imports yaml')
  })

  test.each([
    ['store', "import '../sqlite/index.ts'"],
    ['contract', "import { expect } from 'vitest'"],
    ['tables', "import { Pool } from 'pg'"],
    ['sqlite', "import Database from 'libsql'"],
    ['postgres', "import '../sqlite/index.ts'"],
  ])('refuses in %s: %s', (room, source) => {
    const found = breaches(withFile(`src/${room}/extra.ts`, source)).filter((breach) => breach.startsWith(`src/${room}/extra.ts`))
    expect(found).toEqual([`src/${room}/extra.ts: ${room} imports ${/'(.*)'/.exec(source)?.[1]}`])
  })

  test('lets stores with I/O ask Node, and what they share', () => {
    const source = "import { createHash } from 'node:crypto'\nimport '../tables/lane.ts'\nimport '../store/format.ts'"
    expect(breaches(withFile('src/sqlite/extra.ts', source))).toEqual([])
  })

  test('refuses a root entry that reaches the testing kit, the command line or I/O, however far away', () => {
    const entry = "export * from './stores/all.ts'"
    const sources = {
      ...withFile('src/index.ts', entry),
      'src/stores/all.ts': "export * from './sqlite.ts'\nexport * from '../testing/index.ts'\nexport * from '../cli/main.ts'",
      'src/stores/sqlite.ts': "import { DatabaseSync } from 'node:sqlite'",
      'src/cli/main.ts': "import 'node:fs'",
    }
    const trail = 'src/index.ts > src/stores/all.ts'
    expect(breaches(sources).filter((breach) => breach.startsWith('src/index.ts'))).toEqual([
      `${trail} > src/stores/sqlite.ts > node:sqlite: src/index.ts must not reach it`,
      `${trail} > src/testing/index.ts: src/index.ts must not reach it`,
      `${trail} > src/cli/main.ts: src/index.ts must not reach it`,
    ])
  })

  test('refuses an import of a file that does not exist', () => {
    expect(breaches(withFile('src/shell/licensing.ts', "import './gone.ts'"))).toContain(
      'src/index.ts > src/shell/licensing.ts > src/shell/gone.ts: no such file',
    )
  })

  test('refuses a file of 251 lines and a third folder, and accepts 250 and two', () => {
    const lines = (count: number) => '// line\n'.repeat(count)
    expect(breaches(withFile('src/pool/time/long.ts', lines(250)))).toEqual([])
    expect(breaches(withFile('src/pool/time/long.ts', lines(251)))).toEqual([
      'src/pool/time/long.ts: 251 lines; one over 250 is two ideas',
    ])
    expect(breaches(withFile('src/pool/time/zones/a.ts', ''))).toEqual([
      'src/pool/time/zones/a.ts: 3 folders under src; 2 at most',
    ])
  })

  test('finds every import of a file, in order', () => {
    const source = "import 'a'\nimport type { B } from 'b'\nexport { c } from 'c'\nexport type * from 'd'\nawait import(`e`)"
    expect(importsOf(source)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})
