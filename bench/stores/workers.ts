// Lanes in processes of their own, and several of them as one lane.

import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Lane, Turn } from './turns.ts'
import type { Answer, Errand } from './worker.ts'

export interface Worker {
  readonly prepare: () => Promise<void>
  readonly run: Lane['run']
  readonly close: () => Promise<void>
}

/** The process of an errand when it is ready; a text says why there is none. */
export const startWorker = async (errand: Errand): Promise<Worker | string> => {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(errand)])
  const first = await answerOf(child)
  if (first.type === 'Absent') {
    child.disconnect()
    return first.why
  }
  const turn = async (milliseconds: number): Promise<Answer> => {
    const answer = answerOf(child)
    child.send(milliseconds)
    return answer
  }
  return {
    prepare: async () => {
      await turn(0)
    },
    run: async (milliseconds) => {
      const answer = await turn(milliseconds)
      if (answer.type !== 'Turn') throw new Error(`${errand.name} did not answer with a turn`)
      return answer
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}

const answerOf = (child: ChildProcess): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a process of the bench ended with exit code ${code}`))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.removeListener('exit', ended)
      resolve(answer as Answer)
    })
  })

/** So many processes at the same time, as one lane: what all of them did, in the time of the slowest. */
export const together = (name: string, workers: readonly Worker[]): Lane => ({
  name,
  prepare: async () => {
    await Promise.all(workers.map(({ prepare }) => prepare()))
  },
  run: async (milliseconds) => {
    const turns: readonly Turn[] = await Promise.all(workers.map(({ run }) => run(milliseconds)))
    return {
      operations: turns.reduce((sum, { operations }) => sum + operations, 0),
      nanoseconds: Math.max(...turns.map(({ nanoseconds }) => nanoseconds)),
      cpu: turns.reduce((sum, { cpu = 0 }) => sum + cpu, 0),
    }
  },
})
