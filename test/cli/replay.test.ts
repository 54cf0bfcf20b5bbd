// The replay against the plainest loop that could be written: the same pool, and figures that add up, whatever the activity.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Policies, PoliciesPatch } from '../../src/policies/policies.ts'
import { execute, openPool } from '../../src/pool/execute.ts'
import type { LicenseEvent } from '../../src/pool/model/event.ts'
import { summary } from '../../src/pool/queries/summary.ts'
import { toSnapshot } from '../../src/pool/rows/snapshot.ts'
import { waitingFigures } from '../../src/simulation/figures.ts'
import { openingOf, type Plan, planOf } from '../../src/simulation/plan.ts'
import { type Activity, simulate } from '../../src/simulation/replay.ts'

const day = 86_400_000
const start = Date.UTC(2026, 0, 30, 12)

const activity: fc.Arbitrary<readonly Activity[]> = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: day }), fc.integer({ min: day, max: 40 * day })),
      member: fc.constantFrom('ann', 'bob', 'cat', 'dan', 'eve'),
      client: fc.constantFrom('mobile', 'mobile', 'mobile', 'web'),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((rows) => {
    let at = start
    return rows.map(({ gap, member, client }) => {
      at += gap
      return { at, member, client }
    })
  })

/** Where seats go from one to the next. */
const passingOn: fc.Arbitrary<PoliciesPatch> = fc.record({
  idleReclaim: fc.record({ enabled: fc.constant(true), days: fc.integer({ min: 1, max: 20 }) }),
  waiting: fc.constantFrom({ admit: 'whenFree' as const }, { admit: 'atSignIn' as const }),
})

const anyPatch: fc.Arbitrary<PoliciesPatch> = fc.record(
  {
    membership: fc.constantFrom({ unknownSignIn: 'refuse' as const }, { withoutLicense: 'refuse' as const }),
    autoAssign: fc.constantFrom({ enabled: false }, { enabled: false }, { clients: 'any' as const }, null),
    waiting: fc.constant({ admit: 'whenFree' as const }),
    manualApproval: fc.constantFrom({ graceDays: 1 }, { graceDays: null }),
    trial: fc.constantFrom({ days: 2 }, null),
    idleReclaim: fc.record({
      enabled: fc.constant(true),
      days: fc.integer({ min: 1, max: 4 }),
      exempt: fc.constantFrom([], ['ann']),
    }),
    notifications: fc.constant({ enabled: true }),
    overage: fc.constantFrom({ allow: { seats: 1 } }, { allow: 'unlimited' as const }),
  },
  { requiredKeys: [] },
)

const plan: fc.Arbitrary<Plan> = fc
  .record({
    allowance: fc.integer({ min: 0, max: 3 }),
    policies: fc.oneof(anyPatch, anyPatch, passingOn),
    timeZone: fc.constantFrom('UTC', 'Pacific/Apia', 'America/Havana'),
  })
  .map((document) => planOf({ name: 'a plan', ...document }))

/** Sign-ins one after another and a look at the end, with nothing in between. */
const directly = ({ policies, ...rest }: Plan, rows: readonly Activity[]) => {
  const opened = openPool(openingOf({ policies, ...rest }), rows[0]?.at ?? 0, { role: 'system' })
  if (opened._tag === 'Left') throw new Error(opened.left.message)
  let { pool } = opened.right
  const events: LicenseEvent[] = []
  const answers = { full: 0, trial: 0, standard: 0, none: 0 }
  let most = 0
  for (const { at, member, client } of rows) {
    const result = execute(pool, { type: 'SignIn', member, client }, at, { role: 'member', id: member })
    if (result._tag === 'Left') answers.none++
    else {
      pool = result.right.pool
      events.push(...result.right.events)
      answers[result.right.access ?? 'none']++
    }
    most = Math.max(most, summary(pool, at).consumed)
  }
  const last = rows.at(-1)?.at ?? 0
  const swept = execute(pool, { type: 'Sweep' }, last, { role: 'system' })
  if (swept._tag === 'Left') throw new Error(swept.left.message)
  return { pool: swept.right.pool, events: [...events, ...swept.right.events], answers, last, most }
}

const counted = (events: readonly LicenseEvent[], ...types: readonly LicenseEvent['type'][]): number =>
  events.filter(({ type }) => types.includes(type)).length

describe('the figures of any activity under any plan', () => {
  const seen = { refused: 0, reclaimed: 0, lapsed: 0, waited: 0, trialsEnded: 0 }

  test('are those of the plainest loop', () => {
    fc.assert(
      fc.property(plan, activity, (chosen, rows) => {
        const [replayed] = simulate([chosen], rows)
        if (replayed === undefined) throw new Error('one plan, one answer')
        const { figures } = replayed
        const { pool, events, answers, last, most } = directly(chosen, rows)
        const stands = summary(pool, last)
        expect(figures.answers).toEqual(answers)
        expect(figures.granted).toBe(counted(events, 'SeatGranted', 'SeatGrantedProvisionally'))
        expect(figures.reclaimed).toBe(counted(events, 'SeatReclaimed'))
        expect(figures.lapsed).toBe(counted(events, 'ProvisionalGrantLapsed'))
        expect(figures.trialsStarted).toBe(counted(events, 'TrialStarted'))
        expect(figures.trialsEnded).toBe(counted(events, 'TrialEnded'))
        expect(figures.peakConsumed).toBe(most)
        expect(figures.finalConsumed).toBe(stands.consumed)
        expect(figures.finalPending).toBe(stands.pending)
        const { members } = toSnapshot(pool)
        expect(figures.members).toBe(members.length)
        expect(figures.finalConsumed).toBe(members.filter(({ state }) => state === 'enabled' || state === 'provisional').length)
        seen.refused += Object.values<number>({ ...figures.refused }).reduce((sum, each) => sum + each, 0)
        seen.reclaimed += figures.reclaimed
        seen.lapsed += figures.lapsed
        seen.waited += figures.waiting.waited
        seen.trialsEnded += figures.trialsEnded
      }),
      { numRuns: 2_000 },
    )
    expect(Object.entries(seen).filter(([, count]) => count < 100)).toEqual([])
  })

  test('add up: by level, by month, by day, and what came and went', () => {
    fc.assert(
      fc.property(plan, activity, (chosen, rows) => {
        const [replayed] = simulate([chosen], rows)
        if (replayed === undefined) throw new Error('one plan, one answer')
        const { figures, days } = replayed
        const { answers, months, signIns } = figures
        const sum = (of: (month: (typeof months)[number]) => number): number =>
          months.reduce((total, month) => total + of(month), 0)
        expect(signIns).toBe(rows.length)
        expect(answers.full + answers.trial + answers.standard + answers.none).toBe(signIns)
        for (const level of ['full', 'trial', 'standard', 'none'] as const)
          expect(sum((month) => month.answers[level])).toBe(answers[level])
        expect(sum(({ granted }) => granted)).toBe(figures.granted)
        expect(sum(({ reclaimed }) => reclaimed)).toBe(figures.reclaimed)
        expect(figures.granted - figures.reclaimed - figures.lapsed).toBe(figures.finalConsumed)
        expect(Math.max(...months.map(({ peakConsumed }) => peakConsumed))).toBe(figures.peakConsumed)
        expect(Math.max(...days.map(({ consumed }) => consumed))).toBe(figures.peakConsumed)
        expect(figures.peakAt === null).toBe(figures.peakConsumed === 0)
        expect(figures.waiting.stillWaiting).toBe(figures.finalPending)
        expect(figures.waiting.waited).toBeLessThanOrEqual(figures.granted)
        for (const { seatsUsed, seatHolders } of months) expect(seatsUsed).toBeLessThanOrEqual(seatHolders)
        for (const { peakConsumed, seatHolders } of months) expect(peakConsumed).toBeLessThanOrEqual(seatHolders)
        expect(months.map(({ month }) => month)).toEqual([...new Set(months.map(({ month }) => month))].sort())
        const listed = days.map((each) => each.day)
        expect(listed).toEqual([...new Set(listed)].sort((a, b) => a - b))
      }),
      { numRuns: 1_000 },
    )
  })

  test('are the same alone and side by side', () => {
    fc.assert(
      fc.property(plan, plan, activity, (one, other, rows) => {
        expect(simulate([one, other], rows)).toEqual([...simulate([one], rows), ...simulate([other], rows)])
      }),
      { numRuns: 300 },
    )
  })
})

test('each day tells the most of what it had, and a day of its own where that ended', () => {
  const rows = [0, 0, 10, 10].map((days, index) => ({ at: start + days * day, member: `m${index}`, client: 'mobile' }))
  const policies = { idleReclaim: { enabled: true, days: 1 } }
  const [replayed] = simulate([planOf({ name: 'p', allowance: 1, policies })], rows)
  const first = start / day - 0.5
  expect(replayed?.days).toEqual(
    [
      { day: first, consumed: 1, waiting: 1 },
      { day: first + 2, consumed: 1, waiting: 1 },
      { day: first + 3, consumed: 0, waiting: 1 },
      { day: first + 10, consumed: 1, waiting: 2 },
    ].filter((each) => each.day !== first + 2),
  )
})

test('waits are ranked: the median, the 95th of 100, the longest', () => {
  const waits = Array.from({ length: 100 }, (_, index) => (100 - index) * day)
  expect(waitingFigures(waits, 3)).toEqual({ waited: 100, medianDays: 50, p95Days: 95, maxDays: 100, stillWaiting: 3 })
  expect(waitingFigures([day / 2], 0)).toEqual({ waited: 1, medianDays: 0.5, p95Days: 0.5, maxDays: 0.5, stillWaiting: 0 })
  expect(waitingFigures([], 0)).toEqual({ waited: 0, medianDays: null, p95Days: null, maxDays: null, stillWaiting: 0 })
})

test('rows out of order and no rows at all are mistakes of the caller', () => {
  const plans = [planOf({ name: 'p', allowance: 1 })]
  const row = (at: number): Activity => ({ at, member: 'ann', client: 'mobile' })
  expect(() => simulate(plans, [row(2), row(1)])).toThrow(new RangeError('the rows are not in the order of their moments'))
  expect(() => simulate(plans, [])).toThrow(new RangeError('there is no activity'))
})

test('a plan is its preset, with what the plans have in common and then its own merged over it (D7)', () => {
  const base = {
    allowance: 5,
    timeZone: 'Europe/London',
    policies: { trial: { days: 3 }, idleReclaim: { enabled: true }, waiting: null },
  }
  const { policies, ...rest } = planOf(
    { name: 'p', policies: { idleReclaim: { days: 7 }, trial: null, waiting: { admit: 'whenFree' } } },
    base,
  )
  expect(rest).toEqual({ name: 'p', preset: 'mobileAssignment', allowance: 5, timeZone: 'Europe/London' })
  expect(policies satisfies Policies).toMatchObject({
    idleReclaim: { enabled: true, days: 7, exempt: [] },
    waiting: { admit: 'whenFree' },
  })
  expect(policies.trial).toBeUndefined()
})
