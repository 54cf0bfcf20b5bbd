// Which runs there are, in the order in which they are done.

import { mutated } from './mutations.ts'
import type { Report } from './report.ts'
import { type RunOptions, run } from './run.ts'
import { sqliteMutations } from './sqliteMutations.ts'
import { sqliteKills, sqlitePoints } from './sqliteRun.ts'

export interface Run {
  readonly name: string
  readonly run: () => Promise<Report>
}

const plain = (options: RunOptions): Run => ({ name: options.name, run: () => run(options) })

export const runs = (short: boolean): readonly Run[] => [
  plain(sqliteKills('node:sqlite', short ? 6 : 20)),
  plain(sqlitePoints('node:sqlite', short ? 2 : 6)),
  plain(sqlitePoints('libsql', short ? 2 : 6)),
  ...sqliteMutations.map((mutation) => ({ name: mutation.options.name, run: () => mutated(mutation) })),
]
