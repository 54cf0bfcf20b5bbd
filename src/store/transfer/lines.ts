// The lines of an export, and how they are read again: each is checked before anybody believes it, and what is wrong is told by the number
// of the line (X10).

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { LicenseEvent } from '../../pool/model/event.ts'
import { invalid, type Rejection, reject } from '../../pool/model/rejection.ts'
import { schemaRefusal, schemaVersion } from '../../pool/rows/upgrade.ts'
import { anything, issuesOf, literal, object, type Shape, text, whole } from '../../pool/validation/shape.ts'
import type { Cursor, StoredAnswer } from '../../shell/store.ts'
import { BrokenRecord, restored } from '../format.ts'

export interface ExportHead {
  readonly format: 'license-pool/export'
  readonly schema: number
  readonly pool: string
  readonly version: number
}

export interface ExportEnd {
  readonly events: number
  readonly answers: number
  readonly cursors: number
}

export type ExportLine =
  | ExportHead
  | { readonly event: LicenseEvent }
  | { readonly answer: StoredAnswer }
  | { readonly cursor: Cursor }
  | { readonly end: ExportEnd }

const count = whole({ min: 0 })

const headShape = object({
  format: literal('license-pool/export'),
  schema: whole({ min: 1 }),
  pool: text(),
  version: whole({ min: 1 }),
})

/** One of these, each a field of its own. */
const bodyShape = object(
  {},
  {
    event: anything,
    answer: anything,
    cursor: object({ consumer: text(), seq: count }),
    end: object({ events: count, answers: count, cursors: count }),
  },
)

type Read<A> = Either<Rejection, A>

/** What is wrong with a line, by its number from 1 on. */
export const wrong = (number: number, path: string, message: string): Rejection =>
  invalid(`lines[${number}]${path === '' ? '' : `.${path}`}`, message)

/** The first line. */
export const readHead = (line: string, number: number): Read<ExportHead> => {
  const value = parsed(line)
  const { schema = schemaVersion } = (value ?? {}) as { readonly schema?: unknown }
  const refusal = schemaRefusal(schema)
  if (refusal !== undefined) return left(wrong(number, 'schema', refusal))
  return shaped(headShape as Shape<ExportHead>, value, number)
}

/** Any other line. */
export const readBody = (line: string, number: number, pool: string): Read<Exclude<ExportLine, ExportHead>> => {
  const read = shaped(bodyShape as Shape<Partial<Record<'event' | 'answer' | 'cursor' | 'end', unknown>>>, parsed(line), number)
  if (read._tag === 'Left') return read
  const { event, answer } = read.right
  const fields = Object.keys(read.right)
  if (fields.length !== 1) return left(wrong(number, '', 'must have one field: event, answer, cursor or end'))
  try {
    if (event !== undefined) return right({ event: restored('event', event, pool) })
    if (answer !== undefined) return right({ answer: restored('answer', answer, pool) })
  } catch (error) {
    if (!(error instanceof BrokenRecord)) throw error
    const issues = error.issues.map(({ path, message }) => ({ path: `lines[${number}].${path}`, message }))
    return left(reject({ type: 'Invalid', issues }))
  }
  return right(read.right as Exclude<ExportLine, ExportHead>)
}

/** `undefined`, which no shape accepts, where it is no JSON. */
const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const shaped = <A>(shape: Shape<A>, value: unknown, number: number): Read<A> => {
  if (value === undefined) return left(wrong(number, '', 'is no JSON'))
  const issues = issuesOf(shape, value).map(({ path, message }) => ({ path: `lines[${number}]${path && `.${path}`}`, message }))
  return issues.length === 0 ? right(value as A) : left(reject({ type: 'Invalid', issues }))
}
