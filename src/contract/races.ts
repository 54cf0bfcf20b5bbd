// Many at once (A5): nobody gets what another has got, no change is lost, and whoever has lost a race is told so.

import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { execute } from '../pool/execute.ts'
import type { Answer } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import { orThrow } from '../shell/result.ts'
import type { LicenseStore, Work } from '../shell/store.ts'
import { same } from './same.ts'
import {
  add,
  assign,
  type Chapter,
  done,
  eventsIn,
  kim,
  licensingOn,
  office,
  opening,
  type Stage,
  snapshotIn,
  start,
  vendor,
} from './stage.ts'
import { unsupported } from './subject.ts'
import { withInside } from './writing.ts'

type Told = Either<Rejection, Answer>

const inShort = (told: Told | undefined): string => {
  if (told === undefined) return 'not answered'
  return isLeft(told) ? told.left.type : told.right.events.map(({ type }) => type).join()
}

/** One license, and ann and bob who want it. */
const onlyOne = async (store: LicenseStore): Promise<void> => {
  const { licensing } = await office(store, 1)
  for (const name of ['ann', 'bob']) await done(licensing, 'crm', add(name))
}

/** Exactly one of the two holds the license, whichever. */
const oneHolds = async (store: LicenseStore, told: readonly (Told | undefined)[]): Promise<void> => {
  same(told.map(inShort).sort(), ['AllowanceExhausted', 'SeatGranted'], 'the answers')
  const snapshot = await snapshotIn(store)
  same([snapshot?.header.counts.enabled, snapshot?.header.version], [1, 5], 'the counters')
  same(snapshot?.members.filter(({ state }) => state === 'enabled').length, 1, 'the number of holders')
  same(
    (await eventsIn(store)).map(({ seq, type }) => `${seq} ${type}`),
    ['1 PoolOpened', '2 LotAdded', '3 MemberAdded', '4 MemberAdded', '5 SeatGranted'],
  )
}

/** A work that assigns a seat to somebody, as the shell's would. */
const assigning =
  (member: string): Work =>
  ({ pool }) => {
    if (pool === undefined) return { type: 'Nothing' }
    const { pool: next, events } = orThrow(execute(pool, assign(member), start, { role: 'systemAdmin' }))
    return { type: 'Write', change: { from: pool.version, pool: next, events } }
  }

export const races: Chapter = (it, { interleaves }) => {
  const within = async (stage: Stage, begin: (run: () => void) => void): Promise<void> => {
    await onlyOne(stage.store)
    const [mine, other] = await stage.sessions()
    let second: Promise<Told> | undefined
    const meanwhile = () => {
      second = licensingOn(other).licensing.execute('crm', assign('bob'), { actor: kim })
    }
    const { licensing } = licensingOn(withInside(mine, () => begin(meanwhile)))
    const first = await licensing.execute('crm', assign('ann'), { actor: kim })
    await oneHolds(stage.store, [first, await second])
  }

  it('gives the last license to one of two, the second having come while the first was being decided (A5)', (stage) =>
    within(stage, (run) => run()))

  it('gives the last license to one of two, the second having come right after the first was decided (A5)', (stage) =>
    within(stage, (run) => void Promise.resolve().then(run)))

  it('gives seven licenses to seven of forty who ask two sessions at once (A5)', async (stage) => {
    const { licensing } = await office(stage.store, 7)
    const names = Array.from({ length: 40 }, (_, n) => `m${n}`)
    await done(licensing, 'crm', { type: 'ImportMembers', members: names.map((member) => ({ member })) })
    const sessions = (await stage.sessions()).map((store) => licensingOn(store).licensing)
    const told = await Promise.all(
      names.map((name, n) => (sessions[n % 2] ?? licensing).execute('crm', assign(name), { actor: kim })),
    )
    const granted = names.filter((_, n) => inShort(told[n]) === 'SeatGranted')
    same(granted.length, 7, 'the number of those who were told that they have a seat')
    same(told.filter((each) => inShort(each) === 'AllowanceExhausted').length, 33, 'the number of those refused')
    const snapshot = await snapshotIn(stage.store)
    same(
      snapshot?.members
        .filter(({ state }) => state === 'enabled')
        .map(({ id }) => id)
        .sort(),
      [...granted].sort(),
    )
    const events = await eventsIn(stage.store)
    same(
      events.map(({ seq }) => seq),
      Array.from({ length: 49 }, (_, n) => n + 1),
      'the numbers of the events',
    )
  })

  it('loses none of forty changes that two sessions make at once (A5)', async (stage) => {
    const { licensing } = await office(stage.store)
    const sessions = (await stage.sessions()).map((store) => licensingOn(store).licensing)
    const names = Array.from({ length: 40 }, (_, n) => `m${n}`)
    await Promise.all(names.map((name, n) => done(sessions[n % 2] ?? licensing, 'crm', add(name))))
    const snapshot = await snapshotIn(stage.store)
    same(snapshot?.members.map(({ id }) => id).sort(), [...names].sort())
    same([snapshot?.header.version, (await eventsIn(stage.store)).length], [42, 42])
  })

  it('opens a pool once, though two sessions open it at once (A5)', async (stage) => {
    const sessions = (await stage.sessions()).map((store) => licensingOn(store).licensing)
    const told = await Promise.all(sessions.map((each) => each.execute('crm', opening(2), { actor: vendor })))
    same(told.map(inShort).sort(), ['', 'PoolOpened,LotAdded'], 'the answers')
    same((await eventsIn(stage.store)).length, 2, 'the number of events')
  })

  if (interleaves) {
    it('answers Conflict where the version moved between handing out and writing, and writes nothing (A5)', async (stage) => {
      await onlyOne(stage.store)
      const [mine, other] = await stage.sessions()
      let handedOut = 0
      stage.opened.beforeNextWrite(async () => {
        same(handedOut, 1, 'how often the pool was handed out by then')
        same(await other.transact('crm', { members: ['bob'], readOnly: false }, assigning('bob')), { type: 'Committed' })
      })
      const told = await mine.transact('crm', { members: ['ann'], readOnly: false }, (working) => {
        handedOut++
        return assigning('ann')(working)
      })
      same(told, { type: 'Conflict' }, 'the answer to the one who was slower')
      const snapshot = await snapshotIn(stage.store)
      same(
        snapshot?.members.map(({ id, state }) => `${id} ${state}`),
        ['ann known', 'bob enabled'],
      )
      same((await eventsIn(stage.store)).length, 5, 'the number of events')
    })

    it('answers Conflict where somebody else opened the pool meanwhile (A5)', async (stage) => {
      const [mine, other] = await stage.sessions()
      stage.opened.beforeNextWrite(async () => {
        await done(licensingOn(other).licensing, 'crm', opening(1), vendor)
      })
      const { licensing } = licensingOn(mine)
      const told = await licensing.execute('crm', opening(2), { actor: vendor })
      same(inShort(told), 'Invalid', 'the answer to the one who was slower')
      same((await snapshotIn(stage.store))?.header.allowance, 1)
    })
  } else {
    it('keeps all others out from handing out to writing: who is inside first never loses (A5)', async (stage) => {
      await onlyOne(stage.store)
      const [mine, other] = await stage.sessions()
      let seen: number | undefined
      let second: Promise<unknown> | undefined
      const first = await mine.transact('crm', { members: ['ann'], readOnly: false }, (working) => {
        second ??= Promise.resolve().then(() =>
          other.transact('crm', { members: ['bob'], readOnly: false }, ({ pool }) => {
            seen = pool?.version
            return { type: 'Nothing' }
          }),
        )
        return assigning('ann')(working)
      })
      await second
      same([first, seen], [{ type: 'Committed' }, 5], 'what the two saw')
      same(stage.opened.beforeNextWrite === unsupported, true, 'that nobody can get in between')
    })
  }
}
