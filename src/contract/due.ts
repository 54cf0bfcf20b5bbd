// What falls due is found, in its order, in pages, by whoever sweeps (T4, T6): nothing is missed, and nobody is asked in vain for ever.

import type { PoliciesPatch } from '../policies/policies.ts'
import type { Command } from '../pool/model/command.ts'
import type { PresetName } from '../presets/presets.ts'
import { manualClock } from '../shell/clock.ts'
import { same } from './same.ts'
import { type Chapter, DAY, done, eventsIn, licensingOn, snapshotIn, start, system, vendor } from './stage.ts'
import { type Step, Twin } from './twin.ts'
import { withInside } from './writing.ts'

/** More than two pages of what is loaded of an order at a time. */
const crowd = 150

/** In an order that is not that of the ids. */
const names = Array.from({ length: crowd }, (_, n) => `m${(n * 67) % crowd}`)

const opened = (preset: PresetName, quantity: number, policies: PoliciesPatch = {}): Step => [
  start,
  { type: 'OpenPool', organization: 'acme', preset, policies, lots: [{ lot: 'base', quantity }] },
]

const each = (command: (member: string, n: number) => Command, at = start): readonly Step[] =>
  names.map((member, n) => [at, command(member, n)])

const everybody: Step = [start, { type: 'ImportMembers', members: names.map((member) => ({ member })) }]

const signIn = (member: string): Command => ({ type: 'SignIn', member, client: 'mobile' })

/** What falls due at once for many, in ties that only the order of entry decides; and when. */
const crowds: Readonly<Record<string, { readonly steps: readonly Step[]; readonly at: number }>> = {
  'seats that were last used on one day (M12)': {
    steps: [opened('planningPeople', 1, { idleReclaim: { enabled: true, days: 30 } }), everybody],
    at: start + 40 * DAY,
  },
  'leases that time out at one moment (C9)': {
    steps: [
      opened('concurrentUse', crowd),
      everybody,
      ...each((member, n) => ({ type: 'SignIn', member, client: 'web', session: `s${(n * 71) % crowd}` })),
    ],
    at: start + DAY,
  },
  'provisional seats that lapse at one moment (M11)': {
    steps: [
      opened('mobileAssignment', crowd, { autoAssign: { enabled: false }, notifications: { enabled: true } }),
      ...each(signIn),
    ],
    at: start + 60 * DAY,
  },
  'a waiting line, of which all are admitted (M6)': {
    steps: [
      opened('mobileAssignment', 1, { waiting: { admit: 'whenFree' } }),
      [start, { type: 'AddLot', lot: 'later', organization: 'acme', quantity: crowd, from: start + 5 * DAY }],
      ...each(signIn),
    ],
    at: start + 6 * DAY,
  },
  'trials that end at one moment (M4)': {
    steps: [opened('mobileAssignment', 1), ...each(signIn)],
    at: start + 40 * DAY,
  },
}

export const due: Chapter = (it, { interleaves }) => {
  for (const [what, { steps, at }] of Object.entries(crowds)) {
    it(`sweeps ${crowd} ${what}, in the order of entry (T4, T6)`, async ({ store }) => {
      const twin = new Twin(store)
      await twin.seed(steps)
      await twin.compare()
      same(await store.poolsDue(at, 10), ['crm'], 'the pools in which something is due')
      await twin.give([at, { type: 'Sweep' }])
      same(twin.events.length > steps.length + crowd - 10, true, 'that much was due')
      await twin.compare()
    })
  }

  it('goes on with a crowd one by one, as commands come (T4, T6)', async ({ store }) => {
    const twin = new Twin(store)
    await twin.seed([opened('mobileAssignment', 1, { waiting: { admit: 'whenFree' } }), ...each(signIn)])
    for (const [n, quantity] of [1, 3, 70].entries())
      await twin.give([start + n, { type: 'AddLot', lot: `more-${n}`, organization: 'acme', quantity }])
    await twin.give([start + 9, { type: 'DisableMember', member: names[0] ?? '' }])
    await twin.compare()
  })

  it('leaves to an exempt crowd its idle seats, and names whom it passed over (M12, FB-14)', async ({ store }) => {
    const twin = new Twin(store)
    const exempt = names.slice(0, 100)
    await twin.seed([opened('planningPeople', 1, { idleReclaim: { enabled: true, days: 30, exempt } }), everybody])
    await twin.give([start + 40 * DAY, { type: 'Sweep' }])
    await twin.compare()
  })

  it('names the pools in which something may be due, each once, and no others (T4)', async ({ store }) => {
    const expected: string[] = []
    for (let n = 0; n < 23; n++) {
      const { licensing } = licensingOn(store)
      const until = n % 3 === 0 ? {} : { until: start + n * DAY }
      const lots = [{ lot: 'base', quantity: 1, ...until }]
      await done(licensing, `pool ${n}`, { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots }, vendor)
      if (n % 3 !== 0) expected.push(`pool ${n}`)
    }
    const named = async (by: number, page: number): Promise<readonly string[]> => {
      const all: string[] = []
      for (let next = await store.poolsDue(by, page); next.length > 0; next = await store.poolsDue(by, page, next.at(-1))) {
        same(
          [next.length <= page, next.some((id) => all.includes(id))],
          [true, false],
          'that a page is no larger than was asked for, and that it repeats a pool',
        )
        all.push(...next)
      }
      return all
    }
    for (const page of [1, 4, 100])
      same([...(await named(start + 30 * DAY, page))].sort(), [...expected].sort(), `the pools in pages of ${page}`)
    same(
      [...(await named(start + 10 * DAY, 3))].sort(),
      expected.filter((id) => Number(id.slice(5)) <= 10).sort(),
      'the pools after ten days',
    )
    same(await named(start + DAY - 1, 3), [], 'the pools before anything is due')
  })

  it('sweeps all pools, once, where two sessions sweep at once, and then names none (T4, A5)', async (stage) => {
    for (let n = 0; n < 9; n++) {
      const twin = new Twin(stage.store, `pool ${n}`)
      const lots = [{ lot: 'base', quantity: 1, until: start + n * DAY + 1 }]
      await twin.give([start, { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots }])
      await twin.give([start, signIn('ann')])
      await twin.give([start, signIn('bob')])
    }
    const clock = manualClock(start + 60 * DAY)
    const sessions = (await stage.sessions()).map((store) => licensingOn(store, clock).licensing)
    const swept = (await Promise.all(sessions.map(({ sweepDue }) => sweepDue()))).flat()
    same(
      swept.map(({ pool }) => pool).sort(),
      Array.from({ length: 9 }, (_, n) => `pool ${n}`),
      'the pools swept',
    )
    for (let n = 0; n < 9; n++) {
      const events = await eventsIn(stage.store, `pool ${n}`)
      same(events.filter(({ type }) => type === 'LotEnded').length, 1, 'how often the lot ended')
      same(events.filter(({ type }) => type === 'TrialEnded').length, 1, 'how often the trial ended')
    }
    same(await stage.store.poolsDue(start + 60 * DAY, 100), [], 'what is due after the sweep')
    same(await sessions[0]?.sweepDue(), [], 'what a further sweep comes to')
  })

  it('keeps that nothing was due only in the version in which it was looked for (T4, A5)', async (stage) => {
    const twin = new Twin(stage.store)
    await twin.seed([
      opened('planningPeople', 1, { idleReclaim: { enabled: true, days: 30 } }),
      [start, { type: 'AddMember', member: 'ann' }],
      [start + 20 * DAY, { type: 'RecordUse', member: 'ann' }],
    ])
    const [mine, other] = await stage.sessions()
    const clock = manualClock(start + 40 * DAY)
    const lot = { lot: 'short', organization: 'acme', quantity: 1, until: clock.now() + DAY }
    let second: Promise<unknown> | undefined
    const meanwhile = async () => {
      second ??= done(licensingOn(other, clock).licensing, 'crm', { type: 'AddLot', ...lot }, vendor)
      await second
    }
    if (interleaves) stage.opened.beforeNextWrite(meanwhile)
    const looking = interleaves ? mine : withInside(mine, () => void meanwhile())
    await done(licensingOn(looking, clock).licensing, 'crm', { type: 'Sweep' }, system)
    await meanwhile()
    same((await snapshotIn(mine))?.header.lots.length, 2, 'the number of lots')
    same(await stage.store.poolsDue(clock.now() + DAY, 10), ['crm'], 'what is due when the lot has ended')
  })

  it('does not name a pool again for what was looked for and is not due (T4)', async ({ store }) => {
    const twin = new Twin(store)
    await twin.seed([
      opened('planningPeople', 1, { idleReclaim: { enabled: true, days: 30 } }),
      everybody,
      ...each((member) => ({ type: 'RecordUse', member }), start + 20 * DAY),
    ])
    await twin.give([start + 40 * DAY, { type: 'Sweep' }])
    await twin.give([start + 40 * DAY, { type: 'Sweep' }])
    same(await store.poolsDue(start + 40 * DAY, 10), [], 'what is due when all was swept')
    same(await store.poolsDue(start + 60 * DAY, 10), ['crm'], 'what is due when the time has come')
    await twin.give([start + 60 * DAY, { type: 'Sweep' }])
    await twin.compare()
  })
}
