// Who counts by itself, said once more and in other words: a state follows its status (S1), and every way in is an admission (D1, FB-3).

import fc from 'fast-check'
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { Policies } from '../../src/index.ts'
import type { PeopleFacts } from '../../src/pool/model/member.ts'
import { toSnapshot } from '../../src/store/index.ts'
import { histories } from '../support/histories.ts'
import { law, patience, play } from '../support/playing.ts'
import { declaredStatuses } from '../support/pools.ts'

/** What a status of a person means. */
const meanings: Readonly<Record<string, { readonly counts: boolean; readonly signsIn: boolean }>> = {
  active: { counts: true, signsIn: true },
  locked: { counts: true, signsIn: false },
  inactive: { counts: false, signsIn: false },
  ...declaredStatuses,
}

interface Person {
  readonly kind: string
  readonly people?: PeopleFacts | undefined
}

const counts = (policies: Policies, { kind, people = {} }: Person): boolean => {
  if (kind !== 'person') return false
  const rule = policies.counting?.rule ?? 'granted'
  if (rule === 'status') return meanings[people.status ?? '']?.counts === true
  if (rule === 'imported' || people.licenseType === 'named') return true
  const kinds = (people.dependencies ?? []).map((each) => each.kind)
  return rule === 'referenced' && ['territory', 'target', 'routing', 'login'].some((kind) => kinds.includes(kind))
}

test('a member stands as its status says: enabled only where it counts, disabled only where it does nothing (S1)', {
  timeout: patience,
}, () => {
  const seen: Record<string, number> = {}
  const property = fc.property(histories, (history) => {
    for (const { after } of play(history).turns) {
      const { header, members } = toSnapshot(after)
      if (header.policies.counting?.rule !== 'status') continue
      for (const { id, kind, state, people } of members) {
        if (kind !== 'person' || !['known', 'pending', 'provisional', 'enabled', 'disabled'].includes(state)) continue
        const meaning = meanings[people?.status ?? '']
        if (meaning === undefined) return expect.fail(`${id} has the status ${people?.status}`)
        const fits =
          state === 'known'
            ? meaning.counts || meaning.signsIn
            : state === 'disabled'
              ? !meaning.counts && !meaning.signsIn
              : meaning.counts
        if (!fits) expect.fail(`${id} is ${people?.status} and ${state}`)
        const cell = `${people?.status} ${state}`
        seen[cell] = (seen[cell] ?? 0) + 1
      }
    }
  })
  fc.assert(property, law)
  for (const cell of ['active enabled', 'active known', 'locked enabled', 'inactive disabled', 'guest known', 'vault enabled'])
    expect(seen[cell] ?? 0, cell).toBeGreaterThan(20)
})

test('whoever comes in and counts holds a license, whatever the way in; who came back disabled excepted (D1, FB-3)', {
  timeout: patience,
}, () => {
  const seen = { licensed: 0, not: 0, relicensed: 0 }
  const property = fc.property(histories, (history) => {
    for (const { before, result, after } of play(history).turns) {
      if (!isRight(result)) continue
      const was = new Map(toSnapshot(before).members.map((row) => [row.id, row]))
      const { header, members } = toSnapshot(after)
      for (const event of result.right.events) {
        if (event.type !== 'MemberAdded' && event.type !== 'MemberRelicensed') continue
        const row = members.find(({ id }) => id === event.member)
        // Where auto-assign is there, too, who signs in and finds no license waits (M2).
        if (row === undefined || (event.reason === 'signIn' && row.state === 'pending')) continue
        const past = was.get(event.member)
        const returnsDisabled = past !== undefined && 'returnsDisabled' in past && past.returnsDisabled === true
        const isLicensed = row.state === 'enabled' || row.state === 'provisional'
        const byStatus = header.policies.counting?.rule === 'status'
        if (counts(header.policies, row) && !(returnsDisabled && !byStatus)) {
          if (!isLicensed) expect.fail(`${row.id} counts, came in by ${event.type}, and is ${row.state}`)
          seen.licensed++
          if (event.type === 'MemberRelicensed') seen.relicensed++
        } else seen.not++
      }
    }
  })
  fc.assert(property, law)
  expect(seen.licensed).toBeGreaterThan(300)
  expect(seen.relicensed).toBeGreaterThan(5)
  expect(seen.not).toBeGreaterThan(300)
})
