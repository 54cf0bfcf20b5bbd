// Holds what was acknowledged, what is logged and what stands in the rows against each other.

import { canonical } from '../../src/pool/model/canonical.ts'
import { type ByHand, retold } from './byHand.ts'
import type { Acknowledgement, Result } from './journal.ts'
import { mainPool } from './plan.ts'
import type { EventRow, Json, Rows } from './rows.ts'
import type { Check, Violation } from './violations.ts'

export const violationsIn = (rows: Rows, acknowledgements: readonly Acknowledgement[]): readonly Violation[] => {
  const events = byPool(rows.events)
  const retelling = new Map(rows.pools.map(({ name }) => [name, retold(name, events.get(name) ?? [])]))
  return [
    ...[...retelling.values()].flatMap(({ violations }) => violations),
    ...rows.pools.flatMap((pool) => rowsViolations(pool, retelling.get(pool.name) as ByHand, events.get(pool.name) ?? [], rows)),
    ...answerViolations(rows, events, acknowledgements),
    ...limitViolations(retelling.get(mainPool), acknowledgements),
  ]
}

const byPool = <Row extends { readonly pool: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> => {
  const pools = new Map<string, Row[]>()
  for (const row of rows) {
    const found = pools.get(row.pool)
    if (found === undefined) pools.set(row.pool, [row])
    else found.push(row)
  }
  return pools
}

/** Counters are what counting the rows gives, and the rows what the log gives. */
const rowsViolations = (
  { name, version, header }: Rows['pools'][number],
  { allowance, standings }: ByHand,
  events: readonly EventRow[],
  rows: Rows,
): readonly Violation[] => {
  const members = rows.members.filter(({ pool }) => pool === name)
  const count = (states: Iterable<string>): Json => {
    const counts: Record<string, number> = {}
    for (const state of states) counts[state] = (counts[state] ?? 0) + 1
    return counts
  }
  const nonZero = Object.fromEntries(Object.entries(header.counts as Record<string, number>).filter(([, n]) => n !== 0))
  const differing = (what: string, actual: unknown, expected: unknown): readonly Violation[] =>
    canonical(actual) === canonical(expected)
      ? []
      : [{ check: 'rows as the log says', what: `${name}: ${what}: ${canonical(actual)}, by the log ${canonical(expected)}` }]
  const wrongRows = members.filter(({ state, record }) => record.state !== state || standings.get(record.id as string) !== state)
  return [
    ...differing('the version', [version, header.version], [events.length, events.length]),
    ...differing('the allowance', header.allowance, allowance),
    ...differing('the counters', nonZero, count(standings.values())),
    ...differing('how many stand where', count(members.map(({ state }) => state)), count(standings.values())),
    ...wrongRows.flatMap(({ record, state }) => differing(`member ${record.id}`, state, standings.get(record.id as string))),
  ]
}

/** Each key has one answer; its events are in the log as they were told, and nobody else's. */
const answerViolations = (
  rows: Rows,
  events: ReadonlyMap<string, readonly EventRow[]>,
  acknowledgements: readonly Acknowledgement[],
): readonly Violation[] => {
  const violations: Violation[] = []
  const first = new Map<string, Acknowledgement>()
  const kept = new Map(rows.answers.map(({ pool, key, record }) => [`${pool} ${key}`, record]))
  const logged = new Map(rows.events.map(({ pool, seq, record }) => [`${pool} ${seq}`, record]))
  const ownerOf = new Map<string, string>()
  const wrong = (check: Check, { key, pool }: Acknowledgement, what: string): void => {
    violations.push({ check, what: `${pool}, key ${key}: ${what}` })
  }
  for (const each of acknowledgements) {
    const { pool, key, result } = each
    const earlier = first.get(key)
    if (earlier !== undefined) {
      if (canonical(earlier.result) !== canonical(result))
        wrong('one answer a key', each, `${brief(earlier.result)}, then ${brief(result)}`)
      continue
    }
    first.set(key, each)
    const answer = kept.get(`${pool} ${key}`)?.result
    if (canonical(answer) !== canonical(result))
      wrong('the answer is kept', each, `${brief(result)}; kept is ${canonical(answer)}`)
    for (const event of result._tag === 'Right' ? result.right.events : []) {
      const place = `${pool} ${event.seq}`
      const { schema: _, ...record } = logged.get(place) ?? {}
      if (canonical(record) !== canonical(event))
        wrong('acknowledged, so there once', each, `the log has no ${event.type} at ${event.seq}`)
      if (ownerOf.has(place))
        wrong('acknowledged, so there once', each, `event ${event.seq} was told of ${ownerOf.get(place)}, too`)
      ownerOf.set(place, key)
    }
  }
  for (const [pool, log] of events) {
    for (const { seq, record } of log) {
      const { commandId: key } = record as { readonly commandId?: string }
      if (key === undefined || ownerOf.get(`${pool} ${seq}`) === key) continue
      const result = first.get(key)?.result
      const check = result?._tag === 'Left' ? 'refused, so not there' : 'acknowledged, so there once'
      violations.push({ check, what: `${pool}, event ${seq} is of ${key}, which was told ${result && brief(result)}` })
    }
  }
  return violations
}

/** A limit that nobody came to was not put to the test. */
const limitViolations = (main: ByHand | undefined, acknowledgements: readonly Acknowledgement[]): readonly Violation[] => {
  const exhausted = acknowledgements.some(({ result }) => result._tag === 'Left' && result.left.type === 'AllowanceExhausted')
  return (main?.timesFull ?? 0) > 0 && exhausted
    ? []
    : [{ check: 'the limit was reached', what: `full at ${main?.timesFull ?? 0} events, refused for it: ${exhausted}` }]
}

const brief = (result: Result): string =>
  result._tag === 'Left' ? result.left.type : `[${result.right.events.map(({ seq, type }) => `${seq} ${type}`).join(', ')}]`
