// The limit of f1: the same statement from PostgreSQL's own bench, in C, with 8 clients on one row. Absent where it is not installed.

import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { Lane } from './turns.ts'

export const hasPgbench = (): boolean => (process.env.PATH ?? '').split(delimiter).some((bin) => existsSync(join(bin, 'pgbench')))

/** A turn is a second: it counts in whole ones. */
export const pgbench = (name: string, url: string, pool: string): Lane & { readonly close: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pgbench-'))
  const script = join(folder, 'f1.sql')
  writeFileSync(script, `UPDATE hand_pool SET used = used + 1 WHERE id = '${pool}' AND used < allowance;\n`)
  const args = ['--no-vacuum', '--protocol=prepared', '--client=8', '--jobs=2', '--time=1', `--file=${script}`, url]
  return {
    name,
    run: async () => {
      const { stdout } = await promisify(execFile)('pgbench', args)
      const operations = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1])
      const perSecond = Number(/tps = ([\d.]+) \(without initial/.exec(stdout)?.[1])
      if (!(perSecond > 0)) throw new Error(`pgbench said: ${stdout}`)
      return { operations, nanoseconds: (operations / perSecond) * 1e9 }
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}
