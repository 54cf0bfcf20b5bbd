// Which roles may give which command (R). The table denies by default; the policy only narrows it.

import { type Role, roles } from '../pool/model/actor.ts'
import type { CommandType } from '../pool/model/commandName.ts'
import { type Issue, listOf, literal } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

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
  ChangeStatus: customer,
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
