// One pool told as a story: given a pool (given.ts), when something is asked of it, then what happened (told.ts).

import { expect } from 'vitest'
import type { Beyond, By, Command, LicenseEvent, LicensePool, MemberState, Outcome, Rejection, Role } from '../../src/index.ts'
import { access, execute } from '../../src/index.ts'
import type { Instant } from '../../src/pool/time/calendar.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { usual } from './asked.ts'
import { brief, momentOf, told, utc } from './told.ts'

interface Asking {
  /** Default: the moment of what was asked before. */
  readonly at?: string
  /** Default: whoever usually gives such a command. */
  readonly by?: Role | By
}

/** How far a story has come; asking makes the next one and leaves this one as it is. */
export class Story {
  readonly pool: LicensePool
  /** What the last command came to, in short: `SeatGranted lucy`. */
  readonly events: readonly string[]
  /** The same in full: `2026-03-20T15:00Z SeatGranted lucy, signIn, by member lucy, notifies`. */
  readonly told: readonly string[]

  /** All events, from the first on. */
  readonly history: readonly LicenseEvent[]
  readonly now: Instant
  readonly timeZone: string
  readonly outcome: Outcome

  readonly beyond: Beyond | undefined

  constructor(outcome: Outcome, now: Instant, timeZone: string, beyond?: Beyond, before: readonly LicenseEvent[] = []) {
    this.outcome = outcome
    this.pool = outcome.pool
    this.events = outcome.events.map(brief)
    this.told = outcome.events.map(told)
    this.history = [...before, ...outcome.events]
    this.now = now
    this.timeZone = timeZone
    this.beyond = beyond
  }

  when(command: Command, asking: Asking = {}): Story {
    const { at, result } = this.#ask(command, asking)
    if (result._tag === 'Right') return new Story(result.right, at, this.timeZone, this.beyond, this.history)
    throw new Error(`${command.type} at ${utc(at)} was refused: ${result.left.type}, ${result.left.message}`)
  }
  /** The refusal of what is asked; the pool is then what it was (X1). */
  refusal(command: Command, asking: Asking = {}): Rejection {
    const before = toSnapshot(this.pool)
    const { result } = this.#ask(command, asking)
    expect(toSnapshot(this.pool)).toEqual(before)
    if (result._tag === 'Left') return result.left
    throw new Error(`${command.type} was accepted, with ${result.right.events.map(brief).join(', ') || 'no events'}`)
  }
  #ask(command: Command, { at: written, by = usual(command) }: Asking) {
    const at = written === undefined ? this.now : this.moment(written)
    return { at, result: execute(this.pool, command, at, typeof by === 'string' ? { role: by } : by, this.beyond) }
  }
  moment(written: string): Instant {
    return momentOf(written, this.timeZone)
  }
  stateOf(member: string): MemberState | undefined {
    return toSnapshot(this.pool).members.find((row) => row.id === member)?.state
  }
  /** `full`, or `trial until 2026-04-19T14:00Z`; at a written moment, or now. */
  accessOf(member: string, at?: string): string {
    const { level, until } = access(this.pool, member, at === undefined ? this.now : this.moment(at), this.beyond)
    return until === undefined ? level : `${level} until ${utc(until)}`
  }
}
