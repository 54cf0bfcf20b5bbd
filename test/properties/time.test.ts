// Time: however often anybody looks, the same things happen at the same moments (T4); a clock that steps back changes nothing (T5).

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { access, execute, type LicenseEvent, type LicensePool, members, nextDue, type Reason, summary } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { anybody, histories, livelyHistories } from '../support/histories.ts'
import { forward, law, opened, patience, play, system, told } from '../support/playing.ts'
import { same } from '../support/same.ts'
import { DAY } from '../support/scenes.ts'

/** A pool and the events that made it. */
interface Line {
  readonly pool: LicensePool
  readonly events: readonly LicenseEvent[]
}

const sweep = ({ pool, events }: Line, at: number): Line => {
  const swept = execute(pool, { type: 'Sweep' }, at, system)
  if (!isRight(swept)) throw new Error(swept.left.message)
  return { pool: swept.right.pool, events: [...events, ...swept.right.events] }
}

const dueReasons: readonly Reason[] = ['due', 'lapsed', 'idle']

/** The moments at which something fell due. */
const momentsDue = (events: readonly LicenseEvent[]): number =>
  new Set(events.filter(({ reason }) => dueReasons.includes(reason)).map(({ at }) => at)).size

/** What anybody could ask at a moment. */
const asked = (pool: LicensePool, at: number): object => ({
  summary: summary(pool, at),
  members: members(pool, { at }),
  access: anybody.map((member) => access(pool, member, at)),
})

/** When to look between two commands: part of the way, or at the very moments at which something falls due. */
type Look = { readonly part: number } | { readonly dues: number; readonly by: number }

const schedules: fc.Arbitrary<readonly Look[]> = fc.array(
  fc.oneof(
    fc.record({ part: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ dues: fc.integer({ min: 1, max: 3 }), by: fc.constantFrom(-1, 0, 0, 1) }),
  ),
  { minLength: 1, maxLength: 12 },
)

/** Sweeps at the moments of a look that are not after `to`. */
const looking = (line: Line, look: Look, from: number, to: number): Line => {
  if ('part' in look) return sweep(line, Math.round(from + look.part * (to - from)))
  let looked = line
  let last = from
  for (let count = 0; count < look.dues; count++) {
    const due = (nextDue(looked.pool) ?? Number.POSITIVE_INFINITY) + look.by
    if (due < last || due > to) return looked
    looked = sweep(looked, due)
    last = due
  }
  return looked
}

test('any sweep schedule gives the same events and the same answers (T4)', { timeout: patience }, () => {
  const crossed = { late: 0, sweeps: 0, inAll: 0 }
  const property = fc.property(livelyHistories, schedules, (drawn, looks) => {
    const history = forward(drawn)
    const opening = opened(history)
    const lookAt = (index: number) => looks[index % looks.length] as Look
    let seldom: Line = { pool: opening.pool, events: opening.events }
    let often = seldom
    let last = history.at
    for (const [index, { command, at, by }] of history.requests.entries()) {
      const looked = looking(often, lookAt(index), last, at)
      if (looked.pool.version > often.pool.version) crossed.sweeps++
      often = looked
      if (index % 3 === 0) same(asked(often.pool, at), asked(seldom.pool, at), `what one sees before request ${index}`)
      const expected = execute(seldom.pool, command, at, by)
      const result = execute(often.pool, command, at, by)
      if (isRight(expected) && isRight(result)) {
        crossed.late += momentsDue(expected.right.events.filter((event) => event.at < at))
        seldom = { pool: expected.right.pool, events: [...seldom.events, ...expected.right.events] }
        often = { pool: result.right.pool, events: [...often.events, ...result.right.events] }
        same(often.events, seldom.events, `the events up to request ${index}, ${command.type}`)
        same(
          { ...told(result), events: [] },
          { ...told(expected), events: [] },
          `the answer to request ${index}, ${command.type}`,
        )
      } else same(told(result), told(expected), `the refusal of request ${index}, ${command.type}`)
      last = at
    }
    const end = last + 10 * DAY
    seldom = sweep(seldom, end)
    often = sweep(looking(often, lookAt(0), last, end), end)
    same(often.events, seldom.events, 'the events in the end')
    same(toSnapshot(often.pool), toSnapshot(seldom.pool), 'the pool in the end')
    crossed.inAll += momentsDue(seldom.events)
  })
  fc.assert(property, { ...law, numRuns: 2 * law.numRuns })
  expect(crossed.late, 'due moments that were seen late').toBeGreaterThan(5_000)
  expect(crossed.sweeps, 'sweeps that found something').toBeGreaterThan(2_000)
  expect(crossed.inAll, 'due moments in all').toBeGreaterThan(8_000)
})

test('a moment before the latest event is taken as that event’s, in commands and queries (T5)', { timeout: patience }, () => {
  let back = 0
  const property = fc.property(histories, fc.integer({ min: 1, max: 30 * DAY }), (history, step) => {
    for (const { command, by, before, at } of play(history).turns) {
      const { latestAt } = contentsOf(before).header
      const earlier = Math.min(at, latestAt) - step
      back++
      const [now, then] = [execute(before, command, latestAt, by), execute(before, command, earlier, by)]
      same(told(then), told(now), `the answer to ${command.type}`)
      if (isRight(now) && isRight(then))
        same(toSnapshot(then.right.pool), toSnapshot(now.right.pool), `the pool after ${command.type}`)
      if (back % 3 === 0) same(asked(before, earlier), asked(before, latestAt), 'what one sees')
    }
  })
  fc.assert(property, law)
  expect(back).toBeGreaterThan(5_000)
})

test('a clock that steps back revives nothing: what ended stays ended (T5, T3)', { timeout: patience }, () => {
  let ended = 0
  const property = fc.property(livelyHistories, fc.integer({ min: 1, max: 30 * DAY }), (history, step) => {
    for (const { after, result } of play(history).turns) {
      for (const event of isRight(result) ? result.right.events : []) {
        const back = event.at - step
        if (event.type === 'TrialEnded') expect(access(after, event.member, back).level).not.toBe('trial')
        else if (event.type === 'ProvisionalGrantLapsed')
          expect(access(after, event.member, back).reason).not.toBe('provisionalSeat')
        else if (event.type === 'LotEnded') expect(summary(after, back).allowance).toBe(contentsOf(after).header.allowance)
        else continue
        ended++
      }
    }
  })
  fc.assert(property, law)
  expect(ended).toBeGreaterThan(1_000)
})
