// The package as its users get it: the tarball, installed with no network into an empty folder far from this repository's node_modules,
// then imported by plain Node, old and new, as ES module and CommonJS, and type-checked both ways.
import { cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { importsOf } from './architecture.ts'
import { root, type Tools } from './tools.ts'

/** The oldest Node that package.json's `engines` admits. */
const floor = 'v20.'

export function checkPackage(tools: Tools, tarball: string, version: string): void {
  const nodes = [tools.find('node')[0], floorNode(tools)]
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-'))
  try {
    cpSync(join(root, '.ci/consumer'), folder, { recursive: true })
    cpSync(join(folder, 'consumer.mts'), join(folder, 'consumer.cts'))
    tools.run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder, quiet: true })
    checkContents(folder)
    for (const module of ['nodenext', 'esnext']) checkTypes(tools, folder, module)
    for (const node of nodes) checkRuns(tools, folder, node, version)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function floorNode({ find, run }: Tools): string {
  const others = find('node').filter((file) => !file.includes('node_modules'))
  const candidates = process.env.NODE_FLOOR === undefined ? others : [process.env.NODE_FLOOR]
  const node = candidates.find((file) => run(file, ['--version'], { quiet: true }).startsWith(floor))
  if (node === undefined)
    throw new Error(`no Node ${floor}x on the path to try the package with; name one with NODE_FLOOR=/path/to/node`)
  return node
}

/** Nothing but ourselves was installed, and no file asks for anything else: not a library, nor, where a browser may run it, Node. */
function checkContents(folder: string): void {
  const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
  if (installed.join() !== 'license-pool') throw new Error(`installing license-pool brought ${installed.join(', ')}`)
  const own = join(folder, 'node_modules/license-pool')
  const files = globSync('dist/**/*.{js,cjs,d.ts,d.cts}', { cwd: own })
  if (files.length === 0) throw new Error('the tarball holds no dist')
  const importsIn = new Map(files.map((file) => [file, importsOf(readFileSync(join(own, file), 'utf8'))]))
  const withoutNode = new Set(entriesWithoutNode.flatMap((entry) => reachedFrom(entry, importsIn)))
  for (const [file, imports] of importsIn) {
    const isOurs = (name: string) =>
      name.startsWith('.') ||
      (!withoutNode.has(file) && builtinModules.includes(name.replace(/^node:/, ''))) ||
      (file.startsWith('dist/sqlite/') && name === lookedFor)
    const foreign = imports.find((name) => !isOurs(name))
    if (foreign !== undefined) throw new Error(`${file} imports ${foreign}, which nobody installs`)
  }
}

/** What runs in a browser. */
const entriesWithoutNode = ['index', 'store/index', 'testing/index'].flatMap((entry) =>
  ['js', 'cjs', 'd.ts', 'd.cts'].map((ending) => `dist/${entry}.${ending}`),
)

/** A driver of SQLite is looked for where Node has none itself. */
const lookedFor = '(computed)'

function reachedFrom(entry: string, importsIn: ReadonlyMap<string, readonly string[]>, seen = new Set<string>()): string[] {
  const imports = importsIn.get(entry)
  if (imports === undefined) throw new Error(`the tarball holds no ${entry}`)
  if (seen.has(entry)) return []
  seen.add(entry)
  for (const name of imports) if (name.startsWith('.')) reachedFrom(fileOf(entry, name, importsIn), importsIn, seen)
  return [...seen]
}

/** A declaration names the module, not its own file. */
function fileOf(from: string, name: string, importsIn: ReadonlyMap<string, readonly string[]>): string {
  const file = posix.join(posix.dirname(from), name)
  const declaration = file.replace(/\.(c?)js$/, '.d.$1ts')
  return from.includes('.d.') && importsIn.has(declaration) ? declaration : file
}

function checkTypes({ run }: Tools, folder: string, module: string): void {
  const moduleResolution = module === 'nodenext' ? 'nodenext' : 'bundler'
  // With declarations, as a library that wraps ours has them: every type that one can infer has to have a name that is exported.
  const emitted = { declaration: true, noEmit: true }
  const compilerOptions = { module, moduleResolution, target: 'es2022', lib: ['es2022'], types: [], strict: true, ...emitted }
  const files = module === 'nodenext' ? ['consumer.mts', 'consumer.cts'] : ['consumer.mts']
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
  run('tsc', ['-p', folder])
  console.log(`types: ${files.join(' and ')} with module ${module}`)
}

function checkRuns({ run }: Tools, folder: string, node: string, version: string): void {
  // The command finds this Node first, as it would on a machine that has no other.
  const options = { cwd: folder, quiet: true, env: { PATH: `${dirname(node)}:/usr/bin:/bin` } }
  const name = run(node, ['--version'], options).trim()
  const [esm, cjs] = [run(node, ['import.mjs'], options), run(node, ['require.cjs'], options)]
  if (esm !== cjs) throw new Error(`${name}: import and require give different packages:\n${esm}\n${cjs}`)
  const command = join(folder, 'node_modules/.bin/license-pool')
  const printed = run(command, ['--version'], options).trim()
  if (!printed.includes(version)) throw new Error(`${name}: license-pool --version printed ${printed}, not ${version}`)
  run(command, ['simulate', 'activity.csv', '--preset', 'mobileAssignment', '--allowance', '1', '--html', 'report.html'], options)
  const report = readFileSync(join(folder, 'report.html'), 'utf8')
  if (!report.includes('uPlot')) throw new Error(`${name}: the simulation's page carries no chart library`)
  const ran = run(command, ['run', 'scenario.yaml', '--json'], options)
  if ((JSON.parse(ran) as { files: { ok: boolean }[] }).files[0]?.ok !== true)
    throw new Error(`${name}: the scenario failed: ${ran}`)
  console.log(`${name}: imported, required, license-pool ${printed}, simulated, ran a scenario`)
}
