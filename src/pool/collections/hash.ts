// The hash that spreads ids over a trie: plain arithmetic, since the engine's own hash of a string cannot be read.
// It must be the same everywhere and for ever alike: no seed, no global. Two ids may share it, and whoever uses it provides for that.

/** 32 bits. Each step is a bijection of the state, so ids of equal hash stay equal under any common ending. */
export const hashOf = (id: string): number => {
  let hash = 0x9747b28c
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x5bd1e995)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
