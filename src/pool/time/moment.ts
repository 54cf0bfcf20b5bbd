// A moment as ISO 8601 writes it, with its offset. What only looks like one is no moment: `Date.parse` takes 30 February for 2 March.

const pattern = /^\d{4}-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-](\d\d):(\d\d))?$/

/** Milliseconds since the epoch, finer parts cut off; or what is wrong, in words that follow the text. */
export const parseMoment = (text: string): number | string => {
  const parts = pattern.exec(text)
  if (parts === null) return 'is not a moment such as 2026-03-20T15:00:00Z or 2026-03-20T16:00:00+01:00'
  if (parts[6] === undefined) return 'has no offset from UTC: end it with Z, or with one such as +01:00'
  const [month, day, hour] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(Number(text.slice(0, 4)), month)) return 'is a day that no calendar has'
  const [offsetHours, offsetMinutes] = [Number(parts[7] ?? 0), Number(parts[8] ?? 0)]
  if (hour > 23 || Number(parts[4]) > 59 || Number(parts[5] ?? 0) > 59) return 'is a time that no clock shows'
  if (offsetHours > 23 || offsetMinutes > 59) return 'has an offset that no clock has'
  return Date.parse(text)
}

const longMonths = [1, 3, 5, 7, 8, 10, 12]

const daysIn = (year: number, month: number): number => {
  if (month !== 2) return longMonths.includes(month) ? 31 : 30
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}
