// Several processes on one SQLite file, killed at moments that nobody chose and at points that were chosen exactly.

import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { migrate } from '../../src/sqlite/index.ts'
import { choice } from './chance.ts'
import type { Fleet } from './fleet.ts'
import { openDatabase } from './openPlace.ts'
import type { Plan } from './plan.ts'
import { sqliteRows } from './rows.ts'
import type { RunOptions } from './run.ts'
import type { Death, Place } from './task.ts'
import type { Violation } from './violations.ts'

export type Driver = (Place & { readonly type: 'sqlite' })['driver']

type OnSqlite = Pick<RunOptions, 'workers' | 'callers' | 'plan' | 'prepare' | 'readBack' | 'isOurs'>

/** Small pools, so that the limit is where everybody stands within a moment. */
const plan: Plan = { licenses: 24, members: 43, sidePools: 6 }

export const onSqlite = (driver: Driver): OnSqlite => ({
  workers: 3,
  callers: 8,
  plan,
  isOurs: (error) => /^InDoubt.*the answer was lost/.test(error),
  prepare: async (folder) => {
    const place: Place = { type: 'sqlite', driver, file: join(folder, 'licenses.db') }
    const database = openDatabase(place)
    database.exec('PRAGMA journal_mode = WAL')
    migrate(database)
    database.close()
    return place
  },
  readBack: async (place) => {
    const { rows, integrity } = sqliteRows((place as Place & { readonly type: 'sqlite' }).file)
    const violations: readonly Violation[] = integrity === 'ok' ? [] : [{ check: 'the file is whole', what: integrity }]
    return { rows, violations }
  },
})

/** So many answers, and the limit was reached long ago. */
const enough = 600

/** Kills at moments that fall wherever they fall. */
export const sqliteKills = (driver: Driver, kills: number): RunOptions => ({
  name: `SQLite, ${driver}, kill -9 at any moment`,
  ...onSqlite(driver),
  trouble: () => ({ losesOneIn: 40 }),
  leastKills: kills,
  havoc: async (fleet) => {
    for (let n = 0; n < kills; n++) {
      await setTimeout(150 + choice(200, driver, 'pause', n))
      await fleet.kill(choice(3, driver, 'slot', n))
    }
    await fleet.answered(enough)
    return 0
  },
})

const points: readonly Death['at'][] = ['before COMMIT', 'after COMMIT', 'between writes']

/** The worker of a slot dies in its line's turn of the points, in one of its first transactions. */
export const deathOf = (slot: number, generation: number): Death => ({
  at: points[(slot + generation) % points.length] as Death['at'],
  transaction: 8 + choice(12, slot, generation),
})

/** Kills at exact points; the last generation lives. */
export const sqlitePoints = (driver: Driver, generations: number): RunOptions => ({
  name: `SQLite, ${driver}, kill -9 around COMMIT`,
  ...onSqlite(driver),
  trouble: (slot, generation) => ({ death: generation < generations ? deathOf(slot, generation) : undefined }),
  leastKills: 3 * generations,
  havoc: (fleet) => everybodyDied(fleet, generations),
})

export const everybodyDied = async (fleet: Fleet, generations: number): Promise<number> => {
  await fleet.died(generations)
  await fleet.answered(enough)
  return 0
}
