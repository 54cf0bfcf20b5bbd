// What an integrator sees of the shell: its verbs, and what each can answer.

import type { Either } from 'fp-ts/lib/Either.js'
import type { Command } from '../pool/model/command.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { Answer, PassedOver } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import type { Access } from '../pool/queries/access.ts'
import type { Blocked } from '../pool/queries/blockers.ts'
import type { Explanation } from '../pool/queries/explain.ts'
import type { Invoice } from '../pool/queries/invoice.ts'
import type { MemberFilter, MemberView } from '../pool/queries/members.ts'
import type { SessionFilter, SessionView } from '../pool/queries/sessions.ts'
import type { Summary } from '../pool/queries/summary.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Listener } from './notifications.ts'
import type { Asking, Giving } from './options.ts'

/**
 * One pool in which something was due, what happened then, and who was passed over (T4, FB-14).
 *
 * @example
 * const swept: readonly Swept[] = await licensing.sweepDue()
 */
export interface Swept {
  readonly pool: string
  readonly events: readonly LicenseEvent[]
  /** Whose idle seats were left to them, and why. */
  readonly passedOver: readonly PassedOver[]
}

/**
 * The pools of a store, with a clock: commands, questions, and what leaves by itself. Every verb that can be refused answers an
 * `Either`: narrow on `_tag`, or use `orThrow` or `toResult`. Whatever is handed in is checked and copied at once: bad input is
 * `Invalid` and names the field, never thrown (X10). A promise is rejected only by a store, a clock or `newId` that fails.
 *
 * @example
 * const isAllowedIn = async (verbs: Licensing, member: string) =>
 *   orThrow(await verbs.access('crm', member, { actor: { role: 'system' } })).level !== 'none'
 */
export interface Licensing {
  /**
   * Gives a command to a pool, at the clock's moment: what is due happens first (T4), then the command, wholly or not at all (A5, X1).
   * The answer's events are both, in order. Rejections: every one of the core's, `UnknownPool`, and `IdempotencyKeyReused`.
   *
   * Under an idempotency key it is done once: the same command by the same actor is answered as it was the first time, also when it
   * was refused, `Invalid` and `NotPermitted` excepted (X6). A pool that does not exist keeps no key.
   *
   * Where more than 1,000 things are due they are written by the thousand, as if by a sweep, before the command's own turn. The
   * answer is the same; but a command that is then refused leaves them done, and one that breaks off between two of them (the process dies,
   * or a store's answer is lost) and is given again answers only with what came after: the log has all of it.
   *
   * @example
   * const signIn = { type: 'SignIn', member: 'lucy', client: 'mobile' } as const
   * const answered = await licensing.execute('crm', signIn, { actor: { role: 'member', id: 'lucy' }, idempotencyKey: 'lucy-1' })
   * console.log(answered._tag === 'Right' ? answered.right.access : answered.left.message) // full
   */
  readonly execute: (pool: string, command: Command, giving: Giving) => Promise<Either<Rejection, Answer>>
  /**
   * What a command would come to, with the names: the answer of `execute`, and nothing is kept, told or remembered (A3, P5).
   * Rejections: those of `execute`, `IdempotencyKeyReused` aside.
   *
   * @example
   * const lowered = orThrow(await licensing.preview('crm', { type: 'LowerAllowance', to: 1 }, { actor: { role: 'accountManager' } }))
   * console.log(lowered.events.map((event) => event.type)) // [ 'AllowanceLowered' ]
   */
  readonly preview: (pool: string, command: Command, asking: Asking) => Promise<Either<Rejection, Answer>>
  /**
   * May this member use the product now, why, and until when (milliseconds since the epoch) if it ends by itself? What is due is
   * seen (T4). A member may ask about itself only (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * const { level } = orThrow(await licensing.access('crm', 'lucy', { actor: { role: 'member', id: 'lucy' } }))
   */
  readonly access: (pool: string, member: string, asking: Asking) => Promise<Either<Rejection, Access>>
  /**
   * Why a member has the access that it has, what would change it, and when it next changes by itself. A member may ask about
   * itself only (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * const { because } = orThrow(await licensing.explain('crm', 'lucy', { actor }))
   */
  readonly explain: (pool: string, member: string, asking: Asking) => Promise<Either<Rejection, Explanation>>
  /**
   * Of these members, who cannot be moved to unlicensed, and by what: the answers that `UnlicenseMembers` would give, asked before
   * anybody is moved (P5). Who is not among the answers can be moved. The provider is asked, too. Not for a member (R). Rejections:
   * `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * for (const { member, answer } of orThrow(await licensing.blockers('crm', ['lucy'], { actor }))) show(`${member}: ${answer.message}`)
   */
  readonly blockers: (pool: string, members: readonly string[], asking: Asking) => Promise<Either<Rejection, readonly Blocked[]>>
  /**
   * How the pool stands: licenses in force, consumed and available, and a count for each member state (A2, A4, M8). Not for a member
   * (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * console.log(orThrow(await licensing.summary('crm', { actor })).available) // 2
   */
  readonly summary: (pool: string, asking: Asking) => Promise<Either<Rejection, Summary>>
  /**
   * The members in the order of their first entry, by state or as the user list (M8, P6). Not for a member (R). It reads the whole
   * pool. Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * const waiting = orThrow(await licensing.members('crm', { state: 'pending' }, { actor }))
   */
  readonly members: (
    pool: string,
    filter: Omit<MemberFilter, 'at'>,
    asking: Asking,
  ) => Promise<Either<Rejection, readonly MemberView[]>>
  /**
   * The next invoice: the calendar month to come, in the pool's zone, and the raises of this one where they are prorated; money is in
   * whole minor units. `null` without a `subscription` (S4). Not for a member (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * const due = orThrow(await licensing.invoice('crm', { actor }))?.totals
   */
  readonly invoice: (pool: string, asking: Asking) => Promise<Either<Rejection, Invoice | null>>
  /**
   * The sessions that hold a lease, oldest first: all of them, which reads the whole pool, or a member's (C1). A member may ask about its
   * own only (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * const own = orThrow(await licensing.sessions('crm', { member: 'lucy' }, { actor: { role: 'member', id: 'lucy' } }))
   */
  readonly sessions: (pool: string, filter: SessionFilter, asking: Asking) => Promise<Either<Rejection, readonly SessionView[]>>
  /**
   * When to look at the pool again, so that one timer does instead of polling: a moment (milliseconds since the epoch) before which
   * nothing falls due, `null` if nothing ever will (T4). Not for a member (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
   *
   * @example
   * const wakeAt = orThrow(await licensing.nextDue('crm', { actor: { role: 'system' } }))
   */
  readonly nextDue: (pool: string, asking: Asking) => Promise<Either<Rejection, Instant | null>>
  /**
   * Is told what somebody is to be notified of (M9), after the change and, of one pool, in order; answers how to stop, at once. It is
   * told of what this process did: what a store wrote and could not answer for stands in the store's events. What comes after a
   * number that a call under way may still bring waits for that call.
   *
   * @example
   * const stop = licensing.subscribe(({ pool, event }) => show(`${pool}: ${event.type}, number ${event.seq}`))
   * stop()
   */
  readonly subscribe: (listener: Listener) => () => void
  /**
   * Lets happen what is due, in every pool in which something is, and answers with the events (T4, FB-14). Call it from a timer: what
   * happens does not depend on how often, and two at once do no harm. A pool that cannot be swept holds up no other: when all have
   * had their turn, the promise is rejected with what failed, an `AggregateError` if that is more than one pool.
   *
   * @example
   * for (const { pool, events } of await licensing.sweepDue()) show(`${pool}: ${events.length} events`)
   */
  readonly sweepDue: () => Promise<readonly Swept[]>
  /**
   * When the calls under way have ended and every listener is done with what they did. A listener that waits for it waits for itself.
   *
   * @example
   * await licensing.drained()
   */
  readonly drained: () => Promise<void>
}
