// What is wrong with a command in this pool, by its policies alone: such a command is `Invalid` before anybody asks who gives it (D5).

import { clientIssues } from '../../policies/concurrent.ts'
import { countingRule, isResourceStatus, meaningOf } from '../../policies/counting.ts'
import type { Policies } from '../../policies/policies.ts'
import type { Command, NewMember } from '../model/command.ts'
import type { Issue } from './shape.ts'

/** `undefined` where nothing is wrong. */
export const issuesInPool = (policies: Policies, command: Command): readonly Issue[] | undefined => {
  switch (command.type) {
    case 'AddMember':
      return newMemberIssuesInPool(policies, command, '')
    case 'ChangeStatus':
      return countingRule(policies) === 'status'
        ? undeclared(policies, command.status, '')
        : [{ path: 'type', message: 'ChangeStatus is for pools that count by status; this one does not' }]
    case 'AssignSeat':
    case 'ApproveMember':
    case 'ApproveWaiting':
    case 'RejectMember':
    case 'DisableMember':
    case 'EnableMember':
      return countingRule(policies) === 'status'
        ? [{ path: 'type', message: `${command.type} does not apply where licenses are counted by status: use ChangeStatus` }]
        : undefined
    case 'SignIn':
    case 'CheckIn':
      return clientIssues(policies, command)
    default:
      return undefined
  }
}

/** The same of somebody who is added or imported (S1, S2). */
export const newMemberIssuesInPool = (
  policies: Policies,
  { status, kind }: Pick<NewMember, 'status' | 'kind'>,
  path: string,
): readonly Issue[] | undefined => {
  if (status === undefined) return undefined
  if (countingRule(policies) !== 'status') {
    return [{ path: `${path}status`, message: 'is for pools that count by status; this one does not' }]
  }
  const issues = undeclared(policies, status, path)
  if (issues !== undefined || kind === undefined || (kind === 'resource') === isResourceStatus(status)) {
    return kind === 'placeholder' ? [{ path: `${path}status`, message: 'is not for a placeholder' }] : issues
  }
  return [{ path: `${path}status`, message: `${status} is no status of a ${kind}` }]
}

const undeclared = (policies: Policies, status: string, path: string): readonly Issue[] | undefined =>
  meaningOf(policies, status) === undefined
    ? [{ path: `${path}status`, message: `${JSON.stringify(status)} is not declared in counting.statuses` }]
    : undefined
