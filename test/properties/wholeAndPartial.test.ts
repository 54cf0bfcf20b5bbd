// A pool out of rows is the whole pool: the same events, answers, records and header, however few rows it is given at a time, and
// however the commands are grouped into transactions (design.md: partial pools).

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { LicenseEvent, LicensePool, OwnPolicy } from '../../src/index.ts'
import { fromSnapshot, membersNamedBy, partialPool, replay, toSnapshot, widen } from '../../src/store/index.ts'
import { allHistories, histories, livelyHistories } from '../support/histories.ts'
import { runFromRows, runLane, runOn } from '../support/partialRuns.ts'
import { isCommand, law, opened, patience, play, told, turn as turnOf } from '../support/playing.ts'
import { rowStore } from '../support/rowStore.ts'
import { same } from '../support/same.ts'
import { HOUR } from '../support/scenes.ts'

const manner = fc.record({ page: fc.integer({ min: 1, max: 3 }), guesses: fc.boolean() })
const bounded = fc.record({ page: fc.integer({ min: 1, max: 3 }), guesses: fc.boolean(), steps: fc.constantFrom(1, 1, 2, 3) })

/** How the law was tried: it would be worth little if nothing was ever missing. */
const tried = { loads: 0, rounds: 0, lanes: 0 }

describe('a pool out of rows answers as the whole pool', () => {
  test('rebuilt for every command (X3, D)', { timeout: patience }, () => {
    const property = fc.property(histories, manner, (history, { page, guesses }) => {
      const store = rowStore(opened(history).pool, page)
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
      const store = rowStore(opened(history).pool, page)
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
      let whole = opened(history).pool
      const store = rowStore(whole, page)
      for (const [index, request] of history.requests.entries()) {
        const what = `request ${index}, ${request.command.type}`
        const expected = turnOf(whole, request).result
        const ran = runFromRows(store, request, { guesses, steps })
        tried.rounds += ran.rounds
        same(answerOf(ran.result, ran.settled), answerOf(expected, []), `the answer to ${what}`)
        // What was settled before a refusal is kept here, and comes again with the next command there (X1).
        whole = isRight(expected) ? expected.right.pool : replay(ran.settled, whole)
        same(store.snapshot(), toSnapshot(whole), `the rows after ${what}`)
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
  let filled = 0
  const property = fc.property(histories, (history) => {
    for (const fill of play(history).turns.filter(isCommand('FillPlaceholder'))) {
      if (!isRight(fill.result)) continue
      const store = rowStore(fill.before, 3)
      const { pool } = runOn(partialPool(store.header()), store, fill)
      // The store is behind the pool until the lane is written: whoever loads there what the next command names gets the old row.
      const ahead = widen(pool, store.load({ members: membersNamedBy(fill.command), leases: [], leasesOf: [], orders: {} }))
      same(told(runOn(ahead, store, fill).result), told(turnOf(fill.after, fill).result), 'the answer when it is given again')
      filled++
    }
  })
  fc.assert(property, law)
  expect(filled).toBeGreaterThan(50)
})

/** An integrator's own policies that look at what they are shown: each kind of opinion, and whatever they decide must be in the events. */
const ownPolicies: readonly OwnPolicy[] = [
  {
    name: 'places',
    counts: ({ member }) => (member.placement === 'North' ? true : undefined),
    route: ({ member }, client) => {
      if (client === 'web') return { type: 'Refuse', reason: 'not by web' }
      return member.member === 'Ann' ? { type: 'Wait' } : undefined
    },
    admit: ({ header, member, at }) => {
      const group = member.placement ?? 'nowhere'
      const taken = header.tallies.places?.[group] ?? 0
      return taken < 2 ? { type: 'Admit', group, endsAt: at + 30 * HOUR } : { type: 'Refuse', reason: `${group} is full` }
    },
    guard: ({ member }) => (member.member === 'bob' ? 'bob stays' : undefined),
  },
  { name: 'parity', admit: ({ member }) => ({ type: 'Admit', group: member.member.length % 2 === 0 ? 'even' : 'odd' }) },
]

test('with policies of the integrator, too: in rows, replayed without them, and recounted (X3, X4)', {
  timeout: patience,
}, () => {
  const beyond = { policies: ownPolicies }
  const seen = { refused: 0, ended: 0, tallied: 0 }
  const property = fc.property(allHistories, manner, (history, { page, guesses }) => {
    const played = play(history, beyond)
    const store = rowStore(opened(history).pool, page)
    for (const [index, turn] of played.turns.entries()) {
      const ran = runFromRows(store, turn, { guesses, beyond })
      same(told(ran.result), told(turn.result), `the answer to request ${index}, ${turn.command.type}`)
      if (!isRight(turn.result) && turn.result.left.type === 'NoLicense' && turn.result.left.policy !== undefined) seen.refused++
    }
    const snapshot = toSnapshot(played.pool)
    same(store.snapshot(), snapshot, 'the rows at last')
    same(toSnapshot(replay(played.events)), snapshot, 'the pool replayed')
    expect(fromSnapshot(snapshot)._tag).toBe('Right')
    if (Object.keys(snapshot.header.tallies).length > 0) seen.tallied++
    seen.ended += played.events.filter(({ type, reason }) => type === 'SeatReleased' && reason === 'due').length
  })
  fc.assert(property, law)
  expect(seen.refused).toBeGreaterThan(200)
  expect(seen.ended).toBeGreaterThan(200)
  expect(seen.tallied).toBeGreaterThan(200)
})
