// One figure of a candidate, and how heap is taken.

import { median, ratioOf, type Times, timesOf } from '../rounds.ts'

export interface Figure {
  readonly row: string
  readonly ours: number
  readonly baseline: number
  /** Times the baseline, but for bytes, where there is none. */
  readonly ratio?: number
}

export const heapUsed = (): number => {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

export const figureOf = (times: Times, row: string, ours: string, baseline: string): Figure => ({
  row,
  ours: median(timesOf(times, ours)),
  baseline: median(timesOf(times, baseline)),
  ratio: ratioOf(times, ours, baseline),
})
