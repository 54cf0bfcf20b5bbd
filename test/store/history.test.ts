// The past, read off the log by pages: who held a license (X7), and how many were held and in force, exactly as the pool said it then (A4).

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LicenseEvent, memoryStore } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { consumedIn } from '../../src/pool/model/header.ts'
import { holdersAt, holdersIn, replay, type SeatsStep, seatsOverTime } from '../../src/store/index.ts'
import { allHistories } from '../support/histories.ts'
import { leaseHistories } from '../support/leaseHistories.ts'
import { add, answered, assign, DAY, kim, office, start, vendor } from '../support/office.ts'
import { law, patience, play } from '../support/playing.ts'
import { same } from '../support/same.ts'

/** A log in pages of three, whatever is asked for, that counts what it handed out. */
const logOf = (events: readonly LicenseEvent[]) => {
  const log = {
    handedOut: 0,
    events: (_: string, after: number, limit: number) => {
      const page = events.slice(after, after + Math.min(limit, 3))
      log.handedOut += page.length
      return page
    },
  }
  return log
}

const stepsOf = async (...asked: Parameters<typeof seatsOverTime>): Promise<readonly SeatsStep[]> => {
  const steps: SeatsStep[] = []
  for await (const step of seatsOverTime(...asked)) steps.push(step)
  return steps
}

/** What the header's own counters said after every moment, by replay. */
const counted = (events: readonly LicenseEvent[]): readonly SeatsStep[] => {
  const steps: SeatsStep[] = []
  let pool = replay([])
  for (const [index, event] of events.entries()) {
    pool = replay([event], pool)
    if (events[index + 1]?.at === event.at) continue
    const { header } = contentsOf(pool)
    const { counts, leases, allowance } = header
    const step = { allowance, consumed: consumedIn(header), seats: counts.enabled + counts.provisional, leases: leases.running }
    const { at: _, ...before } = steps.at(-1) ?? { at: 0 }
    if (JSON.stringify(step) !== JSON.stringify(before)) steps.push({ at: event.at, ...step })
  }
  return steps
}

describe.each([
  ['of every kind', allHistories],
  ['with leases', leaseHistories],
])('in random histories %s', (_, histories) => {
  test('the steps are what the counters of the pool said after each moment (A4, X3)', { timeout: patience }, async () => {
    let told = 0
    const property = fc.asyncProperty(histories, async (history) => {
      const { events } = play(history)
      const steps = await stepsOf(logOf(events), 'crm')
      same(steps, counted(events), 'the steps')
      told += steps.length
    })
    await fc.assert(property, { ...law, numRuns: 300 })
    expect(told).toBeGreaterThan(1_000)
  })

  test('part of the time is that part, and begins as it stood (T3)', { timeout: patience }, async () => {
    const property = fc.asyncProperty(
      histories,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: -1, max: 1 }),
      async (history, a, b, by) => {
        const { events } = play(history)
        const all = counted(events)
        const moments = all.map(({ at }) => at)
        const from = (moments[a % moments.length] ?? 0) + by
        const until = moments[b % moments.length] ?? 0
        const before = all.filter(({ at }) => at <= from).at(-1)
        const expected = [...(before === undefined ? [] : [{ ...before, at: from }]), ...all.filter(({ at }) => at > from)]
        same(await stepsOf(logOf(events), 'crm', { from }), expected, 'from a moment on')
        same(
          await stepsOf(logOf(events), 'crm', { from, until }),
          expected.filter(({ at }) => at < until),
          'from one to another',
        )
      },
    )
    await fc.assert(property, { ...law, numRuns: 300 })
  })

  test('holdersIn is holdersAt, and reads no further than it has to (X7)', { timeout: patience }, async () => {
    const property = fc.asyncProperty(histories, fc.nat(), async (history, pick) => {
      const { events } = play(history)
      const { at = 0 } = events[pick % events.length] ?? {}
      const log = logOf(events)
      same(await holdersIn(log, 'crm', at), holdersAt(events, at), 'the holders')
      expect(log.handedOut).toBeLessThanOrEqual(events.filter((event) => event.at <= at).length + 3)
    })
    await fc.assert(property, { ...law, numRuns: 300 })
  })
})

test('who held a license on a day, and how it came to be full, for a report (X7)', async () => {
  const { licensing, clock, store } = await office({ store: memoryStore() })
  for (const id of ['ann', 'bob']) {
    answered(await licensing.execute('crm', add(id), kim))
    clock.advance(DAY)
    answered(await licensing.execute('crm', assign(id), kim))
  }
  clock.advance(DAY)
  answered(await licensing.execute('crm', { type: 'LowerAllowance', to: 1 }, vendor))
  expect(await holdersIn(store, 'crm', start + DAY)).toEqual([{ member: 'ann', since: start + DAY, provisional: false }])
  expect(await stepsOf(store, 'crm')).toEqual([
    { at: start, allowance: 2, consumed: 0, seats: 0, leases: 0 },
    { at: start + DAY, allowance: 2, consumed: 1, seats: 1, leases: 0 },
    { at: start + 2 * DAY, allowance: 2, consumed: 2, seats: 2, leases: 0 },
    { at: start + 3 * DAY, allowance: 1, consumed: 2, seats: 2, leases: 0 },
  ])
  expect(await holdersIn(store, 'erp', start)).toEqual([])
  expect(await stepsOf(store, 'erp')).toEqual([])
})
