// `nextDue` says how long nobody need look: nothing happens before it, and whoever sets a timer by it, again and again, misses nothing
// and comes to an end.

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { execute, type LicenseEvent, type LicensePool, nextDue } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { livelyHistories } from '../support/histories.ts'
import { type History, law, patience, play, system } from '../support/playing.ts'
import { same } from '../support/same.ts'
import { DAY } from '../support/scenes.ts'

const sweep = (pool: LicensePool, at: number): { readonly pool: LicensePool; readonly events: readonly LicenseEvent[] } => {
  const swept = execute(pool, { type: 'Sweep' }, at, system)
  if (!isRight(swept)) throw new Error(swept.left.message)
  return swept.right
}

/** The pool after one of a history's turns. */
const poolIn = (history: History, pick: number): LicensePool => {
  const { opening, turns } = play(history)
  return turns[pick % Math.max(1, turns.length)]?.after ?? opening.pool
}

test('before nextDue nothing happens (T4)', { timeout: patience }, () => {
  let quiet = 0
  const property = fc.property(livelyHistories, fc.nat(), (history, pick) => {
    const pool = poolIn(history, pick)
    const { latestAt } = contentsOf(pool).header
    const due = nextDue(pool) ?? latestAt + 100 * DAY
    if (due <= latestAt) return
    quiet++
    same(sweep(pool, due - 1).events, [], 'the events of a sweep before nextDue')
    const found = sweep(pool, latestAt + 100 * DAY).events[0]
    if (found !== undefined) expect(due).toBeLessThanOrEqual(found.at)
  })
  fc.assert(property, law)
  expect(quiet).toBeGreaterThan(500)
})

test('whoever sweeps at nextDue, again and again, sees all that happens and comes to an end (T4)', { timeout: patience }, () => {
  let found = 0
  const property = fc.property(livelyHistories, fc.nat(), (history, pick) => {
    const start = poolIn(history, pick)
    const until = contentsOf(start).header.latestAt + 40 * DAY
    const events: LicenseEvent[] = []
    let pool = start
    for (let due = nextDue(pool); due !== undefined && due <= until; due = nextDue(pool)) {
      const swept = sweep(pool, due)
      pool = swept.pool
      events.push(...swept.events)
      const next = nextDue(pool)
      if (next !== undefined && next <= due) expect.fail(`the timer rings for ever at ${due}: the next is ${next}`)
    }
    const all = sweep(start, until)
    same(events, [...all.events], 'the events')
    same(toSnapshot(pool), toSnapshot(all.pool), 'the pool')
    found += events.length
  })
  fc.assert(property, law)
  expect(found).toBeGreaterThan(1_000)
})
