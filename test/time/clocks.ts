// What clocks show, told by Intl's parts and not by our calendar, and moments to try it with: above all those near a change.

import fc from 'fast-check'
import type { Instant } from '../../src/pool/time/calendar.ts'

export const DAY = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()
export const runs = { seed: 20_260_329, numRuns: 3_000 }

export const at = (iso: string): Instant => {
  if (!iso.endsWith('Z')) throw new Error(`${iso} is not a moment in UTC`)
  return Date.parse(iso)
}
export const moment = (instant: Instant): string => new Date(instant).toISOString().replace('.000Z', 'Z')
export const day = (date: string): number => at(`${date}T00:00:00Z`) / DAY
export const date = (of: number): string => new Date(of * DAY).toISOString().slice(0, 10)

export const zones = [
  'Europe/London',
  'Europe/Berlin',
  'America/Havana',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
]
export const aZone = fc.constantFrom(...zones)
export const aMoment = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') })

/** Moments close to where a clock was changed, where all the mistakes are: found from the outside, by Intl alone. */
const changes = new Map(zones.map((zone) => [zone, changesOf(zone)]))
export const aMomentNearAChange = aZone.chain((zone) => {
  const found = changes.get(zone) ?? []
  const near = fc.tuple(fc.constantFrom(...(found.length > 0 ? found : [0])), fc.integer({ min: -2 * DAY, max: 2 * DAY }))
  const just = fc.tuple(fc.constantFrom(...(found.length > 0 ? found : [0])), fc.constantFrom(-1, 0, 1))
  return fc.oneof(near, just).map(([change, off]) => ({ zone, at: change + off }))
})
export const anywhen = fc.oneof(
  fc.record({ zone: aZone, at: aMoment }),
  aMomentNearAChange,
  fc.record({ zone: aZone, at: fc.integer({ min: at('1971-01-01T00:00:00Z'), max: at('9990-01-01T00:00:00Z') }) }),
)

/** What the clocks of the zone show, as if it were UTC; by the parts that Intl writes, which know nothing of our offsets. */
export function shown(instant: Instant, zone: string): number {
  const parts: Record<string, string> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = value
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts
  const milliseconds = ((instant % 1000) + 1000) % 1000
  return Date.parse(`${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`) + milliseconds
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const two = '2-digit'
  const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two, hourCycle: 'h23' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'gregory', ...parts })
  formats.set(zone, format)
  return format
}

/** Every moment at which the zone shows that local time, earliest first: none in a gap, two when it comes twice. */
export function momentsOf(local: number, zone: string): Instant[] {
  const offsets = new Set([-36, -24, -12, 0, 12, 24, 36].map((hours) => offsetShown(local + hours * 3_600_000, zone)))
  return [...offsets]
    .map((offset) => local - offset)
    .filter((instant) => shown(instant, zone) === local)
    .sort((a, b) => a - b)
}

function offsetShown(instant: Instant, zone: string): number {
  return shown(instant, zone) - instant
}

/** The first moments of every other offset from 1990 to 2060. */
function changesOf(zone: string): Instant[] {
  const found: Instant[] = []
  for (let from = at('1990-01-01T00:00:00Z'); from < at('2060-01-01T00:00:00Z'); from += 3 * DAY) {
    let [low, high] = [from, from + 3 * DAY]
    if (offsetShown(low, zone) === offsetShown(high, zone)) continue
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offsetShown(middle, zone) === offsetShown(low, zone)) low = middle
      else high = middle
    }
    found.push(high)
  }
  return found
}
