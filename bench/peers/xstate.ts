// xstate: an actor for each seat, in a Map, and a command is an event sent to it.

import type { Peer } from '../peers.ts'
import { load } from './load.ts'

interface SeatEvent {
  readonly type: 'AssignSeat' | 'SignIn'
  readonly day: number
}
interface Told {
  readonly context: { readonly usedDay: number }
  readonly event: SeatEvent
}
interface Module {
  readonly createMachine: (config: object) => object
  readonly createActor: (machine: object) => { start(): { send(event: SeatEvent): void } }
  readonly assign: (assignments: { readonly usedDay: (told: Told) => number }) => object
}

export const xstate: Peer = {
  name: 'xstate',
  size: 50_000,
  commands: 3_000,
  open: async (ids) => {
    const { assign, createActor, createMachine } = await load<Module>('xstate')
    const used = assign({ usedDay: ({ event }) => event.day })
    const isLater = ({ context, event }: Told): boolean => context.usedDay < event.day
    const machine = createMachine({
      initial: 'known',
      context: { usedDay: 0 },
      states: {
        known: { on: { AssignSeat: { target: 'enabled', actions: used } } },
        enabled: { on: { SignIn: { guard: isLater, actions: used } } },
      },
    })
    const seats = new Map(ids.map((id) => [id, createActor(machine).start()]))
    return {
      assign: (id, day) => seats.get(id)?.send({ type: 'AssignSeat', day }),
      touch: (id, day) => seats.get(id)?.send({ type: 'SignIn', day }),
    }
  },
}
