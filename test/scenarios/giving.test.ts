// What a scenario fills in: who acts for a session, and the sessions themselves (C7).

import { describe, expect, test } from 'vitest'
import type { LicenseEvent } from '../../src/pool/model/event.ts'
import { Sessions } from '../../src/scenarios/play/giving.ts'

const leasing = (takes: string): LicenseEvent =>
  ({
    type: 'PoliciesChanged',
    policies: { concurrent: { clients: { web: { takes }, xbar: { takes: 'check' } } } },
  }) as unknown as LicenseEvent

const opened = (takes = 'lease'): Sessions => {
  const sessions = new Sessions()
  sessions.saw({ type: 'OpenPool' }, { events: [leasing(takes)] })
  return sessions
}
const signIn = (member: string, client = 'web') => ({ type: 'SignIn', member, client })

describe('a leasing sign-in without a session', () => {
  test('gets s1, s2, ... in order', () => {
    const sessions = opened()
    expect(sessions.withSession(signIn('lucy'), undefined)).toEqual({ ...signIn('lucy'), session: 's1' })
    expect(sessions.withSession(signIn('sven'), undefined)).toEqual({ ...signIn('sven'), session: 's2' })
  })

  test('keeps its own where it names one, and gets none where its client takes no lease', () => {
    const sessions = opened()
    const own = { ...signIn('lucy'), session: 'mine' }
    expect(sessions.withSession(own, undefined)).toBe(own)
    for (const client of ['xbar', 'fax', 'toString']) {
      const other = signIn('lucy', client)
      expect(sessions.withSession(other, undefined)).toBe(other)
    }
    expect(sessions.withSession(signIn('lucy'), undefined)).toMatchObject({ session: 's1' })
  })

  test('gets the same when it is given again under its key (X6)', () => {
    const sessions = opened()
    expect(sessions.withSession(signIn('lucy'), 'one')).toMatchObject({ session: 's1' })
    expect(sessions.withSession(signIn('lucy'), 'one')).toMatchObject({ session: 's1' })
    expect(sessions.withSession(signIn('lucy'), 'two')).toMatchObject({ session: 's2' })
  })

  test('that is only previewed takes no number', () => {
    const sessions = opened()
    expect(sessions.copy().withSession(signIn('lucy'), undefined)).toMatchObject({ session: 's1' })
    expect(sessions.withSession(signIn('lucy'), undefined)).toMatchObject({ session: 's1' })
  })

  test('follows the policies as they are changed', () => {
    const sessions = opened('check')
    expect(sessions.withSession(signIn('lucy'), undefined)).toEqual(signIn('lucy'))
    sessions.saw({}, { events: [leasing('lease')] })
    expect(sessions.withSession(signIn('lucy'), undefined)).toMatchObject({ session: 's1' })
  })
})

describe('who gives a command', () => {
  const sessions = opened()
  sessions.saw({ ...signIn('lucy'), session: 's1' }, { events: [], session: 's1' })

  test.each([
    [signIn('lucy'), { role: 'member', id: 'lucy' }],
    [
      { type: 'CheckIn', member: 'lucy', client: 'xbar' },
      { role: 'member', id: 'lucy' },
    ],
    [
      { type: 'RecordUse', member: 'lucy' },
      { role: 'member', id: 'lucy' },
    ],
    [
      { type: 'RecordUse', session: 's1' },
      { role: 'member', id: 'lucy' },
    ],
    [
      { type: 'SignOut', session: 's1' },
      { role: 'member', id: 'lucy' },
    ],
    [{ type: 'SignOut', session: 's9' }, { role: 'member' }],
    [{ type: 'RecordUse', session: 's9' }, { role: 'member' }],
    [{ type: 'RecordUse' }, { role: 'member' }],
    [{ type: 'SignIn', member: ['lucy'] }, { role: 'member' }],
    [{ type: 'EndSession', session: 's1' }, { role: 'systemAdmin' }],
    [{ type: 'AssignSeat', member: 'lucy' }, { role: 'systemAdmin' }],
    ['nothing', { role: 'systemAdmin' }],
  ])('of %j it is %j', (command, actor) => {
    expect(sessions.actorFor(command)).toEqual(actor)
  })
})
