// A question that needs several rounds of reading is answered from one version (A5), whoever writes between them.

import { execute } from '../pool/execute.ts'
import { contentsOf } from '../pool/licensePool.ts'
import { rowsOf } from '../pool/rows/partial.ts'
import { orThrow } from '../shell/result.ts'
import type { LicenseStore, Transacted, Work } from '../shell/store.ts'
import { same } from './same.ts'
import { type Chapter, kim, office, start } from './stage.ts'

/** Adds ann and zoe, both in one change. */
const addingBoth: Work = ({ pool }) => {
  if (pool === undefined) return { type: 'Nothing' }
  const command = { type: 'ImportMembers', members: [{ member: 'ann' }, { member: 'zoe' }] } as const
  const ran = execute(pool, command, start, kim)
  const { pool: next, events } = orThrow(ran)
  return { type: 'Write', change: { from: pool.version, pool: next, events } }
}

const writeBoth = async (store: LicenseStore): Promise<void> => {
  for (let told: Transacted['type'] = 'Conflict'; told === 'Conflict'; )
    told = (await store.transact('crm', { members: ['ann', 'zoe'], readOnly: false }, addingBoth)).type
}

/** So many rounds the other has to write in, at most. */
const mostRounds = 40

export const rounds: Chapter = (it, { partial }) => {
  for (const readOnly of [true, false])
    it(`${partial ? 'mixes no versions in the rounds of' : 'needs one round, of one version, for'} a ${readOnly ? 'question' : 'command'} (A5)`, async (stage) => {
      await office(stage.store)
      const [mine, other] = await stage.sessions()
      let isWritten = false
      let writing: Promise<void> | undefined
      let seen: unknown
      const told = await mine.transact('crm', { members: ['ann'], readOnly }, ({ pool }) => {
        if (pool === undefined) return { type: 'Nothing' }
        writing ??= writeBoth(other).then(() => {
          isWritten = true
        })
        const asked = contentsOf(pool).extent?.asked
        if (asked !== undefined && !asked.has('zoe')) {
          const next = isWritten || asked.size > mostRounds ? 'zoe' : `m${asked.size}`
          return { type: 'Need', needs: { members: [next], leases: [], leasesOf: [], orders: {} } }
        }
        seen = [pool.version, rowsOf(pool, ['ann', 'zoe']).members.map(({ id }) => id)]
        return { type: 'Nothing' }
      })
      await writing
      const isNewer = Array.isArray(seen) && seen[0] !== 2
      if (told.type === 'Committed' || !partial)
        same(seen, isNewer ? [4, ['ann', 'zoe']] : [2, []], 'the version and its members')
    })
}
