// One listener's notifications, each handed over when it is done with the one before. It waits for itself only: a slow or failing
// listener holds up neither the callers nor the other listeners, nor what another pool has to tell it.

import type { LicenseEvent } from '../pool/model/event.ts'

/**
 * An event on its way out, after the change was made (X8). The pool and `event.seq` name it, so that a duplicate can be recognized.
 *
 * @example
 * const idOf = ({ pool, event }: Notification) => `${pool}/${event.seq}`
 */
export interface Notification {
  readonly pool: string
  readonly event: LicenseEvent
}

/**
 * Is told what happened. If it answers a promise, the next notification of the same pool waits for it.
 *
 * @example
 * const mail: Listener = async ({ pool, event }) => show(`${pool}: ${event.type}`)
 * licensing.subscribe(mail)
 */
export type Listener = (notification: Notification) => void | Promise<void>

export interface Mailbox {
  readonly put: (notification: Notification) => void
  /** When nothing is left in it. */
  readonly emptied: () => Promise<void>
  /** Nothing more is handed over, not even what is in it. */
  readonly close: () => void
}

interface Line {
  waiting: Notification[]
  emptied: Promise<void>
}

/** A mailbox for the events that this listener wants. `report` is told what the listener fails with, and must not fail itself. */
export const mailbox = (
  listener: Listener,
  wants: (event: LicenseEvent) => boolean,
  report: (error: unknown) => void,
): Mailbox => {
  /** By pool; there while something is being handed over. */
  const lines = new Map<string, Line>()
  let isClosed = false

  const handOver = async (pool: string, line: Line): Promise<void> => {
    for (let next = line.waiting; next.length > 0; next = line.waiting) {
      line.waiting = []
      for (const notification of next) {
        try {
          // Nothing is waited for where there is nothing to wait for: so what a plain function keeps is up to date when the caller
          // has its answer.
          const told: unknown = isClosed ? undefined : listener(notification)
          if (told !== undefined) await told
        } catch (error) {
          report(error)
        }
      }
    }
    lines.delete(pool)
  }

  return {
    put: (notification) => {
      if (!wants(notification.event)) return
      const { pool } = notification
      const busy = lines.get(pool)
      if (busy !== undefined) {
        busy.waiting.push(notification)
        return
      }
      const line: Line = { waiting: [notification], emptied: Promise.resolve() }
      lines.set(pool, line)
      line.emptied = handOver(pool, line)
    },
    emptied: async () => {
      await Promise.all([...lines.values()].map((line) => line.emptied))
    },
    close: () => {
      isClosed = true
    },
  }
}
