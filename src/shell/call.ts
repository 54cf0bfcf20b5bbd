// The door of the shell. What a caller hands in is checked and copied at once, before anything is waited for: so nothing that it is
// makes the shell throw (X10), and nothing that the caller does with it afterwards changes what was asked (X2).

import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Command } from '../pool/model/command.ts'
import { memberStates } from '../pool/model/member.ts'
import { type Rejection, reject } from '../pool/model/rejection.ts'
import type { MemberFilter } from '../pool/queries/members.ts'
import type { SessionFilter } from '../pool/queries/sessions.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { type CallFields, decodeCommand, enterCall, momentIssues } from '../pool/validation/commandShape.ts'
import { contentOf } from '../pool/validation/reading.ts'
import { either, enter, type Issue, listOf, literal, object, type Shape, text } from '../pool/validation/shape.ts'
import { frozen } from './frozen.ts'

/** Who calls, about which pool, and when. */
export interface Call extends CallFields {
  readonly at: Instant
}

const invalid = (issues: readonly Issue[]): Either<Rejection, never> => left(reject({ type: 'Invalid', issues }))

/** A call from outside; `giving` is what it says of its actor and its idempotency key. */
export const readCall = (pool: unknown, giving: unknown, at: unknown): Either<Rejection, Call> => {
  const entered = enterCall({ pool, actor: fieldOf(giving, 'actor'), idempotencyKey: fieldOf(giving, 'idempotencyKey') })
  if (entered.issues !== undefined) return invalid(entered.issues)
  const issues = momentIssues(at)
  return issues === undefined ? right(frozen({ ...entered.value, at: at as Instant })) : invalid(issues)
}

/** Absent where there is nothing that could hold it; but a key that cannot be read is not taken for none. */
const fieldOf = (giving: unknown, name: string): unknown =>
  typeof giving === 'object' && giving !== null ? contentOf(giving, name) : undefined

/** A command from outside. */
export const readCommand = (value: unknown): Either<Rejection, Command> => frozen(decodeCommand(value))

const id = text()

/** A member's id from outside. */
export const readMember = (value: unknown): Either<Rejection, string> => read(id, value, 'member')

/** Members' ids from outside. */
export const readMembers = (value: unknown): Either<Rejection, readonly string[]> => read(listOf(id), value, 'members')

/** Whether this can be asked of a store at all. */
export const isId: (value: string) => boolean = id.accepts

const state = literal(...memberStates)
const filterShape: Shape<Pick<MemberFilter, 'state'>> = object({}, { state: either(state, listOf(state, { max: 100 })) })

const sessionFilterShape: Shape<SessionFilter> = object({}, { member: id })

/** Which sessions to list. */
export const readSessionFilter = (value: unknown): Either<Rejection, SessionFilter> => read(sessionFilterShape, value, 'filter')

/** Which members to list. */
export const readFilter = (value: unknown): Either<Rejection, Pick<MemberFilter, 'state'>> => read(filterShape, value, 'filter')

const read = <A>(shape: Shape<A>, value: unknown, name: string): Either<Rejection, A> => {
  const entered = enter(shape, value, [name])
  return entered.issues === undefined ? right(frozen(entered.value)) : invalid(entered.issues)
}
