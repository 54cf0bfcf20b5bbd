// The events are the pool: replaying them gives it again, from the first or from any snapshot on, and what comes out behaves as the
// pool that lived does. Events and snapshots pass through JSON and through the decoders on the way (X3, X7, X10).

import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { execute, type LicenseEvent, type LicensePool } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { decodeEvent, fromSnapshot, replay, toSnapshot } from '../../src/store/index.ts'
import { allHistories, histories } from '../support/histories.ts'
import { law, patience, play, told } from '../support/playing.ts'
import { same, throughJson } from '../support/same.ts'

/** Events as a store gives them back: through JSON, and each decoded. */
const stored = (events: readonly LicenseEvent[]): readonly LicenseEvent[] =>
  throughJson(events).map((event) => {
    const decoded = decodeEvent(event)
    if (isLeft(decoded)) throw new Error(`${event.type}: ${decoded.left.message}`)
    same(decoded.right, event, `the decoded ${event.type}`)
    return decoded.right
  })

/** A pool as a document gives it back. */
const restored = (pool: LicensePool): LicensePool => {
  const again = fromSnapshot(throughJson(toSnapshot(pool)))
  if (isLeft(again)) throw new Error(again.left.message)
  return again.right
}

test('replaying the events gives the pool (X3)', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    const { events, pool } = play(history)
    same(toSnapshot(replay(events)), toSnapshot(pool), 'the pool replayed')
    same(toSnapshot(replay(stored(events))), toSnapshot(pool), 'the pool replayed from what was stored')
  })
  fc.assert(property, law)
})

/** So many versions go by between two snapshots. */
const every = 5

test('a snapshot and the later events give the pool, wherever the snapshot was taken (X3)', { timeout: patience }, () => {
  const property = fc.property(histories, fc.nat({ max: every - 1 }), (history, first) => {
    const { opening, turns, events, pool } = play(history)
    const expected = toSnapshot(pool)
    const versions = [opening.pool, ...turns.map(({ after }) => after)]
    for (const old of versions.filter((_, index) => index % every === first)) {
      const again = restored(old)
      same(toSnapshot(again), throughJson(toSnapshot(old)), 'the snapshot of a restored pool')
      same(toSnapshot(replay(events.slice(old.version), again)), expected, `the pool from version ${old.version} on`)
    }
  })
  fc.assert(property, law)
})

test('a pool that was replayed or restored answers as the one that lived (X3)', { timeout: patience }, () => {
  let answered = 0
  const property = fc.property(allHistories, fc.boolean(), fc.nat({ max: every - 1 }), (history, replays, first) => {
    const { turns, events } = play(history)
    for (const [index, { command, at, by, before, result }] of turns.entries()) {
      if (index % every !== first) continue
      const again = execute(replays ? replay(events.slice(0, before.version)) : restored(before), command, at, by)
      same(told(again), told(result), `the answer to ${command.type}`)
      if (!isRight(result) || !isRight(again)) continue
      same(toSnapshot(again.right.pool), toSnapshot(result.right.pool), `the pool after ${command.type}`)
      answered++
    }
  })
  fc.assert(property, law)
  expect(answered).toBeGreaterThan(2_000)
})

test('events are numbered without a gap, do not go back in time, and say who and why (X7)', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    const { opening, turns, events } = play(history)
    expect(opening.pool.version).toBe(opening.events.length)
    for (const [index, { seq, at }] of events.entries()) {
      if (seq !== index + 1) expect.fail(`event ${index + 1} is numbered ${seq}`)
      if (at < (events[index - 1]?.at ?? at)) expect.fail(`event ${seq} goes back in time`)
    }
    for (const { command, at, by, before, result, after } of turns) {
      if (!isRight(result)) continue
      const now = Math.max(at, contentsOf(before).header.latestAt)
      const { commandId: id, ...giver } = by
      expect(after.version - before.version).toBe(result.right.events.length)
      for (const { type, actor, at: effective, commandId, reason } of result.right.events) {
        const what = `${type} in ${command.type}`
        if (effective > now) expect.fail(`${what} takes effect later than it happens`)
        // What was due before is nobody's command; what the command did, and what follows from it, happens at its moment.
        if (commandId !== undefined) same({ commandId, at: effective }, { commandId: id, at: now }, `who caused ${what}`)
        if (actor.role !== 'system') same({ actor, commandId }, { actor: giver, commandId: id }, `the actor of ${what}`)
        if (['due', 'lapsed', 'idle', 'shrink', 'freed'].includes(reason)) same(actor, { role: 'system' }, `the actor of ${what}`)
      }
    }
  })
  fc.assert(property, law)
})
