// What falls due at one moment happens in one order (T6), told here once more from the events and the records: lots that start, lots
// that end, provisional grants and trials, idle seats; then the shrinking, then whoever waits.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LicenseEvent, LicensePool, MemberRow } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { replay, toSnapshot } from '../../src/store/index.ts'
import { livelyHistories } from '../support/histories.ts'
import { law, patience, play } from '../support/playing.ts'

/** Where something stands among what happens at its moment: kind first, then the ties of its kind. */
type Rank = readonly [kind: number, first: number, second: number]

const rowOf = (pool: LicensePool, id: string): MemberRow => {
  const row = toSnapshot(pool).members.find((each) => each.id === id)
  return row ?? expect.fail(`${id} is not in the pool`)
}

/** By oldest day of use, then by first entry. */
const idleness = (row: MemberRow): readonly [number, number] => ['usedDay' in row ? row.usedDay : Number.NaN, row.ordinal]

const ordinalOf = (pool: LicensePool, lot: string): number =>
  contentsOf(pool).header.lots.find(({ ordered }) => ordered.lot === lot)?.ordinal ?? Number.NaN

/** The rank of what falls due, or follows from it, in the pool before it; `undefined` for what somebody did. */
const rankOf = (pool: LicensePool, event: LicenseEvent): Rank | undefined => {
  switch (event.type) {
    case 'LotStarted':
      return [0, ordinalOf(pool, event.lot), 0]
    case 'LotEnded':
      return [1, ordinalOf(pool, event.lot), 0]
    case 'TrialEnded':
    case 'ProvisionalGrantLapsed':
      return [2, rowOf(pool, event.member).ordinal, 0]
    case 'SeatReclaimed':
      return [3, ...idleness(rowOf(pool, event.member))]
    case 'SeatReleased':
      return event.reason === 'shrink' ? [4, ...idleness(rowOf(pool, event.member))] : undefined
    case 'SeatGranted': {
      const row = rowOf(pool, event.member)
      return event.reason === 'freed' ? [5, row.state === 'pending' ? row.place : Number.NaN, 0] : undefined
    }
    default:
      return undefined
  }
}

const isBefore = (one: Rank, other: Rank): boolean => {
  for (const [index, part] of one.entries()) {
    const counterpart = other[index] as number
    if (part !== counterpart) return part < counterpart
  }
  return false
}

test('what falls due at one moment happens in the order of kinds and ties (T6)', { timeout: patience }, () => {
  const seen = { ties: 0, kinds: 0 }
  const property = fc.property(livelyHistories, (history) => {
    const { opening, events } = play(history)
    let { pool } = opening
    let last: { readonly at: number; readonly rank: Rank } | undefined
    for (const event of events.slice(pool.version)) {
      const rank = rankOf(pool, event)
      pool = replay([event], pool)
      if (event.type === 'TrialStarted' && event.reason === 'lapsed') continue
      if (rank !== undefined && last?.at === event.at) {
        if (!isBefore(last.rank, rank)) expect.fail(`event ${event.seq}, ${event.type} (${rank}), comes after (${last.rank})`)
        if (last.rank[0] === rank[0]) seen.ties++
        else seen.kinds++
      }
      last = rank && { at: event.at, rank }
    }
  })
  fc.assert(property, law)
  expect(seen.ties).toBeGreaterThan(500)
  expect(seen.kinds).toBeGreaterThan(500)
})

test('the seat that is reclaimed or released is the one unused for longest, exempt ones aside (M12, A3)', {
  timeout: patience,
}, () => {
  let freed = 0
  const property = fc.property(livelyHistories, (history) => {
    const { opening, events } = play(history)
    let { pool } = opening
    for (const event of events.slice(pool.version)) {
      const isFreed = event.type === 'SeatReclaimed' || (event.type === 'SeatReleased' && event.reason === 'shrink')
      if (isFreed) {
        const { header, members } = toSnapshot(pool)
        const exempt = header.policies.idleReclaim?.exempt ?? []
        const [first] = members
          .filter(({ id, state }) => state === 'enabled' && !exempt.includes(id))
          .sort((a, b) => (isBefore([0, ...idleness(a)], [0, ...idleness(b)]) ? -1 : 1))
        if (first?.id !== event.member) expect.fail(`event ${event.seq} frees ${event.member}, not ${first?.id}`)
        freed++
      }
      pool = replay([event], pool)
    }
  })
  fc.assert(property, law)
  expect(freed).toBeGreaterThan(2_000)
})
