// What the events of the allowance do to the lots. The allowance is always their sum; nothing here judges anything.

import type { Draft } from '../draft.ts'
import type { EventOf } from '../model/event.ts'
import { defined } from '../model/frozen.ts'
import { allowanceOf, type Lot, type LotOrder, lotDueAt } from '../model/lot.ts'
import type { Instant } from '../time/calendar.ts'

export const lotAdded = (draft: Draft, event: EventOf<'LotAdded'>): void => {
  const { lot, quantity, from, until, startsAt, at } = event
  addLot(draft, defined({ lot, quantity, from, until }), startsAt, at)
}

/** A raise is an open-ended lot of the difference, in force at once, that remembers what it cost (S4). */
export const allowanceRaised = (draft: Draft, event: EventOf<'AllowanceRaised'>): void => {
  const { lot, from, to, unitPrice, currency, at } = event
  addLot(draft, { lot, quantity: to - from }, at, at, { raise: { unitPrice, currency } })
}

const addLot = (draft: Draft, ordered: LotOrder, startsAt: Instant, at: Instant, raised: Pick<Lot, 'raise'> = {}): void => {
  const added: Lot = {
    ordered,
    ordinal: draft.writable().nextOrdinal++,
    quantity: ordered.quantity,
    startsAt,
    endsAt: ordered.until ?? null,
    stage: startsAt > at ? 'scheduled' : 'inForce',
    ...raised,
  }
  setLots(draft, [...draft.header.lots, added], at)
}

export const lotStageChanged = (draft: Draft, event: EventOf<'LotStarted'> | EventOf<'LotEnded'>): void => {
  const stage = event.type === 'LotStarted' ? 'inForce' : 'ended'
  setLots(
    draft,
    draft.header.lots.map((lot) => (lot.ordered.lot === event.lot ? { ...lot, stage } : lot)),
    event.at,
  )
}

export const lotsCut = (draft: Draft, event: EventOf<'AllowanceLowered'>): void => {
  const cuts = new Map(event.cuts.map((cut) => [cut.lot, cut.quantity]))
  setLots(
    draft,
    draft.header.lots.map((lot) => cutLot(lot, cuts.get(lot.ordered.lot))),
    event.at,
  )
}

/** A lot that is cut to nothing is over, and makes no `LotEnded` (D6). */
const cutLot = (lot: Lot, cut: number | undefined): Lot => {
  if (cut === undefined) return lot
  const quantity = lot.quantity - cut
  return { ...lot, quantity, stage: quantity === 0 ? 'ended' : lot.stage }
}

const setLots = (draft: Draft, lots: readonly Lot[], at: Instant): void => {
  const header = draft.writable()
  if (header.lotsChanged?.at !== at) header.lotsChanged = { at, allowanceBefore: header.allowance }
  header.lots = lots
  header.allowance = allowanceOf(lots)
  draft.noteOverage()
  for (const lot of lots) draft.lookBy(lotDueAt(lot))
}
