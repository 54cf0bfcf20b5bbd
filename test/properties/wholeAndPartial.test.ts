// A pool out of rows is the whole pool: the same events, answers, records and header, however few rows it is given at a time, and
// however the commands are grouped into transactions (design.md: partial pools).

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  execute,
  fromSnapshot,
  type LicenseEvent,
  type LicensePool,
  type Outcome,
  partialPool,
  toSnapshot,
  widen,
} from '../../src/index.ts'
import {
  anybody,
  type History,
  histories,
  isCommand,
  law,
  livelyHistories,
  opened,
  patience,
  play,
  told,
} from '../support/histories.ts'
import { runFromRows, runLane, runOn } from '../support/partialRuns.ts'
import { type RowStore, rowStore } from '../support/rowStore.ts'
import { same } from '../support/same.ts'

const manner = fc.record({ page: fc.integer({ min: 1, max: 3 }), guesses: fc.boolean() })
const bounded = fc.record({ page: fc.integer({ min: 1, max: 3 }), guesses: fc.boolean(), steps: fc.constantFrom(1, 1, 2, 3) })

/** How the law was tried: it would be worth little if nothing was ever missing. */
const tried = { loads: 0, rounds: 0, lanes: 0 }

/** A store of a history's pool, and the pool in it once more as a whole. */
const storedPool = (history: History, page: number): { readonly store: RowStore; readonly opening: Outcome } => {
  const opening = opened(history)
  return { store: rowStore(opening.pool, page), opening }
}

describe('a pool out of rows answers as the whole pool', () => {
  test('rebuilt for every command (X3, D)', { timeout: patience }, () => {
    const property = fc.property(histories, manner, (history, { page, guesses }) => {
      const { store } = storedPool(history, page)
      for (const [index, turn] of play(history).turns.entries()) {
        const what = `request ${index}, ${turn.command.type}`
        const ran = runFromRows(store, turn, { guesses })
        tried.loads += ran.loads
        same(told(ran.result), told(turn.result), `the answer to ${what}`)
        same(store.snapshot(), toSnapshot(turn.after), `the rows after ${what}`)
      }
      expect(fromSnapshot(store.snapshot())._tag).toBe('Right')
    })
    fc.assert(property, law)
    expect(tried.loads).toBeGreaterThan(20_000)
  })

  test('over one growing partial pool, written once for several commands', { timeout: patience }, () => {
    const lanes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 8 })
    const property = fc.property(histories, manner, lanes, (history, { page, guesses }, lengths) => {
      const { store } = storedPool(history, page)
      const { turns } = play(history)
      for (let done = 0, lane = 0; done < turns.length; lane++) {
        const some = turns.slice(done, done + (lengths[lane % lengths.length] as number))
        tried.lanes++
        for (const [index, ran] of runLane(store, some, { guesses }).entries()) {
          const turn = some[index] as (typeof turns)[number]
          same(told(ran.result), told(turn.result), `the answer to request ${done + index}, ${turn.command.type}`)
        }
        done += some.length
        same(store.snapshot(), toSnapshot(turns[done - 1]?.after as LicensePool), `the rows after ${done} requests`)
      }
    })
    fc.assert(property, law)
    expect(tried.lanes).toBeGreaterThan(5_000)
  })

  test('settling at most a few things at a time, committed before the command is given again (T4)', { timeout: patience }, () => {
    const property = fc.property(livelyHistories, bounded, (history, { page, guesses, steps }) => {
      const { store, opening } = storedPool(history, page)
      let whole = opening.pool
      for (const [index, request] of history.requests.entries()) {
        const what = `request ${index}, ${request.command.type}`
        const expected = execute(whole, request.command, request.at, request.by)
        const ran = runFromRows(store, request, { guesses, steps })
        tried.rounds += ran.rounds
        same(answerOf(ran.result, ran.settled), answerOf(expected, []), `the answer to ${what}`)
        // What was settled before a refusal is kept here, and comes again with the next command there (X1).
        const known = fromSnapshot(store.snapshot())
        if (!isRight(known)) throw new Error(known.left.message)
        if (isRight(expected)) same(store.snapshot(), toSnapshot(expected.right.pool), `the rows after ${what}`)
        whole = isRight(expected) ? expected.right.pool : known.right
      }
    })
    fc.assert(property, law)
    expect(tried.rounds).toBeGreaterThan(1_500)
  })
})

/** An answer with what was settled in earlier rounds put before its own events. */
const answerOf = (result: Parameters<typeof told>[0], settled: readonly LicenseEvent[]): object =>
  isRight(result) ? { ...told(result), events: [...settled, ...result.right.events] } : told(result)

test('a row that the pool has outrun is not taken back: a filled placeholder stays gone', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    const { store } = storedPool(history, 3)
    const everybody = { members: anybody, orders: {} }
    for (const turn of play(history).turns) {
      if (isCommand('FillPlaceholder')(turn)) {
        const before = widen(partialPool(store.header()), store.load(everybody))
        const { pool } = runOn(before, store, turn)
        const again = widen(pool, store.load(everybody))
        const sweep = { ...turn, command: turn.command }
        same(
          told(runOn(again, store, sweep).result),
          told(execute(turn.after, turn.command, turn.at, turn.by)),
          'the answer when it is given again',
        )
      }
      runFromRows(store, turn, { guesses: true })
    }
  })
  fc.assert(property, law)
})
