// What must not change does not: a refusal leaves the pool as it was, and no pool value changes once it is made, whatever a caller
// does to what it handed in or was handed.

import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { access, execute, explain, type LicensePool, members, summary } from '../../src/index.ts'
import { executeAll, fromSnapshot, holdersAt, partialPool, replay, rowsOf, toSnapshot, widen } from '../../src/store/index.ts'
import { anybody, histories } from '../support/histories.ts'
import { law, opened, patience, play, system, told } from '../support/playing.ts'
import { same, throughJson } from '../support/same.ts'

const text = (pool: LicensePool): string => JSON.stringify(toSnapshot(pool))

test('a refused command leaves the pool as it was, and is refused again (X1)', { timeout: patience }, () => {
  let refused = 0
  const property = fc.property(histories, (history) => {
    for (const turn of play(history).turns) {
      const { command, at, by, before, result } = turn
      if (isRight(result)) continue
      refused++
      const was = text(before)
      const again = execute(before, command, at, by)
      same(told(again), told(result), `the refusal of ${command.type}, given again`)
      expect(text(before)).toBe(was)
      expect(text(executeAll(before, [turn]).pool), 'as one of many').toBe(was)
    }
  })
  fc.assert(property, law)
  expect(refused).toBeGreaterThan(5_000)
})

test('no version of a pool ever changes, and an old one answers as it did (X2)', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    const was: string[] = []
    const kept: LicensePool[] = []
    let { pool } = opened(history)
    for (const { command, at, by } of history.requests) {
      kept.push(pool)
      was.push(text(pool))
      const result = execute(pool, command, at, by)
      if (isRight(result)) pool = result.right.pool
    }
    for (const [index, old] of kept.entries()) expect(text(old), `version ${index}`).toBe(was[index])
    for (const { command, at, by, before, result } of play(history).turns.slice(-5).reverse()) {
      same(told(execute(before, command, at, by)), told(result), `the answer to ${command.type}`)
    }
  })
  fc.assert(property, law)
})

/** Writes, adds and deletes wherever it can, as deep as it gets. */
const spoil = (value: unknown, seen = new Set<unknown>()): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  for (const key of Object.keys(value)) {
    spoil(Reflect.get(value, key), seen)
    Reflect.set(value, key, 'spoiled')
  }
  if (Array.isArray(value) && !Object.isFrozen(value)) value.push('spoiled')
  if (!Array.isArray(value)) for (const key of Object.keys(value).slice(1)) Reflect.deleteProperty(value, key)
  Reflect.set(value, 'spoiled', true)
}

/** What one can be handed about a pool and one of its members. */
const handedOut = (pool: LicensePool, member: string, at: number): readonly unknown[] => [
  toSnapshot(pool),
  rowsOf(pool, anybody),
  summary(pool, at),
  members(pool, { at, state: ['known', 'pending', 'enabled', 'provisional'] }),
  access(pool, member, at),
  explain(pool, member, at),
]

test('whatever is done to what was handed out or handed in, the pool stays (X2)', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    const { opening, turns } = play(history)
    const expected = [opening.pool, ...turns.map(({ after }) => after)].map(text)
    const { open, at, requests } = throughJson(history)
    const again = opened({ open, at })
    spoil(open)
    spoil(again.events)
    let { pool } = again
    const kept = [pool]
    for (const [index, { command, at, by }] of requests.entries()) {
      const result = execute(pool, command, at, by)
      if (isRight(result)) {
        pool = result.right.pool
        spoil(told(result))
      } else spoil(result.left)
      if (index % 3 === 0) for (const each of handedOut(pool, anybody[(index / 3) % anybody.length] as string, at)) spoil(each)
      spoil(command)
      spoil(by)
      kept.push(pool)
    }
    for (const [index, old] of kept.entries()) expect(text(old), `version ${index}`).toBe(expected[index])
  })
  fc.assert(property, law)
})

test('a pool out of rows, of a snapshot or of events shares nothing with them (X2)', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    const { events, pool } = play(history)
    const expected = text(pool)
    const log = throughJson(events)
    const replayed = replay(log)
    const snapshot = throughJson(toSnapshot(pool))
    const restored = fromSnapshot(snapshot)
    if (isLeft(restored)) throw new Error(restored.left.message)
    const rows = throughJson(rowsOf(pool, anybody))
    const loaded = { members: rows.members, asked: [...anybody], reach: { timed: 'all', idle: 'all', waiting: 'all' } } as const
    const widened = widen(partialPool(rows.header), loaded)
    const batch = executeAll(pool, [{ command: { type: 'Sweep' }, at: history.at, by: system }])
    const holders = holdersAt(log, history.at)
    for (const each of [log, snapshot, rows, loaded, batch.results, holders]) spoil(each)
    expect(text(replayed), 'replayed').toBe(expected)
    expect(text(restored.right), 'restored').toBe(expected)
    same(rowsOf(widened, anybody), throughJson(rowsOf(pool, anybody)), 'the rows of a partial pool')
  })
  fc.assert(property, law)
})
