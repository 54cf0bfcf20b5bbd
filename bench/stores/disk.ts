// How long the disk takes to keep 4 kB: the rows that compare times depend on it, since what is written by hand waits for it each time.

import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../rounds.ts'
import type { Figure } from '../rows.ts'
import { rows } from './targets.ts'

const writes = 200
const block = Buffer.alloc(4_096, 1)

/** In the folder in which the databases are, too. */
export const measureDisk = (): Figure => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-disk-'))
  const file = openSync(join(folder, 'file'), 'w')
  const times: number[] = []
  for (let index = 0; index < writes; index++) {
    const start = performance.now()
    writeSync(file, block)
    fdatasyncSync(file)
    times.push(performance.now() - start)
  }
  closeSync(file)
  rmSync(folder, { recursive: true })
  const slow = times.toSorted((a, b) => a - b)[Math.floor(writes * 0.9)] ?? 0
  return { name: rows.disk, ratio: median(times), note: `nine of ten within ${slow.toFixed(1)} ms, in ${tmpdir()}` }
}
