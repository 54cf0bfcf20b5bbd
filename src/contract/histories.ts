// What the core decides is what the store keeps: the same answers, events and records, for every preset and every event there is
// (X3, X7, X8).

import type { EventType } from '../pool/model/event.ts'
import { type MemberState, memberStates } from '../pool/model/member.ts'
import { eventShape } from '../pool/validation/eventShape.ts'
import { lives } from './lives.ts'
import { same } from './same.ts'
import type { Chapter } from './stage.ts'
import { Twin } from './twin.ts'

export const histories: Chapter = (it) => {
  for (const { preset, steps, own } of lives) {
    it(`keeps a life under ${preset} as the core decides it: answers, events, records (X3, X7, X8)`, async ({ store }) => {
      const twin = new Twin(store, 'crm', own)
      for (const [index, step] of steps.entries()) {
        await twin.give(step)
        if (index % 8 === 7) await twin.compare()
      }
      await twin.compare(7)
      await twin.compare(1)
    })
  }

  it('was shown every event there is, and every state of a member (M8, X7)', async ({ store }) => {
    const types = new Set<EventType>()
    const states = new Set<MemberState>()
    for (const [index, { steps, own }] of lives.entries()) {
      const twin = new Twin(store, `life ${index}`, own)
      for (const step of steps) await twin.give(step)
      for (const { type } of twin.events) types.add(type)
      for (const state of twin.states) states.add(state)
    }
    same([...types].sort(), Object.keys(eventShape.variants ?? {}).sort(), 'the events that occurred')
    same([...states].sort(), [...memberStates].sort(), 'the states that occurred')
    for (const [index, { preset }] of lives.entries()) {
      const [opened] = await store.events(`life ${index}`, 0, 1)
      same(opened?.type, 'PoolOpened', `the first event of ${preset}`)
    }
  })
}
