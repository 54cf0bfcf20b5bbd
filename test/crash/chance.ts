// Choices that look random and are the same in every run: each is a number made of what it is about, and of nothing else.

/** From 0 up to 1, by the name of the choice. */
export const chance = (...about: readonly (string | number)[]): number => {
  let hash = 0x811c9dc5
  for (const char of about.join('/')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  // The last characters of a name have hardly spread yet.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** A whole number from 0, below `below`. */
export const choice = (below: number, ...about: readonly (string | number)[]): number => Math.floor(chance(...about) * below)
