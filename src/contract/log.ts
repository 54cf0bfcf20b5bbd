// The log of events (X7): gapless, in order, in pages of any size, each pool's by itself.

import { same } from './same.ts'
import { add, type Chapter, done, eventsIn, office, snapshotIn } from './stage.ts'

export const log: Chapter = (it) => {
  it('reads on from any number, in pages of any size, and ends where the pool does (X7)', async ({ store }) => {
    const { licensing } = await office(store)
    const told = []
    for (let n = 1; n <= 11; n++) told.push(...(await done(licensing, 'crm', add(`m${n}`))).events)
    const all = await eventsIn(store)
    same(all.slice(2), told, 'the events that were answered')
    same(
      all.map(({ seq }) => seq),
      Array.from({ length: 13 }, (_, n) => n + 1),
      'the numbers',
    )
    for (const page of [1, 2, 3, 5, 13, 14]) same(await eventsIn(store, 'crm', page), all, `the log in pages of ${page}`)
    for (const after of [0, 1, 6, 12, 13, 99])
      same(await store.events('crm', after, 100), all.slice(after), `the events after ${after}`)
    same(await store.events('crm', 4, 3), all.slice(4, 7), 'three events after 4')
    same(await store.events('crm', 4, 0), [], 'no events after 4')
  })

  it('has nothing to tell of a pool that is not there (X7)', async ({ store }) => {
    await office(store)
    same(await store.events('erp', 0, 10), [])
    same(await store.answers('erp', undefined, 10), [])
    same(await store.cursors('erp'), [])
    same(await snapshotIn(store, 'erp'), undefined)
  })

  it('keeps the pools apart: events, members, answers, cursors (A1, X7)', async ({ store }) => {
    const pools = ['crm', 'erp', 'crm ', 'cr']
    for (const [n, pool] of pools.entries()) {
      const { licensing } = await office(store, n + 1, {}, pool)
      await licensing.execute(pool, add(`${pool}'s own`), { actor: { role: 'systemAdmin' }, idempotencyKey: `${pool}'s key` })
      await done(licensing, pool, add('everybody'))
      await store.advance('mail', pool, n)
    }
    for (const [n, pool] of pools.entries()) {
      const snapshot = await snapshotIn(store, pool)
      same([snapshot?.header.allowance, snapshot?.header.version], [n + 1, 4], `the pool "${pool}"`)
      same(
        snapshot?.members.map(({ id }) => id),
        [`${pool}'s own`, 'everybody'],
      )
      const events = await eventsIn(store, pool)
      same(
        events.map((event) => ('member' in event ? event.member : event.type)),
        ['PoolOpened', 'LotAdded', `${pool}'s own`, 'everybody'],
      )
      same(
        (await store.answers(pool, undefined, 10)).map(({ key }) => key),
        [`${pool}'s key`],
      )
      same(
        (await store.cursors(pool)).map(({ consumer, seq }) => ({ consumer, seq })),
        [{ consumer: 'mail', seq: n }],
      )
    }
  })

  it('carries a thousand events and more in one change (X8)', async ({ store }) => {
    const { licensing } = await office(store)
    const members = Array.from({ length: 1_200 }, (_, n) => ({ member: `m${n}` }))
    const { events } = await done(licensing, 'crm', { type: 'ImportMembers', members })
    same(await eventsIn(store, 'crm', 500), [...(await store.events('crm', 0, 2)), ...events])
    same(
      (await snapshotIn(store))?.members.map(({ id }) => id),
      members.map(({ member }) => member),
    )
  })
}
