// The plans side by side in the terminal, and what each would have meant in a sentence.

import type { PlanFigures } from '../../simulation/figures.ts'
import type { Colors } from '../io.ts'
import { bestBy, measures } from './measures.ts'
import { harmless, padEnd, padStart, shorten, wrap } from './terminalText.ts'
import { activityText, sentence } from './words.ts'

const labelWidth = 27
const leastColumn = 12
const mostColumn = 24

/** Plans that do not fit beside each other stand below, in a table of their own. */
export const comparison = (plans: readonly PlanFigures[], columns: number, colors: Colors): string => {
  const across = Math.max(1, Math.min(plans.length, Math.floor((columns - labelWidth) / (leastColumn + 2))))
  const column = Math.min(mostColumn, Math.max(leastColumn, Math.floor((columns - labelWidth) / across) - 2))
  const marked = plans.length > 1
  const most = Math.max(columns, labelWidth + leastColumn + 2)
  const lines = wrap(activityText(plans), most).map(colors.bold)
  for (let from = 0; from < plans.length; from += across) {
    lines.push('', ...table(plans, from, Math.min(from + across, plans.length), column, colors))
  }
  if (marked) lines.push('', `${colors.green('*')} ${colors.dim('the best of the plans')}`)
  for (const figures of plans) lines.push('', ...told(figures, most, colors))
  return `${lines.join('\n')}\n`
}

const table = (plans: readonly PlanFigures[], from: number, to: number, column: number, colors: Colors): readonly string[] => {
  const shown = plans.slice(from, to)
  const headings = shown.map(({ name }) => wrapName(harmless(name), column))
  const height = Math.max(...headings.map((lines) => lines.length))
  const lines: string[] = []
  for (let row = 0; row < height; row++) {
    const cells = headings.map((heading) => `${padStart(heading[row - height + heading.length] ?? '', column)}  `)
    lines.push(colors.bold(`${' '.repeat(labelWidth)}${cells.join('')}`.trimEnd()))
  }
  lines.push(colors.dim('─'.repeat(labelWidth + shown.length * (column + 2) - 1)))
  for (const [index, group] of measures.entries()) {
    if (index > 0) lines.push('')
    for (const measure of group) {
      const best = bestBy(measure, plans).slice(from, to)
      const cells = shown.map((figures, place) => {
        const text = padStart(measure.text(figures), column)
        return best[place] === true ? colors.green(`${text} *`) : `${measure.isDetail ? colors.dim(text) : text}  `
      })
      const label = padEnd(measure.isDetail ? `  ${measure.label}` : measure.label, labelWidth)
      lines.push(`${measure.isDetail ? colors.dim(label) : label}${cells.join('')}`.trimEnd())
    }
  }
  return lines
}

/** A long name takes two lines, the rest of it is cut. */
const wrapName = (name: string, column: number): readonly string[] => {
  const [first = '', ...rest] = wrap(name, column)
  return rest.length === 0 ? [shorten(first, column)] : [shorten(first, column), shorten(rest.join(' '), column)]
}

const told = (figures: PlanFigures, columns: number, colors: Colors): readonly string[] => [
  ...wrap(harmless(figures.name), columns).map((line) => colors.bold(shorten(line, columns))),
  ...wrap(sentence(figures), Math.min(columns, 100) - 4).map((line) => `  ${line}`),
]
