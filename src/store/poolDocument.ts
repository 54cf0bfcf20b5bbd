// The document in which `documentStore` keeps a pool: its snapshot, its events, its answers and its cursors in one JSON text. What is read
// is checked before anybody believes it (X10); events and answers that nobody asks for are carried along as they stand.

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { LicensePool } from '../pool/licensePool.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import { fromSnapshot } from '../pool/rows/fromSnapshot.ts'
import { toSnapshot } from '../pool/rows/snapshot.ts'
import { schemaVersion } from '../pool/rows/upgrade.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { anything, instant, issuesOf, listOf, object, recordOf, type Shape, text, whole } from '../pool/validation/shape.ts'
import type { Change, Cursor, StoredAnswer } from '../shell/store.ts'
import { restored } from './format.ts'

/** How far a consumer has come, and until when somebody delivers to it. */
export interface HeldCursor extends Cursor {
  readonly until?: Instant
}

type Json = Readonly<Record<string, unknown>>

export interface PoolDocument {
  readonly schema: number
  readonly snapshot: Json
  readonly events: readonly (Json & { readonly seq: number })[]
  readonly answers: readonly (Json & { readonly key: string; readonly at: Instant })[]
  readonly cursors: readonly HeldCursor[]
}

const version = whole({ min: 1, max: schemaVersion })
const count = whole({ min: 0 })
const records = listOf(recordOf(anything))

const documentShape = object({
  schema: version,
  snapshot: anything,
  events: records,
  answers: records,
  cursors: listOf(object({ consumer: text(), seq: count }, { until: instant })),
}) as unknown as Shape<PoolDocument>

/** Of a snapshot only where its records are: each of them is checked by itself. */
const snapshotShape = object({ schema: version, header: anything, members: records, leases: records })

/** A document out of its text, or why it is none. */
export const readDocument = (json: string): Either<string, PoolDocument> => {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return left('is no JSON')
  }
  const issues = issuesOf(documentShape, value)
  return issues.length === 0 ? right(value as PoolDocument) : left(textOf(issues))
}

/** The same; throws what it says of a document that is none. */
export const documentIn = (json: string, pool: string): PoolDocument => {
  const read = readDocument(json)
  if (read._tag === 'Left') throw new Error(`the stored document of pool ${pool} is broken: ${read.left}`)
  return read.right
}

/** The whole pool of a document. Throws `BrokenRecord` for a record that is none, and says what records are at odds with. */
export const poolOf = ({ snapshot }: PoolDocument, pool: string): LicensePool => {
  const issues = issuesOf(snapshotShape, snapshot, ['snapshot'])
  if (issues.length > 0) throw new Error(`the stored document of pool ${pool} is broken: ${textOf(issues)}`)
  const { schema, header, members, leases } = snapshot as unknown as { readonly [Part in 'schema' | 'header']: Json } & {
    readonly [Part in 'members' | 'leases']: readonly Json[]
  }
  const whole = fromSnapshot({
    schema: schemaVersion,
    header: restored('header', { schema, ...header }, pool),
    members: members.map((member) => restored('member', { schema, ...member }, pool)),
    leases: leases.map((lease) => restored('lease', { schema, ...lease }, pool)),
  })
  if (whole._tag === 'Left') throw new Error(`what is stored of pool ${pool} is at odds with itself: ${whole.left.message}`)
  return whole.right
}

/** The version of a pool whose snapshot nobody believes: as far as its header says one, else as many as there are events. */
export const versionOf = ({ snapshot, events }: PoolDocument): number => {
  const { version: said } = ((snapshot as { readonly header?: Json }).header ?? {}) as { readonly version?: unknown }
  return count.accepts(said) ? (said as number) : events.length
}

/** The events behind a number; one that says no number is not passed over. */
export const eventsOf = ({ events }: PoolDocument, pool: string, after: number, limit: number): readonly LicenseEvent[] =>
  events
    .filter(({ seq }) => typeof seq !== 'number' || seq > after)
    .slice(0, limit)
    .map((event) => restored('event', event, pool))

/** What is kept under a key. */
export const answerOf = ({ answers }: PoolDocument, pool: string, key: string): StoredAnswer | undefined => {
  const kept = answers.find((answer) => answer.key === key)
  return kept && restored('answer', kept, pool)
}

/** What is kept under the keys behind one; what says no key is not passed over. */
export const answersOf = ({ answers }: PoolDocument, pool: string, after: string, limit: number): readonly StoredAnswer[] =>
  answers
    .filter(({ key }) => typeof key !== 'string' || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map((answer) => restored('answer', answer, pool))

/** How long an answer is kept for its key, at least (X6): 35 days. */
const keptForMs = 35 * 86_400_000

/** The text of a document after a change: the whole pool, so that whatever the change mends is written with it. */
export const changed = (document: PoolDocument | undefined, { pool, events, answer }: Change): string => {
  const { events: earlier, answers, cursors } = document ?? { events: [], answers: [], cursors: [] }
  return JSON.stringify({
    schema: schemaVersion,
    snapshot: toSnapshot(pool),
    events: [...earlier, ...events.map(withSchema)],
    answers: answer === undefined ? answers : [...answers.filter(({ at }) => !(at < answer.at - keptForMs)), withSchema(answer)],
    cursors,
  })
}

/** The text of a document with one consumer's cursor moved. */
export const withCursor = (document: PoolDocument, cursor: HeldCursor): string => {
  const others = document.cursors.filter(({ consumer }) => consumer !== cursor.consumer)
  return JSON.stringify({ ...document, cursors: [...others, cursor] })
}

const withSchema = <Record extends object>(record: Record): Record & { readonly schema: number } => ({
  schema: schemaVersion,
  ...record,
})

const textOf = (issues: readonly { readonly path: string; readonly message: string }[]): string =>
  issues.map(({ path, message }) => `${path} ${message}`).join('; ')
