// The thin shell around the core: it takes the moment from a clock, gives the command an id, lets the pure core decide inside the
// store's transaction, tries again when another was faster, and hands on what happened. It decides nothing itself.

import { type Either, isLeft, left } from 'fp-ts/lib/Either.js'
import type { Draft } from '../pool/draft.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { Answer } from '../pool/model/outcome.ts'
import { type Rejection, reject } from '../pool/model/rejection.ts'
import { membersNamedBy } from '../pool/partial.ts'
import { type Access, accessOf } from '../pool/queries/access.ts'
import { type Explanation, explanationOf } from '../pool/queries/explain.ts'
import { type MemberFilter, type MemberView, viewsOf } from '../pool/queries/members.ts'
import { type Summary, summaryOf } from '../pool/queries/summary.ts'
import { callIssues } from '../pool/validation/commandShape.ts'
import type { Clock } from './clock.ts'
import { dispatcher, type Listener } from './notifications.ts'
import type { LicenseStore, Verdict, Working, WorkRequest } from './store.ts'
import { inquire, work } from './work.ts'

export interface LicensingOptions {
  /** Where the pools are kept. */
  readonly store: LicenseStore
  /** Where the moments come from. */
  readonly clock: Clock
  /** Makes the ids of commands that come without an idempotency key; default: random UUIDs. */
  readonly newId?: () => string
  /** Is told every event, after the change and in order. */
  readonly onEvent?: Listener
  /** Is told every refusal: an integrator's log of denials (X1). */
  readonly onRejected?: (refusal: {
    readonly pool: string
    readonly command: Command
    readonly actor: Actor
    readonly rejection: Rejection
  }) => void
  /** Is told when a listener fails; default: an unhandled rejection. */
  readonly onListenerFailure?: (error: unknown) => void
  /** Refuses commands whose moment is further ahead of the store's clock than so many milliseconds (T5); default: none. */
  readonly refuseAheadBy?: number
}

/** Who asks. */
export interface Asking {
  readonly actor: Actor
}

/** Who gives a command, and the key under which it is done once, however often it arrives (X6). */
export interface Giving extends Asking {
  readonly idempotencyKey?: string
}

/** The pools of a store, with a clock. Every verb answers an `Either`: narrow on `_tag`, or use `orThrow` or `toResult`. */
export interface Licensing {
  /** Gives a command to a pool. Every rejection of the core, and `UnknownPool` and `IdempotencyKeyReused`. */
  readonly execute: (pool: string, command: Command, giving: Giving) => Promise<Either<Rejection, Answer>>
  /** What the command would come to; nothing is kept. */
  readonly preview: (pool: string, command: Command, asking: Asking) => Promise<Either<Rejection, Answer>>
  /** May this member use the product now? A member may ask about itself only (R). */
  readonly access: (pool: string, member: string, asking: Asking) => Promise<Either<Rejection, Access>>
  /** Why, what would change it, and when it next changes by itself. A member may ask about itself only (R). */
  readonly explain: (pool: string, member: string, asking: Asking) => Promise<Either<Rejection, Explanation>>
  /** How the pool stands. */
  readonly summary: (pool: string, asking: Asking) => Promise<Either<Rejection, Summary>>
  /** The members, in the order of their first entry. */
  readonly members: (
    pool: string,
    filter: Omit<MemberFilter, 'at'>,
    asking: Asking,
  ) => Promise<Either<Rejection, readonly MemberView[]>>
  /** Is told what notifies (M9), after the change and in order. Answers how to stop. */
  readonly subscribe: (listener: Listener) => () => void
  /** Lets happen what is due, in every pool, and answers with the events. Call it from a timer; nothing depends on how often. */
  readonly sweepDue: () => Promise<readonly { readonly pool: string; readonly events: readonly LicenseEvent[] }[]>
  /** When everything that was committed so far has been handed to the listeners. */
  readonly drained: () => Promise<void>
}

/** A race is lost so often only where a store is broken. */
const mostAttempts = 1_000
const poolsAtATime = 100

/**
 * Wires a store and a clock to the core.
 *
 * @example
 * const licensing = createLicensing({ store: memoryStore(), clock: systemClock })
 * await licensing.execute('crm', { type: 'SignIn', member: 'lucy', client: 'mobile' }, { actor: { role: 'member', id: 'lucy' } })
 */
export const createLicensing = (options: LicensingOptions): Licensing => {
  const { store, clock, newId = randomId, onEvent, onRejected, refuseAheadBy } = options
  const listeners = new Set<Listener>()
  const leaving = dispatcher(async (notification) => {
    await onEvent?.(notification)
    if (!('notifies' in notification.event)) return
    for (const listener of [...listeners]) await listener(notification)
  }, options.onListenerFailure ?? unhandled)

  /** The one retry loop: until the work has an answer and nobody was faster. */
  const transact = async <A>(pool: string, request: WorkRequest, one: (working: Working) => Turn<A>): Promise<A> => {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      let turn: Turn<A> | undefined
      const { type } = await store.transact(pool, request, (working) => {
        turn = one(working)
        return turn.verdict
      })
      if (turn === undefined) throw new Error('the store asked for no verdict')
      if (type === 'Conflict') continue
      turn.committed?.()
      if (turn.result !== undefined) return turn.result
      // What was settled is committed; the same command goes on from there.
      attempt = 0
    }
    throw new Error(`the pool ${pool} changed ${mostAttempts} times under one command`)
  }

  const give = async (
    pool: string,
    command: Command,
    { actor, idempotencyKey }: Giving,
    keep: boolean,
  ): Promise<Either<Rejection, Answer>> => {
    const issues = callIssues({ pool, actor, idempotencyKey })
    if (issues !== undefined) return left(reject({ type: 'Invalid', issues }))
    const commandId = idempotencyKey ?? newId()
    const given = { poolId: pool, command, actor, commandId, at: clock.now(), idempotencyKey, refuseAheadBy }
    const request = {
      members: namedBy(command),
      readOnly: !keep,
      ...(idempotencyKey === undefined ? {} : { key: idempotencyKey }),
    }
    const call = leaving.begin(pool)
    const events: LicenseEvent[] = []
    try {
      const result = await transact(pool, request, (working) => {
        const worked = work(given, working)
        if (!keep) return { ...worked, verdict: worked.verdict.type === 'Need' ? worked.verdict : { type: 'Nothing' } }
        return { ...worked, committed: () => events.push(...worked.events) }
      })
      if (isLeft(result) && keep) onRejected?.({ pool, command, actor, rejection: result.left })
      return result
    } finally {
      call.end(events)
    }
  }

  const answer = async <A>(
    verb: string,
    pool: string,
    actor: Actor,
    about: string | undefined,
    question: (draft: Draft) => A,
  ): Promise<Either<Rejection, A>> => {
    const issues = callIssues({ pool, actor, idempotencyKey: undefined })
    if (issues !== undefined) return left(reject({ type: 'Invalid', issues }))
    const permitted = actor.role !== 'member' || (about !== undefined && actor.id === about)
    if (!permitted) return left(reject({ type: 'NotPermitted', role: actor.role, command: verb }))
    const request = { members: about === undefined ? ('all' as const) : [about], readOnly: true }
    return transact(pool, request, (working) => inquire(pool, clock.now(), question, working))
  }

  return {
    execute: (pool, command, giving) => give(pool, command, giving, true),
    preview: (pool, command, asking) => give(pool, command, { actor: asking.actor }, false),
    access: (pool, member, { actor }) =>
      answer('access', pool, actor, member, (draft) => accessOf(draft.header.policies, draft.member(member), draft.at)),
    explain: (pool, member, { actor }) => answer('explain', pool, actor, member, (draft) => explanationOf(draft, member)),
    summary: (pool, { actor }) => answer('summary', pool, actor, undefined, summaryOf),
    members: (pool, filter, { actor }) => answer('members', pool, actor, undefined, (draft) => viewsOf(draft, filter)),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    sweepDue: async () => {
      const swept: { pool: string; events: readonly LicenseEvent[] }[] = []
      const by = clock.now()
      for (
        let ids = await store.poolsDue(by, poolsAtATime);
        ids.length > 0;
        ids = await store.poolsDue(by, poolsAtATime, ids.at(-1))
      ) {
        for (const pool of ids) {
          const result = await give(pool, { type: 'Sweep' }, { actor: { role: 'system' } }, true)
          if (!isLeft(result) && result.right.events.length > 0) swept.push({ pool, events: result.right.events })
        }
      }
      return swept
    },
    drained: leaving.drained,
  }
}

/** One turn of the work: the verdict for the store, the result if there is one, and what to do once it is committed. */
interface Turn<A> {
  readonly verdict: Verdict
  readonly result?: A
  readonly committed?: () => void
}

const namedBy = (command: Command): readonly string[] => {
  const members: unknown = typeof command === 'object' && command !== null ? membersNamedBy(command) : []
  return Array.isArray(members) ? members.filter((each): each is string => typeof each === 'string') : []
}

const unhandled = (error: unknown): void => {
  void Promise.reject(error)
}

const randomId = (): string => (globalThis as unknown as { readonly crypto: { randomUUID(): string } }).crypto.randomUUID()
