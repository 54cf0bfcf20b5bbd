// Notifications leave after the change and, of one pool, in order (X8); what a listener does is nobody else's trouble.

import { describe, expect, test } from 'vitest'
import {
  createLicensing,
  type LicenseEvent,
  memoryStore,
  type Notification,
  type PoolStore,
  type Rejection,
} from '../../src/index.ts'
import { replay, toSnapshot } from '../../src/store/index.ts'
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
  poolIn,
  signIn,
  system,
  turns,
  typesOf,
  vendor,
} from '../support/office.ts'

const notifying = { notifications: { enabled: true } }

const told = ({ pool, event }: Notification): string => `${pool} ${event.seq} ${event.type}`

/** A store whose answers arrive when the test lets them: what is written is written before. */
const answeringLate = () => {
  const store = memoryStore()
  const answers: (() => void)[] = []
  let isLate = false
  const late: PoolStore = {
    ...store,
    transact: async (pool, request, work) => {
      const transacted = await store.transact(pool, request, work)
      if (!isLate) return transacted
      const { passed, open } = gate()
      answers.push(open)
      await passed
      return transacted
    },
  }
  return {
    store: late,
    answers,
    late: () => {
      isLate = true
    },
  }
}

describe('a subscriber', () => {
  test('is told what notifies and nothing else, in order, with the pool and the number by which it is recognized (M9, X8)', async () => {
    const { licensing } = await office({ licenses: 1, policies: notifying })
    const all: Notification[] = []
    licensing.subscribe((notification) => void all.push(notification))
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    answered(await licensing.execute('crm', signIn('sven'), member('sven')))
    answered(await licensing.execute('crm', { type: 'TransferSeat', from: 'lucy', to: 'sven' }, kim))
    answered(await licensing.execute('crm', { type: 'ChangePolicies', policies: { waiting: { admit: 'whenFree' } } }, kim))
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    answered(await licensing.execute('crm', { type: 'DisableMember', member: 'sven' }, kim))
    await licensing.drained()
    expect(all.map(({ event }) => typesOf([event])[0])).toEqual(['SeatGranted lucy', 'SeatGranted lucy'])
    expect(all.map(told)).toEqual([`crm ${all[0]?.event.seq} SeatGranted`, `crm ${all[1]?.event.seq} SeatGranted`])
    expect(all.map(({ event }) => 'notifies' in event && event.notifies)).toEqual([true, true])
  })

  test('is told when the change can be read: the pool is as the event says (X8)', async () => {
    const { licensing } = await office({ policies: notifying })
    const levels: string[] = []
    licensing.subscribe(async ({ pool }) => {
      const access = await licensing.access(pool, 'lucy', system)
      levels.push(access._tag === 'Right' ? access.right.level : access.left.type)
    })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    await licensing.drained()
    expect(levels).toEqual(['full'])
  })

  test('is told nothing of what was refused, previewed or asked (X1, X8)', async () => {
    const { licensing } = await office({ licenses: 0, policies: notifying })
    const all: string[] = []
    answered(await licensing.execute('crm', add('lucy'), kim))
    licensing.subscribe((notification) => void all.push(told(notification)))
    expect(brief(await licensing.execute('crm', assign('lucy'), kim))).toBe('AllowanceExhausted')
    answered(await licensing.preview('crm', signIn('sven'), member('sven')))
    await licensing.members('crm', {}, kim)
    await licensing.drained()
    expect(all).toEqual([])
  })

  test('is told no more once it has stopped, not even what was on its way; the others are', async () => {
    const { licensing } = await office({ licenses: 9, policies: notifying })
    const [one, other, twice]: [string[], string[], string[]] = [[], [], []]
    const { passed, open } = gate()
    const stop = licensing.subscribe(async (notification) => {
      one.push(told(notification))
      await passed
    })
    licensing.subscribe((notification) => void other.push(told(notification)))
    const again = (notification: Notification): void => void twice.push(told(notification))
    licensing.subscribe(again)
    const stopTwin = licensing.subscribe(again)
    stopTwin()
    stopTwin()
    for (const each of ['lucy', 'sven', 'ann']) answered(await licensing.execute('crm', signIn(each), member(each)))
    stop()
    open()
    await licensing.drained()
    await turns()
    expect(one).toEqual(['crm 4 SeatGranted'])
    expect(other).toEqual(['crm 4 SeatGranted', 'crm 6 SeatGranted', 'crm 8 SeatGranted'])
    expect(twice).toEqual(other)
  })

  test('that comes late is told what happens from then on', async () => {
    const { licensing } = await office({ policies: notifying })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    const all: string[] = []
    licensing.subscribe((notification) => void all.push(told(notification)))
    answered(await licensing.execute('crm', signIn('sven'), member('sven')))
    await licensing.drained()
    expect(all).toEqual(['crm 6 SeatGranted'])
  })
})

describe('a listener', () => {
  test('that is a plain function has been told everything when the caller has its answer', async () => {
    const all: string[] = []
    const { licensing } = await office({ options: { onEvent: (notification) => void all.push(told(notification)) } })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    expect(all).toEqual(['crm 1 PoolOpened', 'crm 2 LotAdded', 'crm 3 MemberAdded', 'crm 4 SeatGranted'])
  })

  test('that fails, at once or later, is reported, and neither it nor another misses what follows', async () => {
    const [sync, later, sound, failures]: [string[], string[], string[], unknown[]] = [[], [], [], []]
    const { licensing } = await office({
      policies: notifying,
      options: {
        onEvent: (notification) => {
          sync.push(told(notification))
          throw new Error(`at ${notification.event.seq}`)
        },
        onListenerFailure: (error) => failures.push((error as Error).message),
      },
    })
    licensing.subscribe(async (notification) => {
      later.push(told(notification))
      await undefined
      throw new Error(`later, at ${notification.event.seq}`)
    })
    licensing.subscribe((notification) => void sound.push(told(notification)))
    expect(brief(await licensing.execute('crm', signIn('lucy'), member('lucy')))).toHaveLength(2)
    expect(brief(await licensing.execute('crm', signIn('sven'), member('sven')))).toHaveLength(2)
    await licensing.drained()
    expect(sync).toHaveLength(6)
    expect(later).toEqual(['crm 4 SeatGranted', 'crm 6 SeatGranted'])
    expect(sound).toEqual(later)
    expect(failures).toEqual(['at 1', 'at 2', 'at 3', 'at 4', 'later, at 4', 'at 5', 'at 6', 'later, at 6'])
  })

  test('that is slow is told one thing after the other, and holds up no caller, no other listener and no other pool', async () => {
    const { licensing } = await office({ licenses: 9, policies: notifying })
    answered(await licensing.execute('erp', opening(9, notifying), vendor))
    const gates = [gate(), gate()]
    const [slow, quick]: [string[], string[]] = [[], []]
    licensing.subscribe(async (notification) => {
      slow.push(`${told(notification)} begins`)
      if (notification.pool === 'crm') await gates.shift()?.passed
      slow.push(`${told(notification)} ends`)
    })
    licensing.subscribe((notification) => void quick.push(told(notification)))
    const [first, second] = gates
    for (const each of ['lucy', 'sven']) answered(await licensing.execute('crm', signIn(each), member(each)))
    answered(await licensing.execute('erp', signIn('ann'), member('ann')))
    await turns()
    expect(quick).toEqual(['crm 4 SeatGranted', 'crm 6 SeatGranted', 'erp 4 SeatGranted'])
    expect(slow).toEqual(['crm 4 SeatGranted begins', 'erp 4 SeatGranted begins', 'erp 4 SeatGranted ends'])
    first?.open()
    await turns()
    expect(slow.slice(3)).toEqual(['crm 4 SeatGranted ends', 'crm 6 SeatGranted begins'])
    second?.open()
    await licensing.drained()
    expect(slow.slice(5)).toEqual(['crm 6 SeatGranted ends'])
  })

  test('that gives commands itself is told of them, and so are the others, in order', async () => {
    const all: string[] = []
    const { licensing } = await office({ licenses: 9, policies: notifying })
    licensing.subscribe(async ({ event }) => {
      if (!('member' in event) || event.member.length > 6) return
      const next = `${event.member}+`
      expect(brief(await licensing.execute('crm', signIn(next), member(next)))).toHaveLength(2)
    })
    licensing.subscribe(({ event }) => void ('member' in event && all.push(`${event.seq} ${event.member}`)))
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    await licensing.drained()
    expect(all).toEqual(['4 lucy', '6 lucy+', '8 lucy++', '10 lucy+++'])
  })

  test('that gives a command without waiting for it does no harm either', async () => {
    const all: number[] = []
    const { licensing } = await office({
      licenses: 9,
      policies: notifying,
      options: { onEvent: ({ event }) => void all.push(event.seq) },
    })
    licensing.subscribe(({ event }) => {
      if ('member' in event && event.member === 'lucy') void licensing.execute('crm', signIn('sven'), member('sven'))
    })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    await licensing.drained()
    expect(all).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('cannot change what it is handed, nor what others are (X2)', async () => {
    const { licensing, store } = await office({
      options: {
        onEvent: (notification) => {
          for (const change of [
            () => Object.assign(notification, { pool: 'x' }),
            () => Object.assign(notification.event, { seq: 0 }),
            () => Object.assign(notification.event.actor, { role: 'member' }),
          ])
            expect(change).toThrow(TypeError)
        },
      },
    })
    answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
    expect(store.events('crm').map((event) => event.seq)).toEqual([1, 2, 3, 4])
  })
})

describe("where calls overlap, one pool's events leave by their numbers", () => {
  const everything = async () => {
    const slow = answeringLate()
    const all: string[] = []
    const rooms = await office({ store: slow.store, licenses: 9, options: { onEvent: (each) => void all.push(told(each)) } })
    answered(await rooms.licensing.execute('erp', opening(9), vendor))
    slow.late()
    all.length = 0
    return { ...rooms, ...slow, all }
  }

  test('though the answers come in another order (X8)', async () => {
    const { licensing, answers, all } = await everything()
    const calls = ['lucy', 'sven', 'ann'].map((each) => licensing.execute('crm', add(each), kim))
    await turns()
    answers[2]?.()
    await calls[2]
    answers[1]?.()
    await calls[1]
    expect(all).toEqual([])
    answers[0]?.()
    await Promise.all(calls)
    expect(all).toEqual(['crm 3 MemberAdded', 'crm 4 MemberAdded', 'crm 5 MemberAdded'])
  })

  test('and at once where no number is missing, whoever is still under way (X8)', async () => {
    const { licensing, answers, all } = await everything()
    const early = ['lucy', 'sven'].map((each) => licensing.execute('crm', add(each), kim))
    await turns()
    answers[0]?.()
    await early[0]
    const late = licensing.execute('crm', add('ann'), kim)
    await turns()
    expect(all).toEqual([])
    answers[1]?.()
    await early[1]
    expect(all).toEqual(['crm 3 MemberAdded', 'crm 4 MemberAdded'])
    answers[2]?.()
    await late
    expect(all).toHaveLength(3)
  })

  test('and no pool waits for another (X8)', async () => {
    const { licensing, answers, all } = await everything()
    const [hanging, other] = [licensing.execute('crm', add('lucy'), kim), licensing.execute('erp', add('ann'), kim)]
    await turns()
    answers[1]?.()
    await other
    expect(all).toEqual(['erp 3 MemberAdded'])
    answers[0]?.()
    await hanging
  })

  test('past a number that another process took, as soon as no call of this one can bring it (X8)', async () => {
    const { licensing, clock, store, answers, all } = await everything()
    const mine = licensing.execute('crm', add('lucy'), kim)
    await turns()
    const foreign = createLicensing({ store, clock }).execute('crm', add('sven'), kim)
    await turns()
    const mineToo = licensing.execute('crm', add('ann'), kim)
    await turns()
    for (const answer of answers) answer()
    await Promise.all([mine, foreign, mineToo])
    expect(all).toEqual(['crm 3 MemberAdded', 'crm 5 MemberAdded'])
  })

  test('past a call that failed (X8)', async () => {
    const { clock, store } = await office()
    const { passed, open } = gate()
    let calls = 0
    const failing: PoolStore = {
      ...store,
      transact: async (...asked) => {
        const first = calls++ === 0
        const transacted = await store.transact(...asked)
        if (!first) return transacted
        await passed
        throw new Error('the answer was lost')
      },
    }
    const all: string[] = []
    const licensing = createLicensing({ store: failing, clock, onEvent: (each) => void all.push(told(each)) })
    const [lost, kept] = [licensing.execute('crm', add('lucy'), kim), licensing.execute('crm', add('sven'), kim)]
    await kept
    expect(all).toEqual([])
    open()
    await expect(lost).rejects.toThrow('the answer was lost')
    expect(all).toEqual(['crm 4 MemberAdded'])
  })
})

describe('drained', () => {
  test('waits for the calls under way, for what they hold back, and for slow listeners', async () => {
    const slow = answeringLate()
    const ended: number[] = []
    const { passed, open } = gate()
    const { licensing } = await office({ store: slow.store, licenses: 9 })
    licensing.subscribe(() => {})
    const reading = createLicensing({
      store: slow.store,
      clock: { now: () => Date.UTC(2026, 3, 1) },
      onEvent: async ({ event }) => {
        await passed
        ended.push(event.seq)
      },
    })
    slow.late()
    const calls = ['lucy', 'sven'].map((each) => reading.execute('crm', add(each), kim))
    await turns()
    slow.answers[1]?.()
    await calls[1]
    let isDrained = false
    const draining = reading.drained().then(() => {
      isDrained = true
    })
    await turns()
    expect(isDrained).toBe(false)
    slow.answers[0]?.()
    await Promise.all(calls)
    await turns()
    expect(isDrained).toBe(false)
    open()
    await draining
    expect(ended).toEqual([3, 4])
  })

  test('is at once where nothing is under way', async () => {
    const { licensing } = await office()
    await expect(licensing.drained()).resolves.toBeUndefined()
  })
})

describe('the log of denials', () => {
  test('is told every refusal of a command, with who asked what and why not, and nothing else (X1)', async () => {
    const log: { pool: string; command: unknown; actor: unknown; rejection: Rejection }[] = []
    const { licensing } = await office({ licenses: 0, options: { onRejected: (refusal) => void log.push(refusal) } })
    answered(await licensing.execute('crm', add('lucy'), kim))
    const answers = [
      await licensing.execute('crm', assign('lucy'), kim),
      await licensing.execute('erp', assign('lucy'), kim),
      await licensing.execute('crm', assign('lucy'), member('lucy')),
      await licensing.execute('crm', 7 as never, kim),
      await licensing.execute('crm', assign('lucy'), { actor: { role: 'king' } } as never),
    ]
    await licensing.preview('crm', assign('lucy'), kim)
    await licensing.access('crm', 'lucy', member('sven'))
    expect(log.map(({ rejection }) => ({ _tag: 'Left', left: rejection }))).toEqual(answers)
    expect(log.map(({ rejection }) => rejection.type)).toEqual([
      'AllowanceExhausted',
      'UnknownPool',
      'NotPermitted',
      'Invalid',
      'Invalid',
    ])
    expect(log.map(({ pool, command, actor }) => [pool, command, actor])).toEqual([
      ['crm', assign('lucy'), kim.actor],
      ['erp', assign('lucy'), kim.actor],
      ['crm', assign('lucy'), { role: 'member', id: 'lucy' }],
      ['crm', 7, kim.actor],
      ['crm', assign('lucy'), { role: 'king' }],
    ])
  })

  test('that fails is reported, and changes no answer', async () => {
    const failures: unknown[] = []
    for (const onRejected of [
      () => {
        throw new Error('at once')
      },
      async () => {
        await undefined
        throw new Error('later')
      },
    ]) {
      const onListenerFailure = (error: unknown) => void failures.push((error as Error).message)
      const { licensing } = await office({ options: { onRejected, onListenerFailure } })
      expect(brief(await licensing.execute('crm', assign('lucy'), kim))).toBe('UnknownMember')
    }
    await turns()
    expect(failures).toEqual(['at once', 'later'])
  })
})

test('what listeners make of it aside, change and events are kept together: an audit never lacks a change (FB-22, X8)', async () => {
  const { licensing, store, clock } = await office({
    licenses: 1,
    policies: notifying,
    options: {
      onEvent: () => {
        throw new Error('the audit table is full')
      },
      onListenerFailure: () => {},
    },
  })
  let isBroken = false
  const breaking: PoolStore = {
    ...store,
    transact: (pool, request, work) =>
      store.transact(pool, request, (working) => {
        const verdict = work(working)
        if (isBroken && verdict.type === 'Write') throw new Error('the disk is full')
        return verdict
      }),
  }
  const other = createLicensing({ store: breaking, clock })
  const check = async () => {
    const pool = await poolIn(store)
    expect(pool && toSnapshot(pool)).toEqual(toSnapshot(replay(store.events('crm') as readonly LicenseEvent[])))
    return store.events('crm').length
  }
  answered(await licensing.execute('crm', signIn('lucy'), member('lucy')))
  expect(await check()).toBe(4)
  isBroken = true
  await expect(other.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k' })).rejects.toThrow('the disk is full')
  expect(await check()).toBe(4)
  isBroken = false
  expect(brief(await other.execute('crm', add('ann'), { ...kim, idempotencyKey: 'k' }))).toEqual(['MemberAdded ann'])
  clock.advance(40 * DAY)
  answered(await licensing.execute('crm', signIn('sven'), member('sven')))
  expect(await check()).toBe(8)
})
