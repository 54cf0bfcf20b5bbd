// What became of a scenario, in the terminal: one line when all is well, else a table of what was expected and what came instead.

import type { Difference } from '../../scenarios/play/compare.ts'
import type { TimelineEntry } from '../../scenarios/play/timeline.ts'
import type { ScenarioRun } from '../../scenarios/runScenario.ts'
import type { Colors } from '../io.ts'
import { harmless, padEnd, width as widthOf, wrap } from '../table/terminalText.ts'
import type { RanFile } from './runCommand.ts'
import { timelineText, valueText } from './timelineText.ts'

export interface Look {
  readonly withTimeline: boolean
  /** In columns. */
  readonly width: number
  readonly colors: Colors
}

/** `✓ title`, or `✗ title` and why. */
export const outcomeText = (file: string, run: ScenarioRun, look: Look): string => {
  const { colors, width } = look
  const [first = '', ...rest] = wrap(harmless(run.scenario ?? '(no title)'), width - 2)
  const mark = run.ok ? colors.green('✓') : colors.red('✗')
  const lines = [`${mark} ${run.ok ? first : colors.bold(first)}`, ...rest.map((line) => `  ${line}`)]
  if (run.error !== undefined) {
    const { line } = run.error
    lines.push(`  ${colors.dim(harmless(line === 0 ? file : `${file}:${line}`))} cannot be run`)
  }
  if (look.withTimeline && run.timeline.length > 0) lines.push('', ...timelineText(run.timeline, look), ...(run.ok ? [] : ['']))
  for (const [index, { line, ok, differences }] of run.steps.entries()) {
    if (!ok) lines.push(`  ${colors.dim(harmless(`${file}:${line}`))}`, ...table(differences, run.timeline[index], look))
  }
  return `${lines.join('\n')}\n`
}

const headings = ['path', 'expected', 'actual'] as const

/** Columns as wide as they need to be, or as the terminal lets them. */
const table = (
  differences: readonly Difference[],
  entry: TimelineEntry | undefined,
  { width, colors }: Look,
): readonly string[] => {
  const rows = differences.map(({ path, expected, actual }) => [path, valueText(expected), valueText(actual)] as const)
  const widths = columnWidths([headings, ...rows], width - 4 - 4)
  const print = (cells: readonly string[], paint: readonly ((text: string) => string)[]): readonly string[] => {
    const wrapped = cells.map((cell, column) => broken(harmless(cell), widths[column] ?? 1))
    const height = Math.max(...wrapped.map((lines) => lines.length))
    return Array.from({ length: height }, (_, row) => {
      const parts = wrapped.map((lines, column) => {
        const text = padEnd(lines[row] ?? '', widths[column] ?? 1)
        return (paint[column] ?? String)(column === wrapped.length - 1 ? text.trimEnd() : text)
      })
      return `    ${parts.join('  ')}`.trimEnd()
    })
  }
  const refusal = entry?.commands.findLast(({ message }) => message !== undefined)?.message
  const isRefused = differences.some(({ path, actual }) => path.endsWith('rejected') && actual !== null)
  return [
    ...print(headings, [colors.dim, colors.dim, colors.dim]),
    ...rows.flatMap((row) => print(row, [String, colors.green, colors.red])),
    ...(isRefused && refusal !== undefined ? wrap(harmless(refusal), width - 4).map((line) => `    ${colors.dim(line)}`) : []),
  ]
}

/** Wide columns give way to narrow ones until all fit. */
const columnWidths = (rows: readonly (readonly string[])[], total: number): readonly number[] => {
  const wanted = [0, 1, 2].map((column) => Math.max(...rows.map((row) => widthOf(harmless(row[column] ?? '')))))
  const widths = [...wanted]
  while (widths.reduce((sum, each) => sum + each, 0) > total) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest] = (widths[widest] ?? 2) - 1
  }
  return widths
}

/** Broken at spaces, and a word that is too long wherever it has to be. */
const broken = (text: string, most: number): readonly string[] =>
  wrap(text, most).flatMap((line) => {
    const pieces: string[] = []
    let piece = ''
    for (const letter of line) {
      if (widthOf(piece + letter) > most) {
        pieces.push(piece)
        piece = ''
      }
      piece += letter
    }
    return [...pieces, piece]
  })

/** `24 scenarios: 22 hold, 1 does not, 1 cannot be run`. */
export const summaryText = (ran: readonly RanFile[], colors: Colors): string => {
  const faulty = ran.filter(({ run }) => run.error !== undefined).length
  const failed = ran.filter(({ run }) => run.error === undefined && !run.ok).length
  const held = ran.length - faulty - failed
  const parts = [
    held === 0 && ran.length > 0 ? '' : colors.green(`${held} ${held === 1 ? 'holds' : 'hold'}`),
    failed === 0 ? '' : colors.red(`${failed} ${failed === 1 ? 'does' : 'do'} not`),
    faulty === 0 ? '' : colors.red(`${faulty} cannot be run`),
  ].filter((part) => part !== '')
  return `\n${ran.length} ${ran.length === 1 ? 'scenario' : 'scenarios'}: ${parts.join(', ')}\n`
}
