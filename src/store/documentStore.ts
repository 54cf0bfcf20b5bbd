// Small pools, each in one document of the integrator's: a row with a JSON column, an object in a bucket, a key of a key-value store.
// It holds no lock and remembers nothing: what it writes, it writes only over the version that it has read.

import { type LicensePool, unopened } from '../pool/licensePool.ts'
import { nextDue } from '../pool/queries/nextDue.ts'
import { partialPool } from '../pool/rows/partial.ts'
import type { Instant } from '../pool/time/calendar.ts'
import type { Clock } from '../shell/clock.ts'
import type { Claim, Cursor, LicenseStore, Transacted } from '../shell/store.ts'
import {
  answerOf,
  answersOf,
  changed,
  documentIn,
  eventsOf,
  type HeldCursor,
  type PoolDocument,
  poolOf,
  readDocument,
  versionOf,
  withCursor,
} from './poolDocument.ts'

/**
 * A document as it was saved: JSON text, and its own version, which is not the pool's.
 *
 * @example
 * const first: SavedDocument = { document: '{}', version: 1 }
 */
export interface SavedDocument {
  readonly document: string
  /** 1 for the first that is saved, and one more with each that takes its place. */
  readonly version: number
}

/**
 * Where an integrator keeps documents, by the pool's id: what `documentStore` makes a store of. What fails is to be rejected.
 *
 * @example
 * const rows = new Map<string, SavedDocument>()
 * const documents: Documents = {
 *   load: async (pool) => rows.get(pool),
 *   save: async (pool, document, from) => {
 *     if ((rows.get(pool)?.version ?? 0) !== from) return false
 *     rows.set(pool, { document, version: from + 1 })
 *     return true
 *   },
 *   list: async (after = '', limit) => [...rows.keys()].sort().filter((pool) => pool > after).slice(0, limit),
 * }
 */
export interface Documents {
  /** The latest that was saved; `undefined`: there is none. */
  readonly load: (pool: string) => Promise<SavedDocument | undefined>
  /**
   * Saves a document as version `from` + 1, if the one that is there has the version `from`; 0: if there is none. Else nothing is saved, and
   * the answer is `false`. The comparison and the write are one step: `UPDATE ... WHERE version = from`, `If-Match`, a compare-and-set.
   */
  readonly save: (pool: string, document: string, from: number) => Promise<boolean>
  /** Ids of pools in an order of yours that does not change, behind `after`, at most `limit`; none only where there are no more. */
  readonly list: (after: string | undefined, limit: number) => Promise<readonly string[]>
}

/** So many documents are loaded side by side. */
const documentsAtATime = 20

/** So often a cursor is tried to be moved while others write: enough for a pool that fits a document. */
const mostLosses = 100

/**
 * A store of documents. It reads and writes a pool as a whole, its log of events with it: a command took 7 ms and 0.24 MB for 100
 * members with 1,100 events, 70 ms and 2.3 MB for 1,000 with 10,000, without the way to where the documents are. It suits pools of a
 * few hundred members and a few commands a second; looking for what is due or undelivered loads every document. Whoever has more, or
 * an SQL database, takes a store of tables. It tells its time (T5) only if it is given a clock.
 *
 * @example
 * const rows = new Map<string, SavedDocument>()
 * const store = documentStore({
 *   load: async (pool) => rows.get(pool),
 *   save: async (pool, document, from) => {
 *     if ((rows.get(pool)?.version ?? 0) !== from) return false
 *     rows.set(pool, { document, version: from + 1 })
 *     return true
 *   },
 *   list: async (after = '', limit) => [...rows.keys()].sort().filter((pool) => pool > after).slice(0, limit),
 * })
 * const licensing = createLicensing({ store, clock })
 * const opening = { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment' } as const
 * await licensing.execute('crm', opening, { actor: { role: 'accountManager' } })
 * console.log(rows.get('crm')?.version) // 1
 */
export const documentStore = (documents: Documents, { clock }: { readonly clock?: Clock } = {}): LicenseStore => {
  const documentOf = async (pool: string): Promise<PoolDocument | undefined> => {
    const saved = await documents.load(pool)
    return saved && documentIn(saved.document, pool)
  }

  async function* eachPool(after?: string): AsyncGenerator<readonly string[]> {
    for (let ids = await documents.list(after, documentsAtATime); ids.length > 0; ) {
      yield ids
      ids = await documents.list(ids.at(-1), documentsAtATime)
    }
  }

  /** Moves a consumer's cursor to where `move` says, if it says so. */
  const moveCursor = async (
    pool: string,
    move: (document: PoolDocument) => HeldCursor | undefined,
  ): Promise<HeldCursor | undefined> => {
    for (let losses = 0; losses < mostLosses; losses++) {
      const saved = await documents.load(pool)
      const document = saved && documentIn(saved.document, pool)
      const cursor = document && move(document)
      if (saved === undefined || document === undefined || cursor === undefined) return undefined
      if (await documents.save(pool, withCursor(document, cursor), saved.version)) return cursor
    }
    throw new Error(`the document of pool ${pool} changed ${mostLosses} times while a cursor was to be moved`)
  }

  return {
    transact: async (id, { key, mending }, work) => {
      const saved = await documents.load(id)
      const document = saved && documentIn(saved.document, id)
      const verdict = work({
        pool: document && (mending ? unbelieved(document) : poolOf(document, id)),
        answer: document && key !== undefined ? answerOf(document, id, key) : undefined,
        ...(clock === undefined ? {} : { storeTime: clock.now() }),
      })
      if (verdict.type === 'Need') throw new Error('a whole pool never lacks anything')
      if (verdict.type === 'Nothing') return committed
      return (await documents.save(id, changed(document, verdict.change), saved?.version ?? 0)) ? committed : conflict
    },
    poolsDue: async (by, limit, after) => {
      const due: string[] = []
      for await (const ids of eachPool(after)) {
        const loaded = await Promise.all(ids.map(documents.load))
        due.push(...ids.filter((id, index) => isDue(id, loaded[index], by)))
        if (due.length >= limit) break
      }
      return due.slice(0, limit)
    },
    events: async (pool, after, limit) => {
      const document = await documentOf(pool)
      return document === undefined ? [] : eventsOf(document, pool, after, limit)
    },
    answers: async (pool, after = '', limit) => {
      const document = await documentOf(pool)
      return document === undefined ? [] : answersOf(document, pool, after, limit)
    },
    claim: async (consumer, at, forMs, limit) => {
      const claims: Claim[] = []
      const claimed = ({ events, cursors }: PoolDocument): HeldCursor | undefined => {
        const { seq, until = at } = cursors.find((each) => each.consumer === consumer) ?? { seq: 0 }
        const isClaimed = until > at && until <= at + 2 * forMs
        return seq >= events.length || isClaimed ? undefined : { consumer, seq, until: at + forMs }
      }
      for await (const ids of eachPool()) {
        const loaded = await Promise.all(ids.map(documents.load))
        for (const [index, pool] of ids.entries()) {
          if (claims.length >= limit) return claims
          // A document that is broken has nothing that could be delivered; the pools behind it have.
          const read = readDocument(loaded[index]?.document ?? '')
          const cursor = read._tag === 'Right' && claimed(read.right) ? await moveCursor(pool, claimed) : undefined
          if (cursor !== undefined) claims.push({ pool, after: cursor.seq })
        }
      }
      return claims
    },
    advance: async (consumer, pool, seq, until) => {
      await moveCursor(pool, ({ cursors }) => ({
        consumer,
        seq: Math.max(seq, cursors.find((each) => each.consumer === consumer)?.seq ?? 0),
        ...(until === undefined ? {} : { until }),
      }))
    },
    cursors: async (pool) =>
      ((await documentOf(pool))?.cursors ?? [])
        .map(({ consumer, seq }): Cursor => ({ consumer, seq }))
        .sort((a, b) => (a.consumer < b.consumer ? -1 : 1)),
  }
}

const committed: Transacted = { type: 'Committed' }
const conflict: Transacted = { type: 'Conflict' }

/** A pool of the stored version, of which nothing else is said: it is to be made again of its events. */
const unbelieved = (document: PoolDocument): LicensePool => partialPool({ ...unopened.header, version: versionOf(document) })

/** A document that is broken is named, too: whoever sweeps it is told what is wrong with it, and the others are swept. */
const isDue = (id: string, saved: SavedDocument | undefined, by: Instant): boolean => {
  if (saved === undefined) return false
  try {
    const at = nextDue(poolOf(documentIn(saved.document, id), id))
    return at !== undefined && at <= by
  } catch {
    return true
  }
}
