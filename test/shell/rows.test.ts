// The port serves stores of rows: a command on a pool of thousands takes a handful of rows, and comes to the same as on the whole pool.

import { describe, expect, test, vi } from 'vitest'
import { type Command, createLicensing, type LicensePool, manualClock, memoryStore, openPool, orThrow } from '../../src/index.ts'
import { executeAll, type Request, toSnapshot } from '../../src/store/index.ts'
import {
  add,
  answered,
  assign,
  DAY,
  kim,
  member,
  opening,
  poolIn,
  signIn,
  snapshotIn,
  start,
  system,
  vendor,
} from '../support/office.ts'
import { type TableStore, tableStore } from '../support/tableStore.ts'

// Thousands of calls, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const crowd = 5_000
const licenses = 2_000

const policies = {
  notifications: { enabled: true },
  idleReclaim: { enabled: true, days: 90 },
  waiting: { admit: 'whenFree' },
} as const

/** 5,000 members: 2,000 with a seat, 1,000 of whom have used it since; 1,000 who wait; and 2,000 who are known. */
const crowded = (): { readonly pool: LicensePool; readonly events: readonly never[] } => {
  const opened = orThrow(openPool(opening(licenses, policies) as never, start, vendor.actor))
  const by = { role: 'system' } as const
  const request = (command: Command, at: number): Request => ({ command, at, by })
  const ids = Array.from({ length: crowd }, (_, n) => `m${n}`)
  const { pool, results } = executeAll(opened.pool, [
    ...ids.map((id) => request(add(id), start)),
    ...ids.slice(0, 3_000).map((id, n) => request(signIn(id), start + 60_000 * n)),
    ...ids.slice(1_000, 2_000).map((id) => request(signIn(id), start + 10 * DAY)),
  ])
  const events = [...opened.events, ...results.flatMap((each) => (each._tag === 'Right' ? each.right.events : []))]
  return { pool, events: events as never[] }
}

/** The same pool in tables and in memory, each behind its licensing. */
const twins = () => {
  const { pool, events } = crowded()
  const tables = tableStore()
  tables.fill('crm', pool, events)
  const memory = memoryStore()
  void memory.transact('crm', { members: 'all', readOnly: false }, () => ({ type: 'Write', change: { from: 0, pool, events } }))
  const clock = manualClock(start + 11 * DAY)
  const options = { clock, newId: () => 'c' }
  return {
    clock,
    tables,
    memory,
    onTables: createLicensing({ ...options, store: tables }),
    inMemory: createLicensing({ ...options, store: memory }),
  }
}

/** What the transactions since then took: the most rows, and the most rounds. */
const mostTaken = (tables: TableStore, since: number) => {
  const taken = tables.taken.slice(since)
  return { rows: Math.max(...taken.map((each) => each.rows)), rounds: Math.max(...taken.map((each) => each.rounds)) }
}

describe('on a pool of 5,000 members', () => {
  /** Each about at most two members, in an order in which most do something. */
  const commands: readonly (readonly [Command, object])[] = [
    [signIn('m1'), member('m1')],
    [signIn('m2999'), member('m2999')],
    [signIn('stranger'), member('stranger')],
    [{ type: 'CheckIn', member: 'm3', client: 'mobile' }, member('m3')],
    [{ type: 'RecordUse', member: 'm4' }, member('m4')],
    [assign('m4000'), kim],
    [{ type: 'DisableMember', member: 'm5' }, kim],
    [{ type: 'EnableMember', member: 'm5' }, kim],
    [{ type: 'DeleteMember', member: 'm6' }, kim],
    [add('m6'), kim],
    [{ type: 'TransferSeat', from: 'm7', to: 'm4001' }, kim],
    [{ type: 'ApproveWaiting', count: 2 }, kim],
    [{ type: 'AddLot', lot: 'three-more', organization: 'acme', quantity: 3 }, vendor],
    [{ type: 'RejectMember', member: 'm2500' }, kim],
    [{ type: 'UnlicenseMembers', members: ['m8', 'm9'] }, kim],
    [{ type: 'RelicenseMembers', members: ['m8'] }, kim],
    [add('desk'), kim],
    [{ type: 'AddMember', member: 'tbh', kind: 'placeholder' }, kim],
    [{ type: 'LinkDependency', member: 'tbh', dependency: { kind: 'territory', id: 't1' } }, kim],
    [{ type: 'FillPlaceholder', placeholder: 'tbh', member: 'm4002' }, kim],
    [{ type: 'LowerAllowance', to: 1_999 }, vendor],
    [{ type: 'ChangePolicies', policies: { idleReclaim: { days: 60 } } }, kim],
    [{ type: 'Sweep' }, system],
    [assign('nobody'), kim],
  ]

  test('every command takes a few rows, and answers, writes and leaves what it does on the whole pool', async () => {
    const { tables, memory, onTables, inMemory } = twins()
    for (const [n, [command, asking]] of commands.entries()) {
      const since = tables.taken.length
      const giving = { ...asking, ...(n % 3 === 0 ? { idempotencyKey: `k${n}` } : {}) } as never
      const previewed = await onTables.preview('crm', command, asking as never)
      expect(await inMemory.preview('crm', command, asking as never)).toEqual(previewed)
      const answer = await onTables.execute('crm', command, giving)
      expect(answer).toEqual(await inMemory.execute('crm', command, giving))
      const { rows, rounds } = mostTaken(tables, since)
      expect(rows, command.type).toBeLessThanOrEqual(8)
      expect(rounds, command.type).toBeLessThanOrEqual(5)
    }
    expect(await snapshotIn(tables)).toEqual(await snapshotIn(memory))
    expect(tables.events('crm')).toEqual(memory.events('crm'))
  })

  test('what falls due takes the rows of those who are due, and little more (T4)', async () => {
    const { clock, tables, memory, onTables, inMemory } = twins()
    // The first minute's trials end: 2000 came at the minutes 0 to 1,999, those who wait from minute 2,000 on.
    clock.advanceTo(start + 30 * DAY + 2_009 * 60_000)
    const since = tables.taken.length
    const answer = await onTables.execute('crm', { type: 'Sweep' }, system)
    expect(answer).toEqual(await inMemory.execute('crm', { type: 'Sweep' }, system))
    expect(answered(answer).events.map((event) => event.type)).toEqual(Array(10).fill('TrialEnded'))
    expect(mostTaken(tables, since).rows).toBeLessThanOrEqual(10 + 64 + 2)
    // Ninety whole days later a thousand idle seats are freed, and a thousand who wait are let in.
    clock.advanceTo(start + 92 * DAY)
    const [swept] = await onTables.sweepDue()
    expect(swept).toEqual((await inMemory.sweepDue())[0])
    expect(swept?.events.filter((event) => event.type === 'SeatReclaimed')).toHaveLength(1_000)
    expect(swept?.events.filter((event) => event.type === 'SeatGranted')).toHaveLength(1_000)
    expect(await snapshotIn(tables)).toEqual(await snapshotIn(memory))
    expect(tables.events('crm')).toEqual(memory.events('crm'))
  }, 60_000)

  test('a question takes the row that it is about, a summary none, a list all', async () => {
    const { tables, onTables, inMemory } = twins()
    const taken = async (question: Promise<unknown>): Promise<number> => {
      await question
      return tables.taken.at(-1)?.rows ?? 0
    }
    for (const licensing of [onTables, inMemory]) {
      expect(await licensing.access('crm', 'm2000', kim)).toMatchObject({ right: { level: 'trial' } })
      expect(await licensing.summary('crm', kim)).toMatchObject({ right: { consumed: 2_000, pending: 1_000, known: 2_000 } })
    }
    expect(await onTables.explain('crm', 'm3', kim)).toEqual(await inMemory.explain('crm', 'm3', kim))
    expect(await onTables.nextDue('crm', kim)).toEqual(await inMemory.nextDue('crm', kim))
    expect(await onTables.members('crm', { state: 'pending' }, kim)).toEqual(
      await inMemory.members('crm', { state: 'pending' }, kim),
    )
    expect(await taken(onTables.access('crm', 'm1', member('m1')))).toBeLessThanOrEqual(4)
    expect(await taken(onTables.explain('crm', 'm1', kim))).toBeLessThanOrEqual(4)
    expect(await taken(onTables.summary('crm', kim))).toBeLessThanOrEqual(3)
    expect(await taken(onTables.nextDue('crm', kim))).toBeLessThanOrEqual(3)
    expect(await taken(onTables.members('crm', {}, kim))).toBe(crowd)
  })

  test('the tables hold what the pool is (X3)', async () => {
    const { pool } = crowded()
    const { tables } = twins()
    const kept = await poolIn(tables)
    expect(kept && toSnapshot(kept)).toEqual(toSnapshot(pool))
  })
})
