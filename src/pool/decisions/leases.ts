// What is decided about sessions: the leases that sign-ins take, how activity keeps them and how they end (rules C). A client that only
// checks takes nothing.

import { type ConcurrentClient, clientOf, sharesLeases, takesLease } from '../../policies/concurrent.ts'
import type { Draft } from '../draft.ts'
import { emit } from '../evolution/evolve.ts'
import { refusedCheck, refusedLease } from '../gate/admission.ts'
import { newcomer } from '../gate/ownPolicy.ts'
import type { EndSession, SignIn, SignOut } from '../model/command.ts'
import { type EndedLease, isRemembered, type Lease, leaseEnd, type RunningLease } from '../model/lease.ts'
import { isIn, type Member } from '../model/member.ts'
import { deniedAs, invalid, isRefusal, type Rejection, reject } from '../model/rejection.ts'
import { endLease } from '../settlement/endLeases.ts'
import { comeIn } from './entry.ts'

export const unknownSession = (session: string): Rejection => reject({ type: 'UnknownSession', session })

/** A session that the giver may speak of: a member of its own only (R). One that ended a day ago is unknown (C11). */
export const ownSession = (draft: Draft, command: 'RecordUse' | 'SignOut', session: string): Lease | Rejection => {
  const lease = draft.lease(session)
  if (lease === undefined || !isRemembered(lease, draft.at)) return unknownSession(session)
  const { role, id } = draft.actor
  return role === 'member' && id !== lease.member ? reject({ type: 'NotPermitted', role, command }) : lease
}

/** A session that runs is its member's, whoever names it (C11). */
export const anothersSession = (draft: Draft, { member, session }: SignIn): Rejection | undefined => {
  if (session === undefined || draft.header.leases.running === 0) return undefined
  const lease = draft.lease(session)
  const isAnothers = lease?.state === 'running' && lease.member !== member
  return isAnothers ? invalid('session', 'is a running session of another member') : undefined
}

/** Whoever may have a license: not those who are disabled or deleted, where they may sign in at all (D4, X5). */
export const mayHold = (member: Member | undefined): boolean =>
  member === undefined || (isIn(member) && member.state !== 'disabled')

/** Of somebody who may have a license and holds no seat: passes if one is available at this moment, and takes none (C4, C5). */
export const check = (draft: Draft, client: string): Rejection | undefined =>
  inItsWords(refusedCheck(draft), clientOf(draft.header.policies, client))

/** Whether a sign-in or a check by this member is a check that was passed: the answer is then `full`, though nothing is held. */
export const passesCheck = (draft: Draft, client: string, member: Member | undefined): boolean =>
  clientOf(draft.header.policies, client)?.takes === 'check' && mayHold(member)

/** The sign-in of somebody who is not barred and holds no seat (C2 to C4, C8, C11). */
export const signInConcurrently = (draft: Draft, command: SignIn, member: Member | undefined): Rejection | undefined => {
  const { client, session = '', device } = command
  if (!takesLease(draft.header.policies, client)) return check(draft, client)
  const lease = draft.lease(session)
  if (lease?.state === 'running') return renew(draft, lease, 'signIn')
  const resumed = resumable(draft, command, member)
  if (resumed === undefined) return takeLease(draft, { member: command.member, client, device, session }, member, 'signIn')
  emit(draft, { ...renewal(draft, resumed), session, takesOver: resumed.id, reason: 'signIn' })
  return undefined
}

/** Whether the session of a sign-in runs: it took a lease, or had it (C7). */
export const holdsLease = (draft: Draft, { client, session }: SignIn): boolean =>
  session !== undefined && takesLease(draft.header.policies, client) && draft.lease(session)?.state === 'running'

/** The running lease of the same member, client and device, where the policy lets it be taken over: its oldest (C8). */
const resumable = (draft: Draft, { client, device }: SignIn, member: Member | undefined): RunningLease | undefined =>
  member === undefined || draft.header.policies.concurrent?.resume !== true
    ? undefined
    : draft.leasesOf(member).find((lease) => lease.client === client && lease.device === device)

type Asked = Pick<Lease, 'member' | 'client' | 'device'> & { readonly session: string }

/** A lease through the one gate; under `shared` a member's second one needs no license (C8). Whoever is unknown comes in. */
const takeLease = (draft: Draft, asked: Asked, member: Member | undefined, reason: 'signIn' | 'use'): Rejection | undefined => {
  const { policies } = draft.header
  const declared = clientOf(policies, asked.client)
  const isShared = sharesLeases(policies) && member !== undefined && draft.leasesOf(member).length > 0
  const seeker = member ?? newcomer(asked.member)
  const refusal = isShared ? undefined : inItsWords(refusedLease(draft, seeker), declared)
  if (refusal !== undefined) return refusal
  if (member === undefined) comeIn(draft, { member: asked.member }, { seeksSeat: true })
  const kept = { idleMinutes: declared?.idleMinutes ?? null, renewEverySeconds: policies.concurrent?.renewEverySeconds ?? 0 }
  const { device, ...who } = asked
  emit(draft, {
    type: 'LeaseStarted',
    ...who,
    ...(device === undefined ? {} : { device }),
    ...kept,
    endsAt: leaseEnd(kept, draft.at),
    consumes: !isShared,
    reason,
  })
  return undefined
}

/** The gate's refusal in the client's own words (C6). */
const inItsWords = (refusal: Rejection | undefined, client: ConcurrentClient | undefined): Rejection | undefined =>
  refusal?.type === 'AllowanceExhausted' && client?.denial !== undefined ? deniedAs(refusal, client.denial) : refusal

const renewal = (draft: Draft, lease: RunningLease) =>
  ({ type: 'LeaseRenewed', member: lease.member, session: lease.id, endsAt: leaseEnd(lease, draft.at) }) as const

/** Activity in a running session: recorded when the last recorded one is long enough ago (C9). */
export const renew = (draft: Draft, lease: RunningLease, reason: 'signIn' | 'use'): undefined => {
  if (draft.at >= lease.usedAt + lease.renewEverySeconds * 1_000) emit(draft, { ...renewal(draft, lease), reason })
}

/** Whether activity may revive a session: it timed out, and its client takes leases still (C11). */
export const isRevivable = (draft: Draft, lease: EndedLease): boolean =>
  lease.reason === 'timedOut' && takesLease(draft.header.policies, lease.client)

/** Activity that comes too late is an admission, and may be refused (C11, FB-9). */
export const revive = (draft: Draft, { id, member, client, device }: EndedLease, record: Member | undefined) =>
  takeLease(draft, { member, client, device, session: id }, record, 'use')

/** The member ends its session, or an administrator does; one that has ended is already so (C11). */
export const endSession = (draft: Draft, command: SignOut | EndSession): Rejection | undefined => {
  const lease = ownSession(draft, 'SignOut', command.session)
  if (isRefusal(lease)) return lease
  if (lease.state === 'running') endLease(draft, lease, command.type === 'SignOut' ? 'signedOut' : 'endedByAdministrator')
  return undefined
}
