// Seats for whoever signs in with a named client (M2, M3). Its client list is also what makes a sign-in a use (M12).

import { either, flag, listOf, literal, text } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface AutoAssign {
  readonly enabled: boolean
  /** The clients whose sign-ins ask for a license; an empty list is as good as `any`. */
  readonly clients: 'any' | readonly string[]
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly autoAssign?: AutoAssign }

export const autoAssignPolicy: PolicyDefinition<AutoAssign> = {
  defaults: { enabled: false, clients: 'any' },
  fields: { enabled: flag, clients: either(literal('any'), listOf(text())) },
}

/**
 * Whoever signs in with a listed client, is new or waiting, gets a seat if one is available, else waits (M2). With
 * `enabled: false` it waits for an administrator (M3). Default: every client.
 *
 * @example
 * autoAssign({ enabled: true, clients: ['mobile'] })
 */
export const autoAssign = (fields: Partial<AutoAssign> & Pick<AutoAssign, 'enabled'>): { readonly autoAssign: AutoAssign } => ({
  autoAssign: { ...autoAssignPolicy.defaults, ...fields },
})

export const autoAssigns = (policies: Policies): boolean => policies.autoAssign?.enabled === true

/** Whether a sign-in by this client can leave a trace (M2, M12). */
export const listsClient = (policies: Policies, client: string): boolean => {
  const clients = policies.autoAssign?.clients ?? 'any'
  return clients === 'any' || clients.length === 0 || clients.includes(client)
}
