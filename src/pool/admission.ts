// The one gate: asked wherever a record goes from not consuming to consuming, whichever command takes it there (A2, FB-3).

import { allowanceFor, limitOf } from '../policies/overage.ts'
import type { Draft } from './draft.ts'
import type { Header } from './model/header.ts'
import { type Rejection, reject } from './model/rejection.ts'

/**
 * Why nobody can be admitted now; `undefined` if a license is available. So many licenses that the one to be admitted holds by its
 * leases do not stand in its way (C1).
 */
export const refusedAdmission = (draft: Draft, own = 0): Rejection | undefined =>
  hasRoom(draft, own) ? undefined : allowanceExhausted(draft.header, draft.consumed, own)

/** Whether a license is available, or will be once so many of its own are given back. */
export const hasRoom = ({ header, consumed }: Draft, own = 0): boolean =>
  limitOf(header.policies, header.allowance) > consumed - own

const allowanceExhausted = ({ allowance, policies }: Header, consumed: number, own: number): Rejection =>
  reject({
    type: 'AllowanceExhausted',
    allowance,
    consumed,
    to: allowanceFor(policies, consumed - own + 1),
    ask: 'accountManager',
  })
