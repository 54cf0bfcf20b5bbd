// All of it or nothing (X8): what a call writes when its work throws, says nothing, or is read meanwhile.

import { rejected, same } from './same.ts'
import type { Chapter } from './stage.ts'
import { add, done, eventsIn, office, snapshotIn } from './stage.ts'

export const writing: Chapter = (it) => {
  it('writes nothing for a work that throws, and rejects that call only (X8)', async ({ store }) => {
    const { licensing } = await office(store)
    const before = await snapshotIn(store)
    const failure = new Error('the work failed')
    const failing = store.transact('crm', { members: ['ann'], readOnly: false }, () => {
      throw failure
    })
    const [error] = await Promise.all([rejected(failing, 'the call'), done(licensing, 'crm', add('bob'))])
    same(error === failure, true, 'that it was rejected with what the work threw')
    same(
      (await eventsIn(store)).map(({ type }) => type),
      ['PoolOpened', 'LotAdded', 'MemberAdded'],
    )
    same(
      (await snapshotIn(store))?.members.map(({ id }) => id),
      ['bob'],
    )
    same(before?.members, [])
  })
}
