// A member has one past, whatever becomes of it: one trial, fixed at its first sign-in, and one provisional seat, ever (M4, M7, M11).

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LicenseEvent } from '../../src/index.ts'
import { allHistories } from '../support/histories.ts'
import { law, patience, play } from '../support/playing.ts'

const about = (events: readonly LicenseEvent[], member: string): readonly LicenseEvent[] =>
  events.filter((event) => 'member' in event && event.member === member)

test('one trial and one provisional seat for a member, ever, and its trial ends when its first sign-in said (M4, M11)', {
  timeout: patience,
}, () => {
  const seen = { trials: 0, again: 0 }
  const property = fc.property(allHistories, (history) => {
    const { events } = play(history)
    for (const member of new Set(events.flatMap((event) => ('member' in event ? [event.member] : [])))) {
      const own = about(events, member)
      const firsts = own.flatMap((event) =>
        'firstSignIn' in event && event.firstSignIn !== undefined ? [event.firstSignIn] : [],
      )
      const count = (type: LicenseEvent['type']) => own.filter((event) => event.type === type).length
      if (firsts.length > 1) expect.fail(`${member} signed in for the first time ${firsts.length} times`)
      for (const type of ['TrialStarted', 'TrialEnded', 'SeatGrantedProvisionally'] as const) {
        if (count(type) > 1) expect.fail(`${member} has ${count(type)} ${type}`)
      }
      for (const event of own) {
        if (event.type === 'TrialStarted') expect(event.endsAt).toBe(firsts[0]?.trialEndsAt)
        if (event.type === 'TrialEnded') expect(event.at).toBe(firsts[0]?.trialEndsAt)
        if (event.type === 'TrialStarted') expect(event.endsAt).toBeGreaterThan(event.at)
      }
      seen.trials += count('TrialStarted')
      if (count('MemberAdded') > 1 && firsts.length > 0) seen.again++
    }
  })
  fc.assert(property, law)
  expect(seen.trials).toBeGreaterThan(500)
  expect(seen.again).toBeGreaterThan(30)
})

test('nobody who was disabled, rejected or deleted before gets a provisional seat (M7, M10)', { timeout: patience }, () => {
  let provisional = 0
  const property = fc.property(allHistories, (history) => {
    const barred = new Set<string>()
    for (const event of play(history).events) {
      if (event.type === 'MemberDisabled' || event.type === 'MemberRejected' || event.type === 'MemberDeleted')
        barred.add(event.member)
      if (event.type === 'SeatGrantedProvisionally') {
        provisional++
        if (barred.has(event.member)) expect.fail(`event ${event.seq}: ${event.member} was barred before`)
      }
    }
  })
  fc.assert(property, { ...law, numRuns: 2 * law.numRuns })
  expect(provisional).toBeGreaterThan(600)
})

test('a use is an event once in a day, unless it is the first sign-in ever (M12, D6)', { timeout: patience }, () => {
  let uses = 0
  const property = fc.property(allHistories, (history) => {
    const days = new Map<string, number>()
    for (const event of play(history).events) {
      if (!('day' in event)) continue
      const last = days.get(event.member)
      if (event.type === 'SeatUsed') {
        uses++
        if (last !== undefined && event.day <= last && event.firstSignIn === undefined)
          expect.fail(`event ${event.seq} is no news`)
      }
      days.set(event.member, event.day)
    }
  })
  fc.assert(property, law)
  expect(uses).toBeGreaterThan(500)
})
