// What the chapters of the contract work with: a store that was opened for one test, a clock that stands still, and a pool on it.

import type { PoliciesPatch } from '../policies/policies.ts'
import type { LicensePool } from '../pool/licensePool.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import { type Snapshot, toSnapshot } from '../pool/rows/snapshot.ts'
import { type ManualClock, manualClock } from '../shell/clock.ts'
import { createLicensing } from '../shell/createLicensing.ts'
import type { Licensing } from '../shell/licensing.ts'
import { orThrow } from '../shell/result.ts'
import type { LicenseStore, StoredAnswer } from '../shell/store.ts'
import { holds } from './same.ts'
import type { Opened, Supports } from './subject.ts'

export const DAY = 86_400_000
export const start = Date.UTC(2026, 2, 20, 15)

export const kim: Actor = { role: 'systemAdmin', id: 'kim' }
export const vendor: Actor = { role: 'accountManager' }
export const system: Actor = { role: 'system' }

/** One test's store. */
export interface Stage {
  readonly opened: Opened
  readonly supports: Supports
  readonly store: LicenseStore
  /** Two sessions: independent ones where there are such, else the one twice. */
  readonly sessions: () => Promise<readonly [LicenseStore, LicenseStore]>
}

/** Says one thing that must hold of every store, and shows it. */
export type It = (sentence: string, show: (stage: Stage) => Promise<void>) => void

/** A part of the contract. */
export type Chapter = (it: It, supports: Supports) => void

export const stageOf = (opened: Opened, supports: Supports): Stage => ({
  opened,
  supports,
  store: opened.store,
  sessions: async () => [opened.store, supports.sessions ? await opened.again() : opened.store],
})

/** A licensing on a store at `start`; its commands are named c1, c2, ... */
export const licensingOn = (
  store: LicenseStore,
  clock: ManualClock = manualClock(start),
): { readonly licensing: Licensing; readonly clock: ManualClock } => {
  let named = 0
  return { licensing: createLicensing({ store, clock, newId: () => `c${++named}` }), clock }
}

export const opening = (licenses: number, policies: PoliciesPatch = {}): Command => ({
  type: 'OpenPool',
  organization: 'acme',
  preset: 'mobileAssignment',
  policies,
  lots: licenses === 0 ? [] : [{ lot: 'first', quantity: licenses }],
})

export const add = (member: string): Command => ({ type: 'AddMember', member })
export const assign = (member: string): Command => ({ type: 'AssignSeat', member })

/** A pool `crm` with one open-ended lot, and a licensing to go on with. */
export const office = async (
  store: LicenseStore,
  licenses = 2,
  policies: PoliciesPatch = {},
  pool = 'crm',
): Promise<{ readonly licensing: Licensing; readonly clock: ManualClock }> => {
  const made = licensingOn(store)
  await done(made.licensing, pool, opening(licenses, policies), vendor)
  return made
}

/** Gives a command that must be accepted. */
export const done = async (licensing: Licensing, pool: string, command: Command, actor: Actor = kim) =>
  orThrow(await licensing.execute(pool, command, { actor }))

/** The whole pool, as a store hands it out. */
export const poolIn = async (store: LicenseStore, id = 'crm'): Promise<LicensePool | undefined> => {
  let found: LicensePool | undefined
  await store.transact(id, { members: 'all', readOnly: true }, ({ pool }) => {
    found = pool
    return { type: 'Nothing' }
  })
  return found
}

export const snapshotIn = async (store: LicenseStore, id = 'crm'): Promise<Snapshot | undefined> => {
  const pool = await poolIn(store, id)
  return pool && toSnapshot(pool)
}

/** Every event of a pool, read in pages of this size. */
export const eventsIn = async (store: LicenseStore, id = 'crm', page = 100): Promise<readonly LicenseEvent[]> => {
  const all: LicenseEvent[] = []
  for (let after = 0; ; ) {
    const next = await store.events(id, after, page)
    all.push(...next)
    if (next.length < page) return all
    const last = next.at(-1)?.seq ?? 0
    holds(last > after, `the events after ${after} are later ones`)
    after = last
  }
}

/** What is kept under keys, read in pages of this size. */
export const answersIn = async (store: LicenseStore, id = 'crm', page = 100): Promise<readonly StoredAnswer[]> => {
  const all: StoredAnswer[] = []
  for (let after: string | undefined; ; ) {
    const next = await store.answers(id, after, page)
    all.push(...next)
    if (next.length < page) return all
    const last = next.at(-1)?.key
    holds(last !== after, 'the answers behind a key are others')
    after = last
  }
}

/** A promise that is resolved from outside. */
export const signal = (): { readonly given: Promise<void>; readonly give: () => void } => {
  let give = (): void => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}
