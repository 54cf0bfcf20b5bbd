// The running sessions of a pool, a page at a time.

import type { Either } from 'fp-ts/lib/Either.js'
import type { Rejection } from '../../pool/model/rejection.ts'
import { type SessionView, viewOf } from '../../pool/queries/sessions.ts'
import { object, type Shape } from '../../pool/validation/shape.ts'
import type { Asking } from '../../shell/options.ts'
import type { PoolStore } from '../../shell/store.ts'
import { cursorShape, limitShape, list, nextAfter, type PageFilter, usualLimit } from './asking.ts'
import { Page } from './page.ts'

/**
 * Some running sessions, as they stand since the pool's latest event.
 *
 * @example
 * const none: SessionsPage = { sessions: [] }
 */
export interface SessionsPage {
  readonly sessions: readonly SessionView[]
  /** Where the next page begins; absent at the end of the list. */
  readonly next?: string
}

const filterShape: Shape<PageFilter> = object({}, { limit: limitShape, after: cursorShape(/^\d{1,10}$/) })

/**
 * A page of the sessions that hold a lease, oldest first (C1), as they stand since the pool's latest event: one that has timed out since
 * still runs until somebody looks (T4). It reads that page and no more. Not for a member (R). Rejections: `Invalid`, `NotPermitted`,
 * `UnknownPool`.
 *
 * @example
 * console.log(orThrow(await listSessions(store, 'crm', {}, { actor })).sessions) // []
 */
export const listSessions = (
  store: PoolStore,
  pool: string,
  filter: PageFilter,
  asking: Asking,
): Promise<Either<Rejection, SessionsPage>> =>
  list(store, pool, filter, asking, {
    verb: 'listSessions',
    shape: filterShape,
    question: ({ limit = usualLimit, after = '0' }) => {
      const page = Page.ofSessions({ of: 'sessions', after: Number(after), count: limit })
      return (handedOut) => {
        const rows = page.rows(handedOut)
        if (rows === undefined) return { type: 'Need', needs: page.needs }
        const sessions = rows.flatMap(({ row }) => (row.state === 'running' ? [viewOf(row)] : []))
        return { type: 'Answer', answer: { sessions, ...nextAfter(rows, limit, ({ ordinal }) => `${ordinal}`) } }
      }
    },
  })
