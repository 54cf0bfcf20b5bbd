// The head of the idle order: who has not used a seat for longest. A use leaves its entry behind (moving it at each use would
// double the cost of a use), so the order is mended here, entry by entry, when its head is looked at.

import { idleDueAt, isExempt } from '../../policies/idleReclaim.ts'
import type { Draft } from '../draft.ts'
import type { EnabledMember } from '../model/member.ts'
import type { PassedOver } from '../model/outcome.ts'
import type { Day, Instant } from '../time/calendar.ts'

export interface IdleHead {
  /** The day of last use; where no seat stands beside it, a day that no seat's last use is before. */
  readonly day: Day
  readonly seat?: EnabledMember
}

/** The longest idle seat, exempt members left out; it stops without a seat at the first entry whose day is `lateEnough`. */
export const longestIdle = (draft: Draft, lateEnough: (day: Day) => boolean): IdleHead | undefined => {
  for (;;) {
    const first = draft.firstOf('idle', draft.idleFrom)
    if (first === undefined) return undefined
    if (isExempt(draft.header.policies, first.id)) {
      draft.idleFrom = first
      continue
    }
    if (lateEnough(first.key)) return { day: first.key }
    const seat = draft.member(first.id) as EnabledMember
    if (seat.usedDay === seat.armedDay) return { day: seat.usedDay, seat }
    // No fact changes: the order catches up with a seat that was used since it was put there.
    draft.put({ ...seat, armedDay: seat.usedDay }, seat)
  }
}

/** When a seat that was last used on this day is freed; at no moment where it never is. */
export const freedAt = ({ header }: Draft, day: Day): Instant =>
  idleDueAt(header.policies, day, header.timeZone) ?? Number.POSITIVE_INFINITY

/** Whose seats would be freed now if they were not exempt: when all that is due has happened, they stand at the head (FB-14). */
export const passedOver = (draft: Draft): readonly PassedOver[] => {
  const isDue = (day: Day): boolean => freedAt(draft, day) <= draft.at
  const found: EnabledMember[] = []
  for (let each = draft.firstOf('idle'); each !== undefined && isDue(each.key); each = draft.firstOf('idle', each)) {
    const seat = draft.member(each.id) as EnabledMember | undefined
    if (seat !== undefined && isDue(seat.usedDay)) found.push(seat)
  }
  // The order in memory may not have caught up with their uses; what it tells is in the order of T6.
  return found
    .sort((a, b) => a.usedDay - b.usedDay || a.ordinal - b.ordinal)
    .map(({ id, usedDay }) => ({ member: id, lastUsedDay: usedDay, because: 'exempt' }))
}
