// What falls due next, and what it does when it happens. At one moment: lots that start, lots that end, leases, provisional
// grants and trials, idle seats (T6).

import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import type { RunningLease } from '../model/lease.ts'
import { type Lot, lotDueAt } from '../model/lot.ts'
import type { EnabledMember, Member } from '../model/member.ts'
import type { Instant } from '../time/calendar.ts'
import { endLease } from './endLeases.ts'
import { freedAt, longestIdle } from './idleSeats.ts'

/** Something that falls due; an idle seat that is none yet, and a lease beyond that moment, only say that nothing falls due before. */
export type Due =
  | { readonly at: Instant; readonly type: 'lot'; readonly lot: Lot }
  | { readonly at: Instant; readonly type: 'lease'; readonly lease: RunningLease }
  | { readonly at: Instant; readonly type: 'grant'; readonly member: Member }
  | { readonly at: Instant; readonly type: 'idle'; readonly seat: EnabledMember | undefined }

/** What falls due next, as exactly as it matters up to `until`; what is overdue is due at the latest moment (T5). */
export const nextDue = (draft: Draft, until: Instant): Due | undefined =>
  earlier(earlier(earlier(dueLot(draft), dueLease(draft, until)), dueGrant(draft)), dueIdle(draft, until))

/** The first of two; the order of their kinds decides a tie. */
const earlier = (first: Due | undefined, second: Due | undefined): Due | undefined =>
  first === undefined || (second !== undefined && second.at < first.at) ? second : first

const effective = (draft: Draft, moment: Instant): Instant => Math.max(moment, draft.header.latestAt)

const dueLot = (draft: Draft): Due | undefined => {
  let next: Lot | undefined
  for (const lot of draft.header.lots) if (lotDueAt(lot) !== undefined && (next === undefined || before(lot, next))) next = lot
  return next && { at: effective(draft, lotDueAt(next) as Instant), type: 'lot', lot: next }
}

/** By moment, then starts before ends; within these in the order in which they were added. */
const before = (lot: Lot, other: Lot): boolean => {
  const [at, otherAt] = [lotDueAt(lot) as Instant, lotDueAt(other) as Instant]
  return at < otherAt || (at === otherAt && lot.stage === 'scheduled' && other.stage !== 'scheduled')
}

/** A renewal leaves its lease behind in the order, which is mended here: moving it at each activity would cost more. */
const dueLease = (draft: Draft, until: Instant): Due | undefined => {
  if (draft.header.leases.running === 0) return undefined
  for (;;) {
    const first = draft.firstOf('leases')
    if (first === undefined) return undefined
    const lease = draft.lease(first.id) as RunningLease
    if (lease.endsAt === first.key || first.key > until) return { at: effective(draft, first.key), type: 'lease', lease }
    draft.putLease({ ...lease, armedAt: lease.endsAt }, lease)
  }
}

const dueGrant = (draft: Draft): Due | undefined => {
  const first = draft.firstOf('timed')
  const member = first && draft.member(first.id)
  return first && member && { at: effective(draft, first.key), type: 'grant', member }
}

const dueIdle = (draft: Draft, until: Instant): Due | undefined => {
  if (draft.header.policies.idleReclaim?.enabled !== true) return undefined
  const head = longestIdle(draft, (day) => freedAt(draft, day) > until)
  return head && { at: effective(draft, freedAt(draft, head.day)), type: 'idle', seat: head.seat }
}

/** Makes it happen, at the draft's moment. */
export const happen = (draft: Draft, due: Due): void => {
  switch (due.type) {
    case 'lot': {
      const { ordered, quantity, stage } = due.lot
      return emit(draft, { type: stage === 'scheduled' ? 'LotStarted' : 'LotEnded', lot: ordered.lot, quantity, reason: 'due' })
    }
    case 'lease':
      return endLease(draft, due.lease, 'timedOut')
    case 'grant':
      if (due.member.state === 'provisional') return lapse(draft, due.member)
      return emit(draft, {
        type: due.member.state === 'enabled' ? 'SeatReleased' : 'TrialEnded',
        member: due.member.id,
        reason: 'due',
      })
    case 'idle':
      if (due.seat === undefined) return
      return emit(draft, { type: 'SeatReclaimed', member: due.seat.id, lastUsedDay: due.seat.usedDay, reason: 'idle' })
  }
}

/** Nobody decided in time: the seat is free and its holder waits, with what is left of its trial (M11). */
const lapse = (draft: Draft, member: Member): void => {
  emit(draft, { type: 'ProvisionalGrantLapsed', member: member.id, reason: 'lapsed' })
  startTrial(draft, member.id, 'lapsed')
}

/** Tells of a waiting member's trial: once, and only if time is left of it (M4, D6). */
export const startTrial = (draft: Draft, id: string, reason: 'lapsed' | 'noLicenseAvailable' | 'approvalNeeded'): void => {
  const member = draft.member(id)
  if (member === undefined || member.trial !== 'fixed' || member.trialEndsAt === null || member.trialEndsAt <= draft.at) return
  emit(draft, { type: 'TrialStarted', member: id, endsAt: member.trialEndsAt, reason })
}
