// Our side over any store: pools that never fill up, and callers that assign a seat to somebody who has none, each under an idempotency
// key.

import { type Clock, createLicensing, type Licensing, orThrow, type PoolStore, systemClock } from '../../src/index.ts'
import { calling, type Lane } from './turns.ts'

const vendor = { role: 'accountManager' } as const
const admin = { role: 'systemAdmin' } as const
const quantity = 1_000_000_000

export const licensingOf = (store: PoolStore, clock: Clock = systemClock): Licensing => createLicensing({ store, clock })

export const poolIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `pool-${String(index).padStart(3, '0')}`)

export const openPools = async (licensing: Licensing, pools: readonly string[]): Promise<void> => {
  const lots = [{ lot: 'all', quantity }]
  const opening = { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots } as const
  for (const pool of pools) orThrow(await licensing.execute(pool, opening, { actor: vendor }))
}

/**
 * Callers of one lane. The member, the event and the key are written with each command. Who is to get a seat has to be known to the pool:
 * more than were needed so far are imported before each turn, which is not timed.
 */
export const assigning = (name: string, licensing: Licensing, pools: readonly string[], callers: number): Lane => {
  let [known, given, givenBefore] = [0, 0, 0]
  const memberOf = (index: number): string => `${name}-${index}`
  const poolOf = (index: number): string => pools[index % pools.length] as string
  const importUpTo = async (count: number): Promise<void> => {
    const members = new Map(pools.map((pool): [string, { member: string }[]] => [pool, []]))
    for (; known < count; known++) members.get(poolOf(known))?.push({ member: memberOf(known) })
    const imports = [...members].filter(([, some]) => some.length > 0)
    const give = ([pool, some]: (typeof imports)[number]) =>
      licensing.execute(pool, { type: 'ImportMembers', members: some }, { actor: admin })
    for (const done of await Promise.all(imports.map(give))) orThrow(done)
  }
  const assign = async (): Promise<void> => {
    const index = given++
    if (index >= known) throw new Error(`${name} has given a seat to everybody`)
    const member = memberOf(index)
    const giving = { actor: admin, idempotencyKey: `assign-${member}` }
    orThrow(await licensing.execute(poolOf(index), { type: 'AssignSeat', member }, giving))
  }
  return {
    name,
    prepare: async () => {
      const reserve = Math.max(20_000, 4 * (given - givenBefore))
      givenBefore = given
      while (known < given + reserve) await importUpTo(Math.min(known + 10_000, given + reserve))
    },
    run: calling(callers, assign),
  }
}
