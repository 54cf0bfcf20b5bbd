// How throughput is taken: every lane runs for the same time in turns, round after round in alternating order, so that what the machine
// and its disk do to one they do to all. Rows compare round by round; the first rounds warm up and do not count.

import { median, ratioOf, type Times, timesOf } from '../rounds.ts'
import type { Figure } from '../rows.ts'

/** What a lane did in one turn. */
export interface Turn {
  readonly operations: number
  readonly nanoseconds: number
  /** Microseconds of CPU in another process that did the work. */
  readonly cpu?: number
}

export interface Lane {
  readonly name: string
  /** What a turn needs to be there already: not timed. */
  readonly prepare?: () => Promise<void>
  readonly run: (milliseconds: number) => Promise<Turn>
}

/** Two lanes that a row compares. */
export interface Contest {
  readonly row: string
  readonly ours: Lane
  readonly baseline: Lane
  readonly note?: string
  /** The server has no part in it: what it uses meanwhile is its own affair. */
  readonly isLocal?: true
}

/** Callers that call again as soon as they are answered. */
export const calling =
  (callers: number, call: () => Promise<unknown>): Lane['run'] =>
  async (milliseconds) => {
    const start = performance.now()
    let operations = 0
    const caller = async (): Promise<void> => {
      do {
        await call()
        operations++
      } while (performance.now() < start + milliseconds)
    }
    await Promise.all(Array.from({ length: callers }, caller))
    return { operations, nanoseconds: (performance.now() - start) * 1e6 }
  }

/** The same of what answers at once. */
export const repeating =
  (call: () => void): Lane['run'] =>
  async (milliseconds) => {
    const start = performance.now()
    let operations = 0
    do {
      call()
      operations++
    } while (performance.now() < start + milliseconds)
    return { operations, nanoseconds: (performance.now() - start) * 1e6 }
  }

interface Use {
  operations: number
  ours: number
  server: number
}

export interface Pace {
  readonly warmUps: number
  readonly rounds: number
  readonly milliseconds: number
}

/** Runs the lanes of the contests, each lane once a round however many contests it is in. `serverCpu` is what the server has used so far. */
export const compete = async (contests: readonly Contest[], pace: Pace, serverCpu: () => number): Promise<readonly Figure[]> => {
  const lanes = [...new Set(contests.flatMap(({ ours, baseline }) => [baseline, ours]))]
  const times: Record<string, number[]> = Object.fromEntries(lanes.map(({ name }) => [name, []]))
  const uses = new Map(lanes.map((lane): [Lane, Use] => [lane, { operations: 0, ours: 0, server: 0 }]))
  for (let round = 0; round < pace.warmUps + pace.rounds; round++) {
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed()) {
      await lane.prepare?.()
      const before = process.cpuUsage()
      const serverBefore = serverCpu()
      const { operations, nanoseconds, cpu } = await lane.run(pace.milliseconds)
      const { user, system } = process.cpuUsage(before)
      if (round < pace.warmUps) continue
      times[lane.name]?.push(nanoseconds / operations)
      const use = uses.get(lane) as Use
      use.operations += operations
      use.ours += cpu ?? user + system
      use.server += serverCpu() - serverBefore
    }
  }
  return contests.map(({ row, ours, baseline, note, isLocal = false }) => ({
    ...figureOf(row, times, ours, baseline),
    note: [note, `CPU in us: ${usedBy(uses.get(ours), isLocal)} against ${usedBy(uses.get(baseline), isLocal)}`]
      .filter(Boolean)
      .join('; '),
  }))
}

const figureOf = (row: string, times: Times, ours: Lane, baseline: Lane): Figure => ({
  name: row,
  ratio: ratioOf(times, baseline.name, ours.name),
  ours: median(timesOf(times, ours.name)),
  baseline: median(timesOf(times, baseline.name)),
})

/** Microseconds of CPU an operation: the client's and the server's. */
const usedBy = (use: Use | undefined, isLocal: boolean): string => {
  if (use === undefined) return ''
  const each = (microseconds: number): string => (microseconds / use.operations).toFixed(0)
  return isLocal || use.server === 0 ? each(use.ours) : `${each(use.ours)} + ${each(use.server)} of the server`
}
