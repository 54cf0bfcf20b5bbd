// What an application imports: the pure core, the shell and the memory store. It runs in a browser; what works on stored pools, stores
// with I/O and the testing kit have entries of their own.

export type { Either } from 'fp-ts/lib/Either.js'
export type { AutoAssign } from './policies/autoAssign.ts'
export { autoAssign } from './policies/autoAssign.ts'
export { type Concurrent, type ConcurrentClient, concurrent, type Denial } from './policies/concurrent.ts'
export { type Counting, counting, type StatusMeaning } from './policies/counting.ts'
export { type Dependencies, dependencies } from './policies/dependencies.ts'
export { type IdleReclaim, idleReclaim } from './policies/idleReclaim.ts'
export { type Exclusion, type ImportFilter, importFilter } from './policies/importFilter.ts'
export { type ManualApproval, manualApproval } from './policies/manualApproval.ts'
export { type Membership, membership } from './policies/membership.ts'
export { type Notifications, notifications } from './policies/notifications.ts'
export { type Overage, overage } from './policies/overage.ts'
export { type Permissions, permissions } from './policies/permissions.ts'
export { type Policies, type PoliciesPatch, type PolicyData, type PolicyName, policies } from './policies/policies.ts'
export { type Shrink, shrink } from './policies/shrink.ts'
export { type Subscription, subscription } from './policies/subscription.ts'
export { type Trial, trial } from './policies/trial.ts'
export { type Waiting, waiting } from './policies/waiting.ts'
export { execute, openPool, preview, type Run, run } from './pool/execute.ts'
export type { Beyond, OwnAdmission, OwnPolicy, OwnRoute, Seen, SeenMember } from './pool/gate/ownPolicy.ts'
export type { LicensePool } from './pool/licensePool.ts'
export type { Actor, By, Role } from './pool/model/actor.ts'
export type { Command, ImportRow, NewMember } from './pool/model/command.ts'
export type { CommandType } from './pool/model/commandName.ts'
export type { EventOf, EventType, LicenseEvent, Reason } from './pool/model/event.ts'
export type { Header } from './pool/model/header.ts'
export type { Lot } from './pool/model/lot.ts'
export type { Dependency, MemberKind, MemberState, PeopleFacts } from './pool/model/member.ts'
export type { AccessLevel, Answer, MemberAnswer, Outcome, PassedOver } from './pool/model/outcome.ts'
export type { Consent, Price, Quote } from './pool/model/quote.ts'
export { messageIn, type Rejection, type RejectionType } from './pool/model/rejection.ts'
export type { LeaseRow, MemberRow } from './pool/model/row.ts'
export { type Access, type AccessReason, access } from './pool/queries/access.ts'
export { type Blocked, blockers } from './pool/queries/blockers.ts'
export { type Explanation, explain, type Ground, type NextChange } from './pool/queries/explain.ts'
export { type Invoice, type InvoiceLine, invoice, type Money } from './pool/queries/invoice.ts'
export { type MemberFilter, type MemberView, members, type PeopleState } from './pool/queries/members.ts'
export { nextDue } from './pool/queries/nextDue.ts'
export { type SessionFilter, type SessionView, sessions } from './pool/queries/sessions.ts'
export { type Summary, summary } from './pool/queries/summary.ts'
export type { Needs } from './pool/rows/extent.ts'
export type { Day, Instant } from './pool/time/calendar.ts'
export { decodeCommand } from './pool/validation/commandShape.ts'
export type { Issue } from './pool/validation/shape.ts'
export { concurrentUse } from './presets/concurrentUse.ts'
export { mobileAssignment } from './presets/mobileAssignment.ts'
export { planningPeople } from './presets/planningPeople.ts'
export { statusAllowance } from './presets/statusAllowance.ts'
export { type Clock, fixedClock, type ManualClock, manualClock, systemClock } from './shell/clock.ts'
export { createLicensing } from './shell/createLicensing.ts'
export type { Licensing, Swept } from './shell/licensing.ts'
export { type MemoryStore, memoryStore } from './shell/memoryStore.ts'
export type { Listener, Notification } from './shell/notifications.ts'
export type { Asking, DependencyProvider, Giving, LicensingOptions, Refusal } from './shell/options.ts'
export { LicenseRefused, orThrow, type Result, toResult } from './shell/result.ts'
export type {
  Change,
  LicenseStore,
  PoolStore,
  StoredAnswer,
  Transacted,
  Verdict,
  Work,
  Working,
  WorkRequest,
} from './shell/store.ts'
