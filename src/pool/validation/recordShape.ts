// What a stored header and a stored member may look like (X10). Reading what a store kept is coming in from outside, too.

import { sharesLeases } from '../../policies/concurrent.ts'
import { policiesShape } from '../../policies/policiesShape.ts'
import { currencyShape, unitPriceShape } from '../../policies/subscription.ts'
import { canonical } from '../model/canonical.ts'
import { consumedIn, type Header } from '../model/header.ts'
import { leaseEnds } from '../model/lease.ts'
import { allowanceOf } from '../model/lot.ts'
import { type MemberState, memberStates } from '../model/member.ts'
import type { LeaseRow, MemberRow } from '../model/row.ts'
import { talliesOf } from '../model/tallies.ts'
import { timeZoneShape } from './commandShape.ts'
import {
  flag,
  type Issue,
  instant,
  issuesOf,
  listOf,
  literal,
  nullable,
  object,
  recordOf,
  type Shape,
  taggedBy,
  text,
  whole,
} from './shape.ts'

const id = text()
const count = whole({ min: 0 })
const ordinal = whole({ min: 1, max: 2 ** 31 - 1 })
const day = whole({ min: -100_000_000, max: 100_000_000 })

const lot = object(
  {
    ordered: object({ lot: id, quantity: whole({ min: 1 }) }, { from: instant, until: instant }),
    ordinal,
    quantity: count,
    startsAt: instant,
    endsAt: nullable(instant),
    stage: literal('scheduled', 'inForce', 'ended'),
  },
  { raise: object({ unitPrice: unitPriceShape, currency: currencyShape }) },
)

export const headerShape = object({
  organization: id,
  timeZone: timeZoneShape,
  policies: policiesShape,
  lots: listOf(lot),
  allowance: count,
  counts: object(Object.fromEntries(memberStates.map((state) => [state, count])) as Record<MemberState, Shape<number>>),
  leases: object({ running: count, consumed: count }),
  version: count,
  latestAt: instant,
  nextOrdinal: ordinal,
  over: nullable(object({ since: instant, until: nullable(instant) })),
  tallies: recordOf(recordOf(count)),
  lotsChanged: nullable(object({ at: instant, allowanceBefore: count })),
}) as unknown as Shape<Header>

const entry = {
  id,
  ordinal,
  kind: literal('person', 'placeholder', 'resource'),
  barred: flag,
  trial: literal('unused', 'fixed', 'started', 'ended'),
  trialEndsAt: nullable(instant),
  since: instant,
}
const people = {
  people: object(
    {},
    {
      status: id,
      licenseType: literal('named'),
      placement: id,
      peopleState: literal('TBH', 'TBR'),
      dependencies: listOf(object({ kind: id, id }, { when: id })),
    },
  ),
}
const seatTerms = { ...people, terms: object({}, { groups: recordOf(id), endsAt: instant }) }
const plain = object(entry, people)
const leaver = object({ ...entry, returnsDisabled: flag }, people)

export const memberShape = taggedBy('state', {
  known: plain,
  pending: object({ ...entry, place: ordinal }, people),
  provisional: object({ ...entry, endsAt: instant, usedDay: day }, seatTerms),
  enabled: object({ ...entry, usedDay: day }, seatTerms),
  disabled: plain,
  unlicensed: leaver,
  deactivated: leaver,
  deleted: plain,
}) as unknown as Shape<MemberRow>

const term = { id, ordinal, member: id, memberOrdinal: ordinal, client: id, renewEverySeconds: count, since: instant }
const lease = { ...term, idleMinutes: nullable(whole({ min: 1 })) }
const device = { device: id }

export const leaseShape = taggedBy('state', {
  running: object({ ...lease, usedAt: instant, endsAt: nullable(instant) }, device),
  ended: object({ ...lease, endedAt: instant, reason: literal(...leaseEnds, 'takenOver') }, device),
}) as unknown as Shape<LeaseRow>

const snapshotShape = object({
  schema: whole({ min: 1 }),
  header: headerShape,
  members: listOf(memberShape),
  leases: listOf(leaseShape),
}) as unknown as Shape<Recorded>

interface Recorded {
  readonly header: Header
  readonly members: readonly MemberRow[]
  readonly leases: readonly LeaseRow[]
}

/** What is wrong with a snapshot: its fields first, then what the fields say of each other (X4). */
export const snapshotIssues = (snapshot: unknown): readonly Issue[] => {
  const issues = issuesOf(snapshotShape, snapshot)
  if (issues.length > 0) return issues
  return contradictions(snapshot as Recorded)
}

const contradictions = ({ header, members, leases }: Recorded): readonly Issue[] => {
  const issues: Issue[] = []
  const ids = new Map<string, MemberRow>()
  const ordinals = new Set<number>()
  const counts = Object.fromEntries(memberStates.map((state) => [state, 0])) as Record<MemberState, number>
  for (const [index, member] of members.entries()) {
    const { id, ordinal, state, kind } = member
    const mayStand = kind === 'person' || state === 'known' || state === 'deleted'
    if (!mayStand) issues.push({ path: `members[${index}].kind`, message: `a ${kind} is never ${state}` })
    if (ids.has(id)) issues.push({ path: `members[${index}].id`, message: `stands twice: ${id}` })
    if (ordinals.has(ordinal)) issues.push({ path: `members[${index}].ordinal`, message: `stands twice: ${ordinal}` })
    if (ordinal >= header.nextOrdinal) issues.push({ path: `members[${index}].ordinal`, message: 'was not handed out yet' })
    ids.set(id, member)
    ordinals.add(ordinal)
    counts[state]++
  }
  addLeaseContradictions(issues, header, leases, ids, ordinals)
  for (const state of memberStates) {
    if (counts[state] !== header.counts[state]) {
      issues.push({ path: `header.counts.${state}`, message: `is ${header.counts[state]}, and counting gives ${counts[state]}` })
    }
  }
  if (canonical(talliesOf(members)) !== canonical(header.tallies))
    issues.push({ path: 'header.tallies', message: 'is not what counting the seats by group gives' })
  const allowance = allowanceOf(header.lots)
  if (allowance !== header.allowance) {
    issues.push({ path: 'header.allowance', message: `is ${header.allowance}, and the lots in force add up to ${allowance}` })
  }
  const isOver = consumedIn(header) > header.allowance
  if (issues.length === 0 && isOver !== (header.over?.until === null)) {
    issues.push({ path: 'header.over', message: 'is at odds with the counters' })
  }
  return issues.slice(0, 20)
}

/** Adds what the leases say of each other, of their members and of the counters. */
const addLeaseContradictions = (
  issues: Issue[],
  header: Header,
  leases: readonly LeaseRow[],
  members: ReadonlyMap<string, MemberRow>,
  ordinals: Set<number>,
): void => {
  const sessions = new Set<string>()
  const holders = new Set<string>()
  let running = 0
  for (const [index, { id, ordinal, state, member, memberOrdinal }] of leases.entries()) {
    const at = (field: string, message: string): number => issues.push({ path: `leases[${index}].${field}`, message })
    const holder = members.get(member)
    if (sessions.has(id)) at('id', `stands twice: ${id}`)
    if (ordinals.has(ordinal)) at('ordinal', `stands twice: ${ordinal}`)
    if (ordinal >= header.nextOrdinal) at('ordinal', 'was not handed out yet')
    if (holder?.ordinal !== memberOrdinal) at('memberOrdinal', `is no ordinal of ${member}`)
    sessions.add(id)
    ordinals.add(ordinal)
    if (state !== 'running') continue
    if (holder?.state !== 'known' && holder?.state !== 'pending') at('member', `${member} cannot hold a lease`)
    running++
    holders.add(member)
  }
  const consumed = sharesLeases(header.policies) ? holders.size : running
  for (const [name, counted] of [
    ['running', running],
    ['consumed', consumed],
  ] as const) {
    const said = header.leases[name]
    if (said !== counted) issues.push({ path: `header.leases.${name}`, message: `is ${said}, and counting gives ${counted}` })
  }
}
