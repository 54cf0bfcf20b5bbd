// Everything that is measured on PostgreSQL, on one server: what is counted, and who competes with whom. Only what the wanted rows need is
// set up.

import pg from 'pg'
import type { Figure } from '../rows.ts'
import { f1, f2, makeHandTables } from './byHand.ts'
import { countAtSizes, countFsyncs, type Sizes, sizes } from './counts.ts'
import { assigning, licensingOf, openPools, poolIds } from './ours.ts'
import { peerContests } from './peers.ts'
import { hasPgbench, pgbench } from './pgbench.ts'
import { processContests, sizeContests } from './scale.ts'
import { type BenchServer, startServer, storeOn } from './server.ts'
import { rows, slower, storeTargets } from './targets.ts'
import type { Contest, Lane } from './turns.ts'

export interface Section {
  readonly figures: readonly Figure[]
  readonly contests: readonly Contest[]
  readonly serverCpu: () => number
  readonly close: () => Promise<void>
}

type Wants = (row: string) => boolean

/** Connections: as many as callers by hand can use on one pool; what a `pg.Pool` has if nothing is said; and as many as help by hand. */
const few = 8
const usual = 10
const several = 32

export const postgresSection = async (wants: Wants): Promise<Section> => {
  const isWanted = (...names: readonly string[]): boolean => names.some(wants)
  const elsewhere: readonly string[] = [rows.sqlite, slower(rows.sqlite), rows.libsql, rows.renewals, rows.disk]
  if (!isWanted(...storeTargets.map(({ name }) => name).filter((name) => !elsewhere.includes(name))))
    return { figures: [], contests: [], serverCpu: () => 0, close: async () => {} }
  const server = await startServer()
  const closing: (() => unknown)[] = []
  try {
    const figures: Figure[] = []
    const contests: Contest[] = []
    if (isWanted(rows.fsyncs)) figures.push(await countFsyncs(server))
    const filled: Sizes | undefined = isWanted(rows.buffers, rows.written, rows.million, rows.reads)
      ? await sizes(server)
      : undefined
    if (filled !== undefined && isWanted(rows.buffers, rows.written)) figures.push(...(await countAtSizes(server, filled)))
    if (filled !== undefined && isWanted(rows.million, rows.reads)) contests.push(...sizeContests(filled, closing))
    const hot = await hotContests(server, closing, { database: 'hot', named: (row) => row })
    contests.push(...hot.contests)
    if (storeTargets.some(({ name }) => name.endsWith(slower('')) && wants(name)))
      contests.push(...(await hotContests(server, closing, slowGround)).contests)
    if (isWanted(rows.emmett, rows.redis)) {
      const peers = await peerContests(await server.database('peers'), hot.baseline, closing)
      contests.push(...peers.contests)
      figures.push(...peers.absent)
    }
    if (isWanted(rows.twoHot, rows.fourHot, rows.twoSpread, rows.fourSpread))
      contests.push(...(await processContests(await server.database('scale'), closing)))
    if (!hasPgbench()) figures.push({ name: rows.pgbench, ratio: null, note: 'absent' })
    const close = async (): Promise<void> => {
      for (const end of closing) await end()
      await server.close()
    }
    return {
      figures: figures.filter(({ name }) => wants(name)),
      contests: contests.filter(({ row }) => wants(row) && storeTargets.some(({ name }) => name === row)),
      serverCpu: server.cpu,
      close,
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

interface Ground {
  readonly database: string
  /** How connections are set. */
  readonly options?: string
  /** What a row is called here. */
  readonly named: (row: string) => string
}

/** Every commit waits for a millisecond before it is flushed, be it alone or not. */
const slowGround: Ground = { database: 'slow', options: '-c commit_delay=1000 -c commit_siblings=0', named: slower }

/** On one database: the pools that everybody wants at once, ours and by hand. Ours has as many connections as what it is compared with. */
const hotContests = async (server: BenchServer, closing: (() => unknown)[], { database, options, named }: Ground) => {
  const url = await server.database(database)
  const [hotPool = ''] = poolIds(1)
  const spread = poolIds(101).slice(1)
  await makeHandTables(url, [hotPool, ...spread])
  const connections = (max: number): pg.Pool => {
    const pool = new pg.Pool({ connectionString: url, max, ...(options === undefined ? {} : { options }) })
    closing.push(() => pool.end())
    return pool
  }
  const licensing = licensingOf(storeOn(connections(few)))
  await openPools(licensing, [hotPool, ...spread])
  const ours = (callers: number): Lane => assigning(`ours, ${callers}, ${database}`, licensing, [hotPool], callers)
  const byHand = connections(few)
  const baseline = f1(`f1, 8, ${database}`, byHand, [hotPool], few)
  const onSpread = (row: string, max: number): Contest => ({
    row: named(row),
    ours: assigning(`ours, 256 on 100, ${max}, ${database}`, licensingOf(storeOn(connections(max))), spread, 256),
    baseline: f1(`f1, 256 on 100, ${max}, ${database}`, connections(max), spread, 256),
    note: `${max} connections each`,
  })
  const note = `${server.about}, ${few} connections each`
  const contests: Contest[] = [
    { row: named(rows.eight), ours: ours(8), baseline, note },
    { row: named(rows.sixtyFour), ours: ours(64), baseline, note },
    { row: named(rows.many), ours: ours(256), baseline, note },
    onSpread(rows.pools, usual),
    onSpread(rows.wide, several),
    { row: named(rows.alone), ours: ours(1), baseline: f2(`f2, 1, ${database}`, byHand, hotPool, 1) },
  ]
  if (hasPgbench()) {
    const limit = pgbench('pgbench', url, hotPool)
    closing.push(limit.close)
    contests.push({ row: named(rows.pgbench), ours: limit, baseline, note: 'without its own CPU' })
  }
  return { contests, baseline }
}
