// An actor does only what its role may, also in questions; the default denies (R, X9).

import { describe, expect, test } from 'vitest'
import { type Actor, type CommandType, type Licensing, type Role, toResult } from '../../src/index.ts'
import { permitted } from '../../src/policies/permissions.ts'
import { add, answered, assign, brief, kim, office, opening, signIn, snapshotIn, vendor } from '../support/office.ts'

const roles: readonly Role[] = ['member', 'systemAdmin', 'accountManager', 'setupWizard', 'system']

const furnished = async () => {
  const rooms = await office()
  answered(await rooms.licensing.execute('crm', add('lucy'), kim))
  return rooms
}

const questions: readonly (readonly [string, (licensing: Licensing, actor: Actor) => Promise<unknown>])[] = [
  ['access', (licensing, actor) => licensing.access('crm', 'lucy', { actor })],
  ['explain', (licensing, actor) => licensing.explain('crm', 'lucy', { actor })],
  ['summary', (licensing, actor) => licensing.summary('crm', { actor })],
  ['members', (licensing, actor) => licensing.members('crm', {}, { actor })],
  ['invoice', (licensing, actor) => licensing.invoice('crm', { actor })],
  ['sessions', (licensing, actor) => licensing.sessions('crm', {}, { actor })],
  ['nextDue', (licensing, actor) => licensing.nextDue('crm', { actor })],
]

const itselfOnly = ' (a member acts for itself)'

const denied = (role: 'member', verb: string) => ({
  ok: false,
  rejection: { type: 'NotPermitted', role, command: verb, message: `The role member may not give ${verb}${itselfOnly}.` },
})

const asked = async (licensing: Licensing, [, ask]: (typeof questions)[number], actor: Actor) =>
  toResult((await ask(licensing, actor)) as Awaited<ReturnType<Licensing['summary']>>)

describe.each(questions)('%s', (verb, ask) => {
  const question = [verb, ask] as const

  test.each(roles.filter((role) => role !== 'member'))('is answered to the role %s about everybody (R)', async (role) => {
    const { licensing } = await furnished()
    expect(await asked(licensing, question, { role, id: 'somebody' })).toMatchObject({ ok: true })
  })

  test('is answered to a member about itself only (R)', async () => {
    const { licensing } = await furnished()
    const isAboutOne = verb === 'access' || verb === 'explain'
    const own = await asked(licensing, question, { role: 'member', id: 'lucy' })
    expect(own).toEqual(isAboutOne ? expect.objectContaining({ ok: true }) : denied('member', verb))
    expect(await asked(licensing, question, { role: 'member', id: 'sven' })).toEqual(denied('member', verb))
    expect(await asked(licensing, question, { role: 'member' })).toEqual(denied('member', verb))
  })

  test('is refused to a role that nobody knows (X9, X10)', async () => {
    const { licensing } = await furnished()
    const result = await asked(licensing, question, { role: 'root' } as never)
    expect(result).toMatchObject({ ok: false, rejection: { type: 'Invalid', issues: [{ path: 'actor.role' }] } })
  })

  test('denies before it tells whether a pool exists (X9)', async () => {
    const { licensing } = await office()
    const elsewhere = {
      ...licensing,
      summary: (_: string, asking: never) => licensing.summary('nowhere', asking),
      members: (_: string, filter: object, asking: never) => licensing.members('nowhere', filter, asking),
      invoice: (_: string, asking: never) => licensing.invoice('nowhere', asking),
      sessions: (_: string, filter: object, asking: never) => licensing.sessions('nowhere', filter, asking),
      nextDue: (_: string, asking: never) => licensing.nextDue('nowhere', asking),
      access: (_: string, id: string, asking: never) => licensing.access('nowhere', id, asking),
      explain: (_: string, id: string, asking: never) => licensing.explain('nowhere', id, asking),
    } as Licensing
    expect(await asked(elsewhere, question, { role: 'member', id: 'sven' })).toEqual(denied('member', verb))
    expect(await asked(elsewhere, question, kim.actor)).toMatchObject({
      ok: false,
      rejection: { type: 'UnknownPool', pool: 'nowhere' },
    })
  })
})

describe('a command', () => {
  /** One of each that anybody could give. */
  const commands = {
    AddMember: add('ann'),
    AssignSeat: assign('lucy'),
    SignIn: signIn('lucy'),
    Sweep: { type: 'Sweep' },
    LowerAllowance: { type: 'LowerAllowance', to: 1 },
    OpenPool: opening(2),
  } as const

  test.each(roles.flatMap((role) => Object.keys(commands).map((type) => [role, type as keyof typeof commands] as const)))(
    'by the role %s: %s is done, and previewed, only where the role may (R, X9)',
    async (role, type) => {
      const { licensing, store } = await furnished()
      const before = await snapshotIn(store)
      const actor = { role, ...(role === 'member' ? { id: 'lucy' } : {}) }
      const previewed = await licensing.preview('crm', commands[type], { actor })
      expect(await snapshotIn(store)).toEqual(before)
      const result = await licensing.execute('crm', commands[type], { actor })
      const may = permitted[type as CommandType].includes(role)
      expect(typeof brief(result)).toBe(may ? 'object' : 'string')
      expect(brief(previewed)).toEqual(brief(result))
      if (!may) expect(['NotPermitted', 'NotInSetupWizard', 'ContactAccountManager']).toContain(brief(result))
      if (!may) expect(await snapshotIn(store)).toEqual(before)
    },
  )

  test('is given by a member about itself only (R)', async () => {
    const { licensing } = await office()
    expect(brief(await licensing.execute('crm', signIn('lucy'), { actor: { role: 'member', id: 'sven' } }))).toBe('NotPermitted')
    expect(brief(await licensing.execute('crm', signIn('lucy'), { actor: { role: 'member' } }))).toBe('NotPermitted')
  })

  test('denies before it tells whether a pool exists (D5, X9)', async () => {
    const { licensing } = await office()
    expect(brief(await licensing.execute('nowhere', assign('lucy'), { actor: { role: 'member', id: 'lucy' } }))).toBe(
      'NotPermitted',
    )
    expect(brief(await licensing.execute('nowhere', assign('lucy'), kim))).toBe('UnknownPool')
    expect(brief(await licensing.execute('nowhere', { type: 'Sweep' }, vendor))).toBe('UnknownPool')
    expect(brief(await licensing.preview('nowhere', assign('lucy'), kim))).toBe('UnknownPool')
  })
})

test('a member who acts for another is told that it acts for itself (R)', async () => {
  const { licensing } = await furnished()
  const signIn = { type: 'SignIn', member: 'lucy', client: 'mobile' } as const
  const messageOf = (answer: { readonly _tag: string; readonly left?: { readonly message: string } }) => answer.left?.message
  expect(messageOf(await licensing.execute('crm', signIn, { actor: { role: 'member', id: 'sven' } }))).toBe(
    'The role member may not give SignIn (a member acts for itself).',
  )
  expect(messageOf(await licensing.execute('crm', signIn, { actor: { role: 'accountManager' } }))).toBe(
    'The role accountManager may not give SignIn.',
  )
  expect(messageOf(await licensing.summary('crm', { actor: { role: 'member', id: 'sven' } }))).toBe(
    'The role member may not give summary (a member acts for itself).',
  )
})
