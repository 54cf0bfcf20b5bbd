// The root entry as an application carries it: how large it is with everything it needs, and how long a fresh process takes to import
// it. It is the built one, or where that is absent or older than its source, the source bundled here as the build does it.

import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { median, race, ratioOf, timesOf } from './rounds.ts'
import type { Figure } from './rows.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'node_modules/.cache/bench')

const builtEntry = 'dist/index.js'

const rootEntry = (): string => {
  const changedAt = (file: string): number => statSync(join(root, file)).mtimeMs
  const isFresh =
    existsSync(join(root, builtEntry)) &&
    globSync('src/**/*.ts', { cwd: root }).every((file) => changedAt(file) < changedAt(builtEntry))
  return isFresh ? builtEntry : 'src/index.ts'
}

/** The bundle takes the ES form of fp-ts, which can be shaken (see tsup.config.ts). */
const fpTsAsEsModules: Plugin = {
  name: 'fp-ts-as-es-modules',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /^fp-ts\/lib\// }, ({ path, resolveDir, kind }) =>
      resolve(path.replace('fp-ts/lib/', 'fp-ts/es6/'), { resolveDir, kind }),
    )
  },
}

const bundle = async (entry: string, minify: boolean): Promise<Uint8Array> => {
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    minify,
    write: false,
    format: 'esm',
    platform: 'browser',
    plugins: [fpTsAsEsModules],
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error(`${entry} was not bundled`)
  return file.contents
}

export const measureSize = async (): Promise<readonly Figure[]> => {
  const entry = rootEntry()
  const minified = await bundle(entry, true)
  const kilobytes = gzipSync(minified, { level: 9 }).length / 1000
  return [{ name: 'root entry', ratio: kilobytes, note: `${(minified.length / 1000).toFixed(1)} kB minified, from ${entry}` }]
}

/** A fresh process that imports ours against one that imports the baseline: what is more is what ours takes. */
export const measureImport = async (): Promise<readonly Figure[]> => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'ours.js'), await bundle(rootEntry(), false))
  writeFileSync(join(folder, 'baseline.js'), await bundle('bench/baseline.ts', false))
  const importing = (name: string) => ({ name, operations: 1, run: () => start(join(folder, `${name}.js`)) })
  const times = await race([importing('baseline'), importing('ours')], 18)
  const [ours, baseline] = [median(timesOf(times, 'ours')), median(timesOf(times, 'baseline'))]
  const note = `process and all: ${(ours / 1e6).toFixed(0)} and ${(baseline / 1e6).toFixed(0)} ms`
  return [{ name: 'cold import', ratio: ratioOf(times, 'ours', 'baseline') - 1, ours: ours - baseline, note }]
}

const start = (file: string): void => {
  const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${file} could not be imported:\n${stderr}`)
}
