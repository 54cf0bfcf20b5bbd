// The hash that spreads ids over a trie: plain arithmetic, because the engine's own hash of a string cannot be read.
// It must be the same in every process, so it takes no seed. Two ids may share a hash, and whoever uses it must provide for that.

/** 32 bits. Each step is a bijection of the state, so ids that share a hash share it under every common ending too. */
export const hashOf = (id: string): number => {
  let hash = 0x9747b28c
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
