// Who gives a command where the scenario does not say, and the session that a sign-in gets where it names none.

import { takesLease } from '../../policies/concurrent.ts'
import type { Policies } from '../../policies/policies.ts'
import type { Actor } from '../../pool/model/actor.ts'
import type { LicenseEvent } from '../../pool/model/event.ts'
import type { Answer } from '../../pool/model/outcome.ts'
import { isPlainObject } from '../../pool/validation/reading.ts'

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (command: unknown): Fields => (isPlainObject(command) ? command : {})

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const member = (id: unknown): Actor => (isText(id) ? { role: 'member', id } : { role: 'member' })

/** What a scenario remembers of its sessions and of the policies that decide who gets one. */
export class Sessions {
  #members = new Map<string, string>()
  #byKey = new Map<string, string>()
  #policies: Policies = {}
  #given = 0

  /** For what is only previewed. */
  copy(): Sessions {
    const copy = new Sessions()
    copy.#members = new Map(this.#members)
    copy.#byKey = new Map(this.#byKey)
    copy.#policies = this.#policies
    copy.#given = this.#given
    return copy
  }

  /** The default: the system administrator; for a member's own commands the member, for a session its member. */
  actorFor(command: unknown): Actor {
    const { type, member: id, session } = fieldsOf(command)
    switch (type) {
      case 'SignIn':
      case 'CheckIn':
        return member(id)
      case 'RecordUse':
        return member(isText(id) ? id : this.#memberOf(session))
      case 'SignOut':
        return member(this.#memberOf(session))
      default:
        return { role: 'systemAdmin' }
    }
  }

  #memberOf(session: unknown): string | undefined {
    return isText(session) ? this.#members.get(session) : undefined
  }

  /** A leasing sign-in that names no session gets the next of `s1`, `s2`, ...; given again under its key, the same. */
  withSession(command: unknown, key: string | undefined): unknown {
    const fields = fieldsOf(command)
    if (fields.type !== 'SignIn' || fields.session !== undefined) return command
    if (!isText(fields.client) || !takesLease(this.#policies, fields.client)) return command
    const earlier = key === undefined ? undefined : this.#byKey.get(key)
    const session = earlier ?? `s${++this.#given}`
    if (key !== undefined) this.#byKey.set(key, session)
    return { ...fields, session }
  }

  /** Learns from what happened. */
  saw(command: unknown, { events, session }: Pick<Answer, 'events' | 'session'>): void {
    const { member: id } = fieldsOf(command)
    if (session !== undefined && isText(id)) this.#members.set(session, id)
    for (const event of events) this.#sawEvent(event)
  }

  #sawEvent(event: LicenseEvent): void {
    if (event.type === 'PoolOpened' || event.type === 'PoliciesChanged') this.#policies = event.policies
  }
}
