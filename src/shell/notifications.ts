// How events leave the shell: after the change, and for one pool in the order of their numbers, also when calls overlap.

import type { LicenseEvent } from '../pool/model/event.ts'

/** An event on its way out. The pool and `event.seq` name it, so that a duplicate can be recognized. */
export interface Notification {
  readonly pool: string
  readonly event: LicenseEvent
}

export type Listener = (notification: Notification) => void | Promise<void>

/** One call on one pool, from its beginning to its end. */
export interface Call {
  /** It is over, and has committed these. */
  readonly end: (events: readonly LicenseEvent[]) => void
}

export interface Dispatcher {
  readonly begin: (pool: string) => Call
  /** When everything that was committed so far has been handed over. */
  readonly drained: () => Promise<void>
}

interface Line {
  /** The calls under way, by the order in which they began. */
  readonly running: Set<number>
  /** What is committed and not yet handed over, by number; a call that began before `behind` may still bring an earlier one. */
  readonly held: { readonly event: LicenseEvent; readonly behind: number }[]
  handedOver: number
}

/** Hands events over one after the other. A listener that fails is reported and holds nobody up. */
export const dispatcher = (deliver: Listener, onFailure: (error: unknown) => void): Dispatcher => {
  const lines = new Map<string, Line>()
  let calls = 0
  let last: Promise<void> = Promise.resolve()

  const handOver = (pool: string, line: Line): void => {
    line.held.sort((a, b) => a.event.seq - b.event.seq)
    for (let first = line.held[0]; first !== undefined; first = line.held[0]) {
      const { event, behind } = first
      const [oldest = Number.POSITIVE_INFINITY] = line.running
      // A gap may be another process's, so only the calls that could fill it are waited for.
      if (event.seq !== line.handedOver + 1 && oldest < behind) return
      line.held.shift()
      line.handedOver = event.seq
      last = last.then(() => deliver({ pool, event })).catch(onFailure)
    }
    if (line.running.size === 0) lines.delete(pool)
  }

  return {
    begin: (pool) => {
      const line = lines.get(pool) ?? { running: new Set(), held: [], handedOver: 0 }
      lines.set(pool, line)
      const number = calls++
      line.running.add(number)
      return {
        end: (events) => {
          line.running.delete(number)
          for (const event of events) line.held.push({ event, behind: calls })
          handOver(pool, line)
        },
      }
    },
    drained: () => last,
  }
}
