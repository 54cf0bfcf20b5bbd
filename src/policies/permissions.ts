// Who may give which command (R). The table denies by default; the policy only narrows it.

import type { Actor, Role } from '../pool/model/actor.ts'
import { roles } from '../pool/model/actor.ts'
import type { Command, CommandType } from '../pool/model/command.ts'
import { type Rejection, reject } from '../pool/model/rejection.ts'
import { type Issue, listOf, literal } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'
import type { Policies, PoliciesPatch, PolicyName } from './policies.ts'

/** For a command, the roles that may still give it. */
export type Permissions = { readonly [Name in CommandType]?: readonly Role[] }

const customer: readonly Role[] = ['systemAdmin', 'system']
const vendor: readonly Role[] = ['accountManager', 'system']
const anyMember: readonly Role[] = ['member', 'system']

/** Which roles the rules let give each command (R). */
export const permitted: { readonly [Name in CommandType]: readonly Role[] } = {
  OpenPool: vendor,
  AddLot: vendor,
  QuoteAllowance: ['systemAdmin', 'accountManager', 'setupWizard', 'system'],
  RaiseAllowance: ['systemAdmin', 'accountManager', 'system'],
  LowerAllowance: vendor,
  ChangePolicies: ['systemAdmin', 'accountManager', 'system'],
  AddMember: ['systemAdmin', 'setupWizard', 'system'],
  ImportMembers: customer,
  DeactivateMember: customer,
  DeleteMember: ['systemAdmin', 'setupWizard', 'system'],
  LinkDependency: customer,
  UnlinkDependency: customer,
  FillPlaceholder: customer,
  AssignSeat: customer,
  ApproveMember: customer,
  ApproveWaiting: customer,
  RejectMember: customer,
  DisableMember: customer,
  EnableMember: customer,
  TransferSeat: customer,
  UnlicenseMembers: customer,
  RelicenseMembers: customer,
  SignIn: anyMember,
  RecordUse: anyMember,
  SignOut: anyMember,
  EndSession: customer,
  CheckIn: anyMember,
  Sweep: ['systemAdmin', 'accountManager', 'system'],
}

export const commandTypes = Object.keys(permitted) as readonly CommandType[]

const rolesShape = listOf(literal(...roles), { max: roles.length })

export const permissionsPolicy: PolicyDefinition<Permissions> = {
  defaults: {},
  fields: Object.fromEntries(commandTypes.map((command) => [command, rolesShape])) as PolicyDefinition<Permissions>['fields'],
}

/**
 * Narrows who may give a command (R): what is not named stays as the rules have it; a role that would be added is `Invalid`.
 *
 * @example
 * permissions({ AssignSeat: ['system'] })
 */
export const permissions = (fields: Permissions): { readonly permissions: Permissions } => ({ permissions: { ...fields } })

/** What is wrong with a permissions policy that would add a role (R). */
export const addedRoles = (narrowed: Permissions): readonly Issue[] =>
  Object.entries(narrowed).flatMap(([command, allowed]) =>
    allowed
      .filter((role) => !permitted[command as CommandType].includes(role))
      .map((role) => ({
        path: `policies.permissions.${command}`,
        message: `may only narrow: the role ${role} may not give ${command} by the rules`,
      })),
  )

/** The policies that a customer's own administrator may change (R, M13). */
const administratorsPolicies: readonly PolicyName[] = ['autoAssign', 'waiting', 'manualApproval', 'notifications', 'idleReclaim']

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
