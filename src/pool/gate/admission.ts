// The one gate: asked wherever a record goes from not consuming to consuming, whichever command takes it there (A2, FB-3). Also the
// one place that says whether a member counts by itself.

import { counts } from '../../policies/counting.ts'
import { allowanceFor, limitOf } from '../../policies/overage.ts'
import { quoteOf, raise, refusedRaise } from '../decisions/raise.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import type { FirstSignIn, Reason } from '../model/event.ts'
import type { SeatTerms } from '../model/member.ts'
import type { Consent } from '../model/quote.ts'
import { isRefusal, type Rejection, reject } from '../model/rejection.ts'
import { endLeases, licensesHeldBy } from '../settlement/endLeases.ts'
import { type Candidate, ownAdmission, ownCounts } from './ownPolicy.ts'

/** Let in, perhaps on terms of the integrator's own policies. */
export interface Admitted {
  readonly terms?: SeatTerms
}
const admitted: Admitted = {}

/**
 * Lets somebody in if a license is available; if none is, with consent to a raise, after that raise (S6). Whoever is let in
 * must take the license: nothing may refuse any more. The licenses that its own leases hold do not stand in its way, since they end
 * with it (C1). Whom a policy of the integrator's refuses no license would help (D5).
 */
export const admit = (draft: Draft, candidate: Candidate, consent?: Consent): Admitted | Rejection => {
  const own = licensesHeldBy(draft, candidate)
  const answer = admitInto(draft, candidate)
  if (isRefusal(answer) || hasRoom(draft, own)) return answer
  const refusal = consent && refusedRaise(draft, consent)
  if (refusal !== undefined) return refusal
  if (consent === undefined || !hasRoom(draft, own, consent.to)) return allowanceExhausted(draft, own)
  raise(draft, consent)
  return answer
}

/** Into a license that is there for it, such as one that is handed over: only the integrator's own policies are asked. */
export const admitInto = (draft: Draft, candidate: Candidate): Admitted | Rejection => {
  const terms = draft.beyond.policies && ownAdmission(draft, candidate)
  if (terms === undefined) return admitted
  return isRefusal(terms) ? terms : { terms }
}

/** Whether a lease can be taken: its license, and nothing that the member holds already, must be available (C2, C3). */
export const refusedLease = (draft: Draft, candidate: Candidate): Rejection | undefined => {
  const answer = admitInto(draft, candidate)
  return isRefusal(answer) ? answer : refusedCheck(draft)
}

/** Whether a license is available at this moment, to hold it or not (C4). */
export const refusedCheck = (draft: Draft): Rejection | undefined =>
  draft.available > 0 ? undefined : allowanceExhausted(draft, 0)

/** Whether a license is available once so many of its own are given back, perhaps with another allowance. */
const hasRoom = ({ header, consumed }: Draft, own: number, allowance = header.allowance): boolean =>
  limitOf(header.policies, allowance) > consumed - own

/** Gives the license of somebody who was let in. */
export const grantSeat = (
  draft: Draft,
  member: string,
  reason: Reason,
  { terms }: Admitted,
  more: { readonly firstSignIn?: FirstSignIn; readonly notifies?: true; readonly licenseType?: 'named' } = {},
): void => {
  const { header } = draft
  const record = header.leases.running === 0 ? undefined : draft.member(member)
  if (record !== undefined) endLeases(draft, record, 'seated')
  emit(draft, { type: 'SeatGranted', member, day: draft.today, ...more, ...(terms === undefined ? {} : { terms }), reason })
}

/** Lets something happen by which the pool may come to count somebody: where it then takes a seat, through the gate first (D1). */
export const admitCounted = (
  draft: Draft,
  takesSeat: boolean,
  candidate: Candidate,
  happen: () => void,
  consent?: Consent,
): Rejection | undefined => {
  const admitted = takesSeat ? admit(draft, candidate, consent) : undefined
  if (isRefusal(admitted)) return admitted
  happen()
  if (admitted !== undefined) grantSeat(draft, candidate.id, 'counted', admitted)
  return undefined
}

/**
 * Whether the pool counts such a member by itself: the integrator's own policies first, then the counting rule (D1). Nobody but a
 * person ever counts (X5).
 */
export const isCounted = (draft: Draft, candidate: Candidate): boolean =>
  candidate.kind === 'person' && (ownCounts(draft, candidate) ?? counts(draft.header.policies, 'person', candidate.people))

/** What would help, and who can do it: with a subscription the customer's own administrator, at that price (S4). */
const allowanceExhausted = (draft: Draft, own: number): Rejection => {
  const { header, consumed } = draft
  const { allowance, policies } = header
  const to = allowanceFor(policies, consumed - own + 1)
  const quote = quoteOf(draft, to)
  const help = quote === undefined ? ({ ask: 'accountManager' } as const) : ({ ask: 'systemAdmin', quote } as const)
  return reject({ type: 'AllowanceExhausted', allowance, consumed, to, ...help })
}
