// A pool never changes once made, whatever a caller does to what it was handed or handed in (X2).

import { describe, expect, test } from 'vitest'
import {
  access,
  type By,
  type Command,
  execute,
  explain,
  type LicensePool,
  members,
  type Outcome,
  openPool,
  policies,
  preview,
  summary,
} from '../../src/index.ts'
import type { OpenPool } from '../../src/pool/model/command.ts'
import { executeAll, fromSnapshot, partialPool, replay, rowsOf, toSnapshot, widen } from '../../src/store/index.ts'

const at = Date.parse('2026-03-02T09:00Z')

/** Changes whatever can be changed in a value, to the bottom; what is frozen throws, and that is the pool's good right. */
const vandalize = (value: unknown, seen = new Set<unknown>()): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  for (const key of Reflect.ownKeys(value)) {
    vandalize(Reflect.get(value, key), seen)
    const content: unknown = Reflect.get(value, key)
    Reflect.set(value, key, typeof content === 'number' ? content + 1_000 : 'vandalized')
  }
  Reflect.set(value, 'vandal', true)
  if (Array.isArray(value)) {
    Reflect.set(value, 'length', 0)
    Reflect.set(value, 0, 'vandalized')
  }
}

const opening = (): OpenPool => ({
  type: 'OpenPool',
  organization: 'acme',
  preset: 'mobileAssignment',
  policies: {
    autoAssign: { clients: ['mobile'] },
    idleReclaim: { enabled: true, days: 14, exempt: ['boss'] },
    overage: { allow: { seats: 1 } },
    permissions: { Sweep: ['system'] },
  },
  lots: [
    { lot: 'a', quantity: 3 },
    { lot: 'b', quantity: 2, until: at + 90 * 86_400_000 },
  ],
})

const commands = (): Command[] => [
  { type: 'AddMember', member: 'boss', placement: 'Team 7' },
  { type: 'ImportMembers', members: [{ member: 'ann', attributes: { deep: { list: [1] } } }, { member: 'bob' }] },
  { type: 'LinkDependency', member: 'ann', dependency: { kind: 'territory', id: 'north', when: 'future' } },
  { type: 'AddMember', member: 'tbh', kind: 'placeholder' },
  { type: 'LinkDependency', member: 'tbh', dependency: { kind: 'target', id: 't' } },
  { type: 'FillPlaceholder', placeholder: 'tbh', member: 'ann' },
  { type: 'AssignSeat', member: 'boss' },
  { type: 'SignIn', member: 'lucy', client: 'mobile' },
  { type: 'UnlicenseMembers', members: ['bob'], mode: 'each' },
  { type: 'AddLot', lot: 'c', organization: 'acme', quantity: 1, from: at + 86_400_000 },
  { type: 'LowerAllowance', to: 4 },
  {
    type: 'ChangePolicies',
    policies: { idleReclaim: { days: 20, exempt: ['boss', 'ann'] }, autoAssign: { clients: ['mobile', 'lan'] } },
  },
]

const accepted = (result: ReturnType<typeof execute>): Outcome => {
  if (result._tag === 'Right') return result.right
  throw new Error(result.left.message)
}
const actor = (): By => ({ role: 'system', id: 'root', commandId: 'c-1' })

/** The story told without anybody touching anything. */
const untouched = (): LicensePool =>
  commands().reduce(
    (pool, command) => accepted(execute(pool, command, at, actor())).pool,
    accepted(openPool(opening(), at, actor())).pool,
  )
const text = (pool: LicensePool) => JSON.stringify(toSnapshot(pool))

describe('a pool stays as it was', () => {
  test('when its opening command, actor and events are changed afterwards (X2)', () => {
    const [command, by] = [opening(), actor()]
    const outcome = accepted(openPool(command, at, by))
    const before = text(outcome.pool)
    for (const handed of [command, by, outcome.events]) vandalize(handed)
    expect(text(outcome.pool)).toBe(before)
  })

  test('when any later command, actor, event or result is changed afterwards (X2)', () => {
    let pool = accepted(openPool(opening(), at, actor())).pool
    for (const command of commands()) {
      const [earlier, by] = [text(pool), actor()]
      const outcome = accepted(execute(pool, command, at, by))
      const later = text(outcome.pool)
      for (const handed of [command, by, outcome.events, outcome.results]) vandalize(handed)
      expect(text(pool)).toBe(earlier)
      expect(text(outcome.pool)).toBe(later)
      pool = outcome.pool
    }
    expect(text(pool)).toBe(text(untouched()))
  })

  test('when the policies that were composed for it are changed afterwards (X2)', () => {
    const own = { idleReclaim: { enabled: true, days: 9, exempt: ['boss'] } }
    const composed = policies(own)
    const pool = accepted(openPool({ type: 'OpenPool', organization: 'acme', policies: composed }, at, actor())).pool
    const before = text(pool)
    vandalize(own)
    vandalize(composed)
    expect(text(pool)).toBe(before)
    expect(toSnapshot(pool).header.policies.idleReclaim?.exempt).toEqual(['boss'])
  })

  test('when what its queries answer is changed afterwards, and they answer as before (X2)', () => {
    const pool = untouched()
    const before = text(pool)
    const questions = [
      () => summary(pool, at),
      () => members(pool, { state: ['known', 'enabled', 'unlicensed', 'disabled', 'deleted'] }),
      () => ['boss', 'ann', 'lucy', 'nobody'].map((member) => access(pool, member, at)),
      () => ['boss', 'ann', 'lucy', 'nobody'].map((member) => explain(pool, member, at)),
      () => toSnapshot(pool),
      () => rowsOf(pool, ['ann', 'boss']),
      () => accepted(preview(pool, { type: 'LowerAllowance', to: 0 }, at, actor())).events,
    ]
    for (const question of questions) {
      const answer = JSON.stringify(question())
      vandalize(question())
      expect(JSON.stringify(question())).toBe(answer)
      expect(text(pool)).toBe(before)
    }
  })

  test('when the snapshot, rows or events that it was made of are changed afterwards (X2)', () => {
    const before = text(untouched())
    const snapshot = JSON.parse(before)
    const restored = fromSnapshot(snapshot)
    vandalize(snapshot)
    expect(restored._tag === 'Right' && text(restored.right)).toBe(before)

    const { header, members: rows } = JSON.parse(before)
    const reach = { timed: 'all', idle: 'all', waiting: 'all' } as const
    const asked = rows.map((row: { id: string }) => row.id)
    const widened = widen(partialPool(header), { members: rows, asked, reach })
    vandalize([header, rows, asked])
    expect(text(widened)).toBe(before)
  })

  test('when the events that it was replayed from are changed afterwards (X2)', () => {
    const opened = accepted(openPool(opening(), at, actor()))
    const history = [...opened.events]
    commands().reduce((pool, command) => {
      const outcome = accepted(execute(pool, command, at, actor()))
      history.push(...outcome.events)
      return outcome.pool
    }, opened.pool)
    const events = JSON.parse(JSON.stringify(history))
    const replayed = replay(events)
    vandalize(events)
    expect(text(replayed)).toBe(text(untouched()))
  })

  test('when a batch has gone on from it, and what the batch was handed or answered is changed (X2)', () => {
    const pool = accepted(openPool(opening(), at, actor())).pool
    const before = text(pool)
    const requests = commands().map((command) => ({ command, at, by: actor() }))
    const batch = executeAll(pool, requests)
    vandalize(requests)
    vandalize(batch.results)
    expect(text(pool)).toBe(before)
    expect(text(batch.pool)).toBe(text(untouched()))
  })

  test('when later pools are made of it, in two directions (X2)', () => {
    const pool = untouched()
    const before = text(pool)
    const left = accepted(execute(pool, { type: 'DeleteMember', member: 'lucy' }, at, actor())).pool
    const right = accepted(execute(pool, { type: 'DisableMember', member: 'lucy' }, at, actor())).pool
    const states = [left, right, pool].map((each) => access(each, 'lucy', at).reason)
    expect(states).toEqual(['deleted', 'disabled', 'seat'])
    expect(text(pool)).toBe(before)
  })

  test('when its own properties are set: it has none that could be (X2)', () => {
    const pool = untouched()
    const before = text(pool)
    vandalize(pool)
    expect(Reflect.set(pool, 'version', 7)).toBe(false)
    expect([text(pool), pool.version]).toEqual([before, toSnapshot(pool).header.version])
  })
})
