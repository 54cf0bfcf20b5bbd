// Table D where the pool counts by itself: what statuses, imports and references make different, and that every way in is one admission
// under each counting rule (D, D1, FB-2, FB-3).

import { describe, expect, test } from 'vitest'
import { type Command, type MemberState, type PoliciesPatch, type Rejection, summary } from '../../src/index.ts'
import {
  add,
  approve,
  assign,
  deactivate,
  disable,
  enable,
  lower,
  relicense,
  remove,
  signIn,
  sweep,
  transfer,
  turnDown,
  unlicense,
} from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

type Rule = 'status' | 'imported' | 'referenced'

/** Each rule with a pool that counts by it, up to its allowance. */
const pool = (rule: Rule, policies: PoliciesPatch = {}): Story =>
  given({
    preset: rule === 'status' ? 'statusAllowance' : 'planningPeople',
    allowance: 2,
    policies: { counting: { rule }, overage: { allow: 'none' }, ...policies },
  })

/** Somebody who counts in each of them. */
const counting = (member: string): Command => ({ type: 'AddMember', member, credentials: true })
const importing = (member: string): Command => ({ type: 'ImportMembers', members: [{ member, credentials: true }] })
const link = (member: string, kind = 'territory'): Command => ({ type: 'LinkDependency', member, dependency: { kind, id: 'n' } })
const to = (member: string, status: string): Command => ({ type: 'ChangeStatus', member, status })
const vacancy: Command = { type: 'AddMember', member: 'tbh', kind: 'placeholder' }
const fill = (member: string): Command => ({ type: 'FillPlaceholder', placeholder: 'tbh', member })
const nobody: readonly Command[] = []

const idle: PoliciesPatch = { idleReclaim: { enabled: true, days: 1 } }
const addsUnknown: PoliciesPatch = { membership: { unknownSignIn: 'add', withoutLicense: 'refuse' } }

const rules: readonly Rule[] = ['status', 'imported', 'referenced']
const byHand: readonly Rule[] = ['imported', 'referenced']

interface Way {
  readonly name: string
  readonly under: readonly Rule[]
  readonly before: readonly Command[]
  readonly command: Command
  readonly policies?: PoliciesPatch
}

/** Every way in. */
const ways: readonly Way[] = [
  { name: 'adding', under: rules, before: nobody, command: counting('lucy') },
  { name: 'adding again', under: rules, before: [counting('lucy'), remove('lucy')], command: counting('lucy') },
  { name: 'adding the deactivated', under: rules, before: [counting('lucy'), deactivate('lucy')], command: add('lucy') },
  { name: 'importing', under: rules, before: nobody, command: importing('lucy') },
  { name: 'importing the deactivated', under: rules, before: [counting('lucy'), deactivate('lucy')], command: importing('lucy') },
  { name: 'relicensing', under: rules, before: [counting('lucy'), unlicense('lucy')], command: relicense('lucy') },
  { name: 'filling a placeholder, unknown', under: rules, before: [vacancy, link('tbh', 'target')], command: fill('lucy') },
  {
    name: 'filling a placeholder, known',
    under: ['referenced'],
    before: [add('lucy'), vacancy, link('tbh', 'target')],
    command: fill('lucy'),
  },
  { name: 'signing in, unknown', under: ['imported'], before: nobody, command: signIn('lucy'), policies: addsUnknown },
  { name: 'linking the first', under: ['referenced'], before: [add('lucy')], command: link('lucy') },
  { name: 'enabling', under: byHand, before: [counting('lucy'), disable('lucy')], command: enable('lucy') },
  { name: 'making active', under: ['status'], before: [counting('lucy'), to('lucy', 'inactive')], command: to('lucy', 'active') },
  { name: 'making locked', under: ['status'], before: [counting('lucy'), to('lucy', 'inactive')], command: to('lucy', 'locked') },
]
const cells = ways.flatMap((way) => way.under.map((rule) => [way.name, rule, way] as const))

describe('every way in is one admission', () => {
  const story = (rule: Rule, { before, policies }: Way) =>
    before.reduce((soFar, command) => soFar.when(command), pool(rule, policies).when(counting('ann')))

  test.each(cells)('%s, under %s: the last license is taken, once (D1, A2)', (_, rule, way) => {
    const after = story(rule, way).when(way.command)
    expect(after.events.filter((event) => event.startsWith('SeatGranted'))).toEqual(['SeatGranted lucy'])
    expect(after.stateOf('lucy')).toBe('enabled')
    expect(summary(after.pool, after.now)).toMatchObject({ allowance: 2, consumed: 2, available: 0 })
  })

  test.each(cells)(
    '%s, under %s: with none available it is refused, and nothing has changed (D1, FB-2, FB-3)',
    (_, rule, way) => {
      const full = story(rule, way).when(counting('bob'))
      const stood = full.stateOf('lucy')
      const exhausted = { type: 'AllowanceExhausted', allowance: 2, consumed: 2, to: 3 }
      if (way.command.type === 'ImportMembers' || way.command.type === 'RelicenseMembers') {
        const answered = full.when(way.command)
        expect([answered.events, answered.outcome.results]).toMatchObject([[], [{ member: 'lucy', answer: exhausted }]])
        expect(answered.stateOf('lucy')).toBe(stood)
      } else expect(full.refusal(way.command)).toMatchObject(exhausted)
      expect(summary(full.pool, full.now).consumed).toBe(2)
    },
  )

  test.each(rules)('signing in again after idleness, under %s (M12, S1)', (rule) => {
    const freed = pool(rule, idle).when(counting('lucy')).when(sweep, { at: '2026-03-04T09:00' })
    expect(freed.stateOf('lucy')).toBe('known')
    expect(freed.when(signIn('lucy')).events).toEqual(['SeatGranted lucy'])
    const full = freed.when(counting('ann')).when(counting('bob'))
    expect(full.refusal(signIn('lucy'))).toMatchObject({ type: 'AllowanceExhausted', to: 3 })
    expect(full.when({ type: 'TransferSeat', from: 'ann', to: 'lucy' }).stateOf('lucy')).toBe('enabled')
  })

  test('one who was disabled comes back disabled, and takes none (D1)', () => {
    for (const rule of byHand) {
      const left = pool(rule).when(counting('lucy')).when(disable('lucy'))
      for (const back of [
        left.when(deactivate('lucy')).when(importing('lucy')),
        left.when(unlicense('lucy')).when(relicense('lucy')),
        left.when(unlicense('lucy')).when(deactivate('lucy')).when(add('lucy')),
      ]) {
        expect([back.stateOf('lucy'), summary(back.pool, back.now).consumed]).toEqual(['disabled', 0])
      }
    }
  })

  test('block, admit another, unblock: never over the limit (FB-2)', () => {
    const block: readonly (readonly [Rule, Command, Command])[] = [
      ['status', to('ann', 'inactive'), to('ann', 'active')],
      ['imported', disable('ann'), enable('ann')],
      ['imported', unlicense('ann'), relicense('ann')],
      ['referenced', { type: 'UnlinkDependency', member: 'ann', dependency: { kind: 'login', id: 'ann' } }, link('ann')],
      ['referenced', deactivate('ann'), add('ann')],
    ]
    for (const [rule, off, on] of block) {
      const full = pool(rule).when(lower(1)).when(counting('ann')).when(off).when(counting('bob'))
      const answer =
        on.type === 'RelicenseMembers' ? full.when(on).outcome.results?.[0]?.answer : (full.refusal(on) as Rejection | 'accepted')
      expect(answer).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, consumed: 1 })
      expect(full.when(remove('bob')).when(on).stateOf('ann')).toBe('enabled')
    }
  })
})

/** As table D says it, where the pool counts by itself; `admission`: a seat, whatever comes before it. */
const tables: Readonly<Record<Rule, string>> = {
  status: `
  command            known       enabled      disabled     deleted        unlicensed        deactivated        unknown
  AssignSeat         Invalid     Invalid      Invalid      Invalid        Invalid           Invalid            Invalid
  ApproveMember      Invalid     Invalid      Invalid      Invalid        Invalid           Invalid            Invalid
  RejectMember       Invalid     Invalid      Invalid      Invalid        Invalid           Invalid            Invalid
  DisableMember      Invalid     Invalid      Invalid      Invalid        Invalid           Invalid            Invalid
  EnableMember       Invalid     Invalid      Invalid      Invalid        Invalid           Invalid            Invalid
  ChangeStatus(in)   admission   -            admission    MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  ChangeStatus(out)  disabled    disabled     -            MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  DeleteMember       deleted     deleted      deleted      -              deleted           deleted            UnknownMember
  DeactivateMember   deactivated deactivated  deactivated  MemberDeleted  deactivated       -                  UnknownMember
  AddMember          -           -            -            admission      -                 returned           admission
  UnlicenseMembers   unlicensed  unlicensed   unlicensed   MemberDeleted  -                 MemberDeactivated  UnknownMember
  RelicenseMembers   -           -            -            MemberDeleted  returned          MemberDeactivated  UnknownMember
  LinkDependency     linked      linked       linked       MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  SignIn             admission   used         MemberCannotSignIn  MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember`,
  imported: `
  command            known       enabled      disabled     deleted        unlicensed        deactivated        unknown
  AssignSeat         admission   -            MemberDisabled  MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  DisableMember      disabled    disabled     -            MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  EnableMember       admission   -            admission    MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  ChangeStatus(in)   Invalid     Invalid      Invalid      Invalid        Invalid           Invalid            Invalid
  DeleteMember       deleted     deleted      deleted      -              deleted           deleted            UnknownMember
  DeactivateMember   deactivated deactivated  deactivated  MemberDeleted  deactivated       -                  UnknownMember
  AddMember          -           -            -            admission      -                 admission          admission
  UnlicenseMembers   unlicensed  unlicensed   unlicensed   MemberDeleted  -                 MemberDeactivated  UnknownMember
  RelicenseMembers   -           -            -            MemberDeleted  admission         MemberDeactivated  UnknownMember
  LinkDependency     linked      linked       linked       MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  SignIn             admission   used         MemberDisabled  MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember`,
  referenced: `
  command            known       enabled      disabled     deleted        unlicensed        deactivated        unknown
  AssignSeat         admission   -            MemberDisabled  MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  EnableMember       admission   -            admission    MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  DeactivateMember   deactivated deactivated  deactivated  MemberDeleted  deactivated       -                  UnknownMember
  AddMember          -           -            -            known          -                 known              known
  UnlicenseMembers   unlicensed  unlicensed   unlicensed   MemberDeleted  -                 MemberDeactivated  UnknownMember
  RelicenseMembers   -           -            -            MemberDeleted  known             MemberDeactivated  UnknownMember
  LinkDependency     admission   linked       linked       MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember
  SignIn             NoLicense   used         MemberDisabled  MemberDeleted  MemberUnlicensed  MemberDeactivated  UnknownMember`,
}

const commands: Readonly<Record<string, Command>> = {
  AssignSeat: assign('lucy'),
  ApproveMember: approve('lucy'),
  RejectMember: turnDown('lucy'),
  DisableMember: disable('lucy'),
  EnableMember: enable('lucy'),
  'ChangeStatus(in)': to('lucy', 'active'),
  'ChangeStatus(out)': to('lucy', 'inactive'),
  DeleteMember: remove('lucy'),
  DeactivateMember: deactivate('lucy'),
  AddMember: add('lucy'),
  UnlicenseMembers: { type: 'UnlicenseMembers', members: ['lucy'], mode: 'all' },
  RelicenseMembers: relicense('lucy'),
  LinkDependency: link('lucy', 'routing'),
  SignIn: signIn('lucy'),
}

type State = MemberState | 'unknown'

/** Lucy in that state: `known` after idleness, but for the rule that counts nobody who is only added. */
const paths: Readonly<Record<Rule, Readonly<Record<string, readonly Command[]>>>> = {
  status: {
    enabled: [add('lucy')],
    disabled: [add('lucy'), to('lucy', 'inactive')],
    deleted: [add('lucy'), remove('lucy')],
    unlicensed: [add('lucy'), unlicense('lucy')],
    deactivated: [add('lucy'), deactivate('lucy')],
  },
  imported: {
    enabled: [add('lucy')],
    disabled: [add('lucy'), disable('lucy')],
    deleted: [add('lucy'), remove('lucy')],
    unlicensed: [add('lucy'), unlicense('lucy')],
    deactivated: [add('lucy'), deactivate('lucy')],
  },
  referenced: {
    known: [add('lucy')],
    enabled: [add('lucy'), assign('lucy')],
    disabled: [add('lucy'), disable('lucy')],
    deleted: [add('lucy'), remove('lucy')],
    unlicensed: [add('lucy'), unlicense('lucy')],
    deactivated: [add('lucy'), deactivate('lucy')],
  },
}

const standing = (rule: Rule, state: State): Story => {
  const begun = pool(rule, idle)
  if (state === 'unknown') return begun
  const path = paths[rule][state]
  const story =
    path === undefined
      ? begun.when(add('lucy')).when(sweep, { at: '2026-03-04T00:00' })
      : path.reduce((soFar, command) => soFar.when(command), begun)
  expect(story.stateOf('lucy')).toBe(state)
  return story
}

/** What a cell comes to, the admissions aside: the last event about lucy and where it then stands; absent: where it stood. */
const comesTo: Readonly<Record<string, readonly [event: string, state?: MemberState]>> = {
  disabled: ['', 'disabled'],
  deleted: ['MemberDeleted lucy', 'deleted'],
  deactivated: ['MemberDeactivated lucy', 'deactivated'],
  unlicensed: ['MemberUnlicensed lucy', 'unlicensed'],
  linked: ['DependencyLinked lucy'],
  known: ['', 'known'],
  used: ['SeatUsed lucy'],
  admission: ['SeatGranted lucy', 'enabled'],
  returned: ['SeatGranted lucy', 'enabled'],
}

const tableCells = rules.flatMap((rule) => {
  const [head = [], ...rows] = tables[rule]
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/))
  return rows.flatMap(([command = '', ...row]) =>
    row.map((cell, index) => [rule, command, head[index + 1] as State, cell] as const),
  )
})

describe('which command from which state', () => {
  test('the tables are whole (D)', () => {
    expect(tableCells).toHaveLength(7 * (14 + 11 + 8))
    for (const [, command, , cell] of tableCells)
      expect([command in commands, cell === '-' || cell in comesTo || /^[A-Z]/.test(cell)]).toEqual([true, true])
  })

  test.each(tableCells)('under %s, %s of somebody %s: %s (D, D1, D2, D4)', (rule, name, state, cell) => {
    const story = standing(rule, state)
    const command = commands[name] as Command
    if (/^[A-Z]/.test(cell)) {
      const answer =
        command.type === 'RelicenseMembers' ? story.when(command).outcome.results?.[0]?.answer : story.refusal(command)
      expect(answer).toMatchObject({ type: cell })
      return
    }
    const next = story.when(command)
    if (cell === '-') {
      expect([next.events, next.stateOf('lucy')]).toEqual([[], state])
      return
    }
    const [event, after = state] = comesTo[cell] as readonly [string, MemberState?]
    if (event !== '') expect(next.events.at(-1)).toBe(event)
    expect(next.stateOf('lucy')).toBe(after)
    expect(summary(next.pool, next.now).consumed).toBe(after === 'enabled' ? 1 : 0)
  })

  test('a transfer under each rule: both or neither, and the taker by its state (M14)', () => {
    for (const rule of byHand) {
      const story = standing(rule, 'known').when(counting('ann')).when(lower(0))
      expect(story.when(transfer('ann', 'lucy')).events).toEqual(['SeatReleased ann', 'SeatGranted lucy'])
      expect(story.refusal(transfer('lucy', 'ann'))).toMatchObject({ type: 'NoLicense', member: 'lucy' })
    }
  })

  test('unlinking what made nobody count releases nobody (P1)', () => {
    for (const policies of [{ counting: { rule: 'referenced' } }, { counting: null }] as const) {
      const unlink: Command = { type: 'UnlinkDependency', member: 'lucy', dependency: { kind: 'report', id: 'n' } }
      const story = pool('referenced', policies).when(add('lucy')).when(assign('lucy')).when(link('lucy', 'report')).when(unlink)
      expect([story.events, story.stateOf('lucy')]).toEqual([['DependencyUnlinked lucy'], 'enabled'])
    }
  })

  test('unlinking the last in any state of a holder releases, also what was assigned by hand (P1)', () => {
    const story = pool('referenced').when(add('lucy')).when(assign('lucy')).when(link('lucy'))
    const unlink: Command = { type: 'UnlinkDependency', member: 'lucy', dependency: { kind: 'territory', id: 'n' } }
    expect(story.when(unlink).events).toEqual(['DependencyUnlinked lucy', 'SeatReleased lucy'])
  })
})
