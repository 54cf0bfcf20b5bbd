// Faults that others shipped (field-bugs.md), each by its name, through the shell. FB-1 is in parallel.test.ts, FB-22 in
// notifications.test.ts.

import { describe, expect, test } from 'vitest'
import { type Command, type PoliciesPatch, toResult } from '../../src/index.ts'
import { fromSnapshot, replay, toSnapshot } from '../../src/store/index.ts'
import {
  add,
  answered,
  assign,
  brief,
  DAY,
  drift,
  kim,
  member,
  office,
  poolIn,
  signIn,
  snapshotIn,
  system,
  vendor,
  wizard,
} from '../support/office.ts'

/** One license; whoever signs in first holds it provisionally, for a day. */
const onProbation = {
  licenses: 1,
  policies: { autoAssign: { enabled: false }, notifications: { enabled: true }, manualApproval: { graceDays: 1 } },
}

describe('asking for what holds is accepted, at the limit too (FB-4)', () => {
  test.each<[Command, object]>([
    [assign('lucy'), kim],
    [{ type: 'ApproveMember', member: 'lucy' }, kim],
    [{ type: 'EnableMember', member: 'lucy' }, kim],
    [signIn('lucy'), member('lucy')],
    [add('lucy'), kim],
    [{ type: 'LowerAllowance', to: 1 }, vendor],
    [{ type: 'AddLot', lot: 'first', organization: 'acme', quantity: 1 }, vendor],
  ])('%j', async (command, asking) => {
    const { licensing, store } = await office({ licenses: 1 })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    const before = await snapshotIn(store)
    expect(brief(await licensing.execute('crm', command, asking as never))).toEqual([])
    expect(await snapshotIn(store)).toEqual(before)
  })
})

describe('the limit is checked on every path in, import and single sign-on too (FB-3)', () => {
  const policies: PoliciesPatch = {
    autoAssign: null,
    membership: { unknownSignIn: 'add', withoutLicense: 'refuse' },
    counting: { rule: 'imported' },
  }
  const before: readonly Command[] = [
    ...['deleted', 'deactivated', 'unlicensed', 'disabled'].map(add),
    { type: 'DeleteMember', member: 'deleted' },
    { type: 'DeactivateMember', member: 'deactivated' },
    { type: 'UnlicenseMembers', members: ['unlicensed'] },
    { type: 'DisableMember', member: 'disabled' },
    { type: 'AddMember', member: 'tbh', kind: 'placeholder' },
  ]

  test.each<[string, Command]>([
    ['adding', add('new')],
    ['adding again', add('deleted')],
    ['adding the deactivated', add('deactivated')],
    ['filling a placeholder', { type: 'FillPlaceholder', placeholder: 'tbh', member: 'new' }],
    ['enabling', { type: 'EnableMember', member: 'disabled' }],
    ['signing in, unknown', signIn('new')],
    ['importing', { type: 'ImportMembers', members: [{ member: 'new' }, { member: 'newer' }] }],
    ['importing the deactivated', { type: 'ImportMembers', members: [{ member: 'deactivated' }] }],
    ['relicensing', { type: 'RelicenseMembers', members: ['unlicensed'] }],
  ])('%s', async (_, command) => {
    const { licensing, store } = await office({ licenses: 4, policies })
    const give = (each: Command) => licensing.execute('crm', each, system)
    for (const each of before) answered(await give(each))
    answered(await give({ type: 'LowerAllowance', to: 0 }))
    const full = await snapshotIn(store)
    const answer = await give(command)
    if (answer._tag === 'Left')
      expect(answer.left).toMatchObject({ type: 'AllowanceExhausted', allowance: 0, consumed: 0, to: 1 })
    else
      for (const each of answer.right.results ?? [undefined])
        expect(each).toMatchObject({ answer: { type: 'AllowanceExhausted' } })
    expect(await snapshotIn(store)).toEqual(full)
    // And with one license, one of them.
    answered(await give({ type: 'AddLot', lot: 'one', organization: 'acme', quantity: 1 }))
    answered(await give(command))
    expect(toResult(await licensing.summary('crm', kim))).toMatchObject({ value: { consumed: 1, available: 0 } })
    expect(drift(await snapshotIn(store))).toBeUndefined()
  })
})

test('a use does not revive a seat that has lapsed and been given away (FB-9)', async () => {
  const { licensing, clock } = await office(onProbation)
  expect(answered(await licensing.execute('crm', signIn('lucy'), member('lucy'))).access).toBe('full')
  clock.advance(DAY)
  // Nobody has swept: the seat lapses before the next command, and that one may have it.
  answered(await licensing.execute('crm', add('sven'), kim))
  expect(brief(await licensing.execute('crm', assign('sven'), kim))).toEqual(['SeatGranted sven'])
  expect(brief(await licensing.execute('crm', { type: 'RecordUse', member: 'lucy' }, member('lucy')))).toEqual([])
  expect(answered(await licensing.execute('crm', signIn('lucy'), member('lucy'))).access).toBe('trial')
  expect(brief(await licensing.execute('crm', { type: 'ApproveMember', member: 'lucy' }, kim))).toBe('AllowanceExhausted')
  expect(toResult(await licensing.summary('crm', kim))).toMatchObject({ value: { consumed: 1, enabled: 1, pending: 1 } })
})

test('a use of a session that does not exist, or by nobody, is refused (FB-10)', async () => {
  const { licensing } = await office()
  const use = { type: 'RecordUse', session: 'gone' } as const
  expect(brief(await licensing.execute('crm', use, member('lucy')))).toBe('UnknownSession')
  expect(brief(await licensing.execute('crm', { type: 'SignOut', session: 'gone' }, member('lucy')))).toBe('UnknownSession')
  expect(brief(await licensing.execute('crm', { type: 'RecordUse', member: 'lucy' }, member('lucy')))).toBe('UnknownMember')
})

test('whoever holds a seat no longer is seen so when asked, though nobody swept (FB-11)', async () => {
  const { licensing, clock, store } = await office(onProbation)
  answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
  const events = store.events('crm')
  clock.advance(DAY - 1)
  expect(toResult(await licensing.access('crm', 'lucy', system))).toMatchObject({ value: { level: 'full' } })
  clock.advance(1)
  expect(toResult(await licensing.access('crm', 'lucy', system))).toMatchObject({ value: { level: 'trial' } })
  expect(toResult(await licensing.summary('crm', system))).toMatchObject({ value: { consumed: 0, available: 1, provisional: 0 } })
  expect(toResult(await licensing.members('crm', { state: 'provisional' }, system))).toEqual({ ok: true, value: [] })
  expect(store.events('crm')).toEqual(events)
})

test('the second of two changes is not swallowed by a key made from its quantity, and a retry does not buy twice (FB-16)', async () => {
  const { licensing, clock } = await office({ licenses: 0 })
  const buy = (lot: string): Command => ({ type: 'AddLot', lot, organization: 'acme', quantity: 10 })
  const giving = { ...vendor, idempotencyKey: 'raise-by-10' }
  const first = await licensing.execute('crm', buy('june'), giving)
  clock.advance(DAY)
  expect(await licensing.execute('crm', buy('june'), giving)).toEqual(first)
  expect(toResult(await licensing.summary('crm', kim))).toMatchObject({ value: { allowance: 10 } })
  const second = await licensing.execute('crm', buy('july'), giving)
  expect(second).toMatchObject({ left: { type: 'IdempotencyKeyReused', key: 'raise-by-10' } })
  expect(brief(await licensing.execute('crm', buy('july'), { ...vendor, idempotencyKey: 'july' }))).toEqual(['LotAdded'])
  expect(toResult(await licensing.summary('crm', kim))).toMatchObject({ value: { allowance: 20 } })
})

const subscription = { unitPrice: 1_250, currency: 'EUR', proration: 'daily' } as const
const raise = (from: number, to: number): Command => ({ type: 'RaiseAllowance', from, to, acceptTerms: true })

test('a raise is charged once, by its key and by its quote, and a second one to come is not swallowed (FB-16, S4)', async () => {
  const { licensing, clock } = await office({ licenses: 10, policies: { subscription } })
  const giving = { ...kim, idempotencyKey: 'to-20' }
  const first = await licensing.execute('crm', raise(10, 20), giving)
  expect(brief(first)).toEqual(['AllowanceRaised'])
  clock.advance(DAY)
  expect(await licensing.execute('crm', raise(10, 20), giving)).toEqual(first)
  expect(brief(await licensing.execute('crm', raise(10, 20), kim))).toBe('QuoteStale')
  expect(brief(await licensing.execute('crm', raise(20, 30), giving))).toBe('IdempotencyKeyReused')
  expect(brief(await licensing.execute('crm', { type: 'LowerAllowance', to: 10 }, vendor))).toEqual(['AllowanceLowered'])
  // The same raise, from the same allowance, and yet another one: the key tells them apart.
  expect(await licensing.execute('crm', raise(10, 20), giving)).toEqual(first)
  expect(brief(await licensing.execute('crm', raise(10, 20), { ...kim, idempotencyKey: 'to-20-again' }))).toEqual([
    'AllowanceRaised',
  ])
  expect(toResult(await licensing.summary('crm', kim))).toMatchObject({ value: { allowance: 20 } })
})

test('a quote under a key is answered again as it was, and is then stale (FB-16, X6)', async () => {
  const { licensing } = await office({ licenses: 10, policies: { subscription } })
  const giving = { ...wizard, idempotencyKey: 'q' }
  const quoted = await licensing.execute('crm', { type: 'QuoteAllowance', to: 12 }, giving)
  expect(quoted).toMatchObject({ right: { events: [], quote: { from: 10, to: 12, monthlyIncrease: 2_500 } } })
  expect(brief(await licensing.execute('crm', raise(10, 12), kim))).toEqual(['AllowanceRaised'])
  expect(await licensing.execute('crm', { type: 'QuoteAllowance', to: 12 }, giving)).toEqual(quoted)
  expect(brief(await licensing.execute('crm', { type: 'QuoteAllowance', to: 12 }, wizard))).toBe('NotAnIncrease')
})

test('of many who raise from one quote at once, one does, and pays once (FB-16, A5)', async () => {
  const { licensing } = await office({ licenses: 10, policies: { subscription } })
  const answers = await Promise.all(Array.from({ length: 8 }, () => licensing.execute('crm', raise(10, 11), kim)))
  expect(answers.map((each) => brief(each)).sort()).toEqual([['AllowanceRaised'], ...Array(7).fill('QuoteStale')])
  const invoiced = toResult(await licensing.invoice('crm', kim))
  expect(invoiced).toMatchObject({ value: { lines: [{ quantity: 11 }, { type: 'proration', quantity: 1 }] } })
})

test('bought 30, enforced 30, charged 30: one allowance, one event, one invoice line from it (FB-18)', async () => {
  const policies = { subscription: { ...subscription, proration: 'none' as const } }
  const { licensing, store } = await office({ licenses: 10, policies })
  const { quote } = answered(await licensing.execute('crm', { type: 'QuoteAllowance', to: 30 }, kim))
  const raised = answered(await licensing.execute('crm', raise(10, 30), kim))
  expect(raised.events).toMatchObject([{ type: 'AllowanceRaised', from: 10, to: 30, unitPrice: 1_250 }])
  expect(store.events('crm').filter((event) => event.type === 'AllowanceRaised')).toHaveLength(1)
  for (let n = 1; n <= 30; n++) answered(await licensing.execute('crm', signIn(`m${n}`), member(`m${n}`)))
  expect(answered(await licensing.execute('crm', signIn('m31'), member('m31'))).access).toBe('trial')
  expect(toResult(await licensing.summary('crm', kim))).toMatchObject({ value: { allowance: 30, consumed: 30, available: 0 } })
  expect(toResult(await licensing.invoice('crm', kim))).toMatchObject({
    value: { lines: [{ type: 'period', quantity: 30, amount: 37_500 }], totals: [{ currency: 'EUR', amount: 37_500 }] },
  })
  expect(quote?.monthlyIncrease).toBe(37_500 - 12_500)
})

test('there is no invoice without a subscription (S4)', async () => {
  const { licensing } = await office()
  expect(toResult(await licensing.invoice('crm', vendor))).toEqual({ ok: true, value: null })
})

test('a counter that is wrong is named when it is read, and the events give the right one (FB-19, X4)', async () => {
  const { licensing, store } = await office()
  for (const each of ['lucy', 'sven', 'ann']) answered(await licensing.execute('crm', signIn(each), member(each)))
  const snapshot = toSnapshot((await poolIn(store)) as never)
  const { header } = snapshot
  const wrong = { ...snapshot, header: { ...header, counts: { ...header.counts, enabled: 1 }, allowance: 3 } }
  expect(toResult(fromSnapshot(wrong))).toMatchObject({
    ok: false,
    rejection: {
      type: 'Invalid',
      issues: [
        { path: 'header.counts.enabled', message: 'is 1, and counting gives 2' },
        { path: 'header.allowance', message: 'is 3, and the lots in force add up to 2' },
      ],
    },
  })
  expect(toSnapshot(replay(store.events('crm')))).toEqual(snapshot)
  expect(drift(snapshot)).toBeUndefined()
})

test('the last license is not refused to who waits while a lapsed grant still holds it (FB-24, T4)', async () => {
  for (const last of [
    { type: 'ApproveMember', member: 'sven' },
    { type: 'ApproveWaiting', count: 1 },
  ] as const) {
    const { licensing, clock } = await office(onProbation)
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    clock.advance(60_000)
    expect(answered(await licensing.execute('crm', signIn('sven'), member('sven'))).access).toBe('trial')
    expect(brief(await licensing.execute('crm', { type: 'ApproveMember', member: 'sven' }, kim))).toBe('AllowanceExhausted')
    clock.advance(DAY - 60_000)
    expect(brief(await licensing.execute('crm', last, kim))).toEqual([
      'ProvisionalGrantLapsed lucy',
      'TrialStarted lucy',
      'SeatGranted sven',
    ])
  }
})
