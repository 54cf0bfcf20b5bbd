// What is due happens in every pool, in chunks where it is much, whoever looks first (T4, FB-14).

import { describe, expect, test, vi } from 'vitest'
import {
  type Command,
  createLicensing,
  execute,
  type LicenseEvent,
  type LicensePool,
  manualClock,
  memoryStore,
  orThrow,
  type PoolStore,
  toResult,
} from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import {
  add,
  answered,
  assign,
  brief,
  DAY,
  kim,
  member,
  office,
  opening,
  poolIn,
  signIn,
  snapshotIn,
  start,
  system,
  vendor,
} from '../support/office.ts'
import { optimisticStore, slowlyBy } from '../support/optimisticStore.ts'

// Thousands of calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

describe('sweepDue', () => {
  /** Pools p001, p002, ..., in each of which somebody's trial ends after 30 days. */
  const pools = async <Store extends PoolStore>(store: Store, count: number) => {
    const rooms = await office({ store })
    const ids = Array.from({ length: count }, (_, n) => `p${String(n + 1).padStart(3, '0')}`)
    for (const id of ids) {
      answered(await rooms.licensing.execute(id, opening(0), vendor))
      answered(await rooms.licensing.execute(id, signIn('lucy'), member('lucy')))
    }
    return { ...rooms, ids }
  }

  test('lets happen what is due in hundreds of pools, says what and where, and nothing where nothing is due (T4)', async () => {
    const { licensing, clock, ids } = await pools(memoryStore(), 250)
    expect(await licensing.sweepDue()).toEqual([])
    clock.advance(30 * DAY)
    const swept = await licensing.sweepDue()
    expect(swept.map(({ pool }) => pool)).toEqual(ids)
    for (const { events } of swept) {
      expect(events).toMatchObject([{ type: 'TrialEnded', member: 'lucy', at: start + 30 * DAY, actor: { role: 'system' } }])
      expect(events[0]).not.toHaveProperty('commandId')
    }
    expect(await licensing.sweepDue()).toEqual([])
  })

  test('run twice at once makes nothing happen twice (T4)', async () => {
    for (const store of [memoryStore(), optimisticStore(slowlyBy(1, 3, 2))]) {
      const { licensing, clock, ids } = await pools(store, 12)
      clock.advance(31 * DAY)
      const both = await Promise.all([licensing.sweepDue(), licensing.sweepDue(), createLicensing({ store, clock }).sweepDue()])
      expect(
        both
          .flat()
          .map(({ pool }) => pool)
          .toSorted(),
      ).toEqual(ids)
      for (const id of ids) expect(store.events(id).filter((event) => event.type === 'TrialEnded')).toHaveLength(1)
    }
  })

  test('comes to the same as looking later (T4)', async () => {
    const [swept, looked] = [await pools(memoryStore(), 1), await pools(memoryStore(), 1)]
    for (const each of [swept, looked]) each.clock.advance(30 * DAY)
    await swept.licensing.sweepDue()
    for (const each of [swept, looked]) {
      each.clock.advance(DAY)
      answered(await each.licensing.execute('p001', { type: 'DisableMember', member: 'lucy' }, kim))
    }
    expect(await snapshotIn(swept.store, 'p001')).toEqual(await snapshotIn(looked.store, 'p001'))
    expect(swept.store.events('p001').map((event) => [event.type, event.at])).toEqual(
      looked.store.events('p001').map((event) => [event.type, event.at]),
    )
  })

  test('sweeps every pool that can be swept, and then throws what failed', async () => {
    const kept = memoryStore()
    const { clock, ids } = await pools(kept, 5)
    clock.advance(30 * DAY)
    let broken = ['p002', 'p004']
    const store: PoolStore = {
      ...kept,
      transact: async (pool, ...rest) => {
        if (broken.includes(pool)) throw new Error(`${pool} is corrupt`)
        return kept.transact(pool, ...rest)
      },
    }
    const licensing = createLicensing({ store, clock })
    const error = await licensing.sweepDue().catch((thrown: AggregateError) => thrown)
    expect(error).toBeInstanceOf(AggregateError)
    expect((error as AggregateError).message).toBe('2 pools could not be swept')
    expect((error as AggregateError).errors.map(String)).toEqual(['Error: p002 is corrupt', 'Error: p004 is corrupt'])
    const ended = ids.filter((id) => kept.events(id).some((event) => event.type === 'TrialEnded'))
    expect(ended).toEqual(['p001', 'p003', 'p005'])
    broken = ['p004']
    await expect(licensing.sweepDue()).rejects.toThrow('p004 is corrupt')
    broken = []
    expect((await licensing.sweepDue()).map(({ pool }) => pool)).toEqual(['p004'])
  })

  test('tells the log of denials of a pool whose policies do not let the system sweep (FB-14)', async () => {
    const log: string[] = []
    const onRejected = ({ pool, rejection }: { pool: string; rejection: { type: string } }) =>
      void log.push(`${pool} ${rejection.type}`)
    const { licensing, clock } = await office({ options: { onRejected }, licenses: 0 })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    const narrowed: Command = { type: 'ChangePolicies', policies: { permissions: { Sweep: ['systemAdmin'] } } }
    answered(await licensing.execute('crm', narrowed, vendor))
    clock.advance(30 * DAY)
    expect(await licensing.sweepDue()).toEqual([])
    expect(log).toEqual(['crm NotPermitted'])
  })
})

describe('nextDue', () => {
  test('says when to look again, so that one timer does (T4)', async () => {
    const { licensing, clock } = await office({ licenses: 0 })
    expect(toResult(await licensing.nextDue('crm', system))).toEqual({ ok: true, value: null })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    expect(toResult(await licensing.nextDue('crm', system))).toEqual({ ok: true, value: start + 30 * DAY })
    clock.advance(30 * DAY)
    expect(toResult(await licensing.nextDue('crm', system))).toEqual({ ok: true, value: null })
  })
})

describe('where more is due than is settled in one go', () => {
  const crowd = 2_300

  /** A pool in which 2,300 trials end at one moment, and nobody has a seat. */
  const crowded = async (options = {}) => {
    const clock = manualClock(start)
    const store = memoryStore()
    const writes: number[] = []
    const counting: PoolStore = {
      ...store,
      transact: (pool, request, work) =>
        store.transact(pool, request, (working) => {
          const verdict = work(working)
          if (verdict.type === 'Write') writes.push(verdict.change.events.length)
          return verdict
        }),
    }
    const licensing = createLicensing({ store: counting, clock, newId: () => 'c', ...options })
    answered(await licensing.execute('crm', opening(0), vendor))
    for (let n = 0; n < crowd; n++) answered(await licensing.execute('crm', signIn(`m${n}`), member(`m${n}`)))
    clock.advance(30 * DAY)
    writes.length = 0
    return { licensing, clock, store, writes, before: (await poolIn(store)) as LicensePool }
  }

  test('a command answers as if it were one transaction: all that was due, then its own (T4, D6)', async () => {
    const told: number[] = []
    const { licensing, clock, store, writes, before } = await crowded({
      onEvent: ({ event }: { event: LicenseEvent }) => void told.push(event.seq),
    })
    const answer = answered(await licensing.execute('crm', add('ann'), kim))
    const { pool, ...whole } = orThrow(execute(before, add('ann'), clock.now(), { ...kim.actor, commandId: 'c' }))
    expect(answer).toEqual(whole)
    expect(answer.events).toHaveLength(crowd + 1)
    expect(await snapshotIn(store)).toEqual(toSnapshot(pool))
    expect(writes).toEqual([1_000, 1_000, 301])
    expect(told).toEqual(store.events('crm').map((event) => event.seq))
  })

  test('a command under a key is done once, and its second answer is the first (X6)', async () => {
    const { licensing, store, writes } = await crowded()
    const giving = { ...kim, idempotencyKey: 'k1' }
    const [first, second] = await Promise.all([
      licensing.execute('crm', add('ann'), giving),
      licensing.execute('crm', add('ann'), giving),
    ])
    expect(answered(first).events.filter((event) => event.type === 'MemberAdded')).toHaveLength(1)
    expect(second).toEqual(first)
    expect(await licensing.execute('crm', add('ann'), giving)).toEqual(first)
    expect(writes.reduce((sum, each) => sum + each, 0)).toBe(crowd + 1)
    expect(store.events('crm').filter((event) => event.type === 'TrialEnded')).toHaveLength(crowd)
  })

  test('a sweep answers with all of it, and several at once with each its share (T4)', async () => {
    const { licensing, store } = await crowded()
    const answers = await Promise.all([licensing.sweepDue(), licensing.sweepDue()])
    const events = answers.flat().flatMap((each) => each.events)
    expect(events.map((event) => event.seq).toSorted((a, b) => a - b)).toEqual(
      store
        .events('crm')
        .slice(-crowd)
        .map((event) => event.seq),
    )
    expect(new Set(events.map((event) => ('member' in event ? event.member : ''))).size).toBe(crowd)
  })

  test('a command that is then refused leaves it done, as a sweep would have', async () => {
    const { licensing, store, before, clock } = await crowded()
    const refused = await licensing.execute('crm', assign('m1'), kim)
    expect(brief(refused)).toBe('AllowanceExhausted')
    expect(store.events('crm').filter((event) => event.type === 'TrialEnded')).toHaveLength(2_000)
    const { pool } = orThrow(execute(before, { type: 'Sweep' }, clock.now(), system.actor))
    await licensing.sweepDue()
    expect(await snapshotIn(store)).toEqual(toSnapshot(pool))
  })

  test('a preview shows all of it and keeps nothing (A3)', async () => {
    const { licensing, clock, store, writes, before } = await crowded()
    const { pool: _, ...whole } = orThrow(execute(before, add('ann'), clock.now(), { ...kim.actor, commandId: 'c' }))
    expect(answered(await licensing.preview('crm', add('ann'), kim))).toEqual(whole)
    expect(writes).toEqual([])
    expect(await snapshotIn(store)).toEqual(toSnapshot(before))
  })

  test('a question sees all of it (T4)', async () => {
    const { licensing, writes } = await crowded()
    expect(toResult(await licensing.access('crm', 'm2299', kim))).toMatchObject({
      ok: true,
      value: { level: 'standard', reason: 'trialEnded' },
    })
    expect(writes).toEqual([])
  })
})
