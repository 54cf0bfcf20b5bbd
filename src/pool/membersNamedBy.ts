// What a command needs of a partial pool, guessed from the command alone.

import type { Command } from './model/command.ts'

/** The members that a command names: a first guess of what it needs, which saves a round trip and is never trusted. */
export const membersNamedBy = (command: Command): readonly string[] => {
  switch (command.type) {
    case 'TransferSeat':
      return [command.from, command.to]
    case 'FillPlaceholder':
      return [command.placeholder, command.member]
    case 'UnlicenseMembers':
    case 'RelicenseMembers':
      return command.members
    case 'ImportMembers':
      return command.members.flatMap((row) => {
        const named = (row as { readonly member?: unknown } | null)?.member
        return typeof named === 'string' ? [named] : []
      })
    default:
      return 'member' in command && command.member !== undefined ? [command.member] : []
  }
}
