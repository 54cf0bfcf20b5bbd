// Whatever comes in from outside, nothing throws: garbage is refused, a document with one thing wrong is refused at its place or is
// harmless, and what we made ourselves is accepted (X10).

import fc from 'fast-check'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  access,
  type By,
  type Command,
  decodeCommand,
  execute,
  type LicensePool,
  members,
  nextDue,
  openPool,
  type Rejection,
  run,
  summary,
} from '../../src/index.ts'
import { decodeEvent, executeAll, fromSnapshot, partialPool, rowsOf, toSnapshot } from '../../src/store/index.ts'
import { hostileValues } from '../pool/validation/hostileValues.ts'
import { allHistories, histories } from '../support/histories.ts'
import { type Mutant, mutate, mutation } from '../support/mutations.ts'
import { law, patience, play, system, told } from '../support/playing.ts'
import { same, throughJson } from '../support/same.ts'
import { DAY } from '../support/scenes.ts'

const at = Date.UTC(2026, 2, 20)
const sweepCommand: Command = { type: 'Sweep' }

const opening = openPool(
  { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots: [{ lot: 'a', quantity: 1 }] },
  at,
  system,
)
const pool = isRight(opening) ? opening.right.pool : expect.fail('the pool was not opened')

/** Fails unless a refusal says what is wrong, and where. */
const isTold = (refusal: Rejection): void => {
  if (refusal.type !== 'Invalid') return
  if (refusal.issues.length === 0) expect.fail('Invalid without an issue')
  for (const { path, message } of refusal.issues) {
    if (typeof path !== 'string' || message === '') expect.fail(`an issue at ${path} says ${message}`)
  }
}

/** Every door there is, tried with the same thing in each of its places. */
const doors: readonly ((value: unknown) => Either<Rejection, unknown>)[] = [
  decodeCommand,
  decodeEvent,
  fromSnapshot,
  (value) => execute(pool, value as Command, at, system),
  (value) => execute(pool, sweepCommand, value as number, system),
  (value) => execute(pool, sweepCommand, at, value as By),
  (value) => openPool(value as Parameters<typeof openPool>[0], at, system),
  (value) => openPool({ type: 'OpenPool', organization: 'acme', policies: value as object }, at, system),
  (value) => executeAll(pool, [{ command: value as Command, at, by: system }]).results[0] as Either<Rejection, unknown>,
  (value) => {
    const ran = run(partialPool(rowsOf(pool, []).header), value as Command, at, system)
    return ran.type === 'Done' ? ran.result : expect.fail(`${ran.type}, on garbage`)
  },
]

const refuses = (value: () => unknown): void => {
  const was = JSON.stringify(toSnapshot(pool))
  for (const door of doors) {
    const answer = door(value())
    if (isLeft(answer)) isTold(answer.left)
  }
  expect(JSON.stringify(toSnapshot(pool))).toBe(was)
}

describe('no door throws (X10)', () => {
  test.each(Object.keys(hostileValues))('on %s', (name) => refuses(() => hostileValues[name]?.()))

  test('on any JSON', { timeout: patience }, () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => refuses(() => value)),
      law,
    )
  })

  test('on any value at all, also where a type, a member or a list is due', { timeout: patience }, () => {
    const everything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
    })
    const types = fc.constantFrom(
      'OpenPool',
      'ImportMembers',
      'ChangePolicies',
      'UnlicenseMembers',
      'SignIn',
      'RecordUse',
      'SeatGranted',
    )
    const almost = fc
      .tuple(types, everything)
      .map(([type, value]) => ({ type, member: value, members: value, policies: value, lots: value, seq: value }))
    const property = fc.property(fc.oneof(everything, almost), (value) => refuses(() => value))
    fc.assert(property, law)
  })
})

const tried = { commands: 0, events: 0, snapshots: 0, accepted: 0 }

/** A refusal of a mutant names something near what was touched; what two fields say of each other may be told at the other one. */
const isNear = (refusal: Rejection, { names }: Mutant, contradicting: readonly string[]): void => {
  isTold(refusal)
  if (refusal.type !== 'Invalid' || names.length < 2 || names.includes('type')) return
  const near = [...names, ...contradicting]
  if (refusal.issues.some(({ path }) => near.some((name) => path.includes(name)))) return
  expect.fail(`touched at ${names.join('.')}, refused at ${refusal.issues.map(({ path }) => path).join(' ')}`)
}

describe('a document with one thing wrong is refused where it is wrong, or is harmless (X10)', () => {
  test('a command', { timeout: patience }, () => {
    const property = fc.property(histories, mutation, (history, change) => {
      const { opening, turns } = play(history)
      const first = { command: history.open as Command, before: opening.pool, at: history.at, by: system }
      for (const { command, before, at, by } of [first, ...turns.filter((_, index) => index % 2 === 0)]) {
        if (isLeft(decodeCommand(command))) continue
        const mutant = mutate(command, change)
        const decoded = decodeCommand(mutant.document)
        tried.commands++
        if (isLeft(decoded)) isNear(decoded.left, mutant, ['until', 'session', 'member', 'peopleState', 'credentials'])
        const outcome = execute(before, mutant.document as Command, at, by)
        if (isLeft(decoded)) same(told(outcome), { refused: decoded.left }, 'the refusal at the door of the core')
      }
    })
    fc.assert(property, law)
    expect(tried.commands).toBeGreaterThan(10_000)
  })

  test('an event', { timeout: patience }, () => {
    const property = fc.property(histories, mutation, (history, change) => {
      for (const event of play(history).events) {
        const mutant = mutate(event, change)
        const decoded = decodeEvent(mutant.document)
        tried.events++
        if (isLeft(decoded)) isNear(decoded.left, mutant, ['event'])
      }
    })
    fc.assert(property, law)
    expect(tried.events).toBeGreaterThan(10_000)
  })

  test('a snapshot', { timeout: patience }, () => {
    const mutations = fc.array(mutation, { minLength: 8, maxLength: 8 })
    const property = fc.property(allHistories, mutations, (history, changes) => {
      const { pool, turns } = play(history)
      const snapshot = toSnapshot(pool)
      for (const [index, change] of changes.entries()) {
        const mutant = mutate(snapshot, change, ['members', 'header', undefined][index % 3])
        const read = fromSnapshot(mutant.document)
        tried.snapshots++
        if (isLeft(read)) isNear(read.left, mutant, ['counts', 'allowance', 'ordinal', 'id'])
        else {
          tried.accepted++
          same<unknown>(throughJson(toSnapshot(read.right)), inOrder(mutant.document), 'what was read')
          isHarmless(read.right, turns.slice(-3))
        }
      }
    })
    fc.assert(property, law)
    expect(tried.snapshots).toBeGreaterThan(4_000)
    expect(tried.accepted).toBeGreaterThan(300)
  })
})

/** Members stand in the order of their entry. */
const inOrder = (document: unknown): unknown => {
  const { members, ...rest } = document as { members: { ordinal: number }[] }
  return { ...rest, members: [...members].sort((a, b) => a.ordinal - b.ordinal) }
}

/** Nothing that is done with such a pool throws, its figures add up, and nobody in it has what is never theirs (X4, X5, A2). */
const isHarmless = (read: LicensePool, requests: readonly { command: Command; at: number; by: By }[]): void => {
  let current = read
  isSound(current)
  for (const request of [...requests, { command: sweepCommand, at: 8_640_000_000_000_000 - DAY, by: system }]) {
    members(current, { at: request.at })
    nextDue(current)
    const outcome = execute(current, request.command, request.at, request.by)
    if (!isRight(outcome)) continue
    current = outcome.right.pool
    isSound(current)
  }
}

const isSound = (read: LicensePool): void => {
  const { header, members: rows } = toSnapshot(read)
  const { allowance, overage, overageSince } = summary(read, header.latestAt)
  for (const { id, kind } of rows.filter((row) => row.kind !== 'person')) {
    const { level } = access(read, id, header.latestAt)
    if (level === 'full' || level === 'trial') expect.fail(`${id}, a ${kind}, has ${level} access`)
  }
  for (const [state, count] of Object.entries(header.counts)) {
    if (rows.filter((row) => row.state === state).length !== count) expect.fail(`${state} is ${count}`)
  }
  if ((overage === 0) !== (overageSince === null))
    expect.fail(`${overage} over the allowance of ${allowance} since ${overageSince}`)
}

test('what we made ourselves is accepted, also through JSON (X10)', { timeout: patience }, () => {
  const property = fc.property(allHistories, (history) => {
    const { pool, turns } = play(history)
    expect(fromSnapshot(throughJson(toSnapshot(pool)))._tag).toBe('Right')
    for (const { command, result } of turns) {
      if (isRight(result)) expect(decodeCommand(throughJson(command))._tag).toBe('Right')
    }
  })
  fc.assert(property, law)
})
