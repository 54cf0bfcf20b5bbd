// What was stored of a pool in format 1: its snapshot, and the rows of everybody whom its events name.

import type { LicenseEvent, LicensePool } from '../../../src/index.ts'
import { type Rows, rowsOf, type Snapshot, toSnapshot } from '../../../src/store/index.ts'

export const rowsNamed = (
  pool: LicensePool,
  events: readonly LicenseEvent[],
): { readonly snapshot: Snapshot; readonly rows: Rows } => {
  const members = events.flatMap((event) => ('member' in event ? [event.member] : []))
  const sessions = events.flatMap((event) => ('session' in event ? [event.session] : []))
  const takenOver = events.flatMap((event) => ('takesOver' in event ? [event.takesOver as string] : []))
  return { snapshot: toSnapshot(pool), rows: rowsOf(pool, members, [...sessions, ...takenOver]) }
}
