// The stored format: how a record, an event and an answer stand as JSON, each with the version of the format that it was written in.
// What is read is brought up to the present version, and checked, before anybody believes it (X10).

import type { LicenseEvent } from '../pool/model/event.ts'
import type { Header } from '../pool/model/header.ts'
import type { LeaseRow, MemberRow } from '../pool/model/row.ts'
import { type StoredKind, schemaVersion, upgraded } from '../pool/rows/upgrade.ts'
import { eventShape } from '../pool/validation/eventShape.ts'
import { contentOf, isPlainData, namesOf } from '../pool/validation/reading.ts'
import { headerShape, leaseShape, memberShape } from '../pool/validation/recordShape.ts'
import {
  anything,
  type Fields,
  type Issue,
  instant,
  issuesOf,
  listOf,
  object,
  type Shape,
  suchThat,
  taggedBy,
  text,
} from '../pool/validation/shape.ts'
import type { StoredAnswer } from '../shell/store.ts'

/** What each kind of what is stored is once it is read. */
export interface Stored extends Readonly<Record<StoredKind, object>> {
  readonly header: Header
  readonly member: MemberRow
  readonly lease: LeaseRow
  readonly event: LicenseEvent
  readonly answer: StoredAnswer
}

/** An object that has these fields, whatever else it has. */
const having = (fields: Fields): Shape<unknown> => {
  const shape = object(fields)
  const names = Object.keys(fields)
  const part = (value: unknown): unknown =>
    namesOf(value) && Object.fromEntries(names.map((name) => [name, contentOf(value, name)]))
  return {
    ...shape,
    accepts: (value) => shape.accepts(part(value)),
    explain: (value, path, flaws) => shape.explain(part(value) ?? value, path, flaws),
  }
}

/** A message may be long, and quote what was refused. */
const message = suchThat(anything, (value) => typeof value === 'string', 'text')

/** The result under a key is the shell's own, and is handed out as it was: only that it is a refusal, or has events, is checked. */
const resultShape = taggedBy('_tag', {
  Left: object({ left: having({ type: text(), message }) }),
  Right: object({ right: having({ events: listOf(eventShape) }) }),
})

const shapes: { readonly [Kind in StoredKind]: Shape<Stored[Kind]> } = {
  header: headerShape,
  member: memberShape,
  lease: leaseShape,
  event: eventShape,
  answer: object({ key: text(), fingerprint: text(), result: resultShape, at: instant }) as unknown as Shape<StoredAnswer>,
}

/**
 * A stored record that is none: somebody else wrote it, a later version of the library did, or it was damaged. A broken promise, and so
 * thrown: `verify` tells of all of them, and `rebuild` mends what the events can mend.
 *
 * @example
 * const isDamaged = (error: unknown) => error instanceof BrokenRecord && error.kind === 'member'
 */
export class BrokenRecord extends Error {
  readonly pool: string
  readonly kind: StoredKind
  /** The member, the session, the number of the event or the key. */
  readonly id: string
  readonly issues: readonly Issue[]

  constructor(pool: string, kind: StoredKind, id: string, issues: readonly Issue[]) {
    super(
      `the stored ${kind} ${id} of pool ${pool} is broken: ${issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
    )
    this.name = 'BrokenRecord'
    this.pool = pool
    this.kind = kind
    this.id = id
    this.issues = issues
  }
}

/** What a record is stored as: JSON that says its version. */
export const stored = (record: Stored[StoredKind]): string => JSON.stringify({ schema: schemaVersion, ...record })

/** A record out of stored JSON, text or parsed; `pool` says whose it is if it has to be refused. Throws `BrokenRecord`. */
export const restored = <Kind extends StoredKind>(kind: Kind, json: unknown, pool: string): Stored[Kind] => {
  let value: unknown
  const refuse = (path: string, message: string): never => {
    throw new BrokenRecord(pool, kind, idIn(value), [{ path, message }])
  }
  try {
    value = typeof json === 'string' ? JSON.parse(json) : json
  } catch {
    return refuse(kind, 'is no JSON')
  }
  const { value: record, refusal } = upgraded(kind, value)
  if (refusal !== undefined) return refuse('schema', refusal)
  const shape = shapes[kind] as Shape<Stored[Kind]>
  if (!shape.accepts(record)) throw new BrokenRecord(pool, kind, idIn(value), issuesOf(shape, record, [kind]))
  return record as Stored[Kind]
}

/** What a record calls itself, as far as one can tell. */
const idIn = (value: unknown): string => {
  const { id, seq, key } = (isPlainData(value) ? value : {}) as {
    readonly id?: unknown
    readonly seq?: unknown
    readonly key?: unknown
  }
  return String(id ?? seq ?? key ?? '')
}
