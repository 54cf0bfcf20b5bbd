// What the pool's answers are compared by, on answers made by hand: quotes, sessions, bulk answers, and refusals in a list.

import { describe, expect, test } from 'vitest'
import type { Answer } from '../../src/pool/model/outcome.ts'
import { reject } from '../../src/pool/model/rejection.ts'
import type { Summary } from '../../src/pool/queries/summary.ts'
import { differencesOf, type Expectations, type Standing, type Told } from '../../src/scenarios/play/compare.ts'

const standing: Standing = { summary: {} as Summary, members: new Map(), zone: 'UTC' }
const accepted = (answer: object): Told => ({ command: { type: 'Any' }, answer: { events: [], ...answer } as Answer })
const refused = (member: string): Told => ({ command: { type: 'Any' }, rejection: reject({ type: 'NotWaiting', member }) })
const found = (expectations: Expectations, ...told: readonly Told[]): readonly unknown[] =>
  differencesOf(expectations, told, standing).map(({ path, expected, actual }) => [path, expected, actual])

describe('a quote (S4)', () => {
  const quoted = accepted({ quote: { from: 3, to: 5, monthlyIncrease: 1_000, currency: 'EUR' } })

  test('is compared by the fields that are named', () => {
    expect(found({ quote: { from: 3, to: 5, monthlyIncrease: 1_000 } }, quoted)).toEqual([])
    expect(found({ quote: { from: 3, monthlyIncrease: 999, terms: 'x' } }, quoted)).toEqual([
      ['quote.monthlyIncrease', 999, 1_000],
      ['quote.terms', 'x', null],
    ])
  })

  test('that should not be there, or is not, is a difference', () => {
    expect(found({ quote: null }, quoted)).toHaveLength(1)
    expect(found({ quote: null }, accepted({}))).toEqual([])
    expect(found({ quote: {} }, accepted({}))).toEqual([['quote', {}, null]])
  })
})

test('a session is compared exactly', () => {
  expect(found({ session: 's1' }, accepted({ session: 's1' }))).toEqual([])
  expect(found({ session: 's1' }, accepted({ session: 's2' }))).toEqual([['session', 's1', 's2']])
  expect(found({ session: null }, accepted({ session: 's2' }))).toEqual([['session', null, 's2']])
})

test('the answers of a bulk command are compared member by member; two about one member must be the same', () => {
  const { rejection } = refused('bob')
  const bulk = accepted({
    results: [
      { member: 'ann', answer: 'accepted' },
      { member: 'bob', answer: 'accepted' },
      { member: 'bob', answer: rejection },
    ],
  })
  expect(found({ results: { ann: 'accepted' } }, bulk)).toEqual([])
  expect(found({ results: { bob: 'accepted', eve: 'accepted' } }, bulk)).toEqual([
    ['results.bob', 'accepted', ['accepted', 'NotWaiting']],
    ['results.eve', 'accepted', null],
  ])
})

describe('in a list of commands', () => {
  test('a refusal that is not named fails the step, whichever it answers', () => {
    expect(found({}, refused('ann'), accepted({}))).toEqual([['do[0].rejected', null, 'NotWaiting']])
    expect(found({}, accepted({}), refused('ann'))).toEqual([['rejected', null, 'NotWaiting']])
  })

  test('one that is named does not, but the last must still be refused', () => {
    expect(found({ rejected: 'NotWaiting' }, refused('ann'), refused('bob'))).toEqual([])
    expect(found({ rejected: 'NotWaiting' }, refused('ann'), accepted({}))).toEqual([['rejected', 'NotWaiting', null]])
  })
})
