// When whoever waits is admitted (M6).

import { literal } from '../pool/validation/shape.ts'
import { type AutoAssign, autoAssigns } from './autoAssign.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Waiting {
  /** At its own next sign-in, or as soon as a license becomes available. */
  readonly admit: 'atSignIn' | 'whenFree'
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly waiting?: Waiting; readonly autoAssign?: AutoAssign }

export const waitingPolicy: PolicyDefinition<Waiting> = {
  defaults: { admit: 'atSignIn' },
  fields: { admit: literal('atSignIn', 'whenFree') },
}

/**
 * When a waiting member gets its seat (M6): `atSignIn` (default), or `whenFree`: first in line, at the very moment.
 *
 * @example
 * waiting({ admit: 'whenFree' })
 */
export const waiting = (fields: Partial<Waiting> = {}): { readonly waiting: Waiting } => ({
  waiting: { ...waitingPolicy.defaults, ...fields },
})

/** Whether the first in line is admitted as soon as a license is available: only where seats are assigned automatically. */
export const admitsWhenFree = (policies: Policies): boolean => policies.waiting?.admit === 'whenFree' && autoAssigns(policies)
