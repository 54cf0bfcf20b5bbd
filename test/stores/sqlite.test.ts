// The contract, on both drivers that the tests have: node:sqlite and libsql. Each test has a file of its own, each session a connection.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import Libsql from 'libsql'
import { describe, test } from 'vitest'
import { migrate, type SqliteDatabase, sqliteStore } from '../../src/sqlite/index.ts'
import { type Opened, storeContract, unsupported } from '../../src/testing/index.ts'

const drivers: Readonly<Record<string, (file: string) => SqliteDatabase>> = {
  'node:sqlite': (file) => new DatabaseSync(file),
  libsql: (file) => new Libsql(file),
}

/** A database whose next answer to `COMMIT` can be lost on the way back. */
const losing = (database: SqliteDatabase) => {
  let losesNext = false
  return {
    loseNext: () => {
      losesNext = true
    },
    database: {
      prepare: (sql: string) => {
        // better-sqlite3 takes a number for a name.
        if (/\?\d/.test(sql)) throw new Error(`a numbered parameter in ${sql}`)
        return database.prepare(sql)
      },
      close: () => database.close(),
      exec: (sql: string) => {
        database.exec(sql)
        if (sql !== 'COMMIT' || !losesNext) return
        losesNext = false
        throw new Error('the answer was lost')
      },
    } satisfies SqliteDatabase,
  }
}

const opened = (open: (file: string) => SqliteDatabase): Opened => {
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-sqlite-'))
  const connections: SqliteDatabase[] = []
  const connect = (): SqliteDatabase => {
    const database = open(join(folder, 'licenses.db'))
    connections.push(database)
    return database
  }
  const closeAll = (): void => {
    for (const each of connections.splice(0)) each.close()
  }
  const first = losing(connect())
  migrate(first.database)
  return {
    store: sqliteStore(first.database),
    again: async () => sqliteStore(connect()),
    reopen: async () => {
      closeAll()
      return sqliteStore(connect())
    },
    loseNextAnswer: first.loseNext,
    beforeNextWrite: unsupported,
    close: async () => {
      closeAll()
      rmSync(folder, { recursive: true })
    },
  }
}

const supports = { survives: true, sessions: true, partial: true, storeTime: true, lostAnswer: true, interleaves: false }

for (const [name, open] of Object.entries(drivers))
  storeContract({ describe, test }, { name: `sqliteStore over ${name}`, supports, open: async () => opened(open) })
