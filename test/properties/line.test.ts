// Who waits, waits in order, and with `whenFree` nobody waits while a licence is available (M6). The line is kept here once more,
// from the events alone.

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { type LicenseEvent, members } from '../../src/index.ts'
import { limitOf } from '../../src/policies/overage.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import { livelyHistories } from '../support/histories.ts'
import { isCommand, law, patience, play } from '../support/playing.ts'
import { same } from '../support/same.ts'

test('nobody waits while a licence is available, after any command (M6)', { timeout: patience }, () => {
  const seen = { waiting: 0, admitted: 0 }
  const property = fc.property(livelyHistories, (history) => {
    const { opening, turns, events } = play(history)
    for (const pool of [opening.pool, ...turns.map(({ after }) => after)]) {
      // Read off the header: a question would see the first in line admitted, were he forgotten.
      const { policies, allowance, counts } = contentsOf(pool).header
      if (policies.waiting?.admit !== 'whenFree' || policies.autoAssign?.enabled !== true) continue
      const available = limitOf(policies, allowance) - counts.enabled - counts.provisional
      if (counts.pending > 0 && available > 0) expect.fail(`${counts.pending} wait, and ${available} licences are available`)
      if (counts.pending > 0) seen.waiting++
    }
    seen.admitted += events.filter(({ reason }) => reason === 'freed').length
  })
  fc.assert(property, law)
  expect(seen.waiting).toBeGreaterThan(1_000)
  expect(seen.admitted).toBeGreaterThan(200)
})

/** The line after an event: in at the end, out wherever one stands. */
const lineAfter = (line: readonly string[], event: LicenseEvent): readonly string[] => {
  if (!('member' in event)) return line
  switch (event.type) {
    case 'SeatRequested':
    case 'ProvisionalGrantLapsed':
      return [...line.filter((each) => each !== event.member), event.member]
    case 'TrialStarted':
    case 'TrialEnded':
    case 'DependencyLinked':
    case 'DependencyUnlinked':
    case 'PlaceholderFilled':
      return line
    default:
      return line.filter((each) => each !== event.member)
  }
}

test('whoever is admitted from the line stood first in it (M6, M11, FB-5)', { timeout: patience }, () => {
  const seen = { freed: 0, approved: 0 }
  const property = fc.property(livelyHistories, (history) => {
    const { opening, turns } = play(history)
    let line = opening.events.reduce(lineAfter, [])
    for (const turn of turns) {
      if (!isRight(turn.result)) continue
      const { events, results } = turn.result.right
      const asked: string[] = []
      for (const event of events) {
        if (event.reason === 'freed') {
          seen.freed++
          same('member' in event ? event.member : '', line[0] ?? 'nobody', `who is admitted by event ${event.seq}`)
        }
        if (isCommand('ApproveWaiting')(turn) && asked.length === 0 && event.reason === 'approved') asked.push(...line)
        line = lineAfter(line, event)
      }
      if (isCommand('ApproveWaiting')(turn)) {
        const first = (asked.length > 0 ? asked : line).slice(0, turn.command.count)
        same(results?.map(({ member }) => member) ?? [], [...first], 'whom ApproveWaiting answers for')
        const answers = results?.map(({ answer }) => (answer === 'accepted' ? answer : answer.type)) ?? []
        same(
          answers,
          [...answers].sort((a, b) => (a === b ? 0 : a === 'accepted' ? -1 : 1)),
          'the first are admitted',
        )
        seen.approved += answers.length
      }
      const waiting = members(turn.after, { state: 'pending' }).map(({ member }) => member)
      same([...line].sort(), [...waiting].sort(), 'who waits')
    }
  })
  fc.assert(property, law)
  expect(seen.freed).toBeGreaterThan(200)
  expect(seen.approved).toBeGreaterThan(100)
})
