// Whom a command is about: mostly somebody who stands as the command wants it, so that most of them have something to do.

import fc from 'fast-check'
import { type Consent, type MemberState, summary } from '../../src/index.ts'
import { contentsOf } from '../../src/pool/licensePool.ts'
import type { Scene } from './scenes.ts'

/** Ids whose order is neither that of their entry nor the same in every collation. */
export const everybody = ['mia', 'Ann', 'zoe', 'bob', 'éva'] as const

/** Somebody who is no member when a history begins, like the others, and mostly added as a placeholder. */
export const vacancy = 'tbh-1'

/** Finds somebody by how far the history has got. */
export type Find = (scene: Scene) => string

/** Mostly somebody who stands in such a state, else mostly a person who is there, else whoever is there, else anybody. */
export const somebody = (crowd: readonly string[], states: readonly MemberState[]): fc.Arbitrary<Find> =>
  fc.record({ fit: fc.nat({ max: 9 }), pick: fc.nat({ max: 59 }) }).map(
    ({ fit, pick }): Find =>
      ({ standing }) => {
        const people = standing.filter(({ kind }) => kind === 'person')
        const fitting = people.filter(({ state }) => states.includes(state))
        const found = fit < 6 && fitting.length > 0 ? fitting : fit < 8 ? people : fit < 9 ? standing : []
        return found[pick % found.length]?.id ?? (crowd[pick % crowd.length] as string)
      },
  )

/** A placeholder if there is one. */
export const placeholder: fc.Arbitrary<Find> = fc.constant(
  ({ standing }) => standing.find(({ kind, state }) => kind === 'placeholder' && state === 'known')?.id ?? vacancy,
)

/** Somebody on whom something depends if there is one. */
export const linked: fc.Arbitrary<Find> = fc.constant(
  ({ standing }) => standing.find(({ people }) => people?.dependencies)?.id ?? vacancy,
)

/** A person who is in and on whom something depends, if there is one. */
export const leaning: fc.Arbitrary<Find> = fc.nat({ max: 59 }).map((pick) => ({ standing }) => {
  const found = standing.filter(({ kind, state, people }) => kind === 'person' && state !== 'unlicensed' && people?.dependencies)
  return found[pick % found.length]?.id ?? vacancy
})

type Row = (scene: Scene) => object

/** Whether status counts, as far as the history has got. */
export const countsByStatus = ({ pool }: Scene): boolean => contentsOf(pool).header.policies.counting?.rule === 'status'

/** A status of a person, declared or not, or of a resource. */
export const status = fc.constantFrom(
  'active',
  'active',
  'active',
  'locked',
  'inactive',
  'guest',
  'contractor',
  'vault',
  'room',
  'unheard',
)

/** A consent to a raise; mostly one that does. */
export const consent: fc.Arbitrary<(scene: Scene) => Consent> = fc
  .tuple(fc.constantFrom(1, 1, 1, 2, 0), fc.constantFrom(0, 0, 0, 0, 1), fc.constantFrom(true, true, true, true, false))
  .map(([by, ago, acceptTerms]) => ({ pool, now }) => {
    const { allowance, consumed } = summary(pool, now)
    return { from: allowance + ago, to: Math.max(allowance, consumed) + by, acceptTerms }
  })

/** That consent now and then. */
export const someConsent: fc.Arbitrary<(scene: Scene) => { readonly consent?: Consent }> = fc
  .option(consent, { nil: undefined, freq: 1 })
  .map((drawn) => (scene) => (drawn === undefined ? {} : { consent: drawn(scene) }))

/** What is said of somebody who comes in. */
export const newcomer = (who: fc.Arbitrary<Find>): fc.Arbitrary<Row> => {
  const facts = fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record({
        placement: fc.constantFrom('North', 'All teams - Unassigned'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ credentials: fc.constantFrom(true, true, false) }) },
    { weight: 1, arbitrary: fc.record({ licenseType: fc.constantFrom('named', 'named', 'concurrent') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom('person', 'resource', 'placeholder'),
      }),
    },
  )
  const vacant = fc.constantFrom({}, { peopleState: 'TBH' }, { peopleState: 'TBR' })
  /** Hardly ever where status does not count. */
  const withStatus = fc.record({ status: fc.option(status, { nil: undefined }), odd: fc.nat({ max: 29 }) })
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(who, facts, withStatus, someConsent).map(
        ([find, said, { status, odd }, agreed]): Row =>
          (scene) => ({
            member: find(scene),
            ...said,
            ...(status !== undefined && (countsByStatus(scene) || odd === 0) ? { status } : {}),
            ...agreed(scene),
          }),
      ),
    },
    {
      weight: 1,
      arbitrary: vacant.map(
        (said): Row =>
          () => ({ member: vacancy, kind: 'placeholder', ...said }),
      ),
    },
  )
}
