// What an error of the database says of the statement that it came from: whether it was lost on the way, undone for a race, or refused.

export type Failure =
  /** There was no connection, so nothing was done. */
  | 'Unreached'
  /** The connection broke: whether a statement under way was carried out is not known. */
  | 'Cut'
  /** Undone for another transaction's sake: the same again will do. */
  | 'Raced'
  /** It took too long, or waited too long for somebody else's lock: what it is about is to blame, and not what was said. */
  | 'Late'
  /** The tables are not there. */
  | 'NoTables'
  /** Undone for what it was: the same again would be the same. */
  | 'Refused'
  /** It did not come from the server, so nobody knows. */
  | 'Unknown'

interface Said {
  readonly code?: unknown
  readonly message?: unknown
  readonly constraint?: unknown
  readonly constraint_name?: unknown
  readonly cause?: unknown
}

/** What the server calls its errors; `EPIPE` is none of it. */
const sqlState = /^[0-9FHPX][0-9A-Z]{4}$/

/** Starting up, out of connections, or no connection made. */
const unreachedState = /^(57P03|53300|08001|08004)$/
const unreachedCodes: ReadonlySet<unknown> = new Set([
  // Of a server's socket file that is not there, too.
  ...['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN'],
  // postgres.js
  'CONNECT_TIMEOUT',
])
/** What `pg` says without a code. */
const unreachedMessage = /is not queryable|timeout exceeded when trying to connect/

/** Shut down, crashed, or the protocol's own trouble. */
const cutState = /^(08...|57P0[125])$/
const cutCodes: ReadonlySet<unknown> = new Set([
  ...['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED'],
])
const cutMessage = /Connection terminated/

/** Two wrote the same event number, key or pool: the second line of defence behind the version. */
const ourKeys: ReadonlySet<unknown> = new Set(['license_event_pkey', 'license_command_pkey', 'license_pool_pkey'])

export const failureOf = (error: unknown): Failure => {
  const said = whatWasSaid(error)
  if (typeof said.code === 'string' && sqlState.test(said.code)) return failureOfState(said.code, said)
  const message = String(said.message)
  if (unreachedCodes.has(said.code) || unreachedMessage.test(message)) return 'Unreached'
  return cutCodes.has(said.code) || cutMessage.test(message) ? 'Cut' : 'Unknown'
}

const failureOfState = (code: string, { constraint, constraint_name: name, message }: Said): Failure => {
  if (unreachedState.test(code)) return 'Unreached'
  if (cutState.test(code)) return 'Cut'
  if (code === '57014' || code === '55P03') return 'Late'
  if (code === '40001' || code === '40P01') return 'Raced'
  if (code === '23505' && ourKeys.has(constraint ?? name)) return 'Raced'
  return code === '42P01' && String(message).includes('license_') ? 'NoTables' : 'Refused'
}

/** Some libraries wrap what the driver threw. */
const whatWasSaid = (error: unknown): Said => {
  let said = (error ?? {}) as Said
  for (let depth = 0; depth < 5 && said.code === undefined && said.cause instanceof Error; depth++) said = said.cause as Said
  return said
}

/** Whether the same again may do better in a moment. */
export const isPassing = (failure: Failure): boolean => failure === 'Unreached' || failure === 'Cut' || failure === 'Raced'

/** Whether a statement may have been carried out all the same. */
export const isUncertain = (failure: Failure): boolean => failure === 'Cut' || failure === 'Unknown'

/** The error to hand on: where tables are missing, one that says how they are made. */
export const told = (error: unknown): unknown =>
  failureOf(error) === 'NoTables'
    ? new Error('the tables of license-pool are not there: run `migrate(db)` of license-pool/postgres, or its migrations', {
        cause: error,
      })
    : error
