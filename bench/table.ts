// The rows as a table for people: the figure, what it is to reach and to hold, and what was timed.

import type { Line, Row } from './rows.ts'

const headings = ['', 'figure', 'reach', 'hold', '', 'ours', 'baseline', '']

export const tableOf = (lines: readonly Line[]): string => {
  const cells = [headings, ...lines.map(cellsOf)]
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const aligned = (cell: string, column: number): string => {
    const width = widths[column] ?? 0
    return isText(column) ? cell.padEnd(width) : cell.padStart(width)
  }
  return cells.map((row) => row.map(aligned).join('  ').trimEnd()).join('\n')
}

const isText = (column: number): boolean => headings[column] === ''

const cellsOf = ({ row, ours, baseline, note, isRate, isKnownMiss }: Line): string[] => [
  row.name,
  row.ratio === null ? '' : `${rounded(row.ratio)} ${row.unit}`,
  row.reach === undefined ? '' : limit(row.reach),
  row.hold === undefined ? '' : limit(row.hold),
  verdictOn(row, isKnownMiss),
  isRate ? rate(ours) : duration(ours),
  isRate ? rate(baseline) : duration(baseline),
  note ?? '',
]

const verdictOn = ({ reached, held }: Row, isKnownMiss: boolean): string => {
  if (held === false) return isKnownMiss ? 'MISSES' : 'FAILS'
  if (reached === false) return 'holds'
  return held === true ? 'reached' : ''
}

const limit = (figure: number): string => `${Number(figure.toPrecision(3))}`

const rounded = (figure: number): string => {
  if (figure >= 100) return Math.round(figure).toLocaleString('en-US')
  return figure >= 0.1 ? figure.toFixed(1) : figure.toPrecision(2)
}

/** From nanoseconds. */
const duration = (time: number | undefined): string => {
  if (time === undefined) return ''
  if (time < 10_000) return `${Math.round(time)} ns`
  return time < 10_000_000 ? `${(time / 1e3).toFixed(1)} us` : `${(time / 1e6).toFixed(1)} ms`
}

/** From nanoseconds an operation. */
const rate = (time: number | undefined): string =>
  time === undefined ? '' : `${Math.round(1e9 / time).toLocaleString('en-US')} /s`
