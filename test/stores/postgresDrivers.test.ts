// Whatever the integrator connects with, and whoever else has told the driver how to read numbers: the same answers.

import pg from 'pg'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { migrate, type PostgresExecutor, postgresStore } from '../../src/postgres/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { add, assign, kim, member, office, poolIn, signIn } from '../support/office.ts'
import { databasesOn } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
const { open, closeAll } = databasesOn(server)
afterEach(closeAll)
afterAll(server.stop)

/** Somebody signs in, somebody is assigned a seat, and both are asked about; what is stored in the end. */
const morning = async (executor: PostgresExecutor, options = {}) => {
  const store = postgresStore(executor, options)
  const { licensing } = await office({ store, policies: { idleReclaim: { enabled: true } } })
  await licensing.execute('crm', signIn('lucy'), { ...member('lucy'), idempotencyKey: 'k1' })
  await Promise.all(['ann', 'bob', 'cara'].map((name) => licensing.execute('crm', add(name), kim)))
  await licensing.execute('crm', assign('ann'), kim)
  await store.advance('mail', 'crm', 2)
  const pool = await poolIn(store)
  return {
    snapshot: pool && toSnapshot(pool),
    events: await store.events('crm', 0, 99),
    answers: await store.answers('crm', undefined, 9),
    cursors: await store.cursors('crm'),
  }
}

const expected = await (async () => {
  const database = await open()
  const seen = await morning(database.connect())
  await closeAll()
  return seen
})()

test('the morning that is compared has all kinds of rows in it', () => {
  expect(expected.events.length).toBeGreaterThan(6)
  expect([expected.answers.length, expected.cursors]).toEqual([1, [{ consumer: 'mail', seq: 2 }]])
})

test('an executor that only queries will do', async () => {
  const { pool } = (await open()).connect()
  expect(await morning({ query: (text, values) => pool.query(text, values) })).toEqual(expected)
})

test('what only queries loses no change either, though two such stores write one pool (A5)', async () => {
  const database = await open()
  const onlyQuerying = () => {
    const { pool } = database.connect()
    return postgresStore({ query: (text, values) => pool.query(text, values) })
  }
  const { licensing, store } = await office({ store: onlyQuerying() })
  const { licensing: other } = await office({ store: onlyQuerying() })
  const names = Array.from({ length: 40 }, (_, n) => `m${n}`)
  await Promise.all(names.map((name, n) => (n % 2 === 0 ? licensing : other).execute('crm', add(name), kim)))
  expect((await store.events('crm', 0, 99)).map(({ seq }) => seq)).toEqual(Array.from({ length: 42 }, (_, n) => n + 1))
})

describe('where another library has changed how pg reads', () => {
  const { INT8, JSON: json, BOOL } = pg.types.builtins
  const before = [INT8, json, BOOL].map((type) => [type, pg.types.getTypeParser(type)] as const)
  afterAll(() => {
    for (const [type, parser] of before) pg.types.setTypeParser(type, parser)
  })

  test('numbers and JSON are read as ever', async () => {
    const { pool } = (await open()).connect()
    pg.types.setTypeParser(INT8, (text) => BigInt(text))
    pg.types.setTypeParser(json, () => 'garbage')
    pg.types.setTypeParser(BOOL, () => undefined)
    expect((await pool.query("SELECT 1::bigint AS one, '{}'::json AS json")).rows).toEqual([{ one: 1n, json: 'garbage' }])
    expect(await morning(pool)).toEqual(expected)
  })
})

test('with named statements each is named, and always by the same name', async () => {
  const { pool } = (await open()).connect()
  const names = new Map<string, Set<string | undefined>>()
  const listening = {
    query: (statement: unknown) => {
      const { name, text, values } = statement as { name: string; text: string; values: unknown[] }
      names.set(text, (names.get(text) ?? new Set()).add(name))
      return pool.query({ name, text, values })
    },
  }
  expect(await morning(listening, { prepared: true })).toEqual(expected)
  const each = [...names.values()].map((used) => [...used])
  expect(each.every(([name, ...others]) => name !== undefined && others.length === 0)).toBe(true)
  expect(new Set(each.flat()).size).toBe(names.size)
})

test('a PostgreSQL schema may be named, however it is spelled, and is no other', async () => {
  const database = await open({ migrated: false })
  const { pool } = database.connect()
  for (const schema of [`${database.schema}_Odd "one"`, `${database.schema}_$$1 $& $'s`, `${database.schema}_other`]) {
    await pool.query(`CREATE SCHEMA ${pg.escapeIdentifier(schema)}`)
    expect(await migrate(pool, { schema })).toEqual(['001-tables'])
    expect(await morning(pool, { schema })).toEqual(expected)
    expect(await migrate(pool, { schema })).toEqual([])
  }
  expect((await pool.query("SELECT to_regclass('license_pool') AS here")).rows).toEqual([{ here: null }])
  expect(() => postgresStore(pool, { schema: '' })).toThrow('schema: must be the name of a PostgreSQL schema')
})

test('a single connection is refused, with what to give instead', async () => {
  const { pool } = (await open()).connect()
  const client = await pool.connect()
  const text = 'postgresStore takes a pg.Pool, not a pg.Client: a transaction of your own goes to `within`'
  expect(() => postgresStore(new pg.Client())).toThrow(new TypeError(text))
  expect(() => postgresStore(client)).toThrow(new TypeError(text))
  client.release()
  const nothing = undefined as unknown as PostgresExecutor
  expect(() => postgresStore(nothing)).toThrow('postgresStore takes a pool, or anything that has query(text, values)')
})

test('a connection that breaks while nobody uses it ends no process', async () => {
  const database = await open()
  const pool = new pg.Pool({ connectionString: server.url, options: `-c search_path=${database.schema}` })
  const store = postgresStore(pool)
  await store.poolsDue(0, 1)
  const broken = new Promise((resolve) => pool.once('remove', resolve))
  await database.ask(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
  )
  await broken
  expect(await store.poolsDue(0, 1)).toEqual([])
  await pool.end()
})
