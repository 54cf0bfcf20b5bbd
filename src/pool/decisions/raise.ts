// The customer raises its own allowance (S4): first a quote, then the raise that names it. A quote is used once, since the raise
// moves the allowance that it was made from.

import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import type { QuoteAllowance, RaiseAllowance } from '../model/command.ts'
import type { CommandType } from '../model/commandName.ts'
import type { Consent, Quote } from '../model/quote.ts'
import { type Rejection, reject } from '../model/rejection.ts'

/** What a raise to `to` would cost; `undefined` without a subscription. Whether it is an increase is not judged here. */
export const quoteOf = ({ header }: Draft, to: number): Quote | undefined => {
  const { allowance: from, policies } = header
  if (policies.subscription === undefined) return undefined
  const { unitPrice, currency, terms } = policies.subscription
  return { from, to, monthlyIncrease: (to - from) * unitPrice, unitPrice, currency, terms }
}

/** Why this consent cannot raise the allowance now; `undefined` if it can (S4, in the order of D5). */
export const refusedRaise = (draft: Draft, { from, to, acceptTerms }: Consent): Rejection | undefined => {
  const { allowance, policies } = draft.header
  if (policies.subscription === undefined) return contact('RaiseAllowance')
  if (!acceptTerms) return reject({ type: 'TermsNotAccepted', to })
  if (from !== allowance) return reject({ type: 'QuoteStale', from, allowance })
  return notAnIncrease(draft, to)
}

/** Raises the allowance; asked only where `refusedRaise` has nothing against it. */
export const raise = (draft: Draft, { from, to }: Consent): void => {
  const { unitPrice, currency } = quoteOf(draft, to) as Quote
  emit(draft, { type: 'AllowanceRaised', from, to, lot: freeLotId(draft), unitPrice, currency, reason: 'command' })
}

/** The lot of a raise is named by its event's number; where a lot of that name was bought, the first free `-2`, `-3`, ... follows. */
const freeLotId = ({ header }: Draft): string => {
  const taken = new Set(header.lots.map((lot) => lot.ordered.lot))
  const id = `raise-${header.version + 1}`
  let free = id
  for (let n = 2; taken.has(free); n++) free = `${id}-${n}`
  return free
}

export const quoteAllowance = (draft: Draft, { to }: QuoteAllowance): Rejection | undefined =>
  draft.header.policies.subscription === undefined ? contact('QuoteAllowance') : notAnIncrease(draft, to)

export const raiseAllowance = (draft: Draft, command: RaiseAllowance): Rejection | undefined => {
  const refusal = refusedRaise(draft, command)
  if (refusal === undefined) raise(draft, command)
  return refusal
}

const notAnIncrease = ({ header: { allowance } }: Draft, to: number): Rejection | undefined =>
  to > allowance ? undefined : reject({ type: 'NotAnIncrease', to, allowance })

/** Without a subscription nobody can say what a raise costs (S4). */
const contact = (command: CommandType): Rejection => reject({ type: 'ContactAccountManager', command })
