// The testing kit: time in a tester's hands. It stands beside the root entry, which never imports it.

export { fixedClock, type ManualClock, manualClock } from '../shell/clock.ts'
