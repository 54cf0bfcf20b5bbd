// The order in which events leave the shell: after the change, and for one pool by their numbers, also when calls overlap. How a
// listener is told is its mailbox's business.

import type { LicenseEvent } from '../pool/model/event.ts'
import { type Listener, type Mailbox, mailbox } from './notifications.ts'

/** One call on one pool, from its beginning to its end. */
export interface Running {
  /** A change of it is written. */
  readonly wrote: (events: readonly LicenseEvent[]) => void
  /** It is over: whatever it wrote may leave. */
  readonly end: () => void
}

export interface Dispatcher {
  readonly begin: (pool: string) => Running
  /** Adds a listener; answers how to stop. */
  readonly listen: (listener: Listener, wants: (event: LicenseEvent) => boolean) => () => void
  /** When the calls under way have ended and what they and others wrote is with every listener. */
  readonly drained: () => Promise<void>
}

/** What is written and not yet handed over: the events of one change. */
interface Written {
  readonly events: readonly LicenseEvent[]
  /** The number of the event before. */
  readonly after: number
  /** A call that began before this one may still bring an earlier change. */
  readonly behind: number
}

interface Line {
  /** The calls under way, in the order in which they began, and when each ends. */
  readonly running: Map<number, Promise<void>>
  readonly written: Written[]
  handedOver: number
}

/** Hands events over in order. `report` is told what a listener fails with. */
export const dispatcher = (report: (error: unknown) => void): Dispatcher => {
  const lines = new Map<string, Line>()
  const mailboxes = new Set<Mailbox>()
  let calls = 0

  const handOver = (pool: string, line: Line): void => {
    line.written.sort((a, b) => a.after - b.after)
    for (let first = line.written[0]; first !== undefined; first = line.written[0]) {
      const [oldest = Number.POSITIVE_INFINITY] = line.running.keys()
      // A gap may be another process's, so only the calls that could fill it are waited for.
      if (first.after !== line.handedOver && oldest < first.behind) return
      line.written.shift()
      line.handedOver = first.after + first.events.length
      for (const event of first.events) {
        const notification = Object.freeze({ pool, event })
        for (const each of mailboxes) each.put(notification)
      }
    }
    if (line.running.size === 0) lines.delete(pool)
  }

  return {
    begin: (pool) => {
      const line: Line = lines.get(pool) ?? { running: new Map(), written: [], handedOver: 0 }
      lines.set(pool, line)
      const number = calls++
      let ended = (): void => {}
      const whenEnded = new Promise<void>((resolve) => {
        ended = resolve
      })
      line.running.set(number, whenEnded)
      const changes: (readonly LicenseEvent[])[] = []
      return {
        wrote: (events) => changes.push(events),
        end: () => {
          line.running.delete(number)
          for (const events of changes) {
            const [first] = events
            if (first !== undefined) line.written.push({ events, after: first.seq - 1, behind: calls })
          }
          handOver(pool, line)
          ended()
        },
      }
    },
    listen: (listener, wants) => {
      const box = mailbox(listener, wants, report)
      mailboxes.add(box)
      return () => {
        mailboxes.delete(box)
        box.close()
      }
    },
    drained: async () => {
      await Promise.all([...lines.values()].flatMap((line) => [...line.running.values()]))
      await Promise.all([...mailboxes].map((each) => each.emptied()))
    },
  }
}
