// The format, sentence by sentence (design.md, Scenarios): what is named is compared exactly, and what is left out has its default.

import { describe, expect, test } from 'vitest'
import { runScenario } from '../../src/scenarios/runScenario.ts'
import { differences, play, withSteps } from './scenarios.ts'

const signIn = (member: string): string => `{ type: SignIn, member: ${member}, client: mobile }`
const eventsOf = async (steps: string, pool?: string): Promise<readonly (readonly string[])[]> =>
  (await play(steps, pool)).timeline.map((entry) => entry.commands.flatMap((command) => command.events.map((each) => each.type)))

describe('an expectation', () => {
  test('that is not named is not compared', async () => {
    expect(await differences(`- do: ${signIn('lucy')}\n- {}\n- expect: {}`)).toEqual([])
  })

  test.each([
    ['access: trial', ['access', 'trial', 'full']],
    ['access: null', ['access', null, 'full']],
    ['events: [SeatGranted]', ['events', ['SeatGranted'], ['MemberAdded', 'SeatGranted']]],
    ['events: [SeatGranted, MemberAdded]', ['events', ['SeatGranted', 'MemberAdded'], ['MemberAdded', 'SeatGranted']]],
    ['events: []', ['events', [], ['MemberAdded', 'SeatGranted']]],
    ['notifies: []', ['notifies', [], ['SeatGranted']]],
    ['rejected: NotPermitted', ['rejected', 'NotPermitted', null]],
    ['message: no', ['message', 'no', null]],
    ['session: s1', ['session', 's1', null]],
    ['until: 2026-03-21T15:00', ['until', '2026-03-21T15:00', null]],
    ['results: { lucy: accepted }', ['results.lucy', 'accepted', null]],
    ['quote: { to: 3 }', ['quote', { to: 3 }, null]],
    ['pool: { consumed: 2 }', ['pool.consumed', 2, 1]],
    ['pool: { enabled: 0 }', ['pool.enabled', 0, 1]],
    ['pool: { overageSince: 2026-03-20T15:00 }', ['pool.overageSince', '2026-03-20T15:00', null]],
    ['members: { lucy: absent }', ['members.lucy', 'absent', 'enabled']],
    ['members: { lucy: { state: pending } }', ['members.lucy.state', 'pending', 'enabled']],
    ['members: { lucy: { access: none } }', ['members.lucy.access', 'none', 'full']],
    ['members: { lucy: { until: 2026-03-21T15:00 } }', ['members.lucy.until', '2026-03-21T15:00', null]],
    ['members: { lucy: { peopleState: TBH } }', ['members.lucy.peopleState', 'TBH', null]],
    ['members: { lucy: { dependencies: 1 } }', ['members.lucy.dependencies', 1, 0]],
    ['members: { sven: { state: known } }', ['members.sven.state', 'known', 'absent']],
    ['members: { sven: { access: none } }', ['members.sven.access', 'none', 'standard']],
  ])('%s is compared exactly', async (expectation, difference) => {
    const steps = `- do: ${signIn('lucy')}\n  expect: { ${expectation} }`
    expect(await differences(steps, 'policies: { notifications: { enabled: true } }')).toEqual([[1, ...difference]])
  })

  test('that holds makes no difference', async () => {
    const holding = `
      access: full
      events: [MemberAdded, SeatGranted]
      notifies: [SeatGranted]
      rejected: null
      message: null
      session: null
      quote: null
      until: null
      pool: { allowance: 1, consumed: 1, available: 0, overage: 0, overageSince: null, enabled: 1, pending: 0 }
      members: { lucy: { state: enabled, access: full, until: null, peopleState: '', dependencies: 0 }, sven: absent }`
    const steps = `  - do: ${signIn('lucy')}\n    expect: ${holding}`
    expect(await differences(steps, 'policies: { notifications: { enabled: true } }')).toEqual([])
  })

  test('of a people state takes null, nothing and empty text for the same (P8)', async () => {
    const steps = `- expect: { members: { lucy: { peopleState: null }, sven: { peopleState: '' }, kim: { peopleState: } } }`
    expect(await differences(steps, 'members: [{ member: lucy }, { member: sven }, { member: kim }]')).toEqual([])
  })

  test('of a local time that occurs twice tells the two apart (T2)', async () => {
    const steps = `- at: 2026-09-25T01:30\n  do: ${signIn('lucy')}\n- do: ${signIn('sven')}\n  expect: { until: 2026-10-25T01:30:00Z }`
    expect(await differences(steps)).toEqual([[2, 'until', '2026-10-25T01:30:00.000Z', '2026-10-25T00:30:00.000Z']])
  })
})

describe('a refusal', () => {
  test('that is named holds, and has no access, no events and its message', async () => {
    const steps = `
- do: { type: SignIn, member: lucy, client: mobile }
  by: { role: member, id: sven }
  expect: { rejected: NotPermitted, access: none, events: [], notifies: [], message: The role member may not give SignIn (a member acts for itself). }
- do: { type: ApproveMember, member: sven }
  expect: { rejected: UnknownMember, access: null }`
    expect(await differences(steps)).toEqual([])
  })

  test('that is not named fails the step, also where nothing is expected', async () => {
    expect(await differences('- do: { type: ApproveMember, member: sven }')).toEqual([[1, 'rejected', null, 'UnknownMember']])
  })

  test('that is another than the one named fails the step', async () => {
    const steps = '- do: { type: ApproveMember, member: sven }\n  expect: { rejected: NotWaiting }'
    expect(await differences(steps)).toEqual([[1, 'rejected', 'NotWaiting', 'UnknownMember']])
  })

  test('fails the step also for any but the last of a list', async () => {
    const steps = `- do: [{ type: ApproveMember, member: sven }, ${signIn('lucy')}]\n  expect: { access: full }`
    expect(await differences(steps)).toEqual([[1, 'do[0].rejected', null, 'UnknownMember']])
  })

  test('Invalid can be expected, of an unknown field, a wrong value and an unknown command alike (X10)', async () => {
    const steps = `
- do: { type: SignIn, memer: lucy, client: mobile }
  expect: { rejected: Invalid }
- do: { type: ApproveWaiting, count: 0 }
  expect: { rejected: Invalid }
- do: { type: SignInn, member: lucy }
  expect: { rejected: Invalid }
- do: { type: SignIn, member: [lucy], client: mobile }
  expect: { rejected: Invalid }
- do: { type: SignIn, member: '', client: mobile }
  expect: { rejected: Invalid }`
    expect(await differences(steps)).toEqual([])
  })
})

describe('time', () => {
  test('stands still where a step names none', async () => {
    expect((await play('- {}\n- after: 1 hour\n- {}')).timeline.map(({ at }) => at)).toEqual([
      '2026-03-20T15:00',
      '2026-03-20T16:00',
      '2026-03-20T16:00',
    ])
  })

  test('passes by minutes and hours exactly, and by days of the calendar, from the step before (T2)', async () => {
    const steps = `
- after: 9 days
- after: 1 minute
- after: 90 minutes
- after: 1 hour
- after: 24 hours
- after: 1 day
- after: 0 days`
    expect((await play(steps)).timeline.map(({ at }) => at)).toEqual([
      '2026-03-29T15:00',
      '2026-03-29T15:01',
      '2026-03-29T16:31',
      '2026-03-29T17:31',
      '2026-03-30T17:31',
      '2026-03-31T17:31',
      '2026-03-31T17:31',
    ])
    const across = await play('- at: 2026-03-28T20:00\n- after: 24 hours')
    expect(across.timeline.map(({ at }) => at)).toEqual(['2026-03-28T20:00', '2026-03-29T21:00'])
    const days = await play('- at: 2026-03-28T20:00\n- after: 1 day')
    expect(days.timeline.map(({ at }) => at)).toEqual(['2026-03-28T20:00', '2026-03-29T20:00'])
  })

  test('of a moment without an offset is local to the pool, and with one it is not (T2)', async () => {
    const steps =
      '- at: 2026-04-01T15:00\n- at: 2026-04-01T15:00:00Z\n- at: 2026-04-01T18:30+01:00\n- at: "2026-04-01T19:00:00.5"'
    expect((await play(steps)).timeline.map(({ at }) => at)).toEqual([
      '2026-04-01T15:00',
      '2026-04-01T16:00',
      '2026-04-01T18:30',
      '2026-04-01T19:00:00.500',
    ])
  })

  test('in which a local time does not exist moves on by the gap (T2)', async () => {
    expect((await play('- at: 2026-03-29T01:30')).timeline[0]?.at).toBe('2026-03-29T02:30')
  })

  test('that passes lets happen what is due, as a sweep by the system (T4)', async () => {
    const steps = `- do: ${signIn('lucy')}\n- do: ${signIn('sven')}\n- after: 30 days\n  expect: { events: [TrialEnded], notifies: [] }`
    const run = await play(steps)
    expect(run.ok).toBe(true)
    expect(run.timeline[2]?.commands).toMatchObject([{ command: { type: 'Sweep' }, by: { role: 'system' }, answer: 'accepted' }])
  })

  test('moves first where a step also does something: what fell due comes first, then its own (D6)', async () => {
    const steps = `
- do: [${signIn('lucy')}, ${signIn('sven')}]
- after: 30 days
  do: { type: DisableMember, member: lucy }
  expect: { events: [TrialEnded, MemberDisabled] }`
    expect(await differences(steps)).toEqual([])
  })
})

describe('several commands in a step', () => {
  test('happen at the same moment and in order, and the expectations speak of the last', async () => {
    const steps = `
- do: [${signIn('lucy')}, ${signIn('sven')}, { type: DisableMember, member: lucy }]
  expect: { events: [MemberDisabled], notifies: [], members: { lucy: { state: disabled }, sven: { state: pending } } }`
    expect(await differences(steps, 'policies: { notifications: { enabled: true } }')).toEqual([])
  })
})

describe('who gives a command', () => {
  test('is the system administrator, and the member for what members do', async () => {
    const steps = `
- do:
    - ${signIn('lucy')}
    - { type: CheckIn, member: lucy, client: mobile }
    - { type: RecordUse, member: lucy }
    - { type: DisableMember, member: lucy }
    - { type: AddMember, member: sven }
- do: { type: Sweep }
- do: { type: Sweep }
  by: { role: system }
- do: { type: EnableMember, member: lucy }
  by: { role: systemAdmin, id: kim }`
    const { timeline } = await play(steps)
    const lucy = { role: 'member', id: 'lucy' }
    const admin = { role: 'systemAdmin' }
    expect(timeline.flatMap(({ commands }) => commands.map(({ by }) => by))).toEqual([
      lucy,
      lucy,
      lucy,
      admin,
      admin,
      admin,
      { role: 'system' },
      { role: 'systemAdmin', id: 'kim' },
    ])
  })
})

describe('a key and a preview', () => {
  test('under the same key the first answer comes again and nothing is done twice (X6)', async () => {
    const steps = `
- do: { type: ApproveMember, member: sven }
  key: one
  expect: { rejected: UnknownMember }
- do: { type: AddMember, member: sven }
- do: { type: ApproveMember, member: sven }
  key: one
  expect: { rejected: UnknownMember }
- do: { type: ApproveMember, member: lucy }
  key: one
  expect: { rejected: IdempotencyKeyReused }`
    expect(await differences(steps)).toEqual([])
  })

  test('of what is only previewed nothing is kept, of a list neither', async () => {
    const steps = `
- do: ${signIn('lucy')}
  preview: true
  expect: { access: full, events: [MemberAdded, SeatGranted], members: { lucy: absent }, pool: { consumed: 0 } }
- do: [${signIn('lucy')}, ${signIn('sven')}]
  preview: true
  expect: { access: trial, members: { lucy: absent, sven: absent }, pool: { consumed: 0, pending: 0 } }
- do: ${signIn('sven')}
  expect: { access: full }`
    expect(await differences(steps)).toEqual([])
  })
})

describe('the pool', () => {
  const opened = async (pool: string, steps = '- {}') =>
    runScenario(`scenario: A pool\npool: ${pool}\nstart: 2026-03-20T15:00\nsteps:\n${steps}`)

  test('has one open-ended lot, in force from the start; an allowance of 0 is none (A2)', async () => {
    for (const [allowance, says] of [
      ['allowance: 3', 3],
      ['allowance: 0', 0],
    ] as const) {
      const run = await opened(`{ organization: acme, ${allowance} }`, '- after: 1000 days')
      expect(run.timeline[0]?.pool.allowance).toBe(says)
    }
  })

  test('takes lots instead, whose moments are written as moments and whose organization may be left out (A1)', async () => {
    const pool = `{ organization: acme, timeZone: Europe/London, lots: [
      { lot: one, quantity: 1, until: 2026-04-01T00:00 },
      { lot: two, organization: acme, quantity: 2, from: 2026-04-01T00:00 } ] }`
    const run = await opened(pool, '- {}\n- at: 2026-03-31T23:59\n- after: 1 minute')
    expect(run.timeline.map((entry) => entry.pool.allowance)).toEqual([1, 1, 2])
  })

  test('has its moments in commands, too, local to it (T2)', async () => {
    const steps = `
- do: { type: AddLot, lot: summer, organization: acme, quantity: 4, from: 2026-06-01T00:00, until: 2026-07-01T00:00 }
  by: { role: accountManager }
- at: 2026-05-31T23:00:00Z
  expect: { events: [LotStarted], pool: { allowance: 5 } }
- at: 2026-06-30T23:00:00Z
  expect: { events: [LotEnded], pool: { allowance: 1 } }`
    expect(await differences(steps)).toEqual([])
  })

  test('has its members added at the start, by the system', async () => {
    const steps = '- expect: { events: [], members: { desk: { state: known, peopleState: TBR }, lucy: { state: known } } }'
    expect(
      await differences(steps, 'members: [{ member: lucy }, { member: desk, kind: placeholder, peopleState: TBR }]'),
    ).toEqual([])
  })

  test('merges policies over the preset, and null removes one (D7)', async () => {
    const steps = `- do: [${signIn('lucy')}, ${signIn('sven')}]\n  expect: { access: standard, until: null }`
    expect(await differences(steps, 'policies: { trial: null }')).toEqual([])
    expect(await eventsOf(`- do: ${signIn('lucy')}`, 'policies: { autoAssign: { clients: [web] } }')).toEqual([[]])
  })

  test('opens without a preset, with no policy at all', async () => {
    const run = await opened(
      '{ organization: acme, allowance: 1 }',
      `- do: ${signIn('lucy')}\n  expect: { rejected: UnknownMember }`,
    )
    expect(run.ok).toBe(true)
  })
})

describe('ids are read as text', () => {
  test.each(['007', 'true', '1e3', 'null', '~', '0x1F', '1.0', '-0', '2026-03-20', '.inf', "'007'"])('%s', async (id) => {
    const text = id.replaceAll("'", '')
    const steps = `
- do: { type: AddMember, member: ${id} }
  expect: { members: { ${id}: { state: known } } }
- do: { type: UnlicenseMembers, members: [${id}] }
  expect: { results: { ${id}: accepted } }
- do: { type: LinkDependency, member: ${id}, dependency: { kind: ${id}, id: ${id} } }
  expect: { rejected: MemberUnlicensed }
- do: { type: ImportMembers, members: [{ member: ${id} }] }
  expect: { events: [] }`
    const run = await play(steps)
    expect(run.steps.flatMap((step) => step.differences)).toEqual([])
    const { command } = run.timeline[0]?.commands[0] ?? {}
    expect(command).toEqual({ type: 'AddMember', member: text })
  })

  test('in an organization, a lot, a key, an actor and a policy too', async () => {
    const run = await runScenario(`scenario: 1
pool: { organization: 0042, preset: mobileAssignment, lots: [{ lot: 2026, quantity: 1 }], policies: { idleReclaim: { exempt: [007] } } }
start: 2026-03-20T15:00
steps:
  - do: { type: AddLot, lot: 2026, organization: 0042, quantity: 1 }
    by: { role: accountManager, id: 1 }
    key: 2
    expect: { events: [] }`)
    expect([run.ok, run.scenario, run.timeline[0]?.commands[0]?.by]).toEqual([true, '1', { role: 'accountManager', id: '1' }])
  })

  test('and what is no id keeps its type', async () => {
    const steps =
      '- do: { type: ApproveWaiting, count: "1" }\n  expect: { rejected: Invalid }\n- do: { type: ApproveWaiting, count: 1 }'
    expect(await differences(steps)).toEqual([])
  })
})

describe('the text', () => {
  test('may be JSON, read as YAML or as JSON, with the same outcome', async () => {
    const document = {
      scenario: 'JSON',
      pool: { organization: 'acme', preset: 'mobileAssignment', allowance: 1, members: [{ member: 7 }] },
      start: '2026-03-20T15:00',
      steps: [
        {
          do: { type: 'SignIn', member: 'lucy', client: 'mobile' },
          expect: { access: 'full', members: { 7: { state: 'known' } } },
        },
      ],
    }
    const text = JSON.stringify(document, null, '\t')
    const expected = { ok: true, scenario: 'JSON', steps: [{ ok: true, differences: [] }] }
    expect(await runScenario(text)).toMatchObject(expected)
    expect(await runScenario(text, { format: 'json' })).toMatchObject(expected)
    expect(await runScenario(`\ufeff${text}`, { format: 'json' })).toMatchObject(expected)
  })

  test('may hold anchors and aliases, quotes, folded text, comments and a document mark', async () => {
    const steps = `
- do: &in { type: SignIn, member: "lucy", client: 'mobile' } # a comment
  expect: &holds
    access: full
- do: *in
  expect: *holds`
    expect(await differences(steps)).toEqual([])
    const run = await runScenario(`%YAML 1.2\n---\n${withSteps('- {}').replace('A test', '>-\n  A\n  test')}...\n`)
    expect([run.ok, run.scenario]).toEqual([true, 'A test'])
  })

  test('is YAML 1.2: yes and no are text, and there is no merging', async () => {
    expect(await differences('- do: { type: AddMember, member: yes }\n  expect: { members: { yes: { state: known } } }')).toEqual(
      [],
    )
    const run = await runScenario(withSteps('- <<: { after: 1 day }'))
    expect(run.error?.message).toContain('steps[0]["<<"]: unknown field')
  })

  test('may be a document, which comes to the same', async () => {
    const run = await runScenario({
      scenario: 'A document',
      pool: { organization: 'acme', preset: 'mobileAssignment', allowance: 1 },
      start: '2026-03-20T15:00',
      steps: [
        { do: { type: 'SignIn', member: 'lucy', client: 'mobile' }, expect: { access: 'full' } },
        { after: '1 day', expect: { pool: { enabled: 2 } } },
      ],
    })
    expect(run.steps.map(({ differences: found }) => found)).toEqual([[], [{ path: 'pool.enabled', expected: 2, actual: 1 }]])
  })
})

test('every step is run, whatever became of the one before, and says in which line it begins', async () => {
  const run = await play(
    `- do: ${signIn('lucy')}\n  expect: { access: none }\n\n- after: 1 day\n- expect:\n    pool: { enabled: 7 }`,
  )
  expect([run.ok, run.steps.map(({ line, ok }) => [line, ok])]).toEqual([
    false,
    [
      [11, false],
      [14, true],
      [15, false],
    ],
  ])
})
