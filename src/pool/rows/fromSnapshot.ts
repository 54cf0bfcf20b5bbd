// A whole pool from plain data, checked field by field: what a store kept is coming in from outside, too.

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { LicensePool } from '../licensePool.ts'
import { invalid, type Rejection, reject } from '../model/rejection.ts'
import { snapshotIssues } from '../validation/recordShape.ts'
import { wholePool } from './partial.ts'
import type { Snapshot } from './snapshot.ts'
import { upgradedSnapshot } from './upgrade.ts'

/**
 * The pool of a snapshot, of this format or an earlier one. Whatever it is handed, it does not throw: what is wrong is `Invalid`, field by field (X10), counters that
 * are not what counting gives included (X4).
 *
 * @example
 * const pool = fromSnapshot(JSON.parse(text))
 */
export const fromSnapshot = (snapshot: unknown): Either<Rejection, LicensePool> => {
  const { value, refusal } = upgradedSnapshot(snapshot)
  if (refusal !== undefined) return left(invalid('schema', refusal))
  const issues = snapshotIssues(value)
  if (issues.length > 0) return left(reject({ type: 'Invalid', issues }))
  const { header, members, leases } = value as Snapshot
  return right(wholePool(header, members, leases))
}
