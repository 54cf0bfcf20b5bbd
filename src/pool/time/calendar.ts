// Calendar days in a time zone (T2), worked out from the zone's offsets alone: nothing here reads a clock,
// and the zone of the process that it runs in plays no part. A zone given here has passed `isTimeZone`.

import { tzOffset } from '@date-fns/tz/tzOffset'

/** A moment: whole milliseconds since the epoch. */
export type Instant = number

/** A day of the calendar, whatever the zone: days since 1970-01-01. */
export type Day = number

/** What the clocks of a zone show, as if it were UTC. */
type Local = number

const DAY = 86_400_000

/** The last moment that a `Date` can hold; the first one is as far before the epoch. */
const LAST: Instant = 8_640_000_000_000_000

/** A memo that changes no answer: asking the runtime costs more than a command. */
const known = new Set<string>()

/** True for a name of an IANA time zone that this runtime knows; not for an offset like `+01:00`, which only some runtimes take. */
export const isTimeZone = (zone: string): boolean => {
  if (known.has(zone)) return true
  if (typeof zone !== 'string' || !/^[a-z]/i.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    known.add(zone)
    return true
  } catch {
    return false
  }
}

/** The calendar day that the zone has at that moment. */
export const dayOf = (at: Instant, zone: string): Day => Math.floor((at + offsetAt(at, zone)) / DAY)

/** The first moment of the day in the zone (T2). A day that the zone skipped (Apia, 30 December 2011) starts when the next one does. */
export const startOfDay = (day: Day, zone: string): Instant => {
  const start = instantAt(day * DAY, zone)
  if (dayOf(start - 1, zone) < day) return start
  return firstWhere(start - DAY, start, (at) => dayOf(at, zone) >= day) // midnight fell in a gap that began before it
}

/** The first day of the calendar month so many months after that day's; what lies beyond the years that a `Date` can hold ends with them. */
export const firstOfMonth = (day: Day, months = 0): Day => {
  const date = new Date(withinDates(day * DAY))
  const first = date.setUTCMonth(date.getUTCMonth() + months, 1)
  return (Number.isNaN(first) ? Math.sign(day) * LAST : first) / DAY
}

/** The same local time so many calendar days later (T2); what lies beyond the years that a `Date` can hold ends with them. */
export const addDays = (at: Instant, days: number, zone: string): Instant =>
  withinDates(instantAt(at + offsetAt(at, zone) + days * DAY, zone))

/** The moment of a local time like `2026-03-20T15:00`, `…:30` or `…:30.250`, by T2; undefined when it is not written so or no such date exists. */
export const instantOfLocal = (local: string, zone: string): Instant | undefined => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{3})?)?$/.test(local)) return undefined
  const shown = Date.parse(`${local}Z`)
  if (Number.isNaN(shown) || !new Date(shown).toISOString().startsWith(local)) return undefined // 30 February, 24:00
  return instantAt(shown, zone)
}

/** The local time at that moment, for people: `2026-04-03T15:00:00`, with milliseconds where there are any. */
export const formatLocal = (at: Instant, zone: string): string =>
  new Date(withinDates(at + offsetAt(at, zone))).toISOString().replace(/(\.000)?Z$/, '')

const withinDates = (at: Instant): Instant => Math.min(Math.max(at, -LAST), LAST)

/**
 * The moment at which the zone shows that local time: the first of two, and one that a gap skips moved on by the gap.
 * The offset is that of a day before or of a day after: the clocks of no zone were ever changed twice within three days.
 * East of the other, it gives the earlier moment; where neither shows the local time, west of the other is before the gap.
 */
const instantAt = (local: Local, zone: string): Instant => {
  const before = offsetAt(local - DAY, zone)
  const after = offsetAt(local + DAY, zone)
  if (before === after) return local - before
  const earlier = local - Math.max(before, after)
  return earlier + offsetAt(earlier, zone) === local ? earlier : local - Math.min(before, after)
}

/** The offsets of one UTC day, in milliseconds east of Greenwich: `before` until the turn, `after` from then on. */
interface Offsets {
  readonly turn: Instant
  readonly before: number
  readonly after: number
}

/** A memo only: what it forgets is asked for again, with the same answer. Two microseconds a day to learn, next to nothing to recall. */
const learned = new Map<string, Map<Day, Offsets>>()
const MOST_DAYS = 4_096

const offsetAt = (at: Instant, zone: string): number => {
  if (zone === 'UTC') return 0
  const offsets = learned.get(zone)?.get(Math.floor(at / DAY)) ?? learn(Math.floor(at / DAY), zone)
  return at < offsets.turn ? offsets.before : offsets.after
}

const learn = (day: Day, zone: string): Offsets => {
  const from = day * DAY
  const before = askOffset(from, zone)
  const after = askOffset(from + DAY, zone)
  const turn = before === after ? Number.POSITIVE_INFINITY : firstWhere(from, from + DAY, (at) => askOffset(at, zone) !== before)
  const offsets = { turn, before, after }
  const days = learned.get(zone) ?? new Map<Day, Offsets>()
  if (days.size >= MOST_DAYS) days.clear()
  learned.set(zone, days.set(day, offsets))
  return offsets
}

const askOffset = (at: Instant, zone: string): number => {
  const date = new Date(withinDates(at))
  const minutes = tzOffset(zone, date)
  if (Number.isNaN(minutes)) throw new RangeError(`no offset is known at ${at} in the time zone "${zone}"`)
  const west = minutes > 0 && minutes < 60 && isWest(date, zone) // tzOffset loses the sign of -00:44:30 (Monrovia until 1972)
  return Math.round((west ? -minutes : minutes) * 60_000)
}

const isWest = (date: Date, zone: string): boolean =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(date).includes('GMT-')

/** The first moment after `no` at which the claim holds, given that it holds at `yes` and, once true, stays so between the two. */
const firstWhere = (no: Instant, yes: Instant, claim: (at: Instant) => boolean): Instant => {
  let [low, high] = [no, yes]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (claim(middle)) high = middle
    else low = middle
  }
  return high
}
