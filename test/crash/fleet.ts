// The worker processes: started, killed with SIGKILL, replaced. Who takes over goes on with the command that its predecessor was not answered.

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { type Journal, readJournal } from './journal.ts'
import { ownerOf, type Plan } from './plan.ts'
import { type Place, type Task, type Trouble, tellsEvery } from './task.ts'

export interface FleetOptions {
  readonly place: Place
  readonly plan: Plan
  readonly workers: number
  readonly callers: number
  /** A folder for the journals. */
  readonly folder: string
  /** What goes wrong in the worker of a slot, by how many it has had before. */
  readonly trouble: (slot: number, generation: number) => Trouble
}

/** Where workers keep what they have compiled, so that the next one begins sooner. */
const compiled = join(import.meta.dirname, '../../node_modules/.cache/crash')

interface Slot {
  /** One for each worker that the slot has had. */
  readonly journals: readonly string[]
  /** The number of each caller's first command that nobody was answered, when the worker began. */
  readonly from: readonly number[]
  readonly child: ChildProcess
  readonly ended: Promise<void>
}

export class Fleet {
  readonly #options: FleetOptions
  readonly #slots: Slot[]
  #isStopping = false
  #answered = 0
  kills = 0
  /** What went wrong with the workers themselves. */
  readonly complaints: string[] = []

  constructor(options: FleetOptions) {
    this.#options = options
    this.#slots = Array.from({ length: options.workers }, (_, slot) =>
      this.#begin(
        slot,
        [],
        Array.from({ length: options.callers }, () => 0),
      ),
    )
  }

  /** Kills the worker of a slot with SIGKILL; another takes over. */
  async kill(slot: number): Promise<void> {
    const { child, ended } = this.#slots[slot] as Slot
    child.kill('SIGKILL')
    await ended
  }

  /** Resolves when every slot has had so many workers that were killed, or when one has ended by itself. */
  async died(times: number): Promise<void> {
    while (this.#slots.some(({ journals }) => journals.length <= times) && this.complaints.length === 0) await setTimeout(10)
  }

  /** Resolves when so many commands were answered in all, or when no worker is left. */
  async answered(count: number): Promise<void> {
    while (this.#answered < count && this.complaints.length < this.#slots.length) await setTimeout(10)
  }

  /** Lets everybody be answered what is under way, and ends. */
  async stop(): Promise<void> {
    this.#isStopping = true
    for (const { child } of this.#slots) if (child.connected) child.send('stop')
    await Promise.all(this.#slots.map((_, slot) => this.#over(slot)))
  }

  /** Every journal, by slot and in the order of the generations. */
  journals(): readonly (readonly Journal[])[] {
    return this.#slots.map(({ journals }) => journals.map(readJournal))
  }

  async #over(slot: number): Promise<void> {
    for (let seen: ChildProcess | undefined; seen !== this.#slots[slot]?.child; ) {
      seen = this.#slots[slot]?.child
      await this.#slots[slot]?.ended
    }
  }

  #begin(slot: number, earlier: readonly string[], from: readonly number[]): Slot {
    const { place, plan, folder, trouble } = this.#options
    const generation = earlier.length
    const journal = join(folder, `worker-${slot}-${generation}.jsonl`)
    const task: Task = { place, plan, slot, from, isSuccessor: generation > 0, journal, ...trouble(slot, generation) }
    const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), JSON.stringify(task)], {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    })
    child.on('message', () => {
      this.#answered += tellsEvery
    })
    // A message to one that has just ended finds nobody: its `exit` tells how it ended.
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') this.complaints.push(`the worker ${slot}: ${error.message}`)
    })
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2_000)
    })
    const ended = new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        if (signal === 'SIGKILL') {
          this.kills++
          this.#slots[slot] = this.#begin(slot, [...earlier, journal], nextOf(readJournal(journal), from))
          // Whoever waits for the end of all waits for this one, too.
          if (this.#isStopping) this.#slots[slot]?.child.send('stop')
        } else if (code !== 0) this.complaints.push(`the worker ${slot} ended by itself with ${code ?? signal}: ${said}`)
        resolve()
      })
    })
    return { journals: [...earlier, journal], from, child, ended }
  }
}

/** Where the callers stand after a worker: those of its commands that were not acknowledged come again. */
const nextOf = ({ acknowledgements }: Journal, from: readonly number[]): readonly number[] => {
  const next = [...from]
  for (const { key } of acknowledgements) {
    const owner = ownerOf(key)
    if (owner !== undefined) next[owner.caller] = Math.max(next[owner.caller] ?? 0, owner.n + 1)
  }
  return next
}
