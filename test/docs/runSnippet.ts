// Runs a piece of documentation as the program that it claims to be: types stripped, what the package exports in scope.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { transform } from 'esbuild'
import * as root from '../../src/index.ts'
import * as postgres from '../../src/postgres/index.ts'
import * as sqlite from '../../src/sqlite/index.ts'
import * as store from '../../src/store/index.ts'
import * as testing from '../../src/testing/index.ts'

/** What a snippet printed, line by line, and what its comments said that it would print. */
export interface Printed {
  readonly actual: readonly string[]
  readonly expected: readonly string[]
}

const imports = /^import\s[^;]*?from\s+'(?:license-pool(?:\/\w+)?|pg)'\s*$/gm
const printing = /^\s*console\.log\(.*\)\s*\/\/ (.*)$/gm

/** A file that a snippet opens is a new one, in a folder that goes with the process. */
const inFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-docs-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const inside = (file: string): string => (file === ':memory:' ? file : join(folder, file))
  return { openSqliteStore: (file: string, options?: sqlite.SqliteOptions) => sqlite.openSqliteStore(inside(file), options) }
}

/** Runs it; what it names beyond the root's exports comes from `scope`. A snippet that throws, or names what is not there, fails. */
export const runSnippet = async (source: string, scope: Readonly<Record<string, unknown>> = {}): Promise<Printed> => {
  const actual: string[] = []
  const log = (value: unknown): void => {
    actual.push(typeof value === 'string' ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 5 }))
  }
  const { code } = await transform(`export default async () => {\n${source.replace(imports, '')}\n}`, {
    loader: 'ts',
    format: 'cjs',
  })
  const names: Record<string, unknown> = {
    ...root,
    ...store,
    ...sqlite,
    ...postgres,
    ...testing,
    ...inFolder(),
    ...scope,
    console: { log },
  }
  const module = { exports: {} as { default?: () => Promise<void> } }
  new Function('module', 'exports', ...Object.keys(names), code)(module, module.exports, ...Object.values(names))
  await module.exports.default?.()
  return { actual, expected: [...source.matchAll(printing)].map((match) => match[1] ?? '') }
}
