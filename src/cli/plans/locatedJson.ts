// JSON with the line of everything in it, so that a fault in a file is told where it stands: `JSON.parse` names no place for half
// of what it refuses, and never one for what a reader finds wrong later.

import { pathText } from '../../pool/validation/flaw.ts'
import { Fault } from '../fault.ts'

/** The value, and where each of its parts stands. */
export interface LocatedJson {
  readonly value: unknown
  /** The line of a part, named as issues name it (`[0].policies.trial`), or of the nearest part around it. */
  readonly lineOf: (path: string) => number
}

const tokens =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?|true|false|null)(?![\w.+-])|$)/iuy

const deepest = 100

type Step = string | number

/** Reads JSON; a fault carries its line. */
export const parseLocatedJson = (text: string): LocatedJson => {
  const lines = new Map<string, number>()
  let at = 0
  const lineAt = (place: number): number => text.slice(0, place).split('\n').length
  const fail = (message: string): never => {
    const start = at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0)
    const found = start >= text.length ? 'the text ends' : `there is ${JSON.stringify(text.slice(start, start + 12))}`
    throw new Fault(`is not JSON: ${message}, and ${found}`, lineAt(start))
  }
  const next = (expected: string): string => {
    tokens.lastIndex = at
    const [all, mark, string, word] = tokens.exec(text) ?? []
    const token = mark ?? string ?? word ?? ''
    if (all === undefined || (token === '' && expected !== '')) return fail(`${expected} should stand here`)
    at += all.length
    return token
  }
  const demand = (expected: readonly string[]): string => {
    const before = at
    const token = next(expected.join(' or '))
    if (expected.includes(token)) return token
    at = before
    return fail(`${expected.join(' or ')} should stand here`)
  }
  const value = (path: readonly Step[]): unknown => {
    const before = at
    const token = next('a value')
    lines.set(pathText(path), lineAt(at - token.length))
    if (path.length > deepest) return fail('it is nested too deep')
    if (token === '[') return list(path)
    if (token === '{') return object(path)
    if (!/^[\]},:]/.test(token)) return JSON.parse(token)
    at = before
    return fail('a value should stand here')
  }
  const peek = (mark: string): boolean => {
    const before = at
    if (next(`a value or ${mark}`) === mark) return true
    at = before
    return false
  }
  const list = (path: readonly Step[]): unknown[] => {
    const items: unknown[] = []
    if (peek(']')) return items
    do items.push(value([...path, items.length]))
    while (demand([',', ']']) === ',')
    return items
  }
  const object = (path: readonly Step[]): Record<string, unknown> => {
    const fields = new Map<string, unknown>()
    if (peek('}')) return {}
    do {
      const before = at
      const token = next('a name in quotes')
      if (!token.startsWith('"')) {
        at = before
        fail('a name in quotes should stand here')
      }
      const name = JSON.parse(token) as string
      if (fields.has(name)) throw new Fault(`is not clear: ${token} stands there twice`, lineAt(at))
      demand([':'])
      fields.set(name, value([...path, name]))
    } while (demand([',', '}']) === ',')
    return Object.fromEntries(fields)
  }
  const parsed = value([])
  if (next('') !== '') fail('nothing more should follow')
  return { value: parsed, lineOf: (path) => lineOf(lines, path) }
}

const lineOf = (lines: ReadonlyMap<string, number>, path: string): number => {
  for (let part = path; part !== ''; part = part.replace(/(?:\.[^.[\]]*|\[[^[]*\])$|^[^.[]*$/, '')) {
    const line = lines.get(part)
    if (line !== undefined) return line
  }
  return lines.get('') ?? 1
}
