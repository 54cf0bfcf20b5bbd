// Stores that break the contract, each in one way that some store has been seen or is likely to break it.

import type { LicensePool, LicenseStore, StoredAnswer } from '../../src/index.ts'
import { memoryStore } from '../../src/index.ts'
import type { SavedDocument } from '../../src/store/index.ts'
import { type StoreSubject, unsupported } from '../../src/testing/index.ts'
import { documentSubject, openDocuments, type Replace } from './documentSubject.ts'
import { turns } from './office.ts'
import { type Loading, partialStore, soundLoading } from './partialStore.ts'

const none = { survives: false, sessions: false, partial: false, storeTime: false, lostAnswer: false, interleaves: false }

const inMemory = (name: string, open: () => LicenseStore, supports: Partial<StoreSubject['supports']> = {}): StoreSubject => ({
  name,
  supports: { ...none, ...supports },
  open: async () => ({
    store: open(),
    again: unsupported,
    reopen: async () => open(),
    loseNextAnswer: unsupported,
    beforeNextWrite: unsupported,
    close: async () => {},
  }),
})

/** A memory store of which something is replaced. */
const but = (name: string, replace: (store: LicenseStore) => Partial<LicenseStore>): StoreSubject =>
  inMemory(name, () => {
    const store = memoryStore()
    return { ...store, ...replace(store) }
  })

/** A memory store that calls everything by other names. */
const renaming = (name: string, rename: (text: string) => string): StoreSubject =>
  but(name, (store) => ({
    transact: (id, request, work) => store.transact(rename(id), request, work),
    events: (id, after, limit) => store.events(rename(id), after, limit),
    answers: (id, after, limit) => store.answers(rename(id), after, limit),
    cursors: (id) => store.cursors(rename(id)),
    advance: (consumer, id, seq, until) => store.advance(consumer, rename(id), seq, until),
  }))

/** A memory store that does something to the keys of answers, or to the answers. */
const answering = (
  name: string,
  key: (key: string) => string,
  hand: (answer: StoredAnswer) => StoredAnswer | undefined = (a) => a,
) =>
  but(name, (store) => ({
    transact: (id, request, work) =>
      store.transact(id, request.key === undefined ? request : { ...request, key: key(request.key) }, (working) => {
        const answer = working.answer && hand({ ...working.answer, key: request.key ?? '' })
        const verdict = work({ ...working, answer })
        if (verdict.type !== 'Write' || verdict.change.answer === undefined) return verdict
        return {
          type: 'Write',
          change: { ...verdict.change, answer: { ...verdict.change.answer, key: key(verdict.change.answer.key) } },
        }
      }),
  }))

/** A document store whose documents are kept in another way. */
const kept = (name: string, replace: Replace, forget?: (rows: Map<string, SavedDocument>) => void): StoreSubject => ({
  ...documentSubject,
  name,
  open: async () => openDocuments(replace, forget),
})

/** A store of parts that loads them in another way. */
const loading = (name: string, replaced: Partial<Loading>): StoreSubject =>
  inMemory(name, () => partialStore(memoryStore(), { ...soundLoading, ...replaced }), { partial: true })

/** A store of parts that is sound. */
export const soundParts = loading('partialStore', {})

export const brokenStores: readonly StoreSubject[] = [
  kept('saves over any version', (_, rows) => ({
    save: async (pool, document) => {
      await turns(3)
      rows.set(pool, { document, version: (rows.get(pool)?.version ?? 0) + 1 })
      return true
    },
  })),
  kept('looks at the version first and saves later', (_, rows) => ({
    save: async (pool, document, from) => {
      const isFirst = (rows.get(pool)?.version ?? 0) === from
      await turns(5)
      if (isFirst) rows.set(pool, { document, version: from + 1 })
      return isFirst
    },
  })),
  kept('throws where a race is lost', (documents) => ({
    save: async (pool, document, from) => {
      if (await documents.save(pool, document, from)) return true
      throw new Error('somebody was faster')
    },
  })),
  kept('writes the pool first and its events after that', (documents, rows) => ({
    save: async (pool, document, from) => {
      const before = rows.get(pool)
      if (before !== undefined && before.version === from) {
        const { events, answers } = JSON.parse(before.document)
        rows.set(pool, { document: JSON.stringify({ ...JSON.parse(document), events, answers }), version: from })
        await turns(4)
      }
      return documents.save(pool, document, from)
    },
  })),
  kept('puts a refusal in the place of another', (documents, rows) => ({
    save: async (pool, document, from) => {
      const [mine, there] = [JSON.parse(document), JSON.parse(rows.get(pool)?.document ?? '{"events":[]}')]
      const answer = mine.answers.at(-1)
      const isRefusal = answer?.result._tag === 'Left' && mine.events.length === there.events.length
      if (!isRefusal || JSON.stringify(mine.cursors) !== JSON.stringify(there.cursors))
        return documents.save(pool, document, from)
      const answers = [...there.answers.filter(({ key }: StoredAnswer) => key !== answer.key), answer]
      return documents.save(pool, JSON.stringify({ ...there, answers }), rows.get(pool)?.version ?? 0)
    },
  })),
  kept('moves cursors back', (documents) => ({
    save: async (pool, document, from) => {
      const parsed = JSON.parse(document)
      const before = JSON.parse((await documents.load(pool))?.document ?? '{"cursors":[]}')
      const [cursor] = parsed.cursors
      const isSame = cursor !== undefined && cursor.until === undefined && cursor.seq === before.cursors[0]?.seq
      if (isSame && cursor.seq > 1) parsed.cursors = [{ ...cursor, seq: cursor.seq - 1 }, ...parsed.cursors.slice(1)]
      return documents.save(pool, JSON.stringify(parsed), from)
    },
  })),
  kept(
    'has answers in memory only',
    () => ({}),
    (rows) => {
      for (const [pool, { document, version }] of rows)
        rows.set(pool, { document: JSON.stringify({ ...JSON.parse(document), answers: [] }), version })
    },
  ),
  but('forgets the answers', (store) => ({
    transact: (id, { key: _, ...request }, work) => store.transact(id, request, work),
  })),
  answering(
    'forgets refusals',
    (key) => key,
    (answer) => (answer.result._tag === 'Left' ? undefined : answer),
  ),
  answering(
    'keeps an answer with the fingerprint of an earlier command',
    (key) => key,
    (answer) => ({ ...answer, fingerprint: '0' }),
  ),
  answering('normalizes keys', (key) => key.normalize('NFC')),
  answering('cuts keys at 255 characters', (key) => key.slice(0, 255)),
  renaming('folds the case of pools', (id) => id.toLowerCase()),
  renaming('trims the ids of pools', (id) => id.trimEnd()),
  renaming('cuts the ids of pools at 999 characters', (id) => id.slice(0, 999)),
  but('reads the log of another pool', (store) => ({ events: (id, after, limit) => store.events(id.trim(), after, limit) })),
  but('drops the last event of a thousand', (store) => ({
    events: async (id, after, limit) => (await store.events(id, after, limit)).filter(({ seq }) => seq !== 1_000),
  })),
  but('skips an event between two pages', (store) => ({
    events: (id, after, limit) => store.events(id, after === 0 ? 0 : after + 1, limit),
  })),
  but('reads one event too many', (store) => ({ events: (id, after, limit) => store.events(id, after, limit + 1) })),
  but('skips a key between two pages', (store) => ({
    answers: async (id, after, limit) =>
      after === undefined ? store.answers(id, after, limit) : (await store.answers(id, after, limit + 1)).slice(1),
  })),
  but('misses what is due at the very moment', (store) => ({
    poolsDue: (by, limit, after) => store.poolsDue(by - 1, limit, after),
  })),
  but('misses the first pool of every further page', (store) => ({
    poolsDue: async (by, limit, after) => {
      const due = await store.poolsDue(by, limit + 1, after)
      return after === undefined ? due.slice(0, limit) : due.slice(1)
    },
  })),
  but('names every pool as due', (store) => ({
    poolsDue: (_, limit, after) => store.poolsDue(Number.POSITIVE_INFINITY, limit, after),
  })),
  but('gives a claim twice', (store) => ({
    claim: async (consumer, at, forMs, limit) => {
      const claims = await store.claim(consumer, at, forMs, limit)
      for (const { pool, after } of claims) await store.advance(consumer, pool, after)
      return claims
    },
  })),
  but('holds a claim for ever', (store) => {
    const held = new Set<string>()
    return {
      claim: async (consumer, at, forMs, limit) => {
        const claims = (await store.claim(consumer, at, forMs, limit)).filter(({ pool }) => !held.has(`${consumer} ${pool}`))
        for (const { pool } of claims) held.add(`${consumer} ${pool}`)
        return claims
      },
      advance: (consumer, pool, seq, until) => {
        held.delete(`${consumer} ${pool}`)
        return store.advance(consumer, pool, seq, until)
      },
    }
  }),
  but('takes no claim for void', (store) => {
    const ends = new Map<string, number>()
    return {
      claim: async (consumer, at, forMs, limit) => {
        const claims = await store.claim(consumer, at, forMs, limit)
        const free = claims.filter(({ pool }) => (ends.get(`${consumer} ${pool}`) ?? at) <= at)
        for (const { pool } of free) ends.set(`${consumer} ${pool}`, at + forMs)
        return free
      },
      advance: (consumer, pool, seq, until) => {
        ends.set(`${consumer} ${pool}`, until ?? Number.NEGATIVE_INFINITY)
        return store.advance(consumer, pool, seq, until)
      },
    }
  }),
  but('lets go of a pool that was to be kept', (store) => ({
    advance: (consumer, pool, seq) => store.advance(consumer, pool, seq),
  })),
  but('has one cursor for all consumers', (store) => ({
    claim: (_, at, forMs, limit) => store.claim('all', at, forMs, limit),
    advance: (_, pool, seq, until) => store.advance('all', pool, seq, until),
  })),
  but('claims a pool more than was asked for', (store) => ({
    claim: (consumer, at, forMs, limit) => store.claim(consumer, at, forMs, limit + 1),
  })),
  but('swallows what a work throws', (store) => ({
    transact: (...asked) => store.transact(...asked).catch(() => ({ type: 'Committed' })),
  })),
  but('keeps what is only looked at', (store) => ({
    transact: (id, request, work) =>
      store.transact(id, request, (working) => {
        const verdict = work(working)
        const { pool } = working
        if (verdict.type !== 'Nothing' || pool === undefined || request.readOnly || request.key !== undefined) return verdict
        const answer = { key: 'looked', fingerprint: '0', result: { _tag: 'Right', right: { events: [] } }, at: 0 } as const
        return { type: 'Write', change: { from: pool.version, pool, events: [], answer } }
      }),
  })),
  but('keeps over any version that nothing was due', (store) => ({
    transact: async (id, request, work) => {
      let looked: LicensePool | undefined
      const told = await store.transact(id, request, (working) => {
        const verdict = work(working)
        looked = verdict.type === 'Nothing' && working.pool ? verdict.pool : undefined
        return verdict
      })
      const pool = looked
      if (told.type === 'Committed' || pool === undefined) return told
      return store.transact(id, request, (working) => ({
        type: 'Write',
        change: { from: working.pool?.version ?? 0, pool, events: [] },
      }))
    },
  })),
  but('takes a claim that ends a little late for void', (store) => {
    const ends = new Map<string, number>()
    return {
      claim: async (consumer, at, forMs, limit) => {
        for (const [pool, end] of ends) {
          const seq = (await store.cursors(pool)).find((each) => each.consumer === consumer)?.seq ?? 0
          if (end > at + forMs) await store.advance(consumer, pool, seq)
        }
        const claims = await store.claim(consumer, at, forMs, limit)
        for (const { pool } of claims) ends.set(pool, at + forMs)
        return claims
      },
    }
  }),
  loading('breaks ties by id', { compare: (a, b) => a.key - b.key || (a.row.id < b.row.id ? -1 : 1) }),
  loading('skips the ties of the last row of a page', { isBehind: (after, { key }) => key > after.key }),
  loading('takes a page of an order for all of it', { reach: () => 'all' }),
  loading('folds the case of members and sessions', { idKey: (id) => id.toLowerCase() }),
  loading('normalizes the ids of members and sessions', { idKey: (id) => id.normalize('NFC') }),
  loading('cuts the ids of members and sessions at 999 characters', { idKey: (id) => id.slice(0, 999) }),
  loading('knows one lease of each holder', { leasesOf: (leases) => leases.slice(0, 1) }),
  loading('lists a row too few', { listed: (rows, { count }) => rows.slice(0, Math.max(1, count - 1)) }),
  loading('keeps the rows that are gone', { gone: () => new Set() }),
  loading('reads a newer version in a further round', { isSteady: false }),
  loading('never looks for what is due', { dueNotBefore: () => Number.POSITIVE_INFINITY }),
  { ...inMemory('says that it survives', memoryStore, { survives: true }) },
  { ...inMemory('says that it hands out parts', memoryStore, { partial: true }) },
  { ...inMemory('says that it tells its time', memoryStore, { storeTime: true }) },
  inMemory('hands out parts and does not say so', () => partialStore(memoryStore())),
]
