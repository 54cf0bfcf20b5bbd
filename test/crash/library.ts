// The library's own check, beside the one by hand: what its replay makes of the logged events is what stands in the rows.

import { canonical } from '../../src/pool/model/canonical.ts'
import { decodeEvent, replay, toSnapshot } from '../../src/store/index.ts'
import type { Json, Rows } from './rows.ts'
import type { Violation } from './violations.ts'

export const libraryViolations = ({ pools, members, events }: Rows): readonly Violation[] =>
  pools.flatMap(({ name, header }) => {
    const violation = (what: string): readonly Violation[] => [{ check: 'the library agrees', what: `${name}: ${what}` }]
    const stored = {
      header: plain(header),
      members: members.filter(({ pool }) => pool === name).map(({ record }) => plain(record)),
    }
    try {
      const log = events.filter(({ pool }) => pool === name).map(({ record }) => decodeEvent(plain(record)))
      const decoded = log.flatMap((event) => (event._tag === 'Right' ? [event.right] : []))
      if (decoded.length < log.length) return violation(`${log.length - decoded.length} events are none`)
      const snapshot = toSnapshot(replay(decoded))
      if (canonical(snapshot.header) !== canonical(stored.header)) return violation('the header is not what the events make')
      return canonical(snapshot.members) === canonical(stored.members)
        ? []
        : violation('the members are not what the events make')
    } catch (error) {
      return violation(String(error))
    }
  })

const plain = ({ schema: _, ...record }: Json): Json => record
