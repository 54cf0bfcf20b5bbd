// Damage as it is done to a database, by SQL: verify names it, and rebuild mends it (FB-19, X3, X4).

import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { createLicensing, type LicenseStore, manualClock } from '../../src/index.ts'
import { migrate, sqliteStore } from '../../src/sqlite/index.ts'
import { type Drift, rebuild, verify } from '../../src/store/index.ts'
import { add, answered, kim, member, opening, signIn, snapshotIn, start, vendor } from '../support/office.ts'
import { openDatabase } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
afterAll(server.stop)

interface Damaged {
  readonly store: LicenseStore
  readonly run: (sql: string) => unknown
  readonly close: () => unknown
}

const databases: Readonly<Record<string, () => Promise<Damaged>>> = {
  SQLite: async () => {
    const database = new DatabaseSync(':memory:')
    migrate(database)
    return { store: sqliteStore(database), run: (sql) => database.exec(sql), close: () => database.close() }
  },
  PostgreSQL: async () => {
    const database = await openDatabase(server)
    return { store: database.store(), run: (sql) => database.ask(sql), close: database.close }
  },
}

const wheres = (drifts: readonly Drift[]): readonly string[] => drifts.map(({ where }) => where)

const damages: readonly (readonly [sql: string, drifts: readonly string[]])[] = [
  [
    `UPDATE license_pool SET header = json(replace(CAST(header AS text), '"enabled":2', '"enabled":9'))`,
    ['header.counts.enabled'],
  ],
  [`UPDATE license_pool SET header = '{}'`, ['header']],
  [`UPDATE license_pool SET due_at = NULL`, ['dueNotBefore']],
  [
    `UPDATE license_member SET record = json(replace(CAST(record AS text), '"usedDay":', '"usedDay":1')) WHERE id = 'ann'`,
    ['members.ann.usedDay'],
  ],
  [`UPDATE license_member SET record = '{}' WHERE id = 'ann'`, ['members.ann', 'members[""]']],
  [`DELETE FROM license_member WHERE id = 'cy'`, ['members.cy', 'states.pending.cy', 'orders.timed.cy', 'orders.waiting.cy']],
  [`UPDATE license_member SET state = 'known' WHERE id = 'ann'`, ['states.known.ann', 'states.enabled.ann']],
  [`UPDATE license_member SET used_day = NULL WHERE id = 'ann'`, ['orders.idle.ann']],
  [`UPDATE license_member SET place = place + 50 WHERE id = 'cy'`, ['orders.waiting.cy']],
  [`UPDATE license_lease SET holder = 'dee'`, ['holders.s1']],
  [`UPDATE license_lease SET ends_at = NULL`, ['orders.leases.s1']],
  [`DELETE FROM license_lease`, ['sessions.s1', 'holders.s1', 'running.s1', 'orders.leases.s1']],
]

describe.each(Object.entries(databases))('on %s', (_, open) => {
  test.each(damages)('%s is told and mended', async (sql, drifts) => {
    const { store, run, close } = await open()
    const licensing = createLicensing({ store, clock: manualClock(start) })
    answered(await licensing.execute('crm', opening(2), vendor))
    for (const id of ['ann', 'bob', 'cy', 'dee']) answered(await licensing.execute('crm', signIn(id), member(id)))
    answered(await licensing.execute('crm', add('eli'), kim))
    const concurrent = { clients: { web: { takes: 'lease', idleMinutes: 20 } } } as const
    answered(await licensing.execute('crm', { type: 'ChangePolicies', policies: { concurrent } }, vendor))
    answered(await licensing.execute('crm', { type: 'AddLot', lot: 'more', organization: 'acme', quantity: 1 }, vendor))
    answered(await licensing.execute('crm', { type: 'SignIn', member: 'eli', client: 'web', session: 's1' }, member('eli')))
    const sound = await snapshotIn(store)
    expect((await verify(store, 'crm')).drifts).toEqual([])
    await run(sql)
    expect(wheres((await verify(store, 'crm')).drifts)).toEqual(drifts)
    expect(wheres((await rebuild(store, 'crm')).mended)).toEqual(drifts)
    expect((await verify(store, 'crm')).drifts).toEqual([])
    expect(await snapshotIn(store)).toEqual(sound)
    await close()
  })
})
