// The thin shell around the core: it takes the moment from a clock, gives the command an id, lets the pure core decide inside the
// store's transaction, and hands on what happened. It decides nothing itself.

import { type Either, isLeft, right } from 'fp-ts/lib/Either.js'
import { type PolicyName, policyNames } from '../policies/policies.ts'
import { systemActor } from '../pool/draft.ts'
import type { Beyond, OwnPolicy } from '../pool/gate/ownPolicy.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { LicenseEvent } from '../pool/model/event.ts'
import type { Answer } from '../pool/model/outcome.ts'
import type { Rejection } from '../pool/model/rejection.ts'
import { membersNamedBy, sessionsNamedBy } from '../pool/rows/membersNamedBy.ts'
import { safely } from '../pool/validation/reading.ts'
import { isId, readCall, readCommand } from './call.ts'
import { dispatcher } from './dispatcher.ts'
import { fingerprintOf } from './fingerprint.ts'
import { frozen } from './frozen.ts'
import type { Licensing } from './licensing.ts'
import type { Asking, LicensingOptions, Refusal } from './options.ts'
import { askProvider, movedBy } from './provider.ts'
import { questions } from './questions.ts'
import type { WorkRequest } from './store.ts'
import { sweepAll } from './sweep.ts'
import { transactor } from './transactor.ts'
import { type Given, rehearsal, work } from './work.ts'

/**
 * Wires a store and a clock to the core: the licensing of all the pools in that store. Safe when many calls run at once (A5).
 *
 * @example
 * const licensing = createLicensing({ store: memoryStore(), clock: systemClock })
 * const opening = { type: 'OpenPool', organization: 'acme', preset: 'mobileAssignment', lots: [{ lot: 'first', quantity: 25 }] } as const
 * await licensing.execute('crm', opening, { actor: { role: 'accountManager' } })
 * const lucy = { role: 'member', id: 'lucy' } as const
 * const answer = orThrow(await licensing.execute('crm', { type: 'SignIn', member: 'lucy', client: 'mobile' }, { actor: lucy }))
 * console.log(answer.access) // full
 */
export const createLicensing = (options: LicensingOptions): Licensing => {
  const { store, clock, newId = randomId, onEvent, onRejected, onListenerFailure = unhandled, refuseAheadBy } = options
  const own = ownPolicies(options.policies)
  const report = (error: unknown): void => {
    try {
      onListenerFailure(error)
    } catch (worse) {
      unhandled(worse)
    }
  }
  const providerFailed = (error: unknown): void => {
    try {
      options.onProviderFailure?.(error)
    } catch (worse) {
      report(worse)
    }
  }
  const transact = transactor(store)
  const leaving = dispatcher(report)
  if (onEvent !== undefined) leaving.listen(onEvent, () => true)

  /** A command from outside, as it is given to the core: read at once, before anything is waited for. */
  const read = (poolId: string, value: unknown, giving: unknown): Either<Rejection, Given> => {
    const call = readCall(poolId, giving, clock.now())
    if (isLeft(call)) return call
    const command = readCommand(value)
    if (isLeft(command)) return command
    const { pool, actor, idempotencyKey, at } = call.right
    const key =
      idempotencyKey === undefined ? undefined : { key: idempotencyKey, fingerprint: fingerprintOf(command.right, actor) }
    const commandId = idempotencyKey ?? newId()
    let session: string | undefined
    const newSession = (): string => {
      session ??= newId()
      return session
    }
    return right({ pool, command: command.right, actor, commandId, newSession, at, key, refuseAheadBy })
  }

  /** What is known beyond the pool of those whom it is about. */
  const lookBeyond = (pool: string, members: readonly string[]): Beyond | Promise<Beyond> =>
    askProvider(options.dependencies, pool, members, providerFailed)?.then((dependencies) => ({ ...own, dependencies })) ?? own

  const give = async (given: Given): Promise<Either<Rejection, Answer>> => {
    const { pool, key, command, actor } = given
    const looked = lookBeyond(pool, movedBy(command, actor))
    const beyond = looked instanceof Promise ? await looked : looked
    const running = leaving.begin(pool)
    const settled: LicenseEvent[] = []
    try {
      return await transact(
        pool,
        { ...rowsFor(given), readOnly: false, ...(key === undefined ? {} : { key: key.key }) },
        (working) => work(given, working, settled, beyond),
        ({ verdict, result }) => {
          if (verdict.type !== 'Write') return
          running.wrote(verdict.change.events)
          if (result === undefined) for (const event of verdict.change.events) settled.push(event)
        },
      )
    } finally {
      running.end()
    }
  }

  const logRefusal = async (refusal: Refusal): Promise<void> => {
    try {
      await onRejected?.(refusal)
    } catch (error) {
      report(error)
    }
  }

  const execute: Licensing['execute'] = async (pool, command, giving) => {
    const given = read(pool, command, giving)
    const result = frozen(isLeft(given) ? given : await give(given.right))
    if (isLeft(result)) {
      const asked = isLeft(given) ? { pool, command, actor: actorIn(giving) } : given.right
      void logRefusal({ pool: asked.pool, command: asked.command, actor: asked.actor, rejection: result.left })
    }
    return result
  }

  const preview: Licensing['preview'] = async (pool, command, asking) => {
    const given = read(pool, command, { actor: actorIn(asking) })
    if (isLeft(given)) return given
    const request = { ...rowsFor(given.right), readOnly: true }
    const beyond = await lookBeyond(given.right.pool, movedBy(given.right.command, given.right.actor))
    return frozen(await transact(given.right.pool, request, (working) => rehearsal(given.right, working, beyond)))
  }

  return {
    execute,
    preview,
    ...questions(transact, clock, lookBeyond),
    subscribe: (listener) => leaving.listen(listener, (event) => 'notifies' in event),
    sweepDue: async () => sweepAll(store, clock.now(), (pool) => execute(pool, { type: 'Sweep' }, { actor: systemActor })),
    drained: leaving.drained,
  }
}

/** The integrator's own policies, which are told apart by name. One that is never asked would let everybody pass. */
const ownPolicies = (policies: readonly OwnPolicy[] = []): Beyond => {
  policies.forEach(({ name, counts, route, admit, guard }, index) => {
    const asked = [counts, route, admit, guard].filter((each) => each !== undefined)
    if (!isId(name) || name === '__proto__' || !asked.length || asked.some((each) => typeof each !== 'function'))
      throw new TypeError(`policies[${index}]: must have a name, and counts, route, admit or guard`)
  })
  const names = policies.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index || policyNames.includes(name as PolicyName))
  if (twice !== undefined) throw new TypeError(`policies: the name ${twice} is taken`)
  return policies.length === 0 ? {} : { policies: [...policies] }
}

/** A first guess of the rows that a command takes: those that it names. An import may name what is no id. */
const rowsFor = ({ command }: Given): Pick<WorkRequest, 'members' | 'sessions'> => {
  const members = membersNamedBy(command).filter(isId)
  const sessions = sessionsNamedBy(command)
  return sessions.length === 0 ? { members } : { members, sessions }
}

const actorIn = (giving: unknown): Actor => safely(() => (giving as Asking).actor, undefined) as Actor

const unhandled = (error: unknown): void => {
  void Promise.reject(error)
}

/** `crypto` is in every browser and in Node; its `randomUUID` is not where a page came without TLS. */
const { crypto } = globalThis as unknown as {
  readonly crypto: { getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> }
}

/** Asking for random bytes costs more than a command on a pool in memory, so they are fetched for 256 ids at once. */
let random = new Uint8Array(0)

const randomId = (): string => {
  if (random.length === 0) random = crypto.getRandomValues(new Uint8Array(4_096))
  const id = Array.from(random.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  random = random.subarray(16)
  return id
}
