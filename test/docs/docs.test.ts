// Docs that cannot rot: every snippet of the README and the docs, and every @example of the sources, is run.

import { globSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { createLicensing, execute, manualClock, memoryStore, mobileAssignment, openPool, orThrow } from '../../src/index.ts'
import { runScenario } from '../../src/testing/index.ts'
import { startPostgres } from '../support/postgresServer.ts'
import { runSnippet } from './runSnippet.ts'

const top = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, top), 'utf8')

const pages = ['README.md', ...globSync('{docs,examples}/**/*.md', { cwd: top })]
const snippets = pages.flatMap((page) =>
  [...read(page).matchAll(/```ts\n([\s\S]*?)```/g)].map((match, index) => [page, index + 1, match[1] ?? ''] as const),
)

const examples = globSync('src/**/*.ts', { cwd: top }).flatMap((path) =>
  [...read(path).matchAll(/@example\n([\s\S]*?)\*\/\s*(?:export )?(?:const|class|interface|type|readonly)?\s*(\w+)/g)].map(
    (match) => [`${path} ${match[2]}`, path, (match[1] ?? '').replace(/^\s*\* ?/gm, '')] as const,
  ),
)

/** What a snippet about PostgreSQL finds: a server of its own. */
const runOnServer = async (source: string): ReturnType<typeof runSnippet> => {
  const server = await startPostgres()
  try {
    return await runSnippet(source, { pg, process: { env: { DATABASE_URL: server.url } } })
  } finally {
    await server.stop()
  }
}

const codeLines = (source: string): number => source.split('\n').filter((line) => !/^\s*(\/\/.*)?$/.test(line)).length

/** What an @example finds in its scope. */
const scope = async (): Promise<Record<string, unknown>> => {
  const at = Date.UTC(2026, 2, 20, 15)
  const by = { role: 'systemAdmin' } as const
  const actor = by
  const clock = manualClock(at)
  const store = memoryStore()
  const licensing = createLicensing({ store, clock })
  const opening = {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'mobileAssignment',
    lots: [{ lot: 'first', quantity: 2 }],
  } as const
  await licensing.execute('crm', opening, { actor: { role: 'accountManager' } })
  const opened = orThrow(openPool(opening, at, { role: 'accountManager' }))
  const signedIn = orThrow(
    execute(opened.pool, { type: 'SignIn', member: 'lucy', client: 'mobile' }, at, { role: 'member', id: 'lucy' }),
  )
  const { pool } = signedIn
  const events = [...opened.events, ...signedIn.events]
  const text = '{}'
  const exhausted = execute(pool, { type: 'LowerAllowance', to: 9 }, at, { role: 'accountManager' })
  const command = { type: 'AddMember', member: 'ann' } as const
  const nothing = (): void => {}
  return {
    at,
    by,
    actor,
    clock,
    store,
    licensing,
    pool,
    events,
    laterEvents: [],
    text,
    rejection: exhausted._tag === 'Left' ? exhausted.left : undefined,
    command,
    mobileAssignment,
    pg,
    save: nothing,
    show: nothing,
  }
}

describe('the docs', () => {
  test('have snippets, the quick start first', () => {
    expect(snippets[0]?.[0]).toBe('README.md')
    expect(snippets.length).toBeGreaterThanOrEqual(2)
  })

  test.each(snippets)('%s, snippet %i, prints what it says', async (_page, _index, source) => {
    const { actual, expected } = source.includes("from 'pg'") ? await runOnServer(source) : await runSnippet(source)
    expect(actual).toEqual(expected)
  })

  test('fail where the code does not do what they say', async () => {
    const { actual, expected } = await runSnippet('console.log(1 + 1) // 3')
    expect(actual).not.toEqual(expected)
    await expect(runSnippet('notThere()')).rejects.toThrow('notThere is not defined')
  })
})

describe('a scenario in the docs', () => {
  const scenarios = pages.flatMap((page) =>
    [...read(page).matchAll(/```yaml\n(scenario:[\s\S]*?)```/g)].map(
      (match, index) => [page, index + 1, match[1] ?? ''] as const,
    ),
  )

  test('is there', () => {
    expect(scenarios.map(([page]) => page)).toContain('examples/scenarios/README.md')
  })

  test.each(scenarios)('%s, scenario %i, holds', async (_page, _index, text) => {
    const { error, steps } = await runScenario(text)
    expect([error, steps.flatMap((step) => step.differences)]).toEqual([undefined, []])
  })
})

describe('an @example', () => {
  test('is there for many an export', () => {
    expect(examples.length).toBeGreaterThanOrEqual(25)
  })

  test.each(examples)('%s runs', async (_name, path, source) => {
    const [, entry] = /^src\/(sqlite|postgres)\//.exec(path) ?? []
    const entryOf = entry === undefined ? {} : await import(new URL(`src/${entry}/index.ts`, top).href)
    const own: Record<string, unknown> = await import(new URL(path, top).href)
    const { actual, expected } = await runSnippet(source, { ...entryOf, ...own, ...(await scope()) })
    expect(actual).toEqual(expected)
  })
})

describe('the README', () => {
  test('is at most 200 lines, and its first pool 20', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(200)
    expect(codeLines(snippets[0]?.[2] ?? '')).toBeLessThanOrEqual(20)
  })

  test('names only files that are there', () => {
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => new URL(match[1] ?? '', new URL(page, top))),
    )
    for (const link of links) expect(globSync(link.pathname)).toHaveLength(1)
  })
})
