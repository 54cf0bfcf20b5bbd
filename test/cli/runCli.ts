// The command line with a stand-in for its process: what it wrote, and its exit code.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { commandLine } from '../../src/cli/commandLine.ts'
import type { PlanFigures } from '../../src/simulation/figures.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Around {
  readonly stdin?: readonly (string | Uint8Array)[]
  readonly env?: Readonly<Record<string, string>>
  readonly isTTY?: boolean
  readonly columns?: number
  readonly now?: () => number
}

export const runCli = async (args: readonly string[], around: Around = {}): Promise<Ran> => {
  const { stdin = [], env = {}, isTTY = false, columns = 80, now = () => 0 } = around
  let [out, err] = ['', '']
  async function* pieces(): AsyncIterable<Uint8Array> {
    for (const piece of stdin) yield typeof piece === 'string' ? Buffer.from(piece) : piece
  }
  const stdout = { write: (text: string) => (out += text), isTTY, columns }
  const stderr = { write: (text: string) => (err += text), isTTY }
  const code = await commandLine(args, { stdin: pieces(), stdout, stderr, env, now })
  return { code, out, err }
}

/** Runs `simulate` on rows given as text, and answers the plans' figures; a fault fails the test with its message. */
export const figuresOf = async (activity: string, ...args: readonly string[]): Promise<readonly PlanFigures[]> => {
  const { code, out, err } = await runCli(['simulate', '-', '--json', ...args], { stdin: [activity] })
  if (code !== 0) throw new Error(`exit code ${code}: ${err}`)
  return (JSON.parse(out) as { readonly plans: readonly PlanFigures[] }).plans
}

export const figureOf = async (activity: string, ...args: readonly string[]): Promise<PlanFigures> => {
  const [figures] = await figuresOf(activity, ...args)
  if (figures === undefined) throw new Error('there is no plan')
  return figures
}

/** A folder of the test file's own; gone when its tests are done. */
export const ownFolder = (): {
  readonly folder: string
  readonly put: (name: string, content: string | Uint8Array) => string
} => {
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const put = (name: string, content: string | Uint8Array): string => {
    const file = join(folder, name)
    writeFileSync(file, content)
    return file
  }
  return { folder, put }
}
