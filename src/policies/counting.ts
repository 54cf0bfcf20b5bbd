// Which members the pool counts by itself, without anybody assigning a seat (S1, S2, P1).

import type { Dependency, MemberKind, PeopleFacts } from '../pool/model/member.ts'
import { flag, literal, object, recordOf, suchThat } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

/** What a status means: whether it takes a license, and whether one can sign in with it. */
export interface StatusMeaning {
  readonly counts: boolean
  readonly signsIn: boolean
}

export interface Counting {
  /**
   * Who counts: whoever was granted a seat; whose status counts (S1); everybody imported and active (P1); or who is referenced by a
   * territory, a target, a routing policy or a login (P1).
   */
  readonly rule: 'granted' | 'status' | 'imported' | 'referenced'
  /** Further statuses, beside the seven that always exist (S2). */
  readonly statuses: Readonly<Record<string, StatusMeaning>>
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly counting?: Counting }

/** The statuses of people that always exist; a locked member holds its license and cannot sign in (S1). */
const ofPeople = new Map<string, StatusMeaning>([
  ['active', { counts: true, signsIn: true }],
  ['locked', { counts: true, signsIn: false }],
  ['inactive', { counts: false, signsIn: false }],
])
const ofResources: ReadonlySet<string> = new Set(['room', 'resource', 'asset', 'queue'])

export const countingPolicy: PolicyDefinition<Counting> = {
  defaults: { rule: 'granted', statuses: {} },
  fields: {
    rule: literal('granted', 'status', 'imported', 'referenced'),
    statuses: suchThat(
      recordOf(object({ counts: flag, signsIn: flag }), { max: 1_000 }),
      (statuses) => !Object.keys(statuses).some((name) => ofPeople.has(name) || ofResources.has(name)),
      'statuses beside the seven that exist',
    ),
  },
}

/**
 * Which members count by themselves (S1, P1). Default: nobody, a seat is granted; no further statuses.
 *
 * @example
 * counting({ rule: 'status', statuses: { contractor: { counts: true, signsIn: true } } })
 */
export const counting = (fields: Partial<Counting> = {}): { readonly counting: Counting } => ({
  counting: { ...countingPolicy.defaults, ...fields },
})

export const countingRule = (policies: Policies): Counting['rule'] => policies.counting?.rule ?? 'granted'

export const isResourceStatus = (status: string): boolean => ofResources.has(status)

/** What a status means here; `undefined` if it was never declared. A resource holds no license and never signs in (S2). */
export const meaningOf = (policies: Policies, status: string): StatusMeaning | undefined => {
  if (ofResources.has(status)) return { counts: false, signsIn: false }
  const { statuses = {} } = policies.counting ?? {}
  return ofPeople.get(status) ?? (Object.hasOwn(statuses, status) ? statuses[status] : undefined)
}

/** Whether a member's status forbids it to sign in. */
export const statusBars = (policies: Policies, status: string | undefined): boolean =>
  status !== undefined && meaningOf(policies, status)?.signsIn !== true

/** Whether a member's status lets it sign in without a license, with `standard` access (S2). */
export const statusSignsInFree = (policies: Policies, status: string | undefined): boolean => {
  const meaning = status === undefined ? undefined : meaningOf(policies, status)
  return meaning?.signsIn === true && !meaning.counts
}

/** The kinds of dependency by which a member is referenced (P1). */
const references: ReadonlySet<string> = new Set(['territory', 'target', 'routing', 'login'])
export const isReference = ({ kind }: Dependency): boolean => references.has(kind)

/**
 * Whether the counting rule counts such a member: the one definition (D1, FB-6). A network member counts under any rule (C1), unless
 * it has a status that does not: making somebody inactive frees the license (S7).
 */
export const counts = (policies: Policies, kind: MemberKind, facts: PeopleFacts = {}): boolean => {
  if (kind !== 'person') return false
  const rule = countingRule(policies)
  if (rule === 'status') return facts.status !== undefined && meaningOf(policies, facts.status)?.counts === true
  if (facts.licenseType === 'named') return true
  switch (rule) {
    case 'granted':
      return false
    case 'imported':
      return true
    case 'referenced':
      return facts.dependencies?.some(isReference) ?? false
  }
}
