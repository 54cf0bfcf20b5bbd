// What every policy is made of: the fields it has, each with its default and the shape of its value.

import type { Shape } from '../pool/validation/shape.ts'

/** A policy's fields: what they may hold, and what they hold unless said otherwise. */
export interface PolicyDefinition<P> {
  readonly defaults: P
  readonly fields: { readonly [Field in keyof P]-?: Shape<P[Field]> }
}
