// A connection that is lost at every point of a command there is: before each statement, and after it was carried out. Under a key the caller
// gets the one answer; without one it is done once, or not at all, and where nobody can know, that is said (X6, X8).

import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createLicensing, fixedClock, type LicenseStore } from '../../src/index.ts'
import { InDoubt } from '../../src/postgres/index.ts'
import { verify } from '../../src/store/index.ts'
import { add, assign, brief, kim, office, start } from '../support/office.ts'
import { brokenConnection, databasesOn, isWrite, type Wire } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
const { open, closeAll } = databasesOn(server)
afterEach(closeAll)
afterAll(server.stop)

const on = (store: LicenseStore) => createLicensing({ store, clock: fixedClock(start) })

/** A wire that is cut once, at its nth statement from now on; it counts them. */
const cuttable = () => {
  let cut: { readonly at: number; readonly when: 'before' | 'after' } | undefined
  let meanwhile: (() => Promise<unknown>) | undefined
  let said: string[] = []
  const wire: Wire = async (text, run) => {
    const first = isWrite(text) ? meanwhile : undefined
    if (first !== undefined) meanwhile = undefined
    await first?.()
    said.push(text)
    if (cut?.at !== said.length) return run()
    const { when } = cut
    cut = undefined
    if (when === 'after') await run()
    throw brokenConnection()
  }
  return {
    wire,
    /** Before the next write something else happens. */
    beforeNextWrite: (first: () => Promise<unknown>) => {
      meanwhile = first
    },
    cutAt: (at: number, when: 'before' | 'after') => {
      said = []
      cut = { at, when }
    },
    said: () => said,
  }
}

/** A pool with ann and bob in it, and a store whose next transaction is of this kind. */
const stage = async (kind: 'open' | 'locked') => {
  const database = await open()
  const quiet = database.store()
  const { licensing: faster } = await office({ store: quiet })
  for (const name of ['ann', 'bob']) await faster.execute('crm', add(name), kim)
  const cutting = cuttable()
  const store = database.store(cutting.wire)
  if (kind === 'locked') {
    // Who has lost a race locks its pools for a while.
    cutting.beforeNextWrite(() => faster.execute('crm', add('faster'), kim))
    await Promise.all(['cara', 'dora'].map((name) => on(store).execute('crm', add(name), kim)))
  }
  const before = (await verify(quiet, 'crm')).version
  return { quiet, licensing: on(store), before, ...cutting }
}

const grants = async (store: LicenseStore, after: number) =>
  (await store.events('crm', after, 99)).map((event) => ('member' in event ? `${event.type} ${event.member}` : event.type))

const statements = { open: ['read', 'write'], locked: ['BEGIN', 'lock', 'read', 'write', 'COMMIT'] } as const
const points = (['open', 'locked'] as const).flatMap((kind) =>
  statements[kind].flatMap((statement, index) =>
    (['before', 'after'] as const).map((when) => ({ kind, statement, when, at: index + 1 })),
  ),
)

describe.each(points)('$kind transaction, a connection lost $when $statement', ({ kind, when, at }) => {
  test('with a key: the answer is the one that was kept, and nothing is doubled', async () => {
    const { quiet, licensing, before, cutAt, said } = await stage(kind)
    cutAt(at, when)
    const giving = { ...kim, idempotencyKey: 'k1' }
    const told = await licensing.execute('crm', assign('ann'), giving)
    expect(said().length).toBeGreaterThan(at)
    expect(brief(told)).toEqual(['SeatGranted ann'])
    expect(await grants(quiet, before)).toEqual(['SeatGranted ann'])
    expect((await quiet.answers('crm', undefined, 9)).map(({ result }) => result)).toEqual([told])
    expect(await on(quiet).execute('crm', assign('ann'), giving)).toEqual(told)
    expect((await verify(quiet, 'crm')).drifts).toEqual([])
  })

  test('without a key: once, or it is said that nobody knows', async () => {
    const { quiet, licensing, before, cutAt } = await stage(kind)
    cutAt(at, when)
    const told = await licensing.execute('crm', assign('ann'), kim).then(brief, (error: unknown) => error)
    const isCommit = at === statements[kind].length
    if (isCommit) expect(told).toBeInstanceOf(InDoubt)
    else expect(told).toEqual(['SeatGranted ann'])
    expect(await grants(quiet, before)).toEqual(isCommit && when === 'before' ? [] : ['SeatGranted ann'])
    expect((await verify(quiet, 'crm')).drifts).toEqual([])
  })

  test('of many at once, each is done once (A5, X6)', async () => {
    const { quiet, licensing, before, cutAt } = await stage(kind)
    const names = Array.from({ length: 20 }, (_, n) => `m${n}`)
    cutAt(at, when)
    await Promise.all(names.map((name) => licensing.execute('crm', add(name), { ...kim, idempotencyKey: name })))
    expect([...(await grants(quiet, before))].sort()).toEqual(names.map((name) => `MemberAdded ${name}`).sort())
    expect((await verify(quiet, 'crm')).drifts).toEqual([])
  })
})
