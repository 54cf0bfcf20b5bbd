// The two sides of every race: a pool of ours and a baseline with the same members in the same places, and how each is driven.

import { access, type By, type Command, execute, type LicensePool, openPool, summary } from '../src/index.ts'
import { executeAll, type Request } from '../src/store/index.ts'
import { Baseline } from './baseline.ts'
import { shuffled } from './rounds.ts'

export const DAY = 86_400_000

/** 1 January 2020: when every pool here is opened. */
const firstDay = 18_262

/** Long enough that nothing falls due while seats are used, short enough that the due seats do when they are swept. */
export const idleDays = 3_000
const dueADay = 10

const admin: By = { role: 'systemAdmin' }
const vendor: By = { role: 'accountManager' }
const system: By = { role: 'system' }

/** Who stands where when the race begins; each list in an order that means nothing. */
export interface Places {
  readonly all: readonly string[]
  /** Without a seat: to be assigned one. */
  readonly known: readonly string[]
  /** With a seat, ten of them due on each of the days after `sweepsFrom`. */
  readonly due: readonly string[]
  /** With a seat that is in use. */
  readonly seated: readonly string[]
}

export const idsOf = (size: number): string[] =>
  shuffled(Array.from({ length: size }, (_, index) => `u${String(index).padStart(7, '0')}`))

export const placesOf = (size: number): Places => {
  const all = idsOf(size)
  const known = Math.min(150_000, 0.3 * size)
  const due = Math.min(10_000, 0.4 * size)
  return { all, known: all.slice(0, known), due: all.slice(known, known + due), seated: all.slice(known + due) }
}

/** The day on which those who are seated got their seats; days of use follow it. */
export const seatedDayOf = ({ due }: Places): number => firstDay + due.length / dueADay

/** The moment at which the first ten are due; ten more are at the same time of each day that follows. */
export const firstSweepAt = (firstDay + idleDays + 1) * DAY

/** Our side: the current version of a pool; the one before it is dropped with each command, as a caller does. */
export class Ours {
  pool: LicensePool
  /** How many events there were, so that the races can tell that the work was done. */
  events = 0

  constructor(pool: LicensePool) {
    this.pool = pool
  }

  execute(command: Command, moment: number, by: By): void {
    const done = execute(this.pool, command, moment, by)
    if (done._tag === 'Left') throw new Error(`${command.type} was refused: ${JSON.stringify(done.left)}`)
    this.pool = done.right.pool
    this.events += done.right.events.length
  }

  executeAll(requests: readonly Request[]): void {
    const { pool, results } = executeAll(this.pool, requests)
    this.pool = pool
    for (const result of results) {
      if (result._tag === 'Left') throw new Error(`a batch met a refusal: ${JSON.stringify(result.left)}`)
      this.events += result.right.events.length
    }
  }

  touch(member: string, moment: number): void {
    this.execute({ type: 'SignIn', member, client: 'mobile' }, moment, { role: 'member', id: member })
  }

  assign(member: string, moment: number): void {
    this.execute({ type: 'AssignSeat', member }, moment, admin)
  }

  sweep(moment: number): void {
    this.execute({ type: 'Sweep' }, moment, system)
  }

  changeIdleDays(days: number, moment: number): void {
    this.execute({ type: 'ChangePolicies', policies: { idleReclaim: { days } } }, moment, admin)
  }

  accessLevel(member: string, moment: number): string {
    return access(this.pool, member, moment).level
  }

  get consumed(): number {
    return summary(this.pool, Number.NEGATIVE_INFINITY).consumed
  }
}

export const touching = (member: string, moment: number): Request => ({
  command: { type: 'SignIn', member, client: 'mobile' },
  at: moment,
  by: { role: 'member', id: member },
})

export const assigning = (member: string, moment: number): Request => ({
  command: { type: 'AssignSeat', member },
  at: moment,
  by: admin,
})

/** Our pool with everybody in place. Everybody came in by number, and got a seat in another order. */
export const openOurs = (places: Places): Ours => {
  const { all, due, seated } = places
  const policies = { idleReclaim: { enabled: true, days: idleDays } }
  const lots = [{ lot: 'all', quantity: all.length }]
  const opened = openPool(
    { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', policies, lots },
    firstDay * DAY,
    vendor,
  )
  if (opened._tag === 'Left') throw new Error(JSON.stringify(opened.left))
  const ours = new Ours(opened.right.pool)
  const rows = all.toSorted().map((member) => ({ member }))
  inBatches(rows, (members) => ours.execute({ type: 'ImportMembers', members }, firstDay * DAY, admin))
  due.forEach((member, index) => {
    ours.assign(member, dueSeatAt(index))
  })
  const seatedAt = seatedDayOf(places) * DAY
  inBatches(seated, (members) =>
    ours.executeAll(members.flatMap((member) => [assigning(member, seatedAt), touching(member, seatedAt)])),
  )
  return ours
}

export const openBaseline = (places: Places): Baseline => {
  const { all, due, seated } = places
  const baseline = new Baseline()
  baseline.idleDays = idleDays
  for (const member of all.toSorted()) baseline.add(member, firstDay * DAY)
  due.forEach((member, index) => {
    baseline.assign(member, dueSeatAt(index))
  })
  const seatedAt = seatedDayOf(places) * DAY
  for (const member of seated) baseline.assign(member, seatedAt)
  return baseline
}

/** Everybody with a seat uses it the day after: one command at a time, as it happens, and not as a batch leaves its records. */
export const useEverySeat = (side: Ours | Baseline, places: Places): void => {
  const moment = (seatedDayOf(places) + 1) * DAY
  for (const member of places.seated) side.touch(member, moment)
}

const dueSeatAt = (index: number): number => (firstDay + Math.floor(index / dueADay)) * DAY

const batch = 1_000

const inBatches = <A>(values: readonly A[], run: (some: readonly A[]) => void): void => {
  for (let from = 0; from < values.length; from += batch) run(values.slice(from, from + batch))
}
