// One lane for a process: while one transaction commits, whoever comes waits, and then all of them are one transaction, whichever pools
// they are about (group commit). Nothing is ever delayed to wait for more. A transaction that somebody else keeps waiting holds up its own
// pools only.

import { setImmediate } from 'node:timers/promises'
import type { Transacted } from '../shell/store.ts'
import type { Job } from './job.ts'

/** What became of a job in the end. */
export type Settled = Transacted | { readonly type: 'Failed'; readonly error: unknown; readonly isPerhapsAnothers?: boolean }

/** Carries out jobs together; answers for each, in order, and never rejects for one of them. */
export type Carry = (jobs: readonly Job[]) => Promise<readonly Settled[]> | readonly Settled[]

export interface Lane {
  readonly transact: (job: Job) => Promise<Transacted>
}

interface Waiting {
  readonly job: Job
  readonly answer: (transacted: Transacted) => void
  readonly fail: (error: unknown) => void
}

/** So long a transaction is waited for before those about other pools go on, and so many may be waited for. */
const patienceMs = 50
const mostSlow = 4

/** A lane whose transactions hold `most` jobs at most. */
export const lane = (carry: Carry, most = 512): Lane => {
  let waiting: Waiting[] = []
  let isRunning = false
  let slow = 0
  /** The pools of transactions under way. */
  const busy = new Set<string>()

  /** Those next in line whose pools nobody is at. Who mends a pool does not believe what is stored of it, so nobody goes along. */
  const takeSome = (): readonly Waiting[] => {
    const some: Waiting[] = []
    const rest: Waiting[] = []
    const left = new Set(busy)
    for (const each of waiting) {
      const { pool, request } = each.job
      const isAlone = request.mending === true || some[0]?.job.request.mending === true
      if (left.has(pool) || some.length === most || (isAlone && some.length > 0)) {
        left.add(pool)
        rest.push(each)
      } else some.push(each)
    }
    waiting = rest
    return some
  }

  const settle = async (some: readonly Waiting[]): Promise<void> => {
    const settled = await carry(some.map(({ job }) => job))
    for (const [index, each] of some.entries()) {
      const outcome = settled[index]
      if (outcome === undefined) each.fail(new Error('a job was not settled'))
      else if (outcome.type !== 'Failed') each.answer(outcome)
      // What failed for those who came along may be nobody's fault but one's.
      else if (outcome.isPerhapsAnothers === true && some.length > 1) await settle([each])
      else each.fail(outcome.error)
    }
  }

  const carryOut = async (some: readonly Waiting[]): Promise<void> => {
    for (const { job } of some) busy.add(job.pool)
    try {
      await settle(some)
    } catch (error) {
      for (const { fail } of some) fail(error)
    }
    for (const { job } of some) busy.delete(job.pool)
  }

  const run = async (): Promise<void> => {
    for (;;) {
      // Who was just answered comes again before this is over, and goes along.
      await setImmediate()
      const some = takeSome()
      if (some.length === 0) break
      const carried = carryOut(some)
      if (slow < mostSlow && !(await isOverSoon(carried))) {
        slow++
        void carried.then(() => {
          slow--
          start()
        })
      } else await carried
    }
    isRunning = false
  }

  const start = (): void => {
    if (isRunning || waiting.length === 0) return
    isRunning = true
    void run()
  }

  return {
    transact: (job) =>
      new Promise((answer, fail) => {
        waiting.push({ job, answer, fail })
        start()
      }),
  }
}

const isOverSoon = (carried: Promise<void>): Promise<boolean> =>
  new Promise((answer) => {
    const timer = setTimeout(() => answer(false), patienceMs)
    void carried.then(() => {
      clearTimeout(timer)
      answer(true)
    })
  })
