// A database that takes its time: callers wait, nothing is lost, who waits goes together, and whoever only looks, or asks another process,
// is not held up. How long it takes is in the test's hands.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createLicensing, fixedClock, type LicenseStore } from '../../src/index.ts'
import { migrate, sqliteStore } from '../../src/sqlite/index.ts'
import { verify } from '../../src/store/index.ts'
import { add, answered, assign, brief, gate, kim, office, opening, start, vendor } from '../support/office.ts'
import { databasesOn, isWrite, type Wire } from '../support/postgresDatabase.ts'
import { startPostgres } from '../support/postgresServer.ts'

const on = (store: LicenseStore) => createLicensing({ store, clock: fixedClock(start) })
const added = async (store: LicenseStore) =>
  (await store.events('crm', 2, 999)).map((event) => ('member' in event ? event.member : event.type))
const names = Array.from({ length: 30 }, (_, n) => `m${n}`)

describe('PostgreSQL that does not answer yet', async () => {
  const server = await startPostgres({ settings: { fsync: 'off' } })
  const { open, closeAll } = databasesOn(server)
  afterEach(closeAll)
  afterAll(server.stop)

  /** Two pools, and a process whose next write is held up until the gate opens: before the database hears of it, or on the way back. */
  const stage = async (when: 'before' | 'after') => {
    const database = await open()
    const elsewhere = database.store()
    await office({ store: elsewhere })
    answered(await on(elsewhere).execute('erp', opening(2), vendor))
    const [slow, reached] = [gate(), gate()]
    let writes = 0
    const wire: Wire = async (text, run) => {
      if (!isWrite(text) || ++writes > 1) return run()
      const answer = when === 'after' ? run() : undefined
      await answer
      reached.open()
      await slow.passed
      return answer ?? run()
    }
    const store = database.store(wire)
    return { elsewhere, store, licensing: on(store), reached, slow, writes: () => writes }
  }

  test.each(['before', 'after'] as const)(
    '%s it has written: who asks meanwhile waits, and all of them go together',
    async (when) => {
      const { elsewhere, licensing, reached, slow, writes } = await stage(when)
      let answers = 0
      const give = async (name: string) => {
        const told = await licensing.execute('crm', add(name), { ...kim, idempotencyKey: name })
        answers++
        return brief(told)
      }
      const first = give('first')
      await reached.passed
      const others = names.map(give)
      // Looking goes on, here as elsewhere; so does writing to other pools, elsewhere.
      const seen = await licensing.summary('crm', kim)
      expect(seen._tag === 'Right' && seen.right.known).toBe(when === 'after' ? 1 : 0)
      expect((await licensing.summary('erp', kim))._tag).toBe('Right')
      expect(brief(await on(elsewhere).execute('erp', add('zoe'), kim))).toEqual(['MemberAdded zoe'])
      expect(answers).toBe(0)
      slow.open()
      expect(await first).toEqual(['MemberAdded first'])
      expect(await Promise.all(others)).toEqual(names.map((name) => [`MemberAdded ${name}`]))
      expect(await added(elsewhere)).toEqual(['first', ...names])
      expect(writes()).toBe(2)
      expect((await verify(elsewhere, 'crm')).drifts).toEqual([])
    },
  )

  test('while another process takes the last license: whoever was slow is refused (A5)', async () => {
    const { elsewhere, licensing, reached, slow } = await stage('before')
    for (const name of ['ann', 'bob', 'cara']) await on(elsewhere).execute('crm', add(name), kim)
    const slowly = licensing.execute('crm', assign('ann'), kim)
    await reached.passed
    for (const name of ['bob', 'cara'])
      expect(brief(await on(elsewhere).execute('crm', assign(name), kim))).toEqual([`SeatGranted ${name}`])
    slow.open()
    expect(brief(await slowly)).toBe('AllowanceExhausted')
    expect((await verify(elsewhere, 'crm')).drifts).toEqual([])
  })
})

describe('SQLite, while another process writes', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
  })

  const stage = async (waitMs: number) => {
    const folder = mkdtempSync(join(tmpdir(), 'license-pool-slow-'))
    folders.push(folder)
    const [database, other] = [1, 2].map(() => new DatabaseSync(join(folder, 'licenses.db'))) as [DatabaseSync, DatabaseSync]
    migrate(database)
    const store = sqliteStore(database, { waitMs })
    await office({ store })
    const close = (): void => {
      database.close()
      other.close()
    }
    return { store, licensing: on(store), other, close }
  }

  test('who writes waits, and who looks does not', async () => {
    const { store, licensing, other, close } = await stage(10_000)
    other.exec('BEGIN IMMEDIATE')
    let answers = 0
    const waiting = names.map(async (name) => {
      const told = await licensing.execute('crm', add(name), kim)
      answers++
      return brief(told)
    })
    for (let n = 0; n < 20; n++) expect((await licensing.summary('crm', kim))._tag).toBe('Right')
    expect(answers).toBe(0)
    other.exec('COMMIT')
    expect(await Promise.all(waiting)).toEqual(names.map((name) => [`MemberAdded ${name}`]))
    expect(await added(store)).toEqual(names)
    close()
  })

  test('for longer than was to be waited: the calls are rejected, nothing is written, and the next one is', async () => {
    const { store, licensing, other, close } = await stage(0)
    other.exec('BEGIN IMMEDIATE')
    const told = await Promise.allSettled(names.map((name) => licensing.execute('crm', add(name), kim)))
    const errors = told.map((each) => (each.status === 'rejected' ? (each.reason as Error).message : 'done'))
    expect(errors).toEqual(names.map(() => 'database is locked'))
    other.exec('COMMIT')
    expect(await added(store)).toEqual([])
    expect(brief(await licensing.execute('crm', add('ann'), kim))).toEqual(['MemberAdded ann'])
    close()
  })
})
