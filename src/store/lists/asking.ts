// The door of the lists: who asks, about which pool, and for how much of it. Like every other door it checks and copies what it is handed
// before anything is waited for (X10), and denies by default (X9).

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { contentsOf, type LicensePool } from '../../pool/licensePool.ts'
import { type Rejection, reject } from '../../pool/model/rejection.ts'
import type { Asked } from '../../pool/queries/ask.ts'
import type { Reach } from '../../pool/rows/extent.ts'
import { enter, type Shape, suchThat, text, whole } from '../../pool/validation/shape.ts'
import { readCall } from '../../shell/call.ts'
import type { Asking } from '../../shell/options.ts'
import type { PoolStore } from '../../shell/store.ts'
import { type Turn, transactor } from '../../shell/transactor.ts'

/**
 * Which page of a list.
 *
 * @example
 * const tenMore: PageFilter = { limit: 10, after: '4711' }
 */
export interface PageFilter {
  /** How many at most, from 1 to 1,000; default 100. */
  readonly limit?: number
  /** The `next` of the page before; absent: from the beginning. */
  readonly after?: string
}

export const usualLimit = 100

/** A place in a list as its `next` says it: whole numbers between colons, the last an ordinal, perhaps behind a word. */
export const cursorShape = (pattern: RegExp): Shape<string> =>
  suchThat(
    text({ max: 60 }),
    (value) => pattern.test(value) && Number(value.split(':').at(-1)) < 2 ** 31,
    'the `next` of a page of this list',
  )

export const limitShape = whole({ min: 1, max: 1_000 })

/** The place that a cursor `key:ordinal` says. */
export const placeIn = (cursor: string): Reach => {
  const [key, ordinal] = cursor.split(':').map(Number) as [number, number]
  return { key, ordinal }
}

/** The cursor behind a page: none where the list has come to its end. */
export const nextAfter = <Place>(
  page: readonly Place[],
  limit: number,
  cursorOf: (last: Place) => string,
): { readonly next?: string } => (page.length < limit ? {} : { next: cursorOf(page.at(-1) as Place) })

interface List<Filter, A> {
  readonly verb: string
  readonly shape: Shape<Filter>
  /** Made anew for every attempt; it is asked again with more rows until it needs no more. */
  readonly question: (filter: Filter) => (pool: LicensePool) => Asked<A>
}

/** Lets a list in, and answers it in a transaction that writes nothing. */
export const list = async <Filter, A>(
  store: PoolStore,
  pool: string,
  filter: Filter,
  asking: Asking,
  { verb, shape, question }: List<Filter, A>,
): Promise<Either<Rejection, A>> => {
  const call = readCall(pool, asking, 0)
  if (isLeft(call)) return call
  const { pool: id, actor } = call.right
  const entered = enter(shape, filter, ['filter'])
  if (entered.issues !== undefined) return left(reject({ type: 'Invalid', issues: entered.issues }))
  if (!mayList.has(actor.role)) return left(reject({ type: 'NotPermitted', role: actor.role, command: verb }))
  let ask = question(entered.value)
  return transactor(store)(id, { members: [], readOnly: true }, ({ pool: handedOut }): Turn<Either<Rejection, A>> => {
    if (handedOut === undefined) return { verdict: { type: 'Nothing' }, result: left(reject({ type: 'UnknownPool', pool: id })) }
    if (isBegun(handedOut)) ask = question(entered.value)
    const asked = ask(handedOut)
    return asked.type === 'Need' ? { verdict: asked } : { verdict: { type: 'Nothing' }, result: right(asked.answer) }
  })
}

/** A member asks about itself only (R). */
const mayList: ReadonlySet<string> = new Set(['systemAdmin', 'accountManager', 'setupWizard', 'system'])

/** Whether it is handed out for the first time: the whole of a pool, or a part of which no page has been loaded yet. */
const isBegun = (pool: LicensePool): boolean => contentsOf(pool).extent?.listed === undefined
