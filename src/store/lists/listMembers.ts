// The members of a pool, a page at a time, so that no list loads a pool: by state, in the order of their first entry, or who waits, in line.

import type { Either } from 'fp-ts/lib/Either.js'
import { Draft } from '../../pool/draft.ts'
import type { LicensePool } from '../../pool/licensePool.ts'
import { type Member, type MemberState, memberStates } from '../../pool/model/member.ts'
import type { Rejection } from '../../pool/model/rejection.ts'
import type { Asked } from '../../pool/queries/ask.ts'
import { type MemberFilter, type MemberView, viewOf } from '../../pool/queries/members.ts'
import { nowhere } from '../../pool/rows/extent.ts'
import { either, listOf, literal, object, type Shape } from '../../pool/validation/shape.ts'
import type { Asking } from '../../shell/options.ts'
import type { PoolStore } from '../../shell/store.ts'
import { cursorShape, limitShape, list, nextAfter, type PageFilter, placeIn, usualLimit } from './asking.ts'
import { Page, type Placed } from './page.ts'

/**
 * Some members, as they stand since the pool's latest event.
 *
 * @example
 * const nobody: MembersPage = { members: [] }
 */
export interface MembersPage {
  readonly members: readonly MemberView[]
  /** Where the next page begins; absent at the end of the list. */
  readonly next?: string
}

const state = literal(...memberStates)
const filterShape: Shape<PageFilter & Pick<MemberFilter, 'state'>> = object(
  {},
  { state: either(state, listOf(state, { max: 100 })), limit: limitShape, after: cursorShape(/^\d{1,10}$/) },
)
const waitingShape: Shape<PageFilter> = object({}, { limit: limitShape, after: cursorShape(/^\d{1,10}:\d{1,10}$/) })

/** Who is in (P6). */
const usualStates = memberStates.filter((each) => !['unlicensed', 'deactivated', 'deleted'].includes(each))

/**
 * A page of the members in the order of their first entry: of these states, else of all but the unlicensed, deactivated and deleted (M8,
 * P6). It reads that page and no more. What has fallen due since the latest event is not seen: `sweepDue` first. Not for a member (R).
 * Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
 *
 * @example
 * await licensing.execute('crm', { type: 'AddMember', member: 'ann' }, { actor })
 * const { members, next } = orThrow(await listMembers(store, 'crm', { state: 'known', limit: 1 }, { actor }))
 * console.log(members.map((each) => each.member)) // [ 'ann' ]
 * console.log(orThrow(await listMembers(store, 'crm', { state: 'known', after: next }, { actor })).members) // []
 */
export const listMembers = (
  store: PoolStore,
  pool: string,
  filter: PageFilter & Pick<MemberFilter, 'state'>,
  asking: Asking,
): Promise<Either<Rejection, MembersPage>> =>
  list(store, pool, filter, asking, {
    verb: 'listMembers',
    shape: filterShape,
    question: ({ state: asked, limit = usualLimit, after = '0' }) => {
      const states: readonly MemberState[] = asked === undefined ? usualStates : [asked].flat()
      const page = Page.ofMembers({ of: 'members', states, after: Number(after), count: limit })
      return viewing(page, limit, ({ ordinal }) => `${ordinal}`)
    },
  })

/**
 * A page of those who wait, first in line first (M6), as they stand since the pool's latest event; otherwise as `listMembers`. Not for a
 * member (R). Rejections: `Invalid`, `NotPermitted`, `UnknownPool`.
 *
 * @example
 * console.log(orThrow(await listWaiting(store, 'crm', { limit: 10 }, { actor })).members) // []
 */
export const listWaiting = (
  store: PoolStore,
  pool: string,
  filter: PageFilter,
  asking: Asking,
): Promise<Either<Rejection, MembersPage>> =>
  list(store, pool, filter, asking, {
    verb: 'listWaiting',
    shape: waitingShape,
    question: ({ limit = usualLimit, after }) => {
      const place = after === undefined ? nowhere : placeIn(after)
      const page = Page.ofMembers({ of: 'order', order: 'waiting', after: place, count: limit })
      return viewing(page, limit, ({ key, ordinal }) => `${key}:${ordinal}`)
    },
  })

/** A page as it is shown. A member's access takes its leases, which have to be loaded where there are any. */
const viewing =
  (page: Page<Member>, limit: number, cursorOf: (last: Placed<Member>) => string) =>
  (pool: LicensePool): Asked<MembersPage> => {
    const rows = page.rows(pool)
    if (rows === undefined) return { type: 'Need', needs: page.needs }
    const draft = new Draft(pool, Number.NEGATIVE_INFINITY)
    const members = rows.map(({ row }) => viewOf(draft, row))
    if (draft.needs !== undefined) return { type: 'Need', needs: draft.needs }
    return { type: 'Answer', answer: { members, ...nextAfter(rows, limit, cursorOf) } }
  }
