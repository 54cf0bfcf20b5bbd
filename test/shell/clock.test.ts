// Moments come from a clock that the caller supplies (T1), and one that goes wrong does no harm (T5).

import { describe, expect, test } from 'vitest'
import { createLicensing, fixedClock, manualClock, memoryStore, systemClock, toResult } from '../../src/index.ts'
import { add, answered, brief, DAY, kim, member, office, opening, signIn, start, system, vendor } from '../support/office.ts'

describe('a clock', () => {
  test('of the machine tells whole milliseconds, and does not stand (T1)', () => {
    const before = Date.now()
    const now = systemClock.now()
    expect(Number.isSafeInteger(now)).toBe(true)
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  test('that is fixed stands still (T1)', () => {
    const clock = fixedClock(start)
    expect([clock.now(), clock.now()]).toEqual([start, start])
  })

  test('in the hands of a test goes as it is told, and never back (T1)', () => {
    const clock = manualClock(start)
    clock.advance(0)
    expect(clock.now()).toBe(start)
    clock.advance(DAY)
    expect(clock.now()).toBe(start + DAY)
    clock.advanceTo(start + 2 * DAY)
    for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => clock.advance(wrong)).toThrow(RangeError)
    expect(() => clock.advanceTo(start)).toThrow(`not from ${start + 2 * DAY} to ${start}`)
    expect(clock.now()).toBe(start + 2 * DAY)
    expect(() => manualClock(Number.NaN)).toThrow(RangeError)
    expect(() => manualClock(0.5)).toThrow(RangeError)
    expect(manualClock(-1).now()).toBe(-1)
  })
})

describe('a clock that is wrong', () => {
  test('and steps back revives nothing: what is done then is done at the latest moment (T5)', async () => {
    const { store, licensing: ahead, clock } = await office({ licenses: 0 })
    clock.advance(40 * DAY)
    answered(await ahead.execute('crm', signIn('lucy'), member('lucy')))
    const behind = createLicensing({ store, clock: fixedClock(start) })
    const { events } = answered(await behind.execute('crm', add('sven'), kim))
    expect(events.map((event) => event.at)).toEqual([start + 40 * DAY])
    clock.advance(30 * DAY)
    await ahead.sweepDue()
    expect(toResult(await behind.access('crm', 'lucy', system))).toMatchObject({
      value: { level: 'standard', reason: 'trialEnded' },
    })
  })

  const cautious = async (ahead: number) => {
    const storesClock = manualClock(start)
    const store = memoryStore({ clock: storesClock })
    const licensing = createLicensing({ store, clock: { now: () => storesClock.now() + ahead }, refuseAheadBy: 60_000 })
    const opened = await createLicensing({ store, clock: storesClock }).execute('crm', opening(2), vendor)
    answered(opened)
    return { licensing, store, storesClock }
  }

  test('and runs ahead is refused where the shell is told to, and nothing of it is kept (T5)', async () => {
    const { licensing, store, storesClock } = await cautious(60_001)
    const before = store.events('crm')
    const refused = await licensing.execute('crm', add('lucy'), { ...kim, idempotencyKey: 'k1' })
    expect(refused).toEqual({
      _tag: 'Left',
      left: {
        type: 'Invalid',
        issues: [{ path: 'at', message: "is 60001 milliseconds ahead of the store's clock, and at most 60000 are accepted" }],
        message: "Invalid: at: is 60001 milliseconds ahead of the store's clock, and at most 60000 are accepted",
      },
    })
    expect(brief(await licensing.preview('crm', add('lucy'), kim))).toBe('Invalid')
    expect(store.events('crm')).toEqual(before)
    const sound = createLicensing({ store, clock: storesClock })
    expect(brief(await sound.execute('crm', add('lucy'), { ...kim, idempotencyKey: 'k1' }))).toEqual(['MemberAdded lucy'])
  })

  test('by no more than it is told is not refused (T5)', async () => {
    const { licensing } = await cautious(60_000)
    expect(brief(await licensing.execute('crm', add('lucy'), kim))).toEqual(['MemberAdded lucy'])
  })

  test('is refused before anything but what was answered already (D5, X6)', async () => {
    const { licensing, store, storesClock } = await cautious(DAY)
    const giving = { ...kim, idempotencyKey: 'k1' }
    const first = await createLicensing({ store, clock: storesClock }).execute('crm', add('lucy'), giving)
    expect(await licensing.execute('crm', add('lucy'), giving)).toEqual(first)
    expect(brief(await licensing.execute('crm', add('sven'), giving))).toBe('Invalid')
    expect(brief(await licensing.execute('crm', add('sven'), member('sven')))).toBe('Invalid')
    expect(brief(await licensing.execute('nowhere', add('sven'), kim))).toBe('Invalid')
  })

  test('cannot be told where the store has no clock: then nothing passes, rather than everything (T5)', async () => {
    const { clock, store } = await office()
    const licensing = createLicensing({ store, clock, refuseAheadBy: 60_000 })
    await expect(licensing.execute('crm', add('lucy'), kim)).rejects.toThrow('refuseAheadBy: the store tells no time')
  })
})

test('a command without a key gets an id of its own, by which its events are found (X7)', async () => {
  const licensing = createLicensing({ store: memoryStore(), clock: fixedClock(start) })
  const opened = answered(await licensing.execute('crm', opening(1), vendor)).events
  const added = answered(await licensing.execute('crm', add('lucy'), kim)).events
  const ids = [...opened, ...added].map((event) => event.commandId)
  expect(ids[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(ids[1]).toBe(ids[0])
  expect(ids[2]).toMatch(/^[0-9a-f]{32}$/)
  expect(ids[2]).not.toBe(ids[0])
})
