// The pool that a store hands out, made of the rows that were found: each is read as what it is, or refused (X10).

import { type LicensePool, unopened } from '../pool/licensePool.ts'
import type { LeaseRow, MemberRow } from '../pool/model/row.ts'
import type { OrderName } from '../pool/orders.ts'
import type { Needs, Reach } from '../pool/rows/extent.ts'
import { fromSnapshot } from '../pool/rows/fromSnapshot.ts'
import { partialPool, widen } from '../pool/rows/partial.ts'
import { schemaVersion } from '../pool/rows/snapshot.ts'
import type { WorkRequest } from '../shell/store.ts'
import { restored } from '../store/format.ts'
import { headerOf } from './knownHeaders.ts'
import type { Placed, PoolFound } from './rows.ts'

const membersIn = (id: string, records: readonly string[]): readonly MemberRow[] =>
  records.map((json) => restored('member', json, id))

const leasesIn = (id: string, records: readonly string[]): readonly LeaseRow[] =>
  records.map((json) => restored('lease', json, id))

/** What is handed out at first: by what these calls say that they need. */
export const handedOut = (id: string, requests: readonly WorkRequest[], found: PoolFound): LicensePool | undefined => {
  if (found.version === 0) return undefined
  if (requests[0]?.mending) return partialPool({ ...unopened.header, version: found.version })
  const header = headerOf(found.header, id)
  const members = membersIn(id, found.members)
  const leases = leasesIn(id, found.leases)
  if (requests.some((request) => request.members === 'all')) {
    const whole = fromSnapshot({ schema: schemaVersion, header, members, leases })
    if (whole._tag === 'Right') return whole.right
    throw new Error(`what is stored of pool ${id} is at odds with itself: ${whole.left.message}`)
  }
  const asked = requests.flatMap((request) => request.members as readonly string[])
  const askedLeases = requests.flatMap(({ sessions = [] }) => sessions)
  return widen(partialPool(header, found.dueNotBefore), { members, leases, asked, askedLeases })
}

/** The same pool with what it lacked. */
export const widened = (
  id: string,
  pool: LicensePool,
  { members: asked, leases: askedLeases, leasesOf, orders, listing }: Needs,
  found: PoolFound,
): LicensePool => {
  const members = [...membersIn(id, found.members)]
  const leases = [...leasesIn(id, found.leases)]
  const reach: { [Name in OrderName]?: Reach | 'all' } = {}
  for (const [name, placed] of Object.entries(found.orders) as [OrderName, readonly Placed[]][]) {
    const records = placed.map(({ record }) => record)
    if (name === 'leases') leases.push(...leasesIn(id, records))
    else members.push(...membersIn(id, records))
  }
  for (const [name, { count }] of Object.entries(orders) as [OrderName, { count: number }][]) {
    const placed = found.orders[name] ?? []
    const last = placed.at(-1)
    reach[name] = placed.length < count || last === undefined ? 'all' : { key: last.key, ordinal: last.ordinal }
  }
  const listed = listing === undefined ? {} : { listed: listing }
  return widen(pool, { members, leases, asked, askedLeases, leasesOf, reach, ...listed })
}
