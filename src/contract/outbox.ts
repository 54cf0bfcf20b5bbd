// The events are the outbox (X8): a consumer is a cursor on them, pool by pool. What is claimed is one process's for a while; it is delivered
// in order, at least once, and nobody waits for a slower consumer.

import type { Cursor, LicenseStore } from '../shell/store.ts'
import { same } from './same.ts'
import { add, type Chapter, done, eventsIn, licensingOn, office, start } from './stage.ts'

const minute = 60_000

/** Pools with some events each: two to begin with. */
const pools = async (store: LicenseStore, ...names: readonly string[]): Promise<void> => {
  for (const name of names) await office(store, 1, {}, name)
}

/** The ids of the pools that a consumer claims for a minute. */
const claimed = async (store: LicenseStore, consumer: string, at = start, limit = 100): Promise<readonly string[]> =>
  (await store.claim(consumer, at, minute, limit)).map(({ pool }) => pool).sort()

/** By name. */
const cursorsIn = async (store: LicenseStore, pool: string): Promise<readonly Cursor[]> =>
  (await store.cursors(pool)).map(({ consumer, seq }) => ({ consumer, seq })).sort((a, b) => (a.consumer < b.consumer ? -1 : 1))

/** Delivers what there is to a consumer, in pages of two events, until there is nothing more; answers what was delivered. */
const delivered = async (store: LicenseStore, consumer: string, at = start): Promise<readonly string[]> => {
  const told: string[] = []
  for (let rounds = 0; rounds < 1_000; rounds++) {
    const claims = await store.claim(consumer, at, minute, 3)
    if (claims.length === 0) return told
    for (const { pool, after } of claims) {
      const events = await store.events(pool, after, 2)
      for (const { seq } of events) told.push(`${pool} ${seq}`)
      await store.advance(consumer, pool, events.at(-1)?.seq ?? after)
    }
  }
  throw new Error(`${consumer} never gets on`)
}

export const outbox: Chapter = (it) => {
  it('keeps no cursor in a pool that is not there, so that its first events are not passed over (X8)', async ({ store }) => {
    await store.advance('mail', 'crm', 5)
    same(await cursorsIn(store, 'crm'), [], 'the cursors of no pool')
    await pools(store, 'crm')
    same(await store.claim('mail', start, minute, 10), [{ pool: 'crm', after: 0 }], 'what is claimed of it when it is there')
  })

  it('delivers every event of every pool once, in order, to each of several consumers (X8)', async ({ store }) => {
    const names = ['a', 'b', 'c', 'd', 'e']
    await pools(store, ...names)
    for (const name of names)
      for (const member of ['ann', 'bob', 'cara']) await done(licensingOn(store).licensing, name, add(member))
    for (const consumer of ['mail', 'audit']) {
      const told = await delivered(store, consumer)
      same(told.length, 25, `the number of events delivered to ${consumer}`)
      for (const name of names)
        same(
          told.filter((each) => each.startsWith(name)),
          [1, 2, 3, 4, 5].map((seq) => `${name} ${seq}`),
        )
    }
    await done(licensingOn(store).licensing, 'c', add('dan'))
    same([await delivered(store, 'mail'), await delivered(store, 'audit')], [['c 6'], ['c 6']])
    same(await delivered(store, 'mail'), [], 'what is delivered when all was')
    same(await cursorsIn(store, 'c'), [
      { consumer: 'audit', seq: 6 },
      { consumer: 'mail', seq: 6 },
    ])
  })

  it('holds nobody up for a consumer that never gets on (X8)', async ({ store }) => {
    await pools(store, 'crm')
    same(await store.claim('slow', start, minute, 1), [{ pool: 'crm', after: 0 }])
    same(await delivered(store, 'mail'), ['crm 1', 'crm 2'])
    await done(licensingOn(store).licensing, 'crm', add('ann'))
    same(await delivered(store, 'mail'), ['crm 3'])
    same(await claimed(store, 'slow'), [], 'what the slow one claims while its claim lasts')
    same(await store.claim('slow', start + minute, minute, 1), [{ pool: 'crm', after: 0 }], 'what it claims after that')
    same((await eventsIn(store)).length, 3, 'the number of events that are still there')
    same(
      (await cursorsIn(store, 'crm')).find(({ consumer }) => consumer === 'mail'),
      { consumer: 'mail', seq: 3 },
    )
  })

  it('gives a claim to one, and again when it has ended, at its very end (X8, T3)', async (stage) => {
    await pools(stage.store, 'crm')
    const [mine, other] = await stage.sessions()
    same(await claimed(mine, 'mail'), ['crm'])
    for (const later of [0, 1, minute - 1]) {
      same(await claimed(other, 'mail', start + later), [], `what another claims ${later} milliseconds later`)
      same(await claimed(mine, 'mail', start + later), [], `what the same claims ${later} milliseconds later`)
    }
    same(await claimed(other, 'mail', start + minute), ['crm'], 'what another claims at the end')
    same(await claimed(mine, 'mail', start + minute), [], 'what the first claims then')
  })

  it('gives each of many pools to one of two sessions that claim at once (X8)', async (stage) => {
    const names = Array.from({ length: 12 }, (_, n) => `pool ${n}`).sort()
    await pools(stage.store, ...names)
    const sessions = await stage.sessions()
    const taken: string[] = []
    for (let round = 0; round < 4; round++) {
      const claims = await Promise.all([0, 1, 0, 1].map((n) => claimed(sessions[n] ?? stage.store, 'mail', start, 3)))
      for (const each of claims) same(each.length <= 3, true, 'that no more are claimed than were asked for')
      taken.push(...claims.flat())
    }
    same(taken.sort(), names, 'the pools that were claimed')
  })

  it('lets go of a pool when the cursor moves, or keeps it until the moment that was said (X8)', async ({ store }) => {
    await pools(store, 'crm')
    same(await claimed(store, 'mail'), ['crm'])
    await store.advance('mail', 'crm', 1)
    same(await store.claim('mail', start, minute, 1), [{ pool: 'crm', after: 1 }], 'what is claimed at once again')
    await store.advance('mail', 'crm', 1, start + 5)
    same(await claimed(store, 'mail', start + 4), [], 'what is claimed before that moment')
    same(await store.claim('mail', start + 5, minute, 1), [{ pool: 'crm', after: 1 }], 'what is claimed at that moment')
    await store.advance('mail', 'crm', 2, start + 5)
    same(await claimed(store, 'mail', start + minute), [], 'what is claimed when all was delivered')
  })

  it('respects the claim of a clock that is a little ahead, and one that was made for twice as long (X8, T5)', async (stage) => {
    await pools(stage.store, 'crm', 'erp')
    const [mine, other] = await stage.sessions()
    same((await mine.claim('mail', start, 2 * minute, 1)).length, 1, 'how many are claimed for two minutes')
    same((await mine.claim('mail', start + 100, minute, 1)).length, 1, 'how many are claimed by a clock that is ahead')
    same(await claimed(other, 'mail'), [], 'what is claimed for one minute by a clock that is behind')
    same((await claimed(other, 'mail', start + minute + 100)).length, 1, 'how many are claimed when the shorter one has ended')
    same((await claimed(other, 'mail', start + 2 * minute)).length, 1, 'how many are claimed when the longer one has ended')
  })

  it('takes a claim that ends too late for void: some clock has stepped back (X8, T5)', async ({ store }) => {
    await pools(store, 'crm')
    same(await claimed(store, 'mail', start + 60 * minute), ['crm'])
    same(await claimed(store, 'mail', start + 60 * minute), [], 'what is claimed while it lasts')
    same(await claimed(store, 'mail', start + 59 * minute), [], 'what is claimed a minute before')
    same(await claimed(store, 'mail', start), ['crm'], 'what is claimed an hour before')
    same(await claimed(store, 'mail', start), [], 'what is claimed again then')
  })

  it('moves a cursor on and never back (X8)', async ({ store }) => {
    await pools(store, 'crm')
    await done(licensingOn(store).licensing, 'crm', add('ann'))
    for (const [to, at] of [
      [2, 2],
      [1, 2],
      [0, 2],
      [3, 3],
      [2, 3],
    ] as const) {
      await store.advance('mail', 'crm', to)
      same(await cursorsIn(store, 'crm'), [{ consumer: 'mail', seq: at }], `the cursor that was moved to ${to}`)
    }
    await done(licensingOn(store).licensing, 'crm', add('bob'))
    same(await store.claim('mail', start, minute, 1), [{ pool: 'crm', after: 3 }])
  })

  it('claims no pool without news, and no more than asked for (X8)', async ({ store }) => {
    same(await claimed(store, 'mail'), [], 'what is claimed of an empty store')
    await pools(store, 'a', 'b', 'c')
    await store.advance('mail', 'b', 2)
    same((await claimed(store, 'mail', start, 1)).length, 1)
    same((await claimed(store, 'mail', start, 5)).length, 1)
    same(await claimed(store, 'mail'), [])
    same(await claimed(store, 'audit'), ['a', 'b', 'c'], 'what another consumer claims')
  })

  it('loses no cursor and no event where commands are given while they are delivered (X8, A5)', async (stage) => {
    await pools(stage.store, 'crm')
    const [mine, other] = await stage.sessions()
    const { licensing } = licensingOn(other)
    const names = Array.from({ length: 20 }, (_, n) => `m${n}`)
    const giving = Promise.all(names.map((name) => done(licensing, 'crm', add(name))))
    const told = [...(await delivered(mine, 'mail')), ...(await delivered(mine, 'mail'))]
    await giving
    told.push(...(await delivered(mine, 'mail')))
    same(
      told,
      Array.from({ length: 22 }, (_, n) => `crm ${n + 1}`),
    )
  })
}
