// However many commands a store of tables takes into one transaction, and of however many pools: each comes to what it would have come to
// one by one, on whole pools in memory. The bound that is kept beside the header, and what is looked for by it, change no answer.

import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { type Command, createLicensing, execute, type LicensePool } from '../../src/index.ts'
import { migrate, sqliteStore } from '../../src/sqlite/index.ts'
import { type Request, toSnapshot } from '../../src/store/index.ts'
import { allHistories } from '../support/histories.ts'
import { leaseHistories } from '../support/leaseHistories.ts'
import { poolIn } from '../support/office.ts'
import { type History, law, opened, patience, vendor } from '../support/playing.ts'
import { same } from '../support/same.ts'

const database = new DatabaseSync(':memory:')
migrate(database)
const store = sqliteStore(database)

const tried = { runs: 0, together: 0, events: 0, refused: 0, leases: 0 }
let pools = 0

/** Gives the requests of two pools by turns, so many at once, and compares each answer and what is stored in the end. */
const runTogether = async (histories: readonly History[], lengths: readonly number[]): Promise<void> => {
  let now = 0
  const wholes: LicensePool[] = []
  const ids = histories.map(() => `pool ${pools++}`)
  const licensing = createLicensing({ store, clock: { now: () => now }, newId: () => 'c' })
  for (const [n, history] of histories.entries()) {
    now = history.at
    await licensing.execute(ids[n] as string, history.open, { actor: vendor, idempotencyKey: 'open' })
    wholes[n] = opened(history).pool
  }
  const calls = histories.flatMap(({ requests }, n) => requests.map((request) => ({ n, request })))
  for (let done = 0, round = 0; done < calls.length; round++) {
    const some = calls.slice(done, done + (lengths[round % lengths.length] as number))
    done += some.length
    const answers = some.map(({ n, request: { command, at, by } }) => {
      now = at
      const { commandId: _, ...actor } = by
      return licensing.execute(ids[n] as string, command, { actor })
    })
    for (const [index, answer] of (await Promise.all(answers)).entries()) {
      const { n, request } = some[index] as (typeof some)[number]
      const result = alone(wholes[n] as LicensePool, request)
      if (isRight(result)) {
        const { pool, ...told } = result.right
        same(answer, { _tag: 'Right', right: told }, `the answer to ${request.command.type}`)
        wholes[n] = pool
        tried.events += told.events.length
      } else {
        same(answer, result, `the refusal of ${request.command.type}`)
        tried.refused++
      }
    }
    if (some.length > 1) tried.together++
  }
  for (const [n, whole] of wholes.entries()) {
    const kept = await poolIn(store, ids[n])
    const snapshot = toSnapshot(whole)
    same(kept && toSnapshot(kept), snapshot, 'what is stored')
    if (snapshot.leases.length > 0) tried.leases++
    same((await store.events(ids[n] as string, 0, 10_000)).length, snapshot.header.version, 'how many events are stored')
  }
  tried.runs++
}

/** What a request comes to in memory; a sign-in that takes a lease and names no session gets one, as from the shell (C7). */
const alone = (whole: LicensePool, { command, at, by }: Request): ReturnType<typeof execute> => {
  const { commandId: _, ...actor } = by
  const run = (given: Command): ReturnType<typeof execute> => execute(whole, given, at, { ...actor, commandId: 'c' })
  const result = run(command)
  const lacksSession =
    command.type === 'SignIn' && command.session === undefined && !isRight(result) && result.left.type === 'Invalid'
  return lacksSession ? run({ ...command, session: 'c' }) : result
}

test('commands taken together answer as one by one, over tables as in memory (X3, X4, A5)', { timeout: patience }, async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 })
  const history = fc.oneof(allHistories, leaseHistories)
  const property = fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: 2 }), lengths, runTogether)
  await fc.assert(property, law)
  expect(tried.together).toBeGreaterThan(1_000)
  expect(tried.events).toBeGreaterThan(10_000)
  expect(tried.refused).toBeGreaterThan(1_000)
  expect(tried.leases).toBeGreaterThan(100)
})
