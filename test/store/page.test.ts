// A page is right in whatever a store hands out: a lane of many calls hands out what its others have loaded and changed, and no row between
// two pages may be lost by it.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MemberRow, MemberState } from '../../src/index.ts'
import { unopened } from '../../src/pool/licensePool.ts'
import { type LoadedRows, partialPool, widen } from '../../src/store/index.ts'
import { Page } from '../../src/store/lists/page.ts'

const rowOf = (ordinal: number, state: MemberState): MemberRow =>
  ({
    id: `m${ordinal}`,
    ordinal,
    kind: 'person',
    barred: false,
    trial: 'unused',
    trialEndsAt: null,
    since: 0,
    state,
  }) as MemberRow

const state = fc.constantFrom<MemberState>('known', 'disabled')

/** What is stored, what others in the lane have in hand (`undefined`: not loaded; else as they have changed it), and how much is asked for. */
const scenes = fc.record({
  members: fc.array(fc.record({ stored: state, inHand: fc.option(state, { nil: undefined, freq: 2 }) }), { maxLength: 40 }),
  count: fc.integer({ min: 1, max: 7 }),
})

test('pages of a list in a lane leave nobody out and show nobody twice', () => {
  let full = 0
  const property = fc.property(scenes, ({ members, count }) => {
    const stored = members.map((member, index) => rowOf(index + 1, member.stored))
    const inHand = members.flatMap((member, index) => (member.inHand === undefined ? [] : [rowOf(index + 1, member.inHand)]))
    const asked = inHand.map(({ id }) => id)
    const handedOut = widen(partialPool(unopened.header), { members: inHand, asked })
    const found: number[] = []
    for (let after = 0, isMore = true; isMore; ) {
      const page = Page.ofMembers({ of: 'members', states: ['known'], after, count })
      expect(page.rows(handedOut)).toBeUndefined()
      const { listing } = page.needs
      if (listing?.of !== 'members') return expect.fail('another list')
      const loaded = stored.filter((row) => row.state === 'known' && row.ordinal > after).slice(0, listing.count)
      const rows = page.rows(widen(handedOut, { members: loaded, listed: listing } satisfies LoadedRows)) ?? []
      found.push(...rows.map(({ ordinal }) => ordinal))
      expect(rows.length).toBeLessThanOrEqual(count)
      isMore = rows.length === count
      if (isMore) full++
      after = rows.at(-1)?.ordinal ?? after
    }
    const expected = members.flatMap((member, index) => ((member.inHand ?? member.stored) === 'known' ? [index + 1] : []))
    expect(found).toEqual(expected)
  })
  fc.assert(property, { seed: 20_260_329, numRuns: 2_000 })
  expect(full).toBeGreaterThan(1_000)
})
