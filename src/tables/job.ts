// One call of `transact` on its way through a transaction of tables that it shares with others.

import type { Work, WorkRequest } from '../shell/store.ts'
import type { PoolWrite } from './rows.ts'

/** One call of `transact`. */
export interface Job {
  readonly pool: string
  readonly request: WorkRequest
  readonly work: Work
}

/** What became of a job before anything is written. */
export type JobOutcome =
  /** The work has come to its end; it counts if the pools named in it are written. */
  | { readonly type: 'Decided'; readonly after?: PoolWrite }
  /** The pool was changed between two rounds of reading. */
  | { readonly type: 'Lost' }
  /** The work threw, or what it was to be handed is broken: perhaps only for who came along. */
  | { readonly type: 'Failed'; readonly error: unknown; readonly isPerhapsAnothers?: boolean }
