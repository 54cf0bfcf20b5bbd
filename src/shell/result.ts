// Two more doors to an answer, for those who do not use fp-ts: a result that is narrowed on `ok`, and one that throws.

import type { Either } from 'fp-ts/lib/Either.js'
import type { Rejection } from '../pool/model/rejection.ts'

/**
 * An answer, or why not: what `toResult` makes.
 *
 * @example
 * const textOf = (result: Result<Access>) => (result.ok ? result.value.level : result.rejection.message)
 */
export type Result<A> = { readonly ok: true; readonly value: A } | { readonly ok: false; readonly rejection: Rejection }

/**
 * An answer of the pool as a result that is narrowed on `ok`. Every rejection comes through as it is.
 *
 * @example
 * const result = toResult(await licensing.access('crm', 'lucy', { actor }))
 * console.log(result.ok ? result.value.level : result.rejection.message) // standard
 */
export const toResult = <A>(either: Either<Rejection, A>): Result<A> =>
  either._tag === 'Right' ? { ok: true, value: either.right } : { ok: false, rejection: either.left }

/**
 * A refusal as an error, which `orThrow` throws: `rejection` is the refusal, `message` its text for people.
 *
 * @example
 * try {
 *   orThrow(await licensing.execute('crm', { type: 'ApproveMember', member: 'nobody' }, { actor }))
 * } catch (error) {
 *   const refused = error as LicenseRefused
 *   console.log(refused.rejection.type) // UnknownMember
 * }
 */
export class LicenseRefused extends Error {
  readonly rejection: Rejection

  constructor(rejection: Rejection) {
    super(rejection.message)
    this.name = 'LicenseRefused'
    this.rejection = rejection
  }
}

/**
 * An answer of the pool; a refusal, whichever it is, is thrown as `LicenseRefused`, which carries it.
 *
 * @example
 * const { events } = orThrow(await licensing.execute('crm', { type: 'AddMember', member: 'lucy' }, { actor }))
 * console.log(events.map((event) => event.type)) // [ 'MemberAdded' ]
 */
export const orThrow = <A>(either: Either<Rejection, A>): A => {
  if (either._tag === 'Left') throw new LicenseRefused(either.left)
  return either.right
}
