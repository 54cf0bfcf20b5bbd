// emmett: a stream for each seat in its in-memory store, and a command goes through its command handler.

import type { Peer } from '../peers.ts'
import { load } from './load.ts'

interface Seat {
  readonly state: 'known' | 'enabled'
  readonly usedDay: number
}
interface SeatEvent {
  readonly type: 'SeatGranted' | 'SeatUsed'
  readonly data: { readonly day: number }
}
type Handle = (store: object, stream: string, decide: (seat: Seat) => SeatEvent | readonly SeatEvent[]) => Promise<unknown>
interface Module {
  readonly getInMemoryEventStore: () => object
  readonly CommandHandler: (options: { evolve: (seat: Seat, event: SeatEvent) => Seat; initialState: () => Seat }) => Handle
}

export const emmett: Peer = {
  name: 'emmett',
  size: 10_000,
  commands: 500,
  open: async () => {
    const { CommandHandler, getInMemoryEventStore } = await load<Module>('@event-driven-io/emmett')
    const store = getInMemoryEventStore()
    const handle = CommandHandler({
      evolve: (_seat, { data }) => ({ state: 'enabled', usedDay: data.day }),
      initialState: () => ({ state: 'known', usedDay: 0 }),
    })
    return {
      assign: (id, day) => handle(store, id, ({ state }) => (state === 'known' ? { type: 'SeatGranted', data: { day } } : [])),
      touch: (id, day) => handle(store, id, ({ usedDay }) => (usedDay < day ? { type: 'SeatUsed', data: { day } } : [])),
    }
  },
}
