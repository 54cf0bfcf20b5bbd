// `documentStore` over a map that is as slow as a network: what is loaded and what is saved takes turns of the event loop, so that races
// are lost really.

import { type Documents, documentStore, type SavedDocument } from '../../src/store/index.ts'
import type { Opened, StoreSubject } from '../../src/testing/index.ts'
import { turns } from './office.ts'

/** How documents are kept otherwise, so that a store of them breaks. */
export type Replace = (documents: Documents, rows: Map<string, SavedDocument>) => Partial<Documents>

const slowDocuments = (rows: Map<string, SavedDocument>): Documents => ({
  load: async (pool) => {
    await turns(2)
    return rows.get(pool)
  },
  save: async (pool, document, from) => {
    await turns(3)
    if ((rows.get(pool)?.version ?? 0) !== from) return false
    rows.set(pool, { document, version: from + 1 })
    return true
  },
  list: async (after = '', limit) => {
    await turns(1)
    return [...rows.keys()]
      .filter((id) => id > after)
      .sort()
      .slice(0, limit)
  },
})

/** `forget` is what becomes of the documents when all sessions have ended. */
export const openDocuments = (replace: Replace = () => ({}), forget?: (rows: Map<string, SavedDocument>) => void): Opened => {
  const rows = new Map<string, SavedDocument>()
  const sound = slowDocuments(rows)
  const documents: Documents = { ...sound, ...replace(sound, rows) }
  let isAnswerLost = false
  let meanwhile: (() => Promise<void>) | undefined
  return {
    store: documentStore({
      ...documents,
      save: async (pool, document, from) => {
        const [isLost, before] = [isAnswerLost, meanwhile]
        isAnswerLost = false
        meanwhile = undefined
        await before?.()
        const isSaved = await documents.save(pool, document, from)
        if (isLost) throw new Error('the connection broke')
        return isSaved
      },
    }),
    again: async () => documentStore(documents),
    reopen: async () => {
      forget?.(rows)
      return documentStore(documents)
    },
    loseNextAnswer: () => {
      isAnswerLost = true
    },
    beforeNextWrite: (first) => {
      meanwhile = first
    },
    close: async () => {},
  }
}

export const documentSubject: StoreSubject = {
  name: 'documentStore',
  supports: { survives: true, sessions: true, partial: false, storeTime: false, lostAnswer: true, interleaves: true },
  open: async () => openDocuments(),
}
