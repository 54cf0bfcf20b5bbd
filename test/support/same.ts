// Exact comparison at the speed that thousands of histories need. Pools cannot be compared so: their contents are private, and two
// of them would always seem the same. Compare their snapshots.

import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { LicensePool } from '../../src/pool/licensePool.ts'

/** Fails, with the difference, unless both are exactly the same data. */
export const same = <A>(actual: A, expected: A, what: string): void => {
  if (actual instanceof LicensePool || expected instanceof LicensePool) throw new Error(`${what}: compare snapshots, not pools`)
  if (!isDeepStrictEqual(actual, expected)) expect(actual, what).toStrictEqual(expected)
}

/** The value as JSON gives it back. */
export const throughJson = <A>(value: A): A => JSON.parse(JSON.stringify(value)) as A
