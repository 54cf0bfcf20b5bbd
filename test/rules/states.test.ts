// Which command from which state (table D, D1, D2): every cell of the table, with licenses available and without.

import { describe, expect, test } from 'vitest'
import { type Command, type MemberState, summary } from '../../src/index.ts'
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
  use,
} from '../support/asked.ts'
import { byApproval, given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

/** As table D says it, with D2's states beside it; `=`: as the cell to the left. */
const table = `
  command             known            pending      provisional   enabled       disabled         deleted         unlicensed         deactivated         unknown
  AssignSeat          admission        admission    approved      -             MemberDisabled   MemberDeleted   MemberUnlicensed   MemberDeactivated   UnknownMember
  ApproveMember       NotWaiting       admission    approved      -             MemberDisabled   MemberDeleted   MemberUnlicensed   MemberDeactivated   UnknownMember
  RejectMember        NotWaiting       rejected     rejected      NotWaiting    -                MemberDeleted   MemberUnlicensed   MemberDeactivated   UnknownMember
  DisableMember       disabled         =            =             =             -                MemberDeleted   MemberUnlicensed   MemberDeactivated   UnknownMember
  EnableMember        admission        admission    approved      -             enabling         MemberDeleted   MemberUnlicensed   MemberDeactivated   UnknownMember
  DeleteMember        deleted          =            =             =             =                -               deleted            deleted             UnknownMember
  DeactivateMember    deactivated      =            =             =             =                MemberDeleted   deactivated        -                   UnknownMember
  AddMember           -                =            =             =             =                added           -                  added               added
  AddMember(differs)  MemberExists     =            =             =             =                added           MemberExists       added               added
  UnlicenseMembers    unlicensed       =            =             =             =                MemberDeleted   -                  MemberDeactivated   UnknownMember
  RelicenseMembers    -                =            =             =             =                MemberDeleted   relicensed         MemberDeactivated   UnknownMember
  LinkDependency      linked           =            =             =             =                MemberDeleted   MemberUnlicensed   MemberDeactivated   UnknownMember
  UnlinkDependency    unlinked         =            =             =             =                MemberDeleted   unlinked           unlinked            UnknownMember
  UnlinkDependency(0) -                =            =             =             =                MemberDeleted   -                  -                   UnknownMember
  RecordUse           -                -            used          used          -                -               -                  -                   UnknownMember
  TransferSeat(to)    given            given        MemberExists  MemberExists  MemberDisabled   MemberDeleted   MemberUnlicensed   MemberDeactivated   UnknownMember
`
const rows = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/))
const states = (rows[0] ?? []).slice(1) as (MemberState | 'unknown')[]
const cells = rows.slice(1).flatMap(([command = '', ...row]) =>
  row.map((cell, index) => {
    const told = cell === '=' ? row.slice(0, index).findLast((left) => left !== '=') : cell
    return [command, states[index] as MemberState | 'unknown', told ?? ''] as const
  }),
)

const dependency = { kind: 'territory', id: 'north' }

/** What is asked about lucy; `giver` holds a seat, and where it matters lucy is linked already. */
const commands: { readonly [Name in string]: Command } = {
  AssignSeat: assign('lucy'),
  ApproveMember: approve('lucy'),
  RejectMember: turnDown('lucy'),
  DisableMember: disable('lucy'),
  EnableMember: enable('lucy'),
  DeleteMember: remove('lucy'),
  DeactivateMember: deactivate('lucy'),
  AddMember: add('lucy'),
  'AddMember(differs)': { type: 'AddMember', member: 'lucy', placement: 'elsewhere' },
  UnlicenseMembers: { type: 'UnlicenseMembers', members: ['lucy'], mode: 'all' },
  RelicenseMembers: relicense('lucy'),
  LinkDependency: { type: 'LinkDependency', member: 'lucy', dependency: { kind: 'routing', id: 'new' } },
  UnlinkDependency: { type: 'UnlinkDependency', member: 'lucy', dependency },
  'UnlinkDependency(0)': { type: 'UnlinkDependency', member: 'lucy', dependency: { kind: 'routing', id: 'none' } },
  RecordUse: use('lucy'),
  'TransferSeat(to)': transfer('giver', 'lucy'),
}

/** What a cell comes to: the events, and where lucy then stands (absent: where she stood). */
const accepted: { readonly [Cell in string]: readonly [events: readonly string[], state?: MemberState] } = {
  '-': [[]],
  approved: [['SeatApproved lucy'], 'enabled'],
  rejected: [['MemberRejected lucy'], 'disabled'],
  disabled: [['MemberDisabled lucy'], 'disabled'],
  deleted: [['MemberDeleted lucy'], 'deleted'],
  deactivated: [['MemberDeactivated lucy'], 'deactivated'],
  added: [['MemberAdded lucy'], 'known'],
  unlicensed: [['MemberUnlicensed lucy'], 'unlicensed'],
  relicensed: [['MemberRelicensed lucy'], 'known'],
  linked: [['DependencyLinked lucy']],
  unlinked: [['DependencyUnlinked lucy']],
  used: [['SeatUsed lucy']],
  given: [['SeatReleased giver', 'SeatGranted lucy'], 'enabled'],
  admission: [['SeatGranted lucy'], 'enabled'],
  enabling: [['MemberEnabled lucy', 'SeatGranted lucy'], 'enabled'],
}

/** A pool in which lucy stands in that state, linked to a territory, and nothing falls due. */
const standing = (state: MemberState | 'unknown'): Story => {
  const pool = given({ allowance: 9, policies: { ...byApproval, trial: null, manualApproval: { graceDays: 9_999 } } })
  if (state === 'unknown') return pool.when(add('giver')).when(assign('giver'))
  const begun = pool
    .when({ type: 'AddMember', member: 'lucy', placement: 'here' })
    .when({ type: 'LinkDependency', member: 'lucy', dependency })
    .when(add('giver'))
    .when(assign('giver'))
  const paths: { readonly [State in MemberState]: readonly Command[] } = {
    known: [],
    pending: [remove('lucy'), add('lucy'), signIn('lucy')],
    provisional: [signIn('lucy')],
    enabled: [assign('lucy')],
    disabled: [disable('lucy')],
    unlicensed: [unlicense('lucy')],
    deactivated: [deactivate('lucy')],
    deleted: [remove('lucy')],
  }
  const story = paths[state].reduce((soFar, command) => soFar.when(command, { by: 'system' }), begun)
  expect(story.stateOf('lucy')).toBe(state)
  return story
}

const nextDay = { at: '2026-03-03T09:00' } as const
const asked = (name: string) => commands[name] as Command

describe('with licenses available', () => {
  test('the table is whole: no cell is missing or unknown (D)', () => {
    expect(states).toHaveLength(9)
    for (const row of rows) expect(row).toHaveLength(10)
    for (const [command, , cell] of cells)
      expect([command in commands, cell in accepted || /^[A-Z]/.test(cell)]).toEqual([true, true])
  })

  test.each(cells)('%s of somebody %s: %s (D)', (name, state, cell) => {
    const story = standing(state)
    const expected = accepted[cell]
    if (expected === undefined) {
      expect(answer(story, name)).toMatchObject({ type: cell, member: 'lucy' })
      return
    }
    const [events, after = state] = expected
    const next = story.when(asked(name), name === 'RecordUse' ? nextDay : {})
    expect(next.events).toEqual(events)
    expect(next.stateOf('lucy')).toBe(after)
    const before = summary(story.pool, story.now).consumed
    const holds = (at: string | undefined) => (at === 'enabled' || at === 'provisional' ? 1 : 0)
    const given = cell === 'given' ? 1 : 0
    expect(summary(next.pool, next.now).consumed).toBe(before - holds(state) + holds(after) - given)
  })
})

/** Why not: the refusal of the command, or of lucy in a command about many. */
const answer = (story: Story, name: string): unknown => {
  if (name !== 'RelicenseMembers') return story.refusal(asked(name))
  const results = story.when(asked(name)).outcome.results ?? []
  expect(story.when(asked(name)).events).toEqual([])
  return results[0]?.answer
}

describe('with no license available', () => {
  const full = (state: MemberState | 'unknown') => {
    const story = standing(state).when(lower(0))
    expect(summary(story.pool, story.now)).toMatchObject({ allowance: 0, available: 0 })
    return story
  }

  test.each(cells.filter(([, , cell]) => cell === 'admission' || cell === 'enabling'))(
    '%s of somebody %s (%s) is AllowanceExhausted (D, A2)',
    (name, state) => {
      expect(full(state).refusal(asked(name))).toMatchObject({ type: 'AllowanceExhausted', allowance: 0 })
    },
  )

  test.each(cells.filter(([, , cell]) => cell !== 'admission' && cell !== 'enabling'))(
    '%s of somebody %s is all the same: %s (D, D5, FB-4)',
    (name, state, cell) => {
      const expected = accepted[cell]
      if (expected === undefined) expect(answer(full(state), name)).toMatchObject({ type: cell, member: 'lucy' })
      else expect(full(state).when(asked(name), name === 'RecordUse' ? nextDay : {}).events).toEqual(expected[0])
    },
  )
})

describe('coming in', () => {
  test.each<[string, readonly Command[], Command, string]>([
    ['adding somebody unknown', [], add('lucy'), 'MemberAdded lucy'],
    ['importing somebody unknown', [], { type: 'ImportMembers', members: [{ member: 'lucy' }] }, 'MemberAdded lucy'],
    ['adding somebody deleted', [add('lucy'), remove('lucy')], add('lucy'), 'MemberAdded lucy'],
    ['adding somebody deactivated', [add('lucy'), deactivate('lucy')], add('lucy'), 'MemberAdded lucy'],
    [
      'importing somebody deactivated',
      [add('lucy'), deactivate('lucy')],
      { type: 'ImportMembers', members: [{ member: 'lucy' }] },
      'MemberAdded lucy',
    ],
    ['relicensing', [add('lucy'), unlicense('lucy')], relicense('lucy'), 'MemberRelicensed lucy'],
  ])('by %s one is known, whatever is available (D1)', (_, before, command, event) => {
    for (const allowance of [0, 9]) {
      const story = before.reduce((soFar, each) => soFar.when(each), given({ allowance })).when(command)
      expect(story.events).toEqual([event])
      expect(story.stateOf('lucy')).toBe('known')
    }
  })

  test.each<[string, readonly Command[]]>([
    ['deactivated', [deactivate('lucy'), add('lucy')]],
    ['unlicensed', [unlicense('lucy'), relicense('lucy')]],
    ['unlicensed and deactivated', [unlicense('lucy'), deactivate('lucy'), add('lucy')]],
  ])('after being %s, one who was disabled comes back disabled (D1)', (_, commands) => {
    const story = commands.reduce((soFar, each) => soFar.when(each), given({ members: ['lucy'] }).when(disable('lucy')))
    expect(story.stateOf('lucy')).toBe('disabled')
    expect(story.when(signIn('lucy')).events).toEqual([])
  })

  test('of somebody deleted by an import is refused, row by row, and the others go on (D1, P2)', () => {
    const story = given({ members: ['gone', 'in'] })
      .when(remove('gone'))
      .when({ type: 'ImportMembers', members: [{ member: 'gone' }, { member: 'in' }, { member: '' }, { member: 'new' }, 7] })
    expect(story.events).toEqual(['MemberAdded new'])
    expect(story.outcome.results).toMatchObject([
      { member: 'gone', answer: { type: 'MemberDeleted', member: 'gone' } },
      { member: 'in', answer: 'accepted' },
      { member: '', answer: { type: 'Invalid', issues: [{ path: 'members[2].member' }] } },
      { member: 'new', answer: 'accepted' },
      { member: '', answer: { type: 'Invalid', issues: [{ path: 'members[4]' }] } },
    ])
  })

  test('an unlicensed member is in, for adding and importing (D2)', () => {
    const story = given({ members: ['lucy'] }).when(unlicense('lucy'))
    const imported = story.when({ type: 'ImportMembers', members: [{ member: 'lucy' }] })
    expect([imported.events, imported.outcome.results]).toEqual([[], [{ member: 'lucy', answer: 'accepted' }]])
    expect(imported.stateOf('lucy')).toBe('unlicensed')
  })
})

describe('a use', () => {
  test('of somebody without a seat is already so, everywhere (D2)', () => {
    const states: readonly MemberState[] = ['known', 'pending', 'disabled', 'deleted', 'unlicensed', 'deactivated']
    for (const state of states) expect(standing(state).when(use('lucy'), nextDay).events).toEqual([])
    expect(standing('known').when(sweep, nextDay).events).toEqual([])
  })
})
