// Placeholders and resources: known, never licensed (D3).

import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/index.ts'
import { toSnapshot } from '../../src/store/index.ts'
import {
  approve,
  assign,
  deactivate,
  disable,
  enable,
  relicense,
  remove,
  signIn,
  transfer,
  turnDown,
  unlicense,
} from '../support/asked.ts'
import { given } from '../support/given.ts'

const dependency = { kind: 'territory', id: 'north' }

describe('a placeholder or a resource', () => {
  const kinds = ['placeholder', 'resource'] as const
  const story = (kind: (typeof kinds)[number]) =>
    given({ allowance: 9, members: ['ann'] })
      .when(assign('ann'))
      .when({ type: 'AddMember', member: 'lucy', kind })

  test.each(kinds)('stands in known: %s (D3)', (kind) => {
    expect(story(kind).stateOf('lucy')).toBe('known')
    const { members } = toSnapshot(story(kind).pool)
    expect(members.find((each) => each.id === 'lucy')).toMatchObject({ kind, state: 'known' })
  })

  test.each(kinds)('can be added, imported, linked, unlinked and deleted: %s (D3)', (kind) => {
    expect(story(kind).when({ type: 'AddMember', member: 'lucy', kind }).events).toEqual([])
    expect(story(kind).when({ type: 'ImportMembers', members: [{ member: 'mia', kind }] }).events).toEqual(['MemberAdded mia'])
    const linked = story(kind).when({ type: 'LinkDependency', member: 'lucy', dependency })
    expect(linked.events).toEqual(['DependencyLinked lucy'])
    expect(linked.when({ type: 'UnlinkDependency', member: 'lucy', dependency }).events).toEqual(['DependencyUnlinked lucy'])
    const deleted = linked.when(remove('lucy'))
    expect(deleted.events).toEqual(['MemberDeleted lucy'])
    expect(deleted.when({ type: 'AddMember', member: 'lucy', kind }).events).toEqual(['MemberAdded lucy'])
  })

  test.each(
    kinds.flatMap((kind) =>
      [
        assign('lucy'),
        approve('lucy'),
        turnDown('lucy'),
        disable('lucy'),
        enable('lucy'),
        deactivate('lucy'),
        transfer('ann', 'lucy'),
        signIn('lucy'),
        signIn('lucy', 'web'),
        { type: 'CheckIn', member: 'lucy', client: 'mobile' } as const,
        { type: 'UnlicenseMembers', members: ['lucy'], mode: 'all' } as const,
      ].map((command) => [kind, command.type, command] as const),
    ),
  )('has no more: %s, %s is MemberCannotSignIn (D3, D4)', (kind, _, command) => {
    expect(story(kind).refusal(command)).toMatchObject({ type: 'MemberCannotSignIn', member: 'lucy' })
  })

  test.each(kinds)('is not relicensed, and has no access: %s (D3, X5)', (kind) => {
    expect(story(kind).when(relicense('lucy')).outcome.results).toMatchObject([
      { member: 'lucy', answer: { type: 'MemberCannotSignIn', member: 'lucy' } },
    ])
    expect(story(kind).accessOf('lucy')).toBe('none')
    expect(story(kind).when(remove('lucy')).accessOf('lucy')).toBe('none')
  })

  test.each(kinds)('stays what it is: coming back as something else is Invalid, %s (D3)', (kind) => {
    const person = { type: 'AddMember', member: 'lucy', kind: 'person' } as const
    expect(story(kind).refusal(person)).toMatchObject({ type: 'MemberExists' })
    expect(story(kind).when(remove('lucy')).refusal(person)).toMatchObject({ type: 'Invalid', issues: [{ path: 'kind' }] })
  })
})

describe('filling a placeholder', () => {
  const fill = (member: string, placeholder = 'tbh'): Command => ({ type: 'FillPlaceholder', placeholder, member })
  const vacancy = () =>
    given({ members: ['ann'] })
      .when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' })
      .when({ type: 'LinkDependency', member: 'tbh', dependency })

  test('moves its dependencies to the person, who is added if unknown, and it is gone (D3, D6, P8)', () => {
    expect(vacancy().when(fill('ann')).told).toEqual([
      '2026-03-02T09:00Z DependencyLinked ann, command, by systemAdmin',
      '2026-03-02T09:00Z PlaceholderFilled ann, command, by systemAdmin',
    ])
    const filled = vacancy().when(fill('new'))
    expect(filled.events).toEqual(['MemberAdded new', 'DependencyLinked new', 'PlaceholderFilled new'])
    expect([filled.stateOf('tbh'), filled.stateOf('new')]).toEqual([undefined, 'known'])
    expect(filled.refusal(remove('tbh'))).toMatchObject({ type: 'UnknownMember', member: 'tbh' })
  })

  test('that is none, or by one, is Invalid (D3)', () => {
    expect(vacancy().refusal(fill('new', 'ann'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'placeholder' }] })
    const two = vacancy().when({ type: 'AddMember', member: 'tbh-2', kind: 'placeholder' })
    expect(two.refusal(fill('tbh-2'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'member' }] })
    expect(two.refusal(fill('tbh'))).toMatchObject({ type: 'Invalid', issues: [{ path: 'member' }] })
  })

  test('that is unknown or deleted is refused as such (D3)', () => {
    expect(vacancy().refusal(fill('ann', 'nothing'))).toMatchObject({ type: 'UnknownMember', member: 'nothing' })
    expect(vacancy().when(remove('tbh')).refusal(fill('ann'))).toMatchObject({ type: 'MemberDeleted', member: 'tbh' })
  })

  test.each<[string, Command, string]>([
    ['disabled', disable('ann'), 'MemberDisabled'],
    ['unlicensed', unlicense('ann'), 'MemberUnlicensed'],
    ['deactivated', deactivate('ann'), 'MemberDeactivated'],
    ['deleted', remove('ann'), 'MemberDeleted'],
  ])('by somebody %s is that refusal (D3)', (_, command, type) => {
    expect(vacancy().when(command).refusal(fill('ann'))).toMatchObject({ type, member: 'ann' })
  })
})
