// YAML 1.2 as it was written. Whatever a file could mean otherwise than its writer sees it is refused with its line: two documents,
// a name that stands twice, tags, an alias within itself.

import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { TextFault, type Written, type WrittenField } from './tree.ts'

/** Aliases count as often as they are used: a file of ten lines could mean a billion. */
const mostParts = 200_000
const deepest = 100

const coreTag = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/

/** Reads one document; a fault carries its line. An empty text is a fault. */
export const readYaml = (text: string): Written => {
  const counter = new LineCounter()
  const documents = parsed(text, counter)
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line)
  const [document, another] = documents
  if (document === undefined) throw new TextFault('is empty', 1)
  const [problem] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0])
  if (problem !== undefined) throw new TextFault(inWords(problem.code, problem.message), lineAt(problem.pos[0]))
  if (another !== undefined)
    throw new TextFault('one file holds one scenario, and a second document begins here', lineAt(another.range[0]))
  if (document.contents === null) throw new TextFault('is empty', 1)

  let parts = 0
  /** The line of the alias that is being followed, of several the outermost. */
  let followed: number | undefined
  const written = (node: Node, depth: number, line = lineAt(node.range?.[0] ?? 0)): Written => {
    if (++parts > mostParts) throw new TextFault('is too large, or its aliases make it so', followed ?? line)
    if (depth > deepest) throw new TextFault('is nested too deep, or an alias stands within itself', followed ?? line)
    if (node.tag !== undefined && !coreTag.test(node.tag))
      throw new TextFault(`is not clear: the tag ${node.tag} is not known here`, line)
    if (isAlias(node)) return follow(node, depth, line)
    if (isSeq<Node | null>(node)) {
      return { type: 'List', line, items: node.items.map((item) => (item === null ? empty(line) : written(item, depth + 1))) }
    }
    if (isMap<Node, Node | null>(node)) return { type: 'Record', line, fields: fields(node, depth, line) }
    return isScalar(node) ? scalar(node, line) : empty(line)
  }
  const follow = (alias: Alias, depth: number, line: number): Written => {
    const outer = followed
    followed ??= line
    const found = written(aliased(alias, line), depth + 1, line)
    followed = outer
    return found
  }
  const aliased = (alias: Alias, line: number): Node => {
    const found = alias.resolve(document)
    if (found === undefined) throw new TextFault(`nothing is called &${alias.source}`, line)
    return found as Node
  }
  const fields = (map: YAMLMap<Node, Node | null>, depth: number, within: number): WrittenField[] => {
    const found = new Map<string, WrittenField>()
    for (const { key, value } of map.items) {
      const line = key?.range ? lineAt(key.range[0]) : within
      const name = nameOf(key)
      if (name === undefined) throw new TextFault('a name should stand here, not a list, an object or nothing', line)
      if (found.has(name)) throw new TextFault(`is not clear: ${JSON.stringify(name)} stands there twice`, line)
      found.set(name, { name, line, content: value === null ? empty(line) : written(value, depth + 1) })
    }
    return [...found.values()]
  }
  return written(document.contents as Node, 0)
}

const parsed = (text: string, lineCounter: LineCounter) => {
  try {
    return [
      ...parseAllDocuments(text, {
        lineCounter,
        prettyErrors: false,
        uniqueKeys: false,
        version: '1.2',
        schema: 'core',
        merge: false,
        strict: true,
        logLevel: 'silent',
      }),
    ]
  } catch (error) {
    throw new TextFault(`cannot be read: ${error instanceof RangeError ? 'it is nested too deep' : String(error)}`, 1)
  }
}

const inWords = (code: string, message: string): string => {
  if (code === 'TAB_AS_INDENT') return 'is not YAML: a tab stands where spaces should indent'
  return message.includes('call stack') ? 'is nested too deep' : `is not YAML: ${message}`
}

const empty = (line: number): Written => ({ type: 'Scalar', line, value: null })

const scalar = (node: Scalar, line: number): Written => {
  const isPlain = node.type === 'PLAIN' && typeof node.value !== 'string' && node.tag === undefined
  return { type: 'Scalar', line, value: node.value, ...(isPlain && node.source ? { source: node.source } : {}) }
}

const nameOf = (key: Node | null): string | undefined => {
  if (!isScalar(key)) return undefined
  const name = typeof key.value === 'string' ? key.value : key.source
  return name === '' ? undefined : name
}
