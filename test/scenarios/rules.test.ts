// The scenarios that we ship are the rules by example: each rule that a scenario can tell is named in the comment of at least one.

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** Rules by their letter, from the first to the last. */
const upTo = (letter: string, last: number): readonly string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)

/** What no scenario can tell, and why. */
const untold: ReadonlySet<string> = new Set([
  'T5', // the clock of a scenario never steps back: a moment that does is a fault of the file
])

const told = [
  ...upTo('T', 6),
  ...upTo('A', 5),
  ...upTo('M', 14),
  ...upTo('S', 8),
  ...upTo('P', 10), // of P10 the recorded facts: a provider is code
  ...upTo('C', 11),
].filter((rule) => !untold.has(rule))

const top = new URL('../../examples/scenarios/', import.meta.url)
const files = globSync('*/*.yaml', { cwd: top })

/** The rules that a file's comment names, before the colon that begins what they say. */
const namedIn = (file: string): readonly string[] => {
  const text = readFileSync(new URL(file, top), 'utf8')
  const comment = /^# ((?:[A-Z]{1,2}-?\d* )*[A-Z]{1,2}-?\d*): /m.exec(text)?.[1]
  return comment?.split(' ') ?? []
}

const named = new Map(files.map((file) => [file, namedIn(file)]))

test.each(told)('%s is shown by a scenario', (rule) => {
  expect([...named.values()].some((rules) => rules.includes(rule))).toBe(true)
})

test.each(files)('%s names its rules in a comment', (file) => {
  expect(named.get(file)).not.toEqual([])
})

describe('each folder holds the rules of its preset', () => {
  test.each([
    ['mobileAssignment', upTo('M', 14)],
    ['statusAllowance', upTo('S', 8)],
    ['planningPeople', upTo('P', 10)],
    ['concurrentUse', upTo('C', 11)],
  ])('%s', (folder, rules) => {
    const shown = new Set([...named].flatMap(([file, each]) => (file.startsWith(`${folder}/`) ? each : [])))
    expect(rules.filter((rule) => !shown.has(rule))).toEqual([])
  })
})
