// JSON with the line of everything in it, so that a fault in a file is told where it stands: `JSON.parse` names no place for half
// of what it refuses, and never one for what a reader finds wrong later.

import { TextFault, type Written, type WrittenField } from './tree.ts'

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
export const readJson = (text: string): Written => {
  let at = 0
  let [seen, line] = [0, 1]

  /** Asked from the beginning to the end, so that a long text is walked once. */
  const lineAt = (place: number): number => {
    for (; seen < place; seen++) if (text[seen] === '\n') line++
    return place < seen ? text.slice(0, place).split('\n').length : line
  }

  const fail = (message: string): never => {
    const found = at >= text.length ? 'the text ends' : `there is ${JSON.stringify(text.slice(at, at + 12))}`
    throw new TextFault(`is not JSON: ${message}, and ${found}`, lineAt(at))
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

  const written = (depth: number): Written => {
    const token = take(isValue, 'a value')
    const startsAt = lineAt(at - token.length)
    if (depth > deepest) return fail('it is nested too deep')
    if (token === '[') return { type: 'List', line: startsAt, items: list(depth) }
    if (token === '{') return { type: 'Record', line: startsAt, fields: fields(depth) }
    const value: unknown = JSON.parse(token)
    const isPlain = typeof value !== 'string' && value !== null
    return { type: 'Scalar', line: startsAt, value, ...(isPlain ? { source: token } : {}) }
  }
  const list = (depth: number): Written[] => {
    const items: Written[] = []
    if (takes(']')) return items
    do items.push(written(depth + 1))
    while (take((token) => token === ',' || token === ']', ', or ]') === ',')
    return items
  }
  const fields = (depth: number): WrittenField[] => {
    const found = new Map<string, WrittenField>()
    if (takes('}')) return []
    do {
      const token = take(isName, 'a name in quotes')
      const startsAt = lineAt(at - token.length)
      const name = JSON.parse(token) as string
      if (found.has(name)) throw new TextFault(`is not clear: ${token} stands there twice`, startsAt)
      take((mark) => mark === ':', 'a colon')
      found.set(name, { name, line: startsAt, content: written(depth + 1) })
    } while (take((token) => token === ',' || token === '}', ', or }') === ',')
    return [...found.values()]
  }

  const whole = written(0)
  if (coming() !== '' || at < text.length) fail('nothing more should follow')
  return whole
}

const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
