// A process of its own that runs one lane: it says when it is ready, and runs a turn each time it is told to. `workers.ts` starts it. What
// a peer needs may be absent, and a peer that changes how `pg` reads numbers does so here, and not for the others.

import { peerLane } from './peerLanes.ts'
import { processLane } from './processLane.ts'
import type { Lane } from './turns.ts'

/** What a process is to do. */
export type Errand =
  | { readonly type: 'Process'; readonly name: string; readonly url: string; readonly pools: readonly string[] }
  | { readonly type: 'Peer'; readonly name: 'emmett' | 'redis'; readonly url: string }

export type Answer =
  | { readonly type: 'Ready' }
  | { readonly type: 'Absent'; readonly why: string }
  | { readonly type: 'Turn'; readonly operations: number; readonly nanoseconds: number; readonly cpu: number }

const tell = (answer: Answer): void => void process.send?.(answer)

/** So long as nothing else is told, whatever fails ends the process: whoever waits for it hears that. */
const laneOf = (errand: Errand): Promise<Lane> => (errand.type === 'Peer' ? peerLane(errand) : processLane(errand))

const errand = JSON.parse(process.argv[2] ?? '') as Errand
process.once('disconnect', () => process.exit())
try {
  const lane = await laneOf(errand)
  process.on('message', (message) => void run(lane, Number(message)))
  tell({ type: 'Ready' })
} catch (error) {
  if (errand.type !== 'Peer') throw error
  const isAbsent = (error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND'
  tell({ type: 'Absent', why: isAbsent ? 'absent' : `failed: ${(error as Error).message}` })
}

async function run(lane: Lane, milliseconds: number): Promise<void> {
  if (milliseconds === 0) {
    await lane.prepare?.()
    tell({ type: 'Ready' })
    return
  }
  const before = process.cpuUsage()
  const { operations, nanoseconds } = await lane.run(milliseconds)
  const { user, system } = process.cpuUsage(before)
  tell({ type: 'Turn', operations, nanoseconds, cpu: user + system })
}
