// A scenario as plain data: what a tester writes, in TypeScript's words.

import type { PoliciesPatch } from '../policies/policies.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { Command, NewMember, OpeningLot } from '../pool/model/command.ts'
import type { EventType } from '../pool/model/event.ts'
import type { MemberState } from '../pool/model/member.ts'
import type { AccessLevel } from '../pool/model/outcome.ts'
import type { RejectionType } from '../pool/model/rejection.ts'
import type { PresetName } from '../presets/presets.ts'

/** A moment such as `2026-03-20T15:00`, local to the pool, or one with its offset such as `2026-03-20T15:00:00Z` (T2). */
export type WrittenMoment = string

/**
 * A scenario: a pool, and steps in order of time, each with what is expected of it.
 *
 * @example
 * const document: ScenarioDocument = {
 *   scenario: 'The first come is served',
 *   pool: { organization: 'acme', preset: 'mobileAssignment', allowance: 1 },
 *   start: '2026-03-20T15:00',
 *   steps: [{ do: { type: 'SignIn', member: 'lucy', client: 'mobile' }, expect: { access: 'full' } }],
 * }
 * console.log((await runScenario(document)).ok) // true
 */
export interface ScenarioDocument {
  /** What it shows, as a sentence. */
  readonly scenario: string
  readonly pool: ScenarioPool
  readonly start: WrittenMoment
  readonly steps: readonly ScenarioStep[]
}

/** The pool at the start. */
export interface ScenarioPool {
  readonly organization: string
  readonly preset?: PresetName
  /** One open-ended lot, in force from the start; `0` is no lot. */
  readonly allowance?: number
  /** Instead of `allowance`. */
  readonly lots?: readonly (Omit<OpeningLot, 'from' | 'until'> & {
    readonly from?: WrittenMoment | number
    readonly until?: WrittenMoment | number
  })[]
  /** An IANA name; default `UTC`. */
  readonly timeZone?: string
  /** Merged over the preset; `null` removes a policy (D7). */
  readonly policies?: PoliciesPatch
  /** Added at the start, by the system. */
  readonly members?: readonly NewMember[]
}

/** A step: time passes, something is done, and this is expected. */
export interface ScenarioStep {
  readonly at?: WrittenMoment
  /** Counted from the step before: `14 days` by the calendar (T2), `2 hours` and `90 minutes` exactly. */
  readonly after?: string
  /** Without it, what is due happens, and no more. Of several, all at one moment, the expectations speak of the last. */
  readonly do?: ScenarioCommand | readonly ScenarioCommand[]
  /** Default: the system administrator; for `SignIn`, `RecordUse`, `SignOut` and `CheckIn` the member. */
  readonly by?: Actor
  /** An idempotency key (X6). */
  readonly key?: string
  /** Nothing is kept. */
  readonly preview?: boolean
  readonly expect?: Expectation
}

/** A command; its moments may be written as moments. What is wrong with it is answered `Invalid`. */
export type ScenarioCommand = Command | { readonly type: Command['type']; readonly [field: string]: unknown }

/** What is expected: what it does not name is not compared. */
export interface Expectation {
  /** The level that a sign-in or a check came to. */
  readonly access?: AccessLevel
  /** What happened, exactly and in order, what was due first. */
  readonly events?: readonly EventType[]
  /** Those of the events that notify somebody (M9). */
  readonly notifies?: readonly EventType[]
  readonly members?: Readonly<Record<string, 'absent' | MemberExpectation>>
  /** What `summary` says. */
  readonly pool?: Readonly<Record<string, number | WrittenMoment | null>>
  /** The refusal; one that is not named fails the step. */
  readonly rejected?: RejectionType | null
  /** The wording of the refusal. */
  readonly message?: string | null
  /** The answers of a bulk command, by member. */
  readonly results?: Readonly<Record<string, 'accepted' | RejectionType>>
  /** What a quote says (S4). */
  readonly quote?: Readonly<Record<string, unknown>> | null
  /** The session that a sign-in took. */
  readonly session?: string | null
  /** When the access that a sign-in came to ends by itself; `null`: never. */
  readonly until?: WrittenMoment | null
}

/** What is expected of a member. */
export interface MemberExpectation {
  readonly state?: MemberState
  readonly access?: AccessLevel
  /** When that access ends by itself; `null`: never. */
  readonly until?: WrittenMoment | null
  /** `null` and `''`: none. */
  readonly peopleState?: string | null
  /** How many. */
  readonly dependencies?: number
}
