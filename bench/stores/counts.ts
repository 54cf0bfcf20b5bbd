// The rows that count exactly: fsyncs at 64 callers, and what a command costs in buffers and rows in a small pool and in a large one. The
// two pools are in databases of their own, so that the counters of a table are those of its pool.

import { type Clock, type Licensing, orThrow, systemClock } from '../../src/index.ts'
import { DAY } from '../pools.ts'
import type { Figure } from '../rows.ts'
import { type Counts, counting } from './counters.ts'
import { fill, memberIds, withoutSeat } from './members.ts'
import { assigning, licensingOf, openPools, poolIds } from './ours.ts'
import { type BenchServer, storeOn } from './server.ts'
import { rows } from './targets.ts'

const admin = { role: 'systemAdmin' } as const
const [hotPool = ''] = poolIds(1)
const callers = 64
const commands = 400

export const countFsyncs = async (server: BenchServer): Promise<Figure> => {
  const url = await server.database('fsyncs')
  let operations = 0
  const counts = await counting(server, url, 8, async (connections) => {
    const licensing = licensingOf(storeOn(connections))
    await openPools(licensing, [hotPool])
    const lane = assigning('fsyncs', licensing, [hotPool], callers)
    await lane.prepare?.()
    operations = (await lane.run(1_000)).operations
  })
  return {
    name: rows.fsyncs,
    ratio: counts.fsyncs / operations,
    note: `${counts.fsyncs} for ${operations.toLocaleString('en-US')} commands`,
  }
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

/** An assignment, then a use on the next day, of each of some members who stand all over the pool. */
export const countAtSizes = async (server: BenchServer, { thousand, million }: Sizes): Promise<readonly Figure[]> => {
  const small = await countCommands(server, thousand, 1_000)
  const large = await countCommands(server, million, 1_000_000)
  const each = (count: number): string => (count / commands).toFixed(1)
  const buffers = large.assign.buffers + large.use.buffers
  const note = `an assignment ${each(large.assign.buffers)} against ${each(small.assign.buffers)}, a use ${each(large.use.buffers)} against ${each(small.use.buffers)}`
  return [
    { name: rows.buffers, ratio: buffers / (small.assign.buffers + small.use.buffers), note },
    { name: rows.written, ratio: large.assign.written / commands, note: `a use writes ${each(large.use.written)}` },
  ]
}

const countCommands = async (
  server: BenchServer,
  url: string,
  size: number,
): Promise<{ readonly assign: Counts; readonly use: Counts }> => {
  const without = withoutSeat(memberIds(size))
  const step = without.length / commands
  const members = Array.from({ length: commands }, (_, index) => without[Math.floor(index * step)] as string)
  const counted = (clock: Clock, give: (licensing: Licensing, member: string) => ReturnType<Licensing['execute']>) =>
    counting(server, url, 1, async (connections) => {
      const licensing = licensingOf(storeOn(connections), clock)
      for (const member of members) orThrow(await give(licensing, member))
    })
  // Autovacuum would be counted, too.
  for (const table of tables) await server.ask(url, `ALTER TABLE ${table} SET (autovacuum_enabled = off)`)
  const assign = await counted({ now: () => Date.now() - DAY }, (licensing, member) =>
    licensing.execute(hotPool, { type: 'AssignSeat', member }, { actor: admin }),
  )
  const use = await counted(systemClock, (licensing, member) =>
    licensing.execute(hotPool, { type: 'SignIn', member, client: 'mobile' }, { actor: { role: 'member', id: member } }),
  )
  for (const table of tables) await server.ask(url, `ALTER TABLE ${table} RESET (autovacuum_enabled)`)
  return { assign, use }
}
