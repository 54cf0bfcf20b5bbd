// What the database counts itself, exactly: fsyncs of the write-ahead log, buffers that our tables took, rows written into them.

import pg from 'pg'
import type { BenchServer } from './server.ts'

/** Since 18 the log has lines of its own among the I/O; before that, a view of its own. */
const fsyncsSql = (version: number): string =>
  version >= 180_000
    ? "SELECT coalesce(sum(fsyncs), 0)::float8 AS fsyncs FROM pg_stat_io WHERE object = 'wal'"
    : 'SELECT wal_sync::float8 AS fsyncs FROM pg_stat_wal'

const tablesSql = `SELECT
  (SELECT sum(coalesce(heap_blks_hit, 0) + coalesce(heap_blks_read, 0) + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0)
    + coalesce(toast_blks_hit, 0) + coalesce(toast_blks_read, 0) + coalesce(tidx_blks_hit, 0) + coalesce(tidx_blks_read, 0))::float8
    FROM pg_statio_user_tables WHERE relname LIKE 'license\\_%') AS buffers,
  (SELECT sum(n_tup_ins + n_tup_upd)::float8 FROM pg_stat_user_tables WHERE relname LIKE 'license\\_%') AS written`

export interface Counts {
  readonly fsyncs: number
  readonly buffers: number
  readonly written: number
}

/** What is counted while something runs on connections of its own: a backend hands in what it has counted when it ends. */
export const counting = async (
  server: BenchServer,
  url: string,
  connections: number,
  run: (connections: pg.Pool) => Promise<void>,
): Promise<Counts> => {
  const read = async (): Promise<Counts> => {
    await backendsGone(server, url)
    const [fsyncs] = await server.ask<Pick<Counts, 'fsyncs'>>(url, fsyncsSql(server.version))
    const [tables] = await server.ask<Omit<Counts, 'fsyncs'>>(url, tablesSql)
    return { ...(fsyncs as Pick<Counts, 'fsyncs'>), ...(tables as Omit<Counts, 'fsyncs'>) }
  }
  const before = await read()
  const pool = new pg.Pool({ connectionString: url, max: connections })
  await run(pool)
  await pool.end()
  const after = await read()
  return {
    fsyncs: after.fsyncs - before.fsyncs,
    buffers: after.buffers - before.buffers,
    written: after.written - before.written,
  }
}

const othersSql =
  "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"

const backendsGone = async (server: BenchServer, url: string): Promise<void> => {
  while ((await server.ask(url, othersSql)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20))
}
