// The one retry loop. A lost race is a value; whoever has lost one lines up behind those who lost before it, so that on one pool a
// thousand callers need two attempts each, where everybody against everybody would need five hundred.

import type { PoolStore, Verdict, Working, WorkRequest } from './store.ts'

/** One turn of the work: the verdict for the store, and what it means once the store has carried it out. */
export interface Turn<A> {
  readonly verdict: Verdict
  /** The answer; none while there are rows to load, or while more has to be settled first. */
  readonly result?: A
}

/** Runs the work in the store's transactions until it has an answer; `committed` is told every turn that counts. */
export type Transact = <A>(
  pool: string,
  request: WorkRequest,
  work: (working: Working) => Turn<A>,
  committed?: (turn: Turn<A>) => void,
) => Promise<A>

/** A race is lost so often only where a store is broken. */
const mostLosses = 1_000

export const transactor = (store: PoolStore): Transact => {
  /** By pool, the last of those who have lost a race and wait for their turn. */
  const losers = new Map<string, Promise<void>>()

  const lineUp = async (pool: string): Promise<() => void> => {
    const before = losers.get(pool)
    let leave = (): void => {}
    const me = new Promise<void>((resolve) => {
      leave = resolve
    })
    losers.set(pool, me)
    await before
    return () => {
      if (losers.get(pool) === me) losers.delete(pool)
      leave()
    }
  }

  return async (pool, request, work, committed) => {
    let leaveLine: (() => void) | undefined
    try {
      for (let losses = 0; losses < mostLosses; ) {
        const turns: ReturnType<typeof work>[] = []
        const { type } = await store.transact(pool, request, (working) => {
          const turn = work(working)
          turns.push(turn)
          return turn.verdict
        })
        if (type === 'Conflict') {
          losses++
          leaveLine ??= await lineUp(pool)
          continue
        }
        const turn = turns.at(-1)
        if (turn === undefined || turn.verdict.type === 'Need') throw new Error('the store did not hear the work out')
        committed?.(turn)
        if (turn.result !== undefined) return turn.result
        // What was settled is written; the same command goes on from there.
        losses = 0
      }
      throw new Error(`the pool ${pool} changed ${mostLosses} times`)
    } finally {
      leaveLine?.()
    }
  }
}
