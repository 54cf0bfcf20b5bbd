// A store as one keeps small pools in one document: it reads, lets go, and writes only if nobody was faster. What it hands out and
// takes in goes through JSON. It is slow in turns of the event loop, as many as the test says, so that races are lost really and
// repeatably.

import {
  type Change,
  type LicenseEvent,
  nextDue,
  orThrow,
  type PoolStore,
  type StoredAnswer,
  type Verdict,
  type WorkRequest,
} from '../../src/index.ts'
import { fromSnapshot, toSnapshot } from '../../src/store/index.ts'
import { turns } from './office.ts'
import { throughJson } from './same.ts'

/** A transaction that was carried out. */
export interface Carried {
  readonly request: WorkRequest
  /** The version that the work saw. */
  readonly seen: number
  readonly verdict: Verdict
  /** Whether it was answered out of what was kept under its key. */
  readonly wasAnswered: boolean
}

export interface OptimisticStore extends PoolStore {
  /** In the order in which they were carried out. */
  readonly carried: readonly Carried[]
  readonly conflicts: () => number
  readonly events: (pool: string) => readonly LicenseEvent[]
}

interface Document {
  /** JSON. */
  readonly snapshot: string
  readonly version: number
  readonly events: LicenseEvent[]
  /** JSON, by key. */
  readonly answers: Map<string, string>
}

/** `slowness` says how many turns the next step takes: reading, thinking, writing, answering. */
export const optimisticStore = (slowness: () => number): OptimisticStore => {
  const documents = new Map<string, Document>()
  const carried: Carried[] = []
  let conflicts = 0

  const write = (id: string, { from, pool, events, answer }: Change): boolean => {
    const now = documents.get(id)
    if ((now?.version ?? 0) !== from) return false
    const answers = now?.answers ?? new Map<string, string>()
    if (answer !== undefined && answers.has(answer.key)) return false
    if (answer !== undefined) answers.set(answer.key, JSON.stringify(answer))
    const snapshot = JSON.stringify(toSnapshot(pool))
    documents.set(id, { snapshot, version: pool.version, events: [...(now?.events ?? []), ...throughJson(events)], answers })
    return true
  }

  return {
    transact: async (id, request, work) => {
      await turns(slowness())
      const document = documents.get(id)
      const kept = request.key === undefined ? undefined : document?.answers.get(request.key)
      const answer = kept === undefined ? undefined : (JSON.parse(kept) as StoredAnswer)
      await turns(slowness())
      const pool = document && orThrow(fromSnapshot(JSON.parse(document.snapshot)))
      const verdict = work({ pool, answer })
      await turns(slowness())
      if (verdict.type === 'Write' && !write(id, verdict.change)) {
        conflicts++
        return { type: 'Conflict' }
      }
      carried.push({ request, seen: pool?.version ?? 0, verdict, wasAnswered: answer !== undefined })
      await turns(slowness())
      return { type: 'Committed' }
    },
    poolsDue: async (by, limit, after = '') =>
      [...documents]
        .filter(
          ([id, { snapshot }]) =>
            id > after && (nextDue(orThrow(fromSnapshot(JSON.parse(snapshot)))) ?? Number.POSITIVE_INFINITY) <= by,
        )
        .map(([id]) => id)
        .sort()
        .slice(0, limit),
    carried,
    conflicts: () => conflicts,
    events: (id) => [...(documents.get(id)?.events ?? [])],
  }
}

/** Slowness that goes round and round through these numbers of turns. */
export const slowlyBy = (...counts: readonly number[]): (() => number) => {
  let next = 0
  return () => counts[next++ % counts.length] ?? 1
}
