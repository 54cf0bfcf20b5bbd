// What the callers ask for. A command is a function of its idempotency key alone, so whoever takes over from a killed worker needs only the
// number at which each caller stood.

import type { Command, Giving } from '../../src/index.ts'
import { chance, choice } from './chance.ts'

/** How large the run is: the pool that everybody wants, and further ones so that one transaction is about many. */
export interface Plan {
  readonly licenses: number
  readonly members: number
  readonly sidePools: number
}

export interface Asked {
  readonly pool: string
  readonly command: Command
  readonly giving: Giving & { readonly idempotencyKey: string }
}

export const mainPool = 'main'
const sideLicenses = 3
const sideMembers = 8

/** Every pool, by the command that opens it. */
export const openings = ({ licenses, sidePools }: Plan): readonly Asked[] => [
  opening(mainPool, licenses, 'atSignIn'),
  ...Array.from({ length: sidePools }, (_, n) => opening(`side ${n}`, sideLicenses, n % 2 === 0 ? 'atSignIn' : 'whenFree')),
]

const opening = (pool: string, quantity: number, admit: 'atSignIn' | 'whenFree'): Asked => ({
  pool,
  command: {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'mobileAssignment',
    policies: { waiting: { admit } },
    lots: [{ lot: 'first', quantity }],
  },
  giving: { actor: { role: 'accountManager' }, idempotencyKey: `open ${pool}` },
})

/** The key of a caller's nth command; `slot` is the place of a worker, whoever holds it. */
export const keyOf = (slot: number, caller: number, n: number): string => `${slot}.${caller}.${n}`

/** Whose key it is; `undefined` for the opening of a pool. */
export const ownerOf = (key: string): { readonly slot: number; readonly caller: number; readonly n: number } | undefined => {
  const [slot, caller, n] = key.split('.').map(Number)
  return n === undefined ? undefined : { slot: slot as number, caller: caller as number, n }
}

/** Some commands are given twice at once, as by a user who is impatient. */
export const isGivenTwice = (key: string): boolean => chance(key, 'twice') < 0.05

export const askedBy = (key: string, { members, sidePools }: Plan): Asked => {
  const isSide = sidePools > 0 && chance(key, 'pool') < 0.12
  const pool = isSide ? `side ${choice(sidePools, key, 'which')}` : mainPool
  const some = (name: string): string => `m${choice(isSide ? sideMembers : members, key, name)}`
  const command = commandOf(chance(key, 'command'), some('member'), some('other'))
  const actor = command.type === 'SignIn' ? ({ role: 'member', id: command.member } as const) : ({ role: 'systemAdmin' } as const)
  return { pool, command, giving: { actor, idempotencyKey: key } }
}

/** Seats are wanted more often than they come back, so the limit is where the pool stands most of the time. */
const commandOf = (chance: number, member: string, other: string): Command => {
  if (chance < 0.38) return { type: 'SignIn', member, client: 'mobile' }
  if (chance < 0.63) return { type: 'AssignSeat', member }
  if (chance < 0.68) return { type: 'DisableMember', member }
  if (chance < 0.83) return { type: 'EnableMember', member }
  if (chance < 0.84) return { type: 'DeleteMember', member }
  if (chance < 0.9) return { type: 'AddMember', member }
  return { type: 'TransferSeat', from: member, to: other }
}
