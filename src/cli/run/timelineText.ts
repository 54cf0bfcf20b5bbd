// What happened in a scenario, step by step, for somebody who reads it in a terminal.

import type { TimelineCommand, TimelineEntry, TimelineEvent } from '../../scenarios/play/timeline.ts'
import type { Colors } from '../io.ts'
import { harmless, wrap } from '../table/terminalText.ts'

/** A value on one line, as a scenario would hold it: `[SeatGranted]`, `{ to: 3 }`, `none` for nothing. */
export const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return 'none'
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  const fields = Object.entries(value).map(([name, content]) => `${name}: ${valueText(content)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

interface Look {
  readonly width: number
  readonly colors: Colors
}

/** A moment, then what was done, answered, and what happened; then how the pool stood, where that changed. */
export const timelineText = (timeline: readonly TimelineEntry[], { width, colors }: Look): readonly string[] => {
  const lines: string[] = []
  let before = ''
  const put = (indent: number, text: string, paint: (text: string) => string): void => {
    for (const line of wrap(harmless(text), width - indent)) lines.push(`${' '.repeat(indent)}${paint(line)}`)
  }
  for (const { at, after, preview, commands, pool, line } of timeline) {
    const passed = after === undefined ? '' : `  after ${after}`
    const where = `${passed}  line ${line}${preview ? '  preview' : ''}`
    const fits = 2 + harmless(at).length + where.length <= width
    lines.push(`  ${colors.bold(harmless(at))}${fits ? colors.dim(where) : ''}`)
    if (!fits) put(4, where.trim(), colors.dim)
    for (const command of commands) {
      put(4, commandText(command), String)
      put(6, `→ ${answerText(command)}`, command.answer === 'accepted' ? colors.green : colors.red)
      for (const event of command.events) put(8, eventText(event, at), colors.cyan)
    }
    const standing = standingText(pool)
    if (standing !== before) put(4, standing, colors.dim)
    before = standing
  }
  return lines
}

const commandText = ({ command, by }: TimelineCommand): string => {
  const { type, ...fields } = (command ?? {}) as Readonly<Record<string, unknown>>
  const who = by.id === undefined ? by.role : `${by.role} ${by.id}`
  if (type === 'Sweep' && by.role === 'system') return 'time passes'
  return `${valueText(type)} ${Object.keys(fields).length === 0 ? '' : `${valueText(fields)} `}by ${who}`
}

const answerText = ({ answer, message, access, until, session, results, quote }: TimelineCommand): string => {
  if (answer !== 'accepted') return message?.startsWith(`${answer}: `) ? message : `${answer}: ${message}`
  const reached = until === undefined ? access : `${access} until ${until}`
  const parts = [
    ...(reached === undefined ? [] : [reached]),
    ...(session === undefined ? [] : [`session ${session}`]),
    ...(quote === undefined ? [] : [`quote ${valueText(quote)}`]),
    ...(results ?? []).map((each) => `${each.member} ${each.answer}`),
  ]
  return parts.length === 0 ? 'accepted' : parts.join(', ')
}

const eventText = ({ type, at, member, session, lot, notifies }: TimelineEvent, now: string): string => {
  const about = [member, session, lot].filter((each) => each !== undefined)
  return [type, ...about, ...(at === now ? [] : [`at ${at}`]), ...(notifies ? ['(notifies)'] : [])].join(' ')
}

const standingText = ({ allowance, consumed, available, overage, overageSince: _, ...counts }: TimelineEntry['pool']): string => {
  const free = available === null ? 'no limit' : `${available} available`
  const over = overage === 0 ? '' : `, ${overage} over`
  const states = Object.entries(counts).filter(([, count]) => count !== 0 && count !== null)
  const standing = states.map(([name, count]) => `${count} ${name === 'leases' && count === 1 ? 'lease' : name}`).join(', ')
  return `${consumed} of ${allowance} consumed, ${free}${over}${standing === '' ? '' : ` · ${standing}`}`
}
