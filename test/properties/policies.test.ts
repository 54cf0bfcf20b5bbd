// Policies merge by policy and by field (D7), and a change of them touches nobody who holds a seat, idle seats apart (M13). What
// merging means is said here once more, with the defaults of design.md.

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { execute, mobileAssignment, openPool, type PoliciesPatch, policies } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { allHistories } from '../support/histories.ts'
import { everybody } from '../support/people.ts'
import { isCommand, law, patience, play, system, vendor } from '../support/playing.ts'
import { policiesPatch } from '../support/pools.ts'
import { same, throughJson } from '../support/same.ts'

type Fields = Record<string, unknown>

const defaults: Readonly<Record<string, Fields>> = {
  membership: { unknownSignIn: 'refuse', withoutLicense: 'refuse' },
  autoAssign: { enabled: false, clients: 'any' },
  waiting: { admit: 'atSignIn' },
  manualApproval: { graceDays: 14 },
  trial: { days: 30 },
  idleReclaim: { enabled: false, days: 90, exempt: [] },
  notifications: { enabled: false },
  overage: { allow: 'none' },
  shrink: { rule: 'keep' },
  subscription: { unitPrice: 0, currency: 'XXX', cycle: 'monthly', terms: 'unspecified', proration: 'none' },
  counting: { rule: 'granted', statuses: {} },
  importFilter: { exclude: [] },
  dependencies: { blocking: [] },
  permissions: {},
}

const merged = (base: object, patch: PoliciesPatch): Record<string, Fields> => {
  const result: Record<string, Fields> = { ...(base as Record<string, Fields>) }
  for (const [name, change] of Object.entries(patch) as [string, Fields | null][]) {
    if (change === null) delete result[name]
    else result[name] = { ...(result[name] ?? defaults[name]), ...change }
  }
  return result
}

const patches = fc.array(policiesPatch(everybody), { minLength: 1, maxLength: 6 })
const at = Date.UTC(2026, 0, 1)

test('a change merges by policy and by field; the same again is already so (D7)', { timeout: patience }, () => {
  const property = fc.property(patches, fc.boolean(), (changes, preset) => {
    const [first = {}, ...rest] = throughJson(changes)
    const opening = openPool(
      { type: 'OpenPool', organization: 'acme', policies: first, ...(preset ? { preset: 'mobileAssignment' } : {}) },
      at,
      vendor,
    )
    if (!isRight(opening)) throw new Error(opening.left.message)
    let expected = merged(preset ? mobileAssignment : {}, first)
    let { pool } = opening.right
    same<object>(contentsOf(pool).header.policies, expected, 'the policies of the opened pool')
    for (const change of rest) {
      const before = expected
      expected = merged(before, change)
      const outcome = execute(pool, { type: 'ChangePolicies', policies: change }, at, vendor)
      if (!isRight(outcome)) throw new Error(outcome.left.message)
      pool = outcome.right.pool
      same<object>(contentsOf(pool).header.policies, expected, 'the policies after a change')
      const isSame = JSON.stringify(sorted(before)) === JSON.stringify(sorted(expected))
      same(
        outcome.right.events.map(({ type }) => type),
        isSame ? [] : ['PoliciesChanged'],
        'the events of a change',
      )
      const again = execute(pool, { type: 'ChangePolicies', policies: change }, at, vendor)
      same(isRight(again) ? again.right.events : again.left, [], 'the same change again')
    }
    same<object>(policies(...(preset ? [mobileAssignment] : []), ...changes), expected, 'the policies composed')
  })
  fc.assert(property, law)
})

/** With its names in order, at every depth but within lists. */
const sorted = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  )
}

test('an unknown policy or field is Invalid at its name, and nothing is changed (D7, X10)', { timeout: patience }, () => {
  const unknown = fc.string({ minLength: 1, maxLength: 8 }).map((name) => `x${name.replace(/\W/g, '')}`)
  const property = fc.property(policiesPatch(everybody), unknown, fc.boolean(), (patch, name, isField) => {
    const opening = openPool({ type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment' }, at, vendor)
    if (!isRight(opening)) throw new Error(opening.left.message)
    const [known] = Object.entries(patch).find(([, change]) => change !== null) ?? []
    const wrong = isField && known !== undefined
    const changed = wrong ? { [known]: { ...((patch as Fields)[known] as Fields), [name]: 1 } } : { [name]: {} }
    const policies = throughJson({ ...patch, ...changed }) as PoliciesPatch
    const outcome = execute(opening.right.pool, { type: 'ChangePolicies', policies }, at, system)
    if (isRight(outcome) || outcome.left.type !== 'Invalid') return expect.fail(`${name} was accepted`)
    expect(outcome.left.issues.map(({ path }) => path)).toContain(wrong ? `policies.${known}.${name}` : `policies.${name}`)
  })
  fc.assert(property, law)
})

test('a change of policies touches nobody who holds a seat, but frees what has been idle too long (M13, M12, A3)', {
  timeout: patience,
}, () => {
  const seen = { changes: 0, freed: 0, reclaimed: 0 }
  const property = fc.property(allHistories, (history) => {
    for (const turn of play(history).turns) {
      if (!isCommand('ChangePolicies')(turn) || !isRight(turn.result)) continue
      const swept = execute(turn.before, { type: 'Sweep' }, turn.at, system)
      if (!isRight(swept)) throw new Error(swept.left.message)
      const { events } = turn.result.right
      const own = events.slice(events.findIndex(({ type }) => type === 'PoliciesChanged') + 1)
      if (events.every(({ type }) => type !== 'PoliciesChanged')) continue
      const touched = new Set(own.flatMap((event) => ('member' in event ? [event.member] : [])))
      for (const { type, reason } of own) {
        if (reason === 'idle') seen.reclaimed++
        else if (reason === 'freed') seen.freed++
        else expect.fail(`${type}, ${reason}, follows a change of policies`)
      }
      const rows = (pool: typeof turn.after) => toSnapshot(pool).members.filter(({ id }) => !touched.has(id))
      same(rows(turn.after), throughJson(rows(swept.right.pool)), 'the members whom no event names')
      seen.changes++
    }
  })
  fc.assert(property, law)
  expect(seen.changes).toBeGreaterThan(400)
  expect(seen.freed).toBeGreaterThan(10)
  expect(seen.reclaimed).toBeGreaterThan(10)
})
