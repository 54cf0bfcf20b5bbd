// Many commands in one scratch: what a group commit and an import need. Each is decided by itself, as `execute` would.

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { Draft, systemActor } from './draft.ts'
import { evolve } from './evolution/evolve.ts'
import { answerIn, decideSettled, enterPool } from './execute.ts'
import type { Beyond } from './gate/ownPolicy.ts'
import type { LicensePool } from './licensePool.ts'
import type { By } from './model/actor.ts'
import type { Command } from './model/command.ts'
import type { LicenseEvent } from './model/event.ts'
import type { Answer } from './model/outcome.ts'
import { isRefusal, type Rejection } from './model/rejection.ts'
import { settle } from './settlement/settle.ts'
import type { Instant } from './time/calendar.ts'

/** A command, its moment, and who gives it. */
export interface Request {
  readonly command: Command
  readonly at: Instant
  readonly by: By
}

export interface BatchOutcome {
  /** The pool after all of them. */
  readonly pool: LicensePool
  /** An answer for each, in order. */
  readonly results: readonly Either<Rejection, Answer>[]
}

/**
 * Executes commands one after the other on a whole pool. It answers as so many calls of `execute` would, at a fraction of the cost:
 * a refused one changes nothing and the others go on.
 *
 * @example
 * const { pool: next, results } = executeAll(pool, ['ann', 'bob'].map((member) => ({ command: { type: 'AddMember', member }, at, by })))
 */
export const executeAll = (pool: LicensePool, requests: readonly Request[], beyond?: Beyond): BatchOutcome => {
  let kept = pool
  let sinceKept: LicenseEvent[] = []
  let draft = new Draft(pool, Number.NEGATIVE_INFINITY, beyond)
  const results: Either<Rejection, Answer>[] = []
  for (const { command, at, by } of requests) {
    const entry = enterPool(draft.header, command, at, by)
    if (isRefusal(entry)) {
      results.push(left(entry))
      continue
    }
    begin(draft, at)
    settle(draft)
    const decision = decideSettled(draft, entry)
    if (!isRefusal(decision)) {
      results.push(right(answerIn(draft, entry.command, decision)))
      for (const event of draft.events) sinceKept.push(event)
      continue
    }
    results.push(left(decision))
    if (!draft.touched) continue
    // The scratch cannot be unwound: what was accepted is applied again to the last pool that was kept, and that one kept.
    kept = replayed(kept, sinceKept)
    sinceKept = []
    draft = new Draft(kept, Number.NEGATIVE_INFINITY, beyond)
  }
  return { pool: draft.finish(), results }
}

/** Goes on to another command in the same scratch, at its moment (never before the latest event's, T5). */
const begin = (draft: Draft, at: Instant): void => {
  draft.at = Math.max(at, draft.header.latestAt)
  draft.events = []
  draft.touched = false
  draft.actAs(systemActor)
}

/** The pool after some events: what happened has happened, and nothing is asked of it (X3). */
export const replayed = (pool: LicensePool, events: readonly LicenseEvent[]): LicensePool => {
  const draft = new Draft(pool, Number.NEGATIVE_INFINITY)
  for (const event of events) {
    draft.at = event.at
    evolve(draft, event)
  }
  return draft.finish()
}
