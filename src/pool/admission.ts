// The one gate: asked wherever a record goes from not consuming to consuming, whichever command takes it there (A2, FB-3). Also the
// one place that says whether a member counts by itself.

import { counts } from '../policies/counting.ts'
import { allowanceFor, limitOf } from '../policies/overage.ts'
import { quoteOf, raise, refusedRaise } from './decisions/raise.ts'
import type { Draft } from './draft.ts'
import { emit } from './evolve.ts'
import type { FirstSignIn, Reason } from './model/event.ts'
import type { SeatTerms } from './model/member.ts'
import type { Consent } from './model/quote.ts'
import { type Rejection, reject } from './model/rejection.ts'
import { type Candidate, ownAdmission, ownCounts } from './ownPolicy.ts'
import { dayOf } from './time/calendar.ts'

/** Let in, perhaps on terms of the integrator's own policies. */
export interface Admitted {
  readonly terms?: SeatTerms
}
const admitted: Admitted = {}

/**
 * Lets somebody in if a license is available; if none is, with consent to a raise, after that raise (S6). Whoever is let in
 * must take the license: nothing may refuse any more. Whom a policy of the integrator's refuses no license would help (D5).
 */
export const admit = (draft: Draft, candidate: Candidate, consent?: Consent): Admitted | Rejection => {
  const answer = admitInto(draft, candidate)
  if ('type' in answer || draft.available > 0) return answer
  if (consent === undefined) return allowanceExhausted(draft)
  const refusal = refusedConsent(draft, consent)
  if (refusal !== undefined) return refusal
  raise(draft, consent)
  return answer
}

/** Into a license that is there for it, such as one that is handed over: only the integrator's own policies are asked. */
export const admitInto = (draft: Draft, candidate: Candidate): Admitted | Rejection => {
  const terms = draft.beyond.policies && ownAdmission(draft, candidate)
  if (terms === undefined) return admitted
  return 'type' in terms ? terms : { terms }
}

/** Gives the license of somebody who was let in. */
export const grantSeat = (
  draft: Draft,
  member: string,
  reason: Reason,
  { terms }: Admitted,
  more: { readonly firstSignIn?: FirstSignIn; readonly notifies?: true } = {},
): void => {
  const day = dayOf(draft.at, draft.header.timeZone)
  emit(draft, { type: 'SeatGranted', member, day, ...more, ...(terms === undefined ? {} : { terms }), reason })
}

/**
 * Whether the pool counts such a member by itself: the integrator's own policies first, then the counting rule (D1). Nobody but a
 * person ever counts (X5).
 */
export const isCounted = (draft: Draft, candidate: Candidate): boolean =>
  candidate.kind === 'person' && (ownCounts(draft, candidate) ?? counts(draft.header.policies, 'person', candidate.people))

const refusedConsent = (draft: Draft, consent: Consent): Rejection | undefined => {
  const refusal = refusedRaise(draft, consent)
  if (refusal !== undefined) return refusal
  return limitOf(draft.header.policies, consent.to) > draft.consumed ? undefined : allowanceExhausted(draft)
}

/** What would help, and who can do it: with a subscription the customer's own administrator, at that price (S4). */
const allowanceExhausted = (draft: Draft): Rejection => {
  const { header, consumed } = draft
  const { allowance, policies } = header
  const to = allowanceFor(policies, consumed + 1)
  const quote = quoteOf(draft, to)
  const help = quote === undefined ? ({ ask: 'accountManager' } as const) : ({ ask: 'systemAdmin', quote } as const)
  return reject({ type: 'AllowanceExhausted', allowance, consumed, to, ...help })
}
