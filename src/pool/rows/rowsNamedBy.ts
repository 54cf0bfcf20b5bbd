// Which rows a store has to write after some events.

import type { LicenseEvent } from '../model/event.ts'

/**
 * The members and sessions whose rows these events have changed: what a store writes, by `rowsOf`. One that `rowsOf` does not find any
 * more is gone.
 *
 * @example
 * const { members, sessions } = rowsNamedBy(events)
 * console.log(rowsOf(pool, members, sessions).members.map((row) => row.id)) // [ 'lucy' ]
 */
export const rowsNamedBy = (
  events: readonly LicenseEvent[],
): { readonly members: readonly string[]; readonly sessions: readonly string[] } => {
  const members = new Set<string>()
  const sessions = new Set<string>()
  for (const event of events) {
    if ('session' in event) {
      sessions.add(event.session)
      if ('takesOver' in event && event.takesOver !== undefined) sessions.add(event.takesOver)
      continue
    }
    if ('member' in event) members.add(event.member)
    if (event.type === 'PlaceholderFilled') members.add(event.placeholder)
  }
  return { members: [...members], sessions: [...sessions] }
}
