// The door of the shell. What a caller hands in is checked and copied at once, before anything is waited for: so nothing that it is
// makes the shell throw (X10), and nothing that the caller does with it afterwards changes what was asked (X2).

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import { memberStates } from '../pool/model/member.ts'
import { type Rejection, reject } from '../pool/model/rejection.ts'
import type { MemberFilter } from '../pool/queries/members.ts'
import type { Instant } from '../pool/time/calendar.ts'
import { either } from '../pool/validation/choices.ts'
import { callIssues, decodeCommand, momentIssues } from '../pool/validation/commandShape.ts'
import { contentOf, safely } from '../pool/validation/reading.ts'
import { issuesOf, listOf, literal, object, type Shape, text } from '../pool/validation/shape.ts'

/** Who calls, about which pool, and when. */
export interface Call {
  readonly pool: string
  readonly actor: Actor
  readonly idempotencyKey: string | undefined
  readonly at: Instant
}

/** A call from outside; `giving` is what it says of its actor and its idempotency key. */
export const readCall = (pool: unknown, giving: unknown, at: unknown): Either<Rejection, Call> => {
  const field = (name: string): unknown => safely(() => (giving as never)[name], undefined)
  const call = { pool, actor: field('actor'), idempotencyKey: field('idempotencyKey') }
  const issues = callIssues(call) ?? momentIssues(at)
  if (issues !== undefined) return left(reject({ type: 'Invalid', issues }))
  return copied<Call>({ ...call, at }, 'actor')
}

/** A command from outside. */
export const readCommand = (value: unknown): Either<Rejection, Command> => {
  const decoded = decodeCommand(value)
  if (isLeft(decoded)) return decoded
  const copy = copied(withCopiedRows(decoded.right), '')
  // What answers otherwise when it is read again is judged by what it has become.
  return isLeft(copy) ? copy : decodeCommand(copy.right)
}

/** Each row of an import is judged by itself (P2): one that cannot be copied spoils no other. */
const withCopiedRows = (command: Command): unknown => {
  const type = contentOf(command, 'type')
  if (type !== 'ImportMembers') return command
  const rows = contentOf(command, 'members')
  return { type, members: safely(() => (rows as readonly unknown[]).map((row) => safely(() => copyOf(row), null)), null) }
}

const id = text()

/** A member's id from outside. */
export const readMember = (value: unknown): Either<Rejection, string> => read(id, value, 'member')

/** Whether this can be asked of a store at all. */
export const isId: (value: string) => boolean = id.accepts

const state = literal(...memberStates)
const filterShape: Shape<Pick<MemberFilter, 'state'>> = object({}, { state: either(state, listOf(state, { max: 100 })) })

/** Which members to list. */
export const readFilter = (value: unknown): Either<Rejection, Pick<MemberFilter, 'state'>> => read(filterShape, value, 'filter')

const read = <A>(shape: Shape<A>, value: unknown, name: string): Either<Rejection, A> => {
  const issues = issuesOf(shape, value, [name])
  return issues.length > 0 ? left(reject({ type: 'Invalid', issues })) : copied<A>(value, name)
}

const copied = <A>(value: unknown, path: string): Either<Rejection, A> =>
  safely<Either<Rejection, A>>(
    () => right(copyOf(value) as A),
    left(reject({ type: 'Invalid', issues: [{ path, message: 'cannot be copied: it must be plain data, as JSON holds it' }] })),
  )

const deepest = 50
const longest = 1_000_000

/** A frozen copy of plain data. What JSON cannot hold is no part of it; it throws at what has no end. */
const copyOf = (value: unknown, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null) return isPrimitiveOfJson(value) ? value : undefined
  if (depth === deepest) throw new RangeError('nested too deep')
  if (Array.isArray(value)) {
    if (value.length > longest) throw new RangeError('too long')
    return Object.freeze(value.map((each) => copyOf(each, depth + 1) ?? null))
  }
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copyOf(each, depth + 1)])))
}

const isPrimitiveOfJson = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
