// What one might use instead, doing the same two things: an assignment, and a use on a new day. Peers are there to be looked at and
// hold nothing up: one that is not installed (`npm ci --prefix bench`) is printed as absent.

import { Baseline } from './baseline.ts'
import { noonOf, versus } from './lanes.ts'
import { emmett } from './peers/emmett.ts'
import { immerMap } from './peers/immerMap.ts'
import { immutableMap } from './peers/immutableMap.ts'
import { xstate } from './peers/xstate.ts'
import { idsOf } from './pools.ts'
import { at, type Lane, race } from './rounds.ts'
import type { Figure } from './rows.ts'

/** A command on one seat, as a peer does it. */
export type Act = (id: string, day: number) => unknown

export interface Peer {
  readonly name: string
  /** As many members as it can have while it still takes seconds. */
  readonly size: number
  /** How many commands a round has. */
  readonly commands: number
  /** Makes everybody known, and nobody has a seat. */
  readonly open: (ids: readonly string[]) => Promise<{ readonly assign: Act; readonly touch: Act }>
}

const peers: readonly Peer[] = [xstate, emmett, immerMap, immutableMap]

export const runPeers = async (wants: (row: string) => boolean): Promise<readonly Figure[]> => {
  const figures: Figure[] = []
  for (const peer of peers) {
    const row = (what: string) => `${peer.name}: ${what}, ${peer.size.toLocaleString('en-US')} members`
    if (wants(row('assign')) || wants(row('touch'))) figures.push(...(await racePeer(peer, row)))
  }
  return figures
}

const racePeer = async ({ size, commands, open }: Peer, row: (what: string) => string): Promise<readonly Figure[]> => {
  const ids = idsOf(size)
  const seats = await open(ids).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  })
  if (seats === undefined) return ['assign', 'touch'].map((what) => ({ name: row(what), ratio: null, note: 'absent' }))
  const baseline = new Baseline()
  for (const id of ids) baseline.add(id, 0)
  return [
    await raceActs(row('assign'), ids, commands, seats.assign, (id, day) => baseline.assign(id, noonOf(day)), 20_000),
    await raceActs(row('touch'), ids, commands, seats.touch, (id, day) => baseline.touch(id, noonOf(day)), 20_001),
  ]
}

const raceActs = async (name: string, ids: readonly string[], commands: number, theirs: Act, baseline: Act, day: number) => {
  const lane = (side: string, act: Act): Lane => ({
    name: side,
    operations: commands,
    run: async (round) => {
      for (let index = round * commands; index < (round + 1) * commands; index++) {
        const done = act(at(ids, index), day)
        if (done instanceof Promise) await done
      }
    },
  })
  const times = await race([lane('baseline', baseline), lane('ours', theirs)])
  return versus(name, times)
}
