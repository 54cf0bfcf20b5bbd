// What every run does, whatever database it is on: opens the pools, lets the workers loose, and holds the end against what was acknowledged.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLicensing, systemClock } from '../../src/index.ts'
import { Fleet, type FleetOptions } from './fleet.ts'
import type { Acknowledgement, Failed, Journal, Result } from './journal.ts'
import { libraryViolations } from './library.ts'
import { openPlace } from './openPlace.ts'
import { violationsIn } from './oracle.ts'
import { openings, type Plan } from './plan.ts'
import { type Report, takeovers } from './report.ts'
import type { Rows } from './rows.ts'
import type { Place } from './task.ts'
import type { Violation } from './violations.ts'

export interface RunOptions extends Omit<FleetOptions, 'folder' | 'place'> {
  readonly name: string
  /** Makes the database, and says where it is. */
  readonly prepare: (folder: string) => Promise<Place>
  /** What happens to the workers and to the database; answers how often the database was hit. */
  readonly havoc: (fleet: Fleet) => Promise<number>
  /** What stands in the database in the end, and what is wrong with it as such. */
  readonly readBack: (place: Place) => Promise<{ readonly rows: Rows; readonly violations: readonly Violation[] }>
  /** Whether a call may be rejected with this. */
  readonly isOurs: (error: string) => boolean
  /** How many kills there must have been. */
  readonly leastKills: number
}

export const run = async (options: RunOptions): Promise<Report> => {
  const start = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'license-pool-crash-'))
  try {
    const place = await options.prepare(folder)
    const opened = await openPools(place, options.plan)
    const fleet = new Fleet({ ...options, place, folder })
    const restarts = await options.havoc(fleet)
    await fleet.stop()
    const journals = fleet.journals()
    const acknowledgements = [...opened, ...journals.flat().flatMap((journal) => journal.acknowledgements)]
    const { rows, violations } = await options.readBack(place)
    const under = takeovers(journals, rows.answers)
    return {
      name: options.name,
      acknowledgements: acknowledgements.length,
      refusals: acknowledgements.filter(({ result }) => result._tag === 'Left').length,
      exhausted: acknowledgements.filter(({ result }) => result._tag === 'Left' && result.left.type === 'AllowanceExhausted')
        .length,
      errors: failuresIn(journals).length,
      kills: fleet.kills,
      ...under,
      restarts,
      violations: [
        ...fleet.complaints.map((what): Violation => ({ check: 'workers live', what })),
        ...violations,
        ...violationsIn(rows, acknowledgements),
        ...(await libraryViolations(
          place,
          rows.pools.map(({ name }) => name),
        )),
        ...failuresIn(journals).flatMap(({ key, error }): Violation[] =>
          options.isOurs(error) ? [] : [{ check: 'no error but ours', what: `${key}: ${error}` }],
        ),
        ...untried(fleet.kills, options.leastKills, under.underWay),
      ],
      seconds: (performance.now() - start) / 1_000,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const failuresIn = (journals: readonly (readonly Journal[])[]): readonly Failed[] =>
  journals.flat().flatMap(({ failures }) => failures)

const untried = (kills: number, leastKills: number, underWay: number): readonly Violation[] =>
  kills >= leastKills && (underWay > 0 || leastKills === 0)
    ? []
    : [
        {
          check: 'it was put to the test',
          what: `${kills} kills, ${underWay} commands under way at one; there must be ${leastKills}`,
        },
      ]

/** The pools, opened by the library itself; so these are acknowledgements as well. */
const openPools = async (place: Place, plan: Plan): Promise<readonly Acknowledgement[]> => {
  const { store, close } = await openPlace(place, {})
  const licensing = createLicensing({ store, clock: systemClock })
  const opened = openings(plan).map(async ({ pool, command, giving }): Promise<Acknowledgement> => {
    const result = (await licensing.execute(pool, command, giving)) as Result
    return { key: giving.idempotencyKey, pool, result: JSON.parse(JSON.stringify(result)) as Result }
  })
  const acknowledgements = await Promise.all(opened)
  await close()
  return acknowledgements
}
