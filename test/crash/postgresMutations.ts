// Broken stores over PostgreSQL, each in the run in which it shows.

import type { PostgresServer } from '../support/postgresServer.ts'
import type { Mutation } from './mutations.ts'
import { onPostgres } from './postgresRun.ts'
import type { RunOptions } from './run.ts'
import type { Death, Trouble } from './task.ts'

const small = { plan: { licenses: 24, members: 43, sidePools: 6 }, workers: 3, callers: 8 } as const

export const postgresMutations = (server: () => Promise<PostgresServer>): readonly Mutation[] => {
  const undisturbed = (name: string, trouble: Trouble = {}): RunOptions => ({
    name: `mutation, PostgreSQL: ${name}`,
    ...onPostgres(server),
    ...small,
    trouble: () => trouble,
    leastKills: 0,
    havoc: async (fleet) => {
      await fleet.answered(400)
      return 0
    },
  })
  /** The first worker of each slot dies at this point. */
  const dyingAt = (name: string, at: Death['at']): RunOptions => ({
    ...undisturbed(name),
    trouble: (slot, generation) => ({ death: generation === 0 ? { at, transaction: 6 + 2 * slot } : undefined }),
    leastKills: 3,
    havoc: async (fleet) => {
      await fleet.died(1)
      await fleet.answered(400)
      return 0
    },
  })
  return [
    { breakage: 'one license too many', seenBy: ['within the allowance'], options: undisturbed('one license too many') },
    {
      breakage: 'answers before the commit',
      seenBy: ['acknowledged, so there once', 'the answer is kept'],
      options: dyingAt('answers before the commit', 'before COMMIT'),
    },
    {
      breakage: 'no idempotency',
      seenBy: ['acknowledged, so there once', 'refused, so not there'],
      options: undisturbed('no idempotency, answers lost after COMMIT', { losesOneIn: 10 }),
    },
    {
      // The key (pool, seq) keeps the log right: whoever was too late is told, and asks again. But what keeps an answer without an event
      // has no number, and writes over a header that it has not seen.
      breakage: 'no lock',
      seenBy: ['rows as the log says'],
      neverSeenBy: ['gapless numbers', 'within the allowance', 'one seat each', 'acknowledged, so there once'],
      options: undisturbed('no version check and no lock'),
    },
    {
      breakage: 'no lock and no key',
      seenBy: ['within the allowance', 'acknowledged, so there once'],
      options: undisturbed('no version check, no lock and no key'),
    },
    {
      breakage: 'events after the commit',
      seenBy: ['gapless numbers', 'rows as the log says'],
      options: dyingAt('events after the commit', 'after COMMIT'),
    },
  ]
}
