// What was expected against what happened: a list of differences, which is empty when everything that is named holds exactly.

import type { Answer, MemberAnswer } from '../../pool/model/outcome.ts'
import type { Rejection } from '../../pool/model/rejection.ts'
import type { Access } from '../../pool/queries/access.ts'
import type { MemberView } from '../../pool/queries/members.ts'
import type { Summary } from '../../pool/queries/summary.ts'
import type { Instant } from '../../pool/time/calendar.ts'
import { pathText } from '../../pool/validation/flaw.ts'
import { momentText } from '../moment.ts'

/** What did not come as it was expected. Moments stand as a tester writes them, local to the pool. */
export interface Difference {
  /** The field of `expect`: `members.lucy.state`. */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

/** What a step expects, its moments read. */
export interface Expectations {
  readonly access?: string | null
  readonly events?: readonly string[]
  readonly notifies?: readonly string[]
  readonly members?: Readonly<Record<string, 'absent' | Expected>>
  readonly pool?: Expected
  readonly rejected?: string | null
  readonly message?: string | null
  readonly results?: Readonly<Record<string, string>>
  readonly quote?: Readonly<Record<string, unknown>> | null
  readonly session?: string | null
  readonly until?: Instant | null
}
type Expected = Readonly<Record<string, unknown>>

/** How one command was answered. */
export interface Told {
  readonly command: unknown
  readonly answer?: Answer
  readonly rejection?: Rejection
}

/** A member as the pool shows it after the step; no view, and it is not known. */
export interface Seen {
  readonly view: MemberView | undefined
  readonly access: Access
}

/** How the pool stands after the step. */
export interface Standing {
  readonly summary: Summary
  readonly members: ReadonlyMap<string, Seen>
  readonly zone: string
}

/** What was not as expected, in the order in which `expect` names it. */
export const differencesOf = (expect: Expectations, told: readonly Told[], standing: Standing): readonly Difference[] => {
  const found: Difference[] = []
  const { zone } = standing
  const compare = (path: readonly string[], expected: unknown, actual: unknown): void => {
    if (!isSame(expected, actual ?? null)) found.push({ path: pathText(path), expected, actual: actual ?? null })
  }
  const compareMoments = (path: readonly string[], expected: unknown, actual: unknown): void => {
    if (expected === (actual ?? null)) return
    const [one, other] = [momentIn(expected, zone), momentIn(actual, zone)]
    const isClear = one !== other // a local time may occur twice
    found.push({ path: pathText(path), expected: isClear ? one : exact(expected), actual: isClear ? other : exact(actual) })
  }

  for (const [index, { rejection }] of told.slice(0, -1).entries()) {
    if (rejection !== undefined && rejection.type !== expect.rejected) {
      found.push({ path: `do[${index}].rejected`, expected: null, actual: rejection.type })
    }
  }
  const last = told.at(-1)
  const { answer, rejection } = last ?? {}
  if ((rejection?.type ?? null) !== (expect.rejected ?? null)) compare(['rejected'], expect.rejected ?? null, rejection?.type)

  for (const name of Object.keys(expect)) {
    switch (name as keyof Expectations) {
      case 'access':
        compare([name], expect.access, answer?.access ?? refusedAccess(last))
        break
      case 'events':
        compare([name], expect.events, eventNames(answer))
        break
      case 'notifies':
        compare([name], expect.notifies, notifyingNames(answer))
        break
      case 'message':
        compare([name], expect.message, rejection?.message)
        break
      case 'session':
        compare([name], expect.session, answer?.session)
        break
      case 'until':
        compareMoments([name], expect.until, answer?.until)
        break
      case 'results':
        for (const [member, expected] of Object.entries(expect.results ?? {}))
          compare([name, member], expected, resultOf(answer?.results ?? [], member))
        break
      case 'quote': {
        const quote = (answer as { readonly quote?: object } | undefined)?.quote
        if (expect.quote === null || quote === undefined) compare([name], expect.quote, quote)
        else
          for (const [field, expected] of Object.entries(expect.quote ?? {})) compare([name, field], expected, own(quote, field))
        break
      }
      case 'pool':
        for (const [field, expected] of Object.entries(expect.pool ?? {})) {
          const actual = own(standing.summary, field)
          if (field.endsWith('Since')) compareMoments([name, field], expected, actual)
          else compare([name, field], expected, actual)
        }
        break
      case 'members':
        for (const [member, expected] of Object.entries(expect.members ?? {})) {
          const seen = standing.members.get(member)
          if (expected === 'absent') compare([name, member], 'absent', seen?.view === undefined ? 'absent' : seen.view.state)
          else if (seen !== undefined) compareMember([name, member], expected, seen, compare, compareMoments)
        }
    }
  }
  return found
}

type Compare = (path: readonly string[], expected: unknown, actual: unknown) => void

const compareMember = (
  path: readonly string[],
  expected: Expected,
  { view, access }: Seen,
  compare: Compare,
  compareMoments: Compare,
): void => {
  for (const [field, value] of Object.entries(expected)) {
    const at = [...path, field]
    if (field === 'state') compare(at, value, view?.state ?? 'absent')
    else if (field === 'access') compare(at, value, access.level)
    else if (field === 'until') compareMoments(at, value, access.until)
    else if (field === 'dependencies') compare(at, value, view === undefined ? null : (view.dependencies?.length ?? 0))
    else if (field === 'peopleState') compare(at, value || null, view?.peopleState || null)
  }
}

/** A sign-in or a check that is refused came to no access. */
const refusedAccess = (told: Told | undefined): 'none' | undefined => {
  const { type } = (told?.command ?? {}) as { readonly type?: unknown }
  return told?.rejection !== undefined && (type === 'SignIn' || type === 'CheckIn') ? 'none' : undefined
}

export const eventNames = (answer: Answer | undefined): readonly string[] => (answer?.events ?? []).map((event) => event.type)

const notifyingNames = (answer: Answer | undefined): readonly string[] =>
  (answer?.events ?? []).filter((event) => 'notifies' in event).map((event) => event.type)

/** Somebody may stand in a command more than once. */
const resultOf = (results: readonly MemberAnswer[], member: string): unknown => {
  const answers = results
    .filter((result) => result.member === member)
    .map(({ answer }) => (answer === 'accepted' ? answer : answer.type))
  return new Set(answers).size > 1 ? answers : answers[0]
}

const own = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined

const momentIn = (value: unknown, zone: string): unknown =>
  typeof value === 'number' ? momentText(value, zone) : (value ?? null)
const exact = (value: unknown): unknown => (typeof value === 'number' ? new Date(value).toISOString() : (value ?? null))

const isSame = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(own(a, name), own(b, name)))
  )
}
