// docs/states.md says what the pool does, and is written by the same walk through it.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explore } from './explore.ts'
import { statesPage } from './statesPage.ts'

test('docs/states.md is current: `npm run docs:states` writes it anew', () => {
  expect(readFileSync(new URL('../../docs/states.md', import.meta.url), 'utf8')).toBe(statesPage())
})

test('the walk reaches every state of mobile assignment, and every command does something somewhere (M8)', () => {
  const byApproval = { autoAssign: { enabled: false }, notifications: { enabled: true }, idleReclaim: { enabled: true } }
  const { seen, steps } = explore({ preset: 'mobileAssignment', policies: byApproval }, 'mobile')
  expect(seen.map(({ stage }) => stage)).toEqual([
    'unknown',
    'known',
    'pending',
    'provisional',
    'enabled',
    'disabled',
    'unlicensed',
    'deactivated',
    'deleted',
  ])
  const moving = new Set(steps.filter(({ from, to }) => from !== to).map(({ command }) => command))
  expect([...moving].sort()).toEqual([
    'AddMember',
    'ApproveMember',
    'ApproveWaiting',
    'AssignSeat',
    'DeactivateMember',
    'DeleteMember',
    'DisableMember',
    'EnableMember',
    'FillPlaceholder',
    'ImportMembers',
    'RejectMember',
    'RelicenseMembers',
    'SignIn',
    'TransferSeat from her',
    'TransferSeat to her',
    'UnlicenseMembers',
    'time',
  ])
})
