// Every scenario that we ship holds, and says something: with any one expectation changed it no longer does.

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runScenario } from '../../src/scenarios/runScenario.ts'
import type { ScenarioDocument } from '../../src/scenarios/scenarioDocument.ts'
import { readValue } from '../../src/scenarios/text/readValue.ts'
import { readYaml } from '../../src/scenarios/text/readYaml.ts'

const top = new URL('../../', import.meta.url)
const files = globSync('examples/scenarios/**/*.{yaml,yml,json}', { cwd: top }).sort()
const textOf = (file: string): string => readFileSync(new URL(file, top), 'utf8')

test('there are many for mobile assignment', () => {
  expect(files.filter((file) => file.includes('mobileAssignment')).length).toBeGreaterThanOrEqual(24)
})

describe.each(files)('%s', (file) => {
  test('holds', async () => {
    const run = await runScenario(textOf(file), { format: file.endsWith('.json') ? 'json' : 'yaml' })
    expect(run.error).toBe(undefined)
    expect(run.steps.filter((step) => !step.ok)).toEqual([])
  })

  test('names the rules that it shows, and is a sentence of its own', () => {
    const text = textOf(file)
    expect(text).toMatch(/^# .*\b[A-Z]{1,2}-?\d*\b.*: /m)
    const titles = files.map((each) => (parse(textOf(each), { schema: 'failsafe' }) as { scenario: string }).scenario)
    expect(titles.filter((title) => text.includes(`scenario: ${title}\n`))).toHaveLength(1)
  })

  test('fails when any one of its expectations is another', async () => {
    const document = readValue(readYaml(textOf(file))) as ScenarioDocument
    // Without its shape a plain 007 is the number 7: that file is changed for nothing.
    const isWhole = !textOf(file).includes('007')
    if (isWhole) expect((await runScenario(document)).ok).toBe(true)
    for (const changed of othersOf(document)) {
      const run = await runScenario(changed.document)
      // A changed document that cannot even be run is no test of the expectation; none of them should be such.
      if (isWhole) expect([changed.path, run.error, run.ok]).toEqual([changed.path, undefined, false])
    }
    expect(othersOf(document).length).toBeGreaterThan(0)
  })
})

interface Changed {
  readonly path: string
  readonly document: ScenarioDocument
}

/** The document with one expectation changed, for each of them. */
function othersOf(document: ScenarioDocument): readonly Changed[] {
  const found: Changed[] = []
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    const other = otherThan(value, path)
    if (other === undefined) {
      for (const [name, inner] of Object.entries(value as object)) visit(inner, [...path, name])
      return
    }
    found.push({ path: path.join('.'), document: replaced(document, path, other.value) as ScenarioDocument })
  }
  for (const [index, step] of document.steps.entries()) {
    if (step.expect !== undefined) visit(step.expect, ['steps', index, 'expect'])
  }
  return found
}

/** Another value that may stand in the same place; `undefined`: what is in it is to be changed, piece by piece. */
function otherThan(value: unknown, path: readonly (string | number)[]): { readonly value: unknown } | undefined {
  const name = String(path.at(-1))
  const of = (other: unknown) => ({ value: other })
  if (Array.isArray(value)) return of([...value, 'PoolOpened'])
  if (name === 'until' || name === 'overageSince') return of('2031-01-01T00:00')
  if (name === 'rejected') return of(value === 'UnknownPool' ? 'Invalid' : 'UnknownPool')
  if (name === 'access') return of(value === 'trial' ? 'full' : 'trial')
  if (name === 'state') return of(value === 'unlicensed' ? 'known' : 'unlicensed')
  if (name === 'peopleState') return of(value === 'TBR' ? 'TBH' : 'TBR')
  if (name === 'message' || name === 'session') return of(`${value} not`)
  if (value === 'absent') return of({ state: 'unlicensed' })
  if (path.at(-2) === 'results') return of(value === 'UnknownPool' ? 'accepted' : 'UnknownPool')
  if (typeof value === 'number') return of(value + 1)
  if (value === null) return of(7)
  if (typeof value === 'string') return of(`${value}!`)
  return undefined
}

function replaced(value: unknown, [name, ...path]: readonly (string | number)[], by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.map((item, index) => (index === name ? replaced(item, path, by) : item))
  const fields = value as Readonly<Record<string, unknown>>
  return { ...fields, [name]: replaced(fields[name], path, by) }
}
