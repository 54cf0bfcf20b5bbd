// What keeps somebody from being moved to unlicensed (P4).

import type { Dependency } from '../pool/model/member.ts'
import { listOf, text } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

export interface Dependencies {
  /** The kinds of dependency that block. */
  readonly blocking: readonly string[]
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly dependencies?: Dependencies }

export const dependenciesPolicy: PolicyDefinition<Dependencies> = {
  defaults: { blocking: [] },
  fields: { blocking: listOf(text(), { max: 1_000 }) },
}

/**
 * Nobody with a dependency of a blocking kind is moved to unlicensed (P4). Default: nothing blocks.
 *
 * @example
 * dependencies({ blocking: ['territory', 'target'] })
 */
export const dependencies = (fields: Partial<Dependencies> = {}): { readonly dependencies: Dependencies } => ({
  dependencies: { ...dependenciesPolicy.defaults, ...fields },
})

/** Of some dependencies, those that block, in their order. */
export const blocking = (policies: Policies, all: readonly Dependency[] = none): readonly Dependency[] => {
  const kinds = policies.dependencies?.blocking
  return kinds === undefined || all.length === 0 ? none : all.filter(({ kind }) => kinds.includes(kind))
}
const none: readonly Dependency[] = []
