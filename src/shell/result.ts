// Two more doors to an answer, for those who do not use fp-ts: a result that is narrowed on `ok`, and one that throws.

import type { Either } from 'fp-ts/lib/Either.js'
import type { Rejection } from '../pool/model/rejection.ts'

/** An answer, or why not. */
export type Result<A> = { readonly ok: true; readonly value: A } | { readonly ok: false; readonly rejection: Rejection }

/**
 * @example
 * const result = toResult(await licensing.access('crm', 'lucy', { actor }))
 * if (result.ok) show(result.value.level)
 */
export const toResult = <A>(either: Either<Rejection, A>): Result<A> =>
  either._tag === 'Right' ? { ok: true, value: either.right } : { ok: false, rejection: either.left }

/** A refusal as an error, for `orThrow`. */
export class LicenseRefused extends Error {
  readonly rejection: Rejection

  constructor(rejection: Rejection) {
    super(rejection.message)
    this.name = 'LicenseRefused'
    this.rejection = rejection
  }
}

/**
 * The answer; a refusal is thrown as `LicenseRefused`, which carries it.
 *
 * @example
 * const { events } = orThrow(await licensing.execute('crm', command, { actor }))
 */
export const orThrow = <A>(either: Either<Rejection, A>): A => {
  if (either._tag === 'Left') throw new LicenseRefused(either.left)
  return either.right
}
