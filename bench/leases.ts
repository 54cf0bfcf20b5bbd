// Leases at a million: starting one, renewing one and ending one, each a whole `execute`, against a Map of leases changed in place and
// one heap of when they end.

import { type Command, concurrent, execute, type LicensePool, openPool, summary } from '../src/index.ts'
import { executeAll } from '../src/store/index.ts'
import { versus, visiting } from './lanes.ts'
import { idsOf } from './pools.ts'
import { allRounds, race } from './rounds.ts'
import type { Figure } from './rows.ts'

const size = 1_000_000
const running = 850_000
const idleMinutes = 1_000_000
const starts = 6_000
const renewals = 50_000
const batch = 1_000
const begun = Date.UTC(2026, 2, 20)

interface BareLease {
  readonly id: string
  readonly member: string
  usedAt: number
  endsAt: number
  endedAt: number | null
}

/**
 * The limit: it validates nothing, tells nothing and keeps no other version. It knows what the rules ask of a session: whose it is, so that
 * its member's can be ended with it (C10), and for a day that it has ended (C11). A renewal leaves its place in the heap too early.
 */
class LeaseBaseline {
  readonly members: ReadonlySet<string>
  readonly leases = new Map<string, BareLease>()
  readonly heap: BareLease[] = []
  readonly held = new Map<string, BareLease[]>()
  readonly ended: BareLease[] = []
  consumed = 0

  constructor(members: readonly string[]) {
    this.members = new Set(members)
  }

  start(member: string, id: string, at: number): void {
    if (!this.members.has(member) || this.consumed >= size) return
    const lease: BareLease = { id, member, usedAt: at, endsAt: at + idleMinutes * 60_000, endedAt: null }
    this.leases.set(id, lease)
    this.consumed++
    const own = this.held.get(member)
    if (own === undefined) this.held.set(member, [lease])
    else own.push(lease)
    let hole = this.heap.push(lease) - 1
    for (let up = (hole - 1) >> 1; hole > 0 && lease.endsAt < (this.heap[up] as BareLease).endsAt; up = (hole - 1) >> 1) {
      this.heap[hole] = this.heap[up] as BareLease
      hole = up
    }
    this.heap[hole] = lease
  }

  renew(id: string, at: number): void {
    const lease = this.leases.get(id) as BareLease
    lease.usedAt = at
    lease.endsAt = at + idleMinutes * 60_000
  }

  end(id: string, at: number): void {
    const lease = this.leases.get(id)
    if (lease === undefined || lease.endedAt !== null) return
    lease.endedAt = at
    this.consumed--
    this.ended.push(lease)
    const own = this.held.get(lease.member) as BareLease[]
    if (own.length === 1) this.held.delete(lease.member)
    else own.splice(own.indexOf(lease), 1)
  }
}

const sessionOf = (member: string): string => `s${member}`
const system = { role: 'system' } as const
const starting = (member: string): Command => ({ type: 'SignIn', member, client: 'web', session: sessionOf(member) })

const openLeases = (ids: readonly string[], held: readonly string[]): LicensePool => {
  const policies = concurrent({ clients: { web: { takes: 'lease', idleMinutes } } })
  const lots = [{ lot: 'all', quantity: size }]
  const opened = openPool({ type: 'OpenPool', organization: 'acme', policies, lots }, begun, system)
  if (opened._tag === 'Left') throw new Error(opened.left.message)
  let { pool } = opened.right
  const give = (commands: readonly Command[]): void => {
    for (let from = 0; from < commands.length; from += batch) {
      const some = commands.slice(from, from + batch).map((command) => ({ command, at: begun, by: system }))
      pool = executeAll(pool, some).pool
    }
  }
  give(ids.toSorted().map((member) => ({ type: 'AddMember', member })))
  give(held.map(starting))
  return pool
}

export const runLeases = async (): Promise<readonly Figure[]> => {
  const ids = idsOf(size)
  const held = ids.slice(0, running)
  const free = ids.slice(running)
  let pool = openLeases(ids, held)
  const baseline = new LeaseBaseline(ids)
  for (const member of held) baseline.start(member, sessionOf(member), begun)
  const give = (command: Command, at: number): void => {
    const done = execute(pool, command, at, system)
    if (done._tag === 'Left' || done.right.events.length !== 1) throw new Error(`${command.type} did not make one event`)
    pool = done.right.pool
  }
  const at = (round: number): number => begun + (round + 1) * 1_000
  const started = await race([
    visiting('baseline', free, starts, (id, round) => baseline.start(id, sessionOf(id), at(round))),
    visiting('ours', free, starts, (id, round) => give(starting(id), at(round))),
  ])
  const renewed = await race([
    visiting('baseline', held, renewals, (id, round) => baseline.renew(sessionOf(id), at(allRounds + round))),
    visiting('ours', held, renewals, (id, round) => give({ type: 'RecordUse', session: sessionOf(id) }, at(allRounds + round))),
  ])
  const ended = await race([
    visiting('baseline', held, starts, (id, round) => baseline.end(sessionOf(id), at(2 * allRounds + round))),
    visiting('ours', held, starts, (id, round) => give({ type: 'SignOut', session: sessionOf(id) }, at(2 * allRounds + round))),
  ])
  const { consumed } = summary(pool, begun)
  if (consumed !== baseline.consumed) throw new Error(`ours consumes ${consumed}, the baseline ${baseline.consumed}`)
  return [versus('lease start', started), versus('lease renew', renewed), versus('lease end', ended)]
}
