// What goes wrong on the way to the database and in it: what is done again, what is told, and that nothing is ever done twice (X6, X8).

import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createLicensing, fixedClock, type LicenseStore } from '../../src/index.ts'
import { InDoubt, postgresStore } from '../../src/postgres/index.ts'
import { add, kim, office, start } from '../support/office.ts'
import { brokenConnection, coded, databasesOn, isWrite, type Wire } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
const { open, closeAll } = databasesOn(server)
afterEach(closeAll)
afterAll(server.stop)

const on = (store: LicenseStore) => createLicensing({ store, clock: fixedClock(start) })
const isLock = (text: string): boolean => text.includes('FOR UPDATE')
const whoIsAdded = async (store: LicenseStore) =>
  (await store.events('crm', 2, 99)).map((event) => ('member' in event ? event.member : event.type))

/** A wire that can be told to go wrong, once for each time it is told. */
const breakable = () => {
  const troubles: { readonly at: (text: string) => boolean; readonly when: 'before' | 'after'; readonly error: Error }[] = []
  const said: string[] = []
  const wire: Wire = async (text, run) => {
    said.push(text)
    const [next] = troubles
    if (!next?.at(text)) return run()
    troubles.shift()
    if (next.when === 'after') await run()
    throw next.error
  }
  return { wire, troubles, said }
}

/** A pool `crm`, and a store on it over such a wire. */
const stage = async (options = {}) => {
  const database = await open()
  const quiet = database.store()
  await office({ store: quiet })
  const breaking = breakable()
  const store = database.store(breaking.wire, options)
  return { database, quiet, store, licensing: on(store), ...breaking }
}

const outcomes = async (calls: readonly (unknown | Promise<unknown>)[]) =>
  (await Promise.allSettled(calls)).map((each) => (each.status === 'fulfilled' ? 'done' : (each.reason as Error).message))

test('a command that a constraint refuses fails, and none of those that came with it', async () => {
  const { database, licensing, quiet, said } = await stage()
  await database.ask("ALTER TABLE license_member ADD CONSTRAINT no_robots CHECK (id NOT LIKE 'robot%')")
  const names = Array.from({ length: 20 }, (_, n) => (n === 5 || n === 14 ? `robot${n}` : `m${n}`))
  const told = await outcomes(names.map((name) => licensing.execute('crm', add(name), kim)))
  const refusal = 'new row for relation "license_member" violates check constraint "no_robots"'
  expect(told).toEqual(names.map((name) => (name.startsWith('robot') ? refusal : 'done')))
  expect(await whoIsAdded(quiet)).toEqual(names.filter((name) => !name.startsWith('robot')))
  expect(said.filter(isWrite).length).toBeLessThan(20)
  await database.ask('ALTER TABLE license_member DROP CONSTRAINT no_robots')
})

test.each(['40001', '40P01'])('%s is tried again, with the pools locked', async (code) => {
  const { licensing, quiet, troubles, said } = await stage()
  troubles.push({ at: isWrite, when: 'before', error: coded(code) })
  await licensing.execute('crm', add('ann'), kim)
  expect(await whoIsAdded(quiet)).toEqual(['ann'])
  expect(said.filter(isLock).length).toBe(1)
})

test('after a lost race the pools are locked for a while', async () => {
  const { database, quiet } = await stage()
  const said: string[] = []
  const store = database.store(async (text, run) => {
    said.push(text)
    if (said.filter(isWrite).length === 1 && isWrite(text)) await on(quiet).execute('crm', add('faster'), kim)
    return run()
  })
  await Promise.all(['ann', 'bob'].map((name) => on(store).execute('crm', add(name), kim)))
  await on(store).execute('crm', add('cara'), kim)
  expect(await whoIsAdded(quiet)).toEqual(['faster', 'ann', 'bob', 'cara'])
  const words = said.map((text) => (isLock(text) ? 'LOCK' : text.split(' ')[0]))
  expect(words).toEqual([
    'SELECT',
    'WITH',
    ...['BEGIN', 'LOCK', 'SELECT', 'WITH', 'COMMIT'],
    ...['BEGIN', 'LOCK', 'SELECT', 'WITH', 'COMMIT'],
  ])
})

describe('a connection that breaks', () => {
  test('before the write was sent: it is done, once', async () => {
    const { licensing, quiet, troubles } = await stage()
    troubles.push({ at: (text) => !isWrite(text), when: 'before', error: brokenConnection() })
    await licensing.execute('crm', add('ann'), kim)
    expect(await whoIsAdded(quiet)).toEqual(['ann'])
  })

  test('after the write was carried out: under a key it is found, and answered as it was', async () => {
    const { licensing, quiet, troubles } = await stage()
    troubles.push({ at: isWrite, when: 'after', error: brokenConnection() })
    const told = await licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k1' })
    expect(await whoIsAdded(quiet)).toEqual(['ann'])
    expect((await quiet.answers('crm', undefined, 9)).map(({ result }) => result)).toEqual([told])
  })

  test('and was not carried out: under a key it is done then', async () => {
    const { licensing, quiet, troubles } = await stage()
    troubles.push({ at: isWrite, when: 'before', error: brokenConnection() })
    await licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k1' })
    expect(await whoIsAdded(quiet)).toEqual(['ann'])
  })

  test.each(['before', 'after'] as const)('%s the write, without a key: it is told that nobody knows', async (when) => {
    const { licensing, quiet, troubles } = await stage()
    troubles.push({ at: isWrite, when, error: brokenConnection() })
    const told = licensing.execute('crm', add('ann'), kim)
    await expect(told).rejects.toThrow(InDoubt)
    await expect(told).rejects.toThrow('whether it was written is unknown: read ECONNRESET')
    expect(await whoIsAdded(quiet)).toEqual(when === 'after' ? ['ann'] : [])
  })

  test('while there was none for the write: it is done then, without a key, too', async () => {
    const { licensing, quiet, troubles } = await stage()
    for (const code of ['ECONNREFUSED', '57P03']) troubles.push({ at: isWrite, when: 'before', error: coded(code) })
    await licensing.execute('crm', add('ann'), kim)
    expect(await whoIsAdded(quiet)).toEqual(['ann'])
  })

  test('at the commit of a batch: who has a key is answered, who has none is told, and a question not at all troubled', async () => {
    const { licensing, quiet, troubles, said } = await stage()
    troubles.push(
      { at: isWrite, when: 'before', error: coded('40001') },
      { at: (text) => text === 'COMMIT', when: 'after', error: coded('57P01') },
    )
    const told = await outcomes([
      licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k1' }),
      licensing.execute('crm', add('bob'), kim),
      licensing.execute('nowhere', add('bob'), kim),
      licensing.summary('crm', kim),
    ])
    expect(told).toEqual(['done', 'whether it was written is unknown: 57P01', 'done', 'done'])
    expect(await whoIsAdded(quiet)).toEqual(['ann', 'bob'])
    expect(said.filter((text) => text === 'COMMIT').length).toBe(2)
  })

  test('for good: the call is rejected with what the driver said, and nothing was written', async () => {
    const { licensing, quiet, troubles } = await stage({ retryForMs: 30 })
    for (let n = 0; n < 99; n++) troubles.push({ at: () => true, when: 'before', error: coded('ECONNREFUSED') })
    expect(await outcomes([licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k1' })])).toEqual(['ECONNREFUSED'])
    expect(await whoIsAdded(quiet)).toEqual([])
  })

  test('for good, after a write: under a key, too, it is told that nobody knows', async () => {
    const { licensing, troubles } = await stage({ retryForMs: 30 })
    troubles.push({ at: isWrite, when: 'after', error: brokenConnection() })
    for (let n = 0; n < 99; n++) troubles.push({ at: () => true, when: 'before', error: coded('ECONNREFUSED') })
    const call = licensing.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k1' })
    expect(await outcomes([call])).toEqual(['whether it was written is unknown: read ECONNRESET'])
  })

  test('because the server restarts: it is waited for', async () => {
    const { licensing, quiet, store } = await stage()
    await licensing.execute('crm', add('ann'), kim)
    await server.kill()
    const calls = [licensing.execute('crm', add('bob'), kim), licensing.summary('crm', kim), store.events('crm', 0, 9)]
    await server.restart()
    expect(await outcomes(calls)).toEqual(['done', 'done', 'done'])
    expect(await whoIsAdded(quiet)).toEqual(['ann', 'bob'])
  })
})

test('an error of which nobody knows whose it is counts as one while writing', async () => {
  const { licensing, troubles } = await stage()
  troubles.push({ at: isWrite, when: 'after', error: new Error('Query read timeout') })
  const told = await outcomes([licensing.execute('crm', add('ann'), kim)])
  expect(told).toEqual(['whether it was written is unknown: Query read timeout'])
})

test('an error is known in the wrapping of another library, too', async () => {
  const { licensing, quiet, troubles } = await stage()
  const wrapped = new Error('Failed query', { cause: coded('40001') })
  troubles.push({ at: isWrite, when: 'before', error: wrapped })
  await licensing.execute('crm', add('ann'), kim)
  expect(await whoIsAdded(quiet)).toEqual(['ann'])
})

test('where the tables are not there, that is said, and how they are made', async () => {
  const database = await open({ migrated: false })
  const store = postgresStore(database.connect())
  const text = 'the tables of license-pool are not there: run `migrate(db)` of license-pool/postgres, or its migrations'
  const calls = [on(store).execute('crm', add('ann'), kim), on(store).summary('crm', kim), store.poolsDue(0, 1)]
  expect(await outcomes([...calls, store.prune(start)])).toEqual([text, text, text, text])
})
