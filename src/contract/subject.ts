// What the contract is told of a store: how to open it, what it is able to do, and how to get between it and what it keeps.

import type { LicenseStore } from '../shell/store.ts'

/**
 * A test runner: `describe` and `test` of vitest, jest, mocha (`it`) or node:test.
 *
 * @example
 * const told: string[] = []
 * const runner: ContractRunner = { describe: (_, body) => body(), test: (name) => told.push(name) }
 */
export interface ContractRunner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly test: (name: string, body: () => Promise<void>) => unknown
}

/**
 * What a store is able to do. Nothing is left out for one that is not: what it does instead has a test of its own.
 *
 * @example
 * const inOneProcess: Supports = {
 *   survives: false,
 *   sessions: false,
 *   partial: false,
 *   storeTime: false,
 *   lostAnswer: false,
 *   interleaves: false,
 * }
 */
export interface Supports {
  /** What was written is there when it is opened again. Else it is gone. */
  readonly survives: boolean
  /** Several processes may work on the same data; `again` opens another session as one of them would. */
  readonly sessions: boolean
  /** It hands out a part of a pool, unless it is asked for all. Else always the whole. */
  readonly partial: boolean
  /** It tells its own time (T5), in milliseconds since the epoch. */
  readonly storeTime: boolean
  /** A write may be carried out and its answer be lost on the way back; `loseNextAnswer` makes it so. */
  readonly lostAnswer: boolean
  /**
   * Somebody else may write between handing out and writing, which is then a `Conflict`; `beforeNextWrite` makes it so. Else whoever is
   * handed a pool keeps all others out until it is written.
   */
  readonly interleaves: boolean
}

/**
 * A store that was opened, with no pools in it. What is not supported throws, as `unsupported` does.
 *
 * @example
 * const opened: Opened = {
 *   store: memoryStore(),
 *   again: unsupported,
 *   reopen: async () => memoryStore(),
 *   loseNextAnswer: unsupported,
 *   beforeNextWrite: unsupported,
 *   close: async () => {},
 * }
 */
export interface Opened {
  readonly store: LicenseStore
  /** Another session on the same data, which knows nothing of the first: a connection of its own, a store of its own. */
  readonly again: () => Promise<LicenseStore>
  /** Ends all sessions, and opens one as the next process would; where nothing survives, on nothing. */
  readonly reopen: () => Promise<LicenseStore>
  /** The next write of `store` is carried out, and then its answer is lost, below the store: the connection breaks, say. */
  readonly loseNextAnswer: () => void
  /** When `store` is about to write for the next time, and has handed out the pool long since, this happens first, to its end. */
  readonly beforeNextWrite: (meanwhile: () => Promise<void>) => void
  /** Ends all sessions, and throws the data away. Called once, whatever was opened. */
  readonly close: () => Promise<void>
}

/**
 * A store to be held against the contract.
 *
 * @example
 * const opened = { again: unsupported, loseNextAnswer: unsupported, beforeNextWrite: unsupported, close: async () => {} }
 * const subject: StoreSubject = {
 *   name: 'memoryStore',
 *   supports: { survives: false, sessions: false, partial: false, storeTime: false, lostAnswer: false, interleaves: false },
 *   open: async () => ({ ...opened, store: memoryStore(), reopen: async () => memoryStore() }),
 * }
 */
export interface StoreSubject {
  readonly name: string
  readonly supports: Supports
  /** Opens a store of its own for every test: no other test sees its data. */
  readonly open: () => Promise<Opened>
}

/**
 * What stands in the place of a hook for what a store does not support.
 *
 * @example
 * const again: Opened['again'] = unsupported
 */
export const unsupported = (): never => {
  throw new Error('the store does not support this')
}
