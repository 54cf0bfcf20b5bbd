// How leases end, whoever ends them. Under `shared` a member's last one frees the license that they all count as (C8).

import { sharesLeases } from '../../policies/concurrent.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import type { EventBody } from '../model/event.ts'
import { holderOf, type LeaseHolder, type leaseEnds, type RunningLease } from '../model/lease.ts'

/** Ends one lease. */
export const endLease = (draft: Draft, lease: RunningLease, reason: (typeof leaseEnds)[number]): void => {
  const frees = !sharesLeases(draft.header.policies) || draft.leasesOf(holderOf(lease), 2).length === 1
  emit(draft, { type: 'LeaseEnded', member: lease.member, session: lease.id, frees, reason })
}

/** Ends a member's leases, oldest first: it can no longer sign in (C10), or has a seat now (C1). */
export const endLeases = (draft: Draft, holder: LeaseHolder, reason: 'memberLeft' | 'seated'): void => {
  for (const lease of draft.leasesOf(holder)) endLease(draft, lease, reason)
}

/** Takes somebody out of those who can sign in, by an event that says how; its leases end with it (C10). */
export const leave = (draft: Draft, member: LeaseHolder, event: EventBody): undefined => {
  emit(draft, { ...event, reason: 'command' })
  endLeases(draft, member, 'memberLeft')
}

/** How many licenses a member's leases consume: they do not stand in the way of its own seat (C1). */
export const licensesHeldBy = (draft: Draft, { id, ordinal }: Partial<LeaseHolder> & { readonly id: string }): number => {
  if (ordinal === undefined || draft.header.leases.running === 0) return 0
  return draft.leasesOf({ id, ordinal }, sharesLeases(draft.header.policies) ? 1 : undefined).length
}
