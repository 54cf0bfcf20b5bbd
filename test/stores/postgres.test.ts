// The contract, on PostgreSQL over pg: each test has a schema of its own, each session a pool of connections; with named statements, and without.

import { afterAll, describe, test } from 'vitest'
import { postgresStore } from '../../src/postgres/index.ts'
import { type Opened, storeContract } from '../../src/testing/index.ts'
import { brokenConnection, isWrite, openDatabase, type Wire } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
afterAll(server.stop)

const opened = async (prepared: boolean): Promise<Opened> => {
  const database = await openDatabase(server)
  let losesNext = false
  let meanwhile: (() => Promise<void>) | undefined
  const wire: Wire = async (text, run) => {
    if (!isWrite(text)) return run()
    const first = meanwhile
    meanwhile = undefined
    await first?.()
    const answer = await run()
    if (!losesNext) return answer
    losesNext = false
    throw brokenConnection()
  }
  const again = async () => postgresStore(database.connect(), { prepared })
  return {
    store: database.store(wire, { prepared }),
    again,
    reopen: async () => {
      await database.disconnect()
      return again()
    },
    loseNextAnswer: () => {
      losesNext = true
    },
    beforeNextWrite: (first) => {
      meanwhile = first
    },
    close: database.close,
  }
}

const supports = { survives: true, sessions: true, partial: true, storeTime: true, lostAnswer: true, interleaves: true }

storeContract({ describe, test }, { name: 'postgresStore', supports, open: () => opened(false) })
storeContract({ describe, test }, { name: 'postgresStore with named statements', supports, open: () => opened(true) })
