// The events of an import: replayed, and written by the chunk where the store does not have them; compared where it does.

import { replayed } from '../../pool/executeAll.ts'
import { LicensePool, unopened } from '../../pool/licensePool.ts'
import { canonical } from '../../pool/model/canonical.ts'
import type { LicenseEvent } from '../../pool/model/event.ts'
import type { Rejection } from '../../pool/model/rejection.ts'
import { frozen } from '../../shell/frozen.ts'
import type { LicenseStore } from '../../shell/store.ts'
import { transactor } from '../../shell/transactor.ts'
import { wrong } from './lines.ts'

/** So many events are written at a time. */
const chunkSize = 500

/** A race is lost so often only where a store is broken. */
const mostLosses = 1_000

interface Numbered {
  readonly event: LicenseEvent
  /** Of its line. */
  readonly number: number
}

export class EventWriter {
  readonly #store: LicenseStore
  readonly #id: string
  /** After the chunks that are written, and after the events that wait. */
  #written = new LicensePool(unopened)
  #pool = this.#written
  #latestAt = Number.NEGATIVE_INFINITY
  #chunk: Numbered[] = []
  /** How many events the store did not have. */
  written = 0

  constructor(store: LicenseStore, id: string) {
    this.#store = store
    this.#id = id
  }

  /** The number of the last event that was taken. */
  get version(): number {
    return this.#written.version + this.#chunk.length
  }

  async take(event: LicenseEvent, number: number): Promise<Rejection | undefined> {
    const { seq, type, at } = event
    if (seq !== this.version + 1) return wrong(number, 'event.seq', `must be ${this.version + 1}, not ${seq}`)
    if ((type === 'PoolOpened') !== (seq === 1)) return wrong(number, 'event.type', 'must be "PoolOpened" first, and no other')
    if (at < this.#latestAt) return wrong(number, 'event.at', 'is before the event that came before')
    this.#latestAt = at
    this.#chunk.push({ event: frozen(event), number })
    return this.#chunk.length < chunkSize ? undefined : this.flush()
  }

  /** Writes what waits. */
  async flush(): Promise<Rejection | undefined> {
    const chunk = this.#chunk
    if (chunk.length === 0) return undefined
    const refusal = this.#replay(chunk)
    if (refusal !== undefined) return refusal
    for (let losses = 0, isWritten = false; !isWritten; losses++) {
      if (losses === mostLosses) throw new Error(`the pool ${this.#id} changed ${mostLosses} times while it was imported`)
      const stored = await this.#storedVersion()
      const there = chunk.filter(({ event }) => event.seq <= stored)
      const other = await this.#compare(there)
      if (other !== undefined) return other
      isWritten = there.length === chunk.length || (await this.#write(stored, chunk.slice(there.length)))
    }
    this.#written = this.#pool
    this.#chunk = []
    return undefined
  }

  #replay(chunk: readonly Numbered[]): Rejection | undefined {
    for (const { event, number } of chunk) {
      try {
        this.#pool = replayed(this.#pool, [event])
      } catch (error) {
        return wrong(number, 'event', (error as Error).message)
      }
    }
    return undefined
  }

  #storedVersion(): Promise<number> {
    return transactor(this.#store)(this.#id, { members: [], readOnly: true }, ({ pool }) => ({
      verdict: { type: 'Nothing' },
      result: pool?.version ?? 0,
    }))
  }

  /** What the store has of these must be the same. */
  async #compare(chunk: readonly Numbered[]): Promise<Rejection | undefined> {
    const [first] = chunk
    if (first === undefined) return undefined
    const stored = await this.#store.events(this.#id, first.event.seq - 1, chunk.length)
    const other = chunk.find(({ event }, index) => canonical(event) !== canonical(stored[index]))
    return other && wrong(other.number, 'event', `is another one than the pool ${this.#id} has under ${other.event.seq}`)
  }

  /** Writes some events behind a version; `false`: somebody was faster. */
  async #write(from: number, chunk: readonly Numbered[]): Promise<boolean> {
    const events = chunk.map(({ event }) => event)
    let isNext = false
    const { type } = await this.#store.transact(this.#id, { members: [], readOnly: false }, ({ pool }) => {
      isNext = (pool?.version ?? 0) === from
      return isNext ? { type: 'Write', change: { from, pool: this.#pool, events } } : { type: 'Nothing' }
    })
    const isWritten = isNext && type === 'Committed'
    if (isWritten) this.written += events.length
    return isWritten
  }
}
