// The history of one pool, told again by hand: of the rules it knows only what a seat is, and nothing of the library's own replay. It goes
// on after what cannot be, so that one fault is not told a thousand times.

import type { EventRow, Json } from './rows.ts'
import type { Check, Violation } from './violations.ts'

export type Standing = 'known' | 'pending' | 'enabled' | 'disabled' | 'deleted'

export interface ByHand {
  readonly allowance: number
  readonly standings: ReadonlyMap<string, Standing>
  readonly violations: readonly Violation[]
  /** At how many events every license was in use. */
  readonly timesFull: number
}

/** What each event takes to happen, and what its member is then; `undefined`: as before. */
const steps: Readonly<Record<string, { readonly from: readonly (Standing | undefined)[]; readonly to: Standing | undefined }>> = {
  MemberAdded: { from: [undefined, 'deleted'], to: 'known' },
  SeatRequested: { from: ['known'], to: 'pending' },
  SeatGranted: { from: ['known', 'pending'], to: 'enabled' },
  SeatReleased: { from: ['enabled'], to: 'known' },
  SeatUsed: { from: ['enabled'], to: undefined },
  TrialStarted: { from: ['pending'], to: undefined },
  TrialEnded: { from: ['pending'], to: undefined },
  MemberDisabled: { from: ['known', 'pending', 'enabled'], to: 'disabled' },
  MemberEnabled: { from: ['disabled'], to: 'known' },
  MemberDeleted: { from: ['known', 'pending', 'enabled', 'disabled'], to: 'deleted' },
}

export const retold = (pool: string, events: readonly EventRow[]): ByHand => {
  const standings = new Map<string, Standing>()
  const violations: Violation[] = []
  let [allowance, consumed, timesFull, latestAt, seen] = [0, 0, 0, Number.NEGATIVE_INFINITY, 0]
  for (const { seq, record } of events) {
    const { type, member, state } = record as Json & { readonly type: string; readonly member: string; readonly state?: Standing }
    const wrong = (check: Check, what: string): void => {
      violations.push({ check, what: `${pool}, event ${seq} (${[type, member].filter(Boolean).join(' ')}): ${what}` })
    }
    if (seq !== ++seen || record.seq !== seq) wrong('gapless numbers', `the ${seen}th says that it is the ${record.seq}th`)
    if (!((record.at as number) >= latestAt)) wrong('a possible history', `at ${record.at} after ${latestAt}`)
    latestAt = record.at as number
    if (type === 'LotAdded') allowance += record.quantity as number
    if (type === 'PoolOpened' || type === 'LotAdded') continue
    const before = standings.get(member)
    const step = steps[type]
    if (step === undefined) wrong('a possible history', 'nobody asked for that')
    else if (!step.from.includes(before))
      wrong(type === 'SeatGranted' && before === 'enabled' ? 'one seat each' : 'a possible history', `it was ${before}`)
    const after = (step?.to === undefined ? before : (state ?? step.to)) as Standing
    standings.set(member, after)
    consumed += Number(after === 'enabled') - Number(before === 'enabled')
    if (consumed > allowance) wrong('within the allowance', `${consumed} of ${allowance} are in use`)
    if (consumed === allowance) timesFull++
  }
  return { allowance, standings, violations, timesFull }
}
