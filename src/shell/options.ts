// What wires the shell, and who may call it: a store, a clock, and who is told what.

import type { OwnPolicy } from '../pool/gate/ownPolicy.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import type { Dependency } from '../pool/model/member.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import type { Clock } from './clock.ts'
import type { Listener } from './notifications.ts'
import type { PoolStore } from './store.ts'

/**
 * What `createLicensing` is made of: a store and a clock, and who is told what.
 *
 * @example
 * const options: LicensingOptions = { store: memoryStore(), clock: systemClock, onEvent: ({ event }) => show(event.type) }
 */
export interface LicensingOptions {
  /** Where the pools are kept. */
  readonly store: PoolStore
  /** Where the moments come from (T1). */
  readonly clock: Clock
  /** The integrator's own policies, asked beside those of the pool; no two with the same name, each with a function at least. */
  readonly policies?: readonly OwnPolicy[]
  /** Where else it is known what depends on people (P10); asked before they are moved to unlicensed. */
  readonly dependencies?: DependencyProvider
  /**
   * Makes the ids of commands that come without an idempotency key (X7), and of sessions for sign-ins that take a lease and name none
   * (C7); default: 32 random hexadecimal digits.
   */
  readonly newId?: () => string
  /** Is told every event, after the change and, of one pool, in order (X8). */
  readonly onEvent?: Listener
  /** Is told every refusal of `execute`, as it was answered: an integrator's log of denials (X1). */
  readonly onRejected?: (refusal: Refusal) => void | Promise<void>
  /**
   * Is told what the provider of dependencies fails with, or that it did not answer in time: a log of why people are blocked. Default:
   * nobody is told.
   */
  readonly onProviderFailure?: (error: unknown) => void
  /** Is told what a listener, `onRejected` or `onProviderFailure` fails with; nobody else is affected. Default: an unhandled rejection. */
  readonly onListenerFailure?: (error: unknown) => void
  /**
   * Refuses a command as `Invalid` at `at` when its moment is further ahead of the store's clock than so many milliseconds (T5);
   * default: none is. It takes a store that tells its time; with another one, every command throws.
   */
  readonly refuseAheadBy?: number
}

/**
 * Another place that knows what depends on people (P10): recorded dependencies are the pool's own. If it fails, or does not answer in
 * time, nobody is moved: everybody asked about is answered `DependenciesRemain` with `{ kind: 'provider', id: name }`.
 *
 * @example
 * const territories: DependencyProvider = {
 *   name: 'territories',
 *   dependenciesOf: async (pool, members) => new Map(members.map((member) => [member, [{ kind: 'territory', id: 'north' }]])),
 * }
 */
export interface DependencyProvider {
  readonly name: string
  /** By member, what depends on it; whoever is missing has nothing. Kinds that do not block in the pool are passed over. */
  readonly dependenciesOf: (
    pool: string,
    members: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly Dependency[]>> | ReadonlyMap<string, readonly Dependency[]>
  /** How long it may take, in milliseconds, up to 2,147,483,647; default 2,000. */
  readonly timeLimitMs?: number
}

/**
 * Who asks (X9).
 *
 * @example
 * const asking: Asking = { actor: { role: 'member', id: 'lucy' } }
 */
export interface Asking {
  readonly actor: Actor
}

/**
 * Who gives a command, and the key under which it is done once, however often it arrives (X6).
 *
 * @example
 * const giving: Giving = { actor: { role: 'systemAdmin', id: 'kim' }, idempotencyKey: 'request-815' }
 */
export interface Giving extends Asking {
  /** 1 to 1,000 characters; it belongs to one pool and is kept for 30 days or more. It is also the id of the command in its events (X7). */
  readonly idempotencyKey?: string
}

/**
 * A refusal on its way to the log of denials (X1): what was asked, by whom, and why not. Where the call itself is `Invalid`, it
 * stands here as it came.
 *
 * @example
 * const line = ({ pool, actor, rejection }: Refusal) => `${pool}: ${actor.id ?? actor.role}: ${rejection.message}`
 */
export interface Refusal {
  readonly pool: string
  readonly command: Command
  readonly actor: Actor
  readonly rejection: Rejection
}
