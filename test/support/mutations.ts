// Documents with one thing wrong: a field changed, dropped, added or renamed, somewhere in it.

import fc from 'fast-check'

export interface Mutant {
  readonly document: unknown
  /** The names of the fields on the way to what was touched, and the one that was added. */
  readonly names: readonly string[]
}

/** What could stand in a field that should hold something else. */
const strangers: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.5,
  2 ** 31,
  2 ** 53,
  8_640_000_000_000_000,
  -8_640_000_000_000_001,
  1e308,
  '',
  'x',
  'mia',
  'toString',
  '__proto__',
  '\u0000',
  '2026-03-20',
  [],
  ['x'],
  [null],
  {},
  { type: 'Sweep' },
  { x: 1 },
]

/** Words that could well stand there, so that what a document says of itself is at odds. */
const words: Readonly<Record<string, readonly string[]>> = {
  kind: ['person', 'placeholder', 'resource'],
  state: ['known', 'pending', 'enabled', 'disabled', 'deleted'],
  stage: ['scheduled', 'inForce', 'ended'],
  trial: ['unused', 'fixed', 'started', 'ended'],
  role: ['member', 'systemAdmin', 'system'],
  status: ['active', 'locked', 'inactive', 'room', 'unheard'],
  licenseType: ['named', 'concurrent'],
  peopleState: ['TBH', 'TBR'],
  rule: ['granted', 'status', 'imported', 'referenced', 'keep'],
}

type Path = readonly (string | number)[]

const pathsIn = (value: unknown, path: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [path]
  const keys: readonly (string | number)[] = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value)
  return [path, ...keys.flatMap((key) => pathsIn((value as Record<string | number, unknown>)[key], [...path, key]))]
}

/** Which of all fields is touched, and how. */
export interface Mutation {
  readonly pick: number
  readonly how: 'replace' | 'drop' | 'add' | 'rename' | 'shift'
  readonly value: unknown
}

export const mutation: fc.Arbitrary<Mutation> = fc.record(
  {
    pick: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'drop', 'add', 'rename', 'shift'),
    value: fc.constantFrom(...strangers),
  },
  { noNullPrototype: true },
)

/** The document with one thing wrong, under one of its fields if that is named; the document itself stays. */
export const mutate = (document: unknown, { pick, how, value }: Mutation, under?: string): Mutant => {
  const copy = JSON.parse(JSON.stringify({ document })) as { document: unknown }
  const paths = pathsIn(copy.document).filter(([first]) => under === undefined || first === under)
  const path = paths[pick % paths.length] ?? []
  let holder = copy as unknown as Record<string | number, unknown>
  let key: string | number = 'document'
  for (const step of path) [holder, key] = [holder[key] as Record<string | number, unknown>, step]
  const names = path.filter((step) => typeof step === 'string')
  const content = holder[key]
  const fitting = words[key]
  if (how === 'replace') holder[key] = fitting === undefined ? value : fitting[pick % fitting.length]
  else if (how === 'shift') holder[key] = typeof content === 'number' ? content + 1 : content
  else if (Array.isArray(holder)) {
    if (how === 'drop') holder.splice(Number(key), 1)
    else if (how === 'add') holder.push(content)
    else holder.reverse()
  } else {
    if (how !== 'add') delete holder[key]
    if (how !== 'drop') holder[`${key}s`] = content
  }
  return { document: copy.document, names: [...names, `${key}s`] }
}
