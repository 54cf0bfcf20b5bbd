// `documentStore` over a map that is as slow as a network: what is loaded and what is saved takes turns of the event loop, so that races
// are lost really.

import { type Documents, documentStore, type SavedDocument } from '../../src/store/index.ts'
import type { Opened, StoreSubject } from '../../src/testing/index.ts'
import { turns } from './office.ts'

/** What it keeps, and how it may be got at. */
export const slowDocuments = () => {
  const rows = new Map<string, SavedDocument>()
  const state = { isAnswerLost: false, meanwhile: undefined as (() => Promise<void>) | undefined }
  const documents: Documents = {
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
  }
  /** The first session's, whose next write may be come between. */
  const first: Documents = {
    ...documents,
    save: async (pool, document, from) => {
      const { isAnswerLost, meanwhile } = state
      state.isAnswerLost = false
      state.meanwhile = undefined
      await meanwhile?.()
      const isSaved = await documents.save(pool, document, from)
      if (isAnswerLost) throw new Error('the connection broke')
      return isSaved
    },
  }
  return { rows, documents, first, state }
}

export const openDocuments = async (): Promise<Opened> => {
  const { documents, first, state } = slowDocuments()
  return {
    store: documentStore(first),
    again: async () => documentStore(documents),
    reopen: async () => documentStore(documents),
    loseNextAnswer: () => {
      state.isAnswerLost = true
    },
    beforeNextWrite: (meanwhile) => {
      state.meanwhile = meanwhile
    },
    close: async () => {},
  }
}

export const documentSubject: StoreSubject = {
  name: 'documentStore',
  supports: { survives: true, sessions: true, partial: false, storeTime: false, lostAnswer: true, interleaves: true },
  open: openDocuments,
}
