// Who is left out of an import (P2).

import { either, flag, listOf, nullable, object, type Shape, text, whole } from '../pool/validation/shape.ts'
import type { PolicyDefinition } from './definition.ts'

/** Leaves out whoever has one of these values in this field of its attributes. */
export interface Exclusion {
  readonly field: string
  readonly in: readonly (string | number | boolean | null)[]
}

export interface ImportFilter {
  readonly exclude: readonly Exclusion[]
}

/** Of a pool's policies, what is read here. */
type Policies = { readonly importFilter?: ImportFilter }

const value: Shape<string | number | boolean | null> = nullable(either(text(), whole(), flag))

export const importFilterPolicy: PolicyDefinition<ImportFilter> = {
  defaults: { exclude: [] },
  fields: { exclude: listOf(object({ field: text(), in: listOf(value, { max: 10_000 }) }), { max: 1_000 }) },
}

/**
 * Leaves people out of an import by their attributes (P2). Default: nobody.
 *
 * @example
 * importFilter({ exclude: [{ field: 'profile', in: ['Chatter Free', 'Integration'] }] })
 */
export const importFilter = (fields: Partial<ImportFilter> = {}): { readonly importFilter: ImportFilter } => ({
  importFilter: { ...importFilterPolicy.defaults, ...fields },
})

/** Whether the filter leaves out somebody with these attributes. What every object inherits is none of the values. */
export const excludes = (policies: Policies, attributes: Readonly<Record<string, unknown>> = {}): boolean =>
  (policies.importFilter?.exclude ?? []).some(({ field, in: values }) =>
    (values as readonly unknown[]).includes(attributes[field]),
  )
