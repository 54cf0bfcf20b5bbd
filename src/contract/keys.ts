// A command under an idempotency key is done once and answered alike (X6), also when its answer was lost on the way.

import type { Command } from '../pool/model/command.ts'
import { manualClock } from '../shell/clock.ts'
import type { LicenseStore } from '../shell/store.ts'
import { rejected, same } from './same.ts'
import {
  add,
  answersIn,
  assign,
  type Chapter,
  DAY,
  done,
  eventsIn,
  kim,
  licensingOn,
  office,
  snapshotIn,
  start,
} from './stage.ts'
import { unsupported } from './subject.ts'

const giving = (idempotencyKey: string) => ({ actor: kim, idempotencyKey })

const refusal = (told: { readonly _tag: string; readonly left?: { readonly type: string } }): string | undefined =>
  told.left?.type

export const keys: Chapter = (it, { lostAnswer, interleaves }) => {
  it('answers the same command under the same key as the first time, and does nothing (X6)', async ({ store }) => {
    const { licensing, clock } = await office(store)
    const commands: readonly Command[] = [add('ann'), assign('ann'), add('ann'), { type: 'DeleteMember', member: 'ann' }]
    const first = []
    for (const [n, command] of commands.entries()) first.push(await licensing.execute('crm', command, giving(`k${n}`)))
    clock.advance(30 * DAY)
    await done(licensing, 'crm', add('bob'))
    const before = await snapshotIn(store)
    for (const [n, command] of commands.entries())
      same(await licensing.execute('crm', command, giving(`k${n}`)), first[n], `the answer under k${n}`)
    same(await snapshotIn(store), before)
  })

  it('answers a refusal under its key again, though it would now pass (X6)', async ({ store }) => {
    const { licensing } = await office(store, 1)
    for (const name of ['ann', 'bob']) await done(licensing, 'crm', add(name))
    await done(licensing, 'crm', assign('ann'))
    const first = await licensing.execute('crm', assign('bob'), giving('k1'))
    same(refusal(first), 'AllowanceExhausted')
    same((await eventsIn(store)).length, 5, 'the number of events')
    await done(licensing, 'crm', { type: 'DisableMember', member: 'ann' })
    same(await licensing.execute('crm', assign('bob'), giving('k1')), first)
    same((await licensing.execute('crm', assign('bob'), giving('k2')))._tag, 'Right')
  })

  it('refuses another command, or another actor, under a key that was used (X6)', async ({ store }) => {
    const { licensing } = await office(store)
    const first = await licensing.execute('crm', add('ann'), giving('k1'))
    same(refusal(await licensing.execute('crm', add('bob'), giving('k1'))), 'IdempotencyKeyReused')
    const other = { actor: { role: 'systemAdmin', id: 'lou' }, idempotencyKey: 'k1' } as const
    same(refusal(await licensing.execute('crm', add('ann'), other)), 'IdempotencyKeyReused')
    same(await licensing.execute('crm', add('ann'), giving('k1')), first)
    same((await eventsIn(store)).length, 3, 'the number of events')
  })

  it('knows a key in its own pool only (X6)', async ({ store }) => {
    for (const pool of ['crm', 'erp']) {
      const { licensing } = await office(store, 2, {}, pool)
      same((await licensing.execute(pool, add(`${pool}'s`), giving('k1')))._tag, 'Right')
    }
    same((await answersIn(store, 'crm')).length, 1)
    same((await answersIn(store, 'erp')).length, 1)
    same(
      (await snapshotIn(store, 'erp'))?.members.map(({ id }) => id),
      ["erp's"],
    )
  })

  it('keeps what was answered in the order of its keys, whatever the size of a page (X6)', async ({ store }) => {
    const { licensing } = await office(store)
    const told = new Map<string, unknown>()
    for (const n of [7, 3, 11, 0, 5, 2, 9, 10, 1, 8, 4, 6])
      told.set(`k${n}`, await licensing.execute('crm', n % 4 === 0 ? assign('nobody') : add(`m${n}`), giving(`k${n}`)))
    const all = await answersIn(store)
    same(all.map(({ key }) => key).sort(), [...told.keys()].sort(), 'the keys')
    for (const { key, result, at } of all) {
      same(result, told.get(key), `what is kept under ${key}`)
      same(at, start, `when ${key} was answered`)
    }
    for (const page of [1, 3, 5]) same(await answersIn(store, 'crm', page), all, `the answers in pages of ${page}`)
  })

  it('does it once where two ask at once under one key, and answers both alike (X6)', async (stage) => {
    await office(stage.store)
    const sessions = await stage.sessions()
    const told = await Promise.all(
      [0, 1, 0, 1].map((n) => licensingOn(sessions[n] ?? stage.store).licensing.execute('crm', add('ann'), giving('k1'))),
    )
    for (const each of told) same(each, told[0])
    same(told[0]?._tag, 'Right')
    same((await eventsIn(stage.store)).map(({ seq, commandId }) => [seq, commandId]).slice(2), [[3, 'k1']])
    same((await answersIn(stage.store)).length, 1)
  })

  it('does one of two commands where they come at once under one key, and refuses the other (X6)', async (stage) => {
    await office(stage.store)
    const sessions = await stage.sessions()
    const told = await Promise.all(
      sessions.map((store, n) => licensingOn(store).licensing.execute('crm', add(`m${n}`), giving('k1'))),
    )
    same(told.map((each) => refusal(each) ?? 'done').sort(), ['IdempotencyKeyReused', 'done'])
    same((await eventsIn(stage.store)).length, 3, 'the number of events')
  })

  it('keeps one of two refusals where they come at once under one key, and never puts another in its place (X6)', async (stage) => {
    await office(stage.store)
    const [mine, other] = await stage.sessions()
    const ask = (store: LicenseStore, member: string) => licensingOn(store).licensing.execute('crm', assign(member), giving('k1'))
    let second: ReturnType<typeof ask> | undefined
    const meanwhile = () => {
      second ??= ask(other, 'bob')
      return second.then(() => {})
    }
    if (interleaves) stage.opened.beforeNextWrite(meanwhile)
    const first = ask(mine, 'ann')
    if (!interleaves) await meanwhile()
    const told = [await first, await second]
    same(told.map((each) => each && refusal(each)).sort(), ['IdempotencyKeyReused', 'UnknownMember'])
    for (const [n, member] of ['ann', 'bob'].entries()) same(await ask(mine, member), told[n], `what ${member} is told again`)
    same((await answersIn(stage.store)).length, 1, 'the number of answers')
  })

  it('still knows an answer after 30 days in which others were kept (X6)', async ({ store }) => {
    const { licensing, clock } = await office(store)
    const first = await licensing.execute('crm', add('ann'), giving('k0'))
    for (let day = 1; day <= 30; day++) {
      clock.advance(DAY)
      await licensing.execute('crm', add(`m${day}`), giving(`k${day}`))
    }
    same(await licensing.execute('crm', add('ann'), giving('k0')), first)
  })

  it('finds a command done whose caller never heard of it (X6)', async ({ store }) => {
    await office(store)
    const deaf: LicenseStore = {
      ...store,
      transact: async (...asked) => {
        await store.transact(...asked)
        throw new Error('nobody listens any more')
      },
    }
    await rejected(licensingOn(deaf).licensing.execute('crm', add('ann'), giving('k1')), 'the call that was not heard')
    const { licensing } = licensingOn(store, manualClock(start + DAY))
    const told = await licensing.execute('crm', add('ann'), giving('k1'))
    same(told._tag === 'Right' && told.right.events, (await eventsIn(store)).slice(2))
    same(
      (await eventsIn(store)).map(({ seq, at }) => [seq, at - start]),
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    )
  })

  if (lostAnswer) {
    it('does nothing twice where the answer to a write is lost, and answers the retry as the first (X6, X8)', async (stage) => {
      const { licensing } = await office(stage.store)
      stage.opened.loseNextAnswer()
      const ask = () => licensing.execute('crm', add('ann'), giving('k1'))
      const told = await ask().catch(ask)
      same(told._tag, 'Right')
      same(told._tag === 'Right' && told.right.events, (await eventsIn(stage.store)).slice(2))
      same(await ask(), told)
      const snapshot = await snapshotIn(stage.store)
      same([snapshot?.header.version, snapshot?.members.length], [3, 1])
      same((await answersIn(stage.store)).length, 1)
    })
  } else {
    it('loses no answer: who calls it hears of what it wrote (X8)', async ({ opened }) => {
      same(opened.loseNextAnswer === unsupported, true, 'that nothing can be lost')
    })
  }
}
