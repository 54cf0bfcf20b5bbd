// What `npm run check` checks, in order: what is quick and fails often comes first.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage } from './packed.ts'
import { root, type Tools } from './tools.ts'

export type Step = { readonly name: string; readonly run: (tools: Tools) => void }

const workFolder = join(root, 'node_modules/.cache/check')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const tarball = join(workFolder, `license-pool-${version}.tgz`)

/** Where the process stands changes what date libraries answer (toolchain.md), so what depends on time runs in all of these, and under UTC in `tests`. */
const hostZones = ['America/New_York', 'Pacific/Apia', 'Europe/London']

export const steps: readonly Step[] = [
  { name: 'types', run: checkTypes },
  { name: 'lint', run: ({ run }) => run('biome', ['check', '--error-on-warnings']) },
  { name: 'architecture', run: ({ run }) => run('vitest', ['run', '--project', 'unit', 'test/architecture.test.ts']) },
  { name: 'tests', run: ({ run }) => run('npm', ['test']) },
  ...hostZones.map((zone) => ({ name: zone, run: (tools: Tools) => testTime(tools, zone) })),
  { name: 'crash', run: ({ run }) => run('npm', ['run', 'test:crash', '--', '--short']) },
  { name: 'demo', run: runDemo },
  { name: 'browser', run: testBrowser },
  { name: 'build', run: ({ run }) => run('npm', ['run', 'build']) },
  { name: 'pack', run: pack },
  { name: 'publint', run: ({ run }) => run('publint', ['run', tarball, '--strict']) },
  { name: 'attw', run: ({ run }) => run('attw', [tarball, '--profile', 'node16']) },
  { name: 'package', run: (tools) => checkPackage(tools, tarball, version) },
  // One row of the bench, and long before the others: whoever made it grow hears of it at once.
  { name: 'size', run: ({ run }) => run('node', ['bench/memory.ts', '--gate', '--processes', '1', '--only', 'root entry']) },
  { name: 'bench', run: ({ run }) => run('npm', ['run', 'bench:memory', '--', '--gate']) },
  // What counts exactly is gated, at a thousand and at a million members; times are only printed.
  { name: 'bench:stores', run: ({ run }) => run('npm', ['run', 'bench:stores', '--', '--short', '--gate']) },
]

function checkTypes({ run }: Tools): void {
  for (const project of ['.', 'src/cli', 'src/tables', 'test', 'bench']) run('tsc', ['-p', project])
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
