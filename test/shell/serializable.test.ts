// Whatever runs in parallel, it came to what some order one by one would have come to: the same answers, events and pool (A5, X3).

import { fc, test } from '@fast-check/vitest'
import { isRight } from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect } from 'vitest'
import { type By, type Command, createLicensing, execute, type PoolStore, type Rejection } from '../../src/index.ts'
import { replay, toSnapshot } from '../../src/store/index.ts'
import { histories } from '../support/histories.ts'
import { poolIn, turns } from '../support/office.ts'
import { type Carried, type OptimisticStore, optimisticStore } from '../support/optimisticStore.ts'
import { type History, law, opened, patience, vendor } from '../support/playing.ts'
import { same } from '../support/same.ts'

interface Call {
  readonly command: Command
  readonly at: number
  readonly by: By
  readonly key: string | undefined
}

/** How the calls of a history overlap. */
interface Schedule {
  readonly history: History
  /** How many turns each step of the store takes, over and over. */
  readonly slowness: readonly number[]
  /** How many turns pass before the next call, over and over. */
  readonly gaps: readonly number[]
  /** Which calls come twice, under a key. */
  readonly twice: readonly boolean[]
}

const schedules: fc.Arbitrary<Schedule> = fc.record({
  history: histories,
  slowness: fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }),
  gaps: fc.array(fc.constantFrom(0, 0, 0, 0, 0, 1, 3, 9, 40), { minLength: 1, maxLength: 12 }),
  twice: fc.array(fc.constantFrom(false, false, false, true), { minLength: 1, maxLength: 12 }),
})

const callsOf = ({ history, twice }: Schedule): readonly Call[] =>
  history.requests.flatMap(({ command, at, by }, n): Call[] => {
    const call = { command, at, by: { role: by.role, ...(by.id === undefined ? {} : { id: by.id }) } }
    const again = twice[n % twice.length] === true
    return again
      ? [
          { ...call, key: `k${n}` },
          { ...call, key: `k${n}` },
        ]
      : [{ ...call, key: undefined }]
  })

/** Gives the calls to the shell as the schedule says, and answers with what each came to and which transaction was its. */
const inParallel = async (schedule: Schedule, store: OptimisticStore) => {
  const calls = callsOf(schedule)
  const callOf = new Map<unknown, number>()
  let now = schedule.history.at
  let current = -1
  const watching: PoolStore = {
    ...store,
    transact: (pool, request, work) => {
      if (!callOf.has(request)) callOf.set(request, current)
      return store.transact(pool, request, work)
    },
  }
  const told: number[] = []
  const licensing = createLicensing({
    store: watching,
    clock: { now: () => now },
    newId: () => `c${current}`,
    onEvent: ({ event }) => void told.push(event.seq),
  })
  await licensing.execute('crm', schedule.history.open, { actor: vendor, idempotencyKey: 'open' })
  const answers = []
  for (const [n, { command, at, by, key }] of calls.entries()) {
    now = at
    current = n
    answers.push(licensing.execute('crm', command, { actor: by, ...(key === undefined ? {} : { idempotencyKey: key }) }))
    await turns(schedule.gaps[n % schedule.gaps.length])
  }
  const settled = await Promise.all(answers)
  await licensing.drained()
  return { calls, callOf, told, answers: settled }
}

/** What a call saw and did, in an order that one by one comes to the same: who changed nothing, before who changed what it saw. */
const inTurn = (carried: readonly Carried[]): readonly Carried[] => {
  const changes = ({ verdict }: Carried): number => (verdict.type === 'Write' && verdict.change.events.length > 0 ? 1 : 0)
  return [...carried].sort((a, b) => a.seen - b.seen || changes(a) - changes(b))
}

/** Each run gives some 30 commands, most of them twice: first they lose a race. */
const numRuns = 400

const seen = { runs: 0, conflicts: 0, events: 0, refused: new Map<Rejection['type'], number>(), again: 0 }

describe('calls in parallel', () => {
  test.prop([schedules], { ...law, numRuns })(
    'come to what they would have come to one by one, in the order in which they were written',
    async (schedule) => {
      let step = 0
      const store = optimisticStore(() => schedule.slowness[step++ % schedule.slowness.length] ?? 0)
      const { calls, callOf, told, answers } = await inParallel(schedule, store)
      let { pool } = opened(schedule.history)
      const decided = new Set<number>()
      for (const { request, wasAnswered } of inTurn(store.carried)) {
        const n = callOf.get(request)
        const call = n === undefined ? undefined : calls[n]
        if (n === undefined || call === undefined) continue
        decided.add(n)
        const answer = answers[n]
        const twin = calls.findIndex((each) => each.key === call.key)
        if (wasAnswered) {
          seen.again++
          same(answer, answers[twin === n ? n + 1 : twin], `the second answer under ${call.key}`)
          continue
        }
        const result = execute(pool, call.command, call.at, { ...call.by, commandId: call.key ?? `c${n}` })
        if (isRight(result)) {
          const { pool: next, ...outcome } = result.right
          same(answer, { _tag: 'Right', right: outcome }, `the answer to ${call.command.type}`)
          pool = next
        } else {
          same(answer, result, `the refusal of ${call.command.type}`)
          seen.refused.set(result.left.type, (seen.refused.get(result.left.type) ?? 0) + 1)
        }
      }
      // Who was not even asked of the store was no command.
      for (const [n, answer] of answers.entries()) {
        if (!decided.has(n)) expect(answer).toMatchObject({ _tag: 'Left', left: { type: 'Invalid' } })
      }
      const kept = await poolIn(store)
      if (kept === undefined) throw new Error('the pool was not opened')
      same(toSnapshot(kept), toSnapshot(pool), 'the pool')
      same(toSnapshot(replay(store.events('crm'))), toSnapshot(pool), 'the pool of the events')
      same(
        told,
        store.events('crm').map((event) => event.seq),
        'what the listener was told',
      )
      same(
        told,
        Array.from({ length: told.length }, (_, n) => n + 1),
        'the numbers of the events',
      )
      seen.runs++
      seen.conflicts += store.conflicts()
      seen.events += told.length
    },
    patience,
  )

  afterAll(() => {
    expect(seen.runs).toBeGreaterThanOrEqual(numRuns)
    expect(seen.conflicts).toBeGreaterThan(seen.runs)
    expect(seen.again).toBeGreaterThan(seen.runs)
    expect(seen.events).toBeGreaterThan(10 * seen.runs)
    expect([...seen.refused.keys()]).toEqual(
      expect.arrayContaining(['AllowanceExhausted', 'UnknownMember', 'Invalid', 'NotPermitted']),
    )
  })
})
