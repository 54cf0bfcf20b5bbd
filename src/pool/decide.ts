// What a command comes to: one arm each, one call each. It is asked after what was due has happened, and either makes events in
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
import type { MemberAnswer } from './model/outcome.ts'
import type { Rejection } from './model/rejection.ts'

/** Nothing more to say, one answer for each member, or the refusal of the whole command. */
export type Decision = undefined | readonly MemberAnswer[] | Rejection

export const decide = (draft: Draft, command: Command): Decision => {
  switch (command.type) {
    case 'OpenPool':
      return openPool(draft, command)
    case 'AddLot':
      return addLot(draft, command)
    case 'QuoteAllowance':
      return quoteAllowance(draft, command)
    case 'RaiseAllowance':
      return raiseAllowance(draft, command)
    case 'LowerAllowance':
      return lowerAllowance(draft, command)
    case 'ChangePolicies':
      return changePolicies(draft, command)
    case 'AddMember':
      return addMember(draft, command)
    case 'ImportMembers':
      return importMembers(draft, command)
    case 'ChangeStatus':
      return changeStatus(draft, command)
    case 'DeactivateMember':
      return deactivateMember(draft, command.member)
    case 'DeleteMember':
      return deleteMember(draft, command.member)
    case 'LinkDependency':
      return linkDependency(draft, command)
    case 'UnlinkDependency':
      return unlinkDependency(draft, command)
    case 'FillPlaceholder':
      return fillPlaceholder(draft, command)
    case 'AssignSeat':
      return assignSeat(draft, command.member)
    case 'ApproveMember':
      return approveMember(draft, command.member)
    case 'ApproveWaiting':
      return approveWaiting(draft, command)
    case 'RejectMember':
      return rejectMember(draft, command.member)
    case 'DisableMember':
      return disableMember(draft, command.member)
    case 'EnableMember':
      return enableMember(draft, command.member)
    case 'TransferSeat':
      return transferSeat(draft, command)
    case 'UnlicenseMembers':
      return unlicenseMembers(draft, command)
    case 'RelicenseMembers':
      return relicenseMembers(draft, command)
    case 'SignIn':
      return signIn(draft, command)
    case 'RecordUse':
      return recordUse(draft, command)
    case 'SignOut':
    case 'EndSession':
      return endSession(draft, command)
    case 'CheckIn':
      return checkIn(draft, command)
    case 'Sweep':
      return undefined
    default:
      return command satisfies never
  }
}
