// All of it or nothing (X8): what a call writes whose work throws or says nothing, and what a reader sees meanwhile.

import { contentsOf } from '../pool/licensePool.ts'
import { toSnapshot } from '../pool/rows/snapshot.ts'
import type { LicenseStore } from '../shell/store.ts'
import { rejected, same } from './same.ts'
import {
  add,
  answersIn,
  assign,
  type Chapter,
  done,
  eventsIn,
  kim,
  licensingOn,
  office,
  opening,
  poolIn,
  snapshotIn,
} from './stage.ts'

/** A store whose next writing work lets somebody else begin, and does not wait for it. */
export const withInside = (store: LicenseStore, begin: () => void): LicenseStore => {
  let isBegun = false
  return {
    ...store,
    transact: (pool, request, work) =>
      store.transact(pool, request, (working) => {
        if (!isBegun && !request.readOnly) {
          isBegun = true
          begin()
        }
        return work(working)
      }),
  }
}

export const writing: Chapter = (it) => {
  it('writes nothing for a work that throws, and rejects that call only (X8)', async ({ store }) => {
    const { licensing } = await office(store)
    const failure = new Error('the work failed')
    const failing = store.transact('crm', { members: ['ann'], readOnly: false }, () => {
      throw failure
    })
    const [error] = await Promise.all([rejected(failing, 'the call'), done(licensing, 'crm', add('bob'))])
    same(error === failure, true, 'that it is rejected with what the work threw')
    same(
      (await eventsIn(store)).map(({ type }) => type),
      ['PoolOpened', 'LotAdded', 'MemberAdded'],
    )
    same(
      (await snapshotIn(store))?.members.map(({ id }) => id),
      ['bob'],
    )
  })

  it('writes nothing for a verdict of nothing, whatever pool comes with it (A5)', async ({ store }) => {
    const { licensing } = await office(store)
    const before = await snapshotIn(store)
    same((await licensing.preview('crm', add('ann'), { actor: kim }))._tag, 'Right')
    const told = await store.transact('crm', { members: [], readOnly: false }, ({ pool }) =>
      pool === undefined ? { type: 'Nothing' } : { type: 'Nothing', pool },
    )
    same(told, { type: 'Committed' })
    same(await snapshotIn(store), before)
    same([(await eventsIn(store)).length, await answersIn(store)], [2, []])
  })

  it('makes no pool for a work that has nothing to write (A5)', async ({ store }) => {
    const { licensing } = licensingOn(store)
    const refused = await licensing.execute('crm', add('ann'), { actor: kim, idempotencyKey: 'k1' })
    same(refused._tag === 'Left' && refused.left.type, 'UnknownPool')
    same(await poolIn(store), undefined)
    same([await eventsIn(store), await answersIn(store), await store.cursors('crm')], [[], [], []])
  })

  it('makes no pool where its opening is refused, for those who come with it either (X1)', async ({ store }) => {
    const { licensing } = licensingOn(store)
    const told = await Promise.all(
      [opening(1), add('ann'), add('bob')].map((command) => licensing.execute('crm', command, { actor: kim })),
    )
    same(
      told.map((each) => each._tag === 'Left' && each.left.type),
      ['NotPermitted', 'UnknownPool', 'UnknownPool'],
      'the answers',
    )
    same([await poolIn(store), await eventsIn(store)], [undefined, []])
  })

  it('keeps nothing for a command without a key that was already so (A5, X6)', async ({ store }) => {
    const { licensing } = await office(store)
    await done(licensing, 'crm', add('ann'))
    const before = await snapshotIn(store)
    same((await done(licensing, 'crm', add('ann'))).events, [])
    same(await snapshotIn(store), before)
    same([(await eventsIn(store)).length, await answersIn(store)], [3, []])
  })

  it('hands out to whoever comes next what was written, and nothing earlier (A5)', async ({ store }) => {
    const { licensing } = await office(store)
    const seen: number[] = []
    for (const name of ['ann', 'bob', 'cara']) {
      await done(licensing, 'crm', add(name))
      await store.transact('crm', { members: [], readOnly: true }, ({ pool }) => {
        seen.push(pool?.version ?? 0)
        return { type: 'Nothing' }
      })
    }
    same(seen, [3, 4, 5], 'the versions')
  })

  for (const [who, index] of [
    ['of another session', 1],
    ['of the same session, called by the work itself,', 0],
  ] as const) {
    it(`shows a reader ${who} the pool before or after a write, never between, and lets it go on (X8)`, async (stage) => {
      const { licensing } = await office(stage.store)
      await done(licensing, 'crm', add('ann'))
      const before = await snapshotIn(stage.store)
      const [mine, other] = await stage.sessions()
      const reader = index === 0 ? mine : other
      let isWritten = false
      /** What it finds, one after the other, until all is written. */
      const read = async () => {
        const found = []
        for (let count = 0; count < 40 && !(isWritten && count > 2); count++) {
          const pool = await snapshotIn(reader)
          const [events, answers] = [await eventsIn(reader), await answersIn(reader)]
          found.push({ pool, events: events.length, answers: answers.length })
        }
        return found
      }
      let reading: ReturnType<typeof read> | undefined
      const { licensing: writing } = licensingOn(
        withInside(mine, () => {
          reading = read()
        }),
      )
      const command = { type: 'ImportMembers', members: [{ member: 'bob' }, { member: 'cara' }] } as const
      same((await writing.execute('crm', command, { actor: kim, idempotencyKey: 'k1' }))._tag, 'Right')
      isWritten = true
      const after = await snapshotIn(stage.store)
      same([before?.header.version, after?.header.version], [3, 5])
      let isAfter = false
      for (const { pool, events, answers } of (await reading) ?? []) {
        isAfter ||= pool?.header.version === 5
        same(pool, isAfter ? after : before, 'what the reader saw')
        isAfter ||= events === 5
        same(events, isAfter ? 5 : 3, 'how many events it read')
        isAfter ||= answers === 1
        same(answers, isAfter ? 1 : 0, 'how many answers it read')
      }
    })
  }

  it('hands out the whole pool where all of it is asked for (A5)', async ({ store }) => {
    const { licensing } = await office(store)
    for (const name of ['ann', 'bob', 'cara']) await done(licensing, 'crm', add(name))
    await done(licensing, 'crm', assign('bob'))
    const pool = await poolIn(store)
    same(pool && contentsOf(pool).extent, undefined, 'what is lacking')
    same(pool && toSnapshot(pool).members.map(({ id, state }) => [id, state]), [
      ['ann', 'known'],
      ['bob', 'enabled'],
      ['cara', 'known'],
    ])
  })
}
