// Ids whose hashes agree in part or entirely, found by search, so that the deep ends of the trie are reached with a few ids.
import { hashOf } from '../../../src/pool/collections/hash.ts'

/** The first two endings whose hashes agree in the low bits that are kept, after this beginning, and differ elsewhere unless all are kept. */
const pairAfter = (beginning: string, bits: number): [string, string] => {
  const seen = new Map<number, string>()
  for (let number = 0; number < 5_000_000; number++) {
    const ending = number.toString(36)
    const hash = hashOf(beginning + ending)
    const kept = bits === 32 ? hash : hash & ((1 << bits) - 1)
    const other = seen.get(kept)
    if (other !== undefined && (bits === 32 || hashOf(beginning + other) !== hash)) return [other, ending]
    seen.set(kept, ending)
  }
  throw new Error(`No two ids after '${beginning}' agree in ${bits} bits`)
}

/** Ids that agree in the first so many bits of their hash, and not in all. */
export const idsAgreeingIn = (bits: number): string[] => pairAfter('', bits)

/** 2, 4, 8, ... ids of one hash: those that share a hash share it under every common ending. */
export const idsOfOneHash = (doublings: number): string[] => {
  let ids = ['']
  for (let doubling = 0; doubling < doublings; doubling++) {
    const endings = pairAfter(ids[0] as string, 32)
    ids = ids.flatMap((id) => endings.map((ending) => id + ending))
  }
  return ids
}
