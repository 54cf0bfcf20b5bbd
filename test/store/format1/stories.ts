// What happened in the pools whose files stand beside this: every type of event, every state of a member, leases that run and that have
// ended. Minutes are counted from 2 March 2026, 09:00 UTC; who gives no role is the system.

import type { PresetName } from '../../../src/presets/presets.ts'

const day = 1_440
type Step = readonly [minutes: number, command: object, role?: string]

interface Told {
  readonly preset: PresetName
  readonly timeZone: string
  /** Whether the integrator's own policy is asked, too. */
  readonly own?: true
  readonly steps: readonly Step[]
}

const open = (preset: PresetName, timeZone: string, quantity: number, policies: object = {}): Step => [
  0,
  { type: 'OpenPool', organization: 'acme', preset, timeZone, policies, lots: [{ lot: 'first', quantity }] },
  'accountManager',
]
const signIn = (member: string, client = 'mobile', more: object = {}) => ({ type: 'SignIn', member, client, ...more })
const add = (member: string, more: object = {}) => ({ type: 'AddMember', member, ...more })
const link = (member: string, kind: string, id: string, more: object = {}) => ({
  type: 'LinkDependency',
  member,
  dependency: { kind, id, ...more },
})
const lot = (id: string, quantity: number, from: number, until: number) => ({
  type: 'AddLot',
  lot: id,
  organization: 'acme',
  quantity,
  from: Date.UTC(2026, 2, 2, 9) + from * 60_000,
  until: Date.UTC(2026, 2, 2, 9) + until * 60_000,
})

export const stories: readonly Told[] = [
  {
    preset: 'mobileAssignment',
    timeZone: 'America/Havana',
    own: true,
    steps: [
      open('mobileAssignment', 'America/Havana', 4, { notifications: { enabled: true } }),
      [1, signIn('ann'), 'member'],
      [2, signIn('tim'), 'member'],
      [3, signIn('xena'), 'member'],
      [4, signIn('bob'), 'member'],
      [5, add('cara'), 'systemAdmin'],
      [6, signIn('dan'), 'member'],
      [7, signIn('eve'), 'member'],
      [8, signIn('fay'), 'member'],
      [9, { type: 'AssignSeat', member: 'nobody' }, 'systemAdmin'],
      [day, signIn('ann'), 'member'],
      [day + 1, { type: 'ChangePolicies', policies: { autoAssign: { enabled: false } } }, 'systemAdmin'],
      [day + 2, { type: 'DisableMember', member: 'bob' }, 'systemAdmin'],
      [day + 3, signIn('gus'), 'member'],
      [day + 4, { type: 'RejectMember', member: 'gus' }, 'systemAdmin'],
      [day + 5, signIn('hal'), 'member'],
      [day + 6, { type: 'ApproveMember', member: 'hal' }, 'systemAdmin'],
      [day + 7, { type: 'DisableMember', member: 'hal' }, 'systemAdmin'],
      [day + 8, signIn('ida'), 'member'],
      [day + 9, { type: 'EnableMember', member: 'bob' }, 'systemAdmin'],
      [2 * day, lot('later', 2, 5 * day, 40 * day), 'accountManager'],
      [2 * day + 1, { type: 'TransferSeat', from: 'ann', to: 'cara' }, 'systemAdmin'],
      [6 * day, signIn('jo'), 'member'],
      [7 * day, { type: 'DeleteMember', member: 'dan' }, 'systemAdmin'],
      [8 * day, add('dan'), 'systemAdmin'],
      [9 * day, { type: 'DeleteMember', member: 'eve' }, 'systemAdmin'],
      [30 * day, { type: 'Sweep' }],
      [
        35 * day,
        {
          type: 'ChangePolicies',
          policies: { idleReclaim: { enabled: true, days: 30 }, shrink: { rule: 'releaseLongestIdle' } },
        },
      ],
      [36 * day, { type: 'ChangePolicies', policies: { autoAssign: { enabled: true }, waiting: { admit: 'whenFree' } } }],
      [37 * day, signIn('kai'), 'member'],
      [38 * day, { type: 'LowerAllowance', to: 3 }, 'accountManager'],
      [41 * day, signIn('lea'), 'member'],
      [41 * day + 1, signIn('mia'), 'member'],
      [41 * day + 2, signIn('nia'), 'member'],
      [41 * day + 3, signIn('oda'), 'member'],
      [42 * day, { type: 'ChangePolicies', policies: { autoAssign: { enabled: false }, idleReclaim: { enabled: false } } }],
      [42 * day + 1, lot('fourth', 9, 0, 90 * day), 'accountManager'],
      [42 * day + 2, signIn('pia'), 'member'],
    ],
  },
  {
    preset: 'statusAllowance',
    timeZone: 'Europe/Berlin',
    steps: [
      open('statusAllowance', 'Europe/Berlin', 2, {
        subscription: { unitPrice: 1_250, currency: 'EUR', proration: 'daily' },
        counting: { rule: 'status', statuses: { guest: { counts: false, signsIn: true } } },
      }),
      [1, add('ann'), 'systemAdmin'],
      [2, add('bob', { status: 'locked' }), 'systemAdmin'],
      [3, add('cy', { status: 'inactive' }), 'systemAdmin'],
      [4, add('room 1', { kind: 'resource', status: 'room' }), 'systemAdmin'],
      [5, add('dee'), 'systemAdmin'],
      [6, add('dee', { consent: { from: 2, to: 3, acceptTerms: true } }), 'systemAdmin'],
      [7, { type: 'ChangeStatus', member: 'bob', status: 'guest' }, 'systemAdmin'],
      [8, { type: 'ChangeStatus', member: 'cy', status: 'active' }, 'systemAdmin'],
      [9, { type: 'ChangeStatus', member: 'ann', status: 'inactive' }, 'systemAdmin'],
      [10, { type: 'RaiseAllowance', from: 3, to: 5, acceptTerms: true }, 'systemAdmin'],
      [11, { type: 'RaiseAllowance', from: 3, to: 6, acceptTerms: true }, 'systemAdmin'],
      [12, signIn('dee', 'web'), 'member'],
      [13, link('room 1', 'booking', 'b1')],
      [day, { type: 'LowerAllowance', to: 4 }, 'accountManager'],
      [day + 1, { type: 'LowerAllowance', to: 1 }, 'systemAdmin'],
    ],
  },
  {
    preset: 'planningPeople',
    timeZone: 'Australia/Lord_Howe',
    steps: [
      open('planningPeople', 'Australia/Lord_Howe', 2, { importFilter: { exclude: [{ field: 'profile', in: ['robot'] }] } }),
      [
        1,
        {
          type: 'ImportMembers',
          members: [
            { member: 'ann', placement: 'north', credentials: true },
            { member: 'bob', attributes: { profile: 'robot' } },
            { member: 'cy', placement: 'south' },
            { member: 'dee' },
            { member: 'gus', peopleState: 'TBR' },
            { member: 'eli' },
            { nobody: true },
          ],
        },
      ],
      [2, link('ann', 'territory', 'north', { when: 'future' })],
      [3, link('ann', 'territory', 'north', { when: 'active' })],
      [4, link('cy', 'routing', 'r1')],
      [5, { type: 'UnlinkDependency', member: 'cy', dependency: { kind: 'routing', id: 'r1' } }],
      [6, { type: 'UnlicenseMembers', members: ['ann', 'cy', 'dee'] }, 'systemAdmin'],
      [7, { type: 'RelicenseMembers', members: ['cy'] }, 'systemAdmin'],
      [8, { type: 'DeactivateMember', member: 'eli' }],
      [9, add('tbh 1', { kind: 'placeholder', peopleState: 'TBH' }), 'systemAdmin'],
      [10, add('tbh 2', { kind: 'placeholder', peopleState: 'TBH' }), 'systemAdmin'],
      [11, link('tbh 1', 'target', 't1')],
      [12, { type: 'FillPlaceholder', placeholder: 'tbh 1', member: 'fay' }, 'systemAdmin'],
      [13, { type: 'ChangePolicies', policies: { overage: { allow: 'none' } } }, 'accountManager'],
    ],
  },
  {
    preset: 'concurrentUse',
    timeZone: 'UTC',
    steps: [
      open('concurrentUse', 'UTC', 4, { concurrent: { resume: true } }),
      [1, { type: 'ImportMembers', members: ['ann', 'bob', 'cy', 'dee', 'eli'].map((member) => ({ member })) }],
      [2, add('net', { licenseType: 'named' }), 'systemAdmin'],
      [3, signIn('ann', 'web', { session: 's1', device: 'desk' }), 'member'],
      [4, signIn('bob', 'lan', { session: 's2' }), 'member'],
      [5, signIn('cy', 'web', { session: 's3' }), 'member'],
      [6, signIn('dee', 'web', { session: 's4' }), 'member'],
      [7, signIn('ann', 'web', { session: 's5', device: 'desk' }), 'member'],
      [8, { type: 'RecordUse', session: 's3' }],
      [9, { type: 'EndSession', session: 's2' }, 'systemAdmin'],
      [10, signIn('dee', 'lan'), 'member'],
      [11, { type: 'SignOut', session: 's5' }],
      [12, signIn('eli', 'lan', { session: 's6' }), 'member'],
      [13, { type: 'DisableMember', member: 'eli' }, 'systemAdmin'],
      [40, { type: 'RecordUse', session: 's3' }],
      [41, signIn('bob', 'lan', { session: 's7' }), 'member'],
      [42, { type: 'AssignSeat', member: 'bob' }, 'systemAdmin'],
      [43, signIn('ann', 'mobile'), 'member'],
      [44, signIn('ann', 'lan', { session: 's8' }), 'member'],
      [45, signIn('eli', 'lan', { session: 's9' }), 'member'],
      [46, { type: 'EnableMember', member: 'eli' }, 'systemAdmin'],
    ],
  },
]
