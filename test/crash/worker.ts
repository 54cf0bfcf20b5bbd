// A process with several callers, started by `fleet.ts`. Each gives one command after the other; one that was told an error gives the same
// command again under the same key, until it is answered.

import { flushCompileCache } from 'node:module'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { createLicensing, systemClock } from '../../src/index.ts'
import { journalIn, type Result } from './journal.ts'
import { openPlace } from './openPlace.ts'
import { askedBy, isGivenTwice, keyOf } from './plan.ts'
import { type Task, tellsEvery } from './task.ts'

const task = JSON.parse(process.argv[2] as string) as Task
const { plan, slot } = task
const journal = journalIn(task.journal)
journal.started(Date.now())

const { patienceMs = 40_000 } = task
let answered = 0
let isStopping = false
process.on('message', () => {
  isStopping = true
})
// Without whoever started it, it has nothing to do.
process.on('disconnect', () => process.exit(0))

// Whoever is killed keeps nothing for the next one.
flushCompileCache()
const { store, close } = await openPlace(task.place, task)
const licensing = createLicensing({ store, clock: systemClock })

const give = async (key: string): Promise<void> => {
  const { pool, command, giving } = askedBy(key, plan)
  const since = Date.now()
  for (;;) {
    try {
      const result = (await licensing.execute(pool, command, giving)) as Result
      journal.acknowledged({ key, pool, result })
      if (++answered % tellsEvery === 0) process.send?.(answered)
      return
    } catch (error) {
      journal.failed(key, error)
      if (Date.now() - since > patienceMs) throw error
      await setTimeout(10)
    }
  }
}

const call = async (caller: number, from: number): Promise<void> => {
  // Not every caller: what was acknowledged and got lost must not always be made good by asking again.
  if (task.isSuccessor && from > 0 && caller % 2 === 0) await give(keyOf(slot, caller, from - 1))
  for (let n = from; !isStopping || (task.isSuccessor && n === from); n++) {
    const key = keyOf(slot, caller, n)
    await Promise.all(isGivenTwice(key) ? [give(key), give(key)] : [give(key)])
  }
}

await Promise.all(task.from.map((from, caller) => call(caller, from)))
await close()
process.disconnect()
