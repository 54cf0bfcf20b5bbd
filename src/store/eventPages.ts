// The log of a pool, a page at a time.

import type { LicenseEvent } from '../pool/model/event.ts'
import type { LicenseStore } from '../shell/store.ts'

const pageSize = 500

/** The events of a pool in pages, in order; up to a number, where one is given. Throws where one is missing: the past has no answer then. */
export async function* eventPages(
  { events }: Pick<LicenseStore, 'events'>,
  pool: string,
  upTo = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly LicenseEvent[], void> {
  for (let after = 0; after < upTo; ) {
    const page = await events(pool, after, Math.min(pageSize, upTo - after))
    const last = page.at(-1)
    if (last === undefined) return
    const gap = page.findIndex(({ seq }, index) => seq !== after + 1 + index)
    if (gap >= 0) throw new Error(`the log of pool ${pool} has no event ${after + 1 + gap}`)
    yield page
    after = last.seq
  }
}
