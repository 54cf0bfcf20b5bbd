// What a stored header and a stored member may look like (X10). Reading what a store kept is coming in from outside, too.

import { policiesShape } from '../../policies/policiesShape.ts'
import { currencyShape, unitPriceShape } from '../../policies/subscription.ts'
import { consumedIn, type Header } from '../model/header.ts'
import { allowanceOf } from '../model/lot.ts'
import { type MemberState, memberStates } from '../model/member.ts'
import type { MemberRow } from '../model/row.ts'
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

const snapshotShape = object({ schema: whole({ min: 1, max: 1 }), header: headerShape, members: listOf(memberShape) })

/** What is wrong with a snapshot: its fields first, then what the fields say of each other (X4). */
export const snapshotIssues = (snapshot: unknown): readonly Issue[] => {
  const issues = issuesOf(snapshotShape, snapshot)
  if (issues.length > 0) return issues
  const { header, members } = snapshot as { readonly header: Header; readonly members: readonly MemberRow[] }
  return contradictions(header, members)
}

const contradictions = (header: Header, members: readonly MemberRow[]): readonly Issue[] => {
  const issues: Issue[] = []
  const ids = new Set<string>()
  const ordinals = new Set<number>()
  const counts = Object.fromEntries(memberStates.map((state) => [state, 0])) as Record<MemberState, number>
  for (const [index, { id, ordinal, state, kind }] of members.entries()) {
    const mayStand = kind === 'person' || state === 'known' || state === 'deleted'
    if (!mayStand) issues.push({ path: `members[${index}].kind`, message: `a ${kind} is never ${state}` })
    if (ids.has(id)) issues.push({ path: `members[${index}].id`, message: `stands twice: ${id}` })
    if (ordinals.has(ordinal)) issues.push({ path: `members[${index}].ordinal`, message: `stands twice: ${ordinal}` })
    if (ordinal >= header.nextOrdinal) issues.push({ path: `members[${index}].ordinal`, message: 'was not handed out yet' })
    ids.add(id)
    ordinals.add(ordinal)
    counts[state]++
  }
  for (const state of memberStates) {
    if (counts[state] !== header.counts[state]) {
      issues.push({ path: `header.counts.${state}`, message: `is ${header.counts[state]}, and counting gives ${counts[state]}` })
    }
  }
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
