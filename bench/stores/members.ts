// A pool with as many members as wanted, half of them with a seat, put into a store without giving a command for each: it is made in
// memory and written through the port, as `rebuild` writes what it mends. So its rows and its counters are those that commands leave.

import { type LicensePool, openPool, type PoolStore, summary } from '../../src/index.ts'
import { executeAll, type Request } from '../../src/store/index.ts'
import { DAY } from '../pools.ts'

const admin = { role: 'systemAdmin' } as const
const atATime = 20_000

/** Ids sort as they come in. */
export const memberIds = (size: number): readonly string[] =>
  Array.from({ length: size }, (_, index) => `m${String(index).padStart(7, '0')}`)

/** Who has an odd number has no seat. */
export const withoutSeat = (ids: readonly string[]): readonly string[] => ids.filter((_, index) => index % 2 === 1)

const poolOf = (ids: readonly string[], at: number): LicensePool => {
  const opening = { organization: 'acme', preset: 'mobileAssignment', lots: [{ lot: 'all', quantity: 1_000_000_000 }] } as const
  const opened = openPool({ type: 'OpenPool', ...opening }, at, { role: 'accountManager' })
  if (opened._tag === 'Left') throw new Error(opened.left.message)
  let { pool } = opened.right
  const give = (requests: readonly Request[]): void => {
    const done = executeAll(pool, requests)
    if (done.results.some((result) => result._tag === 'Left')) throw new Error('not everybody came in')
    pool = done.pool
  }
  for (const some of chunksOf(ids)) {
    give([{ command: { type: 'ImportMembers', members: some.map((member) => ({ member })) }, at, by: admin }])
    give(
      some.flatMap((member, index) =>
        index % 2 === 0 ? [{ command: { type: 'AssignSeat', member }, at, by: admin } as const] : [],
      ),
    )
  }
  return pool
}

export const fill = async (store: PoolStore, id: string, size: number): Promise<void> => {
  const ids = memberIds(size)
  const pool = poolOf(ids, Date.now() - 3 * DAY)
  if (summary(pool, Date.now()).consumed !== size / 2) throw new Error('half of them should have a seat')
  let from = 0
  for (const members of chunksOf(ids)) {
    const change = { from, pool, events: [], mends: { members, sessions: [] } }
    const done = await store.transact(id, { members: [], readOnly: false, mending: true }, () => ({ type: 'Write', change }))
    if (done.type !== 'Committed') throw new Error(`${id} was changed by somebody else`)
    from = pool.version
  }
}

const chunksOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / atATime) }, (_, index) => ids.slice(index * atATime, (index + 1) * atATime))
