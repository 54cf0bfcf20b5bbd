// What an event does to one member's record: from the record before to the record after, and nothing else.

import type { Draft } from '../draft.ts'
import type { EventOf, FirstSignIn, LicenseEvent } from '../model/event.ts'
import { consumes, type EnabledMember, facts, isSame, type KnownMember, type Member, type SeatTerms } from '../model/member.ts'
import type { Day, Instant } from '../time/calendar.ts'

/** The events that change the record of a member who is there. */
type MemberChange = Exclude<
  LicenseEvent,
  | EventOf<'PoolOpened'>
  | EventOf<'PoliciesChanged'>
  | EventOf<'LotAdded'>
  | EventOf<'LotStarted'>
  | EventOf<'LotEnded'>
  | EventOf<'AllowanceRaised'>
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
    barred: before?.barred === true || event.state === 'disabled',
    trial: trialAfter(before, event.firstSignIn),
    trialEndsAt: trialEndAfter(before, event.firstSignIn),
    people: facts({
      status: event.status,
      licenseType: event.licenseType,
      placement: event.placement,
      peopleState: event.peopleState,
      dependencies: before?.people?.dependencies,
    }),
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
      return enabled(asNetworkMember(before, event), at, event.day, event.day, event.terms, event.firstSignIn)
    case 'SeatApproved':
      return enabled(before, at, event.day, event.day, consumes(before) ? before.terms : undefined)
    case 'SeatGrantedProvisionally':
      return provisional(before, at, event.endsAt, event.day, event.terms, event.firstSignIn)
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
      return {
        ...known(before, at),
        barred: true,
        people: facts({ dependencies: before.people?.dependencies }),
        state: 'deleted',
      }
    case 'StatusChanged':
      return statusChanged(before, event)
    case 'SeatReleased':
      return event.state === undefined
        ? withoutSeat(before, at)
        : { ...withoutSeat(before, at), barred: true, state: event.state }
    case 'SeatReclaimed':
      return withoutSeat(before, at)
    case 'MemberEnabled':
      return known(before, at)
    case 'MemberDeactivated':
      return { ...known(before, at), state: 'deactivated', returnsDisabled: event.returnsDisabled }
    case 'MemberUnlicensed':
      return {
        ...known(before, at),
        people: facts({ ...before.people, placement: undefined }),
        state: 'unlicensed',
        returnsDisabled: event.returnsDisabled,
      }
    case 'MemberRelicensed':
      return { ...known(before, at), people: facts({ ...before.people, placement: event.placement }), state: event.state }
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
const enabled = (
  before: Member,
  since: Instant,
  usedDay: Day,
  armedDay: Day,
  terms: SeatTerms | undefined,
  first?: FirstSignIn,
): EnabledMember => {
  const seat: EnabledMember = {
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
  }
  return terms === undefined ? seat : { ...seat, terms }
}

const provisional = (
  before: Member,
  since: Instant,
  endsAt: Instant,
  usedDay: Day,
  terms: SeatTerms | undefined,
  first?: FirstSignIn,
): Member => ({
  ...known(before, since, first),
  state: 'provisional',
  endsAt,
  usedDay,
  ...(terms === undefined ? {} : { terms }),
})

const asNetworkMember = (before: Member, { licenseType }: EventOf<'SeatGranted'>): Member =>
  licenseType === undefined ? before : { ...before, people: { ...before.people, licenseType } }

/** Whose seat is taken is no network member any more, and shares the leases where there are any (C1). */
const withoutSeat = (before: Member, since: Instant): KnownMember =>
  before.people?.licenseType === undefined
    ? known(before, since)
    : { ...known(before, since), people: facts({ ...before.people, licenseType: undefined }) }

/** Who holds a seat keeps it until it is released. */
const statusChanged = (before: Member, { at, status, state }: EventOf<'StatusChanged'>): Member => {
  const people = facts({ ...before.people, status })
  if (consumes(before)) return { ...before, people }
  const since = before.state === state ? before.since : at
  const after: KnownMember = { ...known(before, since), people }
  return state === 'known' ? after : { ...after, barred: true, state }
}

const used = (before: Member, day: Day, first: FirstSignIn | undefined): Member => {
  if (before.state === 'enabled') return enabled(before, before.since, day, before.armedDay, before.terms, first)
  return before.state === 'provisional' ? provisional(before, before.since, before.endsAt, day, before.terms, first) : before
}

const withDependencies = (before: Member, event: EventOf<'DependencyLinked'> | EventOf<'DependencyUnlinked'>): Member => {
  const others = (before.people?.dependencies ?? []).filter((each) => !isSame(each, event.dependency))
  const dependencies = event.type === 'DependencyLinked' ? [...others, { ...event.dependency }] : others
  return { ...before, people: facts({ ...before.people, dependencies }) }
}
