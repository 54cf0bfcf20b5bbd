// What a command came to is handed out frozen (X2): the answer that a store keeps and the ones that callers get are one object, and
// so is the event that several listeners are told.

import { isPlainData } from '../pool/validation/reading.ts'

/** Freezes plain data through and through: what was just made, and is shared with nobody who would change it. */
export const frozen = <A>(value: A): A => {
  if (!isPlainData(value) || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const each of Object.values(value)) frozen(each)
  return value
}
