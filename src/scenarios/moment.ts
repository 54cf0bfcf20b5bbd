// Moments and spans as a tester writes them: a moment without an offset is local to the pool's zone (T2).

import { addDays, formatLocal, type Instant, instantOfLocal } from '../pool/time/calendar.ts'
import { parseMoment } from '../pool/time/moment.ts'
import { addFlaw, described, quoted } from '../pool/validation/flaw.ts'
import { instant, type Shape } from '../pool/validation/shape.ts'

const expected = 'a moment such as 2026-03-20T15:00 (local to the pool) or 2026-03-20T15:00:00Z'

/** A moment; what was written is read before it is held against this shape. */
export const moment: Shape<Instant> = {
  ...instant,
  explain: (value, path, flaws) => {
    if (instant.accepts(value)) return
    const why = typeof value === 'string' ? readMoment(value, 'UTC') : undefined
    if (typeof why === 'string' && why.startsWith('is a ')) addFlaw(flaws, path, `${quoted(String(value))} ${why}`)
    else addFlaw(flaws, path, `must be ${expected}, not ${described(value)}`)
  },
  expected,
}

/** The moment that was written, or what is wrong with it, in words that follow the text. */
export const readMoment = (text: string, zone: string): Instant | string => {
  const exact = parseMoment(text)
  if (typeof exact === 'number' || !exact.startsWith('has no offset')) return exact
  const [whole = '', part] = text.split('.')
  const local = instantOfLocal(part === undefined ? whole : `${whole}.${part.padEnd(3, '0').slice(0, 3)}`, zone)
  return local ?? String(parseMoment(`${text}Z`))
}

const spanPattern = /^(\d{1,6}) *(minute|hour|day)s?$/

/** How much later, as it was written: `14 days`, `1 hour`, `90 minutes`. */
export const span: Shape<string> = {
  accepts: (value) => typeof value === 'string' && spanPattern.test(value),
  explain: (value, path, flaws) => {
    if (!span.accepts(value)) addFlaw(flaws, path, `must be ${span.expected}, not ${described(value)}`)
  },
  expected: 'a span such as 14 days, 2 hours or 90 minutes',
}

/** So much later: days by the calendar of the zone, hours and minutes exactly (T2). */
export const afterSpan = (at: Instant, text: string, zone: string): Instant => {
  const [, amount = '0', unit] = spanPattern.exec(text) ?? []
  if (unit === 'day') return addDays(at, Number(amount), zone)
  return at + Number(amount) * (unit === 'hour' ? 3_600_000 : 60_000)
}

/** A moment as a tester would write it. */
export const momentText = (at: Instant, zone: string): string => formatLocal(at, zone).replace(/(T\d\d:\d\d):00$/, '$1')
