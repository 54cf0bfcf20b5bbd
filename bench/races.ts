// The races, row by row of performance.md. Both sides visit the same members in the same order, and ours must make exactly the
// events that it has to.

import type { Request } from '../src/store/index.ts'
import type { Baseline } from './baseline.ts'
import { counting, eachSweep, growth, noonOf, versus, visit, visiting } from './lanes.ts'
import { assigning, idleDays, type Ours, type Places, seatedDayOf, touching } from './pools.ts'
import { allRounds, median, race, ratioOf, timesOf } from './rounds.ts'
import { baselineRow, type Figure } from './rows.ts'

/** Who runs. */
export interface Field {
  readonly places: Places
  readonly ours: Ours
  readonly baseline: Baseline
  /** A thousand members; each round on it begins anew, which costs an immutable pool nothing. */
  readonly small: Ours
  readonly smallPlaces: Places
}

export interface Race {
  /** The rows that it gives. */
  readonly rows: readonly string[]
  readonly run: (field: Field) => Promise<readonly Figure[]>
}

/** How many operations a round has. */
const uses = 50_000
const assignments = 6_000
const sweeps = 50
const batches = 5
const policyChanges = 20
const batchSize = 1_000

const accessRace: Race = {
  rows: ['access'],
  run: async ({ places, ours, baseline }) => {
    const moment = noonOf(seatedDayOf(places) + 1)
    let found = 0
    const times = await race([
      visiting('baseline', places.seated, uses, (id) => {
        if (baseline.seats.get(id) !== undefined) found++
      }),
      visiting('ours', places.seated, uses, (id) => {
        if (ours.accessLevel(id, moment) === 'full') found++
      }),
    ])
    if (found !== 2 * allRounds * uses) throw new Error('somebody with a seat had no access')
    return [versus('access', times)]
  },
}

const touchRace: Race = {
  rows: [baselineRow, 'touch', 'growth from 1,000 to 1,000,000: touch'],
  run: async ({ places, ours, baseline, small, smallPlaces }) => {
    const { seated } = places
    const day = seatedDayOf(places) + 2
    const smallDay = seatedDayOf(smallPlaces) + 2
    const start = small.pool
    // The bare ones visit other members than the baseline's, or the later of the two would find them in the cache.
    const others = [...seated.slice(seated.length / 2), ...seated.slice(0, seated.length / 2)]
    const times = await race([
      visiting('baseline', seated, uses, (id, round) => baseline.touch(id, noonOf(day + round))),
      counting(
        ours,
        1,
        visiting('ours', seated, uses, (id, round) => ours.touch(id, noonOf(day + round))),
      ),
      counting(small, 1, {
        name: 'small',
        operations: 10 * smallPlaces.seated.length,
        run: () => {
          small.pool = start
          for (let later = 0; later < 10; later++) for (const id of smallPlaces.seated) small.touch(id, noonOf(smallDay + later))
        },
      }),
      visiting('bare', others, uses, (id, round) => {
        const seat = baseline.seats.get(id)
        if (seat !== undefined) seat.since = round
      }),
    ])
    small.pool = start
    const own = {
      name: baselineRow,
      ratio: ratioOf(times, 'baseline', 'bare'),
      baseline: median(timesOf(times, 'baseline')),
      note: `${Math.round(median(timesOf(times, 'bare')))} ns bare`,
    }
    return [own, versus('touch', times), growth('touch', times)]
  },
}

/** Everybody's first use of that day is before the race. */
const sameDayRace: Race = {
  rows: ['same use again on the same day'],
  run: async ({ places, ours, baseline }) => {
    const moment = noonOf(seatedDayOf(places) + 2 + allRounds)
    for (const id of places.seated) {
      ours.touch(id, moment)
      baseline.touch(id, moment)
    }
    const times = await race([
      visiting('baseline', places.seated, uses, (id, round) => baseline.touch(id, moment + round)),
      counting(
        ours,
        0,
        visiting('ours', places.seated, uses, (id, round) => ours.touch(id, moment + round)),
      ),
    ])
    return [versus('same use again on the same day', times)]
  },
}

const assignRace: Race = {
  rows: ['assign', 'growth from 1,000 to 1,000,000: assign'],
  run: async ({ places, ours, baseline, small, smallPlaces }) => {
    const moment = noonOf(seatedDayOf(places) + 3 + allRounds)
    const smallMoment = noonOf(seatedDayOf(smallPlaces) + 2)
    const start = small.pool
    const times = await race([
      visiting('baseline', places.known, assignments, (id) => baseline.assign(id, moment)),
      counting(
        ours,
        1,
        visiting('ours', places.known, assignments, (id) => ours.assign(id, moment)),
      ),
      counting(small, 1, {
        name: 'small',
        operations: 10 * smallPlaces.known.length,
        run: () => {
          for (let again = 0; again < 10; again++) {
            small.pool = start
            for (const id of smallPlaces.known) small.assign(id, smallMoment)
          }
        },
      }),
    ])
    small.pool = start
    return [versus('assign', times), growth('assign', times)]
  },
}

/** In each batch, half are assignments and half are uses on a new day. */
const batchRace: Race = {
  rows: ['batch of 1,000 commands, per command'],
  run: async ({ places, ours, baseline }) => {
    const day = seatedDayOf(places) + 4 + allRounds
    const half = batchSize / 2
    const newcomers = places.known.slice(allRounds * assignments)
    const eachBatch = (round: number, run: (from: number) => void): void => {
      for (let batch = round * batches; batch < (round + 1) * batches; batch++) run(batch * half)
    }
    const operations = batches * batchSize
    const times = await race([
      {
        name: 'baseline',
        operations,
        run: (round) =>
          eachBatch(round, (from) => {
            visit(newcomers, from, half, (id) => baseline.assign(id, noonOf(day + round)))
            visit(places.seated, from, half, (id) => baseline.touch(id, noonOf(day + round)))
          }),
      },
      counting(ours, 1, {
        name: 'ours',
        operations,
        run: (round) =>
          eachBatch(round, (from) => {
            const requests: Request[] = []
            visit(newcomers, from, half, (id) => requests.push(assigning(id, noonOf(day + round))))
            visit(places.seated, from, half, (id) => requests.push(touching(id, noonOf(day + round))))
            ours.executeAll(requests)
          }),
      }),
    ])
    return [versus('batch of 1,000 commands, per command', times)]
  },
}

/** The baseline's heap goes by the moments at which seats are due, and so each of them moves. */
const policyRace: Race = {
  rows: ['changing the idle policy'],
  run: async ({ places, ours, baseline }) => {
    const moment = noonOf(seatedDayOf(places) + 5 + 2 * allRounds)
    const times = await race([
      { name: 'baseline', operations: 1, run: (round) => baseline.changeIdleDays(idleDays + 1 - (round % 2)) },
      counting(ours, 1, {
        name: 'ours',
        operations: policyChanges,
        run: () => {
          for (let change = 1; change <= policyChanges; change++) ours.changeIdleDays(idleDays + (change % 2), moment)
        },
      }),
    ])
    return [versus('changing the idle policy', times)]
  },
}

const sweepRace: Race = {
  rows: ['sweep of 10 due', 'growth from 1,000 to 1,000,000: sweep'],
  run: async ({ ours, baseline, small, smallPlaces }) => {
    const start = small.pool
    const days = smallPlaces.due.length / 10
    const times = await race([
      {
        name: 'baseline',
        operations: sweeps,
        run: (round) => eachSweep(round * sweeps, sweeps, (moment) => baseline.sweep(moment)),
      },
      counting(ours, 10, {
        name: 'ours',
        operations: sweeps,
        run: (round) => eachSweep(round * sweeps, sweeps, (moment) => ours.sweep(moment)),
      }),
      counting(small, 10, {
        name: 'small',
        operations: 10 * days,
        run: () => {
          for (let again = 0; again < 10; again++) {
            small.pool = start
            eachSweep(0, days, (moment) => small.sweep(moment))
          }
        },
      }),
    ])
    small.pool = start
    return [versus('sweep of 10 due', times), growth('sweep', times)]
  },
}

/** In this order: nothing can be used once time has gone on to the sweeps. */
export const races: readonly Race[] = [accessRace, touchRace, sameDayRace, assignRace, batchRace, policyRace, sweepRace]
