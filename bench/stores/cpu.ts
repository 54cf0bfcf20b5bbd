// How much CPU a PostgreSQL server has used, as Linux counts it: of all its processes, those that have ended, too.

import { readdirSync, readFileSync } from 'node:fs'

/** Of a process by Linux's count, in hundredths of a second: its own, and that of its children that have ended. */
interface Counted {
  readonly parent: number
  readonly own: number
  readonly ended: number
}

const counted = (pid: string): Counted | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11)
    return { parent, own: user + system, ended: endedUser + endedSystem }
  } catch {
    return undefined
  }
}

/** The process that all others of the server are children of: `undefined` where it is not one of this machine's. */
export const postmasterOf = (backend: number): number | undefined => {
  try {
    return /^postgres|postmaster/.test(readFileSync(`/proc/${backend}/comm`, 'utf8')) ? counted(`${backend}`)?.parent : undefined
  } catch {
    return undefined
  }
}

/** In microseconds. */
export const cpuOf = (postmaster: number): number => {
  const own = counted(`${postmaster}`)
  if (own === undefined) return 0
  let ticks = own.own + own.ended
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const child = counted(pid)
    if (child?.parent === postmaster) ticks += child.own
  }
  return ticks * 10_000
}
