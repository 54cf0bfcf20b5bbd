// The schema that ships with the package, made from the shape that the runner checks with. Here are only the words that an editor shows.

import { commandShape, commandVariants } from '../../pool/validation/commandShape.ts'
import { instant, type Shape } from '../../pool/validation/shape.ts'
import { moment, span } from '../moment.ts'
import { command, scenarioShape } from '../scenarioShape.ts'
import { definitionOf, type JsonSchema, type Named } from './jsonSchema.ts'

const policies = commandVariants.ChangePolicies.required.policies

const named: Named = new Map<Shape<unknown>, string>([
  [command, 'command'],
  [policies, 'policies'],
  [moment, 'moment'],
  [instant, 'instant'],
  [span, 'span'],
])

const momentSchema: JsonSchema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?$',
  description: 'A moment such as 2026-03-20T15:00, local to the pool, or one with its offset such as 2026-03-20T15:00:00Z.',
}

/** What an editor shows beside a field, by the way to it. */
const words: Readonly<Record<string, string>> = {
  scenario: 'What the scenario shows, as a sentence.',
  pool: 'The pool at the start.',
  'pool.organization': 'The unique id of the organization whose pool it is.',
  'pool.preset': 'The preset that the policies come from.',
  'pool.allowance': 'How many licenses there are: one open-ended lot, in force from the start. 0 is no lot.',
  'pool.lots': 'Lots, instead of allowance.',
  'pool.timeZone': 'The zone in which days are counted, and to which moments without an offset are local. Default: UTC.',
  'pool.policies': 'Merged over the preset by policy and by field; null removes a policy.',
  'pool.members': 'Members who are there at the start, added by the system.',
  start: 'The moment at which the pool is opened.',
  steps: 'What happens, in order of time.',
  'steps.at': 'The moment of the step. Without at and after it is that of the step before.',
  'steps.after': 'How long after the step before: days by the calendar, hours and minutes exactly.',
  'steps.do':
    'A command, or several at one moment; expect then speaks of the last. Without it, what is due happens, and no more.',
  'steps.by': 'Who gives the command. Default: systemAdmin; for SignIn, RecordUse, SignOut and CheckIn the member.',
  'steps.key': 'An idempotency key: the command is applied once, however often it is given.',
  'steps.preview': 'Nothing is kept.',
  'steps.expect': 'What is named is compared exactly; what is not named is not compared.',
  'steps.expect.access': 'The access that the sign-in or check came to.',
  'steps.expect.events': 'What happened, all of it and in order, what was due first.',
  'steps.expect.notifies': 'Those of the events that notify somebody, all of them and in order.',
  'steps.expect.members': 'By member, how it stands after the step; absent: the pool does not know it.',
  'steps.expect.pool': 'What the summary says after the step, and how many members stand in each state.',
  'steps.expect.rejected': 'The refusal. One that is not named here fails the step.',
  'steps.expect.message': 'The wording of the refusal.',
  'steps.expect.results': 'The answers of a bulk command, by member.',
  'steps.expect.quote': 'What the quote says.',
  'steps.expect.session': 'The session that the sign-in took.',
  'steps.expect.until': 'When the access ends by itself; null: never.',
}

/** The JSON Schema of a scenario, for editors. */
export const scenarioSchema = (): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'A license-pool scenario',
  ...withWords(definitionOf(scenarioShape, named), ''),
  definitions: {
    command: definitionOf(commandShape, named),
    policies: definitionOf(policies, named),
    moment: momentSchema,
    instant: { anyOf: [momentSchema, { type: 'integer', description: 'Milliseconds since the epoch.' }] },
    span: {
      type: 'string',
      pattern: '^\\d{1,6} *(minute|hour|day)s?$',
      description: 'A span such as 14 days, 2 hours or 90 minutes.',
    },
  },
})

/** The same with what is said of each field; a list stands under the name of its field. */
const withWords = (schema: JsonSchema, path: string, isItem = false): JsonSchema => {
  const { properties, items } = schema as {
    readonly properties?: Readonly<Record<string, JsonSchema>>
    readonly items?: JsonSchema
  }
  const told = words[path] === undefined || isItem ? {} : { description: words[path] }
  // Beside a reference draft 7 reads nothing.
  const own = '$ref' in schema && words[path] !== undefined ? { allOf: [schema] } : schema
  return {
    ...told,
    ...own,
    ...(items === undefined ? {} : { items: withWords(items, path, true) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, inner]) => [name, withWords(inner, path === '' ? name : `${path}.${name}`)]),
          ),
        }),
  }
}
