// Whether an actor may give a command, judged by the command and the policies alone (R, X9).

import { permitted } from '../../policies/permissions.ts'
import type { Policies, PoliciesPatch, PolicyName } from '../../policies/policies.ts'
import type { Actor } from '../model/actor.ts'
import type { Command } from '../model/command.ts'
import { type Rejection, reject } from '../model/rejection.ts'

/** The policies that a customer's own administrator may change (R, M13). */
const administratorsPolicies: readonly PolicyName[] = [
  'autoAssign',
  'waiting',
  'manualApproval',
  'notifications',
  'idleReclaim',
  'importFilter',
]

const onlyAdministrators = (patch: PoliciesPatch): boolean =>
  Object.keys(patch).every((name) => administratorsPolicies.includes(name as PolicyName))

/**
 * Why this actor may not give this command, judged by the command and the policies alone; `undefined` if it may (X9).
 * Whether a session is the member's own is judged where the session is known.
 */
export const refusalByRole = (policies: Policies, command: Command, actor: Actor): Rejection | undefined => {
  const { role } = actor
  const narrowed = policies.permissions?.[command.type]
  const notPermitted = (): Rejection => reject({ type: 'NotPermitted', role, command: command.type })
  if (!permitted[command.type].includes(role)) {
    if (role === 'setupWizard') return reject({ type: 'NotInSetupWizard', command: command.type })
    if (role === 'systemAdmin' && (command.type === 'LowerAllowance' || command.type === 'AddLot')) {
      return reject({ type: 'ContactAccountManager', command: command.type })
    }
    return notPermitted()
  }
  if (narrowed !== undefined && !narrowed.includes(role)) return notPermitted()
  const about = 'member' in command ? command.member : undefined
  if (role === 'member' && about !== undefined && about !== actor.id) return notPermitted()
  if (role === 'systemAdmin' && command.type === 'ChangePolicies' && !onlyAdministrators(command.policies)) return notPermitted()
  return undefined
}
