// What a command comes to: one line each. It is asked after what was due has happened, and either makes events in
// the draft or answers the one rejection that stands in the way.

import { addLot, changePolicies, lowerAllowance, openPool } from './decisions/allowance.ts'
import { linkDependency, unlinkDependency } from './decisions/dependencies.ts'
import { addMember, fillPlaceholder, importMembers } from './decisions/entry.ts'
import { endSession } from './decisions/leases.ts'
import { deactivateMember, deleteMember } from './decisions/members.ts'
import { quoteAllowance, raiseAllowance } from './decisions/raise.ts'
import {
  approveMember,
  approveWaiting,
  assignSeat,
  disableMember,
  enableMember,
  rejectMember,
  transferSeat,
} from './decisions/seats.ts'
import { checkIn, recordUse, signIn } from './decisions/signIn.ts'
import { changeStatus } from './decisions/status.ts'
import { relicenseMembers, unlicenseMembers } from './decisions/unlicense.ts'
import type { Draft } from './draft.ts'
import type { Command } from './model/command.ts'
import type { CommandType } from './model/commandName.ts'
import type { MemberAnswer } from './model/outcome.ts'
import type { Rejection } from './model/rejection.ts'

/** Nothing more to say, one answer for each member, or the refusal of the whole command. */
export type Decision = undefined | readonly MemberAnswer[] | Rejection

const decisions: {
  readonly [Name in CommandType]: (draft: Draft, command: Extract<Command, { readonly type: Name }>) => Decision
} = {
  OpenPool: openPool,
  AddLot: addLot,
  QuoteAllowance: quoteAllowance,
  RaiseAllowance: raiseAllowance,
  LowerAllowance: lowerAllowance,
  ChangePolicies: changePolicies,
  AddMember: addMember,
  ImportMembers: importMembers,
  ChangeStatus: changeStatus,
  DeactivateMember: deactivateMember,
  DeleteMember: deleteMember,
  LinkDependency: linkDependency,
  UnlinkDependency: unlinkDependency,
  FillPlaceholder: fillPlaceholder,
  AssignSeat: assignSeat,
  ApproveMember: approveMember,
  ApproveWaiting: approveWaiting,
  RejectMember: rejectMember,
  DisableMember: disableMember,
  EnableMember: enableMember,
  TransferSeat: transferSeat,
  UnlicenseMembers: unlicenseMembers,
  RelicenseMembers: relicenseMembers,
  SignIn: signIn,
  RecordUse: recordUse,
  SignOut: endSession,
  EndSession: endSession,
  CheckIn: checkIn,
  Sweep: () => undefined,
}

export const decide = (draft: Draft, command: Command): Decision =>
  (decisions[command.type] as (draft: Draft, command: Command) => Decision)(draft, command)
