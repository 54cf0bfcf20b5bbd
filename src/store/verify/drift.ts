// What a verify tells: where what is stored is not what the events say. Its text is rendered here and nowhere else.

import { canonical } from '../../pool/model/canonical.ts'
import { described, type Path, pathText } from '../../pool/validation/flaw.ts'
import { isPlainData } from '../../pool/validation/reading.ts'

/**
 * One thing that is stored otherwise than the events of the pool say it is (X3, X4).
 *
 * @example
 * const textOf = ({ where, message }: Drift): string => `${where} ${message}`
 */
export interface Drift {
  /**
   * In what: the events themselves, the header with its counters, a member's row, a session's row, or the moment before which nothing is
   * said to fall due. A row that only stands at a wrong place of a list has drifted, too.
   */
  readonly type: 'log' | 'header' | 'member' | 'session' | 'dueNotBefore'
  /** The field: `events[7]`, `header.counts.enabled`, `members.lucy.usedDay`, `sessions.s1`, `orders.timed.lucy`, `states.known.lucy`. */
  readonly where: string
  /** What is stored there; absent: nothing, or nothing that can be read. */
  readonly stored?: unknown
  /** What the events make of it; absent: nothing. */
  readonly replayed?: unknown
  readonly message: string
}

type Fields = Readonly<Record<string, unknown>>

/** A drift at a path. */
export const drift = (
  type: Drift['type'],
  path: Path,
  message: string,
  values: Pick<Drift, 'stored' | 'replayed'> = {},
): Drift => ({
  type,
  where: pathText(path),
  ...values,
  message,
})

/** Every field in which two pieces of plain data differ, as deep as objects go; a list is one field. */
export const differences = (type: Drift['type'], path: Path, stored: unknown, replayed: unknown): readonly Drift[] => {
  if (canonical(stored) === canonical(replayed)) return []
  if (!isObject(stored) || !isObject(replayed)) return [drift(type, path, differs(stored, replayed), valuesOf(stored, replayed))]
  const names = [...new Set([...Object.keys(stored), ...Object.keys(replayed)])]
  return names.flatMap((name) => differences(type, [...path, name], stored[name], replayed[name]))
}

const differs = (stored: unknown, replayed: unknown): string => {
  if (stored === undefined) return 'is missing'
  return replayed === undefined ? 'should not be there' : `is ${described(stored)}, and the events make it ${described(replayed)}`
}

/** Both, where they are there. */
const valuesOf = (stored: unknown, replayed: unknown): Pick<Drift, 'stored' | 'replayed'> => ({
  ...(stored === undefined ? {} : { stored }),
  ...(replayed === undefined ? {} : { replayed }),
})

const isObject = (value: unknown): value is Fields => isPlainData(value) && !Array.isArray(value)
