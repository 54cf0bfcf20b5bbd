// The policies of all four products mix freely: whatever set is drawn, and whatever is asked, the laws of X hold (X1 to X5).

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import {
  access,
  type Beyond,
  type By,
  type CommandType,
  execute,
  type LicenseEvent,
  type LicensePool,
  openPool,
  type RejectionType,
} from '../../src/index.ts'
import { commandTypes } from '../../src/policies/permissions.ts'
import { replay, toSnapshot } from '../../src/store/index.ts'
import { departments, type Mixture, mixtures, start } from '../support/mixtures.ts'
import { law, patience, system } from '../support/playing.ts'
import { same } from '../support/same.ts'

interface Turn {
  readonly command: CommandType
  readonly before: LicensePool
  readonly after: LicensePool
  readonly at: number
  readonly events: readonly LicenseEvent[]
  readonly refused: RejectionType | undefined
  /** The refusals of single members of a bulk command. */
  readonly ofSome: readonly RejectionType[]
}

const beyondOf = ({ own }: Mixture): Beyond | undefined => (own ? { policies: [departments] } : undefined)

const play = (mixture: Mixture): { readonly turns: readonly Turn[]; readonly events: readonly LicenseEvent[] } => {
  const { preset, policies, quantity } = mixture
  const opened = openPool(
    {
      type: 'OpenPool',
      organization: 'acme',
      policies,
      ...(preset === undefined ? {} : { preset }),
      lots: quantity === 0 ? [] : [{ lot: 'first', quantity }],
      timeZone: 'Europe/London',
    },
    start,
    { role: 'accountManager' },
  )
  if (!isRight(opened)) throw new Error(opened.left.message)
  const turns: Turn[] = []
  const events = [...opened.right.events]
  let { pool } = opened.right
  let at = start
  for (const { command, pause } of mixture.steps) {
    at += pause
    const by: By = { ...system, commandId: `c${turns.length}` }
    const result = execute(pool, command, at, by, beyondOf(mixture))
    const made = isRight(result) ? result.right.events : []
    const after = isRight(result) ? result.right.pool : pool
    turns.push({
      command: command.type,
      before: pool,
      after,
      at,
      events: made,
      refused: isRight(result) ? undefined : result.left.type,
      ofSome: isRight(result)
        ? (result.right.results ?? []).flatMap(({ answer }) => (answer === 'accepted' ? [] : [answer.type]))
        : [],
    })
    events.push(...made)
    pool = after
  }
  return { turns, events }
}

/** Everything counted anew from the rows. */
const recount = (pool: LicensePool) => {
  const { header, members, leases } = toSnapshot(pool)
  const counts: Record<string, number> = Object.fromEntries(Object.keys(header.counts).map((state) => [state, 0]))
  const tallies: Record<string, Record<string, number>> = {}
  for (const row of members) {
    counts[row.state] = (counts[row.state] ?? 0) + 1
    if (row.state !== 'enabled' && row.state !== 'provisional') continue
    for (const [policy, group] of Object.entries(row.terms?.groups ?? {})) {
      tallies[policy] ??= {}
      const groups = tallies[policy]
      groups[group] = (groups[group] ?? 0) + 1
    }
  }
  const running = leases.filter((lease) => lease.state === 'running')
  const consumed =
    header.policies.concurrent?.shared === true ? new Set(running.map((lease) => lease.member)).size : running.length
  return { counts, tallies, leases: { running: running.length, consumed } }
}

test('counters, tallies and sessions equal a recount after every command (X4)', { timeout: patience }, () => {
  const property = fc.property(mixtures, (mixture) => {
    for (const { after } of play(mixture).turns) {
      const { header } = toSnapshot(after)
      same({ counts: header.counts, tallies: header.tallies, leases: header.leases }, recount(after), 'the counters')
    }
  })
  fc.assert(property, { ...law, numRuns: 2_000 })
})

test('what is refused changes nothing, and no pool ever changes once it is made (X1, X2)', { timeout: patience }, () => {
  const property = fc.property(mixtures, (mixture) => {
    const snapshots = new Map<LicensePool, unknown>()
    const { turns } = play(mixture)
    for (const { before } of turns) if (!snapshots.has(before)) snapshots.set(before, toSnapshot(before))
    for (const { before, after, refused, events } of play(mixture).turns) {
      if (refused === undefined) continue
      expect(after).toBe(before)
      expect(events).toEqual([])
    }
    for (const [pool, snapshot] of snapshots) same(toSnapshot(pool), snapshot, 'a pool of the past')
  })
  fc.assert(property, { ...law, numRuns: 300 })
})

test('replaying the events gives the same pool, from the first and from every fifth pool on, without asking any policy (X3)', {
  timeout: patience,
}, () => {
  const property = fc.property(mixtures, (mixture) => {
    const { turns, events } = play(mixture)
    const last = turns.at(-1)?.after as LicensePool
    same(toSnapshot(replay(events)), toSnapshot(last), 'the pool from its events')
    for (const { after } of turns.filter((_, index) => index % 5 === 0)) {
      same(toSnapshot(replay(events.slice(after.version), after)), toSnapshot(last), 'the pool from a later one')
    }
  })
  fc.assert(property, { ...law, numRuns: 500 })
})

test('nobody who is out, nor a placeholder, nor a resource, consumes, holds a session, or gets in (X5)', {
  timeout: patience,
}, () => {
  const property = fc.property(mixtures, (mixture) => {
    for (const { after, at } of play(mixture).turns) {
      const { members, leases } = toSnapshot(after)
      for (const { id, kind, state } of members) {
        const isOut = ['disabled', 'deleted', 'deactivated', 'unlicensed'].includes(state) || kind !== 'person'
        if (!isOut) continue
        expect(['enabled', 'provisional', 'pending']).not.toContain(state)
        expect(leases.filter((lease) => lease.state === 'running' && lease.member === id)).toEqual([])
        expect(['standard', 'none']).toContain(access(after, id, at).level)
      }
    }
  })
  fc.assert(property, { ...law, numRuns: 2_000 })
})

test('a limit is passed by no admission: consumed grows only while it stays within (A2)', { timeout: patience }, () => {
  const property = fc.property(mixtures, (mixture) => {
    for (const { before, after, events, refused } of play(mixture).turns) {
      if (refused !== undefined) continue
      let pool = before
      for (const event of events) {
        const next = replay([event], pool)
        const [was, is] = [consumed(pool), consumed(next)]
        const { allowance, policies } = toSnapshot(pool).header
        const allow = policies.overage?.allow ?? 'none'
        const handedOver = event.reason === 'transferred'
        if (is > was && allow === 'none' && !handedOver) expect(is).toBeLessThanOrEqual(allowance)
        pool = next
      }
      same(toSnapshot(pool), toSnapshot(after), 'the pool, event by event')
    }
  })
  fc.assert(property, { ...law, numRuns: 200 })
})

const consumed = (pool: LicensePool): number => {
  const { counts, leases } = toSnapshot(pool).header
  return counts.enabled + counts.provisional + leases.consumed
}

test('every command is accepted and refused, and every way to hold a license occurs, in these mixtures', {
  timeout: patience,
}, () => {
  const accepted: Record<string, number> = {}
  const refused: Record<string, number> = {}
  const seen: Record<string, number> = {}
  const count = (counts: Record<string, number>, name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  const property = fc.property(mixtures, (mixture) => {
    for (const turn of play(mixture).turns) {
      if (turn.refused === undefined) count(accepted, turn.command)
      for (const type of turn.refused === undefined ? turn.ofSome : [turn.refused]) count(refused, type)
      for (const { type, reason } of turn.events) count(seen, `${type}, ${reason}`)
    }
  })
  fc.assert(property, { ...law, numRuns: 2_000 })
  expect(commandTypes.filter((type) => type !== 'OpenPool' && (accepted[type] ?? 0) < 20)).toEqual([])
  const refusals: readonly RejectionType[] = [
    'AllowanceExhausted',
    'DependenciesRemain',
    'Excluded',
    'NoLicense',
    'MemberCannotSignIn',
    'QuoteStale',
    'TermsNotAccepted',
    'UnknownSession',
    'Invalid',
  ]
  expect(refusals.filter((type) => (refused[type] ?? 0) < 20)).toEqual([])
  const ways = [
    'SeatGranted, counted',
    'SeatGranted, signIn',
    'SeatGranted, assigned',
    'SeatGranted, freed',
    'LeaseStarted, signIn',
    'SeatReclaimed, idle',
    'LeaseEnded, timedOut',
    'LeaseEnded, memberLeft',
    'LeaseEnded, seated',
    'AllowanceRaised, command',
    'SeatReleased, counted',
    'SeatReleased, shrink',
  ]
  expect(ways.filter((way) => (seen[way] ?? 0) < 3)).toEqual([])
})
