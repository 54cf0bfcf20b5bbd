// What the races are put together from: lanes that visit members, lanes that are held to the events they must make, and figures.

import { DAY, firstSweepAt, type Ours } from './pools.ts'
import { type Lane, median, ratioOf, type Times, timesOf } from './rounds.ts'
import type { Figure } from './rows.ts'

/** So many of a list from a place in it, going round at its end. */
export const visit = (ids: readonly string[], from: number, count: number, run: (id: string) => void): void => {
  for (let index = from; index < from + count; index++) run(ids[index % ids.length] as string)
}

/** Visits the next so many of a list in each round. */
export const visiting = (
  name: string,
  ids: readonly string[],
  operations: number,
  run: (id: string, round: number) => void,
): Lane => ({
  name,
  operations,
  run: (round) => visit(ids, round * operations, operations, (id) => run(id, round)),
})

/** Holds a lane of ours to so many events an operation. */
export const counting = (ours: Ours, events: number, lane: Lane): Lane => ({
  ...lane,
  run: async (round) => {
    const before = ours.events
    await lane.run(round)
    const made = ours.events - before
    if (made !== events * lane.operations)
      throw new Error(`${made} events in ${lane.operations} operations, not ${events} in each`)
  },
})

/** A moment of that day. */
export const noonOf = (day: number): number => (day + 0.5) * DAY

/** The moments of so many sweeps, from a sweep on: each finds ten due. */
export const eachSweep = (from: number, count: number, run: (moment: number) => void): void => {
  for (let sweep = from; sweep < from + count; sweep++) run(firstSweepAt + sweep * DAY)
}

export const versus = (name: string, times: Times): Figure => ({
  name,
  ratio: ratioOf(times, 'ours', 'baseline'),
  ours: median(timesOf(times, 'ours')),
  baseline: median(timesOf(times, 'baseline')),
})

export const growth = (what: string, times: Times): Figure => ({
  name: `growth from 1,000 to 1,000,000: ${what}`,
  ratio: ratioOf(times, 'ours', 'small'),
  ours: median(timesOf(times, 'ours')),
  note: `${Math.round(median(timesOf(times, 'small')))} ns at 1,000`,
})
