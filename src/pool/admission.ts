// The one gate: asked wherever a record goes from not consuming to consuming, whichever command takes it there (A2, FB-3).

import { allowanceFor } from '../policies/overage.ts'
import { quoteOf } from './decisions/raise.ts'
import type { Draft } from './draft.ts'
import { type Rejection, reject } from './model/rejection.ts'

/** Why nobody can be admitted now; `undefined` if a license is available. */
export const refusedAdmission = (draft: Draft): Rejection | undefined =>
  draft.available > 0 ? undefined : allowanceExhausted(draft)

/** What would help, and who can do it: with a subscription the customer's own administrator, at that price (S4). */
const allowanceExhausted = (draft: Draft): Rejection => {
  const { header, consumed } = draft
  const { allowance, policies } = header
  const to = allowanceFor(policies, consumed + 1)
  const quote = quoteOf(draft, to)
  const help = quote === undefined ? ({ ask: 'accountManager' } as const) : ({ ask: 'systemAdmin', quote } as const)
  return reject({ type: 'AllowanceExhausted', allowance, consumed, to, ...help })
}
