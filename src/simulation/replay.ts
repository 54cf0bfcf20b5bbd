// Replays activity through a pool at virtual time: each row is a sign-in by the member itself, and what falls due between two rows
// happens in between. Nothing here reads a file or a clock.

import type { Either } from 'fp-ts/lib/Either.js'
import { execute, openPool } from '../pool/execute.ts'
import { memberStates } from '../pool/model/member.ts'
import type { Outcome } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import { summary } from '../pool/queries/summary.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Replayed } from './figures.ts'
import { openingOf, type Plan } from './plan.ts'
import { Tally } from './tally.ts'

/** One use of the product. */
export interface Activity {
  readonly at: Instant
  readonly member: string
  readonly client: string
}

/** A replay under way. Rows come in the order of their moments. */
export interface Replay {
  readonly signIn: (row: Activity) => void
  /** Lets happen what is due by then, and gives the figures. */
  readonly end: (at: Instant) => Replayed
}

const system = { role: 'system' } as const

/** Opens the plan's pool at the moment of the first row. */
export const startReplay = (plan: Plan, from: Instant): Replay => {
  const tally = new Tally(plan, from)
  let rows = 0
  let { pool } = accepted(openPool(openingOf(plan), from, system))
  const sweep = (at: Instant): void => {
    const swept = accepted(execute(pool, { type: 'Sweep' }, at, system))
    pool = swept.pool
    tally.saw(swept.events)
  }
  return {
    signIn: ({ at, member, client }) => {
      const result = execute(pool, { type: 'SignIn', member, client, session: `s${++rows}` }, at, { role: 'member', id: member })
      if (result._tag === 'Left') {
        sweep(at) // a refusal keeps nothing of what was due, and the figures want it in its order
        return tally.answered(at, member, 'none', result.left.type)
      }
      pool = result.right.pool
      tally.saw(result.right.events)
      tally.answered(at, member, result.right.access ?? 'none')
    },
    end: (at) => {
      sweep(at)
      const stands = summary(pool, at)
      return tally.replayed(
        at,
        memberStates.reduce((sum, state) => sum + stands[state], 0),
      )
    },
  }
}

const accepted = (result: Either<Rejection, Outcome>): Outcome => {
  if (result._tag === 'Right') return result.right
  throw new Error(`the plan had been checked, and yet: ${result.left.message}`)
}

/**
 * What each plan would have done with the same activity. The pools are opened at the first row's moment and the run ends at the
 * last row's; there must be a row.
 */
export const simulate = (plans: readonly Plan[], rows: Iterable<Activity>): readonly Replayed[] => {
  let replays: readonly Replay[] | undefined
  let last: Instant | undefined
  for (const row of rows) {
    replays ??= plans.map((plan) => startReplay(plan, row.at))
    if (last !== undefined && row.at < last) throw new RangeError('the rows are not in the order of their moments')
    last = row.at
    for (const replay of replays) replay.signIn(row)
  }
  const end = last
  if (replays === undefined || end === undefined) throw new RangeError('there is no activity')
  return replays.map((replay) => replay.end(end))
}
