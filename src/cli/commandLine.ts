// The program: which command, and what exit code. Faults are told here and nowhere else.

import { suggestion } from '../pool/validation/flaw.ts'
import { Fault } from './fault.ts'
import { programHelp } from './help.ts'
import type { Io } from './io.ts'
import { runCommand } from './run/runCommand.ts'
import { simulateCommand } from './simulateCommand.ts'
import { harmless } from './table/terminalText.ts'
import { version } from './version.ts'

type CommandOf = (args: readonly string[], io: Io) => Promise<number | undefined>

const commands: Readonly<Record<string, CommandOf>> = { run: runCommand, simulate: simulateCommand }

/** Runs the program and answers its exit code: 0, 1 when an expectation did not hold, or 2 when something that was given is wrong. */
export const commandLine = async (args: readonly string[], io: Io): Promise<number> => {
  try {
    return (await run(args, io)) ?? 0
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    for (const line of error.message.split('\n')) io.stderr.write(`license-pool: ${harmless(line)}\n`)
    return 2
  }
}

const run = async ([name, ...rest]: readonly string[], io: Io): Promise<number | undefined> => {
  if (name === undefined) throw new Fault('which command? Try license-pool --help')
  if (name === '--help' || name === '-h' || name === 'help') return say(io, programHelp)
  if (name === '--version' || name === '-v') return say(io, `${version()}\n`)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined)
    throw new Fault(`unknown command ${name}${suggestion(name, Object.keys(commands))} (license-pool --help)`)
  return command(rest, io)
}

const say = ({ stdout }: Io, text: string): undefined => void stdout.write(text)
