// Plays a scenario through the shell on a memory store, step by step. It knows no rule: it gives commands, asks how the pool stands,
// and compares.

import type { LicensePool } from '../../pool/licensePool.ts'
import type { Actor } from '../../pool/model/actor.ts'
import type { Command } from '../../pool/model/command.ts'
import { memberStates } from '../../pool/model/member.ts'
import type { Rejection } from '../../pool/model/rejection.ts'
import { type ManualClock, manualClock } from '../../shell/clock.ts'
import { createLicensing } from '../../shell/createLicensing.ts'
import type { Licensing } from '../../shell/licensing.ts'
import { memoryStore } from '../../shell/memoryStore.ts'
import { orThrow } from '../../shell/result.ts'
import type { PoolStore } from '../../shell/store.ts'
import type { Scenario, ScenarioFault, Step } from '../readScenario.ts'
import { type Difference, differencesOf, type Seen, type Standing, type Told } from './compare.ts'
import { Sessions } from './giving.ts'

/** A step that was played. */
export interface Played {
  readonly step: Step
  readonly told: readonly (Told & { readonly by: Actor })[]
  readonly differences: readonly Difference[]
  readonly standing: Standing
}

const id = 'scenario'
const system: Actor = { role: 'system' }

interface Stage {
  readonly store: PoolStore
  readonly clock: ManualClock
  readonly licensing: Licensing
  readonly sessions: Sessions
  readonly zone: string
}

/** Plays the scenario; a pool that cannot be opened as it says is a fault of the file. */
export const playScenario = async (
  scenario: Scenario,
): Promise<readonly Played[] | { readonly faults: readonly ScenarioFault[] }> => {
  const store = memoryStore()
  const clock = manualClock(scenario.start)
  const stage = { store, clock, licensing: licensingOn(store, clock), sessions: new Sessions(), zone: scenario.zone }
  const faults = await open(scenario, stage)
  if (faults.length > 0) return { faults }
  const played: Played[] = []
  for (const step of scenario.steps) played.push(await play(step, stage))
  return played
}

const licensingOn = (store: PoolStore, clock: ManualClock): Licensing => {
  let commands = 0
  return createLicensing({ store, clock, newId: () => `command-${++commands}` })
}

const open = async (
  { opening, members, lineOf }: Scenario,
  { licensing, sessions }: Stage,
): Promise<readonly ScenarioFault[]> => {
  const opened = await licensing.execute(id, opening, { actor: system })
  if (opened._tag === 'Left') return faultsOf(opened.left, 'pool', lineOf)
  sessions.saw(opening, opened.right)
  for (const [index, member] of members.entries()) {
    const added = await licensing.execute(id, member, { actor: system })
    if (added._tag === 'Left') return faultsOf(added.left, `pool.members[${index}]`, lineOf)
  }
  return []
}

const faultsOf = (rejection: Rejection, path: string, lineOf: Scenario['lineOf']): readonly ScenarioFault[] => {
  if (rejection.type !== 'Invalid') return [{ line: lineOf(path), message: `${path}: ${rejection.type}: ${rejection.message}` }]
  return rejection.issues.map((issue) => {
    const at = issue.path === '' ? path : `${path}.${issue.path}`
    return { line: lineOf(at), message: `${at}: ${issue.message}` }
  })
}

const play = async (step: Step, stage: Stage): Promise<Played> => {
  stage.clock.advanceTo(step.at)
  const told = step.commands.length === 0 ? [await sweep(step, stage)] : await giveAll(step, stage)
  const standing = await standingOf(stage, Object.keys(step.expect.members ?? {}))
  return { step, told, standing, differences: differencesOf(step.expect, told, standing) }
}

const sweep = (step: Step, stage: Stage) => give({ type: 'Sweep' }, { ...step, by: system }, stage, step.preview)

/** All at one moment, in order. What is only previewed happens where nothing is kept, and the last of it not even there. */
const giveAll = async (step: Step, stage: Stage): Promise<Played['told']> => {
  const { commands, preview } = step
  const place = preview && commands.length > 1 ? await besides(stage) : stage
  const told: Played['told'][number][] = []
  for (const [index, command] of commands.entries()) {
    told.push(await give(command, step, place, preview && index === commands.length - 1))
  }
  return told
}

/** The same pool in a store of its own. */
const besides = async (stage: Stage): Promise<Stage> => {
  const store = memoryStore()
  const all = { members: 'all', readOnly: true } as const
  let found: LicensePool | undefined
  await stage.store.transact(id, all, ({ pool }) => {
    found = pool
    return { type: 'Nothing' }
  })
  const pool = found
  if (pool !== undefined) {
    await store.transact(id, { ...all, readOnly: false }, () => ({ type: 'Write', change: { from: 0, pool, events: [] } }))
  }
  return { ...stage, store, licensing: licensingOn(store, stage.clock), sessions: stage.sessions.copy() }
}

const give = async (
  given: unknown,
  { by, key }: Pick<Step, 'by' | 'key'>,
  { licensing, sessions }: Stage,
  isRehearsed: boolean,
): Promise<Played['told'][number]> => {
  const command = (isRehearsed ? sessions.copy() : sessions).withSession(given, key)
  const actor = by ?? sessions.actorFor(command)
  const answered = isRehearsed
    ? await licensing.preview(id, command as Command, { actor })
    : await licensing.execute(id, command as Command, { actor, ...(key === undefined ? {} : { idempotencyKey: key }) })
  if (answered._tag === 'Left') return { command, by: actor, rejection: answered.left }
  if (!isRehearsed) sessions.saw(command, answered.right)
  return { command, by: actor, answer: answered.right }
}

const standingOf = async ({ licensing, zone }: Stage, names: readonly string[]): Promise<Standing> => {
  const asking = { actor: system }
  const summary = orThrow(await licensing.summary(id, asking))
  const views = names.length === 0 ? [] : orThrow(await licensing.members(id, { state: memberStates }, asking))
  const members = new Map<string, Seen>()
  for (const name of names) {
    const access = orThrow(await licensing.access(id, name, asking))
    members.set(name, { view: views.find(({ member }) => member === name), access })
  }
  return { summary, members, zone }
}
