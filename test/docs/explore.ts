// Walks through a pool by doing: from every state that a member can be brought to, every command about it is given to `execute`, with
// licenses available and without, and what it comes to is noted.

import {
  type Access,
  access,
  type Command,
  execute,
  type LicensePool,
  type MemberState,
  members,
  nextDue,
  openPool,
  type Rejection,
} from '../../src/index.ts'
import type { OpenPool } from '../../src/pool/model/command.ts'
import { toSnapshot } from '../../src/store/index.ts'

/** Where the member stands; unknown before it first comes in. */
export type Stage = MemberState | 'unknown'

/** One command from one state, and where it led; or why it was refused. */
export interface Step {
  readonly from: Stage
  readonly command: string
  readonly to: Stage
  readonly refused?: Rejection['type']
}

/** What was seen of a state. */
export interface Seen {
  readonly stage: Stage
  readonly counts: boolean
  /** What a sign-in comes to while licenses are available, and while there are none. */
  readonly signsIn: readonly [available: string, exhausted: string]
  readonly access: Access
}

export interface Exploration {
  readonly seen: readonly Seen[]
  readonly steps: readonly Step[]
}

export const stages: readonly Stage[] = [
  'unknown',
  'known',
  'pending',
  'provisional',
  'enabled',
  'disabled',
  'unlicensed',
  'deactivated',
  'deleted',
]

const start = Date.UTC(2026, 2, 20, 15)
const system = { role: 'system' } as const
const dependency = { kind: 'login', id: 'lucy' }

/** A moment in the life of the pool. */
interface Scene {
  readonly pool: LicensePool
  readonly at: number
}

const commandsAbout = (client: string): Readonly<Record<string, Command>> => ({
  AddMember: { type: 'AddMember', member: 'lucy' },
  ImportMembers: { type: 'ImportMembers', members: [{ member: 'lucy' }] },
  'ChangeStatus to active': { type: 'ChangeStatus', member: 'lucy', status: 'active' },
  'ChangeStatus to guest': { type: 'ChangeStatus', member: 'lucy', status: 'guest' },
  'ChangeStatus to inactive': { type: 'ChangeStatus', member: 'lucy', status: 'inactive' },
  DeactivateMember: { type: 'DeactivateMember', member: 'lucy' },
  DeleteMember: { type: 'DeleteMember', member: 'lucy' },
  LinkDependency: { type: 'LinkDependency', member: 'lucy', dependency },
  UnlinkDependency: { type: 'UnlinkDependency', member: 'lucy', dependency },
  FillPlaceholder: { type: 'FillPlaceholder', placeholder: 'vacancy', member: 'lucy' },
  AssignSeat: { type: 'AssignSeat', member: 'lucy' },
  ApproveMember: { type: 'ApproveMember', member: 'lucy' },
  ApproveWaiting: { type: 'ApproveWaiting', count: 1 },
  RejectMember: { type: 'RejectMember', member: 'lucy' },
  DisableMember: { type: 'DisableMember', member: 'lucy' },
  EnableMember: { type: 'EnableMember', member: 'lucy' },
  'TransferSeat to her': { type: 'TransferSeat', from: 'giver', to: 'lucy' },
  'TransferSeat from her': { type: 'TransferSeat', from: 'lucy', to: 'taker' },
  UnlicenseMembers: { type: 'UnlicenseMembers', members: ['lucy'], mode: 'all' },
  RelicenseMembers: { type: 'RelicenseMembers', members: ['lucy'] },
  SignIn: { type: 'SignIn', member: 'lucy', client, session: 'session' },
  RecordUse: { type: 'RecordUse', member: 'lucy' },
  SignOut: { type: 'SignOut', session: 'session' },
})

const done = ({ pool, at }: Scene, command: Command): Scene | Rejection => {
  const result = execute(pool, command, at, system)
  if (result._tag === 'Left') return result.left
  const [first] = result.right.results ?? []
  return first === undefined || first.answer === 'accepted' ? { pool: result.right.pool, at } : first.answer
}

const must = (scene: Scene, command: Command): Scene => {
  const next = done(scene, command)
  if ('type' in next) throw new Error(next.message)
  return next
}

/** What others are there for: one who holds a seat, one who takes one over, and a vacancy. */
const peopled = (opening: Omit<OpenPool, 'type' | 'organization'>): Scene => {
  const opened = openPool({ type: 'OpenPool', organization: 'acme', lots: [{ lot: 'first', quantity: 5 }], ...opening }, start, {
    role: 'accountManager',
  })
  if (opened._tag === 'Left') throw new Error(opened.left.message)
  const added = (['giver', 'taker'] as const).reduce<Scene>((scene, member) => must(scene, { type: 'AddMember', member }), {
    pool: opened.right.pool,
    at: start,
  })
  const vacant = must(added, { type: 'AddMember', member: 'vacancy', kind: 'placeholder' })
  const linked = must(vacant, { type: 'LinkDependency', member: 'vacancy', dependency })
  const assigned = done(linked, { type: 'AssignSeat', member: 'giver' })
  return 'type' in assigned ? linked : assigned
}

const herRow = ({ pool }: Scene) => toSnapshot(pool).members.find(({ id }) => id === 'lucy')

const stageIn = (scene: Scene): Stage => herRow(scene)?.state ?? 'unknown'

/** Her stage, and whether a disabling follows her back: from these on, everything that can happen is the same. */
const standing = (scene: Scene): string => {
  const row = herRow(scene)
  return `${row?.state} ${row !== undefined && 'returnsDisabled' in row && row.returnsDisabled}`
}

/** The same with more to give. */
const supplied = (scene: Scene): Scene =>
  must(scene, { type: 'AddLot', lot: `lot-${scene.pool.version}`, organization: 'acme', quantity: 5 })

/** The same with nothing left to give, so far as the pool has a limit. */
const exhausted = (scene: Scene): Scene => {
  const lowered = done(scene, { type: 'LowerAllowance', to: 0 })
  return 'type' in lowered ? scene : lowered
}

const waited = ({ pool, at }: Scene): Scene => {
  let scene = { pool, at }
  // A lower bound: it may take a few looks until something has fallen due.
  for (let looks = 0; looks < 4; looks++) {
    const due = nextDue(scene.pool)
    if (due === undefined) break
    scene = must({ ...scene, at: Math.max(due, scene.at) }, { type: 'Sweep' }) as { pool: LicensePool; at: number }
    if (stageIn(scene) !== stageIn({ pool, at })) break
  }
  return scene
}

/** Explores a pool opened like this, whose members sign in with this client. */
export const explore = (opening: Omit<OpenPool, 'type' | 'organization'>, client: string): Exploration => {
  const commands = commandsAbout(client)
  const reached = new Map<string, Scene>()
  const steps: Step[] = []
  const ahead: Scene[] = [peopled(opening)]
  for (const scene of ahead) {
    const from = stageIn(scene)
    if (reached.has(standing(scene))) continue
    reached.set(standing(scene), scene)
    const note = (command: string, after: Scene | Rejection): void => {
      if ('type' in after) return void steps.push({ from, command, to: from, refused: after.type })
      steps.push({ from, command, to: stageIn(after) })
      ahead.push(after)
    }
    for (const state of [supplied(scene), exhausted(scene)]) {
      for (const [name, command] of Object.entries(commands)) note(name, done(state, command))
      note('time', waited(state))
    }
  }
  const signIn = commands.SignIn as Command
  const answer = (scene: Scene): string => {
    const result = execute(scene.pool, signIn, scene.at, system)
    return result._tag === 'Left' ? result.left.type : (result.right.access ?? 'none')
  }
  const seen = stages.flatMap((stage): Seen[] => {
    const scene = [...reached.values()].find((each) => stageIn(each) === stage)
    if (scene === undefined) return []
    const view = members(scene.pool, { at: scene.at, state: stage === 'unknown' ? [] : stage }).find(
      ({ member }) => member === 'lucy',
    )
    return [
      {
        stage,
        counts: view?.consumes ?? false,
        signsIn: [answer(supplied(scene)), answer(exhausted(scene))],
        access: access(scene.pool, 'lucy', scene.at),
      },
    ]
  })
  return { seen, steps }
}
