// An id is whatever text it is, up to 1,000 characters: nothing is folded, trimmed, cut, normalized or escaped, in any place where one
// stands.

import { concurrentUse } from '../presets/concurrentUse.ts'
import { same } from './same.ts'
import {
  add,
  answersIn,
  assign,
  type Chapter,
  DAY,
  done,
  eventsIn,
  kim,
  licensingOn,
  office,
  opening,
  snapshotIn,
  start,
  system,
  vendor,
} from './stage.ts'

const long = '漢'.repeat(999)

/** Texts that some store would take for one another, or for something else. */
export const strangeIds: readonly string[] = [
  'lucy',
  'Lucy',
  'LUCY',
  'lucy ',
  ' lucy',
  'lucy\n',
  'lucy\t',
  'lúcy',
  'lu\u0301cy',
  'ﬁsh',
  'fish',
  'ß',
  'ss',
  'İ',
  'ı',
  'i',
  '🦊',
  '🦊\u200d',
  '👩‍👩‍👧',
  'שלום',
  'مرحبا',
  '\u202eabc',
  "o'neil",
  '"quoted"',
  'back\\slash',
  '\\\\x41',
  '100%',
  'a_b',
  'axb',
  '$1',
  ':id',
  '?',
  '0',
  '00',
  '1e3',
  'null',
  '__proto__',
  'constructor',
  '{"id":1}',
  '#',
  `#${'0'.repeat(64)}`,
  `${long}一`,
  `${long}二`,
  `${long}漢`,
  // The SHA-256 of the one above it, as a store may write it in its stead.
  '#57ca20c00799233d61c0d8e4acce9c3b1333f477dcba08b099efbe1d41230162',
  'x'.repeat(1_000),
  `${'x'.repeat(999)}y`,
  '\uffff',
  '\ue000',
  '𐀀',
]

export const ids: Chapter = (it) => {
  it('tells members apart by every character of their ids (X10)', async ({ store }) => {
    const { licensing } = await office(store, strangeIds.length)
    for (const id of strangeIds) same((await done(licensing, 'crm', add(id))).events.length, 1, `the events of adding "${id}"`)
    for (const id of strangeIds) same((await done(licensing, 'crm', add(id))).events, [], `the events of adding "${id}" again`)
    for (const id of strangeIds.filter((_, n) => n % 2 === 0)) await done(licensing, 'crm', assign(id))
    same(
      (await snapshotIn(store))?.members.map(({ id, state }) => [id, state]),
      strangeIds.map((id, n) => [id, n % 2 === 0 ? 'enabled' : 'known']),
    )
    for (const [n, id] of strangeIds.entries()) {
      const asked = await licensing.access('crm', id, { actor: kim })
      same(asked._tag === 'Right' && asked.right.level, n % 2 === 0 ? 'full' : 'standard', `the access of "${id}"`)
    }
  })

  it('tells pools apart by every character of their ids, and names them as they are (A1, X10)', async ({ store }) => {
    const { licensing } = licensingOn(store)
    for (const [n, id] of strangeIds.entries()) {
      const until = { until: start + DAY }
      const lots = [{ lot: 'first', quantity: n + 1, ...until }]
      await done(licensing, id, { type: 'OpenPool', organization: id, preset: 'mobileAssignment', lots }, vendor)
    }
    const due = new Set<string>()
    for (
      let page = await store.poolsDue(start + DAY, 7);
      page.length > 0;
      page = await store.poolsDue(start + DAY, 7, page.at(-1))
    ) {
      same(
        page.some((id) => due.has(id)),
        false,
        'that a pool is named twice',
      )
      for (const id of page) due.add(id)
    }
    same([...due].sort(), [...strangeIds].sort(), 'the pools in which something is due')
    for (const [n, id] of strangeIds.entries()) {
      const { header } = (await snapshotIn(store, id)) ?? {}
      same([header?.organization, header?.allowance], [id, n + 1], `the pool "${id}"`)
      same((await store.events(id, 0, 10)).length, 2, `the number of events of "${id}"`)
    }
    const claimed = await store.claim('mail', start, DAY, 1_000)
    same(claimed.map(({ pool }) => pool).sort(), [...strangeIds].sort(), 'the pools that were claimed')
  })

  it('tells sessions apart by every character of their ids, and those who hold them (C7, X10)', async ({ store }) => {
    const { licensing } = await office(store, strangeIds.length, { ...concurrentUse, autoAssign: null })
    for (const [n, session] of strangeIds.entries()) {
      const member = strangeIds.at(-1 - n) ?? ''
      await done(licensing, 'crm', add(member))
      await done(licensing, 'crm', { type: 'SignIn', member, client: 'lan', session }, system)
    }
    for (const session of strangeIds.filter((_, n) => n % 2 === 0))
      same((await done(licensing, 'crm', { type: 'SignOut', session }, system)).events.length, 1, `the end of "${session}"`)
    const snapshot = await snapshotIn(store)
    same(
      snapshot?.leases.map(({ id, member, state }) => [id, member, state]),
      strangeIds.map((id, n) => [id, strangeIds.at(-1 - n), n % 2 === 0 ? 'ended' : 'running']),
    )
    const { events } = await done(licensing, 'crm', { type: 'DisableMember', member: strangeIds.at(-2) ?? '' })
    same(
      events.flatMap((event) => ('session' in event ? event.session : [])),
      [strangeIds[1]],
      'the sessions that ended with their member',
    )
  })

  it('tells keys apart by every character (X6, X10)', async ({ store }) => {
    const { licensing } = await office(store)
    const give = (n: number) => licensing.execute('crm', add(`m${n}`), { actor: kim, idempotencyKey: strangeIds[n] ?? '' })
    const first = []
    for (const n of strangeIds.keys()) first.push(await give(n))
    for (const n of strangeIds.keys()) same(await give(n), first[n], `the answer under "${strangeIds[n]}"`)
    same(
      (await eventsIn(store)).slice(2).map(({ commandId }) => commandId),
      strangeIds,
    )
    const kept = await answersIn(store, 'crm', 7)
    same(kept.map(({ key }) => key).sort(), [...strangeIds].sort(), 'the keys')
  })

  it('tells consumers apart by every character of their names (X8, X10)', async ({ store }) => {
    const { licensing } = await office(store)
    await done(licensing, 'crm', { type: 'ImportMembers', members: strangeIds.map((member) => ({ member })) })
    for (const [n, consumer] of strangeIds.entries()) {
      same(await store.claim(consumer, start, DAY, 5), [{ pool: 'crm', after: 0 }], `what "${consumer}" claims`)
      await store.advance(consumer, 'crm', n + 1)
    }
    const bySeq = [...(await store.cursors('crm'))].sort((a, b) => a.seq - b.seq)
    same(
      bySeq.map(({ consumer, seq }) => [consumer, seq]),
      strangeIds.map((consumer, n) => [consumer, n + 1]),
    )
  })

  it('keeps every text that a record and an event hold as it is (X10)', async ({ store }) => {
    const { licensing } = licensingOn(store)
    await done(licensing, 'crm', { ...opening(3), organization: '🦊 & "Söhne" \\ $1' } as ReturnType<typeof opening>, vendor)
    for (const [n, placement] of strangeIds.entries())
      await done(licensing, 'crm', { type: 'AddMember', member: `m${n}`, placement })
    const { header, members } = (await snapshotIn(store)) ?? {}
    same(header?.organization, '🦊 & "Söhne" \\ $1')
    same(
      members?.map(({ people }) => people?.placement),
      strangeIds,
    )
    same(
      (await eventsIn(store)).slice(2).map((event) => ('placement' in event ? event.placement : undefined)),
      strangeIds,
    )
  })
}
