// The laws where licenses are leased: counters, replay, time, rights, and pools out of rows (X3 to X5, X7, T4, A2, C).

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import {
  access,
  execute,
  explain,
  type LicenseEvent,
  type LicensePool,
  members,
  nextDue,
  sessions,
  summary,
} from '../../src/index.ts'
import { limitOf } from '../../src/policies/overage.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { consumedIn } from '../../src/pool/model/header.ts'
import { decodeEvent, executeAll, fromSnapshot, holdersAt, replay, toSnapshot } from '../../src/store/index.ts'
import { anybody } from '../support/histories.ts'
import { leaseHistories } from '../support/leaseHistories.ts'
import { runFromRows, runLane } from '../support/partialRuns.ts'
import { forward, law, opened, patience, play, system, told, turn as turnOf } from '../support/playing.ts'
import { rowStore } from '../support/rowStore.ts'
import { same, throughJson } from '../support/same.ts'
import { DAY } from '../support/scenes.ts'

test('every lease event, reason and refusal really occurs in these histories', { timeout: patience }, () => {
  const counts: Record<string, number> = {}
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  const property = fc.property(leaseHistories, (history) => {
    const { turns, events } = play(history)
    for (const event of events) {
      count(event.type)
      if (event.type === 'LeaseEnded') count(`${event.reason}${event.frees ? '' : ', frees none'}`)
      if (event.type === 'LeaseStarted') count(`started by ${event.reason}${event.consumes ? '' : ', consumes none'}`)
      if (event.type === 'LeaseRenewed' && event.takesOver !== undefined) count('takeover')
      expect(decodeEvent(throughJson(event))._tag).toBe('Right')
    }
    for (const { command, result } of turns) {
      if (!isRight(result)) count(`${command.type} ${result.left.type}`)
      else if (result.right.events.length === 0) count(`${command.type} without events`)
    }
  })
  fc.assert(property, law)
  const least: Readonly<Record<string, number>> = {
    LeaseStarted: 1_500,
    'started by signIn, consumes none': 90,
    'started by use': 20,
    LeaseRenewed: 300,
    takeover: 20,
    timedOut: 800,
    'timedOut, frees none': 100,
    signedOut: 35,
    endedByAdministrator: 50,
    seated: 50,
    memberLeft: 100,
    'memberLeft, frees none': 5,
    'SignIn AllowanceExhausted': 500,
    'SignIn Invalid': 1_000,
    'SignIn without events': 400,
    'RecordUse UnknownSession': 1_000,
    'RecordUse NotPermitted': 200,
    'RecordUse without events': 10,
    'SignOut NotPermitted': 40,
    'SignOut without events': 1,
    'CheckIn without events': 15,
    'CheckIn Invalid': 200,
    'ChangePolicies Invalid': 50,
    SeatGranted: 250,
    SeatUsed: 100,
    SeatReclaimed: 100,
  }
  const short = Object.entries(least).filter(([name, number]) => (counts[name] ?? 0) < number)
  expect(short.map(([name, number]) => `${name}: ${counts[name] ?? 0} of ${number}`)).toEqual([])
})

test('counters equal a recount of members and leases after every command (X4, C8)', { timeout: patience }, () => {
  let several = 0
  const property = fc.property(leaseHistories, (history) => {
    for (const { after } of play(history).turns) {
      const { header, members: rows, leases } = toSnapshot(after)
      const running = leases.filter(({ state }) => state === 'running')
      const holders = new Set(running.map(({ member }) => member)).size
      const consumed = header.policies.concurrent?.shared === true ? holders : running.length
      if (holders < running.length) several++
      same<object>(header.leases, { running: running.length, consumed }, 'the counters of leases')
      const seats = rows.filter(({ state }) => state === 'enabled' || state === 'provisional').length
      const { allowance, consumed: told, leases: listed, overage, overageSince } = summary(after, header.latestAt)
      same(
        { told, listed, overage },
        { told: seats + consumed, listed: running.length, overage: Math.max(0, seats + consumed - allowance) },
        'the summary',
      )
      expect(overageSince === null).toBe(overage === 0)
      const read = fromSnapshot(throughJson(toSnapshot(after)))
      if (!isRight(read)) expect.fail(read.left.message)
      else same(toSnapshot(read.right), toSnapshot(after), 'the pool of its snapshot')
    }
  })
  fc.assert(property, law)
  expect(several).toBeGreaterThan(450)
})

test('replaying the events gives the same pool, from the first and from any snapshot (X3)', { timeout: patience }, () => {
  const property = fc.property(leaseHistories, fc.nat(), (history, pick) => {
    const { opening, turns, events, pool } = play(history)
    same(toSnapshot(replay(throughJson(events))), toSnapshot(pool), 'the replayed pool')
    const middle = turns[pick % Math.max(1, turns.length)]?.after ?? opening.pool
    const read = fromSnapshot(throughJson(toSnapshot(middle)))
    if (!isRight(read)) return expect.fail(read.left.message)
    same(toSnapshot(replay(events.slice(middle.version), read.right)), toSnapshot(pool), 'the pool after its snapshot')
  })
  fc.assert(property, law)
})

test('nobody without the right to sign in holds a lease, no seat holder does, and every lease gives full access (X5, C10, C1)', {
  timeout: patience,
}, () => {
  let held = 0
  const property = fc.property(leaseHistories, (history) => {
    for (const { after } of play(history).turns) {
      const { header, members: rows, leases } = toSnapshot(after)
      const states = new Map(rows.map(({ id, state }) => [id, state]))
      for (const lease of leases) {
        if (lease.state !== 'running') continue
        held++
        if (!['known', 'pending'].includes(states.get(lease.member) ?? '')) {
          expect.fail(`${lease.member} is ${states.get(lease.member)} and holds ${lease.id}`)
        }
        expect(access(after, lease.member, header.latestAt)).toMatchObject({ level: 'full', reason: 'lease' })
      }
      const holding = new Set(leases.filter(({ state }) => state === 'running').map(({ member }) => member))
      for (const { id, state } of rows) {
        const has = state === 'enabled' || state === 'provisional' || holding.has(id)
        expect(access(after, id, header.latestAt).level === 'full', `${id}, ${state}`).toBe(has)
      }
    }
  })
  fc.assert(property, law)
  expect(held).toBeGreaterThan(5_000)
})

test('consumed never passes the limit by a lease or a seat (A2, C4)', { timeout: patience }, () => {
  let raised = 0
  const property = fc.property(leaseHistories, (history) => {
    const { opening, events } = play(history)
    let { pool } = opening
    for (const event of events.slice(pool.version)) {
      const before = consumedIn(contentsOf(pool).header)
      pool = replay([event], pool)
      const { header } = contentsOf(pool)
      if (consumedIn(header) <= before || event.reason === 'transferred') continue
      raised++
      expect(['LeaseStarted', 'SeatGranted', 'SeatGrantedProvisionally']).toContain(event.type)
      if (consumedIn(header) > limitOf(header.policies, header.allowance)) expect.fail(`event ${event.seq} passes the limit`)
    }
  })
  fc.assert(property, law)
  expect(raised).toBeGreaterThan(2_000)
})

test('a batch answers as one by one (X1)', { timeout: patience }, () => {
  const property = fc.property(leaseHistories, (history) => {
    const { turns, opening, pool } = play(history)
    const batch = executeAll(opening.pool, history.requests)
    same(
      batch.results.map(told),
      turns.map(({ result }) => told(result)),
      'the answers',
    )
    same(toSnapshot(batch.pool), toSnapshot(pool), 'the pool')
  })
  fc.assert(property, law)
})

const manner = fc.record({ page: fc.integer({ min: 1, max: 3 }), guesses: fc.boolean() })

test('a pool out of rows answers as the whole pool, rebuilt for every command (X3, D)', { timeout: patience }, () => {
  const property = fc.property(leaseHistories, manner, (history, { page, guesses }) => {
    const store = rowStore(opened(history).pool, page)
    for (const [index, turn] of play(history).turns.entries()) {
      const ran = runFromRows(store, turn, { guesses })
      same(told(ran.result), told(turn.result), `the answer to request ${index}, ${turn.command.type}`)
      same(store.snapshot(), toSnapshot(turn.after), `the rows after request ${index}, ${turn.command.type}`)
    }
  })
  fc.assert(property, law)
})

test('so does one growing partial pool, written once for several commands', { timeout: patience }, () => {
  const lanes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 8 })
  const property = fc.property(leaseHistories, manner, lanes, (history, { page, guesses }, lengths) => {
    const store = rowStore(opened(history).pool, page)
    const { turns } = play(history)
    for (let done = 0, lane = 0; done < turns.length; lane++) {
      const some = turns.slice(done, done + (lengths[lane % lengths.length] as number))
      for (const [index, ran] of runLane(store, some, { guesses }).entries()) {
        const turn = some[index] as (typeof turns)[number]
        same(told(ran.result), told(turn.result), `the answer to request ${done + index}, ${turn.command.type}`)
      }
      done += some.length
      same(store.snapshot(), toSnapshot(turns[done - 1]?.after as LicensePool), `the rows after ${done} requests`)
    }
  })
  fc.assert(property, law)
})

test('and one that settles a few things at a time (T4)', { timeout: patience }, () => {
  let rounds = 0
  const property = fc.property(leaseHistories, manner, fc.constantFrom(1, 1, 2), (history, { page, guesses }, steps) => {
    let whole = opened(history).pool
    const store = rowStore(whole, page)
    for (const [index, request] of history.requests.entries()) {
      const expected = turnOf(whole, request).result
      const ran = runFromRows(store, request, { guesses, steps })
      rounds += ran.rounds
      const events = isRight(ran.result) ? [...ran.settled, ...ran.result.right.events] : []
      const answer = isRight(ran.result) ? { ...told(ran.result), events } : told(ran.result)
      same<object>(answer, told(expected), `the answer to request ${index}, ${request.command.type}`)
      whole = isRight(expected) ? expected.right.pool : replay(ran.settled, whole)
      same(store.snapshot(), toSnapshot(whole), `the rows after request ${index}`)
    }
  })
  fc.assert(property, law)
  expect(rounds).toBeGreaterThan(500)
})

const swept = (pool: LicensePool, at: number) => {
  const result = execute(pool, { type: 'Sweep' }, at, system)
  return isRight(result) ? result.right : expect.fail(result.left.message)
}

test('whoever sweeps whenever something is due sees what one late look sees (T4)', { timeout: patience }, () => {
  let found = 0
  const property = fc.property(leaseHistories, (drawn) => {
    const history = forward(drawn)
    const { opening, turns, pool: late, events: lateEvents } = play(history)
    let pool = opening.pool
    const events: LicenseEvent[] = [...opening.events]
    const sweepUntil = (until: number): void => {
      for (let due = nextDue(pool); due !== undefined && due <= until; due = nextDue(pool)) {
        const next = swept(pool, due)
        found += next.events.length
        events.push(...next.events)
        pool = next.pool
      }
    }
    for (const { at, command, by, result } of turns) {
      sweepUntil(at)
      const looked = execute(pool, command, at, by)
      expect(looked._tag).toBe(result._tag)
      if (!isRight(looked)) continue
      events.push(...looked.right.events)
      pool = looked.right.pool
    }
    const end = Math.max(contentsOf(late).header.latestAt, contentsOf(pool).header.latestAt) + 3 * DAY
    sweepUntil(end)
    const rest = swept(late, end)
    same(events, [...lateEvents, ...rest.events], 'the events')
    same(toSnapshot(pool), toSnapshot(rest.pool), 'the pool')
  })
  fc.assert(property, law)
  expect(found).toBeGreaterThan(1_000)
})

test('a question at a moment is answered as after a sweep at that moment (T4)', { timeout: patience }, () => {
  const asked = (pool: LicensePool, at: number): object => ({
    summary: summary(pool, at),
    members: members(pool, { at }),
    sessions: sessions(pool, {}, at),
    own: anybody.map((member) => sessions(pool, { member }, at)),
    access: anybody.map((member) => access(pool, member, at)),
    explain: anybody.map((member) => explain(pool, member, at)),
  })
  const property = fc.property(leaseHistories, fc.integer({ min: 0, max: 2 * DAY }), (history, span) => {
    for (const { after } of play(history).turns.filter((_, index) => index % 4 === 0)) {
      const at = contentsOf(after).header.latestAt + span
      same(asked(after, at), asked(swept(after, at).pool, at), 'what is answered')
    }
  })
  fc.assert(property, law)
})

test('holdersAt is who holds a seat or a lease, by which session (X7)', { timeout: patience }, () => {
  const property = fc.property(leaseHistories, (history) => {
    const { pool, events } = play(history)
    const { header, members: rows, leases } = toSnapshot(pool)
    const holding = [
      ...rows.filter(({ state }) => state === 'enabled' || state === 'provisional').map(({ id }) => `${id} seat`),
      ...leases.filter(({ state }) => state === 'running').map(({ id, member, since }) => `${member} ${id} ${since}`),
    ]
    const told = holdersAt(events, header.latestAt).map(({ member, session, since }) =>
      session === undefined ? `${member} seat` : `${member} ${session} ${since}`,
    )
    same([...told].sort(), holding.sort(), 'the holders')
  })
  fc.assert(property, law)
})
