// The one gate: asked wherever a record goes from not consuming to consuming, whichever command takes it there (A2, FB-3).

import { allowanceFor } from '../policies/overage.ts'
import type { Draft } from './draft.ts'
import type { Header } from './model/header.ts'
import { type Rejection, reject } from './model/rejection.ts'

/** Why nobody can be admitted now; `undefined` if a license is available. */
export const refusedAdmission = (draft: Draft): Rejection | undefined =>
  draft.available > 0 ? undefined : allowanceExhausted(draft.header, draft.consumed)

const allowanceExhausted = ({ allowance, policies }: Header, consumed: number): Rejection =>
  reject({
    type: 'AllowanceExhausted',
    allowance,
    consumed,
    to: allowanceFor(policies, consumed + 1),
    ask: 'accountManager',
  })
