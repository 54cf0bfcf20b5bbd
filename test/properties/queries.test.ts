// Questions see what is due: asked at a moment, a pool that nobody swept answers as one that was swept at that moment (T4). They
// change nothing, and what `explain` foretells comes.

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import {
  access,
  type EventType,
  execute,
  explain,
  invoice,
  type LicenseEvent,
  type LicensePool,
  members,
  summary,
} from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { allHistories, anybody, livelyHistories } from '../support/histories.ts'
import { type History, law, patience, play, system } from '../support/playing.ts'
import { same } from '../support/same.ts'
import { DAY, HOUR } from '../support/scenes.ts'

const sweep = (pool: LicensePool, at: number): { readonly pool: LicensePool; readonly events: readonly LicenseEvent[] } => {
  const swept = execute(pool, { type: 'Sweep' }, at, system)
  if (!isRight(swept)) throw new Error(swept.left.message)
  return swept.right
}

/** Everything that can be asked about a pool. */
const answers = (pool: LicensePool, at: number): object => ({
  summary: summary(pool, at),
  invoice: invoice(pool, at),
  members: members(pool, { at }),
  gone: members(pool, { at, state: ['unlicensed', 'deactivated', 'deleted'] }),
  pending: members(pool, { at, state: 'pending' }),
  access: anybody.map((member) => access(pool, member, at)),
  explain: anybody.map((member) => explain(pool, member, at)),
})

/** Some pools of a history. */
const poolsOf = (history: History, first: number): readonly LicensePool[] =>
  play(history)
    .turns.filter((_, index) => index % 4 === first)
    .map(({ after }) => after)

const moment = fc.oneof(
  fc.integer({ min: 0, max: 48 }).map((hours) => hours * HOUR),
  fc.integer({ min: 0, max: 12 * DAY }),
)

test('a question at a moment is answered as after a sweep at that moment, and changes nothing (T4)', {
  timeout: patience,
}, () => {
  let due = 0
  const property = fc.property(allHistories, fc.nat({ max: 3 }), moment, (history, first, later) => {
    for (const pool of poolsOf(history, first)) {
      const at = contentsOf(pool).header.latestAt + later
      const was = JSON.stringify(toSnapshot(pool))
      const swept = sweep(pool, at)
      if (swept.events.length > 0) due++
      same(answers(pool, at), answers(swept.pool, at), 'what is answered')
      expect(JSON.stringify(toSnapshot(pool))).toBe(was)
    }
  })
  fc.assert(property, law)
  expect(due).toBeGreaterThan(1_000)
})

/** The event with which what `explain` foretells comes. */
const ending: Readonly<Record<string, EventType>> = {
  trial: 'TrialEnded',
  provisionalSeat: 'ProvisionalGrantLapsed',
  idleSeat: 'SeatReclaimed',
}

test('what explain foretells comes at its moment, unless something else changes the member first (FB-23, T4)', {
  timeout: patience,
}, () => {
  let foretold = 0
  const property = fc.property(livelyHistories, fc.nat({ max: 3 }), (history, first) => {
    for (const pool of poolsOf(history, first)) {
      const { latestAt } = contentsOf(pool).header
      const { events } = sweep(pool, latestAt + 20 * DAY)
      for (const { id } of toSnapshot(pool).members) {
        const explained = explain(pool, id, latestAt)
        same(explained.access, access(pool, id, latestAt), `the access of ${id}`)
        const change = events.find((event) => 'member' in event && event.member === id)
        const { next } = explained
        if (next === undefined) {
          if (change && Object.values(ending).includes(change.type)) expect.fail(`nobody foretold the ${change.type} of ${id}`)
          continue
        }
        const ends = ending[next.ends]
        if (change === undefined ? next.at > latestAt + 20 * DAY : change.at < next.at && change.type !== ends) continue
        if (change?.type !== ends || change?.at !== next.at) {
          expect.fail(`for ${id} the end of its ${next.ends} was foretold at ${next.at}, and came ${JSON.stringify(change)}`)
        }
        const then = explain(pool, id, next.at)
        if (then.state === next.becomes.state) expect(then.access.level).toBe(next.becomes.access)
        foretold++
      }
    }
  })
  fc.assert(property, law)
  expect(foretold).toBeGreaterThan(1_000)
})

test('whoever waits is told how many stand before it (M6)', { timeout: patience }, () => {
  let waiting = 0
  const property = fc.property(allHistories, (history) => {
    for (const { after } of play(history).turns) {
      const rows = toSnapshot(after).members.flatMap((row) => (row.state === 'pending' ? [row] : []))
      for (const { id, place } of rows) {
        const { waitingBehind, state } = explain(after, id, contentsOf(after).header.latestAt)
        same({ state, waitingBehind }, { state: 'pending', waitingBehind: rows.filter((each) => each.place < place).length }, id)
        waiting++
      }
    }
  })
  fc.assert(property, law)
  expect(waiting).toBeGreaterThan(3_000)
})
