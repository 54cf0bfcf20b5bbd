// The allowance (A1 to A5), and how a lowering cuts it (S5).

import { describe, expect, test } from 'vitest'
import { type Command, members, openPool, summary } from '../../src/index.ts'
import { add, assign, buy, disable, lower, remove, signIn, sweep, transfer } from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'
import { utc } from '../support/told.ts'

const figures = (story: Story, at?: string) => {
  const { allowance, consumed, available, overage, overageSince } = summary(story.pool, at ? story.moment(at) : story.now)
  return { allowance, consumed, available, overage, since: overageSince === null ? null : utc(overageSince) }
}
const allowanceAt = (story: Story, at: string) => figures(story, at).allowance
const march = Date.parse('2026-03-15T00:00Z')
const april = Date.parse('2026-04-01T00:00Z')
const may = Date.parse('2026-05-01T00:00Z')

describe('a lot', () => {
  test('counts from now where it names no moment (A1)', () => {
    const story = given({ allowance: 2 }).when(buy('more', 3))
    expect(story.told).toEqual(['2026-03-02T09:00Z LotAdded more, command, by accountManager'])
    expect(story.outcome.events[0]).toMatchObject({ quantity: 3, startsAt: story.now })
    expect(figures(story).allowance).toBe(5)
  })

  test('that begins now is in force at once, and does not start again (A1, D6)', () => {
    const story = given().when(buy('more', 3, { from: Date.parse('2026-03-02T09:00Z') }))
    expect([story.events, figures(story).allowance]).toEqual([['LotAdded more'], 4])
    expect(story.when(sweep, { at: '2027-01-01T00:00' }).events).toEqual([])
  })

  test('that was bought for another organization is refused (A1)', () => {
    const story = given()
    const command: Command = { type: 'AddLot', lot: 'more', organization: 'Acme', quantity: 3 }
    expect(story.refusal(command)).toMatchObject({ type: 'WrongOrganization', organization: 'Acme', expected: 'acme' })
    const lots = [{ lot: 'base', organization: 'globex', quantity: 1 }]
    const opened = openPool({ type: 'OpenPool', organization: 'acme', lots }, 0, { role: 'accountManager' })
    expect(opened).toMatchObject({ _tag: 'Left', left: { type: 'WrongOrganization', organization: 'globex', expected: 'acme' } })
  })

  test.each([0, -1, 1.5, Number.NaN, '3', null])('of %j licenses is Invalid: whole numbers from 1 (A1)', (quantity) => {
    expect(given().refusal(buy('more', quantity as number))).toMatchObject({ type: 'Invalid', issues: [{ path: 'quantity' }] })
  })

  test('must end later than it begins, and later than now (A1)', () => {
    const story = given({ at: '2026-03-15T00:00' })
    const refused = (from: number | undefined, until: number) =>
      story.refusal(buy('more', 1, from === undefined ? { until } : { from, until }))
    expect(refused(april, april)).toMatchObject({
      type: 'Invalid',
      issues: [{ path: 'until', message: 'must be later than from' }],
    })
    expect(refused(may, april)).toMatchObject({
      type: 'Invalid',
      issues: [{ path: 'until', message: 'must be later than from' }],
    })
    expect(refused(undefined, march)).toMatchObject({
      type: 'Invalid',
      issues: [{ path: 'until', message: 'must be later than now' }],
    })
    expect(refused(march - 9, march)).toMatchObject({
      type: 'Invalid',
      issues: [{ path: 'until', message: 'must be later than now' }],
    })
    expect(story.when(buy('more', 1, { until: march + 1 })).events).toEqual(['LotAdded more'])
  })

  test('that began in the past is in force from now (A1)', () => {
    const story = given({ at: '2026-04-01T00:00' }).when(buy('more', 3, { from: march, until: may }))
    expect(story.outcome.events).toMatchObject([{ type: 'LotAdded', from: march, until: may, startsAt: april, at: april }])
    expect([allowanceAt(story, '2026-04-30T23:59'), allowanceAt(story, '2026-05-01T00:00')]).toEqual([4, 1])
  })

  test('that begins later starts by itself, and ends by itself (A1, D6)', () => {
    const story = given().when(buy('more', 3, { from: april, until: may }))
    expect(story.events).toEqual(['LotAdded more'])
    expect(allowanceAt(story, '2026-03-31T23:59')).toBe(1)
    expect(story.when(sweep, { at: '2026-06-01T00:00' }).told).toEqual([
      '2026-04-01T00:00Z LotStarted more, due, by system',
      '2026-05-01T00:00Z LotEnded more, due, by system',
    ])
  })

  test('that renews another when it ends never dips, nor lets anybody in by the overlap (A1, T6)', () => {
    const story = given({
      allowance: 0,
      policies: { waiting: { admit: 'whenFree' } },
      lots: [
        { lot: 'march', quantity: 1, until: '2026-04-01T00:00' },
        { lot: 'april', quantity: 1, from: '2026-04-01T00:00' },
      ],
    })
      .when(signIn('ann'))
      .when(signIn('bob'))
    expect([allowanceAt(story, '2026-03-31T23:59:59.999'), allowanceAt(story, '2026-04-01T00:00')]).toEqual([1, 1])
    const renewed = story.when(sweep, { at: '2026-04-01T00:00' })
    expect(renewed.events).toEqual(['LotStarted april', 'LotEnded march'])
    expect([renewed.stateOf('ann'), renewed.stateOf('bob')]).toEqual(['enabled', 'pending'])
  })
})

describe('a lot that is bought again', () => {
  const spring = buy('spring', 3, { from: march, until: may })

  test.each([
    ['before it begins', (story: Story) => story],
    ['while it is in force', (story: Story) => story.when(sweep, { at: '2026-04-10T00:00' })],
    ['after it ended, though its end is past', (story: Story) => story.when(sweep, { at: '2026-05-10T00:00' })],
    ['after it was cut', (story: Story) => story.when(lower(2), { at: '2026-04-10T00:00' })],
    ['after it was cut to nothing', (story: Story) => story.when(lower(0), { at: '2026-04-10T00:00' })],
  ])('with the same content is already so, %s (A1)', (_, later) => {
    const story = later(given().when(spring)).when(spring)
    expect(story.events).toEqual([])
    expect(story.history.filter((event) => event.type === 'LotAdded' && event.lot === 'spring')).toHaveLength(1)
  })

  test('with the same past beginning is already so (A1)', () => {
    const past = buy('past', 1, { from: march })
    const story = given({ at: '2026-04-01T00:00' }).when(past)
    expect(story.when(past, { at: '2026-04-02T00:00' }).events).toEqual([])
  })

  test.each<[string, Command, string]>([
    ['another quantity', buy('spring', 4, { from: march, until: may }), 'quantity'],
    ['another beginning', buy('spring', 3, { from: april, until: may }), 'from'],
    ['no beginning', buy('spring', 3, { until: may }), 'from'],
    ['another end', buy('spring', 3, { from: march, until: may + 1 }), 'until'],
    ['no end', buy('spring', 3, { from: march }), 'until'],
  ])('with %s is Invalid at that field, also when it has ended (A1)', (_, other, field) => {
    const story = given().when(spring)
    expect(story.refusal(other)).toMatchObject({ type: 'Invalid', issues: [{ path: field }] })
    const refusal = story.refusal(other, { at: '2026-06-01T00:00' })
    expect(refusal).toMatchObject({ type: 'Invalid', issues: [{ path: field, message: expect.stringContaining('differs') }] })
  })
})

describe('the limit', () => {
  test.each([
    ['none', 100, 'none', 100],
    ['3 seats', 100, { seats: 3 }, 103],
    ['0 seats', 100, { seats: 0 }, 100],
    ['a factor of 1', 100, { factor: 1 }, 100],
    ['a factor of 1.15', 100, { factor: 1.15 }, 115],
    ['a factor of 2.3', 100, { factor: 2.3 }, 230],
    ['a factor of 1.005', 1000, { factor: 1.005 }, 1005],
    ['a factor of 1.1', 10, { factor: 1.1 }, 11],
    ['a factor of 1.5, rounded down', 3, { factor: 1.5 }, 4],
    ['a factor of 1.99, rounded down', 1, { factor: 1.99 }, 1],
    ['a factor of an allowance of 0', 0, { factor: 9 }, 0],
    ['no overage at an allowance of 0', 0, 'none', 0],
    ['2 seats at an allowance of 0', 0, { seats: 2 }, 2],
    ['no limit', 100, 'unlimited', null],
    ['no limit at an allowance of 0', 0, 'unlimited', null],
  ] as const)('with %s over %i (A2)', (_, allowance, allow, available) => {
    const story = given({ allowance, policies: { overage: { allow } } })
    expect(figures(story)).toEqual({ allowance, consumed: 0, available, overage: 0, since: null })
  })

  test('is reached by admissions and never passed, at a factor of 1.15 of 100 with 115 seats (A2)', () => {
    let story = given({ allowance: 100, policies: { overage: { allow: { factor: 1.15 } } } })
    for (let n = 1; n <= 115; n++) story = story.when(add(`m${n}`)).when(assign(`m${n}`))
    expect(figures(story)).toEqual({ allowance: 100, consumed: 115, available: 0, overage: 15, since: '2026-03-02T09:00Z' })
    expect(story.when(add('late')).refusal(assign('late'))).toMatchObject({ type: 'AllowanceExhausted', consumed: 115, to: 101 })
  })

  test('of an allowance of 0 is zero: nobody is admitted (A2, FB-21)', () => {
    const story = given({ allowance: 0, members: ['lucy'] })
    expect(story.refusal(assign('lucy'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 0, consumed: 0, to: 1 })
    expect(story.when(signIn('lucy')).events).toEqual(['SeatRequested lucy', 'TrialStarted lucy'])
  })

  test.each([
    ['none', 2, 'none', 3],
    ['1 seat', 2, { seats: 1 }, 3],
    ['a factor of 1.5', 2, { factor: 1.5 }, 3],
    ['a factor of 3', 1, { factor: 3 }, 2],
  ] as const)(
    'is told by the refusal with the least allowance that would do, with an overage of %s (A2)',
    (_, allowance, allow, to) => {
      let story = given({ allowance, policies: { overage: { allow } }, members: ['last'] })
      for (let n = 1; (figures(story).available ?? 0) > 0; n++) story = story.when(add(`m${n}`)).when(assign(`m${n}`))
      const { consumed } = figures(story)
      expect(story.refusal(assign('last'))).toMatchObject({
        type: 'AllowanceExhausted',
        allowance,
        consumed,
        to,
        ask: 'accountManager',
      })
      expect(story.when(buy('enough', to - allowance)).when(assign('last')).events).toEqual(['SeatGranted last'])
    },
  )

  test('does not exist where overage is unlimited: everybody is admitted, and overage is shown (A2)', () => {
    const story = given({ allowance: 1, policies: { overage: { allow: 'unlimited' } } })
      .when(signIn('ann'))
      .when(signIn('bob'))
    expect(figures(story)).toEqual({ allowance: 1, consumed: 2, available: null, overage: 1, since: '2026-03-02T09:00Z' })
  })

  test('counts provisional seats, and nobody who only waits (A2)', () => {
    const story = given({ policies: byApproval }).when(signIn('ann')).when(signIn('bob'))
    expect([story.stateOf('ann'), story.stateOf('bob')]).toEqual(['provisional', 'pending'])
    expect(figures(story)).toEqual({ allowance: 1, consumed: 1, available: 0, overage: 0, since: null })
  })

  test('of two commands for the last license lets exactly one have it (A5, FB-1)', () => {
    const story = given({ members: ['ann', 'bob'] })
    const first = story.when(assign('ann'))
    expect(first.refusal(assign('bob')).type).toBe('AllowanceExhausted')
    expect(story.when(assign('bob')).refusal(assign('ann')).type).toBe('AllowanceExhausted')
    expect(figures(first)).toMatchObject({ consumed: 1, available: 0, overage: 0 })
  })
})

describe('overage', () => {
  const over = () =>
    given({ lots: [{ lot: 'march', quantity: 2, until: '2026-04-01T00:00' }], members: ['dan'] })
      .when(signIn('ann'))
      .when(signIn('bob'))
      .when(signIn('cara'))

  test('is there since the moment at which consumed first passed the allowance, whoever asks when (A2, T4)', () => {
    const story = over()
    expect(figures(story, '2026-03-31T23:59')).toMatchObject({ overage: 0, since: null })
    const expected = { allowance: 1, consumed: 3, available: 0, overage: 2, since: '2026-04-01T00:00Z' }
    expect(figures(story, '2026-04-09T00:00')).toEqual(expected)
    expect(figures(story.when(sweep, { at: '2026-04-20T00:00' }))).toEqual(expected)
  })

  test('keeps its beginning while it shrinks, and is over when consumed fits (A2)', () => {
    const story = over().when(disable('ann'), { at: '2026-04-05T00:00' })
    expect(figures(story)).toMatchObject({ overage: 1, since: '2026-04-01T00:00Z' })
    const fits = story.when(remove('bob'), { at: '2026-04-06T00:00' })
    expect(figures(fits)).toEqual({ allowance: 1, consumed: 1, available: 0, overage: 0, since: null })
    expect(figures(fits.when(lower(0), { at: '2026-04-07T00:00' }))).toMatchObject({ overage: 1, since: '2026-04-07T00:00Z' })
  })

  const renewed = () =>
    given({
      allowance: 0,
      policies: { overage: { allow: { seats: 1 } } },
      lots: [
        { lot: 'march', quantity: 1, until: '2026-04-01T00:00' },
        { lot: 'april', quantity: 1, from: '2026-04-01T00:00' },
      ],
      members: ['cara'],
    })
      .when(signIn('ann'))
      .when(signIn('bob'), { at: '2026-03-03T09:00' })

  test('goes on through a transfer, which frees nothing (A2, M14)', () => {
    const story = renewed().when(transfer('ann', 'cara'), { at: '2026-03-20T00:00' })
    expect(figures(story)).toMatchObject({ consumed: 2, overage: 1, since: '2026-03-03T09:00Z' })
  })

  test('goes on through a renewal, which never dips (A2, A1)', () => {
    expect(figures(renewed(), '2026-03-31T23:59')).toMatchObject({ allowance: 1, overage: 1, since: '2026-03-03T09:00Z' })
    expect(figures(renewed(), '2026-04-01T00:00')).toMatchObject({ allowance: 1, overage: 1, since: '2026-03-03T09:00Z' })
  })

  test('ends with a new lot, at its moment (A2)', () => {
    const story = over().when(buy('april', 5, { from: Date.parse('2026-04-03T00:00Z') }))
    expect(figures(story, '2026-04-02T23:59')).toMatchObject({ overage: 2, since: '2026-04-01T00:00Z' })
    expect(figures(story, '2026-04-03T00:00')).toEqual({ allowance: 6, consumed: 3, available: 3, overage: 0, since: null })
  })
})

describe('the figures', () => {
  test('tell how many members stand in each state, as listing them does (A4, M8)', () => {
    const story = given({
      allowance: 2,
      policies: byApproval,
      members: ['known', 'enabled', 'disabled', 'unlicensed', 'gone', 'deleted'],
    })
      .when(assign('enabled'))
      .when(signIn('provisional'))
      .when(signIn('pending'))
      .when(disable('disabled'))
      .when({ type: 'UnlicenseMembers', members: ['unlicensed'] })
      .when({ type: 'DeactivateMember', member: 'gone' })
      .when(remove('deleted'))
    const states = ['known', 'pending', 'provisional', 'enabled', 'disabled', 'unlicensed', 'deactivated', 'deleted'] as const
    expect(summary(story.pool, story.now)).toEqual({
      allowance: 2,
      consumed: 2,
      leases: 0,
      available: 0,
      overage: 0,
      overageSince: null,
      ...Object.fromEntries(states.map((state) => [state, 1])),
    })
    const listed = states.map((state) => members(story.pool, { state, at: story.now }).map((each) => each.member))
    expect(listed).toEqual([
      ['known'],
      ['pending'],
      ['provisional'],
      ['enabled'],
      ['disabled'],
      ['unlicensed'],
      ['gone'],
      ['deleted'],
    ])
  })

  test('follow every change at once (A4, FB-8)', () => {
    const story = given({ allowance: 2, members: ['ann'] })
    const counts = (at: Story) => {
      const { consumed, available, known, enabled, disabled, deleted } = summary(at.pool, at.now)
      return { consumed, available, known, enabled, disabled, deleted }
    }
    const seated = story.when(assign('ann'))
    const barred = seated.when(disable('ann')).when(disable('ann'))
    const gone = barred.when(remove('ann')).when(remove('ann'))
    expect(counts(story)).toEqual({ consumed: 0, available: 2, known: 1, enabled: 0, disabled: 0, deleted: 0 })
    expect(counts(seated)).toEqual({ consumed: 1, available: 1, known: 0, enabled: 1, disabled: 0, deleted: 0 })
    expect(counts(barred)).toEqual({ consumed: 0, available: 2, known: 0, enabled: 0, disabled: 1, deleted: 0 })
    expect(counts(gone)).toEqual({ consumed: 0, available: 2, known: 0, enabled: 0, disabled: 0, deleted: 1 })
  })
})
