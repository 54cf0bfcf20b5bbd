// What the shell hands out nobody can change (X2): the answer that a store keeps and the one that a caller got are the same object.

/** Freezes plain data through and through: what was just made, and is shared with nobody who would change it. */
export const frozen = <A>(value: A): A => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const each of Object.values(value)) frozen(each)
  return value
}
