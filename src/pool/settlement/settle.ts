// What falls due takes effect at its moment and in order, by the policies in force until then, whenever the pool next looks (T4).
// Nothing here may depend on how often that is.

import { notice } from '../../policies/notifications.ts'
import { limitOf } from '../../policies/overage.ts'
import { releasesLongestIdle } from '../../policies/shrink.ts'
import { admitsWhenFree } from '../../policies/waiting.ts'
import type { Draft } from '../draft.ts'
import { systemActor } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { admitInto, grantSeat } from '../gate/admission.ts'
import { isRefusal } from '../model/rejection.ts'
import { happen, nextDue } from './due.ts'
import { longestIdle } from './idleSeats.ts'

/**
 * Lets happen what is due by the draft's moment, and what follows from it; at most `steps` of it. Answers whether all of it has
 * happened. It is also what follows a command, at the command's own moment.
 */
export const settle = (draft: Draft, steps = Number.POSITIVE_INFINITY): boolean => {
  const until = draft.at
  if (until < draft.quietUntil && !owesSomebody(draft)) return true
  draft.actor = systemActor
  for (let left = steps; ; left--) {
    const due = nextDue(draft, until)
    // When nothing more is due at the latest moment, what follows from it happens there, before time goes on (T6).
    draft.at = draft.header.latestAt
    const nothingMore = due === undefined || due.at > draft.at
    if (nothingMore && owesSomebody(draft)) {
      if (left <= 0) return false
      if (followUp(draft)) continue
    }
    draft.at = until
    if (due === undefined || due.at > until) {
      draft.quietUntil = due?.at ?? Number.POSITIVE_INFINITY
      return true
    }
    if (left <= 0) return false
    draft.at = due.at
    happen(draft, due)
  }
}

/** Whether the pool, as it stands, may have to release or admit somebody. */
const owesSomebody = (draft: Draft): boolean => mustShrink(draft) || canAdmit(draft)

const mustShrink = (draft: Draft): boolean => {
  const { lotsChanged, latestAt, policies, allowance } = draft.header
  const fell = lotsChanged?.at === latestAt && allowance < lotsChanged.allowanceBefore
  return fell && releasesLongestIdle(policies) && draft.consumed > limitOf(policies, allowance)
}

const canAdmit = (draft: Draft): boolean => {
  const { policies, counts } = draft.header
  return counts.pending > 0 && admitsWhenFree(policies) && draft.available > 0
}

/** One seat released or one member admitted; `false` if there was nobody. */
const followUp = (draft: Draft): boolean =>
  (mustShrink(draft) && releaseLongestIdle(draft)) || (canAdmit(draft) && admitFirst(draft))

/** The allowance fell: the longest unused seat goes (A3). */
const releaseLongestIdle = (draft: Draft): boolean => {
  const seat = longestIdle(draft, () => false)?.seat
  if (seat !== undefined) emit(draft, { type: 'SeatReleased', member: seat.id, reason: 'shrink' })
  return seat !== undefined
}

/** A license is available: the first in line gets it (M6), whom no policy of the integrator's refuses. */
const admitFirst = (draft: Draft): boolean => {
  for (let first = draft.firstOf('waiting'); first !== undefined; first = draft.firstOf('waiting', first)) {
    const member = draft.member(first.id)
    const admitted = member && admitInto(draft, member)
    if (admitted === undefined || isRefusal(admitted)) continue
    grantSeat(draft, first.id, 'freed', admitted, notice(draft.header.policies))
    return true
  }
  return false
}
