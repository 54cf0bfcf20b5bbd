// A row as tables keep it: the record as JSON, and beside it the columns by which it is found. Every order that the core reads is an index
// over them, ties by ordinal, so that an index in SQL and one in memory are the same order.

import { memberDueAt } from '../pool/model/member.ts'
import type { LeaseRow, MemberRow } from '../pool/model/row.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { stored } from '../store/format.ts'
import { idKey } from './idKey.ts'

/** One member's row. A key that is `null` keeps the row out of that order. */
export interface MemberColumns {
  readonly id: string
  readonly ordinal: number
  readonly state: MemberRow['state']
  /** The order `timed`: when a provisional grant, a trial or a seat's term ends. */
  readonly timedAt: Instant | null
  /** The order `idle`: the day on which an enabled seat was last used. */
  readonly usedDay: number | null
  /** The order `waiting`: the place in line. */
  readonly place: number | null
  readonly record: string
}

export const memberColumns = (row: MemberRow): MemberColumns => ({
  id: idKey(row.id),
  ordinal: row.ordinal,
  state: row.state,
  timedAt: memberDueAt(row as Parameters<typeof memberDueAt>[0]) ?? null,
  usedDay: row.state === 'enabled' ? row.usedDay : null,
  place: row.state === 'pending' ? row.place : null,
  record: stored(row),
})

/** One session's row. */
export interface LeaseColumns {
  readonly id: string
  readonly ordinal: number
  /** Whose it is, while it runs. */
  readonly holder: string | null
  /** The order `leases`: when a running lease ends by itself. */
  readonly endsAt: Instant | null
  /** When it ended: a day later nobody asks for it any more (C11). */
  readonly endedAt: Instant | null
  readonly record: string
}

export const leaseColumns = (row: LeaseRow): LeaseColumns => ({
  id: idKey(row.id),
  ordinal: row.ordinal,
  holder: row.state === 'running' ? idKey(row.member) : null,
  endsAt: row.state === 'running' ? row.endsAt : null,
  endedAt: row.state === 'ended' ? row.endedAt : null,
  record: stored(row),
})
