// What is counted is true, and nobody gets what is not theirs: counters equal a recount, the limit holds, the barred have nothing.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { access, type EventType, type LicensePool, type MemberState, type Reason, summary } from '../../src/index.ts'
import { limitOf } from '../../src/policies/overage.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { replay, toSnapshot } from '../../src/store/index.ts'
import { allHistories, anybody, histories, livelyHistories } from '../support/histories.ts'
import { eventsOf, law, patience, play } from '../support/playing.ts'
import { same } from '../support/same.ts'

const barred: readonly MemberState[] = ['disabled', 'deleted', 'deactivated', 'unlicensed']
const consuming: readonly MemberState[] = ['provisional', 'enabled']
/** The statuses of a license holder who cannot sign in (S1). */
const sleeping: readonly string[] = ['locked', 'vault']
const states: readonly MemberState[] = ['known', 'pending', ...consuming, ...barred]

test('counters equal a recount after every command, and the summary adds up (X4, A2, A4)', { timeout: patience }, () => {
  const property = fc.property(histories, (history) => {
    const { opening, turns } = play(history)
    for (const pool of [opening.pool, ...turns.map(({ after }) => after)]) {
      const { header, members } = toSnapshot(pool)
      const recount = Object.fromEntries(states.map((state) => [state, 0])) as Record<MemberState, number>
      for (const { state } of members) recount[state]++
      same<object>(header.counts, recount, 'the counters')
      const allowance = header.lots.reduce((sum, lot) => sum + (lot.stage === 'inForce' ? lot.quantity : 0), 0)
      const consumed = recount.enabled + recount.provisional
      const limit = limitOf(header.policies, allowance)
      const { overageSince, ...figures } = summary(pool, header.latestAt)
      const available = limit === Number.POSITIVE_INFINITY ? null : Math.max(0, limit - consumed)
      same<object>(
        figures,
        { allowance, consumed, leases: 0, available, overage: Math.max(0, consumed - allowance), ...recount },
        'the summary',
      )
      if ((overageSince === null) !== consumed <= allowance) expect.fail(`overage since ${overageSince}`)
      expect(states.reduce((sum, state) => sum + figures[state], 0)).toBe(members.length)
    }
  })
  fc.assert(property, law)
})

const consumedIn = (pool: LicensePool): number => {
  const { counts } = contentsOf(pool).header
  return counts.enabled + counts.provisional
}

test('overage is told since the moment that began it; what ends and begins again at one moment has never ended (A2, M14)', {
  timeout: patience,
}, () => {
  const seen = { over: 0, transfers: 0 }
  const property = fc.property(allHistories, (history) => {
    const { opening, turns } = play(history)
    let { pool } = opening
    let over: { readonly since: number; readonly until: number | null } | undefined
    for (const turn of turns) {
      for (const event of eventsOf(turn)) {
        pool = replay([event], pool)
        const isOver = consumedIn(pool) > contentsOf(pool).header.allowance
        const goesOn = over !== undefined && (over.until ?? event.at) === event.at
        if (isOver) over = { since: goesOn && over !== undefined ? over.since : event.at, until: null }
        else if (over?.until === null) over = { ...over, until: event.at }
        if (event.reason === 'transferred' && isOver) seen.transfers++
      }
      const { overageSince } = summary(turn.after, contentsOf(turn.after).header.latestAt)
      const expected: number | null = over?.until === null ? over.since : null
      if (overageSince !== expected) expect.fail(`over since ${overageSince}, not ${expected}, after ${turn.command.type}`)
      if (expected !== null) seen.over++
    }
  })
  fc.assert(property, law)
  expect(seen.over).toBeGreaterThan(1_000)
  expect(seen.transfers).toBeGreaterThan(10)
})

test('nobody who is barred, gone or no person consumes or has full or trial access (X5)', { timeout: patience }, () => {
  let looked = 0
  const property = fc.property(histories, (history) => {
    for (const { at, after } of play(history).turns) {
      const { header, members } = toSnapshot(after)
      const now = Math.max(at, header.latestAt)
      const strangers = anybody.filter((id) => members.every((each) => each.id !== id))
      for (const { id, kind, state, people } of members) {
        const holds = consuming.includes(state)
        const sleeps = sleeping.includes(people?.status ?? '')
        if ((holds && !sleeps) !== (access(after, id, header.latestAt).level === 'full'))
          expect.fail(`${id} is ${state}: full access or not?`)
        if (!barred.includes(state) && kind === 'person') continue
        const { level } = access(after, id, now)
        if (holds || level === 'full' || level === 'trial') expect.fail(`${id}, a ${kind}, is ${state} and has ${level} access`)
        looked++
      }
      for (const id of strangers) {
        const { level } = access(after, id, now)
        if (level === 'full' || level === 'trial') expect.fail(`${id} is unknown and has ${level} access`)
      }
    }
  })
  fc.assert(property, law)
  expect(looked).toBeGreaterThan(10_000)
})

const admissions: readonly EventType[] = ['SeatGranted', 'SeatGrantedProvisionally']

const limitIn = (pool: LicensePool): number => {
  const { policies, allowance } = contentsOf(pool).header
  return limitOf(policies, allowance)
}

test('consumed never passes the limit by an admission (A2)', { timeout: patience }, () => {
  const seen = { admissions: 0, atTheLimit: 0, over: 0 }
  const property = fc.property(allHistories, (history) => {
    const { opening, events } = play(history)
    let { pool } = opening
    for (const event of events.slice(pool.version)) {
      const before = consumedIn(pool)
      pool = replay([event], pool)
      const consumed = consumedIn(pool)
      if (consumed > limitIn(pool)) seen.over++
      // A transfer gives what it has just taken, and admits nobody (M14).
      if (consumed <= before || event.reason === 'transferred') continue
      expect(admissions, `event ${event.seq} raised what is consumed`).toContain(event.type)
      if (consumed > limitIn(pool)) expect.fail(`event ${event.seq}, ${event.type}, passes the limit of ${limitIn(pool)}`)
      seen.admissions++
      if (consumed === limitIn(pool)) seen.atTheLimit++
    }
  })
  fc.assert(property, law)
  expect(seen.admissions).toBeGreaterThan(1_500)
  expect(seen.atTheLimit).toBeGreaterThan(500)
  expect(seen.over).toBeGreaterThan(200)
})

/** What falls due at the moment of a fall, and the shrinking itself, belong to it; whatever somebody does ends it (A3, T6). */
const partOfFall: readonly Reason[] = ['due', 'lapsed', 'idle', 'shrink']

test('a seat is released for a fallen allowance at the moment of the fall and at no other, only while over the limit (A3)', {
  timeout: patience,
}, () => {
  let released = 0
  const property = fc.property(livelyHistories, (history) => {
    const { opening, events } = play(history)
    let { pool } = opening
    let fell: number | undefined
    for (const event of events.slice(pool.version)) {
      if (!partOfFall.includes(event.reason)) fell = undefined
      if (event.type === 'LotEnded' || event.type === 'AllowanceLowered') fell = event.at
      if (event.reason === 'shrink') {
        released++
        if (fell !== event.at) expect.fail(`event ${event.seq} shrinks at ${event.at}, and the allowance fell at ${fell}`)
        if (consumedIn(pool) <= limitIn(pool)) expect.fail(`event ${event.seq} shrinks what fits`)
      }
      pool = replay([event], pool)
    }
  })
  fc.assert(property, law)
  expect(released).toBeGreaterThan(50)
})
