// What an event does to a session's record. The member's own record stays as it is; a takeover alone touches two records, the
// session that ends and the one that goes on.

import type { Draft } from '../draft.ts'
import type { EventOf, LicenseEvent } from '../model/event.ts'
import type { EndedLease, LeaseEnd, RunningLease } from '../model/lease.ts'

export const leaseStarted = (draft: Draft, event: EventOf<'LeaseStarted'>): void => {
  const { session, at, endsAt } = event
  const lease: RunningLease = {
    id: session,
    ordinal: draft.writable().nextOrdinal++,
    member: event.member,
    memberOrdinal: draft.recorded(event.member, event).ordinal,
    client: event.client,
    device: event.device,
    idleMinutes: event.idleMinutes,
    renewEverySeconds: event.renewEverySeconds,
    since: at,
    state: 'running',
    usedAt: at,
    endsAt,
    armedAt: endsAt,
  }
  draft.putLease(lease, draft.lease(session))
  count(draft, 1, event.consumes ? 1 : 0)
}

export const leaseRenewed = (draft: Draft, event: EventOf<'LeaseRenewed'>): void => {
  const { session, at, endsAt, takesOver = session } = event
  const before = running(draft, takesOver, event)
  const after: RunningLease = { ...before, id: session, usedAt: at, endsAt }
  if (takesOver === session) return draft.putLease(after, before)
  draft.putLease({ ...ended(before, event, 'takenOver'), ordinal: draft.writable().nextOrdinal++ }, before)
  draft.putLease({ ...after, armedAt: endsAt }, draft.lease(session))
}

export const leaseEnded = (draft: Draft, event: EventOf<'LeaseEnded'>): void => {
  const before = running(draft, event.session, event)
  draft.putLease(ended(before, event, event.reason as LeaseEnd), before)
  count(draft, -1, event.frees ? -1 : 0)
}

const running = (draft: Draft, session: string, event: LicenseEvent): RunningLease => {
  const lease = draft.lease(session)
  if (lease?.state === 'running') return lease
  throw new Error(`corrupt history: event ${event.seq} (${event.type}) is about the session ${session}, which does not run`)
}

const ended = (lease: RunningLease, { at }: LicenseEvent, reason: LeaseEnd): EndedLease => ({
  id: lease.id,
  ordinal: lease.ordinal,
  member: lease.member,
  memberOrdinal: lease.memberOrdinal,
  client: lease.client,
  device: lease.device,
  idleMinutes: lease.idleMinutes,
  renewEverySeconds: lease.renewEverySeconds,
  since: lease.since,
  state: 'ended',
  endedAt: at,
  reason,
})

const count = (draft: Draft, running: number, consumed: number): void => {
  const header = draft.writable()
  header.leases = { running: header.leases.running + running, consumed: header.leases.consumed + consumed }
  if (consumed !== 0) draft.noteOverage()
}
