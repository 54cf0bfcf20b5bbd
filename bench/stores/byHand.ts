// What one writes by hand over `pg`, as well as it goes: one statement that counts (f1), or a transaction that also keeps who it was for
// (f2). Prepared, and each caller on a connection of the pool. Neither says no to a double, tells anybody, or knows a call that is repeated.

import pg from 'pg'
import { calling, type Lane } from './turns.ts'

const tables = `CREATE TABLE hand_pool (id text PRIMARY KEY, used bigint NOT NULL, allowance bigint NOT NULL);
CREATE TABLE hand_seat (pool text NOT NULL, member text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (pool, member))`

export const update = 'UPDATE hand_pool SET used = used + 1 WHERE id = $1 AND used < allowance'
const insert = 'INSERT INTO hand_seat (pool, member, at) VALUES ($1, $2, now())'

export const makeHandTables = async (url: string, pools: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(tables)
  await client.query('INSERT INTO hand_pool SELECT id, 0, 1000000000 FROM unnest($1::text[]) AS id', [pools])
  await client.end()
}

/** Counts, commits, and that is all. */
export const f1 = (name: string, connections: pg.Pool, pools: readonly string[], callers: number): Lane => {
  let count = 0
  const call = async (): Promise<void> => {
    const pool = pools[count++ % pools.length]
    const { rowCount } = await connections.query({ name: 'f1', text: update, values: [pool] })
    if (rowCount !== 1) throw new Error('f1 counted nothing')
  }
  return { name, run: calling(callers, call) }
}

/** Counts, keeps who has the seat, and commits. */
export const f2 = (name: string, connections: pg.Pool, pool: string, callers: number): Lane => {
  let count = 0
  const call = async (): Promise<void> => {
    const client = await connections.connect()
    await client.query('BEGIN')
    const { rowCount } = await client.query({ name: 'f1', text: update, values: [pool] })
    if (rowCount !== 1) throw new Error('f2 counted nothing')
    await client.query({ name: 'f2', text: insert, values: [pool, `${name}-${count++}`] })
    await client.query('COMMIT')
    client.release()
  }
  return { name, run: calling(callers, call) }
}
