// What happened. An event carries everything that it did (the end of a trial, not the length of one), so that replay needs
// no policy, no clock and no time-zone table. Every event touches the header and at most one other record.

import type { Policies } from '../../policies/policies.ts'
import type { Day, Instant } from '../time/calendar.ts'
import type { Actor } from './actor.ts'
import type { LotCut } from './lot.ts'
import type { Dependency, MemberKind, SeatTerms } from './member.ts'
import type { Price } from './quote.ts'

/** Why it happened, as a code (X7). */
export type Reason =
  | 'command' // the command says it all
  | 'signIn' // by a sign-in
  | 'use' // by a recorded use
  | 'counted' // the counting rule counts the member, or no longer does
  | 'assigned' // an administrator assigned it
  | 'approved' // an administrator approved it
  | 'enabled' // an administrator enabled the member
  | 'transferred' // it moved from or to another member
  | 'noLicenseAvailable' // none was available, so the member waits
  | 'approvalNeeded' // somebody has to approve
  | 'freed' // a license became available to the first in line
  | 'lapsed' // nobody decided in time
  | 'idle' // not used for long
  | 'shrink' // the allowance fell
  | 'due' // its moment came
  | 'timedOut' // no activity for as long as the client's lease allows
  | 'signedOut' // its member signed out
  | 'endedByAdministrator' // an administrator ended the session
  | 'seated' // its member got a seat
  | 'memberLeft' // its member can no longer sign in

/** What a member's first sign-in ever that left a trace fixed (M4). */
export interface FirstSignIn {
  /** When its trial ends; `null`: there was none to have. */
  readonly trialEndsAt: Instant | null
}

interface OfMember<Type extends string> {
  readonly type: Type
  readonly member: string
}
/** An event of a session's record, not of its member's. */
interface OfLease<Type extends string> extends OfMember<Type> {
  readonly session: string
}
interface BySignIn {
  /** There when this was the member's first sign-in ever that left a trace. */
  readonly firstSignIn?: FirstSignIn
}
interface WithTerms {
  /** What an integrator's own policy put on the seat. */
  readonly terms?: SeatTerms
}
interface Notifying {
  /** There when somebody is to be notified of it (M9). */
  readonly notifies?: true
}

/** An event without its envelope. */
export type EventBody =
  | { readonly type: 'PoolOpened'; readonly organization: string; readonly timeZone: string; readonly policies: Policies }
  | {
      readonly type: 'LotAdded'
      readonly lot: string
      readonly quantity: number
      /** As ordered. */
      readonly from?: Instant
      readonly until?: Instant
      /** In force from this moment: the event's own, or a later one. */
      readonly startsAt: Instant
    }
  | { readonly type: 'LotStarted'; readonly lot: string; readonly quantity: number }
  | { readonly type: 'LotEnded'; readonly lot: string; readonly quantity: number }
  | (Price & {
      readonly type: 'AllowanceRaised'
      readonly from: number
      readonly to: number
      /** The open-ended lot of the difference that it added. */
      readonly lot: string
    })
  | { readonly type: 'AllowanceLowered'; readonly from: number; readonly to: number; readonly cuts: readonly LotCut[] }
  | { readonly type: 'PoliciesChanged'; readonly policies: Policies }
  | (OfMember<'MemberAdded'> &
      BySignIn & {
        readonly kind: MemberKind
        readonly state: 'known' | 'disabled'
        readonly status?: string
        readonly licenseType?: 'named'
        readonly placement?: string
        readonly peopleState?: 'TBH' | 'TBR'
      })
  /** The state is that of a member without a seat; a holder keeps its seat until `SeatReleased`. */
  | (OfMember<'StatusChanged'> & { readonly status: string; readonly state: 'known' | 'disabled' })
  | (OfMember<'MemberDeactivated'> & { readonly returnsDisabled: boolean })
  | OfMember<'MemberDeleted'>
  | (OfMember<'DependencyLinked'> & { readonly dependency: Dependency })
  | (OfMember<'DependencyUnlinked'> & { readonly dependency: { readonly kind: string; readonly id: string } })
  | (OfMember<'PlaceholderFilled'> & { readonly placeholder: string })
  | (OfMember<'SeatRequested'> & BySignIn)
  /** `named`: it is a network member's from now on (C1). */
  | (OfMember<'SeatGranted'> & BySignIn & Notifying & WithTerms & { readonly day: Day; readonly licenseType?: 'named' })
  | (OfMember<'SeatGrantedProvisionally'> & BySignIn & Notifying & WithTerms & { readonly day: Day; readonly endsAt: Instant })
  | (OfMember<'SeatApproved'> & { readonly day: Day })
  | OfMember<'MemberRejected'>
  | OfMember<'ProvisionalGrantLapsed'>
  | (OfMember<'TrialStarted'> & { readonly endsAt: Instant })
  | OfMember<'TrialEnded'>
  | OfMember<'MemberDisabled'>
  | OfMember<'MemberEnabled'>
  /** To `known` unless it says otherwise. */
  | (OfMember<'SeatReleased'> & { readonly state?: 'disabled' })
  | (OfMember<'SeatReclaimed'> & { readonly lastUsedDay: Day })
  | (OfMember<'MemberUnlicensed'> & { readonly returnsDisabled: boolean })
  | (OfMember<'MemberRelicensed'> & { readonly state: 'known' | 'disabled'; readonly placement: string })
  | (OfMember<'SeatUsed'> & BySignIn & { readonly day: Day })
  | (OfLease<'LeaseStarted'> & {
      readonly client: string
      readonly device?: string
      /** The timeout and the grain of renewal that it keeps; `null`: it does not end by itself. */
      readonly idleMinutes: number | null
      readonly renewEverySeconds: number
      readonly endsAt: Instant | null
      /** Whether it takes a license: under `shared` only a member's first does (C8). */
      readonly consumes: boolean
    })
  | (OfLease<'LeaseRenewed'> & {
      readonly endsAt: Instant | null
      /** There when `session` takes over the lease of this one, which is then ended (C8): two records in one event. */
      readonly takesOver?: string
    })
  | (OfLease<'LeaseEnded'> & {
      /** Whether it frees a license: under `shared` only a member's last does (C8). */
      readonly frees: boolean
    })

/** What every event says (X7). */
export interface Envelope {
  /** The number of this event in its pool: 1, 2, 3, ... without a gap. */
  readonly seq: number
  /** The moment at which it took effect. */
  readonly at: Instant
  readonly actor: Actor
  readonly reason: Reason
  /** Which command caused it, if one did and it had an id. */
  readonly commandId?: string
}

/** Something that happened to a pool. */
export type LicenseEvent = EventBody & Envelope
export type EventType = LicenseEvent['type']
/** The event of one type: `EventOf<'SeatGranted'>`. */
export type EventOf<Type extends EventType> = Extract<LicenseEvent, { readonly type: Type }>
