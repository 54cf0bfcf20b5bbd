// Numbers, moments and plans in words, for the terminal and the page alike.

import type { PlanFigures } from '../../simulation/figures.ts'

const grouped = new Intl.NumberFormat('en-US')

/** `73,069` */
export const count = (value: number): string => grouped.format(value)

/** `97.2 %`; never 100 nor 0 unless it is. */
export const percent = (share: number | null): string => {
  if (share === null) return '–'
  const rounded = Math.round(share * 1_000) / 10
  if (share > 0 && rounded === 0) return '< 0.1 %'
  return `${(share < 1 ? Math.min(rounded, 99.9) : rounded).toFixed(1)} %`
}

/** `3.5 days`; hours where it is less than one, years where it is more than two of them. */
export const days = (value: number | null): string => {
  if (value === null) return '–'
  const tenths = (amount: number): string => grouped.format(Math.round(amount * 10) / 10)
  if (value < 1) return `${tenths(value * 24)} hours`
  return value > 730 ? `${tenths(value / 365.25)} years` : `${tenths(value)} days`
}

/** `2012-04-02`, the day that the plan's clocks showed. */
export const date = (iso: string | null, timeZone: string): string =>
  iso === null ? '–' : new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(iso))

/** The share of the sign-ins that got full access. */
export const fullShare = ({ answers, signIns }: PlanFigures): number => answers.full / signIns

const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`

/** What was agreed, in short: `with 300 licenses, each freed after 90 days without use`. */
const offer = ({ allowance, policies }: PlanFigures): string => {
  const { overage, idleReclaim, autoAssign, waiting } = policies
  const unlimited = overage?.allow === 'unlimited'
  const licenses = unlimited ? 'without a limit' : `with ${plural(allowance, 'license', 'licenses')}`
  const freed =
    idleReclaim?.enabled === true ? `freed after ${plural(idleReclaim.days, 'day', 'days')} without use` : 'kept for good'
  const each = allowance === 1 && !unlimited ? freed : `each ${freed}`
  if (policies.concurrent !== undefined) return `${licenses}, shared by whoever is signed in`
  if (policies.counting !== undefined && policies.counting.rule !== 'granted')
    return `${licenses}, ${each}, taken by whoever counts`
  if (autoAssign?.enabled !== true) return `${licenses}, ${each}, given by an administrator`
  return `${licenses}, ${each}${waiting?.admit === 'whenFree' ? ' and given to the first in line at once' : ''}`
}

const wait = ({ waiting }: PlanFigures): string => {
  const { waited, medianDays, stillWaiting } = waiting
  if (stillWaiting > 0) return `${plural(stillWaiting, 'person', 'people')} would still wait for a seat`
  if (waited === 0) return 'nobody would ever have waited'
  const waits = waited === 1 ? 'the one wait' : `half of the ${count(waited)} waits`
  return `${waits} would have been over in ${days(medianDays)}`
}

const used = ({ usedShare }: PlanFigures): string =>
  usedShare === null ? '' : `, and ${percent(usedShare)} of the seats held would have been used in a typical month`

const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`

/** Whoever looks only at the activity may not see why so many were refused. */
const strangers = ({ refused: { UnknownMember = 0 }, policies }: PlanFigures): string => {
  if (UnknownMember === 0) return ''
  const remedy =
    policies.counting?.rule === 'status'
      ? 'nobody signs in before it was added'
      : 'membership.unknownSignIn=add would let them in'
  return ` ${plural(UnknownMember, 'sign-in was', 'sign-ins were')} by somebody unknown: ${remedy}.`
}

/** Where `concurrent` is present, a client that it does not declare is the only thing that can be wrong with a row. */
const undeclared = ({ refused: { Invalid = 0 }, policies }: PlanFigures): string =>
  Invalid === 0 || policies.concurrent === undefined
    ? ''
    : ` ${plural(Invalid, 'sign-in was', 'sign-ins were')} by a client that is not declared: concurrent.clients names them all.`

const unexpected = (figures: PlanFigures): string => `${strangers(figures)}${undeclared(figures)}`

/** What the plan would have meant, in one sentence. */
export const sentence = (figures: PlanFigures): string =>
  `${capital(offer(figures))}: ${percent(fullShare(figures))} of the sign-ins would have got full access, ${wait(figures)}${used(figures)}.${unexpected(figures)}`

/** The same beside a figure that says how many got full access. */
export const shortSentence = (figures: PlanFigures): string =>
  `${capital(offer(figures))}: ${wait(figures)}${used(figures)}.${unexpected(figures)}`

/** What was replayed: `73,069 sign-ins by 6,816 members, 2004-11-24 to 2026-08-22`. */
export const activityText = (plans: readonly PlanFigures[]): string => {
  const [first] = plans
  if (first === undefined) return ''
  const members = Math.max(...plans.map((each) => each.members))
  const by = members === 0 ? '' : ` by ${plural(members, 'member', 'members')}`
  const [from, until] = [date(first.from, first.timeZone), date(first.until, first.timeZone)]
  return `${plural(first.signIns, 'sign-in', 'sign-ins')}${by}, ${from} to ${until}`
}
