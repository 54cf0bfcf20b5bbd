// What a store says that it is able to do, it does; what it says that it is not, it does not.

import { contentsOf } from '../pool/licensePool.ts'
import { fixedClock } from '../shell/clock.ts'
import { createLicensing } from '../shell/createLicensing.ts'
import type { WorkRequest } from '../shell/store.ts'
import { rejected, same } from './same.ts'
import { add, answersIn, type Chapter, DAY, done, eventsIn, kim, licensingOn, office, snapshotIn, start } from './stage.ts'
import { unsupported } from './subject.ts'

export const abilities: Chapter = (it, { survives, sessions, partial, storeTime }) => {
  if (survives) {
    it('has everything that was written when it is opened again (X8)', async ({ store, opened }) => {
      const { licensing } = await office(store)
      const told = await licensing.execute('crm', add('ann'), { actor: kim, idempotencyKey: 'k1' })
      await store.advance('mail', 'crm', 2)
      const before = [await snapshotIn(store), await eventsIn(store), await answersIn(store)]
      const reopened = await opened.reopen()
      same([await snapshotIn(reopened), await eventsIn(reopened), await answersIn(reopened)], before)
      same(await reopened.claim('mail', start, DAY, 5), [{ pool: 'crm', after: 2 }])
      const again = licensingOn(reopened).licensing
      same(await again.execute('crm', add('ann'), { actor: kim, idempotencyKey: 'k1' }), told)
      await done(again, 'crm', add('bob'))
      same(
        (await eventsIn(reopened)).map(({ seq }) => seq),
        [1, 2, 3, 4],
      )
    })
  } else {
    it('has nothing of what was written when it is opened again', async ({ store, opened }) => {
      await office(store)
      const reopened = await opened.reopen()
      same([await snapshotIn(reopened), await eventsIn(reopened)], [undefined, []])
      same(await reopened.poolsDue(start + 999 * DAY, 5), [])
    })
  }

  if (sessions) {
    it('shows to one session what another has written, at once (A5)', async (stage) => {
      const [mine, other] = await stage.sessions()
      same(mine === other, false, 'that the sessions are one')
      await office(mine)
      for (const [n, name] of ['ann', 'bob', 'cara', 'dan'].entries()) {
        const [writer, reader] = n % 2 === 0 ? [mine, other] : [other, mine]
        const { events } = await done(licensingOn(writer).licensing, 'crm', add(name))
        same(await reader.events('crm', n + 2, 10), events, 'what the other reads')
        same((await snapshotIn(reader))?.members.length, n + 1, 'the number of members that the other sees')
      }
    })
  } else {
    it('is the only session on its data', async ({ opened }) => {
      same(opened.again === unsupported, true, 'that there cannot be another')
    })
  }

  const extentOf = async (store: Parameters<typeof snapshotIn>[0], request: Pick<WorkRequest, 'members'>) => {
    let isPartial: boolean | undefined
    await store.transact('crm', { ...request, readOnly: false }, ({ pool }) => {
      isPartial = pool && contentsOf(pool).extent !== undefined
      return { type: 'Nothing' }
    })
    return isPartial
  }
  it(`hands out ${partial ? 'a part of a pool unless it is' : 'the whole pool, and also where it is not'} asked for all`, async ({
    store,
  }) => {
    const { licensing } = await office(store)
    await done(licensing, 'crm', add('ann'))
    same(await extentOf(store, { members: ['ann'] }), partial, 'that a part is handed out')
    same(await extentOf(store, { members: [] }), partial, 'that a part is handed out')
    same(await extentOf(store, { members: 'all' }), false, 'that a part is handed out')
  })

  if (storeTime) {
    it('tells its time, with which moments that are too far ahead are compared (T5)', async ({ store }) => {
      await office(store)
      let told: number | undefined
      await store.transact('crm', { members: [], readOnly: true }, ({ storeTime }) => {
        told = storeTime
        return { type: 'Nothing' }
      })
      same(Number.isSafeInteger(told), true, `that its time (${told}) is whole milliseconds`)
      const at = (ahead: number) =>
        createLicensing({ store, clock: fixedClock((told ?? 0) + ahead), refuseAheadBy: DAY }).execute('crm', add('ann'), {
          actor: kim,
        })
      const early = await at(3 * DAY)
      same(early._tag === 'Left' && early.left.type, 'Invalid')
      same((await at(0))._tag, 'Right')
    })
  } else {
    it('tells no time, so moments that are too far ahead cannot be refused (T5)', async ({ store }) => {
      await office(store)
      const { execute } = createLicensing({ store, clock: fixedClock(start), refuseAheadBy: DAY })
      const error = await rejected(execute('crm', add('ann'), { actor: kim }), 'a command that nobody can check')
      same(error instanceof Error && error.message, 'refuseAheadBy: the store tells no time')
    })
  }
}
