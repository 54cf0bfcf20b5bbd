// A pool leaves one store and comes into another as it was: its events, what is kept under keys, how far its consumers have come (X3, X6, X8);
// whatever is wrong with a line is told by its number and field, and changes nothing (X10).

import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { createLicensing, type LicenseStore, manualClock, memoryStore, orThrow } from '../../src/index.ts'
import { migrate, sqliteStore } from '../../src/sqlite/index.ts'
import { deliver, exportPool, importPool, verify } from '../../src/store/index.ts'
import { allHistories } from '../support/histories.ts'
import { leaseHistories } from '../support/leaseHistories.ts'
import { add, answered, kim, opening, snapshotIn, start, system, vendor } from '../support/office.ts'
import { law, patience, play } from '../support/playing.ts'
import { throughJson } from '../support/same.ts'
import { tableStore } from '../support/tableStore.ts'
import { sparing } from './sparing.ts'

const linesOf = async (store: LicenseStore, pool = 'crm'): Promise<readonly string[]> => {
  const lines: string[] = []
  for await (const line of exportPool(store, pool)) lines.push(line)
  return lines
}

/** 1,250 events, 5 answers, one of them a refusal, and two consumers. */
const live = async (store: LicenseStore, pool = 'crm'): Promise<void> => {
  const clock = manualClock(start)
  const licensing = createLicensing({ store, clock, newId: () => 'c' })
  answered(await licensing.execute(pool, opening(2), vendor))
  for (const member of ['ann', 'bob', 'cy', 'ann']) {
    const command = { type: 'AssignSeat', member } as const
    if (member !== 'cy') await licensing.execute(pool, add(member), { ...kim, idempotencyKey: `add ${member}` })
    await licensing.execute(pool, command, { ...kim, idempotencyKey: `assign ${member}` })
    clock.advance(1_000)
  }
  await deliver(store, { consumer: 'mail', to: () => {}, clock })
  const members = Array.from({ length: 1_244 }, (_, n) => ({ member: `m${n}` }))
  answered(await licensing.execute(pool, { type: 'ImportMembers', members }, system))
  await deliver(store, { consumer: 'audit', to: () => {}, clock })
}

const stores: readonly (readonly [string, () => LicenseStore])[] = [
  ['memory', memoryStore],
  ['rows', tableStore],
  [
    'SQLite',
    () => {
      const database = new DatabaseSync(':memory:')
      migrate(database)
      return sqliteStore(database)
    },
  ],
]

describe.each(stores)('from %s', (_, open) => {
  test.each(stores)('to %s, and all of it is there', async (_to, openOther) => {
    const [store, other] = [open(), openOther()]
    await live(store)
    const lines = await linesOf(store)
    expect(lines[0]).toBe('{"format":"license-pool/export","schema":2,"pool":"crm","version":1250}')
    expect(lines.at(-1)).toBe('{"end":{"events":1250,"answers":5,"cursors":2}}')
    expect(lines).toHaveLength(1_250 + 5 + 2 + 2)
    expect(orThrow(await importPool(other, lines))).toEqual({ pool: 'crm', version: 1_250, written: 1_250 })
    expect(await snapshotIn(other)).toEqual(await snapshotIn(store))
    expect((await verify(other, 'crm')).drifts).toEqual([])
    expect(await linesOf(other)).toEqual(lines)
    // A key is known there, too (X6), and nothing is delivered again (X8).
    const licensing = createLicensing({ store: other, clock: manualClock(start + 9_000_000) })
    const again = await licensing.execute('crm', { type: 'AssignSeat', member: 'bob' }, { ...kim, idempotencyKey: 'assign bob' })
    expect(isRight(again) && again.right.events.map(({ seq }) => seq)).toEqual([6])
    expect(await deliver(other, { consumer: 'audit', to: () => {}, clock: manualClock(start) })).toMatchObject({ delivered: 0 })
  })
})

describe('an import', () => {
  let lines: readonly string[]
  let store: ReturnType<typeof tableStore>

  beforeEach(async () => {
    store = tableStore()
    await live(store)
    lines = await linesOf(store)
  })

  const issuesOf = async (asked: ReturnType<typeof importPool>) => {
    const result = await asked
    return result._tag === 'Left' && result.left.type === 'Invalid' ? result.left.issues : 'accepted'
  }

  /** The lines with one changed. */
  const withLine = (number: number, change: (line: Record<string, Record<string, unknown>>) => unknown): readonly string[] =>
    lines.map((line, index) => {
      if (index !== number - 1) return line
      const value = JSON.parse(line)
      return JSON.stringify(change(value) ?? value)
    })

  test('that is repeated is already so, also after the pool has gone on', async () => {
    const other = tableStore()
    orThrow(await importPool(other, lines))
    const before = await linesOf(other)
    expect(orThrow(await importPool(other, lines))).toEqual({ pool: 'crm', version: 1_250, written: 0 })
    expect(await linesOf(other)).toEqual(before)
    const licensing = createLicensing({ store: other, clock: manualClock(start + 9_000_000) })
    answered(await licensing.execute('crm', add('zoe'), kim))
    expect(orThrow(await importPool(other, lines))).toEqual({ pool: 'crm', version: 1_250, written: 0 })
    expect((await snapshotIn(other))?.header.version).toBe(1_251)
  })

  test('goes on where it was broken off, wherever that was', async () => {
    for (const broken of [1, 2, 400, 501, 1_000, 1_251, 1_253, 1_257, 1_258]) {
      const other = tableStore()
      expect(await issuesOf(importPool(other, lines.slice(0, broken)))).toEqual([
        { path: `lines[${broken + 1}]`, message: 'is missing: the export is not whole' },
      ])
      const there = other.events('crm').length
      expect(there).toBe(broken > 1_251 ? 1_250 : Math.min(1_000, Math.floor((broken - 1) / 500) * 500))
      expect(orThrow(await importPool(other, lines))).toEqual({ pool: 'crm', version: 1_250, written: 1_250 - there })
      expect(await linesOf(other)).toEqual(lines)
      expect((await verify(other, 'crm')).drifts).toEqual([])
    }
  })

  test.each(stores)('may be made twice at once, into %s', async (_, open) => {
    const other = open()
    const both = await Promise.all([importPool(other, lines), importPool(other, lines)])
    expect(both.map(orThrow).reduce((sum, { written }) => sum + written, 0)).toBe(1_250)
    expect(await linesOf(other)).toEqual(lines)
    expect((await verify(other, 'crm')).drifts).toEqual([])
  })

  test('leaves a pool to who delivers from it at the moment (X8)', async () => {
    const other = tableStore()
    orThrow(await importPool(other, lines))
    expect(await other.claim('mail', start, 60_000, 10)).toEqual([{ pool: 'crm', after: 6 }])
    orThrow(await importPool(other, lines))
    expect(await other.claim('mail', start, 60_000, 10)).toEqual([])
  })

  test('puts a pool under another id, beside the first', async () => {
    expect(orThrow(await importPool(store, lines, { pool: 'copy' }))).toEqual({ pool: 'copy', version: 1_250, written: 1_250 })
    expect(await snapshotIn(store, 'copy')).toEqual(await snapshotIn(store, 'crm'))
    expect(await issuesOf(importPool(store, lines, { pool: '' }))).toEqual([
      { path: 'pool', message: 'must be text of 1 to 1,000 characters' },
    ])
  })

  test('takes what a stream gives it, and passes over empty lines', async () => {
    const other = memoryStore()
    expect(orThrow(await importPool(other, exportPool(store, 'crm')))).toMatchObject({ written: 1_250 })
    expect(orThrow(await importPool(memoryStore(), `${lines.join('\r\n')}\r\n`.split('\n')))).toMatchObject({ written: 1_250 })
  })

  test('reads what format 1 wrote: events and answers that do not say their version', async () => {
    const other = tableStore()
    const old = lines.map((line) =>
      line.replaceAll('"schema":2,', '').replace('"format":"license-pool/export",', '$&"schema":1,'),
    )
    expect(old[5]).not.toContain('schema')
    orThrow(await importPool(other, old))
    expect(await linesOf(other)).toEqual(lines)
  })

  test('of another pool under that id is refused, and changes nothing', async () => {
    const other = tableStore()
    const licensing = createLicensing({ store: other, clock: manualClock(start) })
    answered(await licensing.execute('crm', opening(3), vendor))
    const before = structuredClone(other.tablesOf('crm'))
    expect(await issuesOf(importPool(other, lines))).toEqual([
      { path: 'lines[2].event', message: 'is another one than the pool crm has under 1' },
    ])
    expect(other.tablesOf('crm')).toEqual(before)
    const answer = withLine(1_252, ({ answer }) => Object.assign(answer as object, { fingerprint: 'x' }) && undefined)
    expect(await issuesOf(importPool(store, answer))).toEqual([
      { path: 'lines[1252].answer', message: 'is another one than is kept under add ann' },
    ])
  })

  const wrong: readonly (readonly [what: string, lines: () => readonly string[], path: string, message: string])[] = [
    ['no line', () => [], 'lines[1]', 'is missing: there is no export'],
    ['what is no JSON', () => ['what'], 'lines[1]', 'is no JSON'],
    [
      'another format',
      () => withLine(1, (line) => ({ ...line, format: 'csv' })),
      'lines[1].format',
      'must be "license-pool/export", not "csv"',
    ],
    [
      'a later version',
      () => withLine(1, (line) => ({ ...line, schema: 3 })),
      'lines[1].schema',
      'is 3, of a later version of license-pool; this one reads up to 2',
    ],
    ['a line that is cut', () => lines.map((line, n) => (n === 8 ? line.slice(0, -3) : line)), 'lines[9]', 'is no JSON'],
    ['an unknown line', () => withLine(9, () => ({ evnt: {} })), 'lines[9].evnt', 'unknown field; did you mean "event"?'],
    ['an empty object', () => withLine(9, () => ({})), 'lines[9]', 'must have one field: event, answer, cursor or end'],
    [
      'two in one',
      () => withLine(9, (line) => ({ ...line, cursor: { consumer: 'c', seq: 1 } })),
      'lines[9]',
      'must have one field: event, answer, cursor or end',
    ],
    [
      'a field of an event',
      () => withLine(9, ({ event }) => ({ event: { ...event, at: 'noon' } })),
      'lines[9].event.at',
      'must be a moment in whole milliseconds since the epoch, not "noon"',
    ],
    [
      'an event of a later version',
      () => withLine(9, ({ event }) => ({ event: { ...event, schema: 7 } })),
      'lines[9].schema',
      'is 7, of a later version of license-pool; this one reads up to 2',
    ],
    ['an event that is missing', () => lines.toSpliced(8, 1), 'lines[9].event.seq', 'must be 8, not 9'],
    ['an event twice', () => lines.toSpliced(8, 0, lines[7] as string), 'lines[9].event.seq', 'must be 8, not 7'],
    [
      'an event that goes back in time',
      () => withLine(9, ({ event }) => ({ event: { ...event, at: 5 } })),
      'lines[9].event.at',
      'is before the event that came before',
    ],
    [
      'a log that does not begin',
      () =>
        withLine(2, ({ event }) => ({
          event: {
            ...event,
            seq: 1,
            type: 'MemberAdded',
            organization: undefined,
            timeZone: undefined,
            policies: undefined,
            member: 'm',
            kind: 'person',
            state: 'known',
          },
        })),
      'lines[2].event.type',
      'must be "PoolOpened" first, and no other',
    ],
    [
      'an event that cannot have happened',
      () =>
        withLine(4, ({ event }) => ({
          event: { seq: 3, at: event?.at, actor: event?.actor, reason: 'command', type: 'MemberDisabled', member: 'zoe' },
        })),
      'lines[4].event',
      'corrupt history: event 3 (MemberDisabled) is about zoe, who is not in the pool',
    ],
    [
      'fewer events than the version',
      () => lines.toSpliced(1_250, 1),
      'lines[1251]',
      'comes too early: the event 1250 is missing',
    ],
    [
      'more events than the version',
      () => withLine(1, (line) => ({ ...line, version: 1_000 })),
      'lines[1002].event.seq',
      'is 1001, and the version is 1000',
    ],
    [
      'a field of an answer',
      () => withLine(1_253, ({ answer }) => ({ answer: { ...answer, at: null } })),
      'lines[1253].answer.at',
      'must be a moment in whole milliseconds since the epoch, not null',
    ],
    [
      'an answer that is none',
      () => withLine(1_253, ({ answer }) => ({ answer: { ...answer, result: { _tag: 'Banana' } } })),
      'lines[1253].answer.result._tag',
      'must be "Left" or "Right", not "Banana"',
    ],
    [
      'a cursor that is ahead',
      () => withLine(1_257, ({ cursor }) => ({ cursor: { ...cursor, seq: 9_999 } })),
      'lines[1257].cursor.seq',
      'is 9999, and the version is 1250',
    ],
    ['an answer that is missing', () => lines.toSpliced(1_253, 1), 'lines[1258].end.answers', 'is 5, and there were 4'],
    ['a cursor that is missing', () => lines.toSpliced(1_256, 1), 'lines[1258].end.cursors', 'is 2, and there were 1'],
    ['what stands behind the end', () => [...lines, lines[3] as string], 'lines[1260]', 'stands behind the end'],
  ]

  test.each(wrong)('refuses %s at its line (X10)', async (_, given, path, message) => {
    expect(await issuesOf(importPool(tableStore(), given()))).toEqual([{ path, message }])
  })
})

describe('an export', () => {
  test('is whole from a store that answers with less than it was asked for', async () => {
    const store = tableStore()
    await live(store)
    expect(await linesOf(sparing(store))).toEqual(await linesOf(store))
    expect((await verify(sparing(store), 'crm')).drifts).toEqual([])
  })

  test('has refusals and what was already so that were answered meanwhile, and no answer for a later event (X6)', async () => {
    const store = tableStore()
    await live(store)
    const licensing = createLicensing({ store, clock: manualClock(start + 9_000_000) })
    const keys: string[] = []
    for await (const line of exportPool(store, 'crm')) {
      if (keys.length === 0)
        for (const member of ['ann', 'nobody', 'zoe']) {
          const command = member === 'zoe' ? add(member) : ({ type: 'AssignSeat', member } as const)
          await licensing.execute('crm', command, { ...kim, idempotencyKey: `late ${member}` })
        }
      const { answer } = JSON.parse(line)
      keys.push(answer?.key ?? '')
    }
    expect(keys.filter((key) => key.startsWith('late'))).toEqual(['late ann', 'late nobody'])
  })

  test('is of one version, whatever happens meanwhile', async () => {
    const store = tableStore()
    await live(store)
    const sound = await linesOf(store)
    const licensing = createLicensing({ store, clock: manualClock(start + 9_000_000) })
    const lines: string[] = []
    for await (const line of exportPool(store, 'crm')) {
      lines.push(line)
      if (lines.length > 3) continue
      answered(await licensing.execute('crm', add(`n${lines.length}`), { ...kim, idempotencyKey: `n ${lines.length}` }))
      await deliver(store, { consumer: 'audit', to: () => {}, clock: manualClock(start + 9_000_000) })
    }
    expect(lines).toEqual(sound)
  })

  test('of a pool that is not there, or whose log is broken, throws', async () => {
    const store = tableStore()
    await live(store)
    await expect(linesOf(store, 'erp')).rejects.toThrow('there is no pool erp')
    store.tablesOf('crm').events.delete(700)
    await expect(linesOf(store)).rejects.toThrow('the log of pool crm has no event 700')
    store.tablesOf('crm').events.clear()
    await expect(linesOf(store)).rejects.toThrow('the log of pool crm has no event 1')
  })
})

test.each([
  ['of every kind', allHistories],
  ['with leases', leaseHistories],
])(
  'a random history %s is the same after an export and an import, and a verify finds nothing (X3, X4)',
  { timeout: patience },
  async (_, histories) => {
    const property = fc.asyncProperty(histories, async (history) => {
      const { events, pool } = play(history)
      const store = memoryStore()
      await store.transact('crm', { members: 'all', readOnly: false }, () => ({
        type: 'Write',
        change: { from: 0, pool, events },
      }))
      const other = tableStore()
      orThrow(await importPool(other, exportPool(store, 'crm')))
      expect(await snapshotIn(other)).toEqual(throughJson(await snapshotIn(store)))
      expect((await verify(other, 'crm')).drifts).toEqual([])
    })
    await fc.assert(property, { ...law, numRuns: 150 })
  },
)
