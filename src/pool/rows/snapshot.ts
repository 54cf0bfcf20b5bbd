// A whole pool as plain data: a snapshot plus the later events is the pool (X3). The way back is `fromSnapshot`.

import { Draft } from '../draft.ts'
import { replayed } from '../executeAll.ts'
import { contentsOf, LicensePool, unopened } from '../licensePool.ts'
import type { LicenseEvent } from '../model/event.ts'
import { frozenCopy } from '../model/frozen.ts'
import type { Header } from '../model/header.ts'
import { isRemembered, type Lease } from '../model/lease.ts'
import type { Member } from '../model/member.ts'
import { type LeaseRow, leaseRowOf, type MemberRow, rowOf } from '../model/row.ts'
import { schemaVersion } from './upgrade.ts'

export { schemaVersion }

/** A whole pool as plain data (JSON). */
export interface Snapshot {
  readonly schema: typeof schemaVersion
  readonly header: Header
  /** In the order of their first entry. */
  readonly members: readonly MemberRow[]
  /** In the order in which they were added; those that ended 24 hours before the latest event are left out (C11). */
  readonly leases: readonly LeaseRow[]
}

/**
 * A whole pool as plain data, for a document or a test: two pools are the same when their snapshots are.
 *
 * @example
 * JSON.stringify(toSnapshot(pool))
 */
export const toSnapshot = (pool: LicensePool): Snapshot => {
  const members: Member[] = []
  const leases: Lease[] = []
  const { header } = contentsOf(pool)
  const draft = new Draft(pool, Number.NEGATIVE_INFINITY)
  draft.eachMember((member) => members.push(member))
  draft.eachLease((lease) => isRemembered(lease, header.latestAt) && leases.push(lease))
  const rows = { members: members.sort(byOrdinal).map(rowOf), leases: leases.sort(byOrdinal).map(leaseRowOf) }
  return { schema: schemaVersion, header: frozenCopy(header), ...rows }
}

const byOrdinal = (a: { readonly ordinal: number }, b: { readonly ordinal: number }): number => a.ordinal - b.ordinal

/**
 * The pool after its events, from the first or from a snapshot's pool on (X3). A history that never happened (an event about
 * somebody who was never added) is a broken promise and throws; `decodeEvent` checks each event by itself first.
 *
 * @example
 * replay(events)
 * replay(laterEvents, pool)
 */
export const replay = (events: readonly LicenseEvent[], from: LicensePool = new LicensePool(unopened)): LicensePool =>
  replayed(from, events)
