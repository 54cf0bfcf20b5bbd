// What makes two commands the same under one idempotency key: the command and its actor, not the moment (X6). A digest, since what
// a store keeps for 30 days must not hold what an import says of people (P2).

import type { Actor } from '../pool/model/actor.ts'
import { canonical } from '../pool/model/canonical.ts'
import type { Command } from '../pool/model/command.ts'

/**
 * The same for the same command by the same actor, whatever the order of the fields; an undefined field is an absent one. 64 bits, no
 * cryptography: only two commands under one key of one pool are ever compared, and who made the key made both.
 */
export const fingerprintOf = (command: Command, { role, id }: Actor): string => {
  const text = canonical({ command, role, id })
  return hex(mixed(text, 0x9e3779b1)) + hex(mixed(text, 0x85ebca77))
}

const mixed = (text: string, seed: number): number => {
  let hash = seed ^ text.length
  for (let n = 0; n < text.length; n++) {
    hash = Math.imul(hash ^ text.charCodeAt(n), seed)
    hash ^= hash >>> 15
  }
  return hash >>> 0
}

const hex = (word: number): string => word.toString(16).padStart(8, '0')
