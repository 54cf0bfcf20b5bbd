// The testing kit: time in a tester's hands, and what-if on real activity. It stands beside the root entry, which never imports it.

export { fixedClock, type ManualClock, manualClock } from '../shell/clock.ts'
export type { Answers, DayFigures, MonthFigures, PlanFigures, Replayed, WaitingFigures } from '../simulation/figures.ts'
export { type Plan, type PlanDocument, planOf } from '../simulation/plan.ts'
export { type Activity, simulate } from '../simulation/replay.ts'
