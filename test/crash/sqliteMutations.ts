// Broken stores over SQLite, each in the run in which it shows: at the exact points, since there a kill is bound to fall into the gap.

import type { Mutation } from './mutations.ts'
import type { RunOptions } from './run.ts'
import { everybodyDied, onSqlite, sqliteKills } from './sqliteRun.ts'
import type { Death } from './task.ts'

/** The first worker of each slot dies at this point. */
const dyingAt = (name: string, at: Death['at']): RunOptions => ({
  name: `mutation, SQLite: ${name}`,
  ...onSqlite('node:sqlite'),
  trouble: (slot, generation) => ({ death: generation === 0 ? { at, transaction: 6 + 2 * slot } : undefined }),
  leastKills: 3,
  havoc: (fleet) => everybodyDied(fleet, 1),
})

const undisturbed = (name: string): RunOptions => ({ ...sqliteKills('node:sqlite', 1), name: `mutation, SQLite: ${name}` })

export const sqliteMutations: readonly Mutation[] = [
  {
    breakage: 'one license too many',
    seenBy: ['within the allowance'],
    options: undisturbed('one license too many'),
  },
  {
    breakage: 'answers before the commit',
    seenBy: ['acknowledged, so there once', 'the answer is kept'],
    options: dyingAt('answers before the commit', 'before COMMIT'),
  },
  {
    breakage: 'no idempotency',
    seenBy: ['acknowledged, so there once', 'refused, so not there'],
    options: dyingAt('no idempotency, an answer lost after COMMIT', 'after COMMIT'),
  },
  {
    // The key (pool, seq) keeps the log right: whoever was too late is told. But what keeps an answer without an event has no number, and
    // writes over a header that it has not seen.
    breakage: 'no lock',
    seenBy: ['rows as the log says'],
    neverSeenBy: ['gapless numbers', 'within the allowance', 'one seat each', 'acknowledged, so there once'],
    options: undisturbed('no lock'),
  },
  {
    breakage: 'no lock and no key',
    seenBy: ['within the allowance', 'acknowledged, so there once'],
    options: undisturbed('no lock and no key'),
  },
  {
    breakage: 'events after the commit',
    seenBy: ['gapless numbers', 'rows as the log says'],
    options: dyingAt('events after the commit', 'after COMMIT'),
  },
  {
    breakage: 'no transaction',
    seenBy: ['rows as the log says'],
    options: dyingAt('no transaction', 'between writes'),
  },
]
