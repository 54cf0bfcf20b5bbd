// The tables themselves: how they are made, what an assignment writes, and that many who come at once go together.

import { afterAll, afterEach, expect, test } from 'vitest'
import { createLicensing, fixedClock, type LicenseStore, toResult } from '../../src/index.ts'
import { migrate, migrations, postgresStore } from '../../src/postgres/index.ts'
import { readMany } from '../../src/postgres/readSql.ts'
import { add, assign, DAY, kim, office, start, vendor } from '../support/office.ts'
import { databasesOn, isWrite, poolOn, type Wire } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
const { open, closeAll } = databasesOn(server)
afterEach(closeAll)
afterAll(server.stop)

const on = (store: LicenseStore) => createLicensing({ store, clock: fixedClock(start) })
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `m${n}`)

const shape = `SELECT table_name, column_name, data_type, collation_name, is_nullable FROM information_schema.columns
  WHERE table_schema = current_schema() AND table_name <> 'license_schema' ORDER BY 1, 2`
const indexes = `SELECT replace(indexdef, current_schema(), 'here') AS index FROM pg_indexes
  WHERE schemaname = current_schema() AND tablename <> 'license_schema' ORDER BY 1`

test('the tables are made once, though several processes start at once', async () => {
  const database = await open({ migrated: false })
  const starting = Array.from({ length: 6 }, () => migrate(database.connect()))
  const told = await Promise.all(starting)
  expect(told.every((steps) => steps.length === 0 || steps[0] === '001-tables')).toBe(true)
  expect(await migrate(database.connect())).toEqual([])
  expect(await database.ask('SELECT version, name FROM license_schema')).toEqual([{ version: 1, name: '001-tables' }])
})

test('the tables are the same by whatever tool the migrations are run', async () => {
  const [ours, byHand] = [await open({ migrated: false }), await open({ migrated: false })]
  await migrate(ours.connect())
  for (const { sql } of migrations) await byHand.ask(sql)
  expect(await byHand.ask(shape)).toEqual(await ours.ask(shape))
  expect(await byHand.ask(indexes)).toEqual(await ours.ask(indexes))
  await office({ store: byHand.store() })
})

test('a step that fails leaves nothing behind, and the search path as it was', async () => {
  const database = await open({ migrated: false })
  await database.ask('CREATE TABLE license_event (mine text)')
  await expect(migrate(database.connect())).rejects.toThrow('relation "license_event" already exists')
  expect(await database.ask("SELECT to_regclass('license_pool') AS pool, to_regclass('license_schema') AS schema")).toEqual([
    { pool: null, schema: null },
  ])
})

test('a schema that would end the block that makes the tables is refused by name', async () => {
  const database = await open({ migrated: false })
  const told = migrate(database.connect(), { schema: 'a$license_pool$b' })
  await expect(told).rejects.toThrow('schema: must not contain $license_pool$')
})

test('an assignment writes three rows, and its pool in its own page', async () => {
  const database = await open()
  const store = database.store()
  const { licensing } = await office({ store })
  await licensing.execute('crm', add('ann'), kim)
  const client = await database.connect().pool.connect()
  await client.query('BEGIN')
  await on(store.within(client)).execute('crm', assign('ann'), kim)
  const { rows } = await client.query(
    `SELECT relname, n_tup_ins::int AS inserted, n_tup_upd::int AS updated, n_tup_hot_upd::int AS in_place FROM pg_stat_xact_user_tables
      WHERE schemaname = current_schema() AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname`,
  )
  await client.query('COMMIT')
  client.release()
  expect(rows).toEqual([
    { relname: 'license_event', inserted: 1, updated: 0, in_place: 0 },
    { relname: 'license_member', inserted: 0, updated: 1, in_place: 0 },
    { relname: 'license_pool', inserted: 0, updated: 1, in_place: 1 },
  ])
})

test('what reads for many pools is never worth compiling: the planner expects less than jit_above_cost', async () => {
  const database = await open()
  const [pools] = (await database.ask("SELECT setting::float AS cost FROM pg_settings WHERE name = 'jit_above_cost'")) as [
    { cost: number },
  ]
  const { pool } = database.connect()
  const { rows } = await pool.query(`EXPLAIN (FORMAT JSON) ${readMany(new Set(['members', 'sessions', 'holders', 'keys']))}`, [
    '[]',
  ])
  const [{ Plan }] = (rows as [{ 'QUERY PLAN': [{ Plan: { 'Total Cost': number } }] }])[0]['QUERY PLAN']
  expect(Plan['Total Cost']).toBeLessThan(pools.cost)
})

test('who comes while others commit goes with the next, whichever pool it is about', async () => {
  const database = await open()
  const said: string[] = []
  const wire: Wire = (text, run) => {
    said.push(text)
    return run()
  }
  const store = database.store(wire)
  const licensing = on(store)
  const pools = names(10)
  const lots = [{ lot: 'base', quantity: 5 }]
  const opening = { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots } as const
  await Promise.all(pools.map((pool) => licensing.execute(pool, opening, vendor)))
  said.length = 0
  await Promise.all(names(1_500).map((name, n) => licensing.execute(pools[n % 10] as string, add(name), kim)))
  // At most 512 at a time.
  expect(said.filter(isWrite).length).toBeLessThanOrEqual(4)
  expect(said.length).toBeLessThanOrEqual(8)
  for (const [n, pool] of pools.entries()) {
    const added = (await store.events(pool, 2, 999)).map((event) => 'member' in event && event.member)
    expect(added).toEqual(names(1_500).filter((_, m) => m % 10 === n))
  }
})

test('a queue of sessions reads together what each of them lacks', async () => {
  const database = await open()
  let statements = 0
  const store = database.store((_, run) => {
    statements++
    return run()
  })
  const licensing = on(store)
  const opening = {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'concurrentUse',
    lots: [{ lot: 'a', quantity: 500 }],
  } as const
  await licensing.execute('crm', opening, vendor)
  for (const name of names(64)) await licensing.execute('crm', add(name), kim)
  const signIn = (name: string, n: number) =>
    licensing.execute(
      'crm',
      { type: 'SignIn', member: name, client: 'web', session: `${name} ${n}` },
      { actor: { role: 'member', id: name } },
    )
  await signIn('m0', 0)
  statements = 0
  const told = await Promise.all(names(64).map((name) => signIn(name, 1)))
  expect(told.every((each) => toResult(each).ok)).toBe(true)
  expect(statements).toBeLessThanOrEqual(4)
})

test('keys are compared byte by byte, in a database that sorts as people do', async () => {
  const admin = poolOn(server.url)
  await admin.query("CREATE DATABASE sorted TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' ENCODING 'UTF8'")
  const sorted = poolOn(server.url.replace('/postgres?', '/sorted?'))
  expect((await sorted.query("SELECT 'a' < 'B' AS is_as_people_sort")).rows).toEqual([{ is_as_people_sort: true }])
  await migrate(sorted)
  const store = postgresStore(sorted)
  const ids = ['a', 'B', 'ä', 'Z', 'z', 'A', '-', 'ab', 'a b']
  const lots = [{ lot: 'base', quantity: 5, until: start + DAY }]
  const opening = { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots } as const
  await Promise.all(ids.map((id) => on(store).execute(id, opening, vendor)))
  const bytewise = [...ids].sort()
  expect(await store.poolsDue(start + DAY, 99)).toEqual(bytewise)
  expect(await store.poolsDue(start + DAY, 99, 'Z')).toEqual(bytewise.slice(bytewise.indexOf('Z') + 1))
  expect((await store.claim('mail', start, DAY, 3)).map(({ pool }) => pool)).toEqual(bytewise.slice(0, 3))
  await sorted.end()
  await admin.query('DROP DATABASE sorted WITH (FORCE)')
  await admin.end()
})

test('what was mended meanwhile is not written over (X3, A5)', async () => {
  const database = await open()
  const quiet = database.store()
  const { licensing } = await office({ store: quiet })
  await licensing.execute('crm', add('ann'), kim)
  let isMended = false
  const store = database.store(async (text, run) => {
    if (isWrite(text) && !isMended) {
      isMended = true
      await quiet.transact('crm', { members: ['ann'], readOnly: false }, ({ pool }) =>
        pool === undefined
          ? { type: 'Nothing' }
          : { type: 'Write', change: { from: pool.version, pool, events: [], mends: { members: ['ann'], sessions: [] } } },
      )
    }
    return run()
  })
  let asked = 0
  await createLicensing({
    store: {
      ...store,
      transact: (pool, request, work) =>
        store.transact(pool, request, (working) => {
          asked++
          return work(working)
        }),
    },
    clock: fixedClock(start),
  }).execute('crm', assign('ann'), kim)
  expect(asked).toBe(2)
  expect((await quiet.events('crm', 3, 9)).map(({ type }) => type)).toEqual(['SeatGranted'])
})

test('answers and sessions that nobody may ask for any more are pruned, however many (X6, C11)', async () => {
  const database = await open()
  const store = database.store()
  const { licensing } = await office({ store })
  await licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'kept' })
  const old = start - 35 * DAY - 1
  await database.ask("INSERT INTO license_command SELECT 'crm', 'k' || n, $1, '{}' FROM generate_series(1, 12000) AS n", [old])
  await database.ask(
    `INSERT INTO license_lease (pool, id, ordinal, holder, ended_at, record) VALUES ('crm', 'gone', 1, NULL, $1, '{}'),
      ('crm', 'ended', 2, NULL, $2, '{}'), ('crm', 'running', 3, 'ann', NULL, '{}')`,
    [start - 2 * DAY - 1, start - 2 * DAY],
  )
  expect(await store.prune(start)).toEqual({ answers: 12_000, sessions: 1 })
  expect(await store.prune(start)).toEqual({ answers: 0, sessions: 0 })
  expect((await store.answers('crm', undefined, 9)).map(({ key }) => key)).toEqual(['kept'])
  expect(await database.ask('SELECT id FROM license_lease ORDER BY id')).toEqual([{ id: 'ended' }, { id: 'running' }])
})
