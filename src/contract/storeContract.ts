// The contract of a store, to be run against any: what `LicenseStore` promises in words, a test for each. It takes the test runner from
// outside and nothing from Node, so that it runs wherever a store does.

import { abilities } from './abilities.ts'
import { due } from './due.ts'
import { histories } from './histories.ts'
import { ids } from './ids.ts'
import { keys } from './keys.ts'
import { lists } from './lists.ts'
import { log } from './log.ts'
import { mending } from './mending.ts'
import { numbers } from './numbers.ts'
import { outbox } from './outbox.ts'
import { races } from './races.ts'
import { rounds } from './rounds.ts'
import type { Chapter } from './stage.ts'
import { type It, stageOf } from './stage.ts'
import type { ContractRunner, StoreSubject } from './subject.ts'
import { writing } from './writing.ts'

const chapters: Readonly<Record<string, Chapter>> = {
  'what the core decides is kept': histories,
  'all of it or nothing': writing,
  'many at once': races,
  'rounds of reading': rounds,
  'a command under a key': keys,
  'the log': log,
  ids,
  numbers,
  'what falls due': due,
  'pages of a list': lists,
  'the outbox': outbox,
  mending,
  'what it is able to do': abilities,
}

/**
 * Holds a store against the contract: some 80 tests, which take an empty store each. With vitest:
 * `import { describe, test } from 'vitest'` and `storeContract({ describe, test }, subject)`; with jest, mocha or node:test likewise.
 *
 * @example
 * const told: string[] = []
 * const supports = { survives: false, sessions: false, partial: false, storeTime: false, lostAnswer: false, interleaves: false }
 * const hooks = { again: unsupported, loseNextAnswer: unsupported, beforeNextWrite: unsupported, close: async () => {} }
 * const open = async () => ({ ...hooks, store: memoryStore(), reopen: async () => memoryStore() })
 * storeContract({ describe: (_, body) => body(), test: (name) => told.push(name) }, { name: 'memoryStore', supports, open })
 * console.log(told.includes('writes nothing for a work that throws, and rejects that call only (X8)')) // true
 */
export const storeContract = ({ describe, test }: ContractRunner, { name, supports, open }: StoreSubject): void => {
  const it: It = (sentence, show) =>
    void test(sentence, async () => {
      const opened = await open()
      try {
        await show(stageOf(opened, supports))
      } finally {
        await opened.close()
      }
    })
  describe(`the contract of a store, kept by ${name}:`, () => {
    for (const [title, chapter] of Object.entries(chapters)) describe(title, () => chapter(it, supports))
  })
}
