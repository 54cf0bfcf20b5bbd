// What a stored event may look like (X10): each by itself. Whether a history makes sense, replay shows.

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { policiesShape } from '../../policies/policiesShape.ts'
import { currencyShape, unitPriceShape } from '../../policies/subscription.ts'
import { roles } from '../model/actor.ts'
import type { LicenseEvent } from '../model/event.ts'
import { leaseEnds } from '../model/lease.ts'
import { invalid, type Rejection, reject } from '../model/rejection.ts'
import { upgraded } from '../rows/upgrade.ts'
import { timeZoneShape } from './commandShape.ts'
import {
  flag,
  instant,
  issuesOf,
  listOf,
  literal,
  nullable,
  object,
  recordOf,
  type Shape,
  suchThat,
  taggedUnion,
  text,
  whole,
} from './shape.ts'

const id = text()
const day = whole({ min: -100_000_000, max: 100_000_000 })
const count = whole({ min: 0 })
const quantity = whole({ min: 1 })

const envelope = {
  seq: whole({ min: 1 }),
  at: instant,
  actor: object({ role: literal(...roles) }, { id }),
  reason: literal(
    'command',
    'signIn',
    'use',
    'counted',
    'assigned',
    'approved',
    'enabled',
    'transferred',
    'noLicenseAvailable',
    'approvalNeeded',
    'freed',
    'lapsed',
    'idle',
    'shrink',
    'due',
    'timedOut',
    'signedOut',
    'endedByAdministrator',
    'seated',
    'memberLeft',
  ),
}
const caused = { commandId: id }
const bySignIn = { ...caused, firstSignIn: object({ trialEndsAt: nullable(instant) }) }
const terms = { terms: object({}, { groups: recordOf(id), endsAt: instant }) }
const notifying = { ...bySignIn, ...terms, notifies: suchThat(flag, (value) => value, 'true') }

const ofMember = { ...envelope, member: id }
const ofLease = { ...ofMember, session: id }
const plain = object(ofMember, caused)
const leaving = object({ ...ofMember, returnsDisabled: flag }, caused)
const lotChange = object({ ...envelope, lot: id, quantity: count }, caused)

export const eventShape = taggedUnion({
  PoolOpened: object({ ...envelope, organization: id, timeZone: timeZoneShape, policies: policiesShape }, caused),
  LotAdded: object({ ...envelope, lot: id, quantity, startsAt: instant }, { ...caused, from: instant, until: instant }),
  LotStarted: lotChange,
  LotEnded: lotChange,
  AllowanceRaised: object(
    { ...envelope, from: count, to: quantity, lot: id, unitPrice: unitPriceShape, currency: currencyShape },
    caused,
  ),
  AllowanceLowered: object({ ...envelope, from: count, to: count, cuts: listOf(object({ lot: id, quantity })) }, caused),
  PoliciesChanged: object({ ...envelope, policies: policiesShape }, caused),
  MemberAdded: object(
    { ...ofMember, kind: literal('person', 'placeholder', 'resource'), state: literal('known', 'disabled') },
    { ...bySignIn, status: id, licenseType: literal('named'), placement: id, peopleState: literal('TBH', 'TBR') },
  ),
  StatusChanged: object({ ...ofMember, status: id, state: literal('known', 'disabled') }, caused),
  MemberDeactivated: leaving,
  MemberDeleted: plain,
  DependencyLinked: object({ ...ofMember, dependency: object({ kind: id, id }, { when: id }) }, caused),
  DependencyUnlinked: object({ ...ofMember, dependency: object({ kind: id, id }) }, caused),
  PlaceholderFilled: object({ ...ofMember, placeholder: id }, caused),
  SeatRequested: object(ofMember, bySignIn),
  SeatGranted: object({ ...ofMember, day }, { ...notifying, licenseType: literal('named') }),
  SeatGrantedProvisionally: object({ ...ofMember, day, endsAt: instant }, notifying),
  SeatApproved: object({ ...ofMember, day }, caused),
  MemberRejected: plain,
  ProvisionalGrantLapsed: plain,
  TrialStarted: object({ ...ofMember, endsAt: instant }, caused),
  TrialEnded: plain,
  MemberDisabled: plain,
  MemberEnabled: plain,
  SeatReleased: object(ofMember, { ...caused, state: literal('disabled') }),
  SeatReclaimed: object({ ...ofMember, lastUsedDay: day }, caused),
  MemberUnlicensed: leaving,
  MemberRelicensed: object({ ...ofMember, state: literal('known', 'disabled'), placement: id }, caused),
  SeatUsed: object({ ...ofMember, day }, bySignIn),
  LeaseStarted: object(
    {
      ...ofLease,
      client: id,
      idleMinutes: nullable(quantity),
      renewEverySeconds: count,
      endsAt: nullable(instant),
      consumes: flag,
    },
    { ...caused, device: id },
  ),
  LeaseRenewed: object({ ...ofLease, endsAt: nullable(instant) }, { ...caused, takesOver: id }),
  LeaseEnded: object({ ...ofLease, reason: literal(...leaseEnds), frees: flag }, caused),
}) as unknown as Shape<LicenseEvent>

/**
 * An event as it was stored, in this format or an earlier one, with or without its `schema`; or `Invalid` with what is wrong. It never
 * throws, whatever it is handed.
 *
 * @example
 * const read = decodeEvent({ schema: 2, ...events[0] })
 * console.log(read._tag === 'Right' && 'schema' in read.right) // false
 */
export const decodeEvent = (stored: unknown): Either<Rejection, LicenseEvent> => {
  const { value, refusal } = upgraded('event', stored)
  if (refusal !== undefined) return left(invalid('event.schema', refusal))
  return eventShape.accepts(value)
    ? right(value as LicenseEvent)
    : left(reject({ type: 'Invalid', issues: issuesOf(eventShape, value, ['event']) }))
}
