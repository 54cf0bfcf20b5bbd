// A full disk: whoever asks is told, nothing is half written, questions go on, and once there is room the same command is carried out, once.

import { DatabaseSync } from 'node:sqlite'
import Libsql from 'libsql'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createLicensing, type Licensing, orThrow, systemClock } from '../../src/index.ts'
import { InDoubt, migrate, type SqliteDatabase, sqliteStore } from '../../src/sqlite/index.ts'
import { type LicenseStore, verify } from '../../src/store/index.ts'
import { add, answered, kim, opening, vendor } from '../support/office.ts'
import { databasesOn } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'
import { type SmallDisk, smallDisk } from './smallDisk.ts'

const under = (idempotencyKey: string) => ({ ...kim, idempotencyKey })
const on = (store: LicenseStore): Licensing => createLicensing({ store, clock: systemClock })

/** Who was added, by the log. */
const added = async (store: LicenseStore): Promise<readonly string[]> =>
  (await store.events('crm', 2, 10_000)).map((event) => ('member' in event ? event.member : event.type))

/** Adds members, several at once, until one is refused by the disk; who was added, who was not, and what these were told. */
const addUntilFull = async (licensing: Licensing) => {
  const done: string[] = []
  const failed: string[] = []
  const errors: unknown[] = []
  for (let n = 0; failed.length === 0 && n < 4_000; n += 8) {
    const ids = Array.from({ length: 8 }, (_, index) => `m${n + index}`)
    const told = await Promise.allSettled(ids.map((id) => licensing.execute('crm', add(id), under(id))))
    for (const [index, each] of told.entries()) {
      ;(each.status === 'fulfilled' ? done : failed).push(ids[index] as string)
      if (each.status === 'rejected') errors.push(each.reason)
    }
  }
  return { done, failed, errors }
}

const drivers: Readonly<Record<string, (file: string) => SqliteDatabase>> = {
  'node:sqlite': (file) => new DatabaseSync(file),
  libsql: (file) => new Libsql(file),
}

describe.each(Object.entries(drivers))('a full disk under SQLite, %s', (_, open) => {
  const disks: SmallDisk[] = []
  afterEach(() => {
    for (const disk of disks.splice(0)) disk.close()
  })

  test('rejects the call, keeps what was answered, and takes the same command once there is room (X1, X6)', async () => {
    const disk = smallDisk(open)
    disks.push(disk)
    const store = sqliteStore(disk.database)
    const licensing = on(store)
    answered(await licensing.execute('crm', opening(2), vendor))
    disk.fill()
    const { done, failed, errors } = await addUntilFull(licensing)
    expect(errors.map((error) => (error as Error).message)).toEqual(failed.map(() => 'database or disk is full'))
    expect(errors.filter((error) => error instanceof InDoubt)).toEqual([])
    expect(failed.length).toBeGreaterThan(0)
    expect(await added(store)).toEqual(done)
    expect(orThrow(await licensing.summary('crm', kim)).known).toBe(done.length)
    expect((await verify(store, 'crm')).drifts).toEqual([])
    disk.free()
    for (const id of [...failed, ...done]) answered(await licensing.execute('crm', add(id), under(id)))
    expect(await added(store)).toEqual([...done, ...failed])
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })
})

describe('a COMMIT that SQLite refuses', () => {
  /** A store whose next `COMMIT` fails with this, the transaction being undone already: so SQLite does. */
  const failingAt = async (error: Error) => {
    const real = new DatabaseSync(':memory:')
    let isDue = false
    const database: SqliteDatabase = {
      prepare: (sql) => real.prepare(sql),
      close: () => real.close(),
      exec: (sql) => {
        if (sql !== 'COMMIT' || !isDue) return real.exec(sql)
        isDue = false
        real.exec('ROLLBACK')
        throw error
      },
    }
    migrate(database)
    const store = sqliteStore(database)
    answered(await on(store).execute('crm', opening(2), vendor))
    isDue = true
    return store
  }
  const full = { 'node:sqlite': { code: 'ERR_SQLITE_ERROR', errcode: 13 }, libsql: { code: 'SQLITE_FULL' } }

  test.each(Object.entries(full))(
    'for a full disk, as %s says it: nothing was written, and nobody doubts it',
    async (_, said) => {
      const error = Object.assign(new Error('database or disk is full'), said)
      const store = await failingAt(error)
      await expect(on(store).execute('crm', add('ann'), kim)).rejects.toBe(error)
      expect(await added(store)).toEqual([])
      expect(answered(await on(store).execute('crm', add('ann'), kim)).events).toHaveLength(1)
    },
  )

  test('for a disk that failed: without a key it is told that nobody knows, under a key it is done (X6)', async () => {
    const error = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' })
    const unknown = 'whether it was written is unknown: disk I/O error'
    await expect(on(await failingAt(error)).execute('crm', add('ann'), kim)).rejects.toThrow(unknown)
    const store = await failingAt(error)
    answered(await on(store).execute('crm', add('ann'), under('k1')))
    expect(await added(store)).toEqual(['ann'])
  })
})

describe('a full disk under PostgreSQL', async () => {
  const server = await startPostgres({ settings: { fsync: 'off' } })
  const { open, closeAll } = databasesOn(server)
  afterEach(closeAll)
  afterAll(server.stop)

  const refuse = `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;`
  const triggers = {
    'in the middle of the write': 'CREATE TRIGGER disk_is_full BEFORE INSERT ON license_event',
    'at the commit': 'CREATE CONSTRAINT TRIGGER disk_is_full AFTER INSERT ON license_event DEFERRABLE INITIALLY DEFERRED',
  }

  test.each(Object.entries(triggers))('%s: the same', async (_, trigger) => {
    const database = await open()
    const store = database.store()
    const licensing = on(store)
    answered(await licensing.execute('crm', opening(2), vendor))
    answered(await licensing.execute('crm', add('early'), kim))
    await database.ask(`${refuse} ${trigger} FOR EACH ROW EXECUTE FUNCTION disk_full()`)
    const { done, failed, errors } = await addUntilFull(licensing)
    const message = 'could not extend file: No space left on device'
    expect(errors.map((error) => (error as Error).message)).toEqual(failed.map(() => message))
    expect([done.length, failed.length]).toEqual([0, 8])
    expect(await added(store)).toEqual(['early'])
    expect(orThrow(await licensing.summary('crm', kim)).known).toBe(1)
    await database.ask('DROP TRIGGER disk_is_full ON license_event; DROP FUNCTION disk_full()')
    for (const id of failed) answered(await licensing.execute('crm', add(id), under(id)))
    expect(await added(store)).toEqual(['early', ...failed])
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })
})
