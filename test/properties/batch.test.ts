// Many commands in one scratch answer as so many calls of `execute`: the same events, answers and pool, refusals in between included.

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { type LicensePool, preview } from '../../src/index.ts'
import { executeAll, toSnapshot } from '../../src/store/index.ts'
import { histories, livelyHistories } from '../support/histories.ts'
import { type History, law, opened, patience, play, told } from '../support/playing.ts'
import { same } from '../support/same.ts'

const lengths = fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 6 })

/** Plays a history in batches beside one command at a time; answers how many were refused. */
const inBatches = (history: History, sizes: readonly number[]): number => {
  const { turns } = play(history)
  let { pool } = opened(history)
  let refused = 0
  for (let done = 0, batch = 0; done < turns.length; batch++) {
    const some = turns.slice(done, done + (sizes[batch % sizes.length] as number))
    const before = pool
    const was = JSON.stringify(toSnapshot(before))
    const outcome = executeAll(before, some)
    for (const [index, result] of outcome.results.entries()) {
      const turn = some[index] as (typeof turns)[number]
      if (!isRight(result)) refused++
      same(told(result), told(turn.result), `the answer to request ${done + index}, ${turn.command.type}`)
    }
    expect(outcome.results.length).toBe(some.length)
    done += some.length
    pool = outcome.pool
    same(toSnapshot(pool), toSnapshot(turns[done - 1]?.after as LicensePool), `the pool after ${done} requests`)
    expect(JSON.stringify(toSnapshot(before)), 'the pool before the batch (X2)').toBe(was)
  }
  return refused
}

test.each([
  ['of any kind', histories],
  ['with much that falls due', livelyHistories],
])('executeAll answers as so many calls of execute, in histories %s (X1, X3)', { timeout: patience }, (_, drawn) => {
  let refused = 0
  const property = fc.property(drawn, lengths, (history, sizes) => {
    refused += inBatches(history, sizes)
  })
  fc.assert(property, law)
  expect(refused).toBeGreaterThan(4_000)
})

test('preview answers as execute and keeps nothing (A3, P5)', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    for (const { command, at, by, before, result } of play(history).turns) {
      same(told(preview(before, command, at, by)), told(result), `the preview of ${command.type}`)
    }
  })
  fc.assert(property, law)
})
