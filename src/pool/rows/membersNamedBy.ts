// What a command needs of a partial pool, guessed from the command alone.

import type { Command } from '../model/command.ts'

/** The fields of commands that name members, where a command has them. */
interface Naming {
  readonly member?: unknown
  readonly from?: unknown
  readonly to?: unknown
  readonly placeholder?: unknown
  readonly members?: readonly unknown[]
}

/** The members that a command names: a first guess of what it needs, which saves a round trip and is never trusted. */
export const membersNamedBy = (command: Command): readonly string[] => {
  const { member, from, to, placeholder, members = [] } = command as Naming
  const listed = command.type === 'ImportMembers' ? members.map((row) => (row as Naming | null | undefined)?.member) : members
  // A raise's `from` and `to` are numbers.
  return [member, from, to, placeholder, ...listed].filter((each): each is string => typeof each === 'string')
}

/** The sessions that a command names: the same guess. */
export const sessionsNamedBy = (command: Command): readonly string[] =>
  'session' in command && command.session !== undefined ? [command.session] : []
