// The laws are worth what their histories reach: every command, event and refusal of mobile assignment really occurs in them, and
// often enough. A table of the least counts, over the same histories that the laws are tried on.

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { CommandType, EventType, Reason, RejectionType } from '../../src/index.ts'
import { commandTypes } from '../../src/policies/permissions.ts'
import { histories, livelyHistories } from '../support/histories.ts'
import { law, patience, play } from '../support/playing.ts'
import { settings } from '../support/scenes.ts'

/** How often each command must be accepted and do something itself; 0 where nothing ever can. */
const leastCommands: Readonly<Record<CommandType, number>> = {
  OpenPool: 0,
  AddLot: 500,
  QuoteAllowance: 0,
  RaiseAllowance: 150,
  LowerAllowance: 210,
  ChangePolicies: 450,
  AddMember: 1_500,
  ImportMembers: 55,
  ChangeStatus: 160,
  DeactivateMember: 100,
  DeleteMember: 250,
  LinkDependency: 260,
  UnlinkDependency: 26,
  FillPlaceholder: 90,
  AssignSeat: 290,
  ApproveMember: 35,
  ApproveWaiting: 22,
  RejectMember: 60,
  DisableMember: 100,
  EnableMember: 140,
  TransferSeat: 65,
  UnlicenseMembers: 150,
  RelicenseMembers: 29,
  SignIn: 2_000,
  RecordUse: 100,
  SignOut: 0,
  EndSession: 0,
  CheckIn: 0,
  Sweep: 0,
}

const leastEvents: Readonly<Record<EventType, number>> = {
  PoolOpened: 650,
  LotAdded: 1_300,
  LotStarted: 300,
  LotEnded: 350,
  AllowanceRaised: 150,
  AllowanceLowered: 210,
  PoliciesChanged: 450,
  MemberAdded: 2_200,
  StatusChanged: 130,
  MemberDeactivated: 100,
  MemberDeleted: 250,
  DependencyLinked: 270,
  DependencyUnlinked: 26,
  PlaceholderFilled: 90,
  SeatRequested: 310,
  SeatGranted: 1_600,
  SeatGrantedProvisionally: 180,
  SeatApproved: 13,
  MemberRejected: 60,
  ProvisionalGrantLapsed: 140,
  TrialStarted: 280,
  TrialEnded: 210,
  MemberDisabled: 100,
  MemberEnabled: 25,
  SeatReleased: 100,
  SeatReclaimed: 900,
  MemberUnlicensed: 200,
  MemberRelicensed: 30,
  SeatUsed: 500,
  LeaseStarted: 0,
  LeaseRenewed: 0,
  LeaseEnded: 0,
}

const leastReasons: Readonly<Record<Reason, number>> = {
  command: 5_500,
  signIn: 2_100,
  use: 100,
  counted: 430,
  assigned: 290,
  approved: 61,
  enabled: 140,
  transferred: 130,
  noLicenseAvailable: 300,
  approvalNeeded: 300,
  freed: 36,
  lapsed: 180,
  idle: 900,
  shrink: 35,
  due: 1_000,
  timedOut: 0,
  signedOut: 0,
  endedByAdministrator: 0,
  seated: 0,
  memberLeft: 0,
}

/** Why something happens that no command asks for. */
const byItself: readonly Reason[] = ['due', 'lapsed', 'idle', 'shrink', 'freed']

/** Those of the policies that come later, and of the shell, cannot occur here. */
const leastRefusals: Readonly<Record<RejectionType, number>> = {
  AllowanceExhausted: 300,
  TermsNotAccepted: 75,
  QuoteStale: 60,
  NotAnIncrease: 150,
  ContactAccountManager: 39,
  DependenciesRemain: 13,
  MustReturnToUnassigned: 100,
  WrongOrganization: 100,
  UnknownMember: 1_300,
  UnknownSession: 300,
  MemberExists: 200,
  NotWaiting: 300,
  NoLicense: 450,
  MemberCannotSignIn: 200,
  MemberDisabled: 96,
  MemberDeleted: 400,
  MemberUnlicensed: 350,
  MemberDeactivated: 300,
  NotPermitted: 550,
  NotInSetupWizard: 200,
  IdempotencyKeyReused: 0,
  Excluded: 20,
  UnknownPool: 0,
  Invalid: 600,
}

type Counts = Map<string, number>

const add = (counts: Counts | undefined, name: string): void => {
  counts?.set(name, (counts.get(name) ?? 0) + 1)
}

/** Every name that occurs more seldom than it must, and every one that occurs and should not be possible. */
const short = (counts: Counts | undefined, least: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(least).flatMap(([name, count]) => {
    const found = counts?.get(name) ?? 0
    return found < count || (count === 0 && found > 0) ? [`${name}: ${found} of ${count}`] : []
  })

test('every command, event and refusal occurs in the histories of the laws', { timeout: patience }, () => {
  const [given, accepted, events, reasons, refusals, zones] = Array.from({ length: 6 }, (): Counts => new Map())
  const lengths: number[] = []
  const property = fc.property(histories, (history) => {
    const played = play(history)
    add(zones, history.open.timeZone ?? 'UTC')
    lengths.push(history.requests.length)
    for (const { command, result } of played.turns) {
      add(given, command.type)
      if (!isRight(result)) add(refusals, result.left.type)
      else if (result.right.events.some(({ reason }) => !byItself.includes(reason))) add(accepted, command.type)
      for (const { answer } of (isRight(result) && result.right.results) || []) {
        if (answer !== 'accepted') add(refusals, answer.type)
      }
    }
    for (const { type, reason } of played.events) {
      add(events, type)
      add(reasons, reason)
    }
  })
  fc.assert(property, law)
  expect(lengths.filter((length) => length >= 10).length).toBe(law.numRuns)
  expect(commandTypes.filter((type) => (given?.get(type) ?? 0) < 100)).toEqual([])
  expect(short(accepted, leastCommands)).toEqual([])
  expect(short(events, leastEvents)).toEqual([])
  expect(short(reasons, leastReasons)).toEqual([])
  expect(short(refusals, leastRefusals)).toEqual([])
  expect([...(zones?.keys() ?? [])].sort()).toEqual([...new Set(settings.map(({ timeZone }) => timeZone))].sort())
})

test('much happens by itself in the lively ones', { timeout: patience }, () => {
  const reasons: Counts = new Map()
  const property = fc.property(livelyHistories, (history) => {
    for (const { reason } of play(history).events) add(reasons, reason)
  })
  fc.assert(property, law)
  expect(short(reasons, { due: 3_000, idle: 2_000, lapsed: 300, freed: 300, shrink: 100 })).toEqual([])
})
