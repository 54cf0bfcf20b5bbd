// What makes two commands the same under one idempotency key: the command and its actor, not the moment (X6).

import type { Actor } from '../pool/model/actor.ts'

/** The same text for the same command by the same actor, whatever the order of the fields; an undefined field is an absent one. */
export const fingerprintOf = (command: unknown, { role, id }: Actor): string => canonical({ command, role, id })

const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value).filter(([, each]) => each !== undefined)
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`)
    .join(',')}}`
}
