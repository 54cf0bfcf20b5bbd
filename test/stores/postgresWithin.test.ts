// `within`: licenses in the integrator's own transaction come and go with it (X8).

import type pg from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createLicensing, fixedClock, type LicenseStore, toResult } from '../../src/index.ts'
import { type PostgresExecutor, type PostgresStore, postgresStore } from '../../src/postgres/index.ts'
import { add, assign, kim, office, start } from '../support/office.ts'
import { type Database, databasesOn, poolOn, type Wire } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
const { open, closeAll } = databasesOn(server)
afterEach(closeAll)
afterAll(server.stop)

const on = (store: LicenseStore) => createLicensing({ store, clock: fixedClock(start) })
const eventsIn = async (store: LicenseStore) => (await store.events('crm', 0, 99)).map(({ type }) => type)

/** A table of the integrator's, a pool with one license, and a client in a transaction. */
const hiring = async (): Promise<{
  database: Database
  store: PostgresStore
  client: pg.PoolClient
  employees: () => Promise<unknown[]>
}> => {
  const database = await open()
  const store = database.store()
  await office({ store, licenses: 1 })
  await database.ask('DROP TABLE IF EXISTS employee; CREATE TABLE employee (id text PRIMARY KEY)')
  const client = await database.connect().pool.connect()
  await client.query('BEGIN')
  return { database, store, client, employees: async () => (await database.ask('SELECT id FROM employee')).map(({ id }) => id) }
}

test('a seat is there when the transaction commits, together with what else it wrote (X8)', async () => {
  const { store, client, employees } = await hiring()
  await client.query("INSERT INTO employee VALUES ('lucy')")
  const inside = on(store.within(client))
  await inside.execute('crm', add('lucy'), kim)
  expect(toResult(await inside.execute('crm', assign('lucy'), kim)).ok).toBe(true)
  expect(await eventsIn(store.within(client))).toEqual(['PoolOpened', 'LotAdded', 'MemberAdded', 'SeatGranted'])
  expect([await eventsIn(store), await employees()]).toEqual([['PoolOpened', 'LotAdded'], []])
  await client.query('COMMIT')
  client.release()
  expect([(await eventsIn(store)).length, await employees()]).toEqual([4, ['lucy']])
})

test('a rollback takes the seat, its event and its answer along (X6, X8)', async () => {
  const { store, client, employees } = await hiring()
  await client.query("INSERT INTO employee VALUES ('lucy')")
  await on(store.within(client)).execute('crm', add('lucy'), { ...kim, idempotencyKey: 'k1' })
  await client.query('ROLLBACK')
  client.release()
  expect([await eventsIn(store), await employees()]).toEqual([['PoolOpened', 'LotAdded'], []])
  expect(await store.answers('crm', undefined, 9)).toEqual([])
  const again = toResult(await on(store).execute('crm', add('lucy'), { ...kim, idempotencyKey: 'k1' }))
  expect(again.ok && again.value.events.length).toBe(1)
})

test('a call that the database refuses leaves what stands before its savepoint (X8)', async () => {
  const { database, store, client, employees } = await hiring()
  await database.ask("ALTER TABLE license_member ADD CONSTRAINT no_robots CHECK (id <> 'robot')")
  await client.query("INSERT INTO employee VALUES ('lucy')")
  await on(store.within(client)).execute('crm', add('lucy'), kim)
  await client.query('SAVEPOINT before')
  await expect(on(store.within(client)).execute('crm', add('robot'), kim)).rejects.toThrow(
    'violates check constraint "no_robots"',
  )
  await client.query('ROLLBACK TO SAVEPOINT before')
  expect(toResult(await on(store.within(client)).execute('crm', assign('lucy'), kim)).ok).toBe(true)
  await client.query('COMMIT')
  client.release()
  expect([await eventsIn(store), await employees()]).toEqual([['PoolOpened', 'LotAdded', 'MemberAdded', 'SeatGranted'], ['lucy']])
  await database.ask('ALTER TABLE license_member DROP CONSTRAINT no_robots')
})

test('an open transaction keeps others out of its own pool only (A5)', async () => {
  const { database, store, client } = await hiring()
  await office({ store: storeNamed(store, 'docs'), licenses: 1 })
  await on(store.within(client)).execute('crm', add('lucy'), kim)
  const other = on(database.store())
  const waiting = other.execute('crm', add('bob'), kim)
  await untilSomebodyWaits(database)
  expect(toResult(await on(database.store()).execute('docs', add('bob'), kim)).ok).toBe(true)
  expect(await eventsIn(store)).toEqual(['PoolOpened', 'LotAdded'])
  await client.query('COMMIT')
  client.release()
  await waiting
  expect((await store.events('crm', 2, 9)).map((event) => 'member' in event && event.member)).toEqual(['lucy', 'bob'])
})

test('an open transaction keeps nobody of the same process out of other pools (A5)', async () => {
  const { database, store, client } = await hiring()
  await office({ store: storeNamed(store, 'docs'), licenses: 1 })
  await on(store.within(client)).execute('crm', add('lucy'), kim)
  const waiting = on(store).execute('crm', add('bob'), kim)
  await untilSomebodyWaits(database)
  expect(toResult(await on(store).execute('docs', add('bob'), kim)).ok).toBe(true)
  const behind = on(store).execute('crm', add('eve'), kim)
  expect(toResult(await on(store).execute('docs', add('eve'), kim)).ok).toBe(true)
  await client.query('COMMIT')
  client.release()
  await Promise.all([waiting, behind])
  // Whoever has lost a race to the transaction lines up anew.
  expect((await store.events('crm', 2, 9)).map((event) => 'member' in event && event.member).sort()).toEqual([
    'bob',
    'eve',
    'lucy',
  ])
})

test('who waits too long for a lock is told once, and those about other pools are not kept waiting', async () => {
  const { database, store, client } = await hiring()
  await office({ store: storeNamed(store, 'docs'), licenses: 1 })
  await on(store.within(client)).execute('crm', add('lucy'), kim)
  const hasty = poolOn(server.url, { options: `-c search_path=${database.schema} -c lock_timeout=100` })
  let statements = 0
  const counting = {
    query: (text: string, values: unknown[]) => {
      statements++
      return hasty.query(text, values)
    },
  }
  const licensing = on(postgresStore(counting as PostgresExecutor))
  const names = Array.from({ length: 30 }, (_, n) => `m${n}`)
  const late = Promise.allSettled(names.map((name) => licensing.execute('crm', add(name), kim)))
  expect(toResult(await licensing.execute('docs', add('bob'), kim)).ok).toBe(true)
  const told = (await late).map((each) => each.status === 'rejected' && (each.reason as { code?: string }).code)
  expect(told).toEqual(names.map(() => '55P03'))
  expect(statements).toBeLessThanOrEqual(6)
  await client.query('COMMIT')
  client.release()
  await hasty.end()
})

test('it begins and commits nothing itself', async () => {
  const database = await open()
  const said: string[] = []
  const wire: Wire = (text, run) => {
    said.push(text.trim().split(/\s/)[0] as string)
    return run()
  }
  const store = database.store()
  await office({ store })
  await on(store.within(database.connect(wire))).execute('crm', add('lucy'), kim)
  expect(said).toEqual(['SELECT', 'SELECT', 'WITH'])
})

test('two calls at once in one transaction both count, in either order (A5)', async () => {
  const { store, client } = await hiring()
  const inside = on(store.within(client))
  await Promise.all([inside.execute('crm', add('lucy'), kim), inside.execute('crm', add('bob'), kim)])
  await client.query('COMMIT')
  client.release()
  expect((await eventsIn(store)).length).toBe(4)
})

/** A store that puts every pool under one name. */
const storeNamed = (store: LicenseStore, name: string): LicenseStore => ({
  ...store,
  transact: (_, request, work) => store.transact(name, request, work),
})

/** Asks the server, as often as it takes, until somebody waits for a lock. */
const untilSomebodyWaits = async ({ ask }: Database): Promise<void> => {
  for (;;) {
    const waiting = await ask("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    if (waiting.length > 0) return
  }
}
