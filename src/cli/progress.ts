// A progress bar on stderr while a long run goes on: for somebody who looks on, gone when it is done.

import type { Io } from './io.ts'
import { count } from './table/words.ts'

export interface Progress {
  /** So many rows were replayed, and so many bytes of what is stored were read. */
  readonly show: (rows: number, bytes: number) => void
  readonly clear: () => void
}

const quietFor = 300
const between = 80
const barWidth = 30

/** `total` is the size of what is read in bytes, where it is known. */
export const progressOn = ({ stderr, now, env }: Io, total: number | undefined): Progress => {
  if (stderr.isTTY !== true || env.TERM === 'dumb') return { show: () => {}, clear: () => {} }
  let shownAt = now() + quietFor - between
  let isShown = false
  return {
    show: (rows, bytes) => {
      if (now() < shownAt + between) return
      shownAt = now()
      isShown = true
      stderr.write(`\r\u001b[2K${barText(total === undefined ? undefined : bytes / total, rows)}`)
    },
    clear: () => {
      if (isShown) stderr.write('\r\u001b[2K')
    },
  }
}

const barText = (share: number | undefined, rows: number): string => {
  const replayed = `${count(rows)} rows`
  if (share === undefined) return `Replaying  ${replayed}`
  const full = Math.round(Math.min(1, share) * barWidth)
  return `Replaying  ${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${Math.round(Math.min(1, share) * 100)
    .toString()
    .padStart(3)} %  ${replayed}`
}
