// Mending (X3): whoever makes a pool again of its events is handed its version and nothing to believe, and what it says is written, also of
// rows that no event names.

import { execute } from '../pool/execute.ts'
import { LicensePool, unopened } from '../pool/licensePool.ts'
import type { Command } from '../pool/model/command.ts'
import { toSnapshot } from '../pool/rows/snapshot.ts'
import { orThrow } from '../shell/result.ts'
import type { LicenseStore } from '../shell/store.ts'
import { same } from './same.ts'
import { add, assign, type Chapter, done, eventsIn, office, opening, snapshotIn, start } from './stage.ts'
import { Twin } from './twin.ts'

const system = { role: 'system' } as const

/** Writes this pool in the place of the one that is there, with these rows. */
const mend = async (store: LicenseStore, pool: LicensePool, members: readonly string[], sessions: readonly string[] = []) =>
  store.transact('crm', { members: [], readOnly: false, mending: true }, (working) => ({
    type: 'Write',
    change: { from: working.pool?.version ?? 0, pool, events: [], mends: { members, sessions } },
  }))

export const mending: Chapter = (it) => {
  it('hands out the stored version to whoever mends (X3)', async ({ store }) => {
    const { licensing } = await office(store)
    for (const name of ['ann', 'bob']) await done(licensing, 'crm', add(name))
    const versions: (number | undefined)[] = []
    for (const id of ['crm', 'erp'])
      await store.transact(id, { members: [], readOnly: false, mending: true }, ({ pool }) => {
        versions.push(pool?.version)
        return { type: 'Nothing' }
      })
    same(versions, [4, undefined])
  })

  it('writes the rows that are mended, and deletes those that are gone (X3)', async ({ store }) => {
    const made = async (member: string, twin: Twin): Promise<Twin> => {
      const commands: readonly Command[] = [
        { ...opening(2, { autoAssign: null, concurrent: { clients: { lan: { takes: 'lease' } } } }) },
        add(member),
        { type: 'SignIn', member, client: 'lan', session: `${member}'s` },
      ]
      for (const command of commands) await twin.give([start, command])
      return twin
    }
    const twin = await made('ann', new Twin(store))
    const right = (await made('bob', new Twin(store, 'right'))).pool
    same([twin.pool.version, right.version], [4, 4], 'the versions')
    same(await mend(store, right, ['ann', 'bob'], ["ann's", "bob's"]), { type: 'Committed' })
    same(await snapshotIn(store), toSnapshot(right), 'the pool that was mended')
    same(await eventsIn(store), twin.events, 'the events, which nobody mends')
    const { licensing } = twin
    const told = await licensing.execute('crm', { type: 'SignOut', session: "ann's" }, { actor: system })
    same(told._tag === 'Left' && told.left.type, 'UnknownSession', 'what becomes of the session that is gone')
    await done(licensing, 'crm', { type: 'SignOut', session: "bob's" }, system)
    same((await done(licensing, 'crm', add('ann'))).events.length, 1, 'the events of adding the member that was gone')
  })

  it('writes what is mended under one version, and what follows stands on it (X3, T4)', async ({ store }) => {
    const { licensing } = await office(store, 1)
    await done(licensing, 'crm', add('ann'))
    let other = new LicensePool(unopened)
    for (const command of [opening(1), add('bob'), assign('bob')]) other = orThrow(execute(other, command, start, system)).pool
    await done(licensing, 'crm', add('cara'))
    same(await mend(store, other, ['ann', 'bob', 'cara']), { type: 'Committed' })
    const told = await licensing.execute('crm', assign('bob'), { actor: system })
    same(told._tag === 'Right' && told.right.events, [], 'the events of assigning who holds a seat already')
    await done(licensing, 'crm', { type: 'DisableMember', member: 'bob' })
    same(
      (await snapshotIn(store))?.members.map(({ id, state }) => `${id} ${state}`),
      ['bob disabled'],
    )
    same(
      (await eventsIn(store)).map(({ seq }) => seq),
      [1, 2, 3, 4, 5],
    )
  })
}
