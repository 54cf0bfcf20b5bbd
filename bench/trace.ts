// 21 years of real activity replayed through one plan (300 seats, freed after 90 days without use), by ours and by the baseline.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { openPool } from '../src/index.ts'
import { Baseline } from './baseline.ts'
import { DAY, Ours } from './pools.ts'
import { median, race, ratioOf, timesOf } from './rounds.ts'
import type { Figure } from './rows.ts'

interface Use {
  readonly at: number
  readonly member: string
}

const allowance = 300
const trialDays = 30

export const runTrace = async (): Promise<readonly Figure[]> => {
  const uses = readTrace()
  let [oursTaken, baselineTaken] = [0, 0]
  const times = await race(
    [
      {
        name: 'baseline',
        operations: 1,
        run: () => {
          const baseline = new Baseline()
          for (const { at, member } of uses) signIn(baseline, member, at)
          baselineTaken = baseline.consumed
        },
      },
      {
        name: 'ours',
        operations: 1,
        run: () => {
          const ours = openTracePool(uses)
          for (const { at, member } of uses) ours.touch(member, at)
          oursTaken = ours.consumed
        },
      },
    ],
    8,
  )
  if (oursTaken !== baselineTaken)
    throw new Error(`the trace ends with ${oursTaken} seats taken, and ${baselineTaken} in the baseline`)
  return [
    {
      name: '21-year activity trace',
      ratio: ratioOf(times, 'ours', 'baseline'),
      ours: median(timesOf(times, 'ours')),
      baseline: median(timesOf(times, 'baseline')),
      note: `${uses.length} uses`,
    },
  ]
}

/** What the plan says, done by hand: a seat if one is free, else a trial, once. */
const signIn = (baseline: Baseline, member: string, at: number): void => {
  baseline.sweep(at)
  const seat = baseline.seats.get(member) ?? baseline.add(member, at)
  if (seat.state === 'enabled') return baseline.touch(member, at)
  if (baseline.consumed < allowance) return baseline.assign(member, at)
  seat.state = 'pending'
  if (seat.trialEndsAt === Number.POSITIVE_INFINITY) seat.trialEndsAt = at + trialDays * DAY
}

const openTracePool = (uses: readonly Use[]): Ours => {
  const opened = openPool(
    {
      type: 'OpenPool',
      organization: 'acme',
      preset: 'mobileAssignment',
      policies: { idleReclaim: { enabled: true, days: 90 } },
      lots: [{ lot: 'all', quantity: allowance }],
    },
    uses[0]?.at ?? 0,
    { role: 'accountManager' },
  )
  if (opened._tag === 'Left') throw new Error(JSON.stringify(opened.left))
  return new Ours(opened.right.pool)
}

const readTrace = (): readonly Use[] => {
  const file = join(import.meta.dirname, '../examples/activity-2004-2026.csv.gz')
  const [, ...lines] = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const [moment = '', member = ''] = line.split(',')
    return { at: Date.parse(moment), member }
  })
}
