// The doors of the core: a command and its moment in, a refusal or the next pool with its events out. Pure and synchronous.

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Decision, decide } from './decide.ts'
import { holdsLease, passesCheck } from './decisions/leases.ts'
import { quoteOf } from './decisions/raise.ts'
import { Draft } from './draft.ts'
import type { Beyond } from './gate/ownPolicy.ts'
import { refusalByRole } from './gate/permission.ts'
import { contentsOf, LicensePool, unopened } from './licensePool.ts'
import type { By } from './model/actor.ts'
import type { Command, OpenPool } from './model/command.ts'
import type { LicenseEvent } from './model/event.ts'
import type { Header } from './model/header.ts'
import type { Answer, Outcome } from './model/outcome.ts'
import { invalid, isRefusal, type Rejection, reject } from './model/rejection.ts'
import { accessIn } from './queries/access.ts'
import type { Needs } from './rows/extent.ts'
import { passedOver } from './settlement/idleSeats.ts'
import { settle } from './settlement/settle.ts'
import type { Instant } from './time/calendar.ts'
import { enterBy, enterCommand, momentIssues } from './validation/commandShape.ts'
import { issuesInPool } from './validation/inPool.ts'

/** What `run` comes to. */
export type Run =
  /** The command was decided. */
  | { readonly type: 'Done'; readonly result: Either<Rejection, Outcome> }
  /** The partial pool lacks these rows: load them, widen the pool, and run the same command again. */
  | { readonly type: 'Need'; readonly needs: Needs }
  /** The steps are used up: commit what was settled, and give the same command again to that pool. */
  | { readonly type: 'Unsettled'; readonly pool: LicensePool; readonly events: readonly LicenseEvent[] }

/**
 * Runs a command on a whole or partial pool, settling at most `steps` things that are due before it. `beyond`: the integrator's own
 * policies, and what a provider says that people are depended on for (P10).
 */
export const run = (
  pool: LicensePool,
  command: Command,
  at: Instant,
  by: By,
  steps = Number.POSITIVE_INFINITY,
  beyond?: Beyond,
): Run => {
  const entry = enterPool(contentsOf(pool).header, command, at, by)
  if (isRefusal(entry)) return { type: 'Done', result: left(entry) }
  const draft = new Draft(pool, at, beyond)
  const settled = settle(draft, steps)
  const decision = settled ? decideSettled(draft, entry) : undefined
  const outcome: (Answer & { pool?: LicensePool }) | undefined =
    settled && !isRefusal(decision) ? answerIn(draft, entry.command, decision) : undefined
  // Only now: the answer looks at rows, too.
  if (draft.needs !== undefined) return { type: 'Need', needs: draft.needs }
  if (isRefusal(decision)) return { type: 'Done', result: left(decision) }
  if (outcome === undefined) return { type: 'Unsettled', pool: draft.finish(), events: draft.events }
  outcome.pool = draft.finish()
  return { type: 'Done', result: right(outcome as Outcome) }
}

/** A command that is one (X10), by an actor who may give it (X9). */
export interface Entry {
  readonly command: Command
  readonly by: By
}

/** Lets a command in, or says why it does not even reach the pool's members. */
export const enterPool = (header: Header, value: unknown, at: unknown, by: unknown): Entry | Rejection => {
  const command = enterCommand(value)
  const actor = enterBy(by)
  const issues = command.issues ?? momentIssues(at) ?? actor.issues
  if (issues !== undefined) return reject({ type: 'Invalid', issues })
  const entry = { command: (command as { value: Command }).value, by: (actor as { value: By }).value }
  const contradictions = issuesInPool(header.policies, entry.command)
  if (contradictions !== undefined) return reject({ type: 'Invalid', issues: contradictions })
  return refusalByRole(header.policies, entry.command, entry.by) ?? entry
}

/** Decides a command where what was due has happened, and lets happen what follows from it. */
export const decideSettled = (draft: Draft, { command, by }: Entry): Decision => {
  draft.actAs(by)
  const decision = decide(draft, command)
  if (!isRefusal(decision) && draft.touched) settle(draft)
  return decision
}

/** What an accepted command answers, the pool aside. */
export const answerIn = (draft: Draft, command: Command, results: Exclude<Decision, Rejection>): Answer => {
  const { events } = draft
  const quote = command.type === 'QuoteAllowance' ? quoteOf(draft, command.to) : undefined
  if (quote !== undefined) return { events, quote }
  const spared = command.type === 'Sweep' ? passedOver(draft) : []
  if (spared.length > 0) return { events, passedOver: spared }
  if (command.type !== 'SignIn' && command.type !== 'CheckIn') return results === undefined ? { events } : { events, results }
  const member = draft.member(command.member)
  if (passesCheck(draft, command.client, member)) return { events, access: 'full' }
  const { level, until } = accessIn(draft, command.member, member)
  const answer: Answer = until === undefined ? { events, access: level } : { events, access: level, until }
  return command.type === 'SignIn' && holdsLease(draft, command) ? { ...answer, session: command.session as string } : answer
}

/**
 * Executes a command on a whole pool: what was due by `at` happens first, then the command, at `at` (milliseconds since the epoch;
 * a moment before the pool's latest event is taken as that event's, T5). A refusal leaves the pool as it was (X1).
 *
 * @example
 * const outcome = execute(pool, { type: 'SignIn', member: 'lucy', client: 'mobile' }, at, { role: 'member', id: 'lucy' })
 * if (outcome._tag === 'Right') save(outcome.right.pool, outcome.right.events)
 */
export const execute = (
  pool: LicensePool,
  command: Command,
  at: Instant,
  by: By,
  beyond?: Beyond,
): Either<Rejection, Outcome> => {
  const ran = run(pool, command, at, by, undefined, beyond)
  if (ran.type === 'Done') return ran.result
  throw new Error(`this pool is partial: ${JSON.stringify(ran)}`)
}

/**
 * Opens a pool: the first event of its life. Rejections: `Invalid`, `NotPermitted`, `WrongOrganization`.
 *
 * @example
 * openPool({ type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment' }, at, { role: 'accountManager' })
 */
export const openPool = (command: OpenPool, at: Instant, by: By): Either<Rejection, Outcome> => {
  const entered = enterCommand(command)
  const isOther = entered.issues === undefined && entered.value.type !== 'OpenPool'
  return isOther ? left(invalid('type', 'must be "OpenPool"')) : execute(new LicensePool(unopened), command, at, by)
}

/**
 * What a command would come to, with the names: the same answer as `execute`, and nothing is kept (A3, P5).
 *
 * @example
 * const who = preview(pool, { type: 'LowerAllowance', to: 10 }, at, { role: 'accountManager' })
 */
export const preview = execute
