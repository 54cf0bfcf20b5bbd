// What an event does to one member's record: from the record before to the record after, and nothing else.

import type { Draft } from './draft.ts'
import type { EventOf, FirstSignIn, LicenseEvent } from './model/event.ts'
import type { Dependency, EnabledMember, KnownMember, Member, PeopleFacts } from './model/member.ts'
import type { Day, Instant } from './time/calendar.ts'

/** The events that change the record of a member who is there. */
type MemberChange = Exclude<
  LicenseEvent,
  | EventOf<'PoolOpened'>
  | EventOf<'PoliciesChanged'>
  | EventOf<'LotAdded'>
  | EventOf<'LotStarted'>
  | EventOf<'LotEnded'>
  | EventOf<'AllowanceLowered'>
  | EventOf<'MemberAdded'>
  | EventOf<'PlaceholderFilled'>
  | EventOf<'LeaseStarted'>
  | EventOf<'LeaseRenewed'>
  | EventOf<'LeaseEnded'>
>

export const memberChanged = (draft: Draft, event: MemberChange): void => {
  const before = draft.recorded(event.member, event)
  draft.put(changed(draft, before, event), before)
}

/** Somebody comes in: for the first time, or again with its past. */
export const memberAdded = (draft: Draft, event: EventOf<'MemberAdded'>): void => {
  const before = draft.member(event.member)
  const after: KnownMember = {
    id: event.member,
    ordinal: before?.ordinal ?? draft.writable().nextOrdinal++,
    kind: event.kind,
    barred: before?.barred ?? false,
    trial: trialAfter(before, event.firstSignIn),
    trialEndsAt: trialEndAfter(before, event.firstSignIn),
    people: people(before?.people?.dependencies, event.placement, event.peopleState),
    since: event.at,
    state: 'known',
  }
  draft.put(event.state === 'known' ? after : { ...after, state: 'disabled' }, before)
}

const changed = (draft: Draft, before: Member, event: MemberChange): Member => {
  const { at } = event
  switch (event.type) {
    case 'SeatRequested':
      return { ...known(before, at, event.firstSignIn), state: 'pending', place: draft.writable().nextOrdinal++ }
    case 'ProvisionalGrantLapsed':
      return { ...known(before, at), state: 'pending', place: draft.writable().nextOrdinal++ }
    case 'SeatGranted':
      return enabled(before, at, event.day, event.day, event.firstSignIn)
    case 'SeatApproved':
      return enabled(before, at, event.day, event.day, undefined)
    case 'SeatGrantedProvisionally':
      return { ...known(before, at, event.firstSignIn), state: 'provisional', endsAt: event.endsAt, usedDay: event.day }
    case 'SeatUsed':
      return used(before, event.day, event.firstSignIn)
    case 'TrialStarted':
      return { ...before, trial: 'started' }
    case 'TrialEnded':
      return { ...before, trial: 'ended' }
    case 'MemberDisabled':
    case 'MemberRejected':
      return { ...known(before, at), barred: true, state: 'disabled' }
    case 'MemberDeleted':
      return { ...known(before, at), barred: true, people: people(before.people?.dependencies), state: 'deleted' }
    case 'MemberEnabled':
    case 'SeatReleased':
    case 'SeatReclaimed':
      return known(before, at)
    case 'MemberDeactivated':
      return { ...known(before, at), state: 'deactivated', returnsDisabled: event.returnsDisabled }
    case 'MemberUnlicensed': {
      const { dependencies, peopleState } = before.people ?? {}
      return {
        ...known(before, at),
        people: people(dependencies, undefined, peopleState),
        state: 'unlicensed',
        returnsDisabled: event.returnsDisabled,
      }
    }
    case 'MemberRelicensed':
      return { ...known(before, at), people: people(before.people?.dependencies, event.placement), state: event.state }
    case 'DependencyLinked':
    case 'DependencyUnlinked':
      return withDependencies(before, event)
  }
}

const trialAfter = (before: Member | undefined, first: FirstSignIn | undefined): Member['trial'] =>
  first === undefined ? (before?.trial ?? 'unused') : 'fixed'

const trialEndAfter = (before: Member | undefined, first: FirstSignIn | undefined): Instant | null =>
  first === undefined ? (before?.trialEndsAt ?? null) : first.trialEndsAt

/** The record with nothing of its stage left: what every stage begins with. */
const known = (before: Member, since: Instant, first?: FirstSignIn): KnownMember => ({
  id: before.id,
  ordinal: before.ordinal,
  kind: before.kind,
  barred: before.barred,
  trial: trialAfter(before, first),
  trialEndsAt: trialEndAfter(before, first),
  people: before.people,
  since,
  state: 'known',
})

/** One literal, so that the record of a seat, of which there are a million, stays compact. */
const enabled = (before: Member, since: Instant, usedDay: Day, armedDay: Day, first: FirstSignIn | undefined): EnabledMember => ({
  id: before.id,
  ordinal: before.ordinal,
  kind: before.kind,
  barred: before.barred,
  trial: trialAfter(before, first),
  trialEndsAt: trialEndAfter(before, first),
  people: before.people,
  since,
  state: 'enabled',
  usedDay,
  armedDay,
})

const used = (before: Member, day: Day, first: FirstSignIn | undefined): Member => {
  if (before.state === 'enabled') return enabled(before, before.since, day, before.armedDay, first)
  if (before.state !== 'provisional') return before
  return { ...known(before, before.since, first), state: 'provisional', endsAt: before.endsAt, usedDay: day }
}

const withDependencies = (before: Member, event: EventOf<'DependencyLinked'> | EventOf<'DependencyUnlinked'>): Member => {
  const { kind, id } = event.dependency
  const others = (before.people?.dependencies ?? []).filter((each) => each.kind !== kind || each.id !== id)
  const dependencies = event.type === 'DependencyLinked' ? [...others, { ...event.dependency }] : others
  return { ...before, people: people(dependencies, before.people?.placement, before.people?.peopleState) }
}

/** What only some members have; `undefined` where there is nothing of it. */
const people = (
  dependencies: readonly Dependency[] = [],
  placement?: string,
  peopleState?: PeopleFacts['peopleState'],
): PeopleFacts | undefined => {
  const facts: PeopleFacts = {
    ...(dependencies.length === 0 ? {} : { dependencies }),
    ...(placement === undefined ? {} : { placement }),
    ...(peopleState === undefined ? {} : { peopleState }),
  }
  return Object.keys(facts).length === 0 ? undefined : facts
}
