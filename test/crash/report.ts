// What a run came to, and the table of all runs.

import type { Journal } from './journal.ts'
import { ownerOf } from './plan.ts'
import type { Json } from './rows.ts'
import type { Violation } from './violations.ts'

export interface Report {
  readonly name: string
  readonly acknowledgements: number
  readonly refusals: number
  /** Of these, for want of a license. */
  readonly exhausted: number
  /** Calls that were rejected and given again. */
  readonly errors: number
  /** Worker processes. */
  readonly kills: number
  /** Commands under way when their worker was killed, and how many of those turned out to be carried out. */
  readonly underWay: number
  readonly carriedOut: number
  /** What happened to the server: restarts, connections that were cut. */
  readonly restarts: number
  readonly violations: readonly Violation[]
  /** Of a store that is broken on purpose: by which checks it was caught. */
  readonly caughtBy?: readonly string[]
  readonly seconds: number
}

/** What became of the commands that killed workers were not answered: found under their keys by who took over, or done then. */
export const takeovers = (
  journals: readonly (readonly Journal[])[],
  answers: readonly { readonly key: string; readonly record: Json }[],
): Pick<Report, 'underWay' | 'carriedOut'> => {
  const answeredAt = new Map(answers.map(({ key, record }) => [key, record.at as number]))
  let [underWay, carriedOut] = [0, 0]
  for (const generations of journals) {
    const seen = new Set<string>()
    for (const [generation, { startedAt, acknowledgements }] of generations.entries()) {
      const callers = new Set<number>()
      for (const { key } of acknowledgements) {
        const caller = ownerOf(key)?.caller ?? -1
        if (seen.has(key) || callers.has(caller)) continue
        callers.add(caller)
        if (generation === 0) continue
        underWay++
        if ((answeredAt.get(key) ?? Number.POSITIVE_INFINITY) < startedAt) carriedOut++
      }
      for (const { key } of acknowledgements) seen.add(key)
    }
  }
  return { underWay, carriedOut }
}

const columns: readonly (readonly [string, (report: Report) => string | number])[] = [
  ['acknowledged', (report) => report.acknowledgements],
  ['refused', (report) => report.refusals],
  ['no license left', (report) => report.exhausted],
  ['errors', (report) => report.errors],
  ['kills', (report) => report.kills],
  ['under way', (report) => report.underWay],
  ['of it done', (report) => report.carriedOut],
  ['restarts', (report) => report.restarts],
  ['violations', (report) => report.violations.length],
  ['seconds', (report) => report.seconds.toFixed(1)],
]

/** One line for each run, numbers below their names. */
export const table = (reports: readonly Report[]): string => {
  const cells = [
    ['', ...columns.map(([name]) => name)],
    ...reports.map((each) => [each.name, ...columns.map(([, of]) => `${of(each)}`)]),
  ]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? []
  return cells
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
    )
    .join('\n')
}
