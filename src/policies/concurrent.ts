// Licenses that running sessions hold, so many at once as there are (rules C): which clients take one, which only check, and in
// what words each denies.

import {
  either,
  flag,
  type Issue,
  literal,
  object,
  recordOf,
  type Shape,
  suchThat,
  text,
  whole,
} from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

/** The words of a denial: a text, or one for each language beside a `default` (C6). */
export type Denial = string | ({ readonly default: string } & { readonly [language: string]: string })

export interface ConcurrentClient {
  /** A sign-in takes a lease, or only checks whether a license is available. */
  readonly takes: 'lease' | 'check'
  /** Minutes after the last activity at which a lease ends by itself; absent: it does not. */
  readonly idleMinutes?: number
  /** What somebody is told for whom there is no license; absent: the truth. */
  readonly denial?: Denial
}

export interface Concurrent {
  /** The clients that may sign in, by name; any other is `Invalid`. */
  readonly clients: Readonly<Record<string, ConcurrentClient>>
  /** A member's leases together count as one license (C8). */
  readonly shared: boolean
  /** A sign-in by the same member, client and device takes over the running lease (C8). */
  readonly resume: boolean
  /** An activity is recorded when so many seconds have passed since the last recorded one; leases end so much later (C9). */
  readonly renewEverySeconds: number
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly concurrent?: Concurrent }

const words = suchThat(recordOf(text(), { max: 1_000 }), (texts) => Object.hasOwn(texts, 'default'), 'texts with a default')

const client = object(
  { takes: literal('lease', 'check') },
  { idleMinutes: whole({ min: 1, max: 10_000_000 }), denial: either(text(), words) },
) as unknown as Shape<ConcurrentClient>

export const concurrentPolicy: PolicyDefinition<Concurrent> = {
  defaults: { clients: {}, shared: false, resume: false, renewEverySeconds: 0 },
  fields: {
    clients: recordOf(client, { max: 1_000 }),
    shared: flag,
    resume: flag,
    renewEverySeconds: whole({ min: 0, max: 10_000_000 }),
  },
}

/**
 * Licenses held by running sessions (C1 to C11). Default: no client, every lease counts, nothing is taken over, every activity is
 * recorded.
 *
 * @example
 * concurrent({ clients: { web: { takes: 'lease', idleMinutes: 20 }, mobile: { takes: 'check' } }, shared: true })
 */
export const concurrent = (fields: Partial<Concurrent> = {}): { readonly concurrent: Concurrent } => ({
  concurrent: { ...concurrentPolicy.defaults, ...fields },
})

/** A client as the policy declares it; `undefined` where it does not, or where there is no such policy (C7). */
export const clientOf = ({ concurrent }: Policies, name: string): ConcurrentClient | undefined =>
  concurrent !== undefined && Object.hasOwn(concurrent.clients, name) ? concurrent.clients[name] : undefined

/** Whether a sign-in by this client takes a lease: the one place that says so (C7). */
export const takesLease = (policies: Policies, client: string): boolean => clientOf(policies, client)?.takes === 'lease'

/** Whether a member's leases together count as one license (C8). */
export const sharesLeases = ({ concurrent }: Policies): boolean => concurrent?.shared === true

interface Asking {
  readonly type: 'SignIn' | 'CheckIn'
  readonly client: string
  readonly session?: string
}

/** What contradicts the policy in a sign-in or a check, whoever it is about (C5, C7). */
export const clientIssues = (policies: Policies, { type, client, session }: Asking): readonly Issue[] | undefined => {
  if (policies.concurrent === undefined) return undefined
  const declared = clientOf(policies, client)
  if (declared === undefined) return [{ path: 'client', message: `is no declared client: ${client}` }]
  if (declared.takes === 'check') return undefined
  if (type === 'CheckIn') return [{ path: 'client', message: `takes a lease, so it signs in and does not check in: ${client}` }]
  return session === undefined ? [{ path: 'session', message: `is missing; ${client} takes a lease` }] : undefined
}
