// What has been found so far, each thing once, and which rows would have to be written to mend it.

import { getRecord } from '../../pool/collections/records.ts'
import { contentsOf } from '../../pool/licensePool.ts'
import { isRemembered } from '../../pool/model/lease.ts'
import { leaseRowOf, rowOf } from '../../pool/model/row.ts'
import type { Path } from '../../pool/validation/flaw.ts'
import { type Drift, differences, drift } from './drift.ts'
import type { RowsRead } from './readRows.ts'
import type { Replayed } from './replayed.ts'

export class Findings {
  readonly #replayed: Replayed
  readonly #found = new Map<string, Drift>()
  readonly members = new Set<string>()
  readonly sessions = new Set<string>()

  constructor(replayed: Replayed) {
    this.#replayed = replayed
  }

  get drifts(): readonly Drift[] {
    return [...this.#found.values()]
  }

  tell(drifts: readonly Drift[]): void {
    for (const each of drifts) if (!this.#found.has(each.where)) this.#found.set(each.where, each)
  }

  /** The row of somebody has to be written again, for this. */
  tellMember(id: string, drifts: readonly Drift[]): void {
    if (drifts.length > 0) this.members.add(id)
    this.tell(drifts)
  }

  tellSession(id: string, drifts: readonly Drift[]): void {
    if (drifts.length > 0) this.sessions.add(id)
    this.tell(drifts)
  }

  /** Without a message: the row is to be written, and nothing is told. */
  tellOf(of: 'member' | 'session', id: string, path: Path, message?: string): void {
    if (of === 'member') this.members.add(id)
    else this.sessions.add(id)
    if (message !== undefined) this.tell([drift(of, path, message)])
  }

  /** Compares the rows of these members and sessions, wherever they are missing. */
  compare(members: Iterable<string>, sessions: Iterable<string>, stored: RowsRead): void {
    const { header, members: records, leases } = contentsOf(this.#replayed.pool)
    for (const id of members) {
      const member = getRecord(records, id)
      this.tellMember(id, differences('member', ['members', id], stored.members.get(id), member && rowOf(member)))
    }
    for (const id of sessions) {
      const lease = getRecord(leases, id)
      const row = stored.sessions.get(id)
      // Nobody asks for a session that ended a day ago: it may be kept or not (C11).
      const isAsked = lease !== undefined && isRemembered(lease, header.latestAt)
      const isForgotten = row?.state === 'ended' && header.latestAt >= row.endedAt + DAY
      if (!isAsked && (row === undefined || isForgotten)) continue
      this.tellSession(id, differences('session', ['sessions', id], row, isAsked ? leaseRowOf(lease) : undefined))
    }
  }
}

const DAY = 86_400_000
