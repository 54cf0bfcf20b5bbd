// What stands for an id in a key column. Ids are up to 1,000 characters of any script, and an index entry is bounded (PostgreSQL: 2,704
// bytes): a long one is known by its digest there, and stands whole in its record.

import { createHash } from 'node:crypto'

/** Longer ones, in bytes of UTF-8, are digested: pool and id together stay far within every index. */
const longest = 240

const digested = /^#[0-9a-f]{64}$/

/** The id itself, or `#` and its SHA-256 where it is long, or could be taken for such a digest. */
export const idKey = (id: string): string => {
  // Three bytes at most for each UTF-16 unit: most ids need no count.
  const isShort = id.length * 3 <= longest || Buffer.byteLength(id) <= longest
  return isShort && !digested.test(id) ? id : `#${createHash('sha256').update(id).digest('hex')}`
}
