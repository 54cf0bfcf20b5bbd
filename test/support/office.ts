// A pool behind the shell, for tests: who asks, when, and what came of it.

import {
  type Answer,
  type Command,
  createLicensing,
  type LicenseEvent,
  type LicensePool,
  type Licensing,
  type LicensingOptions,
  type ManualClock,
  type MemoryStore,
  manualClock,
  memoryStore,
  orThrow,
  type PoliciesPatch,
  type PoolStore,
  type Rejection,
} from '../../src/index.ts'
import { fromSnapshot, type Snapshot, toSnapshot } from '../../src/store/index.ts'

export const start = Date.UTC(2026, 2, 20, 15)
export const DAY = 86_400_000

export const member = (id: string) => ({ actor: { role: 'member', id } }) as const
export const kim = { actor: { role: 'systemAdmin', id: 'kim' } } as const
export const vendor = { actor: { role: 'accountManager' } } as const
export const wizard = { actor: { role: 'setupWizard' } } as const
export const system = { actor: { role: 'system' } } as const

export const signIn = (member: string): Command => ({ type: 'SignIn', member, client: 'mobile' })
export const assign = (member: string): Command => ({ type: 'AssignSeat', member })
export const add = (member: string): Command => ({ type: 'AddMember', member })

interface Furnishing<Store extends PoolStore> {
  readonly store?: Store
  /** One open-ended lot; 0 is none. Default: 2. */
  readonly licenses?: number
  /** Merged over `mobileAssignment`. */
  readonly policies?: PoliciesPatch
  readonly options?: Partial<LicensingOptions>
}

export interface Office<Store extends PoolStore> {
  readonly licensing: Licensing
  readonly clock: ManualClock
  readonly store: Store
}

/** The pool `crm` of acme, open since `start`. Commands without a key are named c1, c2, ... */
export const office = async <Store extends PoolStore = MemoryStore>({
  store = memoryStore() as unknown as Store,
  licenses = 2,
  policies = {},
  options = {},
}: Furnishing<Store> = {}): Promise<Office<Store>> => {
  const clock = manualClock(start)
  let named = 0
  const licensing = createLicensing({ store, clock, newId: () => `c${++named}`, ...options })
  orThrow(await licensing.execute('crm', opening(licenses, policies), vendor))
  return { licensing, clock, store }
}

export const opening = (licenses: number, policies: PoliciesPatch = {}): Command => ({
  type: 'OpenPool',
  organization: 'acme',
  preset: 'mobileAssignment',
  policies,
  lots: licenses === 0 ? [] : [{ lot: 'first', quantity: licenses }],
})

/** The whole pool that a store keeps; `undefined` if there is none. */
export const poolIn = async (store: PoolStore, id = 'crm'): Promise<LicensePool | undefined> => {
  let found: LicensePool | undefined
  await store.transact(id, { members: 'all', readOnly: true }, ({ pool }) => {
    found = pool
    return { type: 'Nothing' }
  })
  return found
}

export const snapshotIn = async (store: PoolStore, id = 'crm'): Promise<Snapshot | undefined> => {
  const pool = await poolIn(store, id)
  return pool && toSnapshot(pool)
}

/** What counting the members gives, as `fromSnapshot` counts them: what is wrong with the counters; nothing (X4). */
export const drift = (snapshot: Snapshot | undefined): Rejection | undefined => {
  const read = fromSnapshot(snapshot)
  return read._tag === 'Left' ? read.left : undefined
}

export const typesOf = (events: readonly LicenseEvent[]): readonly string[] =>
  events.map((event) => ('member' in event ? `${event.type} ${event.member}` : event.type))

/** The types and members of an answer's events, or the refusal's type. */
export const brief = (answer: Awaited<ReturnType<Licensing['execute']>>): readonly string[] | string =>
  answer._tag === 'Left' ? answer.left.type : typesOf(answer.right.events)

export const answered = (answer: Awaited<ReturnType<Licensing['execute']>>): Answer => orThrow(answer)

/** A promise that a test resolves when it likes. */
export interface Gate {
  readonly passed: Promise<void>
  readonly open: () => void
}

export const gate = (): Gate => {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open: () => open() }
}

/** Lets everything go on that waits for nothing but its turn. */
export const turns = async (count = 100): Promise<void> => {
  for (let n = 0; n < count; n++) await undefined
}
