// People who are imported and count until they are moved away, and what depends on them (P1 to P9).

import { describe, expect, test } from 'vitest'
import {
  blockers,
  type Command,
  explain,
  members,
  type PoliciesPatch,
  preview,
  type Rejection,
  summary,
} from '../../src/index.ts'
import { add, assign, change, deactivate, disable, relicense, remove, signIn, sweep, unlicense } from '../support/asked.ts'
import { given } from '../support/given.ts'
import type { Story } from '../support/story.ts'

const limited = { overage: { allow: 'none' } } as const
const referenced = { counting: { rule: 'referenced' } } as const
const people = (allowance = 9, policies: PoliciesPatch = {}): Story => given({ preset: 'planningPeople', allowance, policies })
const bring = (...rows: (string | object | null)[]): Command => ({
  type: 'ImportMembers',
  members: rows.map((row) => (typeof row === 'string' ? { member: row } : row)),
})
const link = (member: string, kind: string, id = 'x', when?: string): Command => ({
  type: 'LinkDependency',
  member,
  dependency: { kind, id, ...(when === undefined ? {} : { when }) },
})
const unlink = (member: string, kind: string, id = 'x'): Command => ({
  type: 'UnlinkDependency',
  member,
  dependency: { kind, id },
})
const move = (mode: 'each' | 'all', ...members: string[]): Command => ({ type: 'UnlicenseMembers', members, mode })
const figures = ({ pool, now }: Story) => summary(pool, now)
const answers = ({ outcome }: Story) =>
  (outcome.results ?? []).map(({ member, answer }) => [member, answer === 'accepted' ? answer : answer.type])
const viewOf = (story: Story, id: string) => {
  const states = ['known', 'enabled', 'disabled', 'unlicensed', 'deactivated', 'deleted'] as const
  return members(story.pool, { state: states, at: story.now }).find(({ member }) => member === id)
}
const listed = ({ pool }: Story) => members(pool).map(({ member }) => member)
const fieldOf = (refusal: Rejection) => (refusal.type === 'Invalid' ? refusal.issues.map(({ path }) => path) : refusal.type)

describe('under the rule imported', () => {
  test('everybody imported counts, until moved to unlicensed (P1)', () => {
    const story = people().when(bring('ann', 'bob'))
    expect(story.events).toEqual(['MemberAdded ann', 'SeatGranted ann', 'MemberAdded bob', 'SeatGranted bob'])
    expect(story.told[1]).toBe('2026-03-02T09:00Z SeatGranted ann, counted, by systemAdmin')
    const moved = story.when(unlicense('ann'))
    expect([moved.events, moved.stateOf('ann'), figures(moved).consumed]).toEqual([['MemberUnlicensed ann'], 'unlicensed', 1])
  })

  test('somebody added by hand counts as well, a placeholder and a resource do not (P1, P8, X5)', () => {
    const story = people()
      .when(add('ann'))
      .when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' })
      .when({ type: 'AddMember', member: 'beamer', kind: 'resource' })
    expect([story.stateOf('ann'), story.stateOf('tbh'), story.stateOf('beamer'), figures(story).consumed]).toEqual([
      'enabled',
      'known',
      'known',
      1,
    ])
  })

  test('one whose seat was freed for idleness signs in again by an admission; the rule does not call it back (M12, P1)', () => {
    const idle = { ...limited, idleReclaim: { enabled: true, days: 1 } } as const
    const freed = people(1, idle).when(bring('ann')).when(sweep, { at: '2026-03-04T00:00' })
    expect([freed.events, freed.stateOf('ann'), viewOf(freed, 'ann')?.peopleState]).toEqual([['SeatReclaimed ann'], 'known', ''])
    expect(freed.when(bring('ann')).events).toEqual([])
    expect(freed.when(link('ann', 'login')).events).toEqual(['DependencyLinked ann'])
    const back = freed.when(signIn('ann'))
    expect([back.events, back.outcome.access]).toEqual([['SeatGranted ann'], 'full'])
    expect(explain(freed.pool, 'ann', freed.now).changedBy).toEqual(['AssignSeat', 'SignIn'])
    expect(freed.when(bring('bob')).refusal(signIn('ann'))).toMatchObject({ type: 'AllowanceExhausted', to: 2 })
  })

  test('without a license the row is not added (P2)', () => {
    const story = people(1, limited).when(bring('ann', 'bob'))
    expect([story.events, answers(story)]).toEqual([
      ['MemberAdded ann', 'SeatGranted ann'],
      [
        ['ann', 'accepted'],
        ['bob', 'AllowanceExhausted'],
      ],
    ])
  })

  test('being pending is an accepted sign-in, also when none is available (D4)', () => {
    const idle = { idleReclaim: { enabled: true, days: 1 }, autoAssign: { enabled: true } } as const
    const waiting = people(1, { ...limited, ...idle })
      .when(bring('ann'))
      .when(bring('bob'), { at: '2026-03-04T09:00' })
      .when(signIn('ann'))
    expect([waiting.events, waiting.stateOf('ann')]).toEqual([['SeatRequested ann'], 'pending'])
    const closed = waiting.when(change({ autoAssign: null })).when(signIn('ann'))
    expect([closed.events, closed.outcome.access]).toEqual([[], 'none'])
    expect(closed.when(unlicense('bob')).when(signIn('ann')).events).toEqual(['SeatGranted ann'])
  })
})

describe('under the rule referenced', () => {
  test('nobody counts who is only imported (P1)', () => {
    const story = people(1, referenced).when(bring('ann'))
    expect([story.events, story.stateOf('ann'), figures(story).consumed]).toEqual([['MemberAdded ann'], 'known', 0])
    expect(story.refusal(signIn('ann'))).toMatchObject({ type: 'NoLicense', member: 'ann' })
  })

  test.each([
    ['territory', 'active'],
    ['territory', 'inactive'],
    ['territory', 'future'],
    ['target', undefined],
    ['routing', undefined],
    ['login', undefined],
  ])('linking the first is an admission, unlinking the last releases: %s %s (P1)', (kind, when) => {
    const linked = people(1, { ...referenced, ...limited })
      .when(bring('ann'))
      .when(link('ann', kind, 'x', when))
    expect([linked.events, linked.stateOf('ann')]).toEqual([['DependencyLinked ann', 'SeatGranted ann'], 'enabled'])
    expect(explain(linked.pool, 'ann', linked.now).because).toMatchObject([
      { rule: 'P1', policy: 'counting', dependencies: [{ kind, id: 'x' }] },
    ])
    const released = linked.when(unlink('ann', kind))
    expect([released.events, released.stateOf('ann')]).toEqual([['DependencyUnlinked ann', 'SeatReleased ann'], 'known'])
    expect(released.told[1]).toBe('2026-03-02T09:00Z SeatReleased ann, counted, by systemAdmin')
    expect(released.when(unlink('ann', kind)).events).toEqual([])
  })

  test('any other kind makes nobody count (P1)', () => {
    const story = people(1, referenced).when(bring('ann')).when(link('ann', 'report'))
    expect([story.events, story.stateOf('ann')]).toEqual([['DependencyLinked ann'], 'known'])
    const both = story.when(link('ann', 'routing')).when(unlink('ann', 'routing'))
    expect(both.events).toEqual(['DependencyUnlinked ann', 'SeatReleased ann'])
  })

  test('only the first link takes a license and only the last gives it back (P1)', () => {
    const two = people(1, { ...referenced, ...limited })
      .when(bring('ann'))
      .when(link('ann', 'territory'))
      .when(link('ann', 'target'))
    expect(two.events).toEqual(['DependencyLinked ann'])
    expect(two.when(unlink('ann', 'territory')).events).toEqual(['DependencyUnlinked ann'])
  })

  test('without a license the link is refused whole (P1, FB-3)', () => {
    const story = people(1, { ...referenced, ...limited })
      .when(bring('ann', 'bob'))
      .when(link('ann', 'target'))
    expect(story.refusal(link('bob', 'target'))).toMatchObject({ type: 'AllowanceExhausted', allowance: 1, to: 2 })
    expect(story.when(link('bob', 'report')).events).toEqual(['DependencyLinked bob'])
    expect(story.when(unlink('ann', 'target')).when(link('bob', 'target')).stateOf('bob')).toBe('enabled')
  })

  test('credentials are a login of the same id (P1)', () => {
    for (const ask of [
      bring({ member: 'ann', credentials: true }),
      { type: 'AddMember', member: 'ann', credentials: true } as const,
    ]) {
      const story = people(1, referenced).when(ask)
      expect(story.events).toEqual(['MemberAdded ann', 'DependencyLinked ann', 'SeatGranted ann'])
      expect(viewOf(story, 'ann')?.dependencies).toEqual([{ kind: 'login', id: 'ann' }])
      expect(story.when(signIn('ann')).outcome.access).toBe('full')
      expect(story.when({ type: 'AddMember', member: 'ann', credentials: true }).events).toEqual([])
    }
    expect(people(1, referenced).when(bring({ member: 'ann', credentials: false })).events).toEqual(['MemberAdded ann'])
    const full = people(0, { ...referenced, ...limited }).when(bring({ member: 'ann', credentials: true }, 'bob'))
    expect([full.events, answers(full)]).toEqual([
      ['MemberAdded bob'],
      [
        ['ann', 'AllowanceExhausted'],
        ['bob', 'accepted'],
      ],
    ])
  })

  test('the one who is disabled is linked without a license; enabling it is the admission (D, D1)', () => {
    const story = people(1, { ...referenced, ...limited })
      .when(bring('ann'))
      .when(disable('ann'))
      .when(link('ann', 'target'))
    expect([story.events, story.stateOf('ann'), figures(story).consumed]).toEqual([['DependencyLinked ann'], 'disabled', 0])
  })

  test('somebody who left and comes back counts by what still refers to it (D1, P3)', () => {
    const gone = people(1, { ...referenced, ...limited })
      .when(bring('ann'))
      .when(link('ann', 'routing'))
      .when(deactivate('ann'))
    expect(figures(gone).consumed).toBe(0)
    expect(gone.when(bring('ann')).events).toEqual(['MemberAdded ann', 'SeatGranted ann'])
    expect(gone.when(unlink('ann', 'routing')).when(bring('ann')).events).toEqual(['MemberAdded ann'])
  })
})

describe('a dependency', () => {
  test('is told by kind and id; linking it with another `when` replaces `when` (P4)', () => {
    const story = people()
      .when(bring('ann'))
      .when(link('ann', 'territory', 'north', 'future'))
    expect(story.when(link('ann', 'territory', 'north', 'future')).events).toEqual([])
    const replaced = story.when(link('ann', 'territory', 'north', 'active'))
    expect([replaced.events, viewOf(replaced, 'ann')?.dependencies]).toEqual([
      ['DependencyLinked ann'],
      [{ kind: 'territory', id: 'north', when: 'active' }],
    ])
    expect(viewOf(replaced.when(link('ann', 'territory', 'north')), 'ann')?.dependencies).toEqual([
      { kind: 'territory', id: 'north' },
    ])
    expect(viewOf(replaced.when(link('ann', 'target', 'north')), 'ann')?.dependencies).toHaveLength(2)
  })
})

describe('an import', () => {
  const filter = { importFilter: { exclude: [{ field: 'profile', in: ['Integration', 7, false, null] }] } } as const
  const row = (member: string, profile: unknown) => ({ member, attributes: { profile } })

  test('judges each row by itself, in order (P2)', () => {
    const story = people(2, { ...limited, ...filter })
      .when(bring('in', 'gone'))
      .when(remove('gone'))
      .when(bring('in', 'gone', row('robot', 'Integration'), { member: 7 }, { member: 'bad', shoe: 1 }, 'new', 'late', null))
    expect(story.events).toEqual(['MemberAdded new', 'SeatGranted new'])
    expect(answers(story)).toEqual([
      ['in', 'accepted'],
      ['gone', 'MemberDeleted'],
      ['robot', 'Excluded'],
      ['', 'Invalid'],
      ['bad', 'Invalid'],
      ['new', 'accepted'],
      ['late', 'AllowanceExhausted'],
      ['', 'Invalid'],
    ])
    expect([story.stateOf('late'), story.stateOf('robot')]).toEqual([undefined, undefined])
    expect(story.outcome.results?.[4]).toMatchObject({ answer: { issues: [{ path: 'members[4].shoe' }] } })
  })

  test('keeps no attributes, and reads them by value (P2)', () => {
    const excluded = people(9, filter).when(bring(row('a', 7), row('b', false), row('c', null), row('d', 'Integration')))
    expect([excluded.events, answers(excluded).map(([, answer]) => answer)]).toEqual([
      [],
      ['Excluded', 'Excluded', 'Excluded', 'Excluded'],
    ])
    const taken = people(9, filter).when(bring(row('a', '7'), row('b', 0), row('c', ['Integration']), { member: 'd' }))
    expect(answers(taken).map(([, answer]) => answer)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    expect(viewOf(taken, 'a')).not.toHaveProperty('attributes')
    const inherited = people(9, { importFilter: { exclude: [{ field: 'toString', in: [null] }] } })
    expect(answers(inherited.when(bring(row('a', 1))))).toEqual([['a', 'accepted']])
  })

  test('asks the filter only about the unknown and the deactivated (P2)', () => {
    const story = people(9, filter).when(bring('ann', 'bob', 'carl', 'dora'))
    const before = story
      .when(unlicense('bob'))
      .when(deactivate('carl'))
      .when(remove('dora'))
      .when(bring(...['ann', 'bob', 'carl', 'dora', 'new'].map((each) => row(each, 'Integration'))))
    expect([before.events, answers(before)]).toEqual([
      [],
      [
        ['ann', 'accepted'],
        ['bob', 'accepted'],
        ['carl', 'Excluded'],
        ['dora', 'MemberDeleted'],
        ['new', 'Excluded'],
      ],
    ])
    // Adding by hand does not go by the filter.
    expect(before.when(add('new')).stateOf('new')).toBe('enabled')
  })

  test('says what is wrong with a row before it says that the filter leaves it out (D5, P2)', () => {
    const story = people(9, filter).when(bring('carl')).when(deactivate('carl'))
    const told = story.when(bring({ ...row('carl', 'Integration'), kind: 'resource' }, row('carl', 'Integration')))
    expect(answers(told)).toEqual([
      ['carl', 'Invalid'],
      ['carl', 'Excluded'],
    ])
  })

  test('is filtered as an administrator sets it (R, P2)', () => {
    const story = people().when(change(filter), { by: 'systemAdmin' })
    expect(story.events).toEqual(['PoliciesChanged'])
    expect(answers(story.when(bring(row('robot', 'Integration'))))).toEqual([['robot', 'Excluded']])
    expect(story.refusal(change({ dependencies: { blocking: [] } }), { by: 'systemAdmin' }).type).toBe('NotPermitted')
    expect(story.refusal(change({ counting: null }), { by: 'systemAdmin' }).type).toBe('NotPermitted')
  })

  test('brings thousands in with one command (P2)', () => {
    const crowd = Array.from({ length: 5_000 }, (_, index) => `p${index}`)
    const story = people(9).when(bring(...crowd))
    expect([story.events.length, figures(story).consumed, story.outcome.results?.length]).toEqual([10_000, 5_000, 5_000])
  })
})

describe('somebody deactivated in the CRM', () => {
  test('needs no license, whatever depends on it, and stays for reporting, apart from the unlicensed (P3)', () => {
    const story = people()
      .when(bring('ann', 'bob', 'carl'))
      .when(link('ann', 'territory'))
      .when(deactivate('ann'))
      .when(unlicense('bob'))
    expect(figures(story)).toMatchObject({ consumed: 1, enabled: 1, deactivated: 1, unlicensed: 1 })
    expect(viewOf(story, 'ann')).toMatchObject({
      state: 'deactivated',
      peopleState: 'Deleted',
      listed: false,
      consumes: false,
      dependencies: [{ kind: 'territory', id: 'x' }],
      access: { level: 'none', reason: 'deactivated' },
    })
    expect(story.when(unlink('ann', 'territory')).events).toEqual(['DependencyUnlinked ann'])
    expect(story.refusal(link('ann', 'territory', 'y')).type).toBe('MemberDeactivated')
    expect(story.refusal(signIn('ann')).type).toBe('MemberDeactivated')
  })

  test('also from unlicensed, and it is then told as deactivated (P3, D2)', () => {
    const story = people().when(bring('ann')).when(unlicense('ann')).when(deactivate('ann'))
    expect([story.events, viewOf(story, 'ann')?.peopleState]).toEqual([['MemberDeactivated ann'], 'Deleted'])
    expect(story.when(bring('ann')).stateOf('ann')).toBe('enabled')
  })
})

describe('moving to unlicensed', () => {
  const blocked = () =>
    people()
      .when(bring('ann', 'bob', 'carl'))
      .when(link('bob', 'territory', 'north', 'future'))
      .when(link('bob', 'login', 'bob'))
      .when(link('bob', 'target', 'q3'))
      .when(link('bob', 'routing', 'r1'))

  test('is refused with every blocking dependency, by kind and id; others do not block (P4)', () => {
    expect(blocked().refusal(move('all', 'bob'))).toMatchObject({
      type: 'DependenciesRemain',
      member: 'bob',
      dependencies: [
        { kind: 'territory', id: 'north', when: 'future' },
        { kind: 'target', id: 'q3' },
      ],
    })
    const half = blocked().when(unlink('bob', 'territory', 'north'))
    expect(half.refusal(move('all', 'bob'))).toMatchObject({ dependencies: [{ kind: 'target', id: 'q3' }] })
    const free = half.when(unlink('bob', 'target', 'q3')).when(move('all', 'bob'))
    expect([free.events, free.stateOf('bob')]).toEqual([['MemberUnlicensed bob'], 'unlicensed'])
  })

  test('blocks by what the pool says blocks, on any preset (P4)', () => {
    const routing = blocked().when(change({ dependencies: { blocking: ['routing'] } }))
    expect(routing.refusal(move('all', 'bob'))).toMatchObject({ dependencies: [{ kind: 'routing', id: 'r1' }] })
    expect(
      blocked()
        .when(change({ dependencies: null }))
        .when(unlicense('bob'))
        .stateOf('bob'),
    ).toBe('unlicensed')
    const mobile = given({ policies: { dependencies: { blocking: ['team'] } }, members: ['lucy'] })
      .when(assign('lucy'))
      .when(link('lucy', 'team', 'a'))
    expect(mobile.refusal(move('all', 'lucy'))).toMatchObject({ dependencies: [{ kind: 'team', id: 'a' }] })
  })

  test('answers for each of many, those before and after a refused one too (P4)', () => {
    for (const command of [
      unlicense('ann', 'bob', 'nobody', 'carl', 'ann'),
      move('each', 'ann', 'bob', 'nobody', 'carl', 'ann'),
    ]) {
      const story = blocked().when(command)
      expect(story.events).toEqual(['MemberUnlicensed ann', 'MemberUnlicensed carl'])
      expect(answers(story)).toEqual([
        ['ann', 'accepted'],
        ['bob', 'DependenciesRemain'],
        ['nobody', 'UnknownMember'],
        ['carl', 'accepted'],
        ['ann', 'accepted'],
      ])
      expect(figures(story)).toMatchObject({ unlicensed: 2, enabled: 1, consumed: 1 })
    }
  })

  test('all or nobody: the first who is refused refuses the command (P4, X1)', () => {
    expect(blocked().refusal(move('all', 'ann', 'bob', 'nobody'))).toMatchObject({ type: 'DependenciesRemain', member: 'bob' })
    expect(blocked().refusal(move('all', 'nobody', 'bob'))).toMatchObject({ type: 'UnknownMember', member: 'nobody' })
    expect(blocked().when(move('all', 'ann', 'carl')).events).toEqual(['MemberUnlicensed ann', 'MemberUnlicensed carl'])
  })

  test('is already so for who is there, whatever depends on it by now (P4, D5)', () => {
    const story = blocked()
      .when(change({ dependencies: null }))
      .when(unlicense('bob'))
    const again = story.when(change({ dependencies: { blocking: ['territory'] } })).when(move('all', 'bob'))
    expect(again.events).toEqual([])
  })

  test('can be asked about before anybody is moved, with the same answers (P5)', () => {
    const story = blocked().when(deactivate('carl'))
    const everybody = ['ann', 'bob', 'carl', 'nobody']
    const asked = blockers(story.pool, everybody, story.now)
    const moved = story.when(unlicense(...everybody))
    expect(asked.map(({ member, answer }) => [member, answer])).toEqual(
      (moved.outcome.results ?? []).filter(({ answer }) => answer !== 'accepted').map(({ member, answer }) => [member, answer]),
    )
    expect(asked.map(({ member }) => member)).toEqual(['bob', 'carl', 'nobody'])
    const seen = preview(story.pool, unlicense(...everybody), story.now, { role: 'systemAdmin' })
    expect(seen._tag === 'Right' && seen.right.results).toEqual(moved.outcome.results)
    expect(listed(story)).toContain('ann')
  })

  test('leaves no list with the person in it; each record says so (P6)', () => {
    const story = blocked().when(unlicense('ann')).when(deactivate('carl'))
    expect(listed(story)).toEqual(['bob'])
    expect(members(story.pool, { state: 'unlicensed' })).toMatchObject([
      { member: 'ann', listed: false, consumes: false, peopleState: 'Unlicensed', access: { level: 'none' } },
    ])
    expect(viewOf(story, 'bob')).toMatchObject({ listed: true, peopleState: '' })
    expect(story.refusal(signIn('ann'))).toMatchObject({ type: 'MemberUnlicensed', member: 'ann' })
    expect(explain(story.pool, 'ann', story.now)).toMatchObject({ because: [{ rule: 'P6' }], changedBy: ['RelicenseMembers'] })
  })
})

describe('coming back from unlicensed', () => {
  const home = 'All teams - Unassigned'
  const story = () =>
    people(1, limited)
      .when(bring({ member: 'ann', placement: 'North' }))
      .when(unlicense('ann'))

  test('is to `All teams - Unassigned` only; the old place is dropped (P7)', () => {
    expect(viewOf(story(), 'ann')).not.toHaveProperty('placement')
    for (const command of [relicense('ann'), { type: 'RelicenseMembers', members: ['ann'], placement: home } as const]) {
      const back = story().when(command)
      expect(back.events).toEqual(['MemberRelicensed ann', 'SeatGranted ann'])
      expect(viewOf(back, 'ann')).toMatchObject({ state: 'enabled', placement: home, peopleState: '' })
    }
    const north = { type: 'RelicenseMembers', members: ['ann', 'nobody'], placement: 'North' } as const
    expect(story().refusal(north)).toMatchObject({ type: 'MustReturnToUnassigned', placement: 'North' })
  })

  test('is an admission, each with its own answer (D1, FB-2)', () => {
    const full = story()
      .when(bring('bob'))
      .when(relicense('bob', 'ann', 'nobody'))
    expect([full.events, answers(full)]).toEqual([
      [],
      [
        ['bob', 'accepted'],
        ['ann', 'AllowanceExhausted'],
        ['nobody', 'UnknownMember'],
      ],
    ])
    expect(full.stateOf('ann')).toBe('unlicensed')
  })

  test('by adding or importing is not possible: that is as for somebody who is in (D2)', () => {
    expect(story().when(bring('ann')).events).toEqual([])
    expect(story().when(add('ann')).events).toEqual([])
    expect(story().refusal(assign('ann')).type).toBe('MemberUnlicensed')
  })
})

describe('a placeholder', () => {
  const vacancy = (more: object = {}): Command => ({ type: 'AddMember', member: 'tbh', kind: 'placeholder', ...more }) as Command

  test('has people state TBH unless it says TBR, and never consumes (P8)', () => {
    expect(viewOf(people().when(vacancy()), 'tbh')).toMatchObject({ peopleState: 'TBH', consumes: false, state: 'known' })
    const replaced = people()
      .when(vacancy({ peopleState: 'TBR' }))
      .when(link('tbh', 'territory'))
    expect(viewOf(replaced, 'tbh')).toMatchObject({ peopleState: 'TBR', consumes: false, listed: true })
    expect(figures(replaced).consumed).toBe(0)
    expect(fieldOf(people().refusal({ type: 'AddMember', member: 'ann', peopleState: 'TBH' }))).toEqual(['peopleState'])
    const linked = people(1, referenced).when(vacancy()).when(link('tbh', 'territory'))
    expect([linked.events, linked.stateOf('tbh')]).toEqual([['DependencyLinked tbh'], 'known'])
  })

  test('is filled by a person, who takes over its dependencies; it is then gone (P8, D6)', () => {
    const fill = (member: string): Command => ({ type: 'FillPlaceholder', placeholder: 'tbh', member })
    const open = people(2, { ...limited, ...referenced })
      .when(bring('ann'))
      .when(vacancy())
      .when(link('tbh', 'territory', 'north', 'future'))
      .when(link('tbh', 'report', 'r'))
    const unknown = open.when(fill('new'))
    expect(unknown.events).toEqual([
      'MemberAdded new',
      'DependencyLinked new',
      'DependencyLinked new',
      'SeatGranted new',
      'PlaceholderFilled new',
    ])
    expect(viewOf(unknown, 'new')?.dependencies).toEqual([
      { kind: 'territory', id: 'north', when: 'future' },
      { kind: 'report', id: 'r' },
    ])
    const known = open.when(fill('ann'))
    expect(known.events).toEqual(['DependencyLinked ann', 'DependencyLinked ann', 'SeatGranted ann', 'PlaceholderFilled ann'])
    expect([known.stateOf('tbh'), known.refusal(fill('ann')).type]).toEqual([undefined, 'UnknownMember'])
    const full = open.when(bring({ member: 'x', credentials: true }, { member: 'y', credentials: true }))
    for (const member of ['new', 'ann']) expect(full.refusal(fill(member))).toMatchObject({ type: 'AllowanceExhausted', to: 3 })
  })

  test('people states are empty for who consumes, and none of the others ever does (P8)', () => {
    const story = people()
      .when(bring('ann', 'bob', 'carl', 'dora'))
      .when(vacancy())
      .when(unlicense('bob'))
      .when(deactivate('carl'))
      .when(remove('dora'))
    const all = ['ann', 'bob', 'carl', 'dora', 'tbh'].map((id) => viewOf(story, id))
    expect(all.map((each) => [each?.peopleState, each?.consumes])).toEqual([
      ['', true],
      ['Unlicensed', false],
      ['Deleted', false],
      ['Deleted', false],
      ['TBH', false],
    ])
  })
})

describe('consumption', () => {
  test('above the purchase is shown, not prevented, with the number of unlicensed people beside it (P9)', () => {
    const story = people(2)
      .when(bring('a', 'b', 'c', 'd'))
      .when(unlicense('a'))
    expect(figures(story)).toMatchObject({ allowance: 2, consumed: 3, available: null, overage: 1, unlicensed: 1 })
    expect(figures(story).overageSince).toBe(story.now)
    expect(figures(story.when(unlicense('b')))).toMatchObject({ consumed: 2, overage: 0, overageSince: null, unlicensed: 2 })
  })
})

describe('an explanation', () => {
  const because = (story: Story, member: string) =>
    explain(story.pool, member, story.now).because.map(({ rule, policy, dependencies }) => [rule, policy, dependencies?.length])

  test('names the rule that gives the seat, with what refers to the member (P1, C1)', () => {
    expect(because(people().when(bring('ann')), 'ann')).toEqual([['P1', 'counting', undefined]])
    const named = people(9, referenced).when({ type: 'AddMember', member: 'ann', licenseType: 'named' })
    expect(because(named, 'ann')).toEqual([['C1', undefined, undefined]])
    expect(because(named.when(link('ann', 'report')).when(link('ann', 'target')), 'ann')).toEqual([['P1', 'counting', 1]])
    const byHand = people(9, referenced).when(add('ann')).when(assign('ann'))
    expect(because(byHand, 'ann')).toEqual([['M1', undefined, undefined]])
  })

  test('says how a placeholder is filled and who can come in', () => {
    const story = people().when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' })
    expect(explain(story.pool, 'tbh', story.now)).toMatchObject({
      because: [{ rule: 'D3' }],
      changedBy: ['FillPlaceholder', 'DeleteMember'],
      access: { level: 'none' },
    })
    expect(explain(story.pool, 'nobody', story.now).changedBy).toEqual(['AddMember'])
  })
})
