// The numbers that the page draws: what the browser gets, and how it is made of a replay.

import type { DayFigures, Replayed } from '../../simulation/figures.ts'

/** One plan's charts. Moments are seconds since the epoch, of days and months as the plan's own calendar has them. */
export interface PlanData {
  readonly name: string
  /** `null`: no limit. */
  readonly allowance: number | null
  /** The top of the seats' axis; alike for plans with a limit, so that they compare at a glance. */
  readonly mostSeats: number
  /** The first day drawn, how many days each point stands for, and the most of each. */
  readonly firstDay: number
  readonly daysEach: number
  readonly seats: readonly number[]
  readonly waiting: readonly number[]
  readonly months: readonly number[]
  readonly full: readonly number[]
  readonly trial: readonly number[]
  readonly standard: readonly number[]
  readonly none: readonly number[]
  readonly granted: readonly number[]
  readonly reclaimed: readonly number[]
}

/** More points than a screen has columns help nobody; 10,000 days are 27 years. */
const mostPoints = 10_000

export const pageData = (replayed: readonly Replayed[]): readonly PlanData[] => {
  const isUnlimited = ({ figures }: Replayed): boolean => figures.policies.overage?.allow === 'unlimited'
  const most = ({ figures }: Replayed): number => Math.max(figures.allowance, figures.peakConsumed, 1)
  const shared = Math.max(1, ...replayed.filter((each) => !isUnlimited(each)).map(most))
  return replayed.map((each) => planData(each, isUnlimited(each) ? most(each) : shared, isUnlimited(each)))
}

const planData = ({ figures, days }: Replayed, mostSeats: number, isUnlimited: boolean): PlanData => {
  const { months } = figures
  const daysEach = Math.max(1, Math.ceil(daysIn(days) / mostPoints))
  return {
    name: figures.name,
    allowance: isUnlimited ? null : figures.allowance,
    mostSeats,
    firstDay: (days[0]?.day ?? 0) * 86_400,
    daysEach,
    ...drawn(days, daysEach),
    months: months.map(({ month }) => Date.parse(`${month}-01T00:00:00Z`) / 1_000),
    full: months.map(({ answers }) => answers.full),
    trial: months.map(({ answers }) => answers.trial),
    standard: months.map(({ answers }) => answers.standard),
    none: months.map(({ answers }) => answers.none),
    granted: months.map(({ granted }) => granted),
    reclaimed: months.map(({ reclaimed }) => reclaimed),
  }
}

const daysIn = (days: readonly DayFigures[]): number => (days[days.length - 1]?.day ?? 0) - (days[0]?.day ?? 0) + 1

/** Every so many days the most of what they had: no peak is lost, however few points there are. */
const drawn = (days: readonly DayFigures[], daysEach: number): { readonly seats: number[]; readonly waiting: number[] } => {
  const points = Math.ceil(daysIn(days) / daysEach)
  const [seats, waiting] = [new Array<number>(points).fill(0), new Array<number>(points).fill(0)]
  for (const [index, { day, consumed, waiting: waits }] of days.entries()) {
    const first = days[0]?.day ?? 0
    const next = days[index + 1]?.day ?? first + points * daysEach
    for (let point = Math.floor((day - first) / daysEach); point * daysEach + first < next && point < points; point++) {
      seats[point] = Math.max(seats[point] ?? 0, consumed)
      waiting[point] = Math.max(waiting[point] ?? 0, waits)
    }
  }
  return { seats, waiting }
}
