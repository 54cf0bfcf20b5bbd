// How time is taken: every lane of a race does the same work in turns, round after round, so that what the machine does to one
// it does to all. No Math.random: each run of the bench visits the same members in the same order.

/** One side of a race: `run` does `operations` of them, and only that is timed. */
export interface Lane {
  readonly name: string
  readonly operations: number
  readonly run: (round: number) => void | Promise<void>
}

/** Nanoseconds an operation, for each lane by name, one for each round that counts. */
export type Times = Readonly<Record<string, readonly number[]>>

const warmUps = 3
const counted = 11
export const allRounds = warmUps + counted

/** A lane begins with the young generation empty, so that it pays for its own garbage and not for the lane's before. */
const collectYoung = globalThis.gc as ((options: { type: 'minor' }) => void) | undefined

export const race = async (lanes: readonly Lane[], rounds = allRounds): Promise<Times> => {
  const times: Record<string, number[]> = Object.fromEntries(lanes.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const lane of round % 2 === 0 ? lanes : lanes.toReversed()) {
      collectYoung?.({ type: 'minor' })
      const start = performance.now()
      const running = lane.run(round)
      if (running !== undefined) await running
      const nanoseconds = ((performance.now() - start) * 1e6) / lane.operations
      if (round >= warmUps) times[lane.name]?.push(nanoseconds)
    }
  }
  return times
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2
}

/** How many times one lane's time the other's is: the median of the rounds, each compared with itself. */
export const ratioOf = (times: Times, lane: string, to: string): number => {
  const others = timesOf(times, to)
  return median(timesOf(times, lane).map((time, round) => time / at(others, round)))
}

export const timesOf = (times: Times, lane: string): readonly number[] => {
  const found = times[lane]
  if (found === undefined) throw new Error(`no lane is named ${lane}`)
  return found
}

/** The element that is known to be there. */
export const at = <A>(values: readonly A[], index: number): A => {
  const value = values[index]
  if (value === undefined) throw new RangeError(`there is no element ${index} of ${values.length}`)
  return value
}

/** A copy in an order that is always the same and means nothing (Fisher and Yates, by mulberry32). */
export const shuffled = <A>(values: readonly A[]): A[] => {
  const random = seeded(20_260_822)
  const mixed = [...values]
  for (let index = mixed.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    const value = at(mixed, index)
    mixed[index] = at(mixed, other)
    mixed[other] = value
  }
  return mixed
}

const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
