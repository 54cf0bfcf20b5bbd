import {
  concurrentUse,
  execute,
  type LicensePool,
  type Licensing,
  openPool,
  orThrow,
  policies,
  type Rejection,
} from 'license-pool'
import { fromSnapshot } from 'license-pool/store'
import * as testing from 'license-pool/testing'

/** Narrows on `_tag`, with no fp-ts at hand. */
export function open(organization: string, at: number): LicensePool | Rejection {
  const opened = openPool({ type: 'OpenPool', organization, preset: 'mobileAssignment' }, at, { role: 'system' })
  return opened._tag === 'Right' ? opened.right.pool : opened.left
}

export function approve(pool: LicensePool, member: string, at: number): string {
  const approved = execute(pool, { type: 'ApproveMember', member }, at, { role: 'systemAdmin' })
  return approved._tag === 'Right' ? approved.right.events.map((event) => event.type).join() : approved.left.message
}

/** A pool of one entry is a pool of the other. */
export function restore(stored: unknown): LicensePool | undefined {
  const restored = fromSnapshot(stored)
  return restored._tag === 'Right' ? restored.right : undefined
}

/** What is inferred can be named by whoever takes this on. */
export const signIn = (licensing: Licensing, member: string) =>
  licensing.execute('crm', { type: 'SignIn', member, client: 'web' }, { actor: { role: 'member', id: member } })
export const ours = policies(concurrentUse)
export const opened = openPool({ type: 'OpenPool', organization: 'acme', preset: 'planningPeople' }, 0, { role: 'system' })
export const peopleOf = async (licensing: Licensing) => {
  const people = orThrow(await licensing.members('crm', {}, { actor: { role: 'systemAdmin' } }))
  return people.map(({ member, ...rest }) => rest)
}

// @ts-expect-error: a command that is none; the types have not fallen back to `any`
export const wrong = (pool: LicensePool) => execute(pool, { type: 'GiveMeAll' }, 0, { role: 'systemAdmin' })

// @ts-expect-error: nor has the testing kit's entry
export const none = testing.nothingOfThatName
