import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Options } from 'tsup'
import { migrations as postgres } from './src/postgres/migrations.ts'
import { scenarioSchema } from './src/scenarios/schema/scenarioSchema.ts'
import { migrations as sqlite } from './src/sqlite/migrations.ts'

const root = import.meta.dirname

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Whoever installs the package installs nothing else: these are bundled, and their types with them. */
const bundled = ['@date-fns/tz', 'date-fns', 'fp-ts', 'immer', 'picocolors', 'uplot', 'yaml']
const inBundle = bundled.map((name) => new RegExp(`^${name}(/|$)`))

/** The source imports `fp-ts/lib/Either.js`, which Node can run as it stands; the bundle takes the same module's ES form, which tree-shakes. */
const fpTsAsEsModules: Plugin = {
  name: 'fp-ts-as-es-modules',
  setup(build) {
    build.onResolve({ filter: /^fp-ts\/lib\// }, ({ path, resolveDir, kind }) =>
      build.resolve(path.replace('fp-ts/lib/', 'fp-ts/es6/'), { resolveDir, kind }),
    )
  },
}

/** In Node the package names its CommonJS form, which asks for Node's own modules by `require`; its ES form runs anywhere. */
const yamlAsEsModules: Plugin = {
  name: 'yaml-as-es-modules',
  setup(build) {
    build.onResolve({ filter: /^yaml$/ }, ({ kind }) =>
      build.resolve('./node_modules/yaml/browser/index.js', { resolveDir: root, kind }),
    )
  },
}

/** A library that came in unnamed would travel without its license. */
const onlyNamedLibraries: Plugin = {
  name: 'only-named-libraries',
  setup(build) {
    build.onEnd(({ metafile }) => {
      const libraries = Object.keys(metafile?.inputs ?? {}).map((path) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1])
      const unnamed = new Set(libraries.filter((name) => name !== undefined && !bundled.includes(name)))
      return { errors: [...unnamed].map((name) => ({ text: `${name} is bundled, but not named as such in tsup.config.ts` })) }
    })
  },
}

/** The command line reads the chart library as text, to put it into a page. From the source that is a read from node_modules; the bundle holds the text. */
const packageTextInlined: Plugin = {
  name: 'package-text-inlined',
  setup(build) {
    const read = /readFileSync\(fileURLToPath\(import\.meta\.resolve\('([^']+)'\)\), 'utf8'\)/g
    const textOf = (path: string) => JSON.stringify(readFileSync(fileURLToPath(import.meta.resolve(path)), 'utf8'))
    build.onLoad({ filter: /[\\/]src[\\/]cli[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(read, (_, name: string) => textOf(name)),
      loader: 'ts',
    }))
  },
}

const shared: Options = {
  noExternal: inBundle,
  esbuildPlugins: [fpTsAsEsModules, yamlAsEsModules, onlyNamedLibraries],
  treeshake: true,
}

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      'store/index': 'src/store/index.ts',
      'testing/index': 'src/testing/index.ts',
      'sqlite/index': 'src/sqlite/index.ts',
      'postgres/index': 'src/postgres/index.ts',
    },
    // The stores' own: `.ci/packed.ts` sees to it that no other entry reaches them.
    external: [/^node:/],
    format: ['esm', 'cjs'],
    platform: 'neutral',
    target: 'es2022',
    splitting: true,
    dts: { resolve: inBundle },
  },
  {
    ...shared,
    entry: { 'cli/main': 'src/cli/main.ts' },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    esbuildPlugins: [fpTsAsEsModules, yamlAsEsModules, onlyNamedLibraries, packageTextInlined],
    onSuccess: async () => {
      writeFileSync('dist/THIRD-PARTY-LICENSES.txt', bundled.map(licenseOf).join(`\n${'-'.repeat(80)}\n\n`))
      for (const [store, steps] of Object.entries({ sqlite, postgres })) {
        mkdirSync(`dist/${store}/migrations`, { recursive: true })
        for (const { name, sql } of steps) writeFileSync(`dist/${store}/migrations/${name}.sql`, sql)
      }
      writeFileSync('dist/scenario.schema.json', `${JSON.stringify(scenarioSchema(), null, 2)}\n`)
    },
  },
])

/** What is bundled is redistributed, so its license goes along. */
function licenseOf(name: string): string {
  const [file] = globSync(`node_modules/${name}/LICENSE*`)
  if (file === undefined) throw new Error(`${name} is bundled and no license of it was found`)
  return `${name}\n\n${readFileSync(file, 'utf8')}`
}
