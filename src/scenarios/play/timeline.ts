// What happened in a scenario, step by step: for whoever wants to see more than whether it held.

import type { Actor } from '../../pool/model/actor.ts'
import type { AccessLevel, Answer } from '../../pool/model/outcome.ts'
import type { Rejection } from '../../pool/model/rejection.ts'
import type { Summary } from '../../pool/queries/summary.ts'
import type { Instant } from '../../pool/time/calendar.ts'
import { momentText } from '../moment.ts'
import type { Told } from './compare.ts'
import type { Played } from './playScenario.ts'

/** One step as it went: when, what was done and answered, what happened, and how the pool stood then. */
export interface TimelineEntry {
  readonly line: number
  /** Local to the pool. */
  readonly at: string
  /** The span that passed, as it was written. */
  readonly after?: string
  readonly preview: boolean
  readonly commands: readonly TimelineCommand[]
  readonly pool: Summary
}

export interface TimelineCommand {
  readonly command: unknown
  readonly by: Actor
  /** `accepted`, or the type of the rejection. */
  readonly answer: 'accepted' | Rejection['type']
  /** The rejection's, for people. */
  readonly message?: string
  readonly access?: AccessLevel
  /** When that access ends by itself, local to the pool. */
  readonly until?: string
  readonly session?: string
  /** The answers of a bulk command. */
  readonly results?: readonly { readonly member: string; readonly answer: 'accepted' | Rejection['type'] }[]
  readonly quote?: unknown
  readonly events: readonly TimelineEvent[]
}

export interface TimelineEvent {
  readonly type: string
  /** When it took effect, local to the pool. */
  readonly at: string
  readonly member?: string
  /** Whose lease it is about, and of several which. */
  readonly session?: string
  readonly lot?: string
  readonly notifies: boolean
}

export const timelineOf = (played: readonly Played[], zone: string): readonly TimelineEntry[] =>
  played.map(({ step, told, standing }) => ({
    line: step.line,
    at: momentText(step.at, zone),
    ...(step.after === undefined ? {} : { after: step.after }),
    preview: step.preview,
    commands: told.map((each) => commandOf(each, zone)),
    pool: standing.summary,
  }))

const commandOf = ({ command, by, answer, rejection }: Told & { readonly by: Actor }, zone: string): TimelineCommand => {
  if (rejection !== undefined) return { command, by, answer: rejection.type, message: rejection.message, events: [] }
  const { access, until, session, results, quote } = (answer ?? {}) as Partial<Answer> & { readonly quote?: unknown }
  return {
    command,
    by,
    answer: 'accepted',
    ...(access === undefined ? {} : { access }),
    ...(until === undefined ? {} : { until: momentText(until, zone) }),
    ...(session === undefined ? {} : { session }),
    ...(results === undefined ? {} : { results: results.map(plainResult) }),
    ...(quote === undefined ? {} : { quote }),
    events: (answer?.events ?? []).map((event) => eventOf(event, zone)),
  }
}

const plainResult = ({ member, answer }: NonNullable<Answer['results']>[number]) => ({
  member,
  answer: answer === 'accepted' ? answer : answer.type,
})

const eventOf = (event: { readonly type: string; readonly at: Instant }, zone: string): TimelineEvent => ({
  type: event.type,
  at: momentText(event.at, zone),
  ...('member' in event ? { member: String(event.member) } : {}),
  ...('session' in event ? { session: String(event.session) } : {}),
  ...('lot' in event ? { lot: String(event.lot) } : {}),
  notifies: 'notifies' in event,
})
