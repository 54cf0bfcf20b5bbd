// A command under an idempotency key is done once, however often it arrives, and answered as it was the first time (X6).

import { describe, expect, test } from 'vitest'
import { type Command, createLicensing, type PoolStore, type Rejection, toResult } from '../../src/index.ts'
import { fingerprintOf } from '../../src/shell/fingerprint.ts'
import {
  add,
  answered,
  assign,
  brief,
  DAY,
  gate,
  kim,
  member,
  office,
  opening,
  signIn,
  snapshotIn,
  system,
  vendor,
  wizard,
} from '../support/office.ts'
import { optimisticStore, slowlyBy } from '../support/optimisticStore.ts'

const keyed = <Asking extends object>(asking: Asking, idempotencyKey = 'k1') => ({ ...asking, idempotencyKey })

describe('the same command under the same key', () => {
  test('is done once, and the second answer is the first, also much later and after others (X6)', async () => {
    const { licensing, clock, store } = await office()
    const first = await licensing.execute('crm', signIn('lucy'), keyed(member('lucy')))
    expect(brief(first)).toEqual(['MemberAdded lucy', 'SeatGranted lucy'])
    answered(await licensing.execute('crm', { type: 'DeleteMember', member: 'lucy' }, kim))
    clock.advance(30 * DAY)
    const events = store.events('crm')
    expect(await licensing.execute('crm', signIn('lucy'), keyed(member('lucy')))).toEqual(first)
    expect(store.events('crm')).toEqual(events)
  })

  test('is answered as it was when it was already so, which was no event (X6)', async () => {
    const { licensing } = await office()
    answered(await licensing.execute('crm', add('lucy'), kim))
    const first = await licensing.execute('crm', add('lucy'), keyed(kim))
    expect(brief(first)).toEqual([])
    answered(await licensing.execute('crm', { type: 'DeleteMember', member: 'lucy' }, kim))
    expect(await licensing.execute('crm', add('lucy'), keyed(kim))).toEqual(first)
  })

  test('is refused as it was, though it would now pass (X6)', async () => {
    const { licensing, clock } = await office({ licenses: 1 })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    answered(await licensing.execute('crm', add('sven'), kim))
    const first = await licensing.execute('crm', assign('sven'), keyed(kim))
    expect(brief(first)).toBe('AllowanceExhausted')
    answered(await licensing.execute('crm', { type: 'DisableMember', member: 'lucy' }, kim))
    clock.advance(30 * DAY)
    expect(await licensing.execute('crm', assign('sven'), keyed(kim))).toEqual(first)
    expect(brief(await licensing.execute('crm', assign('sven'), keyed(kim, 'k2')))).toEqual(['SeatGranted sven'])
  })

  test.each<[Rejection['type'], Command, object]>([
    ['NotInSetupWizard', assign('lucy'), wizard],
    ['ContactAccountManager', { type: 'LowerAllowance', to: 1 }, kim],
    ['UnknownMember', assign('nobody'), kim],
  ])('is refused as it was also by %s (X6)', async (type, command, asking) => {
    const { licensing } = await office()
    const first = await licensing.execute('crm', command, keyed(asking) as never)
    expect(brief(first)).toBe(type)
    const other: Command = { type: 'SignIn', member: 'lucy', client: 'web' }
    expect(brief(await licensing.execute('crm', other, keyed(member('lucy'))))).toBe('IdempotencyKeyReused')
    expect(await licensing.execute('crm', command, keyed(asking) as never)).toEqual(first)
  })

  test('opens a pool once: what was answered to the opening is kept with the pool (X6)', async () => {
    const { licensing, clock } = await office()
    const first = await licensing.execute('erp', opening(3), keyed(vendor))
    expect(brief(first)).toEqual(['PoolOpened', 'LotAdded'])
    clock.advance(DAY)
    answered(await licensing.execute('erp', { type: 'ChangePolicies', policies: { trial: { days: 3 } } }, vendor))
    expect(await licensing.execute('erp', opening(3), keyed(vendor))).toEqual(first)
    expect(brief(await licensing.execute('erp', opening(4), keyed(vendor)))).toBe('Invalid')
    expect(brief(await licensing.execute('erp', add('ann'), keyed(kim)))).toBe('IdempotencyKeyReused')
  })

  test('arriving fifty times at once is done once, and answered alike fifty times (X6)', async () => {
    for (const store of [undefined, optimisticStore(slowlyBy(2))]) {
      const { licensing, clock } = await office<PoolStore>({ ...(store === undefined ? {} : { store }), licenses: 1 })
      const giving = keyed(member('lucy'))
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => {
          clock.advance(1)
          return licensing.execute('crm', signIn('lucy'), giving)
        }),
      )
      expect(brief(answers[0]!)).toEqual(['MemberAdded lucy', 'SeatGranted lucy'])
      for (const answer of answers) expect(answer).toEqual(answers[0])
      if (store !== undefined) expect(store.conflicts()).toBe(49)
    }
  })

  test('arriving at once, and refused, is refused alike, though between the two a license falls free (X6)', async () => {
    const store = optimisticStore(slowlyBy(2))
    const policies = { autoAssign: { enabled: false }, notifications: { enabled: true }, manualApproval: { graceDays: 1 } }
    const { licensing, clock } = await office({ store, licenses: 1, policies })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    answered(await licensing.execute('crm', add('sven'), kim))
    clock.advance(DAY - 1)
    const first = licensing.execute('crm', assign('sven'), keyed(kim))
    clock.advance(1)
    const second = licensing.execute('crm', assign('sven'), keyed(kim))
    expect(brief(await first)).toBe('AllowanceExhausted')
    expect(await second).toEqual(await first)
    expect(store.conflicts()).toBe(1)
    expect(brief(await licensing.execute('crm', assign('sven'), keyed(kim, 'k2')))).toContain('SeatGranted sven')
  })

  test('is the same whatever the order of its fields, an undefined one being absent (X6)', async () => {
    const { licensing } = await office()
    const first = await licensing.execute('crm', { type: 'SignIn', member: 'lucy', client: 'mobile' }, keyed(member('lucy')))
    const again = { client: 'mobile', device: undefined, member: 'lucy', type: 'SignIn' } as unknown as Command
    expect(await licensing.execute('crm', again, { idempotencyKey: 'k1', actor: { id: 'lucy', role: 'member' } })).toEqual(first)
  })

  test('is found under the key that its events carry (X7)', async () => {
    const { licensing } = await office()
    const { events } = answered(await licensing.execute('crm', signIn('lucy'), keyed(member('lucy'), 'order-7')))
    expect(events.map((event) => event.commandId)).toEqual(['order-7', 'order-7'])
  })
})

describe('a key', () => {
  test('that was used for another command, or by another actor, is refused (X6, FB-16)', async () => {
    const { licensing, store } = await office()
    answered(await licensing.execute('crm', add('lucy'), keyed(kim)))
    const events = store.events('crm')
    for (const [command, asking] of [
      [add('sven'), kim],
      [{ ...add('lucy'), kind: 'person' } as Command, kim],
      [add('lucy'), system],
      [add('lucy'), { actor: { role: 'systemAdmin', id: 'ann' } }],
      [add('lucy'), { actor: { role: 'systemAdmin' } }],
    ] as const) {
      const refused = toResult(await licensing.execute('crm', command, keyed(asking) as never))
      expect(refused).toMatchObject({ ok: false, rejection: { type: 'IdempotencyKeyReused', key: 'k1' } })
    }
    expect(store.events('crm')).toEqual(events)
  })

  test('belongs to one pool (X6)', async () => {
    const { licensing } = await office()
    answered(await licensing.execute('erp', opening(1), vendor))
    expect(brief(await licensing.execute('crm', signIn('lucy'), keyed(member('lucy'))))).toHaveLength(2)
    expect(brief(await licensing.execute('erp', signIn('sven'), keyed(member('sven'))))).toHaveLength(2)
  })

  test('is not used up by what was `Invalid`, syntactically or as the pool stands (X6)', async () => {
    const { licensing } = await office()
    expect(brief(await licensing.execute('crm', { type: 'AssignSeat' } as never, keyed(kim)))).toBe('Invalid')
    expect(brief(await licensing.execute('crm', { type: 'LowerAllowance', to: 99 }, keyed(vendor)))).toBe('Invalid')
    expect(brief(await licensing.execute('crm', add('lucy'), keyed(kim)))).toEqual(['MemberAdded lucy'])
  })

  test('is not used up by what was `NotPermitted`, and what is no longer permitted is still answered as it was (X6, X9)', async () => {
    const { licensing } = await office()
    expect(brief(await licensing.execute('crm', add('lucy'), keyed(member('lucy'))))).toBe('NotPermitted')
    const first = await licensing.execute('crm', add('lucy'), keyed(kim))
    const narrowed: Command = { type: 'ChangePolicies', policies: { permissions: { AddMember: ['system'] } } }
    answered(await licensing.execute('crm', narrowed, vendor))
    expect(brief(await licensing.execute('crm', add('lucy'), keyed(kim, 'k2')))).toBe('NotPermitted')
    expect(await licensing.execute('crm', add('lucy'), keyed(kim))).toEqual(first)
  })

  test('of a pool that is not there is not kept (X6)', async () => {
    const { licensing } = await office()
    expect(brief(await licensing.execute('erp', add('lucy'), keyed(kim)))).toBe('UnknownPool')
    answered(await licensing.execute('erp', opening(1), vendor))
    expect(brief(await licensing.execute('erp', add('lucy'), keyed(kim)))).toEqual(['MemberAdded lucy'])
  })

  test('is kept for 35 days of use, and then forgotten (X6)', async () => {
    const { licensing, clock } = await office()
    const first = await licensing.execute('crm', add('lucy'), keyed(kim, 'old'))
    clock.advance(35 * DAY)
    answered(await licensing.execute('crm', add('sven'), keyed(kim, 'newer')))
    expect(await licensing.execute('crm', add('lucy'), keyed(kim, 'old'))).toEqual(first)
    clock.advance(1)
    answered(await licensing.execute('crm', add('ann'), keyed(kim, 'newest')))
    expect(brief(await licensing.execute('crm', add('lucy'), keyed(kim, 'old')))).toEqual([])
  })

  test('is kept as long though the clock was years behind when it came (X6, T5)', async () => {
    const { clock, store } = await office()
    let offset = 0
    const licensing = createLicensing({ store, clock: { now: () => clock.now() + offset } })
    offset = -1_000 * DAY
    const first = await licensing.execute('crm', add('lucy'), keyed(kim))
    offset = 0
    answered(await licensing.execute('crm', add('sven'), keyed(kim, 'k2')))
    expect(await licensing.execute('crm', add('lucy'), keyed(kim))).toEqual(first)
  })

  test('survives a caller who gave up: what was written is answered to the next attempt (X6)', async () => {
    const { clock, store } = await office()
    const { passed, open } = gate()
    const losing: PoolStore = {
      ...store,
      transact: async (pool, request, work) => {
        await store.transact(pool, request, work)
        open()
        throw new Error('the connection was lost')
      },
    }
    const giving = keyed(member('lucy'))
    await expect(createLicensing({ store: losing, clock }).execute('crm', signIn('lucy'), giving)).rejects.toThrow('was lost')
    await passed
    const again = await createLicensing({ store, clock }).execute('crm', signIn('lucy'), giving)
    expect(brief(again)).toEqual(['MemberAdded lucy', 'SeatGranted lucy'])
    expect((await snapshotIn(store))?.header.counts.enabled).toBe(1)
  })
})

describe('where a key was used before, it is answered first (D5)', () => {
  const reused = async (command: unknown, asking: object) => {
    const { licensing } = await office()
    answered(await licensing.execute('crm', add('lucy'), keyed(kim)))
    return brief(await licensing.execute('crm', command as Command, keyed(asking) as never))
  }
  test.each<[string, unknown, object, string]>([
    ['what is no command', { type: 'AssignSeat' }, kim, 'Invalid'],
    ['what is no command as the pool stands', { type: 'LowerAllowance', to: 99 }, vendor, 'Invalid'],
    ['who may not', assign('lucy'), member('lucy'), 'NotPermitted'],
    ['what the wizard does not offer', assign('lucy'), wizard, 'NotInSetupWizard'],
    ['what the account manager does', { type: 'LowerAllowance', to: 1 }, kim, 'ContactAccountManager'],
    [
      'and only then the key, before the organization',
      { type: 'AddLot', lot: 'l', organization: 'x', quantity: 1 },
      vendor,
      'IdempotencyKeyReused',
    ],
    ['before a member that is unknown', assign('nobody'), kim, 'IdempotencyKeyReused'],
    ['and before what would pass', assign('lucy'), kim, 'IdempotencyKeyReused'],
  ])('%s', async (_what, command, asking, type) => {
    expect(await reused(command, asking)).toBe(type)
  })
})

describe('the fingerprint', () => {
  test('is a digest that tells apart what differs, and does not hold what it is made of (X6, P2)', () => {
    const row = { member: 'lucy', attributes: { salary: 'secret-4711' } }
    const command: Command = { type: 'ImportMembers', members: [row] }
    const fingerprint = fingerprintOf(command, kim.actor)
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/)
    const others = [
      fingerprintOf({ type: 'ImportMembers', members: [row, row] }, kim.actor),
      fingerprintOf({ type: 'ImportMembers', members: [] }, kim.actor),
      fingerprintOf({ type: 'ImportMembers', members: [{ ...row, attributes: { salary: 'secret-4712' } }] }, kim.actor),
      fingerprintOf({ type: 'ImportMembers', members: [{ ...row, attributes: {} }] }, kim.actor),
      fingerprintOf({ type: 'ImportMembers', members: [['member', 'lucy']] }, kim.actor),
      fingerprintOf(command, { role: 'systemAdmin' }),
      fingerprintOf(command, { role: 'system', id: 'kim' }),
    ]
    expect(new Set([fingerprint, ...others]).size).toBe(8)
  })
})
