// What is done when a transaction does not come to its end: again, where that is harmless; one part after the other, where one job spoils it
// for all; and never twice, where nobody knows whether it was done.

import { setTimeout } from 'node:timers/promises'
import type { Transacted } from '../shell/store.ts'
import { InDoubt } from '../tables/inDoubt.ts'
import type { Job } from '../tables/job.ts'
import type { Carry, Settled } from '../tables/lane.ts'
import type { Ask } from './executor.ts'
import { type Failure, failureOf, isPassing, isUncertain } from './failures.ts'
import { type Attempt, attemptLocked, attemptOpen, attemptReading, attemptSnapshot, type Sessions } from './transaction.ts'

export interface Carrying {
  readonly ask: Ask
  /** Absent where the executor hands out no connections. */
  readonly sessions: Sessions | undefined
  /** How long to try again, in milliseconds, while the database cannot be reached. */
  readonly retryForMs: number
}

/** After a lost race so many transactions are locked: others are about. */
const lockedAtATime = 32

/** Where pools cannot be locked, so many races are lost before the shell is told. */
const mostLosses = 5

const committed: Transacted = { type: 'Committed' }
const conflict: Transacted = { type: 'Conflict' }

interface Pending {
  readonly job: Job
  /** Why it may have been written already. */
  readonly doubt?: unknown
  settle(settled: Settled): void
}

/** Whether to go on: waits a while, longer each time, until there is no time left. */
export type Patience = () => Promise<boolean>

export const patienceFor = (ms: number): Patience => {
  const until = performance.now() + ms
  let pause = 5
  return async () => {
    if (performance.now() + pause > until) return false
    await setTimeout(pause)
    pause = Math.min(pause * 2, 250)
    return true
  }
}

/** Carries out what writes; answers in the order of the jobs. */
export const carrier = ({ ask, sessions, retryForMs }: Carrying): Carry => {
  let locked = 0

  const run = (pending: readonly Pending[]): Promise<Attempt> => {
    const jobs = pending.map(({ job }) => job)
    if (sessions === undefined || locked === 0) return attemptOpen(ask, jobs)
    locked--
    return attemptLocked(sessions, jobs)
  }

  const carryAll = async (all: readonly Pending[], mayGoOn: Patience): Promise<void> => {
    const isAlone = all.length === 1
    let pending = all
    for (let losses = 0; pending.length > 0; ) {
      const attempt = await run(pending)
      if (attempt.type === 'Done') {
        pending = settleAll(pending, attempt)
        if (pending.length === 0) return
        locked = lockedAtATime
        // Nobody waits with it, so the shell may as well ask again.
        if (isAlone || ++losses === mostLosses) return settleEach(pending, () => conflict)
        continue
      }
      const { error } = attempt
      const failure = failureOf(error)
      if (failure === 'Raced') locked = lockedAtATime
      const isInDoubt = isUncertain(failure) && attempt.written !== undefined
      if (isInDoubt) pending = doubtAll(pending, attempt)
      const mayHelp = isPassing(failure) || isInDoubt
      const parts = mayHelp ? [pending] : partsOf(pending, failure)
      if (parts.length > 1) {
        for (const part of parts) await carryAll(part, mayGoOn)
        return
      }
      if (!mayHelp || !(await mayGoOn())) return settleEach(pending, failed(error))
    }
  }

  return async (jobs) => {
    const settled: Settled[] = []
    const pending = jobs.map((job, index): Pending => {
      const settle = (each: Settled): void => {
        settled[index] = each
      }
      return { job, settle }
    })
    await carryAll(pending, patienceFor(retryForMs))
    return settled
  }
}

/**
 * One of them may be to blame, and not its neighbors. Who is late holds up its own pool: its jobs are not tried again one by one, each as late.
 * Nobody alone is to blame for tables that are not there.
 */
const partsOf = (pending: readonly Pending[], failure: Failure): readonly (readonly Pending[])[] => {
  if (failure === 'NoTables') return [pending]
  return failure === 'Late' || failure === 'Unknown' ? byPool(pending) : halved(pending)
}

const halved = (pending: readonly Pending[]): readonly (readonly Pending[])[] => {
  const half = Math.ceil(pending.length / 2)
  return pending.length < 2 ? [pending] : [pending.slice(0, half), pending.slice(half)]
}

const byPool = (pending: readonly Pending[]): readonly (readonly Pending[])[] => {
  const pools = new Map<string, Pending[]>()
  for (const each of pending) pools.set(each.job.pool, [...(pools.get(each.job.pool) ?? []), each])
  return [...pools.values()]
}

const settleEach = (pending: readonly Pending[], outcome: (each: Pending) => Settled): void => {
  for (const each of pending) each.settle(outcome(each))
}

const failed =
  (error: unknown) =>
  ({ doubt }: Pending): Settled => ({ type: 'Failed', error: doubt === undefined ? error : new InDoubt(doubt) })

/** Those that have lost remain. */
const settleAll = (pending: readonly Pending[], { outcomes }: Attempt & { readonly type: 'Done' }): readonly Pending[] =>
  pending.filter((each, index) => {
    const outcome = outcomes[index]
    if (outcome === undefined || outcome.type === 'Lost') return true
    each.settle(outcome.type === 'Failed' ? outcome : committed)
    return false
  })

/** Whatever was perhaps written: a key finds out, so those that have one remain; the others are told. */
const doubtAll = (
  pending: readonly Pending[],
  { error, written = [] }: Attempt & { readonly type: 'Broken' },
): readonly Pending[] =>
  pending.flatMap((each, index) => {
    const outcome = written[index]
    if (outcome === undefined || outcome.type === 'Lost') return [each]
    if (outcome.type === 'Decided' && outcome.after !== undefined) {
      if (each.job.request.key !== undefined) return [{ ...each, doubt: error }]
      each.settle(failed(error)({ ...each, doubt: error }))
    } else each.settle(outcome.type === 'Failed' ? outcome : committed)
    return []
  })

/** Carries out what only reads: beside the lane, as often as it takes. */
export const looker =
  ({ ask, sessions, retryForMs }: Carrying): ((job: Job) => Promise<Transacted>) =>
  async (job) => {
    const mayGoOn = patienceFor(retryForMs)
    for (let losses = 0; ; ) {
      const isOften = losses >= mostLosses
      if (isOften && sessions === undefined) return conflict
      const attempt = await (isOften && sessions !== undefined ? attemptSnapshot(sessions, job) : attemptReading(ask, job))
      if (attempt.type === 'Broken') {
        if (isPassing(failureOf(attempt.error)) && (await mayGoOn())) continue
        throw attempt.error
      }
      const [outcome] = attempt.outcomes
      if (outcome?.type === 'Failed') throw outcome.error
      if (outcome?.type === 'Decided') return committed
      losses++
    }
  }

/** Asks as often as it takes: only what may be carried out twice. */
export const patiently =
  (ask: Ask, retryForMs: number): Ask =>
  async (...statement) => {
    const mayGoOn = patienceFor(retryForMs)
    for (;;) {
      try {
        return await ask(...statement)
      } catch (error) {
        if (!isPassing(failureOf(error)) || !(await mayGoOn())) throw error
      }
    }
  }
