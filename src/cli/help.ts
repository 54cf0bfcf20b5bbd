// What `--help` says. The policies and their fields come from the shapes that check them, so the list cannot fall behind.

import { policyFields } from '../policies/policies.ts'
import { presetNames } from '../presets/presets.ts'

export const programHelp = `license-pool: seats and concurrent licenses, decided once

Usage: license-pool COMMAND

  run        runs scenarios: text files that say what should happen
  simulate   what would a policy have done to us? Replays real activity through a pool

  -h, --help       this text; after a command, that command's
  -v, --version    the version
`

export const runHelp = `license-pool run: does it do what the scenarios say?

Usage: license-pool run FILE... [options]

Runs scenarios, text files in YAML or JSON, each against a pool of its own, and
compares what happened with what they expect. A folder stands for the .yaml,
.yml and .json files in it and below; - reads one scenario from standard input.

  scenario: The second waits
  pool: { organization: acme, preset: mobileAssignment, allowance: 1 }
  start: 2026-03-20T15:00
  steps:
    - do: { type: SignIn, member: lucy, client: mobile }
      expect: { access: full, events: [MemberAdded, SeatGranted] }
    - after: 1 day
      do: { type: SignIn, member: sven, client: mobile }
      expect: { access: trial, members: { sven: { state: pending } } }

pool     organization, preset, policies (merged over the preset), allowance or
         lots, timeZone (default: UTC), members
a step   at: 2026-03-20T15:00 (local to the pool), or after: 14 days, 2 hours,
         90 minutes; do: a command or several, without it time passes; by: who
         gives it; key: an idempotency key; preview: true, nothing is kept
expect   access, until, session, events, notifies, rejected, message, results,
         quote, pool, members: by name absent, or state, access, until,
         peopleState, dependencies. What is not named is not compared; a
         refusal that is not named fails the step

Editors complete and check it by the schema that the package ships, named in a
first line # yaml-language-server: $schema=PATH, from the file's own folder:
node_modules/license-pool/dist/scenario.schema.json

Options:
  --timeline       also what happened, step by step
  --json           the outcome as JSON: { files: [{ file, scenario, ok, error?,
                   steps: [{ line, ok, differences: [{ path, expected,
                   actual }] }] }] }; with --timeline each step has one too
  -h, --help       this text
  -v, --version    the version

Exit code: 0 when every expectation holds, 1 when one does not, 2 when a file
cannot be read or run: then standard error says which, the line, and what is
wrong. All files are run, and 2 wins over 1.
`

/** One line for each `POLICY.FIELD`, with what it must be. */
const fieldLines = (): string => {
  const fields = policyFields()
  const width = Math.max(...fields.map(([field]) => field.length))
  return fields.map(([field, expected]) => `  ${field.padEnd(width)}  ${expected}`).join('\n')
}

export const simulateHelp = (): string => `license-pool simulate: what would a policy have done to us?

Usage: license-pool simulate ACTIVITY.csv [options]

Replays activity, rows of at,member[,client] in order of time, through a pool
with so many licenses and such policies, and tells who would have got in, who
would have waited, and who would have lost a seat. The file may be compressed
with gzip; - reads standard input. The first line names the columns. A moment
is written 2026-03-20T15:00:00Z or 2026-03-20T16:00:00+01:00, and a row that
names no client is a sign-in by the client "mobile".

One plan, named by its preset:
  --preset NAME              ${presetNames.join(`\n${' '.repeat(29)}`)}
                             (default: mobileAssignment)
  --allowance N              how many licenses there are; needed, unless
                             overage.allow=unlimited
  --time-zone ZONE           in which days are counted, such as Europe/London
                             (default: UTC)
  --set POLICY.FIELD=VALUE   changes the preset; may be repeated.
                             POLICY=null removes a policy

Several plans, side by side; the options above are what they have in common:
  --plan NAME:KEY=VALUE,...  may be repeated. KEY is preset, allowance, timeZone
                             or POLICY.FIELD
  --plans FILE               JSON: [{ "name": ..., "preset"?, "allowance"?,
                             "timeZone"?, "policies"? }]

A VALUE is JSON if it reads as JSON, else text. In lists and objects the quotes
may be left out, and their commas do not end the value:
  autoAssign.clients=[mobile,web]   overage.allow={seats:5}

Output:
  --json                     the figures as JSON, instead of the table
  --html FILE                also one self-contained page with charts
  -h, --help                 this text
  -v, --version              the version

Policies and their fields:
${fieldLines()}

Examples:
  license-pool simulate activity.csv --allowance 300
  license-pool simulate activity.csv.gz --allowance 300 \\
    --set idleReclaim.enabled=true --set idleReclaim.days=90
  license-pool simulate activity.csv.gz --html report.html \\
    --plan "today:allowance=300" \\
    --plan "fewer:allowance=120,idleReclaim.enabled=true,waiting.admit=whenFree"

Exit code: 0, or 2 when something that was given is wrong: then standard error
says what and where, and nothing is written.
`
