// What was stored stays readable: files that an earlier library wrote are read today as what they were (X3, X10), and what a later one
// writes is refused by name. The files of format 1 are frozen, see format1/generate.ts.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LeaseRow, LicenseEvent, MemberRow } from '../../src/index.ts'
import { memberStates } from '../../src/pool/model/member.ts'
import { type Format, schemaVersion, upgraded, upgradedSnapshot } from '../../src/pool/rows/upgrade.ts'
import { type PresetName, presetNames } from '../../src/presets/presets.ts'
import { BrokenRecord, restored, stored } from '../../src/store/format.ts'
import {
  decodeEvent,
  fromSnapshot,
  replay,
  rowsNamedBy,
  rowsOf,
  type Snapshot,
  type StoredAnswer,
  toSnapshot,
} from '../../src/store/index.ts'
import { throughJson } from '../support/same.ts'

interface Frozen {
  readonly snapshot: Omit<Snapshot, 'schema'> & { readonly schema: 1 }
  readonly header: Snapshot['header']
  readonly members: readonly MemberRow[]
  readonly leases: readonly LeaseRow[]
  readonly events: readonly LicenseEvent[]
  readonly answers: readonly StoredAnswer[]
}

const frozen = (preset: PresetName): Frozen =>
  JSON.parse(readFileSync(new URL(`format1/${preset}.json`, import.meta.url), 'utf8'))

const read = <A>(
  either: { readonly _tag: 'Left'; readonly left: { readonly message: string } } | { readonly _tag: 'Right'; readonly right: A },
): A => (either._tag === 'Right' ? either.right : expect.fail(either.left.message))

const issuesOf = (either: ReturnType<typeof decodeEvent> | ReturnType<typeof fromSnapshot>) =>
  either._tag === 'Left' && either.left.type === 'Invalid' ? either.left.issues : 'accepted'

describe('the files of format 1', () => {
  test('hold every type of event, every state of a member, and leases that run and that have ended', () => {
    const files = presetNames.map(frozen)
    expect(new Set(files.flatMap(({ events }) => events.map(({ type }) => type))).size).toBe(32)
    expect(new Set(files.flatMap(({ members }) => members.map(({ state }) => state)))).toEqual(new Set(memberStates))
    expect(new Set(files.flatMap(({ leases }) => leases.map(({ state }) => state)))).toEqual(new Set(['running', 'ended']))
  })

  describe.each(presetNames)('of %s', (preset) => {
    const { snapshot, header, members, leases, events, answers } = frozen(preset)
    const today = { ...snapshot, schema: schemaVersion }

    test('the snapshot is the same pool, in the format of today', () => {
      expect(snapshot.schema).toBe(1)
      expect(throughJson(toSnapshot(read(fromSnapshot(snapshot))))).toEqual(today)
    })

    test('the events, with a version or without one, are the same events, and replay to that pool (X3)', () => {
      const decoded = events.map((event) => read(decodeEvent(event)))
      expect(decoded).toEqual(events)
      expect(events.map((event) => read(decodeEvent({ schema: 2, ...event })))).toEqual(events)
      expect(events.map((event) => read(decodeEvent(JSON.parse(stored(event)))))).toEqual(events)
      expect(throughJson(toSnapshot(replay(decoded)))).toEqual(today)
    })

    test('the rows are the same rows', () => {
      expect(restored('header', header, 'crm')).toEqual(header)
      expect(members.map((row) => restored('member', row, 'crm'))).toEqual(members)
      expect(leases.map((row) => restored('lease', row, 'crm'))).toEqual(leases)
      const named = rowsNamedBy(events)
      const rows = throughJson(rowsOf(replay(events), named.members, named.sessions))
      expect(rows.members.toSorted(byId)).toEqual(members.toSorted(byId))
    })

    test('the answers are the same answers (X6)', () => {
      expect(answers.length).toBeGreaterThan(5)
      expect(answers.map((answer) => restored('answer', answer, 'crm'))).toEqual(answers)
      expect(answers.map((answer) => restored('answer', stored(answer), 'crm'))).toEqual(answers)
    })
  })
})

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1)

describe('what is stored today', () => {
  const { snapshot, members, events } = frozen('mobileAssignment')
  const [first] = events as [LicenseEvent]

  test('says its version, and what is handed out does not', () => {
    expect(toSnapshot(read(fromSnapshot(snapshot))).schema).toBe(2)
    for (const row of members) expect(JSON.parse(stored(row))).toEqual({ schema: 2, ...row })
    expect(read(decodeEvent({ schema: 2, ...first }))).toEqual(first)
  })

  test('of a later version is refused by its name (X10)', () => {
    const message = 'is 3, of a later version of license-pool; this one reads up to 2'
    expect(issuesOf(decodeEvent({ schema: 3, ...first }))).toEqual([{ path: 'event.schema', message }])
    expect(issuesOf(fromSnapshot({ ...snapshot, schema: 3 }))).toEqual([{ path: 'schema', message }])
    const reading = () => restored('member', { schema: 3, ...members[0] }, 'crm')
    expect(reading).toThrow(BrokenRecord)
    expect(reading).toThrow(`the stored member ${members[0]?.id} of pool crm is broken: schema ${message}`)
  })

  test.each([0, -1, 1.5, '2', null, {}])('of version %j is refused (X10)', (schema) => {
    const message = `must be a whole number from 1, not ${String(schema)}`
    expect(issuesOf(decodeEvent({ ...first, schema }))).toEqual([{ path: 'event.schema', message }])
    expect(issuesOf(fromSnapshot({ ...snapshot, schema }))).toEqual([{ path: 'schema', message }])
  })
})

describe('an answer that is none', () => {
  const { answers, events } = frozen('mobileAssignment')
  const [answer] = answers
  const [event] = events

  test.each([
    [7, 'answer.result', 'must be an object with a _tag, not 7'],
    [{ _tag: 'Banana' }, 'answer.result._tag', 'must be "Left" or "Right", not "Banana"'],
    [{ _tag: 'Right' }, 'answer.result.right', 'is missing; it must be { events }'],
    [{ _tag: 'Right', right: [] }, 'answer.result.right', 'must be { events }, not a list'],
    [{ _tag: 'Right', right: { access: 'full' } }, 'answer.result.right.events', 'is missing; it must be a list'],
    [
      { _tag: 'Right', right: { events: [{ ...event, seq: 'x' }] } },
      'answer.result.right.events[0].seq',
      'must be a whole number from 1, not "x"',
    ],
    [{ _tag: 'Left', left: 7 }, 'answer.result.left', 'must be { type, message }, not 7'],
    [{ _tag: 'Left', left: { message: '' } }, 'answer.result.left.type', 'is missing; it must be text of 1 to 1000 characters'],
    [{ _tag: 'Left', left: { type: 'SeatsExhausted', message: 7 } }, 'answer.result.left.message', 'must be text, not 7'],
    [{ _tag: 'Left', left: {}, right: {} }, 'answer.result.right', 'unknown field'],
  ])('is refused at its field: example %# (X10)', (result, path, message) => {
    const reading = () => restored('answer', { ...answer, result }, 'crm')
    expect(reading).toThrow(BrokenRecord)
    expect(reading).toThrow(`${path} ${message}`)
  })

  test('is not one whose message is long, or that says more than that', () => {
    const left = { type: 'Invalid', message: 'x'.repeat(5_000), issues: [] }
    const refusal = { ...answer, result: { _tag: 'Left', left } }
    expect(restored('answer', refusal, 'crm')).toEqual(refusal)
  })
})

describe('a format to come', () => {
  /** As if format 3 called the place of who waits `line`, and kept what somebody says of a sign-in. */
  const format3: Format = {
    version: 3,
    steps: {
      2: (record, kind) => {
        if (kind !== 'member' || record.state !== 'pending') return record
        const { place, ...rest } = record
        return { ...rest, line: place }
      },
    },
  }
  const { snapshot, members, events } = frozen('mobileAssignment')
  const waiting = members.find(({ state }) => state === 'pending') as MemberRow & { readonly state: 'pending' }
  const { place, ...rest } = waiting

  test('takes one step for what it changes; earlier formats pass through all the steps between', () => {
    for (const before of [waiting, { schema: 1, ...waiting }, { schema: 2, ...waiting }])
      expect(upgraded('member', before, format3)).toEqual({ value: { ...rest, line: place } })
    expect(upgraded('event', events[0], format3)).toEqual({ value: events[0] })
  })

  test('leaves alone what is in it already, and refuses what comes after', () => {
    expect(upgraded('member', { schema: 3, ...rest, line: 7 }, format3)).toEqual({ value: { ...rest, line: 7 } })
    expect(upgraded('member', { schema: 4, ...waiting }, format3).refusal).toContain('reads up to 3')
  })

  test('reaches every record of a snapshot', () => {
    const { value } = upgradedSnapshot(snapshot, format3) as { readonly value: Record<string, unknown> }
    expect(value).toEqual({
      ...snapshot,
      schema: 3,
      members: snapshot.members.map((row) => upgraded('member', row, format3).value),
    })
    expect(value.members).not.toEqual(snapshot.members)
  })
})
