// The running sessions as an administrator's screen shows them, in the order in which their leases were added.

import type { Draft } from '../draft.ts'
import type { Beyond } from '../gate/ownPolicy.ts'
import type { LicensePool } from '../licensePool.ts'
import { defined } from '../model/frozen.ts'
import type { RunningLease } from '../model/lease.ts'
import type { Instant } from '../time/calendar.ts'
import { answerOf } from './ask.ts'

/** One running session. */
export interface SessionView {
  readonly session: string
  readonly member: string
  readonly client: string
  readonly device?: string
  readonly since: Instant
  /** The last recorded activity (C9). */
  readonly usedAt: Instant
  /** When it ends by itself, if it does. */
  readonly until?: Instant
}

export interface SessionFilter {
  /** Only this member's; default: everybody's. */
  readonly member?: string
}

export const viewOf = ({ id, member, client, device, since, usedAt, endsAt }: RunningLease): SessionView =>
  defined({ session: id, member, client, device, since, usedAt, until: endsAt ?? undefined })

export const sessionsIn = (draft: Draft, { member: id }: SessionFilter): readonly SessionView[] => {
  if (id !== undefined) {
    const member = draft.member(id)
    return member === undefined ? [] : draft.leasesOf(member).map(viewOf)
  }
  const running: RunningLease[] = []
  draft.eachLease((lease) => lease.state === 'running' && running.push(lease))
  return running.sort((a, b) => a.ordinal - b.ordinal).map(viewOf)
}

/**
 * The sessions that hold a lease at a moment, all or one member's, oldest first (C1). All of them is a walk over the whole pool.
 *
 * @example
 * sessions(pool, { member: 'lucy' }, at).map((each) => each.client)
 */
export const sessions = (pool: LicensePool, filter: SessionFilter, at: Instant, beyond?: Beyond): readonly SessionView[] =>
  answerOf(pool, at, (draft) => sessionsIn(draft, filter), beyond)
