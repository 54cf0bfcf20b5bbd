// What happens when there is more of it: more processes on one pool and on many, a thousand times the members, readers beside writers.
// Nothing here has a target; docs/scale.md tells it.

import pg from 'pg'
import { orThrow } from '../../src/index.ts'
import type { Sizes } from './counts.ts'
import { memberIds } from './members.ts'
import { assigning, licensingOf, openPools, poolIds } from './ours.ts'
import { processConnections } from './processLane.ts'
import { storeOn } from './server.ts'
import { rows } from './targets.ts'
import { type Contest, calling, type Lane } from './turns.ts'
import { startWorker, together, type Worker } from './workers.ts'

type Closing = (() => unknown)[]

const [hotPool = ''] = poolIds(1)
const callers = 64
const connections = 8

/** Four processes for each of the two loads; one, two or all of them take part in a turn. */
export const processContests = async (url: string, closing: Closing): Promise<readonly Contest[]> => {
  const spread = poolIds(101).slice(1)
  const opening = new pg.Pool({ connectionString: url, max: 1 })
  await openPools(licensingOf(storeOn(opening)), [hotPool, ...spread])
  await opening.end()
  const note = `${processConnections} connections each`
  const contests = async (load: string, pools: readonly string[], two: string, four: string): Promise<readonly Contest[]> => {
    const workers: Worker[] = []
    for (let index = 0; index < 4; index++) {
      const worker = await startWorker({ type: 'Process', name: `${load}-${index}`, url, pools })
      if (typeof worker === 'string') throw new Error(worker)
      workers.push(worker)
      closing.push(worker.close)
    }
    const baseline = together(`1 process, ${load}`, workers.slice(0, 1))
    return [
      { row: two, ours: together(`2 processes, ${load}`, workers.slice(0, 2)), baseline, note },
      { row: four, ours: together(`4 processes, ${load}`, workers), baseline, note },
    ]
  }
  return [
    ...(await contests('hot', [hotPool], rows.twoHot, rows.fourHot)),
    ...(await contests('spread', spread, rows.twoSpread, rows.fourSpread)),
  ]
}

/** In the pools that are filled already. */
export const sizeContests = ({ thousand, million }: Sizes, closing: Closing): readonly Contest[] => {
  const licensing = (url: string) => {
    const pool = new pg.Pool({ connectionString: url, max: connections })
    closing.push(() => pool.end())
    return licensingOf(storeOn(pool))
  }
  const [small, large] = [licensing(thousand), licensing(million)]
  const writing = (name: string): Lane => assigning(name, large, [hotPool], callers)
  const ids = memberIds(1_000_000)
  let count = 0
  const reading = calling(callers, async () => {
    const member = ids[(count++ * 7_919) % ids.length] as string
    orThrow(await large.access(hotPool, member, { actor: { role: 'member', id: member } }))
  })
  return [
    { row: rows.million, ours: writing('at 1,000,000'), baseline: assigning('at 1,000', small, [hotPool], callers) },
    {
      row: rows.reads,
      ours: beside({ name: 'reads beside writes', run: reading }, writing('writes beside reads')),
      baseline: { name: 'reads alone', run: reading },
      note: 'at 1,000,000 members',
    },
  ]
}

/** A lane, and another that runs meanwhile and is not timed. */
const beside = (lane: Lane, other: Lane): Lane => ({
  ...lane,
  ...(other.prepare === undefined ? {} : { prepare: other.prepare }),
  run: async (milliseconds) => {
    const [turn] = await Promise.all([lane.run(milliseconds), other.run(milliseconds)])
    return turn
  },
})
