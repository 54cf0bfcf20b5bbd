// The test of the test: the same runs on stores that are broken on purpose. Each must be caught, and by the check that is meant for it.

import type { BreakageName } from './breakages.ts'
import type { Report } from './report.ts'
import { type RunOptions, run } from './run.ts'
import { type Check, inBrief, type Violation } from './violations.ts'

export interface Mutation {
  readonly breakage: BreakageName
  /** One of these must see it. */
  readonly seenBy: readonly Check[]
  /** What still holds without what was taken away. */
  readonly neverSeenBy?: readonly Check[]
  readonly options: RunOptions
}

/** A store without a lock goes wrong only where two really meet, which no single run is sure of: not once in so many is no accident. */
const mostRuns = 6

export const mutated = async (mutation: Mutation): Promise<Report> => {
  for (let runs = 1; ; runs++) {
    const { report, isFinal } = await once(mutation)
    if (isFinal || runs === mostRuns) return report
  }
}

const once = async ({ breakage, seenBy, neverSeenBy = [], options }: Mutation): Promise<{ report: Report; isFinal: boolean }> => {
  const { violations, ...report } = await run({
    ...options,
    trouble: (slot, generation) => ({ ...options.trouble(slot, generation), breakage, patienceMs: 1_000 }),
  })
  const caughtBy = [...new Set(violations.map(({ check }) => check))]
  const isWrong = caughtBy.some((check) => neverSeenBy.includes(check))
  const isCaught = caughtBy.some((check) => seenBy.includes(check)) && !isWrong
  const unseen: Violation = {
    check: 'a broken store is caught',
    what: `by ${seenBy.join(' or ')}${neverSeenBy.map((check) => `, and not by ${check}`).join('')}; it was by ${inBrief(violations).join('; ') || 'nothing'}`,
  }
  const told = violations.length === 0 ? [] : briefly(violations, seenBy)
  return { report: { ...report, caughtBy: told, violations: isCaught ? [] : [unseen] }, isFinal: isCaught || isWrong }
}

/** The first violation of each check that was meant to see it, and the names of the others. */
const briefly = (violations: readonly Violation[], seenBy: readonly Check[]): readonly string[] => {
  const others = new Set(violations.map(({ check }) => check).filter((check) => !seenBy.includes(check)))
  const lines = seenBy.flatMap((check) => {
    const those = violations.filter((each) => each.check === check)
    return those.length === 0 ? [] : [`caught, ${those.length} times: ${check}: ${those[0]?.what}`]
  })
  return others.size === 0 ? lines : [...lines, `also seen: ${[...others].join(', ')}`]
}
