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

type Path = readonly (string | number)[]

const space = /[ \t\r\n]*/y
const tokens = [
  /[{}[\],:]/y,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what JSON forbids in text is just these.
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y,
  /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y,
]

const isValue = (token: string): boolean => token !== '' && !/^[}\],:]/.test(token)
const isName = (token: string): boolean => token.startsWith('"')

const deepest = 100

/** Reads JSON; a fault carries its line. */
export const parseLocatedJson = (text: string): LocatedJson => {
  const lines = new Map<string, number>()
  let at = 0

  const lineAt = (place: number): number => text.slice(0, place).split('\n').length

  const fail = (message: string): never => {
    const found = at >= text.length ? 'the text ends' : `there is ${JSON.stringify(text.slice(at, at + 12))}`
    throw new Fault(`is not JSON: ${message}, and ${found}`, lineAt(at))
  }

  /** The token that comes next, or nothing where the text ends or holds no JSON. */
  const coming = (): string => {
    at += matchAt(space, text, at).length
    for (const token of tokens) {
      const found = matchAt(token, text, at)
      if (found !== '') return found
    }
    return ''
  }
  const take = (accepts: (token: string) => boolean, expected: string): string => {
    const token = coming()
    if (!accepts(token)) fail(`${expected} should stand here`)
    at += token.length
    return token
  }
  const takes = (mark: string): boolean => {
    const isThere = coming() === mark
    if (isThere) at += mark.length
    return isThere
  }

  const value = (path: Path): unknown => {
    const token = take(isValue, 'a value')
    lines.set(pathText(path), lineAt(at - token.length))
    if (path.length > deepest) return fail('it is nested too deep')
    return token === '[' ? list(path) : token === '{' ? object(path) : JSON.parse(token)
  }
  const list = (path: Path): unknown[] => {
    const items: unknown[] = []
    if (takes(']')) return items
    do items.push(value([...path, items.length]))
    while (take((token) => token === ',' || token === ']', ', or ]') === ',')
    return items
  }
  const object = (path: Path): object => {
    const fields = new Map<string, unknown>()
    if (takes('}')) return {}
    do {
      const token = take(isName, 'a name in quotes')
      const name = JSON.parse(token) as string
      if (fields.has(name)) throw new Fault(`is not clear: ${token} stands there twice`, lineAt(at))
      take((mark) => mark === ':', 'a colon')
      fields.set(name, value([...path, name]))
    } while (take((token) => token === ',' || token === '}', ', or }') === ',')
    return Object.fromEntries(fields)
  }

  const parsed = value([])
  if (coming() !== '' || at < text.length) fail('nothing more should follow')
  return { value: parsed, lineOf: (path) => nearestLine(lines, path) }
}

const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

const nearestLine = (lines: ReadonlyMap<string, number>, path: string): number => {
  for (let part = path; part !== ''; part = part.replace(/(?:\.[^.[\]]*|\[[^[]*\])$|^[^.[]*$/, '')) {
    const line = lines.get(part)
    if (line !== undefined) return line
  }
  return lines.get('') ?? 1
}
