// What is to be reached and what must hold: the tables of performance.md, row by row, and how a figure is judged by them.

import { median } from './rounds.ts'

/** What one process found out. */
export interface Figure {
  readonly name: string
  /** The figure in the row's unit; where a row is in ms or s, the ratio to the baseline doing the same. `null`: it is absent. */
  readonly ratio: number | null
  /** What was timed, in nanoseconds an operation; printed beside it. */
  readonly ours?: number
  readonly baseline?: number
  readonly note?: string
}

/** What a process measures. */
export type Kind = 'million' | 'leases' | 'bulk' | 'trace' | 'size' | 'import' | 'peers'

/** A row as it is to be. */
export interface Target {
  readonly name: string
  readonly unit: 'x' | 'ms' | 's' | 'bytes' | 'kB' | 'fsyncs' | 'rows' | 'writes'
  /** Which way is better; lower, where nothing is said. */
  readonly better?: Row['better']
  /** What was timed is printed as how many a second, and not as how long each took. */
  readonly isRate?: true
  readonly reach?: number
  readonly hold?: number
  /**
   * For a row of ms or s: what the baseline took for the same on the machine on which the targets were set. Absolute times drift by
   * several times, so such a row is gated as a ratio: it states what it would have taken there, ours / baseline × this.
   */
  readonly baselineTook?: number
  /**
   * The hold is missed, docs/performance.md says by how much and what was tried, and it must not get worse than this. The row says that it
   * does not hold, whoever asks; only the gate goes on.
   */
  readonly missedBy?: number
}

/** As `--json` prints it. */
export interface Row {
  readonly name: string
  readonly ratio: number | null
  readonly reach?: number
  readonly hold?: number
  readonly better: 'lower' | 'higher'
  readonly reached?: boolean
  readonly held?: boolean
  readonly unit: Target['unit']
}

/** A row, and what a reader of the table sees beside it. */
export interface Line {
  readonly row: Row
  readonly ours: number | undefined
  readonly baseline: number | undefined
  readonly note: string | undefined
  readonly isRate: boolean
  /** It does not hold, and that is known. */
  readonly isKnownMiss: boolean
}

/** The one row about the baseline itself: a slow one would flatter us. */
export const baselineRow = 'baseline touch, against a bare get and write'

export const targets: readonly (Target & { readonly kind: Kind })[] = [
  { name: baselineRow, kind: 'million', unit: 'x', hold: 4 },
  { name: 'access', kind: 'million', unit: 'x', reach: 3, hold: 5 },
  { name: 'touch', kind: 'million', unit: 'x', reach: 7, hold: 12 },
  { name: 'assign', kind: 'million', unit: 'x', reach: 6.5, hold: 10 },
  { name: 'sweep of 10 due', kind: 'million', unit: 'x', reach: 12, hold: 30 },
  { name: 'same use again on the same day', kind: 'million', unit: 'x', reach: 3.5, hold: 5 },
  { name: 'growth from 1,000 to 1,000,000: touch', kind: 'million', unit: 'x', reach: 8, hold: 12 },
  { name: 'growth from 1,000 to 1,000,000: assign', kind: 'million', unit: 'x', reach: 4, hold: 6 },
  { name: 'growth from 1,000 to 1,000,000: sweep', kind: 'million', unit: 'x', reach: 3, hold: 5 },
  { name: 'heap per member', kind: 'million', unit: 'bytes', reach: 230, hold: 320 },
  { name: 'batch of 1,000 commands, per command', kind: 'million', unit: 'x', reach: 5, hold: 9 },
  { name: 'changing the idle policy', kind: 'million', unit: 'ms', reach: 1, hold: 20, baselineTook: 85 },
  { name: 'lease start', kind: 'leases', unit: 'x', reach: 6.5, hold: 10 },
  { name: 'lease renew', kind: 'leases', unit: 'x', reach: 7, hold: 12 },
  { name: 'lease end', kind: 'leases', unit: 'x', reach: 6.5, hold: 10 },
  { name: 'bulk unlicense of 50,000 people, per person', kind: 'bulk', unit: 'x', reach: 20, hold: 30 },
  { name: '21-year activity trace', kind: 'trace', unit: 's', reach: 1, hold: 2, baselineTook: 0.0052 },
  { name: 'root entry', kind: 'size', unit: 'kB', reach: 16, hold: 24, missedBy: 6.9 },
  { name: 'cold import', kind: 'import', unit: 'ms', reach: 30, hold: 60, baselineTook: 22 },
]

/** What a row without a hold of its own holds at, in times its reach. */
const slack = 1.5

/** The lines of a table, in its order and those without a target last, from what the processes found: of each row the median. */
export const linesOf = (figures: readonly Figure[], rows: readonly Target[]): readonly Line[] => {
  const peers = new Set(figures.map(({ name }) => name))
  for (const { name } of rows) peers.delete(name)
  const others = [...peers].map((name): Target => ({ name, unit: 'x' }))
  return [...rows, ...others].flatMap((target) => {
    const found = figures.filter(({ name }) => name === target.name)
    return found.length === 0 ? [] : [lineOf(target, found)]
  })
}

const lineOf = ({ name, unit, baselineTook = 1, better = 'lower', ...target }: Target, found: readonly Figure[]): Line => {
  const ratios = found.flatMap(({ ratio }) => ratio ?? [])
  const ratio = ratios.length === 0 ? null : median(ratios) * baselineTook
  const { reach, hold = reach === undefined ? undefined : better === 'lower' ? reach * slack : reach / slack } = target
  const isWithin = (figure: number, limit: number): boolean => (better === 'lower' ? figure <= limit : figure >= limit)
  const row: Row = {
    name,
    ratio,
    ...(reach === undefined ? {} : { reach }),
    ...(hold === undefined ? {} : { hold }),
    better,
    ...(reach === undefined || ratio === null ? {} : { reached: isWithin(ratio, reach) }),
    ...(hold === undefined || ratio === null ? {} : { held: isWithin(ratio, hold) }),
    unit,
  }
  return {
    row,
    ours: medianOf(found.map(({ ours }) => ours)),
    baseline: medianOf(found.map(({ baseline }) => baseline)),
    note: found[0]?.note,
    isRate: target.isRate === true,
    isKnownMiss: row.held === false && better === 'lower' && (ratio ?? 0) <= (hold ?? 0) + (target.missedBy ?? 0),
  }
}

const medianOf = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.flatMap((value) => value ?? [])
  return known.length === 0 ? undefined : median(known)
}
