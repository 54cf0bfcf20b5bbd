// The outbox: what was written reaches whoever has to be told, though a process may die between the two (X8). The events are the outbox, and
// a consumer is a cursor on them, so nothing is lost or out of order, and what arrives twice can be told by its pool and number.

import type { LicenseEvent } from '../pool/model/event.ts'
import { isId } from '../shell/call.ts'
import type { Clock } from '../shell/clock.ts'
import type { Listener } from '../shell/notifications.ts'
import type { Awaitable, Claim, LicenseStore } from '../shell/store.ts'

/**
 * To whom it is delivered.
 *
 * @example
 * const mail: Delivery = {
 *   consumer: 'mail',
 *   to: async ({ pool, event }) => show(`${pool}/${event.seq}: ${event.type}`),
 *   clock: systemClock,
 *   wants: (event) => 'notifies' in event,
 * }
 */
export interface Delivery {
  /** Its name, 1 to 1,000 characters: each consumer has a cursor of its own in every pool. */
  readonly consumer: string
  /** Is told the events of a pool one after the other, those of other pools meanwhile. */
  readonly to: Listener
  readonly clock: Clock
  /** What it is told; default: everything. What it does not want counts as delivered. */
  readonly wants?: (event: LicenseEvent) => boolean
  /**
   * How long a pool is left to this pass at a time, in milliseconds: longer than a listener ever takes for one event. If the process dies, or
   * the listener fails, the pool is tried again after that. Default: 60,000.
   */
  readonly claimForMs?: number
  /** How many events are read at a time; default 100. */
  readonly pageSize?: number
}

/**
 * What a pass delivered: how many events, and of how many pools it was done with all.
 *
 * @example
 * const nothing: Delivered = { delivered: 0, pools: 0 }
 */
export interface Delivered {
  readonly delivered: number
  readonly pools: number
}

/** So many pools are delivered side by side. */
const poolsAtATime = 100

/**
 * Delivers to one consumer what it has not had yet, in every pool, in order and at least once (X8): call it from a timer, in as many processes
 * as you like. What it was told is known to the store after each page, so a consumer may be told an event again, and tells it by `pool` and
 * `event.seq`. Where the listener fails, that pool is left until its claim has ended, and begins with that event then; the other pools go
 * on, and in the end the promise is rejected with what failed, an `AggregateError` if that is more than one pool. A pass takes each pool once
 * at most: what happens in it later is the next one's. Where a listener overran the claim, another process may be telling the same events,
 * and the pool is left alone for `claimForMs` more. Consumers do not wait for each other.
 *
 * @example
 * const told: string[] = []
 * const delivery: Delivery = { consumer: 'audit', to: ({ event }) => void told.push(event.type), clock }
 * console.log(await deliver(store, delivery)) // { delivered: 2, pools: 1 }
 * console.log(told) // [ 'PoolOpened', 'LotAdded' ]
 * console.log(await deliver(store, delivery)) // { delivered: 0, pools: 0 }
 */
export const deliver = async (store: LicenseStore, delivery: Delivery): Promise<Delivered> => {
  const { consumer, clock, claimForMs = 60_000 } = delivery
  if (!isId(consumer)) throw new TypeError('consumer: must be text of 1 to 1,000 characters')
  const failures = new Map<string, unknown>()
  const taken = new Set<string>()
  /** Pools that were claimed once more, and until when: they are kept to the end of the pass, so that a claim reaches those behind them. */
  const again = new Map<string, { readonly after: number; readonly until: number }>()
  let delivered = 0
  const trying = async (pool: string, work: () => Awaitable<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      failures.set(pool, error)
    }
  }
  for (let isNew = true; isNew; ) {
    const now = clock.now()
    const until = now + claimForMs
    const claims = await store.claim(consumer, now, claimForMs, poolsAtATime)
    isNew = claims.some(({ pool }) => !again.has(pool))
    const fresh = claims.filter(({ pool }) => !taken.has(pool))
    for (const { pool, after } of claims) if (taken.has(pool)) again.set(pool, { after, until })
    for (const { pool } of fresh) taken.add(pool)
    await Promise.all(
      fresh.map((claim) => trying(claim.pool, () => deliverPool(store, delivery, claim, until, () => delivered++))),
    )
  }
  const pools = taken.size - failures.size
  const letGo = [...again].filter(([pool, { until }]) => !failures.has(pool) && clock.now() < until)
  await Promise.all(letGo.map(([pool, { after }]) => trying(pool, () => store.advance(consumer, pool, after))))
  if (failures.size > 1)
    throw new AggregateError(failures.values(), `${failures.size} pools could not be delivered to ${consumer}`)
  for (const failure of failures.values()) throw failure
  return { delivered, pools }
}

/** Delivers what there is of a pool that was claimed until a moment, and lets go of it; where it fails, the claim stays. */
const deliverPool = async (
  store: LicenseStore,
  { consumer, to, clock, wants = () => true, claimForMs = 60_000, pageSize = 100 }: Delivery,
  { pool, after }: Claim,
  claimedUntil: number,
  told: () => void,
): Promise<void> => {
  let [done, until, hasOverrun, isLast] = [after, claimedUntil, false, false]
  const overran = (): boolean => {
    hasOverrun ||= clock.now() >= until
    return hasOverrun
  }
  /** Tells the store how far it has come, and that the claim stays: to no earlier moment than that of whoever has taken over meanwhile. */
  const goOn = async (): Promise<void> => {
    overran()
    until = clock.now() + claimForMs
    await store.advance(consumer, pool, done, until)
  }
  const fail = async (error: unknown): Promise<never> => {
    await goOn().catch((lost: unknown) => {
      throw new AggregateError([error, lost], `pool ${pool} failed, and so did the store when it was told how far it had come`)
    })
    throw error
  }
  while (!isLast) {
    const events = await store.events(pool, done, pageSize)
    // Looked for before anybody is told: what listeners do to the pool is the next pass's.
    const last = events.at(-1)
    isLast = last === undefined || (await store.events(pool, last.seq, 1)).length === 0
    try {
      for (const event of events) {
        if (wants(event)) {
          // Long before others may take the pool for abandoned.
          if (until - clock.now() < claimForMs / 2) await goOn()
          await to({ pool, event })
          told()
        }
        done = event.seq
      }
    } catch (error) {
      await fail(error)
    }
    if (isLast && !overran()) await store.advance(consumer, pool, done)
    else await goOn()
  }
}
