// Made the files beside it, and is kept to tell how. It ran on the library as it was at commit a9b74d4, the last of format 1:
//   git worktree add /tmp/format1 a9b74d4, node_modules linked, this file copied to the same path there, and
//   `TZ=UTC node test/store/format1/generate.ts`.
// What it writes today is format 2, and must never replace what is there: those files are what somebody has stored.

import { writeFileSync } from 'node:fs'
import {
  type Actor,
  type Command,
  createLicensing,
  type LicensePool,
  type MemberState,
  manualClock,
  memoryStore,
  type OwnPolicy,
  type StoredAnswer,
} from '../../../src/index.ts'
import { rowsNamed } from './rowsNamed.ts'
import { stories } from './stories.ts'

const start = Date.UTC(2026, 2, 2, 9)

/** Seats are tallied by the first letter of their holder; whose begins with `t` has one for a fortnight. */
const byLetter: OwnPolicy = {
  name: 'byLetter',
  admit: ({ member: { member }, at }) =>
    member.startsWith('x')
      ? { type: 'Refuse', reason: 'nobody with an x' }
      : { type: 'Admit', group: member.slice(0, 1), ...(member.startsWith('t') ? { endsAt: at + 14 * 86_400_000 } : {}) },
}

const seen = new Set<string>()

for (const { preset, timeZone, steps, own } of stories) {
  const clock = manualClock(start)
  const store = memoryStore()
  let named = 0
  const licensing = createLicensing({ store, clock, newId: () => `id${++named}`, ...(own ? { policies: [byLetter] } : {}) })
  const keys: string[] = []
  for (const [minutes, command, role = 'system'] of steps as readonly (readonly [number, Command, Actor['role']?])[]) {
    clock.advanceTo(start + minutes * 60_000)
    const idempotencyKey = keys.length % 3 === 2 ? undefined : `${preset}-${keys.length}`
    keys.push(idempotencyKey ?? '')
    const actor = role === 'member' ? { role, id: (command as { member: string }).member } : { role }
    await licensing.execute('crm', command, idempotencyKey === undefined ? { actor } : { actor, idempotencyKey })
  }
  const answers: StoredAnswer[] = []
  let pool: LicensePool | undefined
  for (const key of keys.filter((each) => each !== '')) {
    await store.transact('crm', { members: 'all', key, readOnly: true }, (working) => {
      pool = working.pool
      if (working.answer !== undefined) answers.push(working.answer)
      return { type: 'Nothing' }
    })
  }
  if (pool === undefined) throw new Error(`${preset}: no pool`)
  const events = store.events('crm')
  const { snapshot, rows } = rowsNamed(pool, events)
  for (const { type } of events) seen.add(type)
  for (const { state } of rows.members) seen.add(state satisfies MemberState)
  for (const { state } of rows.leases) seen.add(state)
  const lines = (list: readonly object[]) => `[\n${list.map((each) => JSON.stringify(each)).join(',\n')}\n]`
  const text = [
    `"timeZone": ${JSON.stringify(timeZone)}`,
    `"snapshot": ${JSON.stringify(snapshot)}`,
    `"header": ${JSON.stringify(rows.header)}`,
    `"members": ${lines(rows.members)}`,
    `"leases": ${lines(rows.leases)}`,
    `"events": ${lines(events)}`,
    `"answers": ${lines(answers)}`,
  ]
  writeFileSync(new URL(`${preset}.json`, import.meta.url), `{\n${text.join(',\n')}\n}\n`)
}
console.log([...seen].sort().join(' '), seen.size)
