// How a question is asked of a pool: after what was due has happened, in a scratch that is thrown away (T4).

import { Draft } from '../draft.ts'
import type { Beyond } from '../gate/ownPolicy.ts'
import type { LicensePool } from '../licensePool.ts'
import type { Needs } from '../rows/extent.ts'
import { settle } from '../settlement/settle.ts'
import type { Instant } from '../time/calendar.ts'

/** An answer, or the rows that a partial pool lacks for it. */
export type Asked<A> = { readonly type: 'Answer'; readonly answer: A } | { readonly type: 'Need'; readonly needs: Needs }

/** Asks a whole or partial pool. */
export const ask = <A>(pool: LicensePool, at: Instant, question: (draft: Draft) => A, beyond?: Beyond): Asked<A> => {
  const draft = new Draft(pool, at, beyond)
  settle(draft)
  const answer = question(draft)
  return draft.needs === undefined ? { type: 'Answer', answer } : { type: 'Need', needs: draft.needs }
}

/** Asks a whole pool, which never lacks anything. */
export const answerOf = <A>(pool: LicensePool, at: Instant, question: (draft: Draft) => A, beyond?: Beyond): A => {
  const asked = ask(pool, at, question, beyond)
  if (asked.type === 'Answer') return asked.answer
  throw new Error(`this pool is partial: ${JSON.stringify(asked)}`)
}
