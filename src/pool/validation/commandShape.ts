// What a command may look like, as data: the check at the core's door (X10).

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { policiesPatchShape, policyIssues } from '../../policies/policies.ts'
import { presetNames } from '../../presets/presets.ts'
import { type Actor, type By, roles } from '../model/actor.ts'
import type { Command, NewMember } from '../model/command.ts'
import type { CommandType } from '../model/commandName.ts'
import { type Rejection, reject } from '../model/rejection.ts'
import { isTimeZone } from '../time/calendar.ts'
import {
  anything,
  type Entered,
  enter,
  flag,
  type Issue,
  instant,
  issuesOf,
  listOf,
  literal,
  object,
  recordOf,
  type Shape,
  suchThat,
  taggedUnion,
  text,
  whole,
} from './shape.ts'

const id = text()
const quantity = whole({ min: 1, max: 1_000_000_000 })
const allowance = whole({ min: 0, max: 1_000_000_000 })
const member = object({ member: id })
const session = object({ session: id })
const nothing = object({})

const lotTerm = { from: instant, until: instant }
const dependency = object({ kind: id, id }, { when: id })
const consent = object({ from: allowance, to: allowance, acceptTerms: flag })
const newMember = {
  status: id,
  licenseType: literal('named', 'concurrent'),
  consent,
  kind: literal('person', 'placeholder', 'resource'),
  placement: id,
  peopleState: literal('TBH', 'TBR'),
  credentials: flag,
}

const rowShape = object({ member: id }, { ...newMember, attributes: recordOf(anything) })
/** Each row of an import is judged by itself: none spoils the command (P2). */
const anyRow: Shape<unknown> = { ...rowShape, accepts: () => true }

export const timeZoneShape = suchThat(id, isTimeZone, 'an IANA time zone such as Europe/London')

export const commandVariants = {
  OpenPool: object(
    { organization: id },
    {
      preset: literal(...presetNames),
      policies: policiesPatchShape,
      timeZone: timeZoneShape,
      lots: listOf(object({ lot: id, quantity }, { organization: id, ...lotTerm }), { max: 10_000 }),
    },
  ),
  AddLot: object({ lot: id, organization: id, quantity }, lotTerm),
  QuoteAllowance: object({ to: allowance }),
  RaiseAllowance: consent,
  LowerAllowance: object({ to: allowance }),
  ChangePolicies: object({ policies: policiesPatchShape }),
  AddMember: object({ member: id }, newMember),
  ImportMembers: object({ members: listOf(anyRow) }),
  ChangeStatus: object({ member: id, status: id }, { consent }),
  DeactivateMember: member,
  DeleteMember: member,
  LinkDependency: object({ member: id, dependency }),
  UnlinkDependency: object({ member: id, dependency: object({ kind: id, id }) }),
  FillPlaceholder: object({ placeholder: id, member: id }),
  AssignSeat: member,
  ApproveMember: member,
  ApproveWaiting: object({ count: whole({ min: 1 }) }),
  RejectMember: member,
  DisableMember: member,
  EnableMember: member,
  TransferSeat: object({ from: id, to: id }),
  UnlicenseMembers: object({ members: listOf(id) }, { mode: literal('each', 'all') }),
  RelicenseMembers: object({ members: listOf(id) }, { placement: id }),
  SignIn: object({ member: id, client: id }, { device: id, session: id }),
  RecordUse: object({}, { member: id, session: id }),
  SignOut: session,
  EndSession: session,
  CheckIn: object({ member: id, client: id }),
  Sweep: nothing,
} satisfies Readonly<Record<CommandType, unknown>>

export const commandShape = taggedUnion(commandVariants) as unknown as Shape<Command>
const byShape = object({ role: literal(...roles) }, { id, commandId: id }) as unknown as Shape<By>

/** A command from outside. */
export const enterCommand = (value: unknown): Entered<Command> => {
  const entered = enter(commandShape, value)
  const issues = entered.issues ?? contradictions(entered.value)
  return issues === undefined ? entered : { issues }
}

/** A moment from outside. */
export const momentIssues = (value: unknown): readonly Issue[] | undefined =>
  instant.accepts(value) ? undefined : issuesOf(instant, value, ['at'])

/** Who gives a command, from outside. */
export const enterBy = (value: unknown): Entered<By> => enter(byShape, value, ['by'])

/** What a call of the shell says beside the command. */
export interface CallFields {
  readonly pool: string
  readonly actor: Actor
  readonly idempotencyKey?: string
}

const callShape = object(
  { pool: id, actor: object({ role: literal(...roles) }, { id }) },
  { idempotencyKey: id },
) as unknown as Shape<CallFields>

/** The pool's id, the actor and the idempotency key, from outside. */
export const enterCall = (value: unknown): Entered<CallFields> => enter(callShape, value)

/** What is wrong with a row of an import, which is judged by itself (P2). */
export const importRowIssues = (row: unknown, index: number): readonly Issue[] | undefined => {
  const path = ['members', index]
  return rowShape.accepts(row)
    ? (newMemberIssues(row as NewMemberFields, `members[${index}].`) ?? undefined)
    : issuesOf(rowShape, row, path)
}

type NewMemberFields = Pick<NewMember, 'kind' | 'peopleState' | 'credentials' | 'licenseType'>

/** What no single field shows. */
const contradictions = (command: Command): readonly Issue[] | undefined => {
  switch (command.type) {
    case 'AddLot':
      return termIssues(command, '')
    case 'OpenPool':
      return someOf([...policyIssues(command.policies ?? {}), ...lotsIssues(command.lots ?? [])])
    case 'ChangePolicies':
      return someOf(policyIssues(command.policies))
    case 'AddMember':
      return newMemberIssues(command, '')
    case 'RecordUse':
      return useIssues(command)
    default:
      return undefined
  }
}

interface Term {
  readonly from?: number
  readonly until?: number
}

const termIssues = ({ from, until }: Term, path: string): readonly Issue[] | undefined =>
  from !== undefined && until !== undefined && until <= from
    ? [{ path: `${path}until`, message: 'must be later than from' }]
    : undefined

const lotsIssues = (lots: readonly Term[]): readonly Issue[] =>
  lots.flatMap((lot, index) => termIssues(lot, `lots[${index}].`) ?? [])

const someOf = (issues: readonly Issue[]): readonly Issue[] | undefined => (issues.length === 0 ? undefined : issues)

/** What is said of a newcomer that its kind cannot have. */
export const newMemberIssues = (
  { kind, peopleState, credentials, licenseType }: NewMemberFields,
  path: string,
): readonly Issue[] | undefined => {
  if (peopleState !== undefined && kind !== 'placeholder') {
    return [{ path: `${path}peopleState`, message: 'is for a placeholder only (TBH: to be hired, TBR: to be replaced)' }]
  }
  if (credentials === true && kind !== undefined && kind !== 'person') {
    return [{ path: `${path}credentials`, message: `is for a person: a ${kind} cannot sign in` }]
  }
  if (licenseType === 'named' && kind !== undefined && kind !== 'person') {
    return [{ path: `${path}licenseType`, message: `is for a person: a ${kind} holds no license` }]
  }
  return undefined
}

const useIssues = (use: { readonly member?: string; readonly session?: string }): readonly Issue[] | undefined => {
  if (use.member === undefined && use.session === undefined)
    return [{ path: 'member', message: 'is missing; name a member or a session' }]
  if (use.member !== undefined && use.session !== undefined)
    return [{ path: 'session', message: 'name a member or a session, not both' }]
  return undefined
}

/** A command from outside, or `Invalid` with what is wrong; it never throws, whatever it is handed. */
export const decodeCommand = (value: unknown): Either<Rejection, Command> => {
  const { issues, value: command } = { value: undefined, ...enterCommand(value) }
  return command === undefined ? left(reject({ type: 'Invalid', issues: issues ?? [] })) : right(command)
}
