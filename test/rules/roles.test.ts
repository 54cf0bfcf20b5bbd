// Who may give which command (R, X9): every command by every role, from one table.

import { describe, expect, test } from 'vitest'
import { type Command, type CommandType, mobileAssignment, type PoliciesPatch, type Role } from '../../src/index.ts'
import { commandTypes } from '../../src/policies/permissions.ts'
import {
  add,
  approve,
  approveFirst,
  assign,
  buy,
  change,
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

const roles = ['member', 'systemAdmin', 'accountManager', 'setupWizard', 'system'] as const satisfies readonly Role[]

/** As rule R says it. `no`: NotPermitted; `wizard`: NotInSetupWizard; `contact`: ContactAccountManager. */
const table = `
  OpenPool           no   no       yes  wizard  yes
  AddLot             no   contact  yes  wizard  yes
  QuoteAllowance     no   yes      yes  yes     yes
  RaiseAllowance     no   yes      yes  wizard  yes
  LowerAllowance     no   contact  yes  wizard  yes
  ChangePolicies     no   yes      yes  wizard  yes
  AddMember          no   yes      no   yes     yes
  ImportMembers      no   yes      no   wizard  yes
  ChangeStatus       no   yes      no   wizard  yes
  DeactivateMember   no   yes      no   wizard  yes
  DeleteMember       no   yes      no   yes     yes
  LinkDependency     no   yes      no   wizard  yes
  UnlinkDependency   no   yes      no   wizard  yes
  FillPlaceholder    no   yes      no   wizard  yes
  AssignSeat         no   yes      no   wizard  yes
  ApproveMember      no   yes      no   wizard  yes
  ApproveWaiting     no   yes      no   wizard  yes
  RejectMember       no   yes      no   wizard  yes
  DisableMember      no   yes      no   wizard  yes
  EnableMember       no   yes      no   wizard  yes
  TransferSeat       no   yes      no   wizard  yes
  UnlicenseMembers   no   yes      no   wizard  yes
  RelicenseMembers   no   yes      no   wizard  yes
  SignIn             yes  no       no   wizard  yes
  RecordUse          yes  no       no   wizard  yes
  SignOut            yes  no       no   wizard  yes
  EndSession         no   yes      no   wizard  yes
  CheckIn            yes  no       no   wizard  yes
  Sweep              no   yes      yes  wizard  yes
`
const cells = table
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [command, ...answers] = line.trim().split(/ +/)
    return answers.map((answer, index) => [command as CommandType, roles[index] as Role, answer] as const)
  })

/** One of each, such as this pool accepts from whoever may give it. */
const commands: { readonly [Type in CommandType]: Command } = {
  OpenPool: {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'mobileAssignment',
    policies: byApproval,
    lots: [{ lot: 'base', quantity: 4 }],
  },
  AddLot: buy('more', 1),
  QuoteAllowance: { type: 'QuoteAllowance', to: 9 },
  RaiseAllowance: { type: 'RaiseAllowance', from: 4, to: 9, acceptTerms: true },
  LowerAllowance: lower(3),
  ChangePolicies: change({ waiting: { admit: 'whenFree' } }),
  AddMember: add('new'),
  ImportMembers: { type: 'ImportMembers', members: [{ member: 'new' }] },
  ChangeStatus: { type: 'ChangeStatus', member: 'lucy', status: 'active' },
  DeactivateMember: deactivate('lucy'),
  DeleteMember: remove('lucy'),
  LinkDependency: { type: 'LinkDependency', member: 'lucy', dependency: { kind: 'territory', id: 't' } },
  UnlinkDependency: { type: 'UnlinkDependency', member: 'lucy', dependency: { kind: 'territory', id: 't' } },
  FillPlaceholder: { type: 'FillPlaceholder', placeholder: 'tbh', member: 'lucy' },
  AssignSeat: assign('bob'),
  ApproveMember: approve('lucy'),
  ApproveWaiting: approveFirst(1),
  RejectMember: turnDown('lucy'),
  DisableMember: disable('lucy'),
  EnableMember: enable('bob'),
  TransferSeat: transfer('ann', 'bob'),
  UnlicenseMembers: unlicense('lucy'),
  RelicenseMembers: relicense('lucy'),
  SignIn: signIn('lucy'),
  RecordUse: use('lucy'),
  SignOut: { type: 'SignOut', session: 's' },
  EndSession: { type: 'EndSession', session: 's' },
  CheckIn: { type: 'CheckIn', member: 'lucy', client: 'mobile' },
  Sweep: sweep,
}

/** What some answer to whoever may ask: there is no subscription (S4), and there are no sessions. */
const otherwise: { readonly [Type in CommandType]?: string } = {
  QuoteAllowance: 'ContactAccountManager',
  RaiseAllowance: 'ContactAccountManager',
  SignOut: 'UnknownSession',
  EndSession: 'UnknownSession',
}

const pool = (policies: PoliciesPatch = {}) =>
  given({ allowance: 4, policies: { ...byApproval, ...policies }, members: ['ann', 'bob'] })
    .when({ type: 'AddMember', member: 'tbh', kind: 'placeholder' }, { by: 'system' })
    .when(assign('ann'), { by: 'system' })
    .when(signIn('lucy'))

/** The same roles where the status counts; the other pool has no statuses. */
const byStatus = () =>
  given({ preset: 'statusAllowance', allowance: 4 }).when({ type: 'AddMember', member: 'lucy' }, { by: 'system' })

describe('a role', () => {
  test('stands in the table for every command (R)', () => {
    expect(cells).toHaveLength(commandTypes.length * roles.length)
    expect([...new Set(cells.map(([command]) => command))]).toEqual([...commandTypes])
  })

  test.each(cells)('%s by %s: %s (R, X9)', (type, role, answer) => {
    const asking = { by: role === 'member' ? { role, id: 'lucy' } : role }
    const refused =
      { no: 'NotPermitted', wizard: 'NotInSetupWizard', contact: 'ContactAccountManager' }[answer] ?? otherwise[type]
    const scene = type === 'ChangeStatus' ? byStatus() : pool()
    if (refused === undefined) {
      const { events } = scene.when(commands[type], asking).outcome
      expect(events.filter((event) => event.actor.role !== role)).toEqual([])
    } else expect(scene.refusal(commands[type], asking)).toMatchObject({ type: refused })
  })

  test('is told what it may not do (R)', () => {
    expect(pool().refusal(assign('bob'), { by: 'accountManager' })).toMatchObject({
      type: 'NotPermitted',
      role: 'accountManager',
      command: 'AssignSeat',
      message: 'The role accountManager may not give AssignSeat.',
    })
    expect(pool().refusal(deactivate('bob'), { by: 'setupWizard' })).toMatchObject({
      type: 'NotInSetupWizard',
      command: 'DeactivateMember',
    })
  })

  test.each(['root', 'SystemAdmin', '', 'constructor', undefined, null, 7])(
    'that does not exist (%j) is Invalid (X9, X10)',
    (role) => {
      const by = { role: role as Role }
      expect(pool().refusal(sweep, { by })).toMatchObject({ type: 'Invalid', issues: [{ path: 'by.role' }] })
    },
  )
})

describe('a member', () => {
  const ofMember = ['SignIn', 'RecordUse', 'CheckIn'] as const

  test.each(ofMember)('may give %s for itself and for nobody else (R)', (type) => {
    expect(pool().when(commands[type], { by: { role: 'member', id: 'lucy' } }).events).toEqual([])
    const refusal = { type: 'NotPermitted', role: 'member', command: type }
    expect(pool().refusal(commands[type], { by: { role: 'member', id: 'ann' } })).toMatchObject(refusal)
    expect(pool().refusal(commands[type], { by: { role: 'member' } })).toMatchObject(refusal)
  })

  test('may not learn by that who is there: somebody unknown is NotPermitted, too (R, D5)', () => {
    const refusal = pool().refusal(signIn('nobody'), { by: { role: 'member', id: 'ann' } })
    expect(refusal).toMatchObject({ type: 'NotPermitted' })
    expect(pool().refusal(use('nobody'), { by: { role: 'member', id: 'ann' } })).toMatchObject({ type: 'NotPermitted' })
  })

  test('that ends or uses a session that does not exist has UnknownSession (R)', () => {
    const by = { role: 'member', id: 'lucy' } as const
    for (const type of ['SignOut', 'RecordUse'] as const) {
      expect(pool().refusal({ type, session: 's-9' }, { by })).toMatchObject({ type: 'UnknownSession', session: 's-9' })
    }
  })

  test('may be signed in by the system (R)', () => {
    expect(pool().when(signIn('eve'), { by: 'system' }).told).toEqual([
      '2026-03-02T09:00Z MemberAdded eve, signIn, by system',
      '2026-03-02T09:00Z SeatGrantedProvisionally eve, signIn, by system, until 2026-03-16T09:00Z, notifies',
    ])
  })
})

describe('a system administrator', () => {
  const patches: readonly [string, PoliciesPatch, boolean][] = [
    ['autoAssign', { autoAssign: { enabled: true } }, true],
    ['waiting', { waiting: { admit: 'whenFree' } }, true],
    ['manualApproval', { manualApproval: { graceDays: 3 } }, true],
    ['notifications', { notifications: { enabled: false } }, true],
    ['idleReclaim', { idleReclaim: { enabled: true } }, true],
    ['membership', { membership: { unknownSignIn: 'refuse' } }, false],
    ['trial', { trial: { days: 300 } }, false],
    ['overage', { overage: { allow: 'unlimited' } }, false],
    ['shrink', { shrink: { rule: 'releaseLongestIdle' } }, false],
    ['subscription', { subscription: { unitPrice: 1 } }, false],
    ['permissions', { permissions: { AddMember: ['system'] } }, false],
  ]

  test.each(patches)('who changes the policy %s: %j is its to change: %s (R, M13)', (_, policies, may) => {
    const by = { role: 'systemAdmin', id: 'root' } as const
    if (may) expect(pool().when(change(policies), { by }).events).toEqual(['PoliciesChanged'])
    else expect(pool().refusal(change(policies), { by })).toMatchObject({ type: 'NotPermitted', command: 'ChangePolicies' })
    expect(pool().when(change(policies), { by: 'accountManager' }).events).toEqual(['PoliciesChanged'])
  })

  test('removes its own policies and no others, and not one of each at once (R)', () => {
    expect(pool().when(change({ autoAssign: null }), { by: 'systemAdmin' }).events).toEqual(['PoliciesChanged'])
    expect(pool().refusal(change({ trial: null }), { by: 'systemAdmin' }).type).toBe('NotPermitted')
    expect(pool().refusal(change({ autoAssign: null, overage: { allow: 'unlimited' } }), { by: 'systemAdmin' }).type).toBe(
      'NotPermitted',
    )
  })
})

describe('the permissions policy', () => {
  test('narrows: only the roles that it names may give the command, the others are NotPermitted (R)', () => {
    const narrowed = pool().when(change({ permissions: { AddMember: ['setupWizard'], SignIn: ['system'] } }))
    expect(narrowed.when(add('eve'), { by: 'setupWizard' }).events).toEqual(['MemberAdded eve'])
    expect(narrowed.refusal(add('eve'), { by: 'systemAdmin' })).toMatchObject({ type: 'NotPermitted', role: 'systemAdmin' })
    expect(narrowed.refusal(add('eve'), { by: 'system' })).toMatchObject({ type: 'NotPermitted', role: 'system' })
    expect(narrowed.refusal(signIn('lucy'))).toMatchObject({ type: 'NotPermitted', role: 'member' })
  })

  test('leaves what it does not name as it is, and may leave nobody (R)', () => {
    const narrowed = pool({ permissions: { AddLot: [] } })
    expect(narrowed.refusal(buy('more', 1), { by: 'accountManager' }).type).toBe('NotPermitted')
    expect(narrowed.refusal(buy('more', 1), { by: 'systemAdmin' }).type).toBe('ContactAccountManager')
    expect(narrowed.when(lower(3), { by: 'accountManager' }).events).toEqual(['AllowanceLowered'])
  })

  test.each(cells.filter(([, , answer]) => answer !== 'yes'))(
    'that gives %s to %s would add a role: Invalid (R)',
    (type, role) => {
      const policies = { permissions: { [type]: [role] } }
      const issues = [{ path: `policies.permissions.${type}`, message: expect.stringContaining('may only narrow') }]
      expect(pool().refusal(change(policies))).toMatchObject({ type: 'Invalid', issues })
    },
  )

  test('that adds a role opens no pool (R)', () => {
    expect(() => given({ policies: { permissions: { AddMember: ['member'] } } })).toThrow(
      'Invalid: policies.permissions.AddMember: may only narrow: the role member may not give AddMember by the rules',
    )
  })

  test('takes effect for what follows, and can be taken back (R)', () => {
    expect(mobileAssignment.permissions).toBeUndefined()
    const narrowed = pool().when(change({ permissions: { AddMember: ['setupWizard'] } }))
    expect(narrowed.refusal(add('eve')).type).toBe('NotPermitted')
    expect(narrowed.when(change({ permissions: null })).when(add('eve')).events).toEqual(['MemberAdded eve'])
  })
})
