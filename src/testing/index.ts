// The testing kit: time in a tester's hands, scenarios, what-if on real activity, and the contract of stores. It stands beside the root
// entry, which never imports it.

export { storeContract } from '../contract/storeContract.ts'
export { type ContractRunner, type Opened, type StoreSubject, type Supports, unsupported } from '../contract/subject.ts'
export type { OpeningLot } from '../pool/model/command.ts'
export type { PresetName } from '../presets/presets.ts'
export type { Difference } from '../scenarios/play/compare.ts'
export type { TimelineCommand, TimelineEntry, TimelineEvent } from '../scenarios/play/timeline.ts'
export type { ScenarioFault, TextFormat } from '../scenarios/readScenario.ts'
export { type RunScenarioOptions, runScenario, type ScenarioRun, type StepRun } from '../scenarios/runScenario.ts'
export type {
  Expectation,
  MemberExpectation,
  ScenarioCommand,
  ScenarioDocument,
  ScenarioPool,
  ScenarioStep,
  WrittenMoment,
} from '../scenarios/scenarioDocument.ts'
export { fixedClock, type ManualClock, manualClock } from '../shell/clock.ts'
export type { Answers, DayFigures, MonthFigures, PlanFigures, Replayed, WaitingFigures } from '../simulation/figures.ts'
export { type Plan, type PlanDocument, planOf } from '../simulation/plan.ts'
export { type Activity, simulate } from '../simulation/replay.ts'
