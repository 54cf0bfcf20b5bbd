// A pool of ours with a million members, the baseline with the same million, and a pool of a thousand. Every race runs on the same
// three, one after the other, as a pool lives: nothing is rebuilt to look fresh.

import { openBaseline, openOurs, placesOf, useEverySeat } from './pools.ts'
import { type Field, races } from './races.ts'
import type { Figure } from './rows.ts'

/** Runs the races that give a wanted row. */
export const runMillion = async (wants: (row: string) => boolean): Promise<readonly Figure[]> => {
  const before = heapUsed()
  const places = placesOf(1_000_000)
  const ours = openOurs(places)
  useEverySeat(ours, places)
  // The ids are the pool's; the bench's own are two lists of them, at 8 bytes an entry.
  const bytes = (heapUsed() - before) / places.all.length - 16
  const figures: Figure[] = [{ name: 'heap per member', ratio: bytes }]
  const wanted = races.filter(({ rows }) => rows.some(wants))
  if (wanted.length === 0) return figures

  const smallPlaces = placesOf(1_000)
  const field: Field = { places, ours, baseline: openBaseline(places), small: openOurs(smallPlaces), smallPlaces }
  useEverySeat(field.baseline, places)
  useEverySeat(field.small, smallPlaces)
  for (const { run } of wanted) {
    figures.push(...(await run(field)))
    if (ours.consumed !== field.baseline.consumed)
      throw new Error(`ours has ${ours.consumed} seats taken, the baseline ${field.baseline.consumed}: they did not do the same`)
  }
  return figures
}

const heapUsed = (): number => {
  if (globalThis.gc === undefined) throw new Error('the heap is measured under node --expose-gc')
  globalThis.gc()
  const { heapUsed: used, external } = process.memoryUsage()
  return used + external
}
