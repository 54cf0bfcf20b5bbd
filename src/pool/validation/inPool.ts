// What contradicts the policies of a pool in a command, whatever its members are: `Invalid` before the role is judged (D5).

import { clientIssues } from '../../policies/concurrent.ts'
import type { Policies } from '../../policies/policies.ts'
import type { Command } from '../model/command.ts'
import type { Issue } from './shape.ts'

export const contradictionsInPool = (policies: Policies, command: Command): readonly Issue[] | undefined => {
  switch (command.type) {
    case 'SignIn':
    case 'CheckIn':
      return clientIssues(policies, command)
    default:
      return undefined
  }
}
