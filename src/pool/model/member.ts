// What the pool remembers of one member: a union of stages, so that a field is there only in the stage that has it.
// A record holds facts, never a policy: a trial's end, not its length.

import type { Day, Instant } from '../time/calendar.ts'
import { defined } from './frozen.ts'

/** What a member is. Only a person can sign in (D3). */
export type MemberKind = 'person' | 'placeholder' | 'resource'

/** Where a member stands; always in exactly one of these (M8). */
export type MemberState = 'known' | 'pending' | 'provisional' | 'enabled' | 'disabled' | 'unlicensed' | 'deactivated' | 'deleted'

export const memberStates: readonly MemberState[] = [
  'known',
  'pending',
  'provisional',
  'enabled',
  'disabled',
  'unlicensed',
  'deactivated',
  'deleted',
]

/** Something that points at a member: `kind` and `id` identify it (P4). */
export interface Dependency {
  readonly kind: string
  readonly id: string
  readonly when?: string
}

/** What identifies it. */
export type DependencyKey = Pick<Dependency, 'kind' | 'id'>

export const isSame = (one: DependencyKey, other: DependencyKey): boolean => one.kind === other.kind && one.id === other.id

/** What only some members have; absent for most, so that a record stays small. */
export interface PeopleFacts {
  /** Where the counting rule goes by status (S1). */
  readonly status?: string
  /** A network member, which holds a seat all the time (C1). */
  readonly licenseType?: 'named'
  readonly placement?: string
  readonly peopleState?: 'TBH' | 'TBR'
  readonly dependencies?: readonly Dependency[]
}

/** Such facts; `undefined` where there is nothing of them. */
export const facts = (said: Undefinable<PeopleFacts>): PeopleFacts | undefined => {
  const { status, licenseType, placement, peopleState, dependencies = [] } = said
  const isNothing = (status ?? licenseType ?? placement ?? peopleState ?? dependencies[0]) === undefined
  return isNothing ? undefined : defined({ ...said, dependencies: dependencies.length === 0 ? undefined : dependencies })
}

type Undefinable<A> = { readonly [Name in keyof A]?: A[Name] | undefined }

/** What an integrator's own policy put on a seat when it admitted its holder: it is over when the seat is. */
export interface SeatTerms {
  /** By the policy's name, the group that the seat is tallied under. */
  readonly groups?: Readonly<Record<string, string>>
  /** The seat ends by itself at this moment. */
  readonly endsAt?: Instant
}

interface Entry {
  readonly id: string
  /** The number of the first entry into the pool; deletion and return do not change it (T6). */
  readonly ordinal: number
  readonly kind: MemberKind
  /** Whether it was ever disabled, rejected or deleted: then no provisional seat (M10). */
  readonly barred: boolean
  /**
   * Its one trial (M4): `unused` until the first sign-in ever that left a trace, which fixes its end; then `fixed`; then what was told
   * of it, once each: `started`, `ended`.
   */
  readonly trial: 'unused' | 'fixed' | 'started' | 'ended'
  /** `null` while it is unused, or where there was none to have. */
  readonly trialEndsAt: Instant | null
  readonly people: PeopleFacts | undefined
  /** When it came to the state it is in. */
  readonly since: Instant
}

export interface KnownMember extends Entry {
  readonly state: 'known'
}
export interface PendingMember extends Entry {
  readonly state: 'pending'
  /** Its place in the line: lower is earlier (M6). */
  readonly place: number
}
export interface ProvisionalMember extends Entry {
  readonly state: 'provisional'
  /** When the grant lapses unless somebody decides (M11). */
  readonly endsAt: Instant
  /** The latest day on which the seat was granted or used (M12). */
  readonly usedDay: Day
  readonly terms?: SeatTerms
}
export interface EnabledMember extends Entry {
  readonly state: 'enabled'
  /** The latest day on which the seat was granted, approved or used (M12). */
  readonly usedDay: Day
  /**
   * The day under which the idle order in memory holds this seat: `usedDay` or earlier. A use leaves it behind and the order
   * catches up when it gets there. Private to the order: no part of a row, and no rule reads it.
   */
  readonly armedDay: Day
  readonly terms?: SeatTerms
}
export interface DisabledMember extends Entry {
  readonly state: 'disabled'
}
export interface UnlicensedMember extends Entry {
  readonly state: 'unlicensed'
  /** Who was disabled when it left comes back disabled (D1). */
  readonly returnsDisabled: boolean
}
export interface DeactivatedMember extends Entry {
  readonly state: 'deactivated'
  readonly returnsDisabled: boolean
}
export interface DeletedMember extends Entry {
  readonly state: 'deleted'
}

/** One member's record. */
export type Member =
  | KnownMember
  | PendingMember
  | ProvisionalMember
  | EnabledMember
  | DisabledMember
  | UnlicensedMember
  | DeactivatedMember
  | DeletedMember

/** The members that hold a seat. */
export type SeatHolder = EnabledMember | ProvisionalMember

/** Whether this record consumes a license: the one definition (FB-6). */
export const consumes = <Some extends { readonly state: MemberState }>(
  member: Some,
): member is Extract<Some, { readonly state: 'enabled' | 'provisional' }> =>
  member.state === 'enabled' || member.state === 'provisional'

/** Whether it has left: not in user lists (P6), and not "somebody who is in". */
export const isIn = (member: Member): boolean =>
  member.state !== 'unlicensed' && member.state !== 'deactivated' && member.state !== 'deleted'

/** The members that a disabling follows back (D1). */
export const returnsDisabled = (member: Member): boolean =>
  member.state === 'disabled' || ((member.state === 'unlicensed' || member.state === 'deactivated') && member.returnsDisabled)

/** Whether a sign-in ever left a trace (M4). */
export const hasSignedIn = (member: Member): boolean => member.trial !== 'unused'

/** When this record changes by itself: a provisional grant lapses, a running trial ends, or a seat's term; `undefined` if never. */
export const memberDueAt = (member: Member): Instant | undefined => {
  if (member.state === 'provisional') return member.endsAt
  if (member.state === 'enabled') return member.terms?.endsAt
  if (member.state !== 'pending' || member.trial !== 'started') return undefined
  return member.trialEndsAt !== null && member.trialEndsAt > member.since ? member.trialEndsAt : undefined
}
