// How many of a session's activities cost a write: one each second, in a pool that ends sessions after 20 minutes and records an activity
// every five. Counted by the database: what it has changed before and after each.

import { DatabaseSync } from 'node:sqlite'
import { type Command, createLicensing, orThrow } from '../../src/index.ts'
import { migrate, sqliteStore } from '../../src/sqlite/index.ts'
import type { Figure } from '../rows.ts'
import { rows } from './targets.ts'

const touches = 3_000
const renewEverySeconds = 300
const system = { actor: { role: 'system' } } as const

export const countRenewals = async (): Promise<Figure> => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  let now = Date.UTC(2026, 2, 20)
  const licensing = createLicensing({ store: sqliteStore(database), clock: { now: () => now } })
  const give = async (command: Command) => orThrow(await licensing.execute('hot', command, system))
  const policies = { concurrent: { renewEverySeconds } }
  const lots = [{ lot: 'all', quantity: 1 }]
  await give({ type: 'OpenPool', organization: 'acme', preset: 'concurrentUse', policies, lots })
  await give({ type: 'AddMember', member: 'lucy' })
  await give({ type: 'SignIn', member: 'lucy', client: 'web', session: 's1' })
  const changes = database.prepare('SELECT total_changes() AS count')
  const changed = (): number => (changes.get() as { count: number }).count
  let writes = 0
  for (let touch = 0; touch < touches; touch++) {
    now += 1_000
    const before = changed()
    await give({ type: 'RecordUse', session: 's1' })
    if (changed() !== before) writes++
  }
  database.close()
  return { name: rows.renewals, ratio: writes / touches, note: `${writes} of ${touches.toLocaleString('en-US')}` }
}
