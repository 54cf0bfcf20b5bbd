// Runs the tools of the check. A tool that cannot be found throws, so no step can pass for want of it.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Options = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly quiet?: boolean }

export type Tools = {
  /** Runs a command to its end and throws unless it exits with 0. With `quiet` its output is returned, not shown. */
  readonly run: (command: string, args: readonly string[], options?: Options) => string
  /** Every file of that name on the path, first come first; throws when there is none. */
  readonly find: (command: string) => readonly [string, ...string[]]
}

export const root = join(import.meta.dirname, '..')

export function toolsOn(path: string): Tools {
  const find = (command: string) => {
    const [first, ...others] = path
      .split(delimiter)
      .map((folder) => join(folder, command))
      .filter(isExecutable)
    if (first === undefined) throw new Error(`${command} is not installed`)
    return [first, ...others] as const
  }
  const run: Tools['run'] = (command, args, { cwd = root, env = {}, quiet = false } = {}) => {
    const file = command.includes('/') ? command : find(command)[0]
    const stdio = quiet ? 'pipe' : (['ignore', 'inherit', 'inherit'] as const)
    const done = spawnSync(file, args, {
      cwd,
      env: { ...process.env, PATH: path, ...env },
      stdio: stdio as 'pipe',
      encoding: 'utf8',
    })
    if (done.error !== undefined) throw done.error
    const output = `${done.stdout ?? ''}${done.stderr ?? ''}`
    if (done.status !== 0)
      throw new Error(`${command} ${args.join(' ')}: ${done.signal ?? `exit code ${done.status}`}\n${output}`.trim())
    return done.stdout ?? ''
  }
  return { run, find }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
