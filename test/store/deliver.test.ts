// What was written reaches every consumer, in order and at least once, whatever fails on the way; what arrives twice can be told (X8).

import { describe, expect, test, vi } from 'vitest'
import { createLicensing, type LicenseStore, manualClock, memoryStore, type Notification } from '../../src/index.ts'
import { type Delivery, deliver } from '../../src/store/index.ts'
import { add, answered, gate, kim, opening, start, turns, vendor } from '../support/office.ts'
import { tableStore } from '../support/tableStore.ts'
import { sparing } from './sparing.ts'

vi.setConfig({ testTimeout: 60_000 })

const minute = 60_000

/** Pools named so, each with its opening, a lot and so many members: `count` + 2 events. */
const pools = async <Store extends LicenseStore>(store: Store, ids: readonly string[], count: number) => {
  const clock = manualClock(start)
  const licensing = createLicensing({ store, clock, newId: () => 'c' })
  for (const id of ids) {
    answered(await licensing.execute(id, opening(1), vendor))
    for (let n = 1; n <= count; n++) answered(await licensing.execute(id, add(`m${n}`), kim))
  }
  return { store, clock, licensing }
}

/** A consumer that writes down what it is told: `crm/3`. */
const recorder = () => {
  const told: string[] = []
  return { told, to: ({ pool, event }: Notification) => void told.push(`${pool}/${event.seq}`) }
}

const numbered = (pool: string, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `${pool}/${from + n}`)

describe.each([
  ['memoryStore', memoryStore as () => LicenseStore],
  ['a store of rows', tableStore as () => LicenseStore],
])('from %s', (_, open) => {
  test('every event is delivered once, in order, by pages, and then nothing until there is more (X8)', async () => {
    const { store, clock, licensing } = await pools(open(), ['a', 'b'], 5)
    const { told, to } = recorder()
    const delivery: Delivery = { consumer: 'mail', to, clock, pageSize: 3 }
    expect(await deliver(store, delivery)).toEqual({ delivered: 14, pools: 2 })
    for (const id of ['a', 'b']) expect(told.filter((each) => each.startsWith(id))).toEqual(numbered(id, 1, 7))
    expect(await deliver(store, delivery)).toEqual({ delivered: 0, pools: 0 })
    answered(await licensing.execute('b', add('late'), kim))
    expect(await deliver(store, delivery)).toEqual({ delivered: 1, pools: 1 })
    expect(told.at(-1)).toBe('b/8')
    expect(await store.cursors('b')).toMatchObject([{ consumer: 'mail', seq: 8 }])
  })

  test('each consumer has a cursor of its own, and what one does not want counts as delivered (M9)', async () => {
    const { store, clock } = await pools(open(), ['a'], 3)
    const [mail, audit] = [recorder(), recorder()]
    expect(await deliver(store, { consumer: 'audit', to: audit.to, clock })).toEqual({ delivered: 5, pools: 1 })
    const wants: Delivery['wants'] = (event) => event.type === 'MemberAdded' && event.member !== 'm2'
    expect(await deliver(store, { consumer: 'mail', to: mail.to, clock, wants })).toEqual({ delivered: 2, pools: 1 })
    expect(audit.told).toEqual(numbered('a', 1, 5))
    expect(mail.told).toEqual(['a/3', 'a/5'])
    expect(await deliver(store, { consumer: 'mail', to: mail.to, clock, wants })).toEqual({ delivered: 0, pools: 0 })
  })

  test('250 pools are delivered in one pass', async () => {
    const ids = Array.from({ length: 250 }, (_, n) => `p${n}`)
    const { store, clock } = await pools(open(), ids, 0)
    const { told, to } = recorder()
    expect(await deliver(store, { consumer: 'mail', to, clock })).toEqual({ delivered: 500, pools: 250 })
    expect(new Set(told).size).toBe(500)
  })

  test('passes at once, in several processes, deliver nothing twice', async () => {
    const { store, clock } = await pools(open(), ['a', 'b', 'c'], 4)
    const { told, to } = recorder()
    const slow: Delivery['to'] = async (notification) => {
      await turns(3)
      to(notification)
    }
    await Promise.all([1, 2, 3].map(() => deliver(store, { consumer: 'mail', to: slow, clock, pageSize: 2 })))
    expect(told.toSorted()).toEqual(['a', 'b', 'c'].flatMap((id) => numbered(id, 1, 6)).toSorted())
  })

  test('pools are delivered side by side: a slow one holds up no other, nor another consumer', async () => {
    const { store, clock } = await pools(open(), ['a', 'b'], 2)
    const [mail, audit] = [recorder(), recorder()]
    const { passed, open: release } = gate()
    const slow: Delivery['to'] = async (notification) => {
      if (notification.pool === 'a') await passed
      mail.to(notification)
    }
    const pass = deliver(store, { consumer: 'mail', to: slow, clock })
    await turns()
    expect(mail.told).toEqual(numbered('b', 1, 4))
    expect(await deliver(store, { consumer: 'audit', to: audit.to, clock })).toEqual({ delivered: 8, pools: 2 })
    release()
    expect(await pass).toEqual({ delivered: 8, pools: 2 })
    expect(mail.told.slice(4)).toEqual(numbered('a', 1, 4))
  })

  test('a listener that fails stops its pool only; it begins again with that event when the claim has ended', async () => {
    const { store, clock } = await pools(open(), ['a', 'b'], 3)
    const { told, to } = recorder()
    let isBroken = true
    const failing: Delivery['to'] = (notification) => {
      if (isBroken && notification.pool === 'a' && notification.event.seq === 4) throw new Error('mail server down')
      to(notification)
    }
    const delivery: Delivery = { consumer: 'mail', to: failing, clock, claimForMs: 5 * minute, pageSize: 2 }
    await expect(deliver(store, delivery)).rejects.toThrow('mail server down')
    expect(told.toSorted()).toEqual([...numbered('a', 1, 3), ...numbered('b', 1, 5)])
    expect(await store.cursors('a')).toMatchObject([{ consumer: 'mail', seq: 3 }])
    isBroken = false
    expect(await deliver(store, delivery)).toEqual({ delivered: 0, pools: 0 })
    clock.advance(5 * minute)
    expect(await deliver(store, delivery)).toEqual({ delivered: 2, pools: 1 })
    expect(told.filter((each) => each.startsWith('a'))).toEqual(numbered('a', 1, 5))
  })

  test('where several pools fail, all of what failed is told', async () => {
    const { store, clock } = await pools(open(), ['a', 'b', 'c'], 0)
    const { told, to } = recorder()
    const failing: Delivery['to'] = async (notification) => {
      if (notification.pool !== 'b') throw new Error(`${notification.pool} failed`)
      to(notification)
    }
    const error = await deliver(store, { consumer: 'mail', to: failing, clock }).catch((thrown: AggregateError) => thrown)
    expect(error).toBeInstanceOf(AggregateError)
    expect((error as AggregateError).message).toBe('2 pools could not be delivered to mail')
    expect((error as AggregateError).errors.map(String)).toEqual(['Error: a failed', 'Error: c failed'])
    expect(told).toEqual(numbered('b', 1, 2))
  })

  test('what was told before a process died is told again, and nothing is lost: pool and number tell it (X8)', async () => {
    const { store, clock } = await pools(open(), ['a'], 6)
    const { told, to } = recorder()
    let advances = 0
    const dying: LicenseStore = {
      ...store,
      advance: (...moved) => {
        if (++advances === 2) throw new Error('killed')
        return store.advance(...moved)
      },
    }
    await expect(deliver(dying, { consumer: 'mail', to, clock, pageSize: 3 })).rejects.toThrow('killed')
    expect(told).toEqual(numbered('a', 1, 6))
    clock.advance(minute)
    expect(await deliver(store, { consumer: 'mail', to, clock, pageSize: 3 })).toEqual({ delivered: 5, pools: 1 })
    expect(told).toEqual([...numbered('a', 1, 6), ...numbered('a', 4, 8)])
    expect([...new Set(told)]).toEqual(numbered('a', 1, 8))
  })

  test('a claim is extended while a slow listener works, so nobody else takes the pool for abandoned', async () => {
    const { store, clock } = await pools(open(), ['a'], 4)
    const [slow, other] = [recorder(), recorder()]
    const working: Delivery['to'] = async (notification) => {
      clock.advance(50_000)
      expect(await deliver(store, { consumer: 'mail', to: other.to, clock })).toEqual({ delivered: 0, pools: 0 })
      slow.to(notification)
    }
    expect(await deliver(store, { consumer: 'mail', to: working, clock, pageSize: 2 })).toEqual({ delivered: 6, pools: 1 })
    expect(slow.told).toEqual(numbered('a', 1, 6))
    expect(other.told).toEqual([])
  })

  test('between two pages a pool is left to nobody else', async () => {
    const { store, clock } = await pools(open(), ['a'], 4)
    const [first, other] = [recorder(), recorder()]
    const working: Delivery['to'] = async (notification) => {
      await deliver(store, { consumer: 'mail', to: other.to, clock })
      first.to(notification)
    }
    expect(await deliver(store, { consumer: 'mail', to: working, clock, pageSize: 2 })).toEqual({ delivered: 6, pools: 1 })
    expect(other.told).toEqual([])
  })

  test('a process that died leaves its pool to the others when its claim has ended, or was made by a clock that was ahead', async () => {
    const { store, clock } = await pools(open(), ['a'], 0)
    const { told, to } = recorder()
    await store.claim('mail', clock.now(), minute, 10)
    expect(await deliver(store, { consumer: 'mail', to, clock })).toEqual({ delivered: 0, pools: 0 })
    clock.advance(minute)
    expect(await deliver(store, { consumer: 'mail', to, clock })).toEqual({ delivered: 2, pools: 1 })
    expect(told).toEqual(numbered('a', 1, 2))
    await store.claim('audit', clock.now() + 100 * minute, minute, 10)
    expect(await deliver(store, { consumer: 'audit', to, clock })).toEqual({ delivered: 2, pools: 1 })
  })
})

describe('a pass', () => {
  const ids = Array.from({ length: 150 }, (_, n) => `p${n}`)

  test.each([
    ['fails', true],
    ['is done', false],
  ])('takes each pool once, though its listener %s long after the claim has ended', async (_, fails) => {
    const { store, clock } = await pools(memoryStore(), ids, 0)
    const { told, to } = recorder()
    let claims = 0
    const claim: LicenseStore['claim'] = (...asked) => {
      if (++claims > 10) throw new Error('claimed without end')
      return store.claim(...asked)
    }
    const slow: Delivery['to'] = (notification) => {
      to(notification)
      clock.advance(2 * minute)
      if (fails) throw new Error('mail server down')
    }
    const pass = deliver({ ...store, claim }, { consumer: 'mail', to: slow, clock, claimForMs: minute })
    if (fails) await expect(pass).rejects.toThrow('150 pools could not be delivered to mail')
    else expect(await pass).toEqual({ delivered: 300, pools: 150 })
    expect(told.toSorted()).toEqual(ids.flatMap((id) => numbered(id, 1, fails ? 1 : 2)).toSorted())
  })

  test('reaches the pools behind those in which something goes on happening, and leaves that to the next pass', async () => {
    const { store, clock, licensing } = await pools(memoryStore(), ids, 0)
    const { told, to } = recorder()
    const busy: Delivery['to'] = async (notification) => {
      to(notification)
      answered(await licensing.execute(notification.pool, add(`n${notification.event.seq}`), kim))
    }
    expect(await deliver(store, { consumer: 'mail', to: busy, clock })).toEqual({ delivered: 300, pools: 150 })
    expect(await deliver(store, { consumer: 'mail', to, clock })).toEqual({ delivered: 300, pools: 150 })
    expect(new Set(told)).toEqual(new Set(ids.flatMap((id) => numbered(id, 1, 4))))
  })

  test('delivers all of it from a store that answers with less than it was asked for', async () => {
    const { store, clock } = await pools(memoryStore(), ['a', 'b', 'c'], 5)
    const { told, to } = recorder()
    expect(await deliver(sparing(store), { consumer: 'mail', to, clock })).toEqual({ delivered: 21, pools: 3 })
    expect(told.toSorted()).toEqual(['a', 'b', 'c'].flatMap((id) => numbered(id, 1, 7)))
  })

  test('tells what failed in the listener, also where the store fails behind it', async () => {
    const { store, clock } = await pools(memoryStore(), ['a'], 0)
    const advance = () => {
      throw new Error('disk full')
    }
    const to = () => {
      throw new Error('mail server down')
    }
    const error = await deliver({ ...store, advance }, { consumer: 'mail', to, clock }).catch((thrown: AggregateError) => thrown)
    expect(error).toBeInstanceOf(AggregateError)
    expect((error as AggregateError).errors.map(String)).toEqual(['Error: mail server down', 'Error: disk full'])
  })

  test.each([
    ['fails', true],
    ['is done', false],
  ])('that overran its claim leaves the pool to who took it over, when it %s', async (_, fails) => {
    const { store, clock } = await pools(memoryStore(), ['a'], 0)
    const { passed, open: release } = gate()
    const slow: Delivery['to'] = async () => {
      await passed
      if (fails) throw new Error('mail server down')
    }
    const pass = deliver(store, { consumer: 'mail', to: slow, clock, claimForMs: minute }).catch(String)
    await turns()
    clock.advance(2 * minute)
    expect(await store.claim('mail', clock.now(), minute, 10)).toEqual([{ pool: 'a', after: 0 }])
    release()
    await pass
    answered(await createLicensing({ store, clock }).execute('a', add('late'), kim))
    expect(await store.claim('mail', clock.now() + minute - 1, minute, 10)).toEqual([])
  })
})

test('a consumer without a name is a mistake that is thrown', async () => {
  const { to } = recorder()
  for (const consumer of ['', undefined as never])
    await expect(deliver(memoryStore(), { consumer, to, clock: manualClock(start) })).rejects.toThrow('consumer: must be text')
})
