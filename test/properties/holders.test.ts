// "Who held a licence on 3 March, and since when?" is answered from the events alone, and is what the pool said then (X7).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LicenseEvent } from '../../src/index.ts'
import { type Holder, holdersAt, replay, toSnapshot } from '../../src/store/index.ts'
import { allHistories } from '../support/histories.ts'
import { law, patience, play } from '../support/playing.ts'
import { same } from '../support/same.ts'

/** The holders after an event, in the order in which they got it, read off the records. */
const after = (before: readonly Holder[], events: readonly LicenseEvent[], count: number): readonly Holder[] => {
  const { members } = toSnapshot(replay(events.slice(0, count)))
  const holding = members.filter(({ state }) => state === 'enabled' || state === 'provisional')
  const { at } = events[count - 1] as LicenseEvent
  const kept = before.filter(({ member }) => holding.some(({ id }) => id === member))
  const came = holding.filter(({ id }) => before.every(({ member }) => id !== member))
  return [...kept, ...came.map(({ id }) => ({ member: id, since: at, provisional: false }))].map((holder) => ({
    ...holder,
    provisional: holding.some(({ id, state }) => id === holder.member && state === 'provisional'),
  }))
}

test('holdersAt is who consumed in the pool at that moment, since when, in that order (X7)', { timeout: patience }, () => {
  let asked = 0
  const property = fc.property(allHistories, fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 1 }), (history, steps) => {
    const { events } = play(history)
    let holders: readonly Holder[] = []
    const moments = new Map<number, readonly Holder[]>()
    for (const [index, { at }] of events.entries()) {
      holders = after(holders, events, index + 1)
      moments.set(at, holders)
    }
    const known = [...moments.keys()]
    for (const [index, at] of known.entries()) {
      const moment = at + (steps[index % steps.length] as number)
      const last = known.filter((each) => each <= moment).at(-1)
      same(holdersAt(events, moment), last === undefined ? [] : (moments.get(last) ?? []), `who held one at ${moment}`)
      asked++
    }
    expect(holdersAt(events, history.at - 1)).toEqual([])
  })
  fc.assert(property, law)
  expect(asked).toBeGreaterThan(5_000)
})
