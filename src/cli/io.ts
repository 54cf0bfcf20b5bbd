// The process as the command line sees it, so that a test can stand in for it.

import { createColors } from 'picocolors'

/** A stream that text is written to. */
export interface Output {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds from some moment on: only for how long things take. */
  readonly now: () => number
}

/** Colors where a person looks on and does not mind (no-color.org). */
export const colorsFor = (output: Output, { env }: Io): Colors =>
  createColors(output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb')

export type Colors = ReturnType<typeof createColors>
