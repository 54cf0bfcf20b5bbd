// The rows that count exactly: fsyncs at 64 callers, and what a command costs in buffers and rows in a small pool and in a large one. The
// two pools are in databases of their own, so that the counters of a table are those of its pool.

import { type Clock, type Licensing, orThrow, systemClock } from '../../src/index.ts'
import { DAY } from '../pools.ts'
import type { Figure } from '../rows.ts'
import { type Counts, counting } from './counters.ts'
import { fill, memberIds, withoutSeat } from './members.ts'
import { licensingOf, poolIds } from './ours.ts'
import { type BenchServer, storeOn } from './server.ts'
import { rows } from './targets.ts'

const admin = { role: 'systemAdmin' } as const
const [hotPool = ''] = poolIds(1)
const callers = 64
const commands = 240

/** Of a number of commands that is always the same, so that what is written beside them weighs the same, too. */
export const countFsyncs = async (server: BenchServer): Promise<Figure> => {
  const url = await filled(server, 'fsyncs', 8_000)
  const waiting = [...withoutSeat(memberIds(8_000))]
  const count = waiting.length
  const { fsyncs } = await counting(server, url, 8, async (connections) => {
    const licensing = licensingOf(storeOn(connections))
    const caller = async (): Promise<void> => {
      for (let member = waiting.pop(); member !== undefined; member = waiting.pop())
        orThrow(await assign(true)(licensing, member))
    }
    await Promise.all(Array.from({ length: callers }, caller))
  })
  return { name: rows.fsyncs, ratio: fsyncs / count, note: `${fsyncs} for ${count.toLocaleString('en-US')} commands` }
}

/** Where the two pools are. */
export interface Sizes {
  readonly thousand: string
  readonly million: string
}

export const sizes = async (server: BenchServer): Promise<Sizes> => ({
  thousand: await filled(server, 'thousand', 1_000),
  million: await filled(server, 'million', 1_000_000),
})

const tables = ['license_pool', 'license_member', 'license_lease', 'license_event', 'license_command']

const filled = async (server: BenchServer, name: string, size: number): Promise<string> => {
  const url = await server.database(name)
  await counting(server, url, 1, (connections) => fill(storeOn(connections), hotPool, size))
  await server.ask(url, 'VACUUM ANALYZE')
  const [found] = await server.ask<{ seats: number; all: number }>(
    url,
    "SELECT count(*) FILTER (WHERE state = 'enabled')::int AS seats, count(*)::int AS all FROM license_member",
  )
  if (found?.all !== size || found.seats !== size / 2) throw new Error(`the pool of ${size} has ${found?.all} rows`)
  return url
}

/**
 * An assignment and, on the next day, a use of each of some members who stand all over the pool, under keys as everywhere here. What an
 * assignment itself writes is counted without a key: the key is one more row.
 */
export const countAtSizes = async (server: BenchServer, { thousand, million }: Sizes): Promise<readonly Figure[]> => {
  const small = await countCommands(server, thousand, 1_000)
  const large = await countCommands(server, million, 1_000_000)
  const buffersOf = ({ keyed, used }: Counted): number => keyed.buffers + used.buffers
  const each = (kind: keyof Counted): string => `${perCommand(large[kind].buffers)} against ${perCommand(small[kind].buffers)}`
  const note = `an assignment ${each('keyed')}, without a key ${each('bare')}; a use ${each('used')}`
  const also = `with a key ${perCommand(large.keyed.written)}; a use with a key ${perCommand(large.used.written)}`
  return [
    { name: rows.buffers, ratio: buffersOf(large) / buffersOf(small), note },
    { name: rows.written, ratio: large.bare.written / commands, note: also },
  ]
}

interface Counted {
  readonly bare: Counts
  readonly keyed: Counts
  readonly used: Counts
}

const perCommand = (count: number): string => (count / commands).toFixed(1)

type Give = (licensing: Licensing, member: string) => ReturnType<Licensing['execute']>

const assign =
  (isKeyed: boolean): Give =>
  (licensing, member) =>
    licensing.execute(
      hotPool,
      { type: 'AssignSeat', member },
      { actor: admin, ...(isKeyed ? { idempotencyKey: `a-${member}` } : {}) },
    )

const use: Give = (licensing, member) => {
  const giving = { actor: { role: 'member', id: member }, idempotencyKey: `u-${member}` } as const
  return licensing.execute(hotPool, { type: 'SignIn', member, client: 'mobile' }, giving)
}

const countCommands = async (server: BenchServer, url: string, size: number): Promise<Counted> => {
  const without = withoutSeat(memberIds(size))
  const some = (part: number): readonly string[] =>
    Array.from(
      { length: commands },
      (_, index) => without[Math.floor(((index + part / 2) * without.length) / commands)] as string,
    )
  const counted = (members: readonly string[], clock: Clock, give: Give): Promise<Counts> =>
    counting(server, url, 1, async (connections) => {
      const licensing = licensingOf(storeOn(connections), clock)
      for (const member of members) orThrow(await give(licensing, member))
    })
  const yesterday: Clock = { now: () => Date.now() - DAY }
  // Autovacuum would be counted, too.
  for (const table of tables) await server.ask(url, `ALTER TABLE ${table} SET (autovacuum_enabled = off)`)
  const bare = await counted(some(0), yesterday, assign(false))
  const keyed = await counted(some(1), yesterday, assign(true))
  const used = await counted(some(1), systemClock, use)
  for (const table of tables) await server.ask(url, `ALTER TABLE ${table} RESET (autovacuum_enabled)`)
  return { bare, keyed, used }
}
