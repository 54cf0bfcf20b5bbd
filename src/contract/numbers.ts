// Numbers are what they are: no allowance is none, a large one is no overflow, and a moment is any that a `Date` can hold.

import { same } from './same.ts'
import { add, assign, type Chapter, done, kim, office, snapshotIn } from './stage.ts'
import { Twin } from './twin.ts'

const lastMoment = 8_640_000_000_000_000

export const numbers: Chapter = (it) => {
  it('takes an allowance of zero for zero, and not for none that was set (A2, FB-21)', async ({ store }) => {
    const { licensing } = await office(store, 0)
    await done(licensing, 'crm', add('ann'))
    const told = await licensing.execute('crm', assign('ann'), { actor: kim })
    same(told._tag === 'Left' && told.left.type, 'AllowanceExhausted')
    await done(licensing, 'crm', { type: 'AddLot', lot: 'one', organization: 'acme', quantity: 1 }, { role: 'accountManager' })
    await done(licensing, 'crm', assign('ann'))
    await done(licensing, 'crm', { type: 'LowerAllowance', to: 0 }, { role: 'accountManager' })
    const { header } = (await snapshotIn(store)) ?? {}
    same([header?.allowance, header?.counts.enabled, header?.over?.until], [0, 1, null])
  })

  it('adds up lots beyond 31 and 32 bits exactly (A1)', async ({ store }) => {
    const twin = new Twin(store)
    const lots = Array.from({ length: 5 }, (_, n) => ({ lot: `lot-${n}`, quantity: 1_000_000_000 - n }))
    await twin.give([0, { type: 'OpenPool', organization: 'acme', preset: 'statusAllowance', lots }])
    await twin.give([1, { type: 'AddMember', member: 'ann' }])
    await twin.compare()
    same((await snapshotIn(store))?.header.allowance, 4_999_999_990)
    await twin.give([2, { type: 'LowerAllowance', to: 1_000_000_000 }])
    await twin.give([3, { type: 'ChangePolicies', policies: { subscription: { unitPrice: 9_000_000 } } }])
    await twin.give([4, { type: 'LowerAllowance', to: 1 }])
    await twin.give([5, { type: 'RaiseAllowance', from: 1, to: 1_000_000_000, acceptTerms: true }])
    await twin.compare()
  })

  it('keeps moments before 1970 and up to the last one there is (T1)', async ({ store }) => {
    for (const [n, at] of [-10_000_000_000_000, -1, 0, lastMoment - 1_000].entries()) {
      const twin = new Twin(store, `pool ${n}`)
      const lots = [
        { lot: 'ever', quantity: 2 },
        { lot: 'last', quantity: 1, from: lastMoment - 2, until: lastMoment },
      ]
      await twin.give([at, { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots }])
      await twin.give([at + 1, { type: 'SignIn', member: 'ann', client: 'mobile' }])
      await twin.give([at + 2, { type: 'AddMember', member: 'bob' }])
      await twin.compare(1)
      same(await store.poolsDue(at + 3, 10).then((due) => due.includes(`pool ${n}`)), false, 'that something is due')
      await twin.give([lastMoment, { type: 'Sweep' }])
      await twin.compare(2)
      same((await snapshotIn(store, `pool ${n}`))?.header.latestAt, lastMoment)
    }
  })

  it('settles what is due before 1970 in its order (T4, T6)', async ({ store }) => {
    const twin = new Twin(store)
    const at = Date.UTC(1960, 1, 29, 12)
    const policies = { idleReclaim: { enabled: true, days: 30 }, autoAssign: { enabled: true } }
    const lots = [{ lot: 'one', quantity: 1 }]
    await twin.give([at, { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', policies, lots }])
    for (const member of ['ann', 'bob']) await twin.give([at, { type: 'SignIn', member, client: 'mobile' }])
    same(await store.poolsDue(Date.UTC(1961, 0), 10), ['crm'])
    await twin.give([Date.UTC(1961, 0), { type: 'Sweep' }])
    await twin.compare()
    same(await store.poolsDue(lastMoment, 10), [], 'what is due after the sweep')
  })
}
