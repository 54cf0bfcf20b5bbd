// One lane for a process: while one transaction commits, whoever comes waits, and then all of them are one transaction, whichever pools
// they are about (group commit). Nothing is ever delayed to wait for more.

import { setImmediate } from 'node:timers/promises'
import type { Transacted } from '../shell/store.ts'
import type { Job } from './job.ts'

/** What became of a job in the end. */
export type Settled = Transacted | { readonly type: 'Failed'; readonly error: unknown }

/** Carries out jobs together; answers for each, in order, and never rejects for one of them. */
export type Carry = (jobs: readonly Job[]) => Promise<readonly Settled[]> | readonly Settled[]

export interface Lane {
  readonly transact: (job: Job) => Promise<Transacted>
  /** When nobody is in it any more. */
  readonly emptied: () => Promise<void>
}

interface Waiting {
  readonly job: Job
  readonly answer: (transacted: Transacted) => void
  readonly fail: (error: unknown) => void
}

/** A lane whose transactions hold `most` jobs at most. */
export const lane = (carry: Carry, most = 512): Lane => {
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined

  const takeSome = (): readonly Waiting[] => {
    // Who mends a pool does not believe what is stored of it: nobody else goes by what it is handed.
    const mending = waiting.findIndex(({ job }) => job.request.mending)
    const count = mending < 0 ? most : Math.max(1, Math.min(mending, most))
    const some = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return some
  }

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Who was just answered comes again before this is over, and goes along.
      await setImmediate()
      const some = takeSome()
      try {
        const settled = await carry(some.map(({ job }) => job))
        some.forEach(({ answer, fail }, index) => {
          const outcome = settled[index]
          if (outcome === undefined) fail(new Error('a job was not settled'))
          else if (outcome.type === 'Failed') fail(outcome.error)
          else answer(outcome)
        })
      } catch (error) {
        for (const { fail } of some) fail(error)
      }
    }
    running = undefined
  }

  return {
    transact: (job) =>
      new Promise((answer, fail) => {
        waiting.push({ job, answer, fail })
        running ??= run()
      }),
    emptied: async () => running,
  }
}
