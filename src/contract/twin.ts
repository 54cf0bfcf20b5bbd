// Two pools that are told the same: one behind the shell in a store, one in memory in the core's hands. What a store is, it must be
// whatever the core says (X3, X8): the same answers, events and records.

import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import { permitted } from '../policies/permissions.ts'
import { execute } from '../pool/execute.ts'
import { executeAll } from '../pool/executeAll.ts'
import type { OwnPolicy } from '../pool/gate/ownPolicy.ts'
import { LicensePool, unopened } from '../pool/licensePool.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { MemberState } from '../pool/model/member.ts'
import type { Answer } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import { toSnapshot } from '../pool/rows/snapshot.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { manualClock } from '../shell/clock.ts'
import { createLicensing } from '../shell/createLicensing.ts'
import type { Licensing } from '../shell/licensing.ts'
import { orThrow } from '../shell/result.ts'
import type { LicenseStore } from '../shell/store.ts'
import { same } from './same.ts'
import { eventsIn, snapshotIn } from './stage.ts'

/** A command, and when it is given. */
export type Step = readonly [at: Instant, command: Command]

export class Twin {
  readonly #store: LicenseStore
  readonly #id: string
  readonly #own: readonly OwnPolicy[]
  readonly #clock = manualClock(-8_640_000_000_000_000)
  readonly licensing: Licensing
  #named = 0
  /** The pool in memory. */
  pool: LicensePool = new LicensePool(unopened)
  readonly events: LicenseEvent[] = []
  /** Every state that some member stood in after some command. */
  readonly states = new Set<MemberState>()

  constructor(store: LicenseStore, id = 'crm', own: readonly OwnPolicy[] = []) {
    this.#store = store
    this.#id = id
    this.#own = own
    this.licensing = createLicensing({
      store,
      clock: this.#clock,
      newId: () => `c${++this.#named}`,
      ...(own.length === 0 ? {} : { policies: own }),
    })
  }

  /** Gives both a command, and compares the answers. */
  async give([at, command]: Step): Promise<Either<Rejection, Answer>> {
    this.#clock.advanceTo(at)
    const actor = whoMay(command)
    const told = await this.licensing.execute(this.#id, command, { actor })
    const result = execute(this.pool, command, at, { ...actor, commandId: `c${this.#named}` }, { policies: this.#own })
    same(told, isLeft(result) ? result : right(withoutPool(result.right)), `the answer to ${command.type}`)
    if (isLeft(result)) return result
    this.#keep(result.right.pool, result.right.events)
    return told
  }

  /** Puts into the store at once what these commands make of no pool: many events in one change. */
  async seed(steps: readonly Step[]): Promise<void> {
    const requests = steps.map(([at, command]) => ({ command, at, by: whoMay(command) }))
    const { pool, results } = executeAll(this.pool, requests, { policies: this.#own })
    const events = results.flatMap((result) => orThrow(result).events)
    await this.#store.transact(this.#id, { members: [], readOnly: false }, () => ({
      type: 'Write',
      change: { from: 0, pool, events },
    }))
    this.#clock.advanceTo(steps.at(-1)?.[0] ?? 0)
    this.#keep(pool, events)
  }

  /** Lets what is due by a moment happen in memory only: what a sweep of the store comes to. */
  sweptInMemory(at: Instant): readonly LicenseEvent[] {
    this.#clock.advanceTo(at)
    const { pool, events } = orThrow(execute(this.pool, { type: 'Sweep' }, at, { role: 'system' }, { policies: this.#own }))
    this.#keep(pool, events)
    return events
  }

  /** Compares all that is kept: every record, and every event, read in pages of this size. */
  async compare(page = 100): Promise<void> {
    same(await snapshotIn(this.#store, this.#id), toSnapshot(this.pool), 'the whole pool')
    same(await eventsIn(this.#store, this.#id, page), this.events, 'the log')
  }

  #keep(pool: LicensePool, events: readonly LicenseEvent[]): void {
    this.pool = pool
    for (const event of events) this.events.push(event)
    for (const { state } of toSnapshot(pool).members) this.states.add(state)
  }
}

const withoutPool = ({ pool: _, ...answer }: Answer & { readonly pool: LicensePool }): Answer => answer

/** Who gives a command: a member its own, where it is said whose it is; else the first who may. */
const whoMay = (command: Command): Actor => {
  const [role = 'system'] = permitted[command.type]
  if (role === 'member')
    return 'member' in command && command.member !== undefined ? { role, id: command.member } : { role: 'system' }
  return command.type === 'ChangePolicies' ? { role: 'system' } : { role }
}
