// Who is refused a sign-in (D4), and which of two reasons is told (D5).

import { describe, expect, test } from 'vitest'
import type { Command, MemberState, Role } from '../../src/index.ts'
import {
  add,
  approve,
  assign,
  buy,
  change,
  deactivate,
  disable,
  enable,
  remove,
  signIn,
  transfer,
  unlicense,
} from '../support/asked.ts'
import { given } from '../support/given.ts'

const territory = { kind: 'territory', id: 'north' }
const link = (member: string): Command => ({ type: 'LinkDependency', member, dependency: territory })
const unlink = (member: string): Command => ({ type: 'UnlinkDependency', member, dependency: territory })

describe('signing in without a license', () => {
  const ways: readonly [MemberState | 'unknown', readonly Command[]][] = [
    ['known', [add('lucy')]],
    ['disabled', [add('lucy'), disable('lucy')]],
    ['deleted', [add('lucy'), remove('lucy')]],
    ['unlicensed', [add('lucy'), unlicense('lucy')]],
    ['deactivated', [add('lucy'), deactivate('lucy')]],
    ['unknown', []],
  ]
  const check: Command = { type: 'CheckIn', member: 'lucy', client: 'mobile' }
  const at = (commands: readonly Command[], membership: object) =>
    commands.reduce((story, command) => story.when(command), given({ policies: { autoAssign: null, membership } }))

  test.each(ways)('is standard for somebody %s where the preset admits it, or refused for good (D4)', (state, commands) => {
    const story = at(commands, {})
    const barred = { unlicensed: 'MemberUnlicensed', deactivated: 'MemberDeactivated' }[state as string]
    for (const command of [signIn('lucy'), check]) {
      if (barred === undefined) expect(story.when(command).outcome.access).toBe('standard')
      else expect(story.refusal(command)).toMatchObject({ type: barred, member: 'lucy' })
    }
    expect(story.accessOf('lucy')).toBe(barred === undefined ? 'standard' : 'none')
  })

  test.each([
    ['known', 'NoLicense'],
    ['disabled', 'MemberDisabled'],
    ['deleted', 'MemberDeleted'],
    ['unlicensed', 'MemberUnlicensed'],
    ['deactivated', 'MemberDeactivated'],
    ['unknown', 'NoLicense'],
  ])('of somebody %s is %s where the preset refuses it (D4)', (state, type) => {
    const story = at(ways.find(([each]) => each === state)?.[1] ?? [], { withoutLicense: 'refuse' })
    expect(story.refusal(signIn('lucy'))).toMatchObject({ type, member: 'lucy' })
    expect(story.refusal(signIn('lucy', 'web'))).toMatchObject({ type, member: 'lucy' })
    expect(story.refusal(check)).toMatchObject({ type, member: 'lucy' })
    expect(story.accessOf('lucy')).toBe('none')
  })

  test('of somebody unknown is UnknownMember where the preset refuses unknowns (D4)', () => {
    for (const withoutLicense of ['standard', 'refuse'] as const) {
      const story = given({ policies: { membership: { unknownSignIn: 'refuse', withoutLicense } } })
      expect(story.refusal(signIn('lucy'))).toMatchObject({ type: 'UnknownMember', member: 'lucy' })
      expect(story.refusal(check)).toMatchObject({ type: 'UnknownMember', member: 'lucy' })
      expect(story.accessOf('lucy')).toBe('none')
    }
  })

  test('is accepted for who becomes or is pending, also where the preset refuses it (D4)', () => {
    const refuse = { membership: { withoutLicense: 'refuse' } } as const
    const story = given({ allowance: 0, policies: refuse }).when(signIn('lucy'))
    expect(story.events).toEqual(['MemberAdded lucy', 'SeatRequested lucy', 'TrialStarted lucy'])
    expect(story.outcome.access).toBe('trial')
    const ended = story.when(signIn('lucy'), { at: '2026-05-01T00:00' })
    expect([ended.events, ended.outcome.access]).toEqual([['TrialEnded lucy'], 'none'])
    expect(ended.when(signIn('lucy', 'web')).outcome.access).toBe('none')
    expect(ended.when(check).outcome.access).toBe('none')
  })

  test('is no use of a license that is there: who holds a seat gets full access under every preset (D4)', () => {
    const story = given({ policies: { membership: null, autoAssign: null }, members: ['lucy'] }).when(assign('lucy'))
    for (const command of [signIn('lucy'), check]) expect(story.when(command).outcome.access).toBe('full')
  })
})

describe('of two reasons, the earlier one is told:', () => {
  const full = () => given({ allowance: 1, members: ['holder', 'lucy'] }).when(assign('holder'))
  const wrong = (quantity: number, until?: number): Command => ({
    type: 'AddLot',
    lot: 'base',
    organization: 'globex',
    quantity,
    ...(until === undefined ? {} : { until }),
  })
  const fill = (placeholder: string, member: string): Command => ({ type: 'FillPlaceholder', placeholder, member })
  const back = (member: string): Command => ({ type: 'RelicenseMembers', members: [member], placement: 'Team 7' })
  const adding = { permissions: { AddMember: ['member'] } } as const
  const tbh: Command = { type: 'AddMember', member: 'tbh', kind: 'placeholder' }

  test.each<[string, string, Command, Role | undefined, readonly Command[]]>([
    ['Invalid', 'NotPermitted', { type: 'AddMember' } as unknown as Command, 'accountManager', []],
    ['Invalid', 'NotInSetupWizard', { type: 'AssignSeat', member: '' }, 'setupWizard', []],
    ['Invalid', 'ContactAccountManager', buy('x', 0), 'systemAdmin', []],
    ['Invalid', 'NotPermitted, for a policy that adds a role', change(adding), 'systemAdmin', []],
    ['Invalid', 'WrongOrganization, for another content', wrong(7), undefined, []],
    ['Invalid', 'WrongOrganization, for an end that is past', { ...wrong(1, 9), lot: 'new' } as Command, undefined, []],
    ['Invalid', 'UnknownMember, for a placeholder that fills nothing', fill('nothing', 'tbh'), undefined, [tbh]],
    ['Invalid', 'MemberDeleted, for the one who fills a person', fill('holder', 'lucy'), undefined, [remove('lucy')]],
    ['Invalid', 'MemberDeleted, for a person’s place', fill('holder', 'lucy'), undefined, [remove('holder')]],
    ['NotPermitted', 'WrongOrganization', wrong(1), 'member', []],
    ['NotInSetupWizard', 'WrongOrganization', wrong(1), 'setupWizard', []],
    ['ContactAccountManager', 'WrongOrganization', wrong(1), 'systemAdmin', []],
    ['WrongOrganization', 'already so', wrong(1), undefined, []],
    ['NotPermitted', 'MustReturnToUnassigned', back('lucy'), 'accountManager', []],
    ['NotPermitted', 'UnknownMember', assign('nobody'), 'accountManager', []],
    ['NotInSetupWizard', 'UnknownMember', assign('nobody'), 'setupWizard', []],
    ['MustReturnToUnassigned', 'UnknownMember', back('nobody'), undefined, []],
    ['MustReturnToUnassigned', 'MemberDeleted', back('lucy'), undefined, [remove('lucy')]],
    ['MustReturnToUnassigned', 'already so', back('lucy'), undefined, []],
    ['UnknownMember', 'AllowanceExhausted', assign('nobody'), undefined, []],
    ['UnknownMember', 'NoLicense', transfer('lucy', 'nobody'), undefined, []],
    ['UnknownMember', 'MemberDisabled', transfer('nobody', 'lucy'), undefined, [disable('lucy')]],
    ['UnknownMember', 'MemberDisabled, for who would fill it', fill('nothing', 'lucy'), undefined, [disable('lucy')]],
    ['MemberDisabled', 'AllowanceExhausted', assign('lucy'), undefined, [disable('lucy')]],
    ['MemberDeleted', 'AllowanceExhausted', enable('lucy'), undefined, [remove('lucy')]],
    ['MemberUnlicensed', 'AllowanceExhausted', approve('lucy'), undefined, [unlicense('lucy')]],
    ['NotWaiting', 'AllowanceExhausted', approve('lucy'), undefined, []],
    ['NoLicense', 'AllowanceExhausted', transfer('lucy', 'bob'), undefined, [add('bob')]],
    ['MemberDeleted', 'already so, for a link that is not there', unlink('lucy'), undefined, [remove('lucy')]],
    ['MemberUnlicensed', 'already so, for a link that is there', link('lucy'), undefined, [link('lucy'), unlicense('lucy')]],
    ['MemberDeleted', 'MemberCannotSignIn', assign('tbh'), undefined, [tbh, remove('tbh')]],
  ])('%s, not %s (D5)', (type, _, command, by, before) => {
    const story = before.reduce((soFar, each) => soFar.when(each), full())
    expect(story.refusal(command, by === undefined ? {} : { by })).toMatchObject({ type })
  })

  test.each<[string, Command]>([
    ['AssignSeat', assign('holder')],
    ['ApproveMember', approve('holder')],
    ['EnableMember', enable('holder')],
    ['AddMember', add('holder')],
  ])('already so, not AllowanceExhausted: %s of one who holds a seat (D5, FB-4)', (_, command) => {
    expect(full().when(command).events).toEqual([])
  })

  test('of many who are moved, the first refused one’s (D5, P4)', () => {
    const story = full().when(add('gone')).when(remove('gone'))
    const move = (...members: string[]): Command => ({ type: 'UnlicenseMembers', members, mode: 'all' })
    expect(story.refusal(move('lucy', 'gone', 'nobody'))).toMatchObject({ type: 'MemberDeleted', member: 'gone' })
    expect(story.refusal(move('lucy', 'nobody', 'gone'))).toMatchObject({ type: 'UnknownMember', member: 'nobody' })
    expect(story.stateOf('lucy')).toBe('known')
  })

  test.each<[string, readonly Command[]]>([
    ['MemberDeleted', [disable('lucy'), remove('lucy')]],
    ['MemberDeactivated', [disable('lucy'), deactivate('lucy')]],
    ['MemberUnlicensed', [disable('lucy'), unlicense('lucy')]],
  ])('of a sign-in %s, not MemberDisabled (D4)', (type, before) => {
    const policies = { membership: { withoutLicense: 'refuse' } } as const
    const story = before.reduce((soFar, each) => soFar.when(each), given({ policies, members: ['lucy'] }))
    expect(story.refusal(signIn('lucy'))).toMatchObject({ type, member: 'lucy' })
  })
})
