// Time (T1 to T5; T6 is in order.time.test.ts). What is expected was worked out by hand and is written in UTC. `npm run check` runs this under other host zones.

import { describe, expect, test } from 'vitest'
import { access, explain, members, nextDue, openPool, summary } from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { add, approve, assign, buy, change, signIn, sweep } from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'
import { told, utc } from '../support/told.ts'

describe('the moment is the caller’s', () => {
  test.each(['1999-12-31T23:59:59.999Z', '2199-07-01T12:00Z'])(
    'an event bears the moment of its command, be it %s (T1)',
    (at) => {
      const story = given({ at }).when(signIn('lucy'), { at })
      expect(story.outcome.events.map((event) => event.at)).toEqual([Date.parse(at), Date.parse(at)])
      expect(story.events).toEqual(['MemberAdded lucy', 'SeatGranted lucy'])
    },
  )

  test('a query answers for the moment that it is asked for, in the past of the host or in its future (T1)', () => {
    const story = given({ at: '2199-01-01T00:00', lots: [{ lot: 'late', quantity: 4, from: '2199-06-01T00:00' }] })
    expect(summary(story.pool, story.moment('2199-05-31T23:59')).allowance).toBe(1)
    expect(summary(story.pool, story.moment('2199-06-01T00:00')).allowance).toBe(5)
  })
})

describe('a span of days', () => {
  test.each([
    ['across the spring change', 'Europe/London', '2026-03-20T15:00', '2026-04-19T14:00Z'],
    ['across the autumn change', 'Europe/London', '2026-10-01T15:00', '2026-10-31T15:00Z'],
    ['across a month end', 'UTC', '2026-01-31T10:00', '2026-03-02T10:00Z'],
    ['to 29 February', 'UTC', '2028-01-30T10:00', '2028-02-29T10:00Z'],
    ['into a gap, on by the gap', 'Europe/Berlin', '2026-02-27T02:30', '2026-03-29T01:30Z'],
    ['into a gap at midnight', 'America/Havana', '2026-02-06T00:15', '2026-03-08T05:15Z'],
    ['into an hour that occurs twice, the first', 'Europe/London', '2026-09-25T01:30', '2026-10-25T00:30Z'],
  ])('a trial of 30 days ends at the same local time %s (T2)', (_, timeZone, at, ends) => {
    const story = given({ allowance: 0, timeZone, at }).when(signIn('lucy'))
    expect(story.accessOf('lucy')).toBe(`trial until ${ends}`)
    const ended = story.when(sweep, { at: '2029-01-01T00:00' })
    expect(ended.told).toEqual([`${ends} TrialEnded lucy, due, by system`])
  })

  test.each([
    ['across the spring change', 'Europe/London', '2026-03-20T15:00', '2026-04-03T14:00Z'],
    ['across the autumn change', 'Europe/London', '2026-10-20T15:00', '2026-11-03T15:00Z'],
    ['across a month end', 'UTC', '2026-02-20T10:00', '2026-03-06T10:00Z'],
    ['to 29 February', 'UTC', '2028-02-15T10:00', '2028-02-29T10:00Z'],
    ['into a gap, on by the gap', 'Europe/Berlin', '2026-03-15T02:30', '2026-03-29T01:30Z'],
    ['into a gap of half an hour', 'Australia/Lord_Howe', '2026-09-20T02:15', '2026-10-03T15:45Z'],
    ['into an hour that occurs twice, the first', 'Europe/London', '2026-10-11T01:30', '2026-10-25T00:30Z'],
    ['into half an hour that occurs twice', 'Australia/Lord_Howe', '2026-03-22T01:45', '2026-04-04T14:45Z'],
    ['into a day that the zone skipped', 'Pacific/Apia', '2011-12-16T15:00', '2011-12-31T01:00Z'],
  ])('a provisional seat of 14 days lapses at the same local time %s (T2)', (_, timeZone, at, ends) => {
    const story = given({ timeZone, at, policies: { ...byApproval, trial: null } }).when(signIn('lucy'))
    expect(story.accessOf('lucy')).toBe(`full until ${ends}`)
    const lapsed = story.when(sweep, { at: '2029-01-01T00:00' })
    expect(lapsed.told).toEqual([`${ends} ProvisionalGrantLapsed lucy, lapsed, by system`])
  })

  test.each([
    ['in summer time by then', 'Europe/London', '2026-03-20T12:00', '2026-04-03T23:00Z'],
    ['in winter time by then', 'Europe/Berlin', '2026-10-12T12:00', '2026-10-26T23:00Z'],
    ['whose midnight does not exist', 'America/Havana', '2026-02-21T12:00', '2026-03-08T05:00Z'],
    ['whose midnight does not exist either', 'Atlantic/Azores', '2026-03-14T12:00', '2026-03-29T01:00Z'],
    ['whose midnight occurs twice, at the first', 'America/Havana', '2026-10-17T12:00', '2026-11-01T04:00Z'],
    ['that the zone skipped, when the next one starts', 'Pacific/Apia', '2011-12-15T12:00', '2011-12-30T10:00Z'],
    ['that is 1 March of a leap year', 'UTC', '2028-02-15T12:00', '2028-03-01T00:00Z'],
  ])('an idle seat is freed at the first moment of a day %s (T2, M12)', (_, timeZone, at, freed) => {
    const story = given({ timeZone, at, policies: { idleReclaim: { enabled: true, days: 14 } } }).when(signIn('lucy'))
    const swept = story.when(sweep, { at: '2029-01-01T00:00' })
    expect(swept.told).toEqual([`${freed} SeatReclaimed lucy, idle, by system`])
  })

  test('counts days in the pool’s zone: half an hour past midnight is another day, though UTC has the same (T2, M12)', () => {
    const story = given({ timeZone: 'Europe/London', at: '2026-06-10T23:30' }).when(signIn('lucy'))
    expect(story.when(signIn('lucy'), { at: '2026-06-10T23:59:59.999' }).told).toEqual([])
    expect(story.when(signIn('lucy'), { at: '2026-06-11T00:00' }).told).toEqual([
      '2026-06-10T23:00Z SeatUsed lucy, signIn, by member lucy',
    ])
  })

  test('counts in UTC unless the pool says otherwise (T2)', () => {
    const opened = openPool({ type: 'OpenPool', organization: 'acme' }, 0, { role: 'system' })
    expect(opened._tag === 'Right' && toSnapshot(opened.right.pool).header.timeZone).toBe('UTC')
  })
})

describe('the end of a span', () => {
  test('a trial lasts to its last millisecond and is over at its end (T3)', () => {
    const story = given({ allowance: 0, at: '2026-03-02T09:00' }).when(signIn('lucy'))
    expect(story.accessOf('lucy', '2026-04-01T08:59:59.999')).toBe('trial until 2026-04-01T09:00Z')
    expect(story.accessOf('lucy', '2026-04-01T09:00')).toBe('standard')
    expect(story.when(sweep, { at: '2026-04-01T08:59:59.999' }).events).toEqual([])
    expect(story.when(sweep, { at: '2026-04-01T09:00' }).events).toEqual(['TrialEnded lucy'])
  })

  test('a provisional seat lasts to its last millisecond and is over at its end (T3)', () => {
    const story = given({ policies: byApproval, at: '2026-03-02T09:00' }).when(signIn('lucy'))
    expect(story.accessOf('lucy', '2026-03-16T08:59:59.999')).toBe('full until 2026-03-16T09:00Z')
    expect(story.accessOf('lucy', '2026-03-16T09:00')).toBe('trial until 2026-04-01T09:00Z')
    expect(story.when(approve('lucy'), { at: '2026-03-16T08:59:59.999' }).events).toEqual(['SeatApproved lucy'])
    expect(story.when(approve('lucy'), { at: '2026-03-16T09:00' }).events).toEqual([
      'ProvisionalGrantLapsed lucy',
      'TrialStarted lucy',
      'SeatGranted lucy',
    ])
  })

  test('a lot counts from its first millisecond to its last and not at its end (T3, A1)', () => {
    const term = { from: '2026-04-01T00:00', until: '2026-05-01T00:00' }
    const story = given({ lots: [{ lot: 'april', quantity: 9, ...term }] })
    const allowance = (at: string) => summary(story.pool, story.moment(at)).allowance
    expect(allowance('2026-03-31T23:59:59.999')).toBe(1)
    expect(allowance('2026-04-01T00:00')).toBe(10)
    expect(allowance('2026-04-30T23:59:59.999')).toBe(10)
    expect(allowance('2026-05-01T00:00')).toBe(1)
  })

  test('a lot may be bought to end in a millisecond, and not to end now (T3, A1)', () => {
    const story = given({ at: '2026-03-02T09:00' })
    const ends = (at: string) => buy('brief', 1, { until: story.moment(at) })
    expect(story.refusal(ends('2026-03-02T09:00'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'until' }] })
    expect(story.when(ends('2026-03-02T09:00:00.001')).events).toEqual(['LotAdded brief'])
  })

  test('a seat that was idle for 90 days is kept to the last millisecond of the ninetieth (T3, M12)', () => {
    const story = given({ policies: { idleReclaim: { enabled: true } }, at: '2026-01-15T15:00' }).when(signIn('lucy'))
    expect(story.accessOf('lucy', '2026-04-15T23:59:59.999')).toBe('full')
    expect(story.accessOf('lucy', '2026-04-16T00:00')).toBe('standard')
  })
})

/** Ten days in which much falls due: two hold seats, three wait, two lots end and one starts. */
const busy = (): Story =>
  given({
    at: '2026-03-02T09:00',
    policies: {
      waiting: { admit: 'whenFree' },
      trial: { days: 3 },
      idleReclaim: { enabled: true, days: 2 },
      shrink: { rule: 'releaseLongestIdle' },
    },
    lots: [
      { lot: 'spring', quantity: 1, until: '2026-03-04T12:00' },
      { lot: 'summer', quantity: 3, from: '2026-03-09T06:00', until: '2026-03-10T06:00' },
    ],
  })
    .when(signIn('ann'))
    .when(signIn('bob'))
    .when(signIn('cara'))
    .when(signIn('dan'), { at: '2026-03-02T10:00' })
    .when(signIn('erin'), { at: '2026-03-02T11:00' })

const whatFallsDue = [
  '2026-03-04T12:00Z LotEnded spring, due, by system',
  '2026-03-04T12:00Z SeatReleased ann, shrink, by system',
  '2026-03-05T00:00Z SeatReclaimed bob, idle, by system',
  '2026-03-05T00:00Z SeatGranted cara, freed, by system',
  '2026-03-05T10:00Z TrialEnded dan, due, by system',
  '2026-03-05T11:00Z TrialEnded erin, due, by system',
  '2026-03-08T00:00Z SeatReclaimed cara, idle, by system',
  '2026-03-08T00:00Z SeatGranted dan, freed, by system',
  '2026-03-09T06:00Z LotStarted summer, due, by system',
  '2026-03-09T06:00Z SeatGranted erin, freed, by system',
  '2026-03-10T06:00Z LotEnded summer, due, by system',
  '2026-03-10T06:00Z SeatReleased dan, shrink, by system',
  '2026-03-12T00:00Z SeatReclaimed erin, idle, by system',
]

describe('what falls due', () => {
  const everyHours = (hours: number) => (story: Story) => {
    let swept = story
    for (let at = story.now; at < Date.parse('2026-03-14T00:00Z'); at += hours * 3_600_000)
      swept = swept.when(sweep, { at: utc(at) })
    return swept
  }
  const whenDue = (story: Story) => {
    let swept = story
    for (let due = nextDue(swept.pool); due !== undefined; due = nextDue(swept.pool)) swept = swept.when(sweep, { at: utc(due) })
    return swept
  }
  const never = (story: Story) => story
  const final = never(busy()).when(add('zoe'), { at: '2026-03-14T00:00' })

  test.each([
    ['every hour', everyHours(1)],
    ['every 7 hours', everyHours(7)],
    ['every 100 hours', everyHours(100)],
    ['whenever the pool says that something may be due', whenDue],
    ['never', never],
  ])('is the same, at the same moments, when swept %s (T4)', (_, schedule) => {
    const begun = busy()
    const story = schedule(begun).when(add('zoe'), { at: '2026-03-14T00:00' })
    expect(story.history.slice(begun.history.length).map(told)).toEqual([
      ...whatFallsDue,
      '2026-03-14T00:00Z MemberAdded zoe, command, by systemAdmin',
    ])
    expect(toSnapshot(story.pool)).toEqual(toSnapshot(final.pool))
  })

  test('comes before the command that looks, with the actor system and no command (T4, D6)', () => {
    const story = busy().when(assign('ann'), {
      at: '2026-03-12T00:00',
      by: { role: 'systemAdmin', id: 'root', commandId: 'c-1' },
    })
    expect(story.told).toEqual([...whatFallsDue, '2026-03-12T00:00Z SeatGranted ann, assigned, by systemAdmin root'])
    expect(story.outcome.events.map((event) => event.commandId)).toEqual([...whatFallsDue.map(() => undefined), 'c-1'])
  })

  test('of a refused command is not kept, and comes the same with the next (T4, X1)', () => {
    const story = busy()
    expect(story.refusal(assign('nobody'), { at: '2026-03-08T00:00' })).toMatchObject({ type: 'UnknownMember', member: 'nobody' })
    expect(story.refusal(assign('ann'), { at: '2026-03-08T00:00' }).type).toBe('AllowanceExhausted')
    expect(story.when(sweep, { at: '2026-03-12T00:00' }).told).toEqual(whatFallsDue)
  })

  test('is seen by every query, and none of them changes the pool (T4)', () => {
    const story = busy()
    const before = toSnapshot(story.pool)
    const at = story.moment('2026-03-05T00:00')
    expect(story.accessOf('cara', '2026-03-04T23:59:59.999')).toBe('trial until 2026-03-05T09:00Z')
    expect(access(story.pool, 'cara', at)).toEqual({ level: 'full', reason: 'seat' })
    expect(summary(story.pool, at)).toMatchObject({ allowance: 1, consumed: 1, available: 0, enabled: 1, known: 2, pending: 2 })
    expect(members(story.pool, { state: 'enabled', at }).map((each) => each.member)).toEqual(['cara'])
    expect(explain(story.pool, 'cara', at)).toMatchObject({ state: 'enabled', since: at })
    expect(toSnapshot(story.pool)).toEqual(before)
  })

  test('is judged by the policies in force until then, though they were changed before the pool looked (T4)', () => {
    const idle = given({ policies: { idleReclaim: { enabled: true, days: 14 } } }).when(signIn('lucy'))
    const off = change({ idleReclaim: { enabled: false } })
    expect(idle.when(off, { at: '2026-03-16T23:59:59.999' }).when(sweep, { at: '2026-06-01T00:00' }).events).toEqual([])
    expect(idle.when(off, { at: '2026-05-01T00:00' }).told).toEqual([
      '2026-03-17T00:00Z SeatReclaimed lucy, idle, by system',
      '2026-05-01T00:00Z PoliciesChanged, command, by accountManager',
    ])
  })

  test('frees a license for the command that looks: the last one is not refused for a lapsed grant (T4, FB-24)', () => {
    const story = given({ policies: byApproval, members: ['bob'] }).when(signIn('lucy'))
    expect(story.refusal(assign('bob'), { at: '2026-03-16T08:59:59.999' }).type).toBe('AllowanceExhausted')
    expect(story.when(assign('bob'), { at: '2026-03-16T09:00' }).events.at(-1)).toBe('SeatGranted bob')
  })

  test('is the same beside an exempt member, however seldom the pool looks (T4, A3)', () => {
    const story = given({
      at: '2026-03-20T09:00',
      policies: { waiting: { admit: 'whenFree' }, shrink: { rule: 'releaseLongestIdle' }, idleReclaim: { exempt: ['boss'] } },
      lots: [
        { lot: 'morning', quantity: 1, until: '2026-03-20T12:00' },
        { lot: 'afternoon', quantity: 1, from: '2026-03-20T13:00', until: '2026-03-20T15:00' },
      ],
      members: ['ann', 'boss', 'cara'],
    })
      .when(assign('boss'))
      .when(assign('cara'))
      .when(signIn('ann'))
    const expected = [
      '2026-03-20T12:00Z LotEnded morning, due, by system',
      '2026-03-20T12:00Z SeatReleased cara, shrink, by system',
      '2026-03-20T13:00Z LotStarted afternoon, due, by system',
      '2026-03-20T13:00Z SeatGranted ann, freed, by system',
      '2026-03-20T15:00Z LotEnded afternoon, due, by system',
      '2026-03-20T15:00Z SeatReleased ann, shrink, by system',
    ]
    const often = ['2026-03-20T12:00', '2026-03-20T13:00', '2026-03-20T15:00'].reduce(
      (swept, at) => swept.when(sweep, { at }),
      story,
    )
    expect(often.history.slice(story.history.length).map(told)).toEqual(expected)
    expect(story.when(sweep, { at: '2026-03-20T16:00' }).told).toEqual(expected)
  })
})

describe('a clock that steps back', () => {
  test('acts at the moment of the latest event (T5)', () => {
    const story = given({ at: '2026-03-02T09:00', allowance: 0 }).when(add('ann'), { at: '2026-03-02T12:00' })
    const back = story.when(signIn('lucy'), { at: '2026-03-01T00:00' })
    expect(back.told).toEqual([
      '2026-03-02T12:00Z MemberAdded lucy, signIn, by member lucy',
      '2026-03-02T12:00Z SeatRequested lucy, noLicenseAvailable, by member lucy',
      '2026-03-02T12:00Z TrialStarted lucy, noLicenseAvailable, by member lucy, until 2026-04-01T12:00Z',
    ])
    expect(back.accessOf('lucy', '2026-01-01T00:00')).toBe('trial until 2026-04-01T12:00Z')
  })

  test('does not revive a provisional seat that has lapsed (T5)', () => {
    const lapsed = given({ policies: byApproval }).when(signIn('lucy')).when(sweep, { at: '2026-03-16T09:00' })
    expect(lapsed.accessOf('lucy', '2026-03-16T08:59')).toBe('trial until 2026-04-01T09:00Z')
    expect(lapsed.when(approve('lucy'), { at: '2026-03-10T00:00' }).told).toEqual([
      '2026-03-16T09:00Z SeatGranted lucy, approved, by systemAdmin',
    ])
  })

  test('does not revive a lot that has ended, and cannot buy one that would have (T5)', () => {
    const story = given({ lots: [{ lot: 'march', quantity: 5, until: '2026-03-20T00:00' }] }).when(sweep, {
      at: '2026-03-20T00:00',
    })
    expect(summary(story.pool, story.moment('2026-03-10T00:00'))).toMatchObject({ allowance: 1, available: 1 })
    const late = buy('late', 1, { until: story.moment('2026-03-15T00:00') })
    expect(story.refusal(late, { at: '2026-03-10T00:00' })).toMatchObject({ type: 'Invalid', issues: [{ path: 'until' }] })
  })

  test('looks ahead no further than the latest event: what was due later stays due (T5)', () => {
    const story = given({ allowance: 0 }).when(signIn('lucy')).when(add('ann'), { at: '2026-03-10T00:00' })
    expect(story.when(sweep, { at: '2026-03-05T00:00' }).events).toEqual([])
    expect(story.when(sweep, { at: '2026-05-01T00:00' }).told).toEqual(['2026-04-01T09:00Z TrialEnded lucy, due, by system'])
  })
})
