// The outbox: what was written reaches whoever has to be told, though a process may die between the two (X8). The events are the outbox, and
// a consumer is a cursor on them, so nothing is lost or out of order, and what arrives twice can be told by its pool and number.

import type { LicenseEvent } from '../pool/model/event.ts'
import { isId } from '../shell/call.ts'
import type { Clock } from '../shell/clock.ts'
import type { Listener } from '../shell/notifications.ts'
import type { Claim, LicenseStore } from '../shell/store.ts'

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
 * on, and in the end the promise is rejected with what failed, an `AggregateError` if that is more than one pool. Consumers do not wait for
 * each other.
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
  const failures: unknown[] = []
  let delivered = 0
  let pools = 0
  const deliverOne = async (claim: Claim, until: number): Promise<void> => {
    try {
      await deliverPool(store, delivery, claim, until, () => delivered++)
      pools++
    } catch (error) {
      failures.push(error)
    }
  }
  for (let claimed = poolsAtATime; claimed === poolsAtATime; ) {
    const now = clock.now()
    const claims = await store.claim(consumer, now, claimForMs, poolsAtATime)
    await Promise.all(claims.map((claim) => deliverOne(claim, now + claimForMs)))
    claimed = claims.length
  }
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} pools could not be delivered to ${consumer}`)
  if (failures.length > 0) throw failures[0]
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
  let [done, until, isLast] = [after, claimedUntil, false]
  /** Tells the store how far it has come, and that it goes on. */
  const goOn = async (): Promise<void> => {
    until = clock.now() + claimForMs
    await store.advance(consumer, pool, done, until)
  }
  while (!isLast) {
    const events = await store.events(pool, done, pageSize)
    isLast = events.length < pageSize
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
      await store.advance(consumer, pool, done, until)
      throw error
    }
    if (isLast) await store.advance(consumer, pool, done)
    else await goOn()
  }
}
