// immer over a plain Map: each command is one `produce`, which copies the Map.

import type { Peer } from '../peers.ts'
import { load } from './load.ts'

interface Seat {
  state: 'known' | 'enabled'
  usedDay: number
}
interface Pool {
  consumed: number
  readonly seats: Map<string, Seat>
}
interface Module {
  readonly enableMapSet: () => void
  readonly produce: (pool: Pool, change: (draft: Pool) => void) => Pool
}

export const immerMap: Peer = {
  name: 'immer',
  size: 10_000,
  commands: 50,
  open: async (ids) => {
    const { enableMapSet, produce } = await load<Module>('immer')
    enableMapSet()
    let pool: Pool = { consumed: 0, seats: new Map(ids.map((id) => [id, { state: 'known', usedDay: 0 }])) }
    const change = (id: string, recipe: (seat: Seat, draft: Pool) => void): void => {
      pool = produce(pool, (draft) => recipe(draft.seats.get(id) as Seat, draft))
    }
    return {
      assign: (id, day) =>
        change(id, (seat, draft) => {
          if (seat.state === 'enabled') return
          seat.state = 'enabled'
          seat.usedDay = day
          draft.consumed++
        }),
      touch: (id, day) =>
        change(id, (seat) => {
          if (seat.usedDay < day) seat.usedDay = day
        }),
    }
  },
}
