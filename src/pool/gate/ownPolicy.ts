// An integrator's own policy: code, and therefore not stored. It sees the header and the member asked about, nothing else, or whole
// and partial pools would differ; whatever it decides goes into the event, so that replay never asks it.

import { frozenCopy } from '../model/frozen.ts'
import type { Header } from '../model/header.ts'
import type { Dependency, Member, MemberKind, MemberState, PeopleFacts, SeatTerms } from '../model/member.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import type { Instant } from '../time/calendar.ts'
import { flag, instant, object, type Shape, suchThat, taggedUnion, text } from '../validation/shape.ts'

/** The member that an own policy is asked about; `unknown` while it comes in for the first time. */
export interface SeenMember extends PeopleFacts {
  readonly member: string
  readonly kind: MemberKind
  readonly state: MemberState | 'unknown'
}

/** What an own policy is shown: copies, which it may keep. */
export interface Seen {
  readonly header: Header
  readonly member: SeenMember
  readonly at: Instant
}

/** What an own policy says of an admission. */
export type OwnAdmission =
  | { readonly type: 'Refuse'; readonly reason: string }
  /**
   * `group`: tally the seat there, in `header.tallies[name][group]`. `endsAt`: the seat ends by itself at that moment. A lease has neither:
   * it ends as its client says, and is not tallied.
   */
  | { readonly type: 'Admit'; readonly group?: string; readonly endsAt?: Instant }

/** What an own policy makes of a sign-in. */
export type OwnRoute =
  | { readonly type: 'Refuse'; readonly reason: string }
  /** A seat, if one is available. */
  | { readonly type: 'Admit' }
  /** A place in line. */
  | { readonly type: 'Wait' }

/**
 * A policy of the integrator's own, given to `createLicensing` or to `execute`. Each function may be left out, and `undefined` is no
 * opinion. They must be pure: they are asked again after a lost race. One that throws, or answers anything else than it may (a
 * promise, say), fails the call, and nothing is changed.
 *
 * @example
 * const salesOnly: OwnPolicy = {
 *   name: 'salesOnly',
 *   admit: ({ member }) => (member.placement === 'sales' ? undefined : { type: 'Refuse', reason: 'seats are for sales' }),
 * }
 */
export interface OwnPolicy {
  /** Told with every refusal; no two have the same. */
  readonly name: string
  /** Whether the member counts by itself, instead of the counting rule (D1). */
  readonly counts?: (seen: Seen) => boolean | undefined
  /** Decides the sign-in of somebody who may sign in and holds no seat, before the other routes. */
  readonly route?: (seen: Seen, client: string) => OwnRoute | undefined
  /** Decides an admission, beside the allowance. */
  readonly admit?: (seen: Seen) => OwnAdmission | undefined
  /** Why the member cannot be moved to unlicensed, beside the dependencies (P4). */
  readonly guard?: (seen: Seen) => string | undefined
}

/** What a caller knows beyond the pool: its own policies, and what else depends on somebody (P10). */
export interface Beyond {
  readonly policies?: readonly OwnPolicy[]
  /** By member, what a provider answered. */
  readonly dependencies?: ReadonlyMap<string, readonly Dependency[]>
}

export const nothingBeyond: Beyond = {}

/** A member as it would be, or as it is. */
export type Candidate = Pick<Member, 'id' | 'kind' | 'people'> & {
  readonly state: MemberState | 'unknown'
  /** Absent while it comes in for the first time. */
  readonly ordinal?: number
}

/** Somebody of whom nothing is known. */
export const newcomer = (id: string): Candidate => ({ id, kind: 'person', state: 'unknown', people: undefined })

/** What the core's scratch offers: the header, and the moment. */
interface Asking {
  readonly header: Header
  readonly at: Instant
  readonly beyond: Beyond
}

const seen = ({ header, at }: Asking, { id, kind, state, people }: Candidate): Seen =>
  frozenCopy({ header: { ...header }, member: { member: id, kind, state, ...people }, at })

/** The first own policy with an opinion, and what it says. */
const firstOpinion = <A>(
  asking: Asking,
  candidate: Candidate,
  ask: (policy: OwnPolicy, shown: Seen) => A | undefined,
): { readonly policy: string; readonly said: A } | undefined => {
  for (const policy of asking.beyond.policies ?? []) {
    const said = ask(policy, seen(asking, candidate))
    if (said !== undefined) return { policy: policy.name, said }
  }
  return undefined
}

export const ownCounts = (asking: Asking, candidate: Candidate): boolean | undefined =>
  firstOpinion(asking, candidate, (policy, shown) => checked(policy, 'counts', flag, policy.counts?.(shown)))?.said

export const ownRoute = (
  asking: Asking,
  candidate: Candidate,
  client: string,
): { readonly policy: string; readonly said: OwnRoute } | undefined =>
  firstOpinion(asking, candidate, (policy, shown) => checked(policy, 'route', routeShape, policy.route?.(shown, client)))

/** What the own policies put on a seat, or the first refusal: each must agree. */
export const ownAdmission = (asking: Asking, candidate: Candidate): SeatTerms | Rejection | undefined => {
  let terms: SeatTerms | undefined
  for (const policy of asking.beyond.policies ?? []) {
    const said = checked(policy, 'admit', admissionShape, policy.admit?.(seen(asking, candidate)))
    if (said?.type === 'Refuse') return refusedBy(policy.name, said.reason, candidate.id)
    const { group, endsAt } = said ?? {}
    if (group !== undefined) terms = { ...terms, groups: { ...terms?.groups, [policy.name]: group } }
    if (endsAt !== undefined) terms = { ...terms, endsAt: Math.min(endsAt, terms?.endsAt ?? endsAt) }
  }
  return terms
}

export const refusedBy = (policy: string, reason: string, member: string): Rejection =>
  reject({ type: 'NoLicense', member, policy, reason })

const reason = text()
const nothing = object({})
const routeShape: Shape<OwnRoute> = taggedUnion({ Refuse: object({ reason }), Admit: nothing, Wait: nothing })
const admissionShape: Shape<OwnAdmission> = taggedUnion({
  Refuse: object({ reason }),
  // As a name it would be lost.
  Admit: object({}, { group: suchThat(text(), (group) => group !== '__proto__', 'the name of a group'), endsAt: instant }),
})

/** An answer that is none must not be taken for consent. */
const checked = <A>({ name }: OwnPolicy, asked: keyof OwnPolicy, shape: Shape<A>, said: A | undefined): A | undefined => {
  if (said === undefined || shape.accepts(said)) return said
  throw new TypeError(`the policy ${name} answered \`${asked}\` with something that is not ${shape.expected}`)
}

/** What the own policies have against an unlicensing, as dependencies of the policy's name. */
export const ownGuards = (asking: Asking, candidate: Candidate): readonly Dependency[] =>
  (asking.beyond.policies ?? []).flatMap((policy) => {
    const id = checked(policy, 'guard', reason, policy.guard?.(seen(asking, candidate)))
    return id === undefined ? [] : [{ kind: policy.name, id }]
  })
