// What one might use instead, in a process of its own. Peers are there to be looked at and hold nothing up: what is not installed (`npm ci
// --prefix bench`, a redis-server on the path) is printed as absent.

import type { Figure } from '../rows.ts'
import { rows } from './targets.ts'
import type { Contest, Lane } from './turns.ts'
import { startWorker, together } from './workers.ts'

export const peerContests = async (url: string, baseline: Lane, closing: (() => unknown)[]) => {
  const contests: Contest[] = []
  const absent: Figure[] = []
  for (const name of ['emmett', 'redis'] as const) {
    const row = rows[name]
    const worker = await startWorker({ type: 'Peer', name, url })
    if (typeof worker === 'string') {
      absent.push({ name: row, ratio: null, note: worker })
      continue
    }
    closing.push(worker.close)
    contests.push({ row, ours: together(name, [worker]), baseline })
  }
  return { contests, absent }
}
