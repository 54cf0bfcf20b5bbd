// docs/states.md, written from what the pool does: state by state, and the way from each to each as a diagram.

import type { OpenPool } from '../../src/pool/model/command.ts'
import { type Exploration, explore, type Seen, type Stage, type Step, stages } from './explore.ts'

interface Setting {
  readonly title: string
  readonly client: string
  readonly opening: Omit<OpenPool, 'type' | 'organization'>
  readonly note?: string
}

const settings: readonly Setting[] = [
  { title: '`mobileAssignment`: auto-assign on', client: 'mobile', opening: { preset: 'mobileAssignment' } },
  {
    title: '`mobileAssignment`: auto-assign off, notifications and auto-free on',
    client: 'mobile',
    opening: {
      preset: 'mobileAssignment',
      policies: { autoAssign: { enabled: false }, notifications: { enabled: true }, idleReclaim: { enabled: true } },
    },
  },
  {
    title: '`statusAllowance`, with a further status that signs in and does not count',
    client: 'web',
    opening: {
      preset: 'statusAllowance',
      policies: { counting: { statuses: { guest: { counts: false, signsIn: true } } } },
    },
  },
  { title: '`planningPeople`', client: 'web', opening: { preset: 'planningPeople' } },
  {
    title: '`planningPeople` counting `referenced`, without overage',
    client: 'web',
    opening: {
      preset: 'planningPeople',
      policies: { counting: { rule: 'referenced' }, dependencies: { blocking: [] }, overage: null },
    },
  },
  {
    title: '`concurrentUse`',
    client: 'web',
    opening: { preset: 'concurrentUse' },
    note: 'A member with a running lease stays `known`; while it runs, it has `full` access, and the lease counts.',
  },
]

const code = (word: string): string => `\`${word}\``

const unique = <A>(all: readonly A[]): readonly A[] => [...new Set(all)]

/** `` `AssignSeat` from known, pending; time from provisional ``. */
const waysTo = (stage: Stage, steps: readonly Step[]): string => {
  const ways = steps.filter(({ from, to }) => to === stage && from !== stage)
  return unique(ways.map(({ command }) => command))
    .map((command) => {
      const origins = stages.filter((from) => ways.some((way) => way.command === command && way.from === from))
      return `${command === 'time' ? 'time' : code(command)} from ${origins.join(', ')}`
    })
    .join('; ')
}

const signingIn = ([available, exhausted]: Seen['signsIn']): string => {
  const told = (answer: string): string => (/^[A-Z]/.test(answer) ? `no: ${code(answer)}` : `yes: ${answer}`)
  return available === exhausted ? told(available) : `${told(available)}; none available: ${told(exhausted)}`
}

const row = (seen: Seen, steps: readonly Step[]): string =>
  `| ${seen.stage} | ${seen.counts ? 'yes' : 'no'} | ${signingIn(seen.signsIn)} | ${seen.access.level} (${seen.access.reason}) | ${waysTo(seen.stage, steps) || '-'} |`

const table = ({ seen, steps }: Exploration): readonly string[] => [
  '| state | counts? | signs in? | access | how one gets there |',
  '| --- | --- | --- | --- | --- |',
  ...seen.map((each) => row(each, steps)),
]

/** Who is in: what holds for each of these is drawn once. */
const inside: readonly Stage[] = ['known', 'pending', 'provisional', 'enabled', 'disabled']

const diagram = (steps: readonly Step[]): readonly string[] => {
  const labels = new Map<string, Set<string>>()
  const add = (from: string, to: string, label: string): void => {
    const edge = `${from} --> ${to}`
    labels.set(edge, (labels.get(edge) ?? new Set()).add(label))
  }
  for (const to of stages) {
    const arriving = steps.filter((step) => step.to === to && step.from !== to)
    for (const command of unique(arriving.map((step) => step.command))) {
      const origins = stages.filter((from) => arriving.some((step) => step.command === command && step.from === from))
      const everyone = inside.filter((stage) => stage !== to).every((stage) => origins.includes(stage))
      const rest = everyone && !inside.includes(to) ? origins.filter((from) => !inside.includes(from)) : origins
      if (rest.length < origins.length) add('inside', to, command)
      for (const from of rest) add(from === 'unknown' ? '[*]' : from, to, command)
    }
  }
  return [
    '```mermaid',
    'stateDiagram-v2',
    '  state "in the pool" as inside {',
    ...inside.map((stage) => `    ${stage}`),
    '  }',
    ...[...labels].map(([edge, commands]) => `  ${edge} : ${[...commands].join(', ')}`),
    '```',
  ]
}

/** The whole page. */
export const statesPage = (): string => {
  const explorations = settings.map(({ opening, client }) => explore(opening, client))
  return [
    '# State by state',
    '',
    'Written by `npm run docs:states` from what `execute` answers: every command about one member, from every state that it can be',
    'brought to, with licenses available and without. A test fails when this page is not current. Rules D say it in words.',
    '',
    ...settings.flatMap(({ title, client, note }, index) => [
      `## ${title}`,
      '',
      `Signing in with the client ${code(client)}.${note === undefined ? '' : ` ${note}`}`,
      '',
      ...table(explorations[index] as Exploration),
      '',
    ]),
    '## The ways between the states',
    '',
    'All the presets in one picture; `time` is what happens by itself.',
    '',
    ...diagram(explorations.flatMap(({ steps }) => steps)),
    '',
  ].join('\n')
}
