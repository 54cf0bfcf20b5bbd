// What a scenario may look like: the one definition that reads it, checks it, and from which the schema for editors is made.

import { permitted } from '../policies/permissions.ts'
import { openPool } from '../pool/execute.ts'
import { roles } from '../pool/model/actor.ts'
import { memberStates } from '../pool/model/member.ts'
import type { AccessLevel } from '../pool/model/outcome.ts'
import type { RejectionType } from '../pool/model/rejection.ts'
import { summary } from '../pool/queries/summary.ts'
import { commandShape, commandVariants } from '../pool/validation/commandShape.ts'
import { eventShape } from '../pool/validation/eventShape.ts'
import { addFlaw, described, suggestion } from '../pool/validation/flaw.ts'
import { isPlainObject, safely } from '../pool/validation/reading.ts'
import {
  anything,
  either,
  flag,
  listOf,
  literal,
  nothing,
  nullable,
  object,
  recordOf,
  type Shape,
  text,
  whole,
} from '../pool/validation/shape.ts'
import { presetNames } from '../presets/presets.ts'
import { moment, span } from './moment.ts'

const id = text()

/** Such a value, or `null` for none; a wrong one is told as if there were no `null`. */
const orNone = <A>(shape: Shape<A>): Shape<A | null> => ({ ...nullable(shape), explain: shape.explain, expected: shape.expected })

/** Named here so that a misspelled one is found; the compiler sees to it that none is missing. */
const rejections: Readonly<Record<RejectionType, true>> = {
  AllowanceExhausted: true,
  TermsNotAccepted: true,
  QuoteStale: true,
  NotAnIncrease: true,
  ContactAccountManager: true,
  DependenciesRemain: true,
  MustReturnToUnassigned: true,
  WrongOrganization: true,
  UnknownMember: true,
  UnknownSession: true,
  MemberExists: true,
  NotWaiting: true,
  NoLicense: true,
  MemberCannotSignIn: true,
  MemberDisabled: true,
  MemberDeleted: true,
  MemberUnlicensed: true,
  MemberDeactivated: true,
  NotPermitted: true,
  NotInSetupWizard: true,
  IdempotencyKeyReused: true,
  Excluded: true,
  UnknownPool: true,
  Invalid: true,
}
const rejectionTypes = Object.keys(rejections)

/** One of many words: who writes another is told the nearest, or all. */
const named = (expected: string, words: readonly string[]): Shape<string> => {
  const shape = literal(...words)
  const known = (value: unknown): string =>
    typeof value === 'string' ? suggestion(value, words) || `; known here: ${words.join(', ')}` : ''
  return {
    ...shape,
    expected,
    explain: (value, path, flaws) => {
      if (!shape.accepts(value)) addFlaw(flaws, path, `must be ${expected}, not ${described(value)}${known(value)}`)
    },
  }
}

const level = literal<AccessLevel>('full', 'trial', 'standard', 'none')
const event = named('the type of an event such as SeatGranted', Object.keys(eventShape.variants ?? {}))
const rejection = named('the type of a rejection such as AllowanceExhausted', rejectionTypes)
const answer = named('accepted or the type of a rejection such as AllowanceExhausted', ['accepted', ...rejectionTypes])

/** What `summary` says, asked of a pool of each preset, so that the list cannot fall behind. */
const summaryNames = (): readonly string[] => {
  const names = presetNames.flatMap((preset) => {
    const opened = openPool({ type: 'OpenPool', organization: 'nobody', preset }, 0, { role: 'system' })
    return opened._tag === 'Right' ? Object.keys(summary(opened.right.pool, 0)) : []
  })
  return [...new Set(names)]
}

const poolExpectation = object(
  {},
  Object.fromEntries(
    summaryNames().map((name) => [name, name.endsWith('Since') ? either(moment, nothing) : either(whole({ min: 0 }), nothing)]),
  ),
)

const memberExpectation = object(
  {},
  {
    state: literal(...memberStates),
    access: level,
    until: orNone(moment),
    peopleState: orNone(literal('TBH', 'TBR', 'Unlicensed', 'Deleted', '')),
    dependencies: whole({ min: 0 }),
  },
)

const expectation = object(
  {},
  {
    access: orNone(level),
    events: listOf(event),
    notifies: listOf(event),
    members: recordOf(either(literal('absent'), memberExpectation)),
    pool: poolExpectation,
    rejected: orNone(rejection),
    message: orNone(text({ max: 10_000 })),
    results: recordOf(answer),
    quote: orNone(recordOf(anything)),
    session: orNone(id),
    until: orNone(moment),
  },
)

/** A command is looked into by the pool, which answers `Invalid`: that can be expected. */
export const command: Shape<unknown> = {
  ...commandShape,
  accepts: (value) => safely(() => isPlainObject(value), false),
  explain: (value, path, flaws) => {
    if (!command.accepts(value)) addFlaw(flaws, path, `must be ${command.expected}, not ${described(value)}`)
  },
  expected: 'a command such as { type: SignIn, member: lucy, client: mobile }',
}

export const commandTypes = Object.keys(permitted)

const { OpenPool, AddLot, AddMember } = commandVariants
const { organization, ...lotRequired } = AddLot.required

const pool = object(
  { organization: OpenPool.required.organization },
  {
    preset: OpenPool.optional.preset,
    allowance: whole({ min: 0, max: 1_000_000_000 }),
    lots: listOf(object(lotRequired, { organization, ...AddLot.optional }), { max: 10_000 }),
    timeZone: OpenPool.optional.timeZone,
    policies: OpenPool.optional.policies,
    members: listOf(object(AddMember.required, AddMember.optional)),
  },
)

const step = object(
  {},
  {
    at: moment,
    after: span,
    do: either(command, listOf(command)),
    by: object({ role: literal(...roles) }, { id }),
    key: id,
    preview: flag,
    expect: expectation,
  },
)

export const scenarioShape = object({ scenario: text(), pool, start: moment, steps: listOf(step) })
