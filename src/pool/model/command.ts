// What can be asked of a pool. The names and payloads are the contract (design.md); each `type` is its type's name.

import type { PoliciesPatch } from '../../policies/policies.ts'
import type { PresetName } from '../../presets/presets.ts'
import type { Instant } from '../time/calendar.ts'
import type { Dependency, MemberKind } from './member.ts'
import type { Consent } from './quote.ts'

/** Opens a pool: the first event of its life. `policies` are merged over the preset's (D7). */
export interface OpenPool {
  readonly type: 'OpenPool'
  readonly organization: string
  readonly preset?: PresetName
  readonly policies?: PoliciesPatch
  /** An IANA name; default `UTC` (T2). */
  readonly timeZone?: string
  readonly lots?: readonly OpeningLot[]
}
/** A lot of a pool that is being opened; its organization may be left out. */
export type OpeningLot = Omit<AddLot, 'type' | 'organization'> & { readonly organization?: string }

/** Buys licenses: a quantity, in force from a moment, perhaps until a moment (A1). */
export interface AddLot {
  readonly type: 'AddLot'
  readonly lot: string
  readonly organization: string
  readonly quantity: number
  readonly from?: Instant
  readonly until?: Instant
}
/** Asks what a raise to `to` would cost (S4). */
export interface QuoteAllowance {
  readonly type: 'QuoteAllowance'
  readonly to: number
}
/** Raises the allowance that was quoted (S4). */
export interface RaiseAllowance extends Consent {
  readonly type: 'RaiseAllowance'
}
/** Lowers the allowance; the account manager's (S5). */
export interface LowerAllowance {
  readonly type: 'LowerAllowance'
  readonly to: number
}
/** Changes policies while the pool runs; `null` removes one (M13, D7). */
export interface ChangePolicies {
  readonly type: 'ChangePolicies'
  readonly policies: PoliciesPatch
}

/** What is said of somebody who is added. */
export interface NewMember {
  readonly member: string
  readonly kind?: MemberKind
  /** Where the counting rule goes by status; default `active`, for a resource `resource` (S1, S2). */
  readonly status?: string
  /** `named` holds a seat all the time; default `concurrent` (C1). */
  readonly licenseType?: 'named' | 'concurrent'
  readonly placement?: string
  readonly peopleState?: 'TBH' | 'TBR'
  /** Links `{ kind: login, id: the member's id }` (P1). */
  readonly credentials?: boolean
  /** Read only where a license is needed and none is available (S6). */
  readonly consent?: Consent
}
/** Makes somebody known to the pool (D1). */
export interface AddMember extends NewMember {
  readonly type: 'AddMember'
}
/** One row of an import; `attributes` serve the import filter and are not kept (P2). */
export interface ImportRow extends NewMember {
  readonly attributes?: Readonly<Record<string, unknown>>
}
/** Brings many in, each row judged by itself (P2): a row that is not an `ImportRow` is answered `Invalid`, the others go on. */
export interface ImportMembers {
  readonly type: 'ImportMembers'
  readonly members: readonly unknown[]
}
/** Gives a member another status, and with it a license or none (S7). */
export interface ChangeStatus {
  readonly type: 'ChangeStatus'
  readonly member: string
  readonly status: string
  readonly consent?: Consent
}
/** Deactivated in the CRM: needs no license and stays for reporting (P3). */
export interface DeactivateMember {
  readonly type: 'DeactivateMember'
  readonly member: string
}
/** Takes somebody out; its past stays, so that it gets no second trial (M7). */
export interface DeleteMember {
  readonly type: 'DeleteMember'
  readonly member: string
}
/** Records that something depends on a member (P4). */
export interface LinkDependency {
  readonly type: 'LinkDependency'
  readonly member: string
  readonly dependency: Dependency
}
/** Records that it no longer does. */
export interface UnlinkDependency {
  readonly type: 'UnlinkDependency'
  readonly member: string
  readonly dependency: { readonly kind: string; readonly id: string }
}
/** A person takes a placeholder's place and its dependencies (P8). */
export interface FillPlaceholder {
  readonly type: 'FillPlaceholder'
  readonly placeholder: string
  readonly member: string
}

/** Gives a member a seat (M5). */
export interface AssignSeat {
  readonly type: 'AssignSeat'
  readonly member: string
}
/** Approves somebody who waits or holds a provisional seat (M3, M10). */
export interface ApproveMember {
  readonly type: 'ApproveMember'
  readonly member: string
}
/** Admits the first `count` in line and answers for each (M6). */
export interface ApproveWaiting {
  readonly type: 'ApproveWaiting'
  readonly count: number
}
/** Rejects somebody who waits or holds a provisional seat: disabled (M10). */
export interface RejectMember {
  readonly type: 'RejectMember'
  readonly member: string
}
/** Frees the seat and bars the member (M7). */
export interface DisableMember {
  readonly type: 'DisableMember'
  readonly member: string
}
/** Lets a member in again: an admission (M7). */
export interface EnableMember {
  readonly type: 'EnableMember'
  readonly member: string
}
/** Moves a seat from one member to another in one step (M14). */
export interface TransferSeat {
  readonly type: 'TransferSeat'
  readonly from: string
  readonly to: string
}
/** Moves people out of the licensed ones; `each` (default) answers for each, `all` moves all or nobody (P4). */
export interface UnlicenseMembers {
  readonly type: 'UnlicenseMembers'
  readonly members: readonly string[]
  readonly mode?: 'each' | 'all'
}
/** Brings unlicensed people back, to `All teams - Unassigned` only (P7). */
export interface RelicenseMembers {
  readonly type: 'RelicenseMembers'
  readonly members: readonly string[]
  readonly placement?: string
}

/** Somebody signs in with a named client. */
export interface SignIn {
  readonly type: 'SignIn'
  readonly member: string
  readonly client: string
  readonly device?: string
  readonly session?: string
}
/** A use: of a seat by its member, or of a running session. */
export type RecordUse =
  | { readonly type: 'RecordUse'; readonly member: string; readonly session?: never }
  | { readonly type: 'RecordUse'; readonly session: string; readonly member?: never }
/** Ends one's own session. */
export interface SignOut {
  readonly type: 'SignOut'
  readonly session: string
}
/** An administrator ends a session. */
export interface EndSession {
  readonly type: 'EndSession'
  readonly session: string
}
/** A pass/fail check without a sign-in: changes nothing (C5). */
export interface CheckIn {
  readonly type: 'CheckIn'
  readonly member: string
  readonly client: string
}
/** Lets what is due take effect, and does nothing else. */
export interface Sweep {
  readonly type: 'Sweep'
}

/** Every command. */
export type Command =
  | OpenPool
  | AddLot
  | QuoteAllowance
  | RaiseAllowance
  | LowerAllowance
  | ChangePolicies
  | AddMember
  | ImportMembers
  | ChangeStatus
  | DeactivateMember
  | DeleteMember
  | LinkDependency
  | UnlinkDependency
  | FillPlaceholder
  | AssignSeat
  | ApproveMember
  | ApproveWaiting
  | RejectMember
  | DisableMember
  | EnableMember
  | TransferSeat
  | UnlicenseMembers
  | RelicenseMembers
  | SignIn
  | RecordUse
  | SignOut
  | EndSession
  | CheckIn
  | Sweep
