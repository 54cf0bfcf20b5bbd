// From the formats of the past to the present one, a step a version. A step gets what was stored, without its version, and answers what
// the next version would have stored.

import { schemaVersion } from '../pool/rows/snapshot.ts'
import { isPlainData } from '../pool/validation/reading.ts'
import type { StoredKind } from './format.ts'

type Step = (record: Readonly<Record<string, unknown>>, kind: StoredKind) => Readonly<Record<string, unknown>>

/** By the version that they start from. */
const steps: Readonly<Record<number, Step>> = {
  // In format 1 records and events did not say their version; only snapshots did. Nothing else has changed.
  1: (record) => record,
}

/** A stored record in the present format, without its version; or why it cannot be brought there. */
export const upgraded = (
  kind: StoredKind,
  stored: unknown,
): { readonly value: unknown; readonly refusal?: undefined } | { readonly value?: undefined; readonly refusal: string } => {
  if (!isPlainData(stored) || Array.isArray(stored)) return { value: stored }
  const { schema = 1, ...record } = stored as Readonly<Record<string, unknown>>
  if (!Number.isSafeInteger(schema) || (schema as number) < 1)
    return { refusal: `must be a whole number from 1, not ${String(schema)}` }
  if ((schema as number) > schemaVersion)
    return { refusal: `is ${schema}, of a later version of license-pool; this one reads up to ${schemaVersion}` }
  let value: Readonly<Record<string, unknown>> = record
  for (let version = schema as number; version < schemaVersion; version++) value = steps[version]?.(value, kind) ?? value
  return { value }
}
