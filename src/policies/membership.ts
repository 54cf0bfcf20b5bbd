// Who may come in without having been added, and whether one can sign in without a license (M1, D4).

import { literal } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Membership {
  /** Somebody unknown who signs in becomes a member, or is refused. */
  readonly unknownSignIn: 'add' | 'refuse'
  /** A sign-in without a license gets `standard` access, or is refused. */
  readonly withoutLicense: 'standard' | 'refuse'
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly membership?: Membership }

export const membershipPolicy: PolicyDefinition<Membership> = {
  defaults: { unknownSignIn: 'refuse', withoutLicense: 'refuse' },
  fields: { unknownSignIn: literal('add', 'refuse'), withoutLicense: literal('standard', 'refuse') },
}

/**
 * Who may come in by signing in, and whether a sign-in without a license is accepted (M1, D4). Default: both refused.
 *
 * @example
 * membership({ unknownSignIn: 'add', withoutLicense: 'standard' })
 */
export const membership = (fields: Partial<Membership> = {}): { readonly membership: Membership } => ({
  membership: { ...membershipPolicy.defaults, ...fields },
})

export const addsUnknown = (policies: Policies): boolean => policies.membership?.unknownSignIn === 'add'

export const admitsUnlicensed = (policies: Policies): boolean => policies.membership?.withoutLicense === 'standard'
