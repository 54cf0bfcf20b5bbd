// A write of which nobody knows whether it was carried out.

/**
 * The database was told to commit and no answer came, so the change may be written or not. Under an idempotency key the same command finds
 * out (X6): without one, ask what the pool holds before giving it again.
 *
 * @example
 * const mayBeDone = (error: unknown) => error instanceof InDoubt
 */
export class InDoubt extends Error {
  constructor(cause: unknown) {
    super(`whether it was written is unknown: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'InDoubt'
  }
}
