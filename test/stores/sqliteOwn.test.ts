// What only shows on tables: how much is read for what is due, who pays for a damaged row, and what is kept for whoever verifies.

import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createLicensing, manualClock, orThrow } from '../../src/index.ts'
import { migrate, openSqliteStore, type SqliteDatabase, type SqliteValue, sqliteStore } from '../../src/sqlite/index.ts'
import { holdersIn, verify } from '../../src/store/index.ts'
import { add, assign, DAY, kim, office, start, system, vendor } from '../support/office.ts'

const tables = () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  return database
}
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `m${n}`)

test('what is due is read in as many rounds as its number has digits, not one for each page of it (T4)', async () => {
  const database = tables()
  let pages = 0
  const counting: SqliteDatabase = {
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
    prepare: (sql) => {
      const statement = database.prepare(sql)
      const isOrder = sql.includes('used_day AS key')
      return {
        run: (...values) => statement.run(...(values as SqliteValue[])),
        get: (...values) => statement.get(...(values as SqliteValue[])),
        all: (...values) => {
          if (isOrder) pages++
          return statement.all(...(values as SqliteValue[]))
        },
      }
    },
  }
  const clock = manualClock(start)
  const licensing = createLicensing({ store: sqliteStore(counting), clock })
  const policies = { idleReclaim: { enabled: true, days: 90 } }
  const lots = [{ lot: 'a', quantity: 5_000 }]
  const opening = { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', policies, lots } as const
  orThrow(await licensing.execute('crm', opening, vendor))
  await licensing.execute('crm', { type: 'ImportMembers', members: names(3_000).map((member) => ({ member })) }, system)
  await Promise.all(names(3_000).map((name) => licensing.execute('crm', assign(name), kim)))
  clock.advance(100 * DAY)
  pages = 0
  expect(orThrow(await licensing.summary('crm', kim)).enabled).toBe(0)
  expect(pages).toBeLessThanOrEqual(8)
})

test('a damaged row is refused to whom it is about, and to nobody who came along (X10)', async () => {
  const database = tables()
  const { licensing } = await office({ store: sqliteStore(database), licenses: 3 })
  for (const name of ['ann', 'bob', 'cyd']) await licensing.execute('crm', add(name), kim)
  database.exec("UPDATE license_member SET record = '{}' WHERE id = 'ann'")
  const told = await Promise.allSettled(['ann', 'bob', 'cyd'].map((name) => licensing.execute('crm', assign(name), kim)))
  expect(told.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
})

test('a session is pruned when its pool no longer knows it, so that a verify finds nothing (C11, FB-19)', async () => {
  const database = tables()
  const store = sqliteStore(database)
  const clock = manualClock(start)
  const licensing = createLicensing({ store, clock })
  const opening = { type: 'OpenPool', organization: 'acme', preset: 'concurrentUse', lots: [{ lot: 'a', quantity: 3 }] } as const
  await licensing.execute('crm', opening, vendor)
  await licensing.execute('crm', add('ann'), kim)
  const ann = { actor: { role: 'member', id: 'ann' } } as const
  await licensing.execute('crm', { type: 'SignIn', member: 'ann', client: 'web', session: 's1' }, ann)
  await licensing.execute('crm', { type: 'SignOut', session: 's1' }, ann)
  clock.advance(3 * DAY)
  expect(await store.prune(clock.now())).toEqual({ answers: 0, sessions: 0 })
  expect((await verify(store, 'crm')).drifts).toEqual([])
  await licensing.execute('crm', add('bob'), kim)
  expect(await store.prune(clock.now())).toEqual({ answers: 0, sessions: 1 })
  expect((await verify(store, 'crm')).drifts).toEqual([])
})

test('without its tables it says how they are made', async () => {
  const licensing = createLicensing({ store: sqliteStore(new DatabaseSync(':memory:')), clock: manualClock(start) })
  await expect(licensing.execute('crm', add('ann'), kim)).rejects.toThrow('run `migrate(database)` of license-pool/sqlite')
  await expect(licensing.summary('crm', kim)).rejects.toThrow('run `migrate(database)` of license-pool/sqlite')
})

test('what cannot be opened, or is no option, is refused by name', async () => {
  await expect(openSqliteStore('')).rejects.toThrow('file: must be the path of a file, or ":memory:"')
  await expect(openSqliteStore('/nowhere/licenses.db')).rejects.toThrow('/nowhere/licenses.db could not be opened: ')
  const open = (options: object) => openSqliteStore(':memory:', options)
  await expect(open({ synchronous: 'OFF' })).rejects.toThrow('synchronous: must be "FULL" or "NORMAL"')
  await expect(open({ waitMs: -5 })).rejects.toThrow('waitMs: must be a number of milliseconds from 0')
})

test('the past has no answer where the log has a gap, nor at no moment (X7)', async () => {
  const database = tables()
  const store = sqliteStore(database)
  const { licensing } = await office({ store, licenses: 3 })
  for (const name of ['ann', 'bob']) await licensing.execute('crm', add(name), kim)
  await expect(holdersIn(store, 'crm', Number.NaN)).rejects.toThrow('at: must be a moment')
  database.exec('DELETE FROM license_event WHERE seq = 3')
  await expect(holdersIn(store, 'crm', start)).rejects.toThrow('the log of pool crm has no event 3')
})
