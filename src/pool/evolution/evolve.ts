// What an event does to the pool. It checks nothing and consults no policy: what happened has happened, and replay never refuses.
// Every event touches the header and at most one other record; the takeover of a lease alone touches two.

import type { Draft } from '../draft.ts'
import type { EventBody, LicenseEvent, Reason } from '../model/event.ts'
import { frozenCopy } from '../model/frozen.ts'
import { leaseEnded, leaseRenewed, leaseStarted } from './evolveLease.ts'
import { allowanceRaised, lotAdded, lotStageChanged, lotsCut } from './evolveLots.ts'
import { memberAdded, memberChanged } from './evolveMember.ts'

/** Makes an event happen: gives it its envelope and applies it. */
export const emit = (draft: Draft, body: EventBody & { readonly reason: Reason }): void => evolve(draft, draft.stamp(body))

/** Applies one event to the draft. */
export const evolve = (draft: Draft, event: LicenseEvent): void => {
  const header = draft.writable()
  header.version = event.seq
  if (event.at > header.latestAt) header.latestAt = event.at
  if (endsTheFall(event)) header.lotsChanged = null
  switch (event.type) {
    case 'PoolOpened':
      header.organization = event.organization
      header.timeZone = event.timeZone
      header.policies = frozenCopy(event.policies)
      return
    case 'PoliciesChanged':
      header.policies = frozenCopy(event.policies)
      draft.idleFrom = undefined
      return draft.lookBy(Number.NEGATIVE_INFINITY)
    case 'LotAdded':
      return lotAdded(draft, event)
    case 'LotStarted':
    case 'LotEnded':
      return lotStageChanged(draft, event)
    case 'AllowanceRaised':
      return allowanceRaised(draft, event)
    case 'AllowanceLowered':
      return lotsCut(draft, event)
    case 'MemberAdded':
      return memberAdded(draft, event)
    case 'PlaceholderFilled':
      return draft.remove(draft.recorded(event.placeholder, event))
    case 'LeaseStarted':
      return leaseStarted(draft, event)
    case 'LeaseRenewed':
      return leaseRenewed(draft, event)
    case 'LeaseEnded':
      return leaseEnded(draft, event)
    default:
      return memberChanged(draft, event)
  }
}

/** A shrink belongs to the moment of the fall: what somebody does afterwards ends it, what falls due at that moment does not (A3). */
const endsTheFall = ({ reason }: LicenseEvent): boolean => !ofThatMoment.has(reason)

const ofThatMoment: ReadonlySet<Reason> = new Set<Reason>(['due', 'lapsed', 'idle', 'shrink', 'timedOut'])
