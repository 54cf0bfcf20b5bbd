// Asks the integrator's provider what depends on people. It fails closed: no answer in time is an answer that blocks (P10).

import { permitted } from '../policies/permissions.ts'
import { silentProvider } from '../pool/decisions/unlicense.ts'
import type { Actor } from '../pool/model/actor.ts'
import type { Command } from '../pool/model/command.ts'
import type { Dependency } from '../pool/model/member.ts'
import { listOf, object, text } from '../pool/validation/shape.ts'
import { isId } from './call.ts'
import type { DependencyProvider } from './options.ts'

type ByMember = ReadonlyMap<string, readonly Dependency[]>

/** Timers are in every browser and in Node. */
const { setTimeout, clearTimeout } = globalThis as unknown as {
  readonly setTimeout: (run: () => void, milliseconds: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
}

const dependenciesShape = listOf(object({ kind: text(), id: text() }, { when: text() }))

/** The people whom a command would move to unlicensed; nobody is asked about for an actor who may not move them (X9). */
export const movedBy = (command: Command, { role }: Actor): readonly string[] =>
  command.type === 'UnlicenseMembers' && permitted[command.type].includes(role) ? command.members : []

/** What the provider says of these people; nothing to wait for where there is no provider, or nobody to ask about. */
export const askProvider = (
  provider: DependencyProvider | undefined,
  pool: string,
  members: readonly string[],
  failed: (error: unknown) => void,
): Promise<ByMember> | undefined => {
  const asked = members.filter(isId)
  return provider === undefined || asked.length === 0 ? undefined : answerInTime(provider, pool, asked, failed)
}

const answerInTime = async (
  provider: DependencyProvider,
  pool: string,
  asked: readonly string[],
  failed: (error: unknown) => void,
): Promise<ByMember> => {
  const { name, timeLimitMs = 2_000 } = provider
  let timer: unknown
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${name} did not answer in ${timeLimitMs} ms`)), timeLimitMs)
  })
  try {
    return checked(await Promise.race([provider.dependenciesOf(pool, [...asked]), late]), asked)
  } catch (error) {
    failed(error)
    return new Map(asked.map((member) => [member, [{ kind: silentProvider, id: name }]]))
  } finally {
    clearTimeout(timer)
  }
}

/** An answer that is none blocks like no answer. */
const checked = (answer: ByMember, asked: readonly string[]): ByMember => {
  const byMember = new Map<string, readonly Dependency[]>()
  for (const member of asked) {
    const told = answer.get(member)
    const dependencies = told === undefined ? [] : told
    if (!dependenciesShape.accepts(dependencies)) throw new TypeError('no list of dependencies')
    byMember.set(
      member,
      dependencies.map((each) => ({ ...each })),
    )
  }
  return byMember
}
