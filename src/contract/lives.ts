// Four pools, one of each preset, and what they live through: among them every event there is, and every state of a member.

import type { OwnPolicy } from '../pool/gate/ownPolicy.ts'
import type { Command } from '../pool/model/command.ts'
import type { PresetName } from '../presets/presets.ts'
import { DAY, start } from './stage.ts'
import type { Step } from './twin.ts'

export interface Life {
  readonly preset: PresetName
  readonly steps: readonly Step[]
  readonly own?: readonly OwnPolicy[]
}

/** On some days after the beginning, fractions included, these commands. */
const on = (day: number, ...commands: readonly Command[]): readonly Step[] =>
  commands.map((command) => [start + Math.round(day * DAY), command])

const signIn = (member: string, client = 'mobile'): Command => ({ type: 'SignIn', member, client })
const lease = (member: string, client: string, session: string, device = 'desk'): Command => ({
  type: 'SignIn',
  member,
  client,
  session,
  device,
})
const add = (member: string): Command => ({ type: 'AddMember', member })
const assign = (member: string): Command => ({ type: 'AssignSeat', member })
const territory = { kind: 'territory', id: 'north' } as const

/** Seats of guests end after ten days, and are tallied by department. */
const guests: OwnPolicy = {
  name: 'guests',
  admit: ({ member, at }) =>
    member.member.startsWith('guest') ? { type: 'Admit', group: 'visitors', endsAt: at + 10 * DAY } : undefined,
}

const mobile: readonly Step[] = [
  ...on(0, {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'mobileAssignment',
    timeZone: 'Europe/London',
    policies: { autoAssign: { enabled: false }, notifications: { enabled: true } },
    lots: [
      { lot: 'base', quantity: 2 },
      { lot: 'spring', quantity: 1, from: start + 3 * DAY, until: start + 20 * DAY },
    ],
  }),
  ...on(0.1, signIn('ann'), signIn('bob'), signIn('cara'), add('dan'), signIn('eve', 'web')),
  ...on(1, { type: 'ApproveMember', member: 'ann' }, { type: 'RejectMember', member: 'bob' }, assign('dan'), assign('nobody')),
  ...on(4, assign('dan'), signIn('guest-1'), signIn('guest-2'), { type: 'RecordUse', member: 'ann' }),
  ...on(5, { type: 'ChangePolicies', policies: { autoAssign: { enabled: true }, waiting: { admit: 'whenFree' } } }),
  ...on(6, signIn('fay'), signIn('gus'), { type: 'TransferSeat', from: 'dan', to: 'fay' }, signIn('bob')),
  ...on(7, { type: 'AddLot', lot: 'more', organization: 'acme', quantity: 3 }, { type: 'ApproveWaiting', count: 1 }),
  ...on(
    8,
    { type: 'EnableMember', member: 'bob' },
    { type: 'DisableMember', member: 'cara' },
    { type: 'EnableMember', member: 'bob' },
    { type: 'DeleteMember', member: 'dan' },
  ),
  ...on(9, add('dan'), signIn('guest-3'), signIn('hal'), signIn('ida'), signIn('joe')),
  ...on(12, {
    type: 'ChangePolicies',
    policies: { shrink: { rule: 'releaseLongestIdle' }, idleReclaim: { enabled: true, days: 30 } },
  }),
  ...on(13, { type: 'LowerAllowance', to: 4 }, { type: 'LowerAllowance', to: 99 }),
  ...on(30, { type: 'Sweep' }, signIn('fay')),
  ...on(33, { type: 'DeactivateMember', member: 'hal' }, { type: 'ChangePolicies', policies: { trial: { days: 10 } } }),
  ...on(34, { type: 'LowerAllowance', to: 1 }, signIn('kai'), signIn('ann')),
  ...on(90, { type: 'Sweep' }),
]

const status = (member: string, status: string): Command => ({ type: 'ChangeStatus', member, status })

const statuses: readonly Step[] = [
  ...on(0, {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'statusAllowance',
    policies: {
      counting: { statuses: { guest: { counts: false, signsIn: true } } },
      subscription: { unitPrice: 1_250, currency: 'EUR' },
    },
    lots: [{ lot: 'base', quantity: 2 }],
  }),
  ...on(0, add('ann'), { type: 'AddMember', member: 'bob', status: 'locked' }, add('cara'), status('ann', 'inactive')),
  ...on(
    1,
    { type: 'AddMember', member: 'room', kind: 'resource', status: 'room' },
    { type: 'AddMember', member: 'guy', status: 'guest' },
  ),
  ...on(
    2,
    { type: 'QuoteAllowance', to: 4 },
    { type: 'RaiseAllowance', from: 2, to: 4, acceptTerms: true },
    add('cara'),
    add('dan'),
  ),
  ...on(
    3,
    { type: 'AddMember', member: 'eve', consent: { from: 4, to: 5, acceptTerms: true } },
    signIn('cara', 'web'),
    signIn('guy', 'web'),
  ),
  ...on(
    4,
    status('eve', 'guest'),
    { type: 'DeactivateMember', member: 'dan' },
    { type: 'LowerAllowance', to: 3 },
    status('ann', 'active'),
  ),
  ...on(
    5,
    { type: 'DeleteMember', member: 'bob' },
    { type: 'DeleteMember', member: 'room' },
    signIn('ann', 'web'),
    signIn('bob', 'web'),
  ),
]

const people: readonly Step[] = [
  ...on(0, {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'planningPeople',
    timeZone: 'Pacific/Apia',
    policies: { importFilter: { exclude: [{ field: 'profile', in: ['robot'] }] } },
    lots: [{ lot: 'base', quantity: 1 }],
  }),
  ...on(0, {
    type: 'ImportMembers',
    members: [
      { member: 'ann', placement: 'North', credentials: true },
      { member: 'bob', placement: 'South' },
      { member: 'bot', attributes: { profile: 'robot' } },
      { member: '' },
      { member: 'tbh', kind: 'placeholder', placement: 'North', peopleState: 'TBH' },
      { member: 'car', kind: 'resource' },
    ],
  }),
  ...on(1, { type: 'LinkDependency', member: 'tbh', dependency: { ...territory, when: 'future' } }),
  ...on(
    2,
    { type: 'FillPlaceholder', placeholder: 'tbh', member: 'dan' },
    { type: 'UnlicenseMembers', members: ['dan', 'bob', 'zoe'] },
  ),
  ...on(
    3,
    { type: 'UnlinkDependency', member: 'dan', dependency: territory },
    { type: 'LinkDependency', member: 'ann', dependency: { kind: 'target', id: 'q1' } },
  ),
  ...on(4, { type: 'UnlicenseMembers', members: ['dan', 'ann'], mode: 'all' }, { type: 'UnlicenseMembers', members: ['dan'] }),
  ...on(
    5,
    { type: 'RelicenseMembers', members: ['bob', 'dan'] },
    { type: 'DisableMember', member: 'dan' },
    { type: 'UnlicenseMembers', members: ['dan'] },
  ),
  ...on(
    6,
    { type: 'DeleteMember', member: 'ann' },
    { type: 'DeactivateMember', member: 'bob' },
    { type: 'RelicenseMembers', members: ['dan'] },
  ),
]

const shared: readonly Step[] = [
  ...on(0, {
    type: 'OpenPool',
    organization: 'acme',
    preset: 'concurrentUse',
    policies: { concurrent: { shared: true, resume: true } },
    lots: [{ lot: 'base', quantity: 3 }],
  }),
  ...on(0, add('ann'), add('bob'), { type: 'AddMember', member: 'nat', licenseType: 'named' }, add('cara')),
  ...on(0.1, lease('ann', 'lan', 's1'), lease('ann', 'web', 's2'), lease('bob', 'web', 's3'), lease('cara', 'lan', 's4')),
  ...on(0.101, { type: 'RecordUse', session: 's2' }, lease('bob', 'web', 's5'), {
    type: 'CheckIn',
    member: 'ann',
    client: 'mobile',
  }),
  ...on(
    0.11,
    { type: 'SignOut', session: 's1' },
    { type: 'RecordUse', session: 's3' },
    { type: 'CheckIn', member: 'cara', client: 'xbar' },
  ),
  ...on(0.5, lease('cara', 'lan', 's6'), lease('ann', 'lan', 's7'), lease('bob', 'lan', 's8')),
  ...on(0.6, { type: 'EndSession', session: 's6' }, { type: 'DisableMember', member: 'bob' }, lease('nat', 'lan', 's0'), {
    type: 'SignOut',
    session: 's9',
  }),
  ...on(
    0.7,
    assign('ann'),
    lease('cara', 'web', 's10'),
    { type: 'RecordUse', session: 's2' },
    lease('cara', 'web', 's11', 'phone'),
  ),
  ...on(3, { type: 'EndSession', session: 's1' }, lease('cara', 'lan', 's12')),
]

export const lives: readonly Life[] = [
  { preset: 'mobileAssignment', steps: mobile, own: [guests] },
  { preset: 'statusAllowance', steps: statuses },
  { preset: 'planningPeople', steps: people },
  { preset: 'concurrentUse', steps: shared },
]
