// What makes two commands the same under one idempotency key: the command and its actor, not the moment (X6). A digest, since what
// a store keeps for 30 days must not hold what an import says of people (P2).

import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import { sha256 } from './sha256.ts'

/** The same for the same command by the same actor, whatever the order of the fields; an undefined field is an absent one. */
export const fingerprintOf = (command: Command, { role, id }: Actor): string => sha256(canonical({ command, role, id }))

/** JSON with its fields in order. */
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`)
    .join(',')}}`
}
