// What a worker process is told when it is started: where the pools are, which callers it plays, and what is to go wrong in it.

import type { BreakageName } from './breakages.ts'
import type { Plan } from './plan.ts'

export type Place =
  | { readonly type: 'sqlite'; readonly driver: 'node:sqlite' | 'libsql'; readonly file: string }
  | { readonly type: 'postgres'; readonly url: string; readonly schema: string }

/** A worker ends itself with SIGKILL at this point of its nth transaction that writes. */
export interface Death {
  readonly at: 'before COMMIT' | 'after COMMIT' | 'between writes'
  readonly transaction: number
}

/** A worker says how far it has come whenever it was answered so many commands more. */
export const tellsEvery = 20

/** What goes wrong in a worker. */
export interface Trouble {
  readonly death?: Death | undefined
  /** Of so many commits, the answer of one gets lost. */
  readonly losesOneIn?: number | undefined
  /** How its store is broken on purpose. */
  readonly breakage?: BreakageName | undefined
  /** How long a command is given again, in milliseconds, before the worker gives up; default 40,000. */
  readonly patienceMs?: number | undefined
}

export interface Task extends Trouble {
  readonly place: Place
  readonly plan: Plan
  readonly slot: number
  /** The number of each caller's next command. Those of a killed worker may have been carried out already. */
  readonly from: readonly number[]
  /** Who takes over asks again for some of what was acknowledged already. */
  readonly isSuccessor: boolean
  readonly journal: string
}
