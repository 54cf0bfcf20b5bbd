// What the tree promises, read off the source itself, so that a breach fails a test and not a reviewer's memory. It knows only text:
// the caller hands over { path: source }, which lets a test feed it bad files that exist nowhere.
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'

/** Paths such as `src/pool/execute.ts`, and what is in them. */
export type Sources = Readonly<Record<string, string>>

const pureFolders = ['pool', 'policies', 'presets']
const libraries = [/^fp-ts\/lib\/\w+\.js$/, /^immer$/, /^date-fns\/\w+$/, /^@date-fns\/tz(\/\w+)?$/]
/** What else the testing kit and the command line bundle. */
const furtherLibraries = [/^yaml$/]
/** What does I/O: no entry that runs in a browser reaches it. */
const withIo = ['tables', 'sqlite', 'postgres']
const impureGlobals = ['process', 'globalThis', 'console']
const impureProperties = ['Date.now', 'Math.random', 'performance.now']
const maxLines = 250
const maxFolders = 2

/** Every breach in the given files, one sentence each; none for a sound tree. */
export function breaches(sources: Sources): string[] {
  const files = Object.entries(sources)
  return [
    ...files.flatMap(([path, source]) => sizeBreaches(path, source)),
    ...files.filter(([path]) => isPure(path)).flatMap(([path, source]) => pureBreaches(path, source)),
    ...files.flatMap(([path, source]) => roomBreaches(path, source)),
    ...reachBreaches(sources, 'src/index.ts', ['testing', 'cli', 'scenarios', 'contract', 'store', ...withIo], isLibrary),
    ...reachBreaches(sources, 'src/store/index.ts', ['testing', 'cli', 'scenarios', 'contract', ...withIo], isLibrary),
    ...reachBreaches(sources, 'src/testing/index.ts', ['cli', ...withIo], isBundled),
  ]
}

/** What a file imports or re-exports: static, dynamic, `require`, and types by `import('x')`. */
export function importsOf(source: string): string[] {
  const found: string[] = []
  walk(source, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) found.push(...textOf(node.moduleSpecifier))
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) found.push(...textOf(node.argument.literal))
    if (ts.isExternalModuleReference(node)) found.push(...textOf(node.expression))
    if (ts.isCallExpression(node) && isLoader(node.expression)) found.push(...textOf(node.arguments[0], '(computed)'))
  })
  return found
}

function sizeBreaches(path: string, source: string): string[] {
  const lines = source.replace(/\n$/, '').split('\n').length
  const folders = path.split('/').length - 2
  return [
    ...(lines > maxLines ? [`${path}: ${lines} lines; one over ${maxLines} is two ideas`] : []),
    ...(folders > maxFolders ? [`${path}: ${folders} folders under src; ${maxFolders} at most`] : []),
  ]
}

function pureBreaches(path: string, source: string): string[] {
  const imports = importsOf(source).filter((name) => (isRelative(name) ? !isPure(resolve(path, name)) : !isLibrary(name)))
  return [
    ...imports.map((name) => `${path}: a pure folder imports ${name}`),
    ...impurities(source).map((what) => `${path}: a pure folder uses ${what}`),
  ]
}

/** A room imports from the pure folders, from itself, and from the rooms named here. */
const rooms: Readonly<Record<string, { readonly from: readonly string[]; readonly mayImport: (library: string) => boolean }>> = {
  shell: { from: [], mayImport: (name) => isLibrary(name) },
  store: { from: ['shell'], mayImport: (name) => isLibrary(name) },
  // Scenarios and the contract speak to the core and the shell, in a browser too.
  scenarios: { from: ['shell'], mayImport: (name) => isBundled(name) },
  contract: { from: ['shell', 'store'], mayImport: (name) => isLibrary(name) },
  // What does I/O: nothing but Node is asked for, and what a driver must be like is said by its shape.
  tables: { from: ['shell', 'store'], mayImport: (name) => isLibrary(name) || name.startsWith('node:') },
  sqlite: { from: ['shell', 'store', 'tables'], mayImport: (name) => isDriver(name) || name.startsWith('node:') },
  postgres: { from: ['shell', 'store', 'tables'], mayImport: (name) => isLibrary(name) || name.startsWith('node:') },
}

function roomBreaches(path: string, source: string): string[] {
  const own = folderOf(path)
  const room = path.split('/').length > 2 ? rooms[own] : undefined
  if (room === undefined) return []
  const allowed = (name: string) => {
    if (!isRelative(name)) return room.mayImport(name)
    const target = resolve(path, name)
    return isPure(target) || [own, ...room.from].includes(folderOf(target))
  }
  return importsOf(source)
    .filter((name) => !allowed(name))
    .map((name) => `${path}: ${own} imports ${name}`)
}

/** An entry may reach our own files and the bundled libraries, and so neither Node nor a store that does I/O. */
function reachBreaches(
  sources: Sources,
  entry: string,
  forbiddenFolders: readonly string[],
  mayReach: (library: string) => boolean,
): string[] {
  const found: string[] = []
  const seen = new Set<string>()
  const visit = (path: string, via: string) => {
    if (seen.has(path)) return
    seen.add(path)
    const trail = via === '' ? path : `${via} > ${path}`
    const source = sources[path]
    if (source === undefined) return void found.push(`${trail}: no such file`)
    if (forbiddenFolders.includes(folderOf(path))) return void found.push(`${trail}: ${entry} must not reach it`)
    for (const name of importsOf(source)) {
      if (isRelative(name)) visit(resolve(path, name), trail)
      else if (!mayReach(name)) found.push(`${trail} > ${name}: ${entry} must not reach it`)
    }
  }
  visit(entry, '')
  return found
}

function impurities(source: string): string[] {
  const found: string[] = []
  walk(source, (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) found.push('new Date()')
    if (ts.isCallExpression(node) && node.expression.getText() === 'Date') found.push('Date()')
    if (ts.isPropertyAccessExpression(node) && impureProperties.includes(node.getText().replace(/\s/g, '')))
      found.push(node.getText().replace(/\s/g, ''))
    if (ts.isIdentifier(node) && impureGlobals.includes(node.text) && isGlobalUse(node)) found.push(node.text)
  })
  return found
}

/** `process.env` and `f(console)` are uses of the global; `task.process`, `{ process: 1 }` and `type: { process: string }` are names. */
function isGlobalUse(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isTypeQueryNode(parent) || ts.isShorthandPropertyAssignment(parent)) return true
  return ts.isExpression(parent) ? true : 'initializer' in parent && parent.initializer === node
}

function walk(source: string, see: (node: ts.Node) => void) {
  const visit = (node: ts.Node) => {
    see(node)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true))
}

const isLoader = (callee: ts.Expression) => callee.kind === ts.SyntaxKind.ImportKeyword || callee.getText() === 'require'
const textOf = (node: ts.Node | undefined, other?: string) =>
  node !== undefined && ts.isStringLiteralLike(node) ? [node.text] : other === undefined ? [] : [other]
const isRelative = (name: string) => name.startsWith('.')
const isLibrary = (name: string) => !builtinModules.includes(name) && libraries.some((library) => library.test(name))
const isBundled = (name: string) => isLibrary(name) || furtherLibraries.some((library) => library.test(name))
/** A driver is looked for by name, where it is installed. */
const isDriver = (name: string) => name === '(computed)'
const resolve = (from: string, name: string) => posix.join(posix.dirname(from), name)
const folderOf = (path: string) => path.split('/')[1] ?? ''
const isPure = (path: string) => path.startsWith('src/') && pureFolders.includes(folderOf(path))
