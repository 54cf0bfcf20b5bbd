// The contract is tested, too: a store that breaks it in one way fails the tests that say so, and no others.

import { describe, expect, test } from 'vitest'
import { type StoreSubject, storeContract } from '../../src/testing/index.ts'
import { brokenStores, soundParts } from '../support/brokenStores.ts'

/** By what is broken, how the sentences of the contract begin that do not hold then. */
const caughtBy: Readonly<Record<string, readonly string[]>> = {
  'saves over any version': [
    'gives the last license',
    'gives seven licenses',
    'gives each of many pools',
    'loses none',
    'opens a pool once',
    'answers Conflict',
    'does one of two commands',
    'keeps one of two refusals',
    'sweeps all pools, once',
    'loses no cursor',
  ],
  'looks at the version first and saves later': [
    'gives the last license',
    'gives seven licenses',
    'gives each of many pools',
    'loses none',
    'opens a pool once',
    'does one of two commands',
    'sweeps all pools, once',
    'loses no cursor',
  ],
  'throws where a race is lost': [
    'keeps one of two refusals',
    'gives the last license',
    'gives seven licenses',
    'gives each of many pools',
    'loses none',
    'opens a pool once',
    'answers Conflict',
    'does it once',
    'does one of two commands',
    'sweeps all pools, once',
    'loses no cursor',
  ],
  'writes the pool first and its events after that': ['shows a reader'],
  'puts a refusal in the place of another': ['keeps one of two refusals'],
  'keeps over any version that nothing was due': ['keeps that nothing was due'],
  'takes a claim that ends a little late for void': ['respects the claim', 'takes a claim that ends too late'],
  'reads a newer version in a further round': ['mixes no versions'],
  'moves cursors back': ['moves a cursor on and never back', 'delivers every event', 'loses no cursor'],
  'has answers in memory only': ['has everything that was written'],
  'forgets the answers': [
    'keeps one of two refusals',
    'answers the same command',
    'answers a refusal',
    'refuses another command',
    'does it once',
    'does one of two commands',
    'still knows an answer',
    'finds a command done',
    'tells keys apart',
  ],
  'forgets refusals': ['keeps one of two refusals', 'answers a refusal'],
  'keeps an answer with the fingerprint of an earlier command': [
    'keeps one of two refusals',
    'answers the same command',
    'answers a refusal',
    'refuses another command',
    'does it once',
    'still knows an answer',
    'finds a command done',
    'tells keys apart',
  ],
  'normalizes keys': ['tells keys apart'],
  'cuts keys at 255 characters': ['tells keys apart'],
  'folds the case of pools': ['tells pools apart'],
  'trims the ids of pools': ['keeps the pools apart', 'tells pools apart'],
  'cuts the ids of pools at 999 characters': ['tells pools apart'],
  'reads the log of another pool': ['keeps the pools apart'],
  'drops the last event of a thousand': ['carries a thousand events'],
  'skips an event between two pages': [
    'keeps a life',
    'reads on',
    'carries a thousand events',
    'keeps moments',
    'sweeps 150',
    'goes on with a crowd',
    'leaves to an exempt crowd',
    'does not name a pool again',
    'delivers every event',
    'holds nobody up',
    'loses no cursor',
  ],
  'reads one event too many': ['reads on', 'carries a thousand events'],
  'skips a key between two pages': ['keeps what was answered', 'tells keys apart'],
  'misses what is due at the very moment': ['keeps that nothing was due', 'tells pools apart', 'names the pools'],
  'misses the first pool of every further page': ['tells pools apart', 'names the pools'],
  'names every pool as due': [
    'keeps moments',
    'settles what is due',
    'names the pools',
    'sweeps all pools, once',
    'does not name a pool again',
  ],
  'gives a claim twice': [
    'respects the claim',
    'holds nobody up',
    'gives a claim to one',
    'gives each of many pools',
    'takes a claim that ends too late',
    'claims no pool without news',
  ],
  'holds a claim for ever': ['respects the claim', 'holds nobody up', 'gives a claim to one', 'takes a claim that ends too late'],
  'takes no claim for void': ['takes a claim that ends too late'],
  'lets go of a pool that was to be kept': ['lets go of a pool'],
  'has one cursor for all consumers': [
    'keeps the pools apart',
    'tells consumers apart',
    'delivers every event',
    'holds nobody up',
    'moves a cursor on',
    'claims no pool without news',
  ],
  'claims a pool more than was asked for': ['respects the claim', 'gives each of many pools', 'claims no pool without news'],
  'swallows what a work throws': ['writes nothing for a work that throws', 'tells no time'],
  'keeps what is only looked at': [
    'writes nothing for a verdict of nothing',
    'keeps nothing for a command',
    'does not name a pool again',
  ],
  'breaks ties by id': [
    'sweeps 150 seats',
    'sweeps 150 leases',
    'sweeps 150 provisional',
    'sweeps 150 trials',
    'leaves to an exempt crowd',
    'does not name a pool again',
    'lists many',
  ],
  'skips the ties of the last row of a page': [
    'sweeps 150 seats',
    'sweeps 150 leases',
    'sweeps 150 provisional',
    'sweeps 150 trials',
    'leaves to an exempt crowd',
    'does not name a pool again',
    'lists the members of a pool under concurrentUse',
    'lists many',
  ],
  'takes a page of an order for all of it': [
    'sweeps 150',
    'goes on with a crowd',
    'leaves to an exempt crowd',
    'does not name a pool again',
  ],
  'folds the case of members and sessions': ['tells members apart', 'tells sessions apart'],
  'normalizes the ids of members and sessions': ['tells members apart', 'tells sessions apart'],
  'cuts the ids of members and sessions at 999 characters': ['tells members apart', 'tells sessions apart'],
  'knows one lease of each holder': [
    'keeps a life under concurrentUse',
    'was shown every event',
    'lists the members of a pool under concurrentUse',
  ],
  'lists a row too few': ['lists '],
  'keeps the rows that are gone': [
    'keeps a life under planningPeople',
    'was shown every event',
    'lists the members of a pool under planningPeople',
    'writes the rows that are mended',
    'writes what is mended',
  ],
  'never looks for what is due': [
    'keeps a life under mobileAssignment',
    'keeps a life under concurrentUse',
    'was shown every event',
    'keeps moments',
    'settles what is due',
    'sweeps ',
    'leaves to an exempt crowd',
    'does not name a pool again',
    'lists the members of a pool under mobileAssignment',
    'lists the members of a pool under concurrentUse',
  ],
  'says that it survives': ['has everything that was written'],
  'says that it hands out parts': ['hands out a part of a pool'],
  'says that it tells its time': ['tells its time'],
  'hands out parts and does not say so': ['hands out the whole pool, and also'],
}

interface Told {
  readonly told: readonly string[]
  readonly failed: readonly string[]
}

/** Runs the contract, and tells which of its sentences do not hold. */
const heldAgainst = async (subject: StoreSubject): Promise<Told> => {
  const tests: [name: string, body: () => Promise<void>][] = []
  storeContract({ describe: (_, body) => body(), test: (name, body) => tests.push([name, body]) }, subject)
  const failed: string[] = []
  for (const [name, body] of tests) await body().catch(() => failed.push(name))
  return { told: tests.map(([name]) => name), failed }
}

describe('the contract', () => {
  test('is kept by a store that loads parts of pools, as long as it loads them right', async () => {
    expect((await heldAgainst(soundParts)).failed).toEqual([])
  })

  test('names every sentence once', async () => {
    const { told } = await heldAgainst(soundParts)
    expect(new Set(told).size).toBe(told.length)
    expect(told.length).toBeGreaterThanOrEqual(70)
  })

  test('is held against every broken store', () => {
    expect(brokenStores.map(({ name }) => name).sort()).toEqual(Object.keys(caughtBy).sort())
  })

  test.each(brokenStores)('catches a store that $name', async (subject) => {
    const { told, failed } = await heldAgainst(subject)
    const expected = caughtBy[subject.name] ?? []
    expect(failed).toEqual(told.filter((sentence) => expected.some((beginning) => sentence.startsWith(beginning))))
    for (const beginning of expected) expect(failed.some((sentence) => sentence.startsWith(beginning))).toBe(true)
  })
})
