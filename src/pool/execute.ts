// The doors of the core: a command and its moment in, a refusal or the next pool with its events out. Pure and synchronous.

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type Decision, decide } from './decide.ts'
import { Draft } from './draft.ts'
import type { Needs } from './extent.ts'
import { contentsOf, LicensePool, unopened } from './licensePool.ts'
import type { By } from './model/actor.ts'
import type { Command, OpenPool } from './model/command.ts'
import type { LicenseEvent } from './model/event.ts'
import type { Header } from './model/header.ts'
import type { Answer, Outcome } from './model/outcome.ts'
import { type Rejection, reject } from './model/rejection.ts'
import { refusalByRole } from './permission.ts'
import { accessOf } from './queries/access.ts'
import { settle } from './settle.ts'
import type { Instant } from './time/calendar.ts'
import { byIssues, commandIssues, momentIssues } from './validation/commandShape.ts'

/** What `run` comes to. */
export type Run =
  /** The command was decided. */
  | { readonly type: 'Done'; readonly result: Either<Rejection, Outcome> }
  /** The partial pool lacks these rows: load them, widen the pool, and run the same command again. */
  | { readonly type: 'Need'; readonly needs: Needs }
  /** The steps are used up: commit what was settled, and give the same command again to that pool. */
  | { readonly type: 'Unsettled'; readonly pool: LicensePool; readonly events: readonly LicenseEvent[] }

/** Runs a command on a whole or partial pool, settling at most `steps` things that are due before it. */
export const run = (pool: LicensePool, command: Command, at: Instant, by: By, steps = Number.POSITIVE_INFINITY): Run => {
  const refusal = refusalAtTheDoor(contentsOf(pool).header, command, at, by)
  if (refusal !== undefined) return { type: 'Done', result: left(refusal) }
  const draft = new Draft(pool, at)
  const settled = settle(draft, steps)
  const decision = settled ? decideSettled(draft, command, by) : undefined
  if (draft.needs !== undefined) return { type: 'Need', needs: draft.needs }
  if (!settled) return { type: 'Unsettled', pool: draft.finish(), events: draft.events }
  if (isRefusal(decision)) return { type: 'Done', result: left(decision) }
  const outcome: Answer & { pool?: LicensePool } = answerIn(draft, command, decision)
  outcome.pool = draft.finish()
  return { type: 'Done', result: right(outcome as Outcome) }
}

/** Why a command does not even reach the pool's members: it is not one (X10), or its actor may not give it (X9). */
export const refusalAtTheDoor = (header: Header, command: unknown, at: unknown, by: unknown): Rejection | undefined => {
  const issues = commandIssues(command) ?? momentIssues(at) ?? byIssues(by)
  if (issues !== undefined) return reject({ type: 'Invalid', issues })
  return refusalByRole(header.policies, command as Command, by as By)
}

/** Decides a command where what was due has happened, and lets happen what follows from it. */
export const decideSettled = (draft: Draft, command: Command, by: By): Decision => {
  draft.actAs(by)
  const decision = decide(draft, command)
  if (!isRefusal(decision) && draft.touched) settle(draft)
  return decision
}

export const isRefusal = (decision: Decision): decision is Rejection => decision !== undefined && 'type' in decision

/** What an accepted command answers, the pool aside. */
export const answerIn = (draft: Draft, command: Command, results: Exclude<Decision, Rejection>): Answer => {
  const { events } = draft
  if (command.type !== 'SignIn' && command.type !== 'CheckIn') return results === undefined ? { events } : { events, results }
  const { level, until } = accessOf(draft.header.policies, draft.member(command.member), draft.at)
  return until === undefined ? { events, access: level } : { events, access: level, until }
}

/**
 * Executes a command on a whole pool: what was due by `at` happens first, then the command, at `at` (milliseconds since the epoch;
 * a moment before the pool's latest event is taken as that event's, T5). A refusal leaves the pool as it was (X1).
 *
 * @example
 * const outcome = execute(pool, { type: 'SignIn', member: 'lucy', client: 'mobile' }, at, { role: 'member', id: 'lucy' })
 * if (outcome._tag === 'Right') save(outcome.right.pool, outcome.right.events)
 */
export const execute = (pool: LicensePool, command: Command, at: Instant, by: By): Either<Rejection, Outcome> => {
  const ran = run(pool, command, at, by)
  if (ran.type === 'Done') return ran.result
  throw new Error(`execute takes a whole pool, and this one is partial: ${JSON.stringify(ran)}`)
}

/**
 * Opens a pool: the first event of its life. Rejections: `Invalid`, `NotPermitted`, `WrongOrganization`.
 *
 * @example
 * openPool({ type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment' }, at, { role: 'accountManager' })
 */
export const openPool = (command: OpenPool, at: Instant, by: By): Either<Rejection, Outcome> =>
  execute(new LicensePool(unopened), command, at, by)

/**
 * What a command would come to, with the names: the same answer as `execute`, and nothing is kept (A3, P5).
 *
 * @example
 * const who = preview(pool, { type: 'LowerAllowance', to: 10 }, at, { role: 'accountManager' })
 */
export const preview = execute
