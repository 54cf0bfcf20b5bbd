// A clock that jumps, both ways, while commands run: what has ended stays ended, the log never goes back, and nobody waits for a delivery that
// a jump has claimed (T5, X8).

import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createLicensing, type LicenseEvent, type LicenseStore, memoryStore, orThrow } from '../../src/index.ts'
import { migrate, sqliteStore } from '../../src/sqlite/index.ts'
import { deliver, verify } from '../../src/store/index.ts'
import { brief, DAY, kim, member, opening, signIn, start, typesOf, vendor } from '../support/office.ts'
import { databasesOn } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'
import { retold } from './byHand.ts'
import { choice } from './chance.ts'
import { askedBy } from './plan.ts'

const server = await startPostgres({ settings: { fsync: 'off' } })
const { open, closeAll } = databasesOn(server)
afterEach(closeAll)
afterAll(server.stop)

const stores: Readonly<Record<string, () => LicenseStore | Promise<LicenseStore>>> = {
  memoryStore,
  sqliteStore: () => {
    const database = new DatabaseSync(':memory:')
    migrate(database)
    return sqliteStore(database)
  },
  postgresStore: async () => (await open()).store(),
}

const far = 40 * DAY
const everything = async (store: LicenseStore, pool = 'crm'): Promise<readonly LicenseEvent[]> => store.events(pool, 0, 10_000)
const inOrder = (moments: readonly number[]): readonly number[] => [...moments].sort((a, b) => a - b)

describe.each(Object.entries(stores))('%s, and a clock that jumps', (_, openStore) => {
  test('forward by 40 days and back: a provisional seat and a trial that have ended are not revived (T5, M4, M11)', async () => {
    const store = await openStore()
    let now = start
    const licensing = createLicensing({ store, clock: { now: () => now } })
    const policies = { autoAssign: { enabled: false, clients: ['mobile'] }, notifications: { enabled: true } }
    await licensing.execute('crm', opening(1, policies), vendor)
    const giving = { ...member('lucy'), idempotencyKey: 'k1' }
    const first = await licensing.execute('crm', signIn('lucy'), giving)
    expect(brief(first)).toEqual(['MemberAdded lucy', 'SeatGrantedProvisionally lucy'])
    expect(brief(await licensing.execute('crm', signIn('max'), member('max')))).toContain('TrialStarted max')
    now = start + far
    const [swept] = await licensing.sweepDue()
    expect(typesOf(swept?.events ?? [])).toEqual([
      'ProvisionalGrantLapsed lucy',
      'TrialStarted lucy',
      ...['TrialEnded lucy', 'TrialEnded max'],
    ])
    now = start
    const { version: before } = await verify(store, 'crm')
    for (const id of ['lucy', 'max']) {
      expect(orThrow(await licensing.access('crm', id, member(id))).level).toBe('standard')
      expect(brief(await licensing.execute('crm', signIn(id), member(id)))).toEqual([])
    }
    expect(await licensing.execute('crm', signIn('lucy'), giving)).toEqual(first)
    expect(brief(await licensing.execute('crm', { type: 'ApproveMember', member: 'max' }, kim))).toEqual(['SeatGranted max'])
    const events = await everything(store)
    expect(events.map(({ at }) => at)).toEqual(inOrder(events.map(({ at }) => at)))
    // The second trial ended at its due moment; nothing that was done later is from before it.
    expect(events.slice(before).map(({ at }) => at)).toEqual([start + 30 * DAY])
    expect((await verify(store, 'crm')).drifts).toEqual([])
  })

  test('at every command, with many under way: the log is gapless and never goes back (T5, A2)', async () => {
    const store = await openStore()
    let jumps = 0
    const clock = { now: () => start + (choice(81, 'jump', jumps++) - 40) * DAY }
    const licensing = createLicensing({ store, clock })
    await licensing.execute('main', opening(12), vendor)
    const plan = { licenses: 12, members: 24, sidePools: 0 }
    for (let n = 0; n < 320; n += 16) {
      const asked = Array.from({ length: 16 }, (_, caller) => askedBy(`0.${caller}.${n}`, plan))
      await Promise.all(asked.map(({ pool, command, giving }) => licensing.execute(pool, command, giving)))
    }
    const events = await everything(store, 'main')
    const { violations, timesFull } = retold(
      'main',
      events.map((event) => ({ pool: 'main', seq: event.seq, record: { ...event } })),
    )
    expect(violations).toEqual([])
    expect(timesFull).toBeGreaterThan(0)
    expect(events.length).toBeGreaterThan(60)
    expect((await verify(store, 'main')).drifts).toEqual([])
  })

  test('back, after a process had claimed a pool and died: it is delivered, all of it, in order (X8)', async () => {
    const store = await openStore()
    let now = start
    const clock = { now: () => now }
    const licensing = createLicensing({ store, clock })
    await licensing.execute('crm', opening(2), vendor)
    await licensing.execute('crm', signIn('lucy'), member('lucy'))
    now = start + far
    expect(await store.claim('mail', now, 60_000, 10)).toEqual([{ pool: 'crm', after: 0 }])
    expect(await store.claim('mail', now, 60_000, 10)).toEqual([])
    now = start
    const told: number[] = []
    const to = ({ event }: { readonly event: LicenseEvent }): void => {
      told.push(event.seq)
      // Forward and back, while it is delivered.
      now = told.length % 2 === 0 ? start : start + far
    }
    expect(await deliver(store, { consumer: 'mail', to, clock })).toEqual({ delivered: 4, pools: 1 })
    expect(told).toEqual([1, 2, 3, 4])
    expect(await deliver(store, { consumer: 'mail', to, clock })).toEqual({ delivered: 0, pools: 0 })
    now = start - far
    await licensing.execute('crm', signIn('max'), member('max'))
    expect(await deliver(store, { consumer: 'mail', to, clock })).toEqual({ delivered: 2, pools: 1 })
    expect(told).toEqual([1, 2, 3, 4, 5, 6])
  })
})
