// The program: which command, and what exit code. Faults are told here and nowhere else.

import { suggestion } from '../pool/validation/flaw.ts'
import { Fault } from './fault.ts'
import { programHelp } from './help.ts'
import type { Io } from './io.ts'
import { simulateCommand } from './simulateCommand.ts'
import { harmless } from './table/terminalText.ts'
import { version } from './version.ts'

const commands: Readonly<Record<string, (args: readonly string[], io: Io) => Promise<void>>> = { simulate: simulateCommand }

/** Runs the program and answers its exit code: 0, or 2 when something that was given is wrong. */
export const commandLine = async (args: readonly string[], io: Io): Promise<number> => {
  try {
    await run(args, io)
    return 0
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    for (const line of error.message.split('\n')) io.stderr.write(`license-pool: ${harmless(line)}\n`)
    return 2
  }
}

const run = async ([name, ...rest]: readonly string[], io: Io): Promise<void> => {
  if (name === undefined) throw new Fault('which command? Try license-pool --help')
  if (name === '--help' || name === '-h' || name === 'help') return void io.stdout.write(programHelp)
  if (name === '--version' || name === '-v') return void io.stdout.write(`${version()}\n`)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined)
    throw new Fault(`unknown command ${name}${suggestion(name, Object.keys(commands))} (license-pool --help)`)
  await command(rest, io)
}
