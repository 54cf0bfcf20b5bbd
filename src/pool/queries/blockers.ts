// Who cannot be moved to unlicensed, and by what: asked before anybody is moved (P5).

import { refusedUnlicensing } from '../decisions/unlicense.ts'
import type { Draft } from '../draft.ts'
import type { Beyond } from '../gate/ownPolicy.ts'
import type { LicensePool } from '../licensePool.ts'
import type { Rejection } from '../model/rejection.ts'
import type { Instant } from '../time/calendar.ts'
import { answerOf } from './ask.ts'

/** A member who cannot be moved, and the refusal that moving it would get: `DependenciesRemain` with all of them, or another. */
export interface Blocked {
  readonly member: string
  readonly answer: Rejection
}

export const blockersOf = (draft: Draft, members: readonly string[]): readonly Blocked[] =>
  members.flatMap((member) => {
    const answer = refusedUnlicensing(draft, { member })
    return answer === undefined ? [] : [{ member, answer }]
  })

/**
 * Of these members, who cannot be moved to unlicensed, and by what (P5): the answers that `UnlicenseMembers` would give. Who is not
 * among them can be moved, or is there already.
 *
 * @example
 * blockers(pool, ['lucy', 'sven'], at).map(({ member, answer }) => `${member}: ${answer.message}`)
 */
export const blockers = (pool: LicensePool, members: readonly string[], at: Instant, beyond?: Beyond): readonly Blocked[] =>
  answerOf(pool, at, (draft) => blockersOf(draft, members), beyond)
