// SQLite connections that do not do what they are told, for `breakages.ts`.

import type { SqliteDatabase, SqliteStatement } from '../../src/sqlite/index.ts'

const isWrite = (sql: string): boolean => /^\s*(INSERT|UPDATE|DELETE)\b/i.test(sql)

/** Says at once that it has committed, and does so a little later. */
export const deferringCommits = (database: SqliteDatabase): SqliteDatabase => {
  let isOpen = false
  const commit = (): void => {
    if (isOpen) database.exec('COMMIT')
    isOpen = false
  }
  return {
    prepare: (sql) => database.prepare(sql),
    close: () => {
      commit()
      return database.close()
    },
    exec: (sql) => {
      if (sql.startsWith('BEGIN')) commit()
      if (sql !== 'COMMIT') return database.exec(sql)
      isOpen = true
      setTimeout(commit, 3)
      return undefined
    },
  }
}

/** Reads outside of any transaction; the lock is taken for the writes alone. */
export const unlocked = (database: SqliteDatabase): SqliteDatabase => {
  let isOpen = false
  const begin = (): void => {
    if (isOpen) return
    // Time for somebody else to write what was just read.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3)
    database.exec('BEGIN IMMEDIATE')
    isOpen = true
  }
  const end = (sql: string): unknown => {
    if (!isOpen) return undefined
    isOpen = false
    return database.exec(sql)
  }
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql)
      return isWrite(sql)
        ? { ...asIs(statement), run: (...values) => (begin() as undefined) ?? statement.run(...values) }
        : statement
    },
    exec: (sql) => {
      if (sql.startsWith('BEGIN')) return undefined
      return sql === 'COMMIT' || sql === 'ROLLBACK' ? end(sql) : database.exec(sql)
    },
  }
}

/** Writes over what is there under the same number or key. */
export const keyless = (database: SqliteDatabase): SqliteDatabase => ({
  exec: (sql) => database.exec(sql),
  prepare: (sql) => database.prepare(sql.replace(/^INSERT INTO license_(event|command)/, 'INSERT OR REPLACE INTO license_$1')),
  close: () => database.close(),
})

/** Commits the change, and only then writes the events. */
export const withEventsLater = (database: SqliteDatabase): SqliteDatabase => {
  let later: (() => void)[] = []
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql)
      if (!sql.startsWith('INSERT INTO license_event')) return statement
      return { ...asIs(statement), run: (...values) => void later.push(() => statement.run(...values)) }
    },
    exec: (sql) => {
      const result = database.exec(sql)
      if (sql === 'COMMIT') for (const write of later) write()
      if (sql === 'COMMIT' || sql === 'ROLLBACK') later = []
      return result
    },
  }
}

/** Writes each row for itself. */
export const withoutTransactions = (database: SqliteDatabase): SqliteDatabase => ({
  prepare: (sql) => database.prepare(sql),
  close: () => database.close(),
  exec: (sql) => (/^(BEGIN|COMMIT|ROLLBACK)/.test(sql) ? undefined : database.exec(sql)),
})

const asIs = (statement: SqliteStatement): SqliteStatement => ({
  run: (...values) => statement.run(...values),
  get: (...values) => statement.get(...values),
  all: (...values) => statement.all(...values),
})
