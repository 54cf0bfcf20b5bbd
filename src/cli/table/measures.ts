// What plans are compared by, in the order in which it is read; the terminal's table and the page's are both made of this.

import type { PlanFigures } from '../../simulation/figures.ts'
import { count, date, days, fullShare, percent } from './words.ts'

export interface Measure {
  readonly label: string
  /** One that says more about the one above it. */
  readonly isDetail?: true
  readonly text: (figures: PlanFigures) => string
  /** Where one plan can be better than another: the figure, and which one is. */
  readonly rank?: { readonly by: (figures: PlanFigures) => number | null; readonly best: 'most' | 'least' }
}

const counted = (label: string, by: (figures: PlanFigures) => number, best?: 'most' | 'least'): Measure => ({
  label,
  text: (figures) => count(by(figures)),
  ...(best === undefined ? {} : { rank: { by, best } }),
})

const detail = (measure: Measure): Measure => ({ ...measure, isDetail: true })

const isUnlimited = ({ policies }: PlanFigures): boolean => policies.overage?.allow === 'unlimited'

/** In groups that belong together. */
export const measures: readonly (readonly Measure[])[] = [
  [
    {
      label: 'Licenses',
      text: (figures) => (isUnlimited(figures) ? 'no limit' : count(figures.allowance)),
      rank: { by: (figures) => (isUnlimited(figures) ? null : figures.allowance), best: 'least' },
    },
  ],
  [
    { label: 'Full access', text: (figures) => percent(fullShare(figures)), rank: { by: fullShare, best: 'most' } },
    detail(counted('of the sign-ins', ({ answers }) => answers.full)),
    counted('Trial access', ({ answers }) => answers.trial),
    counted('Standard access', ({ answers }) => answers.standard),
    counted('No access', ({ answers }) => answers.none, 'least'),
  ],
  [
    counted('Members', ({ members }) => members),
    detail(counted('ever had a seat', ({ everSeated }) => everSeated, 'most')),
    detail(counted('waiting at the end', ({ finalPending }) => finalPending, 'least')),
    counted('Waits that ended in a seat', ({ waiting }) => waiting.waited),
    detail({ label: 'half were over in', text: ({ waiting }) => days(waiting.medianDays) }),
    detail({ label: '95 of 100 in', text: ({ waiting }) => days(waiting.p95Days) }),
    detail({ label: 'the longest', text: ({ waiting }) => days(waiting.maxDays) }),
  ],
  [
    counted('Seats granted', ({ granted }) => granted),
    counted('Seats reclaimed', ({ reclaimed }) => reclaimed),
    counted('Most licenses at once', ({ peakConsumed }) => peakConsumed),
    detail({ label: 'first on', text: ({ peakAt, timeZone }) => date(peakAt, timeZone) }),
    counted('Licenses at the end', ({ finalConsumed }) => finalConsumed),
    { label: 'Licenses held, on average', text: ({ utilization }) => percent(utilization) },
    {
      label: 'Seats used, each month',
      text: ({ usedShare }) => percent(usedShare),
      rank: { by: ({ usedShare }) => usedShare, best: 'most' },
    },
  ],
]

/** For each plan, whether it is the best by this measure; nobody is where all are alike or there is but one. */
export const bestBy = ({ rank }: Measure, plans: readonly PlanFigures[]): readonly boolean[] => {
  const values = plans.map((figures) => rank?.by(figures) ?? null)
  const known = values.filter((value) => value !== null)
  const best = rank?.best === 'most' ? Math.max(...known) : Math.min(...known)
  const differ = known.some((value) => value !== best)
  return values.map((value) => differ && value === best)
}
