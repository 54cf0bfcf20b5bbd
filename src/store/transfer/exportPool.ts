// A pool as lines of JSON: to be kept, to be moved to another store, or to be read by something else. A page of it is in memory at a time.

import { schemaVersion } from '../../pool/rows/upgrade.ts'
import type { LicenseStore, StoredAnswer } from '../../shell/store.ts'
import { transactor } from '../../shell/transactor.ts'
import { eventPages } from '../eventPages.ts'
import type { ExportLine } from './lines.ts'

const pageSize = 500

/**
 * Everything that a store has of a pool, as lines of JSON without their line ends: first whose pool it is and its version, then every event up
 * to that version, what is kept under idempotency keys (X6), how far each consumer of the outbox has come (X8), and last how many of each
 * there were, so that a part is not taken for the whole. Commands may go on meanwhile: their events are not in it, nor the answers that have
 * such events; what is refused meanwhile under a key, or is already so, may be. Header and rows are not in it: the events make them (X3).
 * Throws for a pool that is not there, and where the log is broken: `verify` tells where.
 *
 * @example
 * const lines: string[] = []
 * for await (const line of exportPool(store, 'crm')) lines.push(line)
 * console.log(lines[0]) // {"format":"license-pool/export","schema":2,"pool":"crm","version":2}
 * console.log(lines.at(-1)) // {"end":{"events":2,"answers":0,"cursors":0}}
 */
export async function* exportPool(store: LicenseStore, pool: string): AsyncGenerator<string, void> {
  const version = await versionOf(store, pool)
  yield line({ format: 'license-pool/export', schema: schemaVersion, pool, version })
  const count = { events: 0, answers: 0, cursors: 0 }
  for await (const page of eventPages(store, pool, version)) {
    for (const event of page) {
      count.events++
      yield line({ event: { schema: schemaVersion, ...event } })
    }
  }
  if (count.events !== version) throw new Error(`the log of pool ${pool} has no event ${count.events + 1}`)
  for (let after: string | undefined; ; ) {
    const page = await store.answers(pool, after, pageSize)
    if (page.length === 0) break
    for (const answer of page) {
      if (isLater(answer, version)) continue
      count.answers++
      yield line({ answer: { schema: schemaVersion, ...answer } })
    }
    after = page.at(-1)?.key
  }
  const cursors = [...(await store.cursors(pool))].sort((a, b) => (a.consumer < b.consumer ? -1 : 1))
  for (const { consumer, seq } of cursors) {
    count.cursors++
    yield line({ cursor: { consumer, seq: Math.min(seq, version) } })
  }
  yield line({ end: count })
}

const line = (value: ExportLine | Versioned): string => JSON.stringify(value)

/** Events and answers say their version. */
type Versioned = { readonly event: object } | { readonly answer: object }

const versionOf = async (store: LicenseStore, pool: string): Promise<number> => {
  const version = await transactor(store)(pool, { members: [], readOnly: true }, (working) => ({
    verdict: { type: 'Nothing' },
    result: working.pool?.version ?? 0,
  }))
  if (version === 0) throw new Error(`there is no pool ${pool}`)
  return version
}

/** Whether it answers for an event that is not in the export. */
const isLater = ({ result }: StoredAnswer, version: number): boolean =>
  result._tag === 'Right' && (result.right.events.at(-1)?.seq ?? 0) > version
