// What a store of rows has stored, part by part, though nobody believes it: each part is as of one version of the pool, and a row that cannot
// be read is found among those that can.

import { eachRecord } from '../../pool/collections/records.ts'
import { contentsOf, type LicensePool } from '../../pool/licensePool.ts'
import type { LeaseRow, MemberRow } from '../../pool/model/row.ts'
import { leaseRowOf, rowOf } from '../../pool/model/row.ts'
import type { Extent, Needs } from '../../pool/rows/extent.ts'
import type { PoolStore } from '../../shell/store.ts'
import { transactor } from '../../shell/transactor.ts'

/** Some rows, and the version that the pool had. */
export interface RowsRead {
  readonly version: number
  readonly members: ReadonlyMap<string, MemberRow>
  readonly sessions: ReadonlyMap<string, LeaseRow>
  /** Of a page of a list the ids, in the order in which the store has them. */
  readonly page: readonly string[]
}

const nothing: Needs = { members: [], leases: [], leasesOf: [], orders: {} }
const mending = { members: [], readOnly: true, mending: true } as const

/** Reads rows of a pool, past its header. Throws `BrokenRecord` for one that cannot be read. */
export const readRows = (store: PoolStore, id: string, needs: Partial<Needs>): Promise<RowsRead> =>
  transactor(store)(id, mending, ({ pool }) => {
    const extent = pool && contentsOf(pool).extent
    if (pool !== undefined && extent !== undefined && !isLoaded(extent, needs))
      return { verdict: { type: 'Need', needs: { ...nothing, ...needs } } }
    return { verdict: { type: 'Nothing' }, result: rowsIn(pool, extent?.listed?.ids ?? []) }
  })

/** The version that is stored beside the header, whatever the header says; 0: there is no such pool. */
export const storedVersion = (store: PoolStore, id: string): Promise<number> =>
  transactor(store)(id, mending, ({ pool }) => ({ verdict: { type: 'Nothing' }, result: pool?.version ?? 0 }))

const isLoaded = ({ listed, asked, askedLeases, leasesOf }: Extent, needs: Partial<Needs>): boolean =>
  (needs.listing === undefined || listed !== undefined) &&
  isSubset(needs.members, asked) &&
  isSubset(needs.leases, askedLeases) &&
  isSubset(needs.leasesOf, leasesOf)

const isSubset = (ids: readonly string[] = [], known: ReadonlySet<string>): boolean => ids.every((id) => known.has(id))

/** The rows of a pool, whole or partial. */
export const rowsIn = (pool: LicensePool | undefined, page: readonly string[] = []): RowsRead => {
  const members = new Map<string, MemberRow>()
  const sessions = new Map<string, LeaseRow>()
  if (pool !== undefined) {
    const contents = contentsOf(pool)
    eachRecord(contents.members, (member) => members.set(member.id, rowOf(member)))
    eachRecord(contents.leases, (lease) => sessions.set(lease.id, leaseRowOf(lease)))
  }
  return { version: pool?.version ?? 0, members, sessions, page }
}
