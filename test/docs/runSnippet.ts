// Runs a piece of documentation as the program that it claims to be: types stripped, the root's exports in scope.

import { inspect } from 'node:util'
import { transform } from 'esbuild'
import * as root from '../../src/index.ts'
import * as store from '../../src/store/index.ts'
import * as testing from '../../src/testing/index.ts'

/** What a snippet printed, line by line, and what its comments said that it would print. */
export interface Printed {
  readonly actual: readonly string[]
  readonly expected: readonly string[]
}

const imports = /^import\s[^;]*?from\s+'license-pool(?:\/(?:store|testing))?'\s*$/gm
const printing = /^\s*console\.log\(.*\)\s*\/\/ (.*)$/gm

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
  const names: Record<string, unknown> = { ...root, ...store, ...testing, ...scope, console: { log } }
  const module = { exports: {} as { default?: () => Promise<void> } }
  new Function('module', 'exports', ...Object.keys(names), code)(module, module.exports, ...Object.values(names))
  await module.exports.default?.()
  return { actual, expected: [...source.matchAll(printing)].map((match) => match[1] ?? '') }
}
