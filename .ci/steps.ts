// What `npm run check` checks, in order: what is quick and fails often comes first.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { checkPackage } from './packed.ts'
import { root, type Tools } from './tools.ts'

export type Step = { readonly name: string; readonly run: (tools: Tools) => void }

const workFolder = join(root, 'node_modules/.cache/check')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const tarball = join(workFolder, `license-pool-${version}.tgz`)

/** performance.md: the root entry with everything it needs, minified and gzipped. */
const rootEntryKilobytes = { reach: 16, hold: 24 }

/** Where the process stands changes what date libraries answer (toolchain.md), so what depends on time runs in all of these, and under UTC in `tests`. */
const hostZones = ['America/New_York', 'Pacific/Apia', 'Europe/London']

export const steps: readonly Step[] = [
  { name: 'types', run: checkTypes },
  { name: 'lint', run: ({ run }) => run('biome', ['check', '--error-on-warnings']) },
  { name: 'architecture', run: ({ run }) => run('vitest', ['run', '--project', 'unit', 'test/architecture.test.ts']) },
  { name: 'tests', run: ({ run }) => run('npm', ['test']) },
  ...hostZones.map((zone) => ({ name: zone, run: (tools: Tools) => testTime(tools, zone) })),
  { name: 'demo', run: runDemo },
  { name: 'browser', run: testBrowser },
  { name: 'build', run: ({ run }) => run('npm', ['run', 'build']) },
  { name: 'pack', run: pack },
  { name: 'publint', run: ({ run }) => run('publint', ['run', tarball, '--strict']) },
  { name: 'attw', run: ({ run }) => run('attw', [tarball, '--profile', 'node16']) },
  { name: 'package', run: (tools) => checkPackage(tools, tarball, version) },
  { name: 'size', run: printSize },
  { name: 'bench', run: ({ run }) => run('npm', ['run', 'bench:memory', '--', '--gate']) },
]

function checkTypes({ run }: Tools): void {
  for (const project of ['.', 'src/cli', 'test']) run('tsc', ['-p', project])
}

function testTime({ run }: Tools, zone: string): void {
  run('vitest', ['run', '--project', 'unit', 'test/time/', '.time.test.ts'], { env: { TZ: zone } })
}

function runDemo({ run, find }: Tools): void {
  find('npm')
  rmSync(join(root, 'demo.html'), { force: true })
  run('npm', ['run', 'demo'])
  if (!existsSync(join(root, 'demo.html'))) throw new Error('npm run demo wrote no demo.html')
}

function testBrowser({ run }: Tools): void {
  run('chromium', ['--version'])
  run('vitest', ['run', '--project', 'browser'])
}

function pack({ run }: Tools): void {
  mkdirSync(workFolder, { recursive: true })
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', workFolder])
}

function printSize({ run }: Tools): void {
  const bundle = join(workFolder, 'root-entry.js')
  run('esbuild', ['dist/index.js', '--bundle', '--minify', '--format=esm', '--platform=browser', `--outfile=${bundle}`], {
    quiet: true,
  })
  const kilobytes = gzipSync(readFileSync(bundle), { level: 9 }).length / 1000
  const { reach, hold } = rootEntryKilobytes
  const minified = (statSync(bundle).size / 1000).toFixed(1)
  console.log(`root entry: ${minified} kB minified, ${kilobytes.toFixed(1)} kB gzipped (to reach: ${reach}, to hold: ${hold})`)
  if (kilobytes > hold) throw new Error(`the root entry has ${kilobytes.toFixed(1)} kB, more than ${hold}`)
}
