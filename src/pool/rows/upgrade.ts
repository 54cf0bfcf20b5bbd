// From the formats of the past to the present one, a step a version. A step gets what was stored, without its version, and answers what
// the next version would have stored.

import { isPlainData, safely } from '../validation/reading.ts'

/** The version of the format of snapshots, records, events and answers. */
export const schemaVersion = 2

/** What is stored of a pool, by kind. */
export type StoredKind = 'header' | 'member' | 'lease' | 'event' | 'answer'

type Fields = Readonly<Record<string, unknown>>

export interface Format {
  readonly version: number
  /** By the version that they start from; where none stands, nothing has changed. */
  readonly steps: { readonly [from: number]: (record: Fields, kind: StoredKind) => Fields }
}

/** In format 1 records, events and answers did not say their version; only snapshots did. Nothing else has changed since. */
const present: Format = { version: schemaVersion, steps: {} }

/** What was read, in the present format; or why it cannot be brought there. */
export type Upgraded =
  | { readonly value: unknown; readonly refusal?: undefined }
  | { readonly value?: undefined; readonly refusal: string }

/** A stored record without its version. What is no record at all comes back as it is: its shape will say so. It never throws. */
export const upgraded = (kind: StoredKind, stored: unknown, format: Format = present): Upgraded =>
  safely((): Upgraded => {
    if (!isRecord(stored)) return { value: stored }
    const { schema = 1, ...record } = stored
    const refusal = refusalOf(schema, format)
    return refusal === undefined ? { value: stepped(kind, record, schema as number, format) } : { refusal }
  }, unread(stored))

/** A snapshot says the version for all that is in it. */
export const upgradedSnapshot = (snapshot: unknown, format: Format = present): Upgraded =>
  safely((): Upgraded => {
    if (!isRecord(snapshot) || snapshot.schema === undefined) return { value: snapshot }
    const { schema, ...rest } = snapshot
    const refusal = refusalOf(schema, format)
    if (refusal !== undefined) return { refusal }
    const one = (kind: StoredKind, record: unknown): unknown =>
      isRecord(record) ? stepped(kind, record, schema as number, format) : record
    const all = (kind: StoredKind, records: unknown): unknown =>
      Array.isArray(records) ? records.map((each) => one(kind, each)) : records
    const upgradedFields = {
      ...('header' in rest ? { header: one('header', rest.header) } : {}),
      ...('members' in rest ? { members: all('member', rest.members) } : {}),
      ...('leases' in rest ? { leases: all('lease', rest.leases) } : {}),
    }
    return { value: { ...rest, ...upgradedFields, schema: format.version } }
  }, unread(snapshot))

const isRecord = (value: unknown): value is Fields => isPlainData(value) && !Array.isArray(value)

/** A getter that throws, a revoked proxy: the shape will say that it cannot be read. */
const unread = (value: unknown): Upgraded => ({ value })

/** Why what says this version cannot be read; `undefined`: it can. */
export const schemaRefusal = (schema: unknown): string | undefined => refusalOf(schema, present)

const refusalOf = (schema: unknown, { version }: Format): string | undefined => {
  if (!Number.isSafeInteger(schema) || (schema as number) < 1) return `must be a whole number from 1, not ${String(schema)}`
  return (schema as number) <= version
    ? undefined
    : `is ${schema}, of a later version of license-pool; this one reads up to ${version}`
}

const stepped = (kind: StoredKind, record: Fields, from: number, { version, steps }: Format): Fields => {
  let stepping = record
  for (let each = from; each < version; each++) stepping = steps[each]?.(stepping, kind) ?? stepping
  return stepping
}
