// Faults that these properties found, each as the smallest history that shows it.

import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type Command, execute, type LicensePool, nextDue, type Outcome, openPool, run, summary } from '../../src/index.ts'
import type { OpenPool } from '../../src/pool/model/command.ts'
import { executeAll, fromSnapshot, partialPool, type Request, rowsOf, toSnapshot, widen } from '../../src/store/index.ts'
import { system } from '../support/playing.ts'
import { DAY, HOUR } from '../support/scenes.ts'

const at = Date.UTC(2026, 0, 1, 9)

const accepted = (outcome: ReturnType<typeof execute>): Outcome =>
  isRight(outcome) ? outcome.right : expect.fail(outcome.left.message)

const open = (policies: OpenPool['policies'], lots: OpenPool['lots']): LicensePool =>
  accepted(openPool({ type: 'OpenPool', organization: 'acme', policies: policies ?? {}, lots: lots ?? [] }, at, system)).pool

const request = (command: Command, moment = at): Request => ({ command, at: moment, by: system })

const told = ({ events }: Pick<Outcome, 'events'>): readonly string[] =>
  events.map((event) => ('member' in event ? `${event.type} ${event.member}` : event.type))

/** The events of requests given one by one. */
const oneByOne = (start: LicensePool, requests: readonly Request[]): readonly string[] => {
  let pool = start
  return requests.flatMap((each) => {
    const outcome = accepted(execute(pool, each.command, each.at, each.by))
    pool = outcome.pool
    return told(outcome)
  })
}

describe('a seat granted on the day of last use of an exempt member who came in later', () => {
  const exempting = { idleReclaim: { enabled: true, days: 1, exempt: ['eve'] } }

  test('is reclaimed, also when nobody looked before it was idle (T4, M12)', () => {
    const policies = { ...exempting, autoAssign: { enabled: true }, waiting: { admit: 'whenFree' } } as const
    const pool = open(policies, [
      { lot: 'a', quantity: 1 },
      { lot: 'b', quantity: 1, from: at + 3 * HOUR },
    ])
    const requests = [
      request({ type: 'AddMember', member: 'amy' }),
      request({ type: 'AddMember', member: 'eve' }),
      request({ type: 'SignIn', member: 'eve', client: 'mobile' }),
      request({ type: 'SignIn', member: 'amy', client: 'mobile' }),
    ]
    const late = request({ type: 'Sweep' }, at + 10 * DAY)
    const soon = request({ type: 'Sweep' }, at + 3 * HOUR)
    const expected = ['SeatRequested amy', 'LotStarted', 'SeatGranted amy', 'SeatReclaimed amy']
    expect(oneByOne(pool, [...requests, soon, late]).slice(3)).toEqual(expected)
    expect(oneByOne(pool, [...requests, late]).slice(3)).toEqual(expected)
  })

  test('is reclaimed, also in one scratch with the shrinking that passed the exempt one by (T4, A3)', () => {
    const pool = open({ ...exempting, shrink: { rule: 'releaseLongestIdle' } }, [{ lot: 'a', quantity: 1 }])
    const requests = [
      request({ type: 'AddMember', member: 'amy' }),
      request({ type: 'AddMember', member: 'eve' }),
      request({ type: 'AssignSeat', member: 'eve' }),
      request({ type: 'LowerAllowance', to: 0 }),
      request({ type: 'AddLot', lot: 'b', organization: 'acme', quantity: 2 }),
      request({ type: 'AssignSeat', member: 'amy' }),
      request({ type: 'Sweep' }, at + 10 * DAY),
    ]
    const all = executeAll(pool, requests).results.flatMap((result) =>
      isRight(result) ? told(result.right) : [result.left.type],
    )
    expect(all.at(-1)).toBe('SeatReclaimed amy')
    expect(all).toEqual(oneByOne(pool, requests))
  })
})

test('an idle seat that is exempt does not make nextDue ring for ever (M12, T4)', () => {
  const pool = open({ idleReclaim: { enabled: true, days: 1, exempt: ['eve'] } }, [{ lot: 'a', quantity: 1 }])
  const { pool: held } = executeAll(pool, [
    request({ type: 'AddMember', member: 'eve' }),
    request({ type: 'AssignSeat', member: 'eve' }),
  ])
  const due = nextDue(held)
  const swept = accepted(execute(held, { type: 'Sweep' }, due ?? at, system)).pool
  expect(nextDue(swept)).toBeUndefined()
})

test('a transfer in a pool that is over its allowance leaves the overage as old as it is (A2, M14)', () => {
  const pool = open({}, [{ lot: 'a', quantity: 1 }])
  const { pool: over } = executeAll(pool, [
    request({ type: 'AddMember', member: 'ann' }),
    request({ type: 'AddMember', member: 'bob' }),
    request({ type: 'AssignSeat', member: 'ann' }),
    request({ type: 'LowerAllowance', to: 0 }, at + HOUR),
  ])
  const moved = accepted(execute(over, { type: 'TransferSeat', from: 'ann', to: 'bob' }, at + DAY, system)).pool
  expect(summary(over, at + DAY)).toMatchObject({ overage: 1, overageSince: at + HOUR })
  expect(summary(moved, at + DAY)).toMatchObject({ overage: 1, overageSince: at + HOUR })
})

test('a placeholder that was filled is not brought back by its row, which the store still has (P8, design: partial pools)', () => {
  const fill: Command = { type: 'FillPlaceholder', placeholder: 'tbh', member: 'ann' }
  const { pool } = executeAll(open({}, []), [
    request({ type: 'AddMember', member: 'tbh', kind: 'placeholder' }),
    request({ type: 'AddMember', member: 'ann' }),
  ])
  const { header, members } = rowsOf(pool, ['tbh', 'ann'])
  const rows = { members, asked: ['tbh', 'ann'], reach: { timed: 'all', idle: 'all', waiting: 'all' } } as const
  const filled = run(widen(partialPool(header), rows), fill, at, system)
  if (filled.type !== 'Done') return expect.fail(filled.type)
  const again = run(widen(accepted(filled.result).pool, rows), fill, at, system)
  expect(again).toMatchObject({ type: 'Done', result: { _tag: 'Left', left: { type: 'UnknownMember', member: 'tbh' } } })
})

describe('a snapshot that says what cannot be is refused at its field (X10)', () => {
  const { pool } = executeAll(open({}, [{ lot: 'a', quantity: 1 }]), [
    request({ type: 'AddMember', member: 'ann' }),
    request({ type: 'AssignSeat', member: 'ann' }),
  ])
  const { schema, header, members, leases } = toSnapshot(pool)
  const issuesOf = (snapshot: unknown): readonly string[] => {
    const read = fromSnapshot(snapshot)
    return isRight(read) || read.left.type !== 'Invalid' ? [] : read.left.issues.map(({ path }) => path)
  }

  test('a resource holds a seat (X5)', () => {
    expect(issuesOf({ schema, header, leases, members: members.map((row) => ({ ...row, kind: 'resource' })) })).toEqual([
      'members[0].kind',
    ])
  })

  test('it has been over an allowance in which it fits (A2)', () => {
    expect(issuesOf({ schema, header: { ...header, over: { since: at, until: null } }, members, leases })).toEqual([
      'header.over',
    ])
  })
})
